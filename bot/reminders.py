"""Which threads of a workspace are to be reminded now, and what is stored with it."""

from dataclasses import dataclass
from datetime import datetime

from bot.conversation.reminders import Reminder, reminder
from prompts.loader import words
from storage.errors import MapNotFound
from storage.maps import Reader
from storage.open import Stores


@dataclass(frozen=True)
class Due:
    """A reminder and the place it goes to."""

    channel_id: str
    thread: str
    lang: str
    reminder: Reminder


def due(workspace_id: str, now: datetime, stores: Stores) -> tuple[Due, ...]:
    """All that is due. Nothing is stored: who sends it stores the session of each with its message."""
    tz = stores.workspaces.workspace(workspace_id).tz
    names = {member.member_id: member.name for member in stores.workspaces.members(workspace_id)}
    changed = {line.map_id: line.changed_at for line in stores.maps.lines(workspace_id, EVERYTHING)}
    found: list[Due] = []
    for session in stores.sessions.all(workspace_id):
        try:
            journey = stores.maps.get(workspace_id, session.map_id, EVERYTHING) if session.map_id else None
        except MapNotFound:
            continue
        spoken = words(session.lang)
        one = reminder(session, journey, changed.get(session.map_id or ""), now, tz, names, spoken)
        if one is not None:
            channel, _, thread = session.session_id.partition(":")
            found.append(Due(channel, thread, session.lang, one))
    return tuple(found)


EVERYTHING = Reader("", everything=True)
