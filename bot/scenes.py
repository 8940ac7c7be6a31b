"""What may a turn of a guided build look at? Its scene, read from the stores."""

import re
from collections.abc import Mapping, Sequence

from bot.asking import ABOUT
from bot.conversation.earlier import earlier_answers
from bot.conversation.turn import Scene
from bot.conversation.versions import ALL_VERSIONS, versions_wish
from bot.evidence.reading import linked
from bot.exchange import Incoming
from prompts.loader import words
from storage.errors import MapNotFound
from storage.maps import Reader, Saved
from storage.model.journey import JourneyMap, MapType
from storage.model.proposal import Proposal
from storage.model.session import Session
from storage.open import Stores

HISTORY, MOST_OTHERS, RECENT = 50, 10, 60
PROPOSAL_ID = re.compile(r"p[0-9]{1,9}")
STARTS_FROM: Mapping[str, tuple[str, ...]] = {
    "future_state": ("current_state", "future_state"),
    "service_blueprint": ("current_state", "future_state"),
    "day_in_life": ("current_state", "future_state"),
    "empathy": ("current_state", "future_state", "day_in_life"),
}
"""The types of map that a build of a type may start from or point at."""


def scene_of(
    incoming: Incoming, stores: Stores, new: MapType = "current_state", session: Session | None = None
) -> Scene:
    """Everything that a turn of the build may look at; `new`: the type of a map that begins with it.

    `session`: of another thread than the build's own.
    """
    ws = incoming.workspace_id
    session = session or stores.sessions.get(ws, incoming.session_id)
    history: Sequence[Saved] = ()
    journey, base = None, None
    if session is not None and session.map_id is not None:
        journey = stores.maps.get(ws, session.map_id, incoming.reader)
        history = stores.maps.history(ws, session.map_id, incoming.reader, _reach(incoming))
        base = _base(journey, incoming, stores)
    backing = linked(journey, incoming.reader, stores) if journey is not None else ()
    recent = stores.evidence.newest(ws, incoming.channel_id, incoming.reader, RECENT)
    asked_of = stores.evidence.get(ws, session.notes.get("source", "").split(), incoming.reader) if session else ()
    return Scene(
        workspace=stores.workspaces.workspace(ws),
        channel_id=incoming.channel_id,
        thread=incoming.thread,
        session=session,
        journey=journey,
        history=history,
        personas=stores.personas.list(ws),
        evidence=tuple({piece.evidence_id: piece for piece in (*backing, *recent, *asked_of)}.values()),
        names=incoming.names,
        taken_map_ids=frozenset(line.map_id for line in stores.maps.lines(ws, Reader("", everything=True))),
        examples=_earlier(incoming, stores, session),
        next_evidence=stores.evidence.next_number(ws),
        private=incoming.private,
        guest=incoming.reader.guest,
        proposals=_proposals(journey, incoming, stores),
        next_proposal=stores.proposals.next_number(ws),
        base=base,
        others=_others(journey.type if journey else session.draft.type if session else new, journey, incoming, stores),
    )


def elsewhere(incoming: Incoming, stores: Stores, lang: str) -> Scene | None:
    """The scene of a thread in which a map was shown or asked about, though it was not built there."""
    about = stores.workspaces.recall(incoming.workspace_id, incoming.session_id, ABOUT)
    if about is None:
        return None
    try:
        journey = stores.maps.find(incoming.workspace_id, about, incoming.reader)
    except MapNotFound:
        return None
    session = Session(
        workspace_id=incoming.workspace_id,
        session_id=incoming.session_id,
        map_id=journey.map_id,
        lang=lang,
        part="done",
        state="closed",
        started_by=incoming.said.by,
        started_at=incoming.said.at,
    )
    return scene_of(incoming, stores, session=session)


def _proposals(journey: JourneyMap | None, incoming: Incoming, stores: Stores) -> tuple[Proposal, ...]:
    """The one that a press names, decided or not; nothing else is needed of them."""
    press = incoming.said.press
    named = press.value.rpartition("|")[2] if press and press.action == "build.proposal" else None
    if named is None and journey is not None and not press:
        return stores.proposals.open_of_map(incoming.workspace_id, journey.map_id)
    found = stores.proposals.get(incoming.workspace_id, named) if named and PROPOSAL_ID.fullmatch(named) else None
    return (found,) if found and journey and found.map_id == journey.map_id else ()


def _reach(incoming: Incoming) -> int:
    """How many versions a turn may look at: all of them where it is about versions."""
    press = incoming.said.press
    asked = press.action == "build.restore" if press else versions_wish(incoming.said.text, words("en")) is not None
    return ALL_VERSIONS if asked else HISTORY


def _base(journey: JourneyMap, incoming: Incoming, stores: Stores) -> JourneyMap | None:
    """The map that this one improves or is laid over, as it was then; None where it is gone or may not be seen."""
    if journey.base_map is None:
        return None
    try:
        return stores.maps.get(
            incoming.workspace_id, journey.base_map.map_id, incoming.reader, journey.base_map.version
        )
    except MapNotFound:
        return None


def _others(kind: MapType, journey: JourneyMap | None, incoming: Incoming, stores: Stores) -> tuple[JourneyMap, ...]:
    """The maps that a build of this type may start from or point at. Without a map the type may still change."""
    wanted = STARTS_FROM.get(kind, () if journey else STARTS_FROM["future_state"])
    if not wanted:
        return ()
    own = journey.map_id if journey else None
    lines = stores.maps.lines(incoming.workspace_id, incoming.reader)
    named = [line.map_id for line in lines if line.map_id != own and line.type in wanted]
    return tuple(stores.maps.get(incoming.workspace_id, name, incoming.reader) for name in named[:MOST_OTHERS])


def _earlier(incoming: Incoming, stores: Stores, session: Session | None) -> Mapping[str, tuple[str, ...]]:
    """Answers on the map that was changed last, this thread's own left aside, if it speaks the thread's language."""
    own = session.map_id if session else None
    others = (line.map_id for line in stores.maps.lines(incoming.workspace_id, incoming.reader) if line.map_id != own)
    newest = next(others, None)
    if newest is None:
        return {}
    journey = stores.maps.get(incoming.workspace_id, newest, incoming.reader)
    return earlier_answers(journey) if session is None or journey.lang == session.lang else {}
