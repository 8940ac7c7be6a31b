"""The desk's part for team work: `meeting`, `owners`, the same asked in plain words, [Mark as reviewed], [Done]."""

from zoneinfo import ZoneInfo

from bot.conversation.read_team import ABOUT_PEOPLE, TeamWish, team_wish
from bot.evidence.reading import backings_of
from bot.evidence.telling import of_map
from bot.exchange import Incoming, Outcome
from bot.forms.saving import Saving
from bot.reply import Button, Buttons, Menu, Option, Part, Press, Reply, Text
from bot.team import telling
from bot.team.meeting import is_review, meeting
from bot.team.owners import named
from prompts.loader import Words
from storage.errors import MapNotFound
from storage.model.apply import apply
from storage.model.changes import Change, SetItem, SetMap
from storage.model.journey import JourneyMap
from storage.open import Stores

VERSIONS, MAPS_NAMED = 200, 25
DONE = "home_done"
"""Under which a member's last finished action is remembered, so that it can be taken back."""


def command(name: str, rest: str, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """`meeting [map]`, `owners [map]`: of the named map, else the thread's own. Raises MapNotFound."""
    journey = stores.maps.find(incoming.workspace_id, rest, incoming.reader) if rest else _own(incoming, stores)
    return about(TeamWish("meeting" if name == "meeting" else "owners"), journey, incoming, stores, words) or Outcome()


def asked(text: str, incoming: Incoming, words: Words) -> TeamWish | None:
    """Whether a message asks for one of these; who may edit is settled in the map's thread alone."""
    wish = team_wish(text, words, incoming.names)
    return wish if wish is not None and wish.topic not in ABOUT_PEOPLE else None


def about(
    wish: TeamWish, journey: JourneyMap | None, incoming: Incoming, stores: Stores, words: Words
) -> Outcome | None:
    """Of this map, else of the only one, else a menu of them.

    None: no map, or more than one, has what the owner is asked of; the ownership tool answers that of all maps.
    """
    if journey is None:
        lines = stores.maps.lines(incoming.workspace_id, incoming.reader)
        if not lines:
            return _said(words("slack.no_maps"))
        if len(lines) > 1 and wish.topic == "owner_of":
            return _owner_on_one_map(wish, incoming, stores, words)
        if len(lines) > 1:
            options = tuple(Option(text=line.title[:75], value=line.map_id) for line in lines[:MAPS_NAMED])
            menu = Menu(label=words("team.which_map"), action="team.map", value=_value(wish), options=options)
            return Outcome((Reply(parts=(menu,)),))
        journey = stores.maps.get(incoming.workspace_id, lines[0].map_id, incoming.reader)
    match wish.topic:
        case "meeting":
            return Outcome((_meeting(journey, incoming, stores, words),))
        case "unowned":
            return Outcome((telling.unowned(journey, words),))
        case "owner_of":
            found = named(wish.about, journey, words)
            return Outcome((telling.owner_of(found, journey, words),)) if found else None
        case _:
            return Outcome((telling.owners(journey, words),))


def _owner_on_one_map(wish: TeamWish, incoming: Incoming, stores: Stores, words: Words) -> Outcome | None:
    ws, reader = incoming.workspace_id, incoming.reader
    maps = (stores.maps.get(ws, line.map_id, reader) for line in stores.maps.lines(ws, reader)[:MAPS_NAMED])
    there = [(found, journey) for journey in maps if (found := named(wish.about, journey, words))]
    return Outcome((telling.owner_of(*there[0], words),)) if len(there) == 1 else None


def pressed(press: Press, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """Raises MapNotFound, ChangeRefused: rights are checked again here."""
    ws, reader = incoming.workspace_id, incoming.reader
    if press.action == "team.map":
        topic, _, thing = press.value.partition("|")
        journey = stores.maps.get(ws, press.chosen[0], reader)
        wish = TeamWish(next((t for t in ("meeting", "unowned", "owner_of") if t == topic), "owners"), thing)
        return about(wish, journey, incoming, stores, words) or _said(words("say.nothing_to_press"))
    map_id, _, item = press.value.partition("|")
    journey = stores.maps.get(ws, map_id, reader)
    return _finished(item, journey, incoming, words) if item else _reviewed(journey, incoming, stores, words)


def _own(incoming: Incoming, stores: Stores) -> JourneyMap | None:
    """The map of this thread, if there is one and it may be read."""
    session = stores.sessions.get(incoming.workspace_id, incoming.session_id)
    if session is None or session.map_id is None:
        return None
    try:
        return stores.maps.get(incoming.workspace_id, session.map_id, incoming.reader)
    except MapNotFound:
        return None


def _value(wish: TeamWish) -> str:
    return f"{wish.topic}|{wish.about[:100]}"


def _meeting(journey: JourneyMap, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    ws, now = incoming.workspace_id, incoming.said.at
    zone = ZoneInfo(stores.workspaces.workspace(ws).tz)
    history = stores.maps.history(ws, journey.map_id, incoming.reader, VERSIONS)
    base = None
    if journey.base_map is not None:
        try:
            base = stores.maps.get(ws, journey.base_map.map_id, incoming.reader, journey.base_map.version)
        except MapNotFound:
            base = None
    found = meeting(journey, history, now, zone, backings_of(journey, stores), base)
    changed_on, today = history[0].at.astimezone(zone).date(), now.astimezone(zone).date()
    stands = of_map(journey, incoming, stores)
    return telling.meeting_view(journey, found, stands, changed_on, today, incoming.names, words)


def _reviewed(journey: JourneyMap, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """Pressed again before anything was changed it counts once."""
    newest = stores.maps.history(incoming.workspace_id, journey.map_id, incoming.reader, 1)[0]
    if newest.changes and all(is_review(change) for change in newest.changes):
        return _said(words("team.meeting.marked_already", title=journey.title))
    change = SetMap(field="last_reviewed_at", value=incoming.said.at)
    said = words("team.meeting.marked", title=journey.title, v=journey.version)
    return _changed(journey, change, said, incoming, words)


def _finished(item: str, journey: JourneyMap, incoming: Incoming, words: Words) -> Outcome:
    """[Done] under an action, by whoever may change the map."""
    action = next((one for one in journey.actions if one.slug == item), None)
    if action is None:
        return _said(words("say.nothing_to_press"))
    if action.status == "done":
        return _said(words("home.done_already", title=action.title))
    change = SetItem(item=item, field="status", value="done")
    done = _changed(journey, change, words("home.done", title=action.title), incoming, words)
    kept = f"{journey.map_id}|{journey.version + 1}|{item}"
    return Outcome(done.replies, saving=done.saving, keeps=((incoming.said.by, DONE, kept),))


def _changed(journey: JourneyMap, change: Change, said: str, incoming: Incoming, words: Words) -> Outcome:
    """One change by button, read back with [Undo]."""
    after = apply(journey, (change,), incoming.said.by, incoming.said.at, "button")
    undo = Button(
        text=words("button.undo"), action="form.undo", value=f"{journey.map_id}|{journey.version + 1}", style="quiet"
    )
    parts: tuple[Part, ...] = (Text(text=said), Buttons(buttons=(undo,)))
    return Outcome((Reply(parts=parts),), saving=Saving(journey=after, changes=(change,), reason="button"))


def _said(text: str) -> Outcome:
    return Outcome((Reply(parts=(Text(text=text),)),))
