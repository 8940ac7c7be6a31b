"""Files that come in: events and tables of maps are looked into and imported, a map's JSON becomes a map, a text goes
to its thread."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from bot import data_evidence, data_preview, data_sources, map_files
from bot.answers.figures import day, listed
from bot.event_rules import taking as event_rules
from bot.evidence.reading_apart import read_apart
from bot.exchange import Incoming
from bot.reply import Buttons, Kept, Part, Reply, Text
from prompts.loader import Words
from storage.errors import ImportRefused
from storage.events import ImportReport, Refusal
from storage.ingest import map_json
from storage.ingest.map_json import MapDocument
from storage.ingest.mapping import ColumnMapping
from storage.ingest.transcript import Transcript, form_of
from storage.model.journey import Home, JourneyMap
from storage.model.slugs import free
from storage.open import Stores
from tools.visits import places

Progress = Callable[[float, int], None]
SHOWN_REFUSALS, SHOWN_VALUE = 5, 60
OPERATOR = "local:operator"
REST = ("properties", "left")


def line(text: str) -> Reply:
    """A reply of one paragraph."""
    return Reply(parts=(Text(text=text),))


def is_map(path: Path) -> bool:
    """Whether the file says of itself that it is a map. Raises ImportRefused."""
    try:
        with path.open("rb") as file:
            return map_json.FORMAT.encode() in file.read(200)
    except OSError as error:
        raise ImportRefused("file_unreadable", file=path.name) from error


def _map(path: Path, name: str) -> MapDocument:
    try:
        return map_json.load(path.read_text("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        raise ImportRefused("not_a_map", file=name) from error
    except OSError as error:
        raise ImportRefused("file_unreadable", file=name) from error


@contextmanager
def _called(name: str) -> Iterator[None]:
    """A refusal calls the file as people do, not as it is kept here."""
    try:
        yield
    except ImportRefused as error:
        raise ImportRefused(error.key, **{**error.facts, "file": name}) from error


def look_into(
    path: Path, name: str, incoming: Incoming, stores: Stores, words: Words
) -> Reply | MapDocument | Transcript:
    """A map's document, a text that people said or wrote, or what a file of events would be read as.

    A text belongs to the thread of a map; elsewhere the person reads where to put it. Raises ImportRefused.
    """
    if incoming.reader.guest and (is_map(path) or form_of(path, name) is None):
        path.unlink(missing_ok=True)
        return line(words("team.guest.no_files"))
    if is_map(path):
        return _map(path, name)
    kind = kind_of(path, name, incoming.workspace_id, stores, words, incoming.said.at)
    if kind == "map":
        return map_files.preview(path, map_files.Kept(name=name), incoming, stores, words)
    if kind == "unclear":
        return map_files.ask_kind(path, name, words)
    if form_of(path, name) is not None:
        try:
            transcript = read_apart(path, name)
        finally:
            path.unlink(missing_ok=True)  # what people said is kept as evidence or not at all
        built = stores.sessions.get(incoming.workspace_id, incoming.session_id) is not None
        return transcript if built else line(words("evidence.file_no_map", file=name))
    with _called(name):
        return data_preview.preview(path, name, incoming, stores, words)


def kind_of(
    path: Path, name: str, workspace_id: str, stores: Stores, words: Words, at: datetime
) -> map_files.Kind | Literal["text"]:
    """What a file is, going by its content. Raises ImportRefused for a workbook that cannot be opened."""
    if map_files.is_theydo(path):
        return "map"
    workbook = map_files.is_workbook(path, name)
    if not workbook and form_of(path, name) is not None:
        return "text"
    mapping = ColumnMapping(time_zone=stores.workspaces.workspace(workspace_id).tz)
    try:
        look = stores.events(workspace_id).look_into(path, mapping)
    except ImportRefused:
        drawn = map_files.kind_of(path, name, words, at)
        return "map" if workbook else drawn
    if look.form != "events":
        return "events"
    try:
        drawn = map_files.kind_of(path, name, words, at)
    except ImportRefused:  # a workbook that holds no map
        return "events"
    if drawn == "map":
        guessed = any(use.because == "content" for use in look.columns)
        return "map" if workbook and guessed else "unclear"
    return "events"


def pressed(folder: Path, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """[Import] or [Cancel] under a preview. Raises ImportRefused."""
    press = incoming.said.press
    if press is None or press.action == "import.cancel":
        path = folder / Path(press.value if press else "-").name
        map_files.drop(path)
        data_preview.drop(path)
        return line(words("ingest.cancelled"))
    if press.action.startswith("import.undo"):
        return data_sources.pressed(press, incoming, stores, words)
    if incoming.reader.guest:
        return line(words("team.guest.no_files"))
    stored, _, name = press.value.partition("|")
    path = folder / Path(stored).name
    if press.action.startswith(("import.as_events", "import.data_")):
        with _called(name):
            return _previewed(path, name, incoming, stores, words)
    if press.action == "import.evidence":
        return data_evidence.keep(press.value, incoming, stores, words)
    if press.action != "import.go":
        return map_files.pressed(path, incoming, stores, words)
    if not path.is_file():
        raise ImportRefused("upload_gone", file=name)
    zone = stores.workspaces.workspace(incoming.workspace_id).tz
    mapping = data_preview.changed_of(path, name).mapping(zone)
    report = import_events(path, incoming.workspace_id, mapping, zone, stores, title=name)
    refused: tuple[Part, ...] = ()
    if report.refused_file:
        shown = f"{Path(name).stem}-refused.csv"
        refused = (Kept(file_name=shown, path=report.refused_file, alt=words("ingest.refused_alt", file=name)),)
        report = report.model_copy(update={"refused_file": shown})
    told = report_words(report.model_copy(update={"file_name": name}), words)
    more = data_evidence.offer(report, words)
    asked = (Buttons(buttons=(more,)),) if more else ()
    stored_events = report.data_set is not None and report.data_set.kind == "events" and report.rows_stored
    places_for = event_rules.after_import(incoming, stores, words) if stored_events else ()
    return Reply(parts=(Text(text=told), Text(text=_next(report, words), style="hint"), *asked, *places_for, *refused))


def _next(report: ImportReport, words: Words) -> str:
    """What can be asked now of such data."""
    key = f"ingest.ask_next.{report.form}"
    return words("ingest.what_now", question=words(key if words.has(key) else "ingest.ask_next.events"))


def _previewed(path: Path, name: str, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    press = incoming.said.press
    if press is not None and press.action.startswith("import.data_"):
        return data_preview.pressed(path, name, incoming, stores, words)
    return data_preview.preview(path, name, incoming, stores, words)


def import_events(
    path: Path,
    workspace_id: str,
    mapping: ColumnMapping | None,
    zone: str,
    stores: Stores,
    progress: Progress | None = None,
    title: str | None = None,
    *,
    dry_run: bool = False,
) -> ImportReport:
    """Rows of a file, stored in one transaction. Raises ImportRefused, StoreUnavailable."""
    with _called(title or path.name):
        events, mapping = stores.events(workspace_id), mapping or ColumnMapping(time_zone=zone)
        return events.import_file(path, mapping, progress, title=title, dry_run=dry_run)


def off_the_map(journey: JourneyMap, stores: Stores) -> tuple[str, ...]:
    """Names of stored events that match no place of the map."""
    names = stores.events(journey.workspace_id).names()
    placed = places(journey, names)
    return tuple(sorted(name for name in names if name not in placed))


def import_map(
    path: Path, workspace_id: str, channel: str, stores: Stores, at: datetime, by: str = OPERATOR
) -> JourneyMap:
    """The map of a JSON file with its personas and evidence, as a new map. Raises ImportRefused."""
    document = _map(path, path.name)
    with stores.transaction() as tx:
        return store_map(document, workspace_id, channel, tx, at, by)


def store_map(document: MapDocument, workspace_id: str, channel: str, tx: Stores, at: datetime, by: str) -> JourneyMap:
    """A map's document with its versions as a new map of the channel, within the transaction `tx`."""
    names = map_json.Names(
        workspace_id=workspace_id,
        map_id=tx.maps.free_id(workspace_id, document.map.map_id),
        home=Home(channel_id=channel),
        evidence=_stored_evidence(document, workspace_id, channel, tx),
        personas=_stored_personas(document, workspace_id, tx),
    )
    first, *later = map_json.versions_of(document, names, by, at)
    journey = tx.maps.create(_readable(first.map, by), first.by, first.at, first.reason)
    for saved in later:
        before = _readable(saved.map, by).model_copy(update={"version": journey.version})
        journey = tx.maps.save(before, saved.changes, saved.by, saved.at, saved.reason, saved.undoes)
    return journey


