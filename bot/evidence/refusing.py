"""May we keep this? [They said no] empties a piece everywhere and keeps its row; [They agreed] writes that down."""

import json
from collections.abc import Sequence

from bot.conversation.wording import cut
from bot.evidence.reading import EVERYTHING
from bot.evidence.storing import Kept
from bot.exchange import Incoming, Outcome
from bot.reply import Button, Buttons, Reply, Text
from prompts.loader import Words
from storage.model.confidence import evidence_ids
from storage.model.evidence import Evidence
from storage.model.journey import JourneyMap
from storage.model.session import Session
from storage.open import Stores


def refused(ids: Sequence[str], sure: bool, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """Asked once more, because the words do not come back; then emptied, also where a build still offers them."""
    found = [p for p in stores.evidence.get(incoming.workspace_id, ids, incoming.reader) if p.consent != "refused"]
    if not found:
        return _said(words("evidence.refused_already"))
    if not sure:
        button = Button(
            text=words("evidence.empty_it"), action="evidence.refuse_sure", value=",".join(ids), style="danger"
        )
        text = Text(text=words("evidence.sure", text=cut(found[0].text or "")), style="question")
        return Outcome((Reply(parts=(text, Buttons(buttons=(button,))), whisper=True),))
    gone = frozenset(piece.evidence_id for piece in found)
    items = _standing_on(gone, incoming, stores)
    told = words("evidence.refused") if not items else words("evidence.refused_items", items=" · ".join(items))
    kept = Kept(emptied=tuple(gone), sessions=_cleaned(gone, incoming, stores))
    return Outcome(_said(told).replies, kept=kept)


def agreed(evidence_id: str, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """The customer said yes."""
    found = stores.evidence.get(incoming.workspace_id, (evidence_id,), incoming.reader)
    if not found or found[0].consent == "refused":
        return _said(words("evidence.refused_already"))
    return Outcome(_said(words("evidence.agreed")).replies, kept=Kept(revised=(_given(found[0]),)))


def _given(piece: Evidence) -> Evidence:
    return piece.model_copy(update={"consent": "given"})


def _standing_on(gone: frozenset[str], incoming: Incoming, stores: Stores) -> list[str]:
    """Titles of the items that rest on a piece, on maps the reader may see."""
    titles = []
    for journey in _maps_with(gone, incoming, stores):
        for thing in (*journey.touchpoints(), *journey.items()):
            if gone & set(getattr(thing, "evidence", ())):
                titles.append(f'"{cut(thing.title, 60)}"')
    return titles


def _maps_with(gone: frozenset[str], incoming: Incoming, stores: Stores) -> list[JourneyMap]:
    lines = stores.maps.lines(incoming.workspace_id, incoming.reader)
    journeys = (stores.maps.get(incoming.workspace_id, line.map_id, incoming.reader) for line in lines)
    return [journey for journey in journeys if gone & set(evidence_ids(journey))]


def _cleaned(gone: frozenset[str], incoming: Incoming, stores: Stores) -> tuple[Session, ...]:
    """Builds that still hold sentences of a piece to choose from, without them."""
    cleaned = []
    for line in stores.maps.lines(incoming.workspace_id, EVERYTHING):
        for session in stores.sessions.of_map(incoming.workspace_id, line.map_id):
            rows = json.loads(session.notes.get("sentences", "[]"))
            kept = [row for row in rows if row[0] not in gone]
            if len(kept) < len(rows):
                notes = {**session.notes, "sentences": json.dumps(kept)}
                cleaned.append(session.model_copy(update={"notes": notes}))
    return tuple(cleaned)


def _said(text: str) -> Outcome:
    return Outcome((Reply(parts=(Text(text=text),), whisper=True),))
