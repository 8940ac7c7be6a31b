"""How do texts of an imported survey or talk become evidence? Masked, under a pseudonym, as far as consent goes."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.conversation.read_paragraph import PIECE
from bot.conversation.redact import redacted
from bot.exchange import Incoming
from bot.reply import Button, Reply, Text
from prompts.loader import Words
from storage.events import DataSet, Events, ImportReport
from storage.model.evidence import Evidence, EvidenceKind
from storage.model.refusals import made
from storage.open import Stores

KINDS: dict[str, EvidenceKind] = {
    "survey": "survey_answer",
    "reasons": "survey_answer",
    "chat": "chat_log",
    "social": "review",
}
"""Form of a file → what its texts are as evidence."""
MOST = 100


def offer(report: ImportReport, words: Words) -> Button | None:
    """[Keep the texts as evidence] under the report of a file that has some."""
    if report.data_set is None or report.form not in KINDS:
        return None
    value = f"{report.data_set.source_id}|{report.form}"
    return Button(text=words("data_in.as_evidence"), action="import.evidence", value=value)


def keep(value: str, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """Store the texts of a data set as evidence of this channel; a press that comes twice finds what the first made."""
    number, _, form = value.partition("|")
    ws, events = incoming.workspace_id, stores.events(incoming.workspace_id)
    data_set = next((each for each in events.data_sets() if str(each.source_id) == number), None)
    if data_set is None or form not in KINDS:
        return Reply(parts=(Text(text=words("errors.DataSetNotFound", id=number)),))
    rows = _texts(events, data_set)
    with stores.transaction() as tx:
        done = tx.workspaces.recall(ws, f"data:{number}:{data_set.imported_us}", "evidence")
        if done is None:
            pieces = _pieces(rows, data_set, KINDS[form], tx.evidence.next_number(ws), incoming, stores, words)
            for piece in pieces:
                tx.evidence.add(piece)
            refused = sum(row["consent"] == "denied" for row in rows)
            done = words("data_in.evidence_kept", n=len(pieces), all=len(rows), refused=refused)
            tx.workspaces.remember(ws, f"data:{number}:{data_set.imported_us}", "evidence", done)
    return Reply(parts=(Text(text=done),))


def _texts(events: Events, data_set: DataSet) -> list[dict[str, object]]:
    """What was said in the data set, in its order, with the consent of who said it."""
    said, people = events.tables.feedback, events.tables.customers
    known = said.join(people, said.customer == people.customer, how="left").select(
        "feedback_id", "at_us", "text", who=said.customer, consent=people.consent, source=said.source_id
    )
    own = known.filter(known.text.notnull(), known.source == data_set.source_id)
    return events.run(own.order_by("feedback_id"))


def _pieces(
    rows: list[dict[str, object]], data_set: DataSet, kind: EvidenceKind, first: int, incoming: Incoming,
    stores: Stores, words: Words,
) -> list[Evidence]:  # fmt: skip
    zone = ZoneInfo(stores.workspaces.workspace(incoming.workspace_id).tz)
    agreed = [row for row in rows if row["consent"] != "denied"][:MOST]
    numbers = {who: place for place, who in enumerate(dict.fromkeys(row["who"] for row in agreed if row["who"]), 1)}
    pieces = []
    for place, row in enumerate(agreed):
        clean = redacted(str(row["text"])[:PIECE])
        at = row["at_us"]
        pieces.append(
            made(
                Evidence,
                workspace_id=incoming.workspace_id,
                evidence_id=f"e{first + place}",
                kind=kind,
                text=clean.text,
                who=words("data_in.respondent", n=numbers[row["who"]]) if row["who"] in numbers else None,
                observed_on=datetime.fromtimestamp(at / 1e6, UTC).astimezone(zone).date()
                if isinstance(at, int)
                else None,
                added_by=incoming.said.by,
                added_at=incoming.said.at,
                file_name=data_set.file_name[:200],
                source_id=str(data_set.source_id),
                consent="given" if row["consent"] == "granted" else "unknown",
                redacted=clean.changed,
                channel_id=incoming.channel_id,
                privacy="private" if incoming.channel_id.startswith("D") else "channel",
            )
        )
    return pieces


def _day(us: int, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(us / 1e6, UTC).astimezone(zone).date()