def _stored_evidence(document: MapDocument, workspace_id: str, channel: str, tx: Stores) -> dict[str, str]:
    """Old id → the id under which the piece is stored now."""
    renamed = {}
    for piece in document.evidence:
        number = f"e{tx.evidence.next_number(workspace_id)}"
        renamed[piece.evidence_id] = number
        here = {"workspace_id": workspace_id, "channel_id": channel, "evidence_id": number}
        tx.evidence.add(piece.model_copy(update=here))
    return renamed


def _stored_personas(document: MapDocument, workspace_id: str, tx: Stores) -> dict[str, str]:
    """Old id → new id: a persona of the same id and name is the same one, another of that id gets a new id."""
    renamed = {}
    known = {persona.persona_id: persona.name for persona in tx.personas.list(workspace_id)}
    for persona in document.personas:
        taken = known.get(persona.persona_id)
        here = persona.persona_id if taken in (None, persona.name) else free(persona.persona_id, known)
        renamed[persona.persona_id] = here
        if taken != persona.name:
            known[here] = persona.name
            moved = {"workspace_id": workspace_id, "persona_id": here, "version": 1}
            tx.personas.save(persona.model_copy(update=moved))
    return renamed


def _readable(journey: JourneyMap, by: str) -> JourneyMap:
    """A private map of other people is the channel's now, else nobody here could open it."""
    private = journey.privacy == "private" and by not in (journey.owner.member_id, *journey.readers)
    return journey.model_copy(update={"privacy": "channel"}) if private else journey


