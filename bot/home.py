"""What does a person find on their home? Open builds, their maps, their actions, imported data, what others changed."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.conversation.asking import question_text
from bot.conversation.plan import of_pending
from bot.conversation.talk import Talk
from bot.conversation.turn import Said, Scene
from bot.conversation.wording import name_of
from bot.exchange import Outcome
from bot.team.meeting import open_actions
from bot.team.taking import DONE
from prompts.loader import Words
from storage.errors import MapNotFound
from storage.maps import MapLine, Reader
from storage.model.journey import JourneyMap
from storage.model.session import Session
from storage.open import Stores

PAGE, DRAFTS, TODOS, SOURCES, NEWS, MAPS_READ = 10, 5, 15, 5, 5, 200
NEWS_DAYS = 14
THREAD = re.compile(r"(?P<channel>[CDG][A-Z0-9]+):(?P<ts>\d+\.\d+)")


class Draft(NamedTuple):
    """A build that waits for an answer, and the message that its thread hangs under."""

    title: str
    question: str
    channel: str
    ts: str


class Todo(NamedTuple):
    """An open action of the person."""

    map_id: str
    map_title: str
    item: str
    title: str
    due_on: date | None
    overdue: bool


class Source(NamedTuple):
    """An imported file."""

    title: str
    rows: int
    on: date


class News(NamedTuple):
    """A map that somebody else changed last."""

    who: str
    line: MapLine


class Home(NamedTuple):
    """`maps` is one page of them; `finished`: the person's last done action, as (value of its undo, title)."""

    name: str
    guest: bool
    today: date
    zone: ZoneInfo
    drafts: tuple[Draft, ...] = ()
    maps: tuple[MapLine, ...] = ()
    page: int = 0
    pages: int = 1
    todos: tuple[Todo, ...] = ()
    finished: tuple[str, str] | None = None
    sources: tuple[Source, ...] = ()
    news: tuple[News, ...] = ()

    @property
    def first_visit(self) -> bool:
        """Whether nothing of the person is here yet."""
        return not (self.drafts or self.maps or self.todos)


class Visitor(NamedTuple):
    """Who looks, with what they may read, and when."""

    workspace_id: str
    member_id: str
    name: str
    reader: Reader
    now: datetime


def home(visitor: Visitor, stores: Stores, words: Words, page: int = 0) -> Home:
    """Everything is of maps that the visitor may read. Raises StoreUnavailable."""
    ws, me = visitor.workspace_id, visitor.member_id
    zone = ZoneInfo(stores.workspaces.workspace(ws).tz)
    today = visitor.now.astimezone(zone).date()
    lines = stores.maps.lines(ws, visitor.reader)[:MAPS_READ]
    seen = {line.map_id: stores.maps.get(ws, line.map_id, visitor.reader) for line in lines}
    sessions = [session for session in stores.sessions.all(ws) if me in (session.started_by, *session.members)]
    joined = {session.map_id for session in sessions}
    mine = [line for line in lines if line.map_id in joined or seen[line.map_id].owner.member_id == me]
    names = {member.member_id: member.name for member in stores.workspaces.members(ws)}
    pages = max(1, -(-len(mine) // PAGE))
    page = min(max(page, 0), pages - 1)
    return Home(
        name=visitor.name,
        guest=visitor.reader.guest,
        today=today,
        zone=zone,
        drafts=_drafts(sessions, seen, visitor, names, stores, words),
        maps=tuple(mine[page * PAGE : (page + 1) * PAGE]),
        page=page,
        pages=pages,
        todos=_todos(seen, me, today),
        finished=_finished(visitor, seen, stores),
        sources=() if visitor.reader.guest else _sources(ws, zone, stores),
        news=_news(lines, visitor, names, stores),
    )


def touched(outcome: Outcome, by: str) -> frozenset[str]:
    """Whose home an outcome changes: the writer's, and those of the map's owner, its builders and its doers."""
    turn, saving = outcome.turn, outcome.saving
    if not (turn or saving or outcome.member or outcome.workspace):
        return frozenset()
    journeys = (turn.journey if turn else None, saving.journey if saving else None)
    members = {by, *(turn.session.members if turn and turn.session else ())}
    for journey in filter(None, journeys):
        owners = (journey.owner, *(action.owner for action in journey.actions))
        members |= {owner.member_id for owner in owners if owner and owner.member_id}
    return frozenset(members)


def _drafts(
    sessions: list[Session],
    seen: Mapping[str, JourneyMap],
    visitor: Visitor,
    names: Mapping[str, str],
    stores: Stores,
    words: Words,
) -> tuple[Draft, ...]:
    """Builds with an open question, newest first, whose map may be read."""
    found: list[Draft] = []
    for session in sessions:
        place = THREAD.fullmatch(session.session_id)
        readable = session.map_id is None or session.map_id in seen
        if place is None or session.pending is None or session.state == "closed" or not readable:
            continue
        journey = seen.get(session.map_id or "")
        scene = _scene(session, journey, visitor, names, stores)
        talk = Talk(scene, Said(by=visitor.member_id, name=visitor.name, at=visitor.now), words, session)
        title = journey.title if journey else session.notes.get("title") or words("home.untitled")
        found.append(Draft(title, question_text(talk, of_pending(session.pending)), place["channel"], place["ts"]))
        if len(found) == DRAFTS:
            break
    return tuple(found)


def _scene(
    session: Session, journey: JourneyMap | None, visitor: Visitor, names: Mapping[str, str], stores: Stores
) -> Scene:
    """What the words of a question need."""
    ws, base = visitor.workspace_id, None
    if journey is not None and journey.base_map is not None:
        try:
            base = stores.maps.get(ws, journey.base_map.map_id, visitor.reader, journey.base_map.version)
        except MapNotFound:
            base = None
    channel, _, thread = session.session_id.partition(":")
    return Scene(
        workspace=stores.workspaces.workspace(ws),
        channel_id=channel,
        thread=thread,
        session=session,
        journey=journey,
        personas=stores.personas.list(ws),
        names=names,
        base=base,
    )


def _todos(seen: Mapping[str, JourneyMap], me: str, today: date) -> tuple[Todo, ...]:
    """Overdue first, then by day; those without a day last."""
    found = [
        Todo(j.map_id, j.title, a.slug, a.title, a.due_on, a.due_on is not None and a.due_on < today)
        for j in seen.values()
        if j.status != "archived"
        for a in open_actions(j)
        if a.owner is not None and a.owner.member_id == me
    ]
    return tuple(sorted(found, key=lambda todo: (todo.due_on or date.max, todo.title)))


def _finished(visitor: Visitor, seen: Mapping[str, JourneyMap], stores: Stores) -> tuple[str, str] | None:
    """The action finished last, while the map is still at that version: later there is more to take back first."""
    kept = stores.workspaces.recall(visitor.workspace_id, visitor.member_id, DONE)
    map_id, version, item = (*(kept or "").split("|", 2), "", "")[:3]
    journey = seen.get(map_id)
    if journey is None or str(journey.version) != version:
        return None
    action = next((one for one in journey.actions if one.slug == item and one.status == "done"), None)
    return (f"{map_id}|{version}", action.title) if action else None


def _sources(workspace_id: str, zone: ZoneInfo, stores: Stores) -> tuple[Source, ...]:
    """Newest first."""
    sets = reversed(stores.events(workspace_id).data_sets())
    return tuple(
        Source(one.title, one.rows_stored, datetime.fromtimestamp(one.imported_us / 1e6, zone).date()) for one in sets
    )


def _news(lines: tuple[MapLine, ...], visitor: Visitor, names: Mapping[str, str], stores: Stores) -> tuple[News, ...]:
    """Maps that others changed in the last two weeks, newest first."""
    recent = [line for line in lines if line.changed_at > visitor.now - timedelta(days=NEWS_DAYS)]
    found: list[News] = []
    for line in recent:
        newest = stores.maps.history(visitor.workspace_id, line.map_id, visitor.reader, 1)[0]
        if newest.by != visitor.member_id:
            found.append(News(name_of(newest.by, names), line))
        if len(found) == NEWS:
            break
    return tuple(found)