def report_words(report: ImportReport, words: Words) -> str:
    """What an import did, row by row refused and why."""
    facts = {"file": report.file_name, "read": report.rows_read, "stored": report.rows_stored}
    lines = [words("ingest.report", **facts, duplicates=report.duplicates, refused=report.refused)]
    if report.form != "events":
        lines.append(words("data_in.taken_for", form=words(f"ingest.form.{report.form}")))
    if report.data_set and report.data_set.from_us is not None and report.data_set.to_us is not None:
        first, last = (datetime.fromtimestamp(us / 1e6, UTC) for us in (report.data_set.from_us, report.data_set.to_us))
        lines.append(words("ingest.report_period", first=day(first, words), last=day(last, words)))
    if len(report.reasons) > 1:
        each = [words("data_in.reason", reason=words(f"ingest.reason.{key}"), n=n) for key, n in report.reasons.items()]
        lines.append(words("data_in.reasons", reasons=listed(each, words)))
    used = [f"{words(f'ingest.field.{use.field}')} = {use.column}" for use in report.columns if use.field not in REST]
    if used:
        lines.append(words("ingest.report_columns", columns=listed(used, words)))
    lines += [words(f"ingest.notice.{notice.key}", **notice.facts) for notice in report.notices]
    lines += [_refused_row(refusal, words) for refusal in report.refusals[:SHOWN_REFUSALS]]
    if report.refused_file:
        lines.append(words("ingest.refused_file", n=report.refused, file=report.refused_file))
    return "\n".join(lines)


def _refused_row(refusal: Refusal, words: Words) -> str:
    """`Line 4, occurred_at: 'notadate' (not a time that can be read)`."""
    key = "ingest.refused_at" if refusal.column else "ingest.refused_line"
    where = words(key, line=refusal.line, column=refusal.column)
    reason = words(f"ingest.reason.{refusal.reason}")
    if not refusal.value:
        return words("ingest.refused_row", where=where, reason=reason)
    return words("ingest.refused_value", where=where, value=refusal.value[:SHOWN_VALUE], reason=reason)
