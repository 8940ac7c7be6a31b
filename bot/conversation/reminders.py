"""When is a thread reminded? Once after two working days of silence, and when its map is due for a look."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.conversation.read_dates import say_date
from bot.conversation.wording import name_of
from bot.reply import Button, Buttons, Reply, Text
from prompts.loader import Words
from storage.model.journey import JourneyMap
from storage.model.session import Session

WORKING_DAYS, FRIDAY = 2, 4
REMINDED, REVIEWED = "reminded", "review_asked"


class Reminder(NamedTuple):
    """What is said in the thread, and the session that remembers that it was said."""

    reply: Reply
    session: Session


def reminder(
    session: Session,
    journey: JourneyMap | None,
    changed_at: datetime | None,
    now: datetime,
    tz: str,
    names: Mapping[str, str],
    words: Words,
) -> Reminder | None:
    """The reminder that is due in this thread now; `changed_at`: when its map was changed last."""
    asked = _Asked(session, now.astimezone(ZoneInfo(tz)).date(), ZoneInfo(tz), names, words)
    return _open_question(asked) or _review(asked, journey, changed_at)


def working_days(since: date, today: date) -> int:
    """Full working days that lie between two days: none from Friday to Monday."""
    days = (since + timedelta(days=n) for n in range(1, (today - since).days))
    return sum(1 for day in days if day.weekday() <= FRIDAY)


class _Asked(NamedTuple):
    session: Session
    today: date
    zone: ZoneInfo
    names: Mapping[str, str]
    words: Words


def _open_question(asked: _Asked) -> Reminder | None:
    """One reminder for a build that waits, to those who took part; then silence."""
    session, today, zone, names, words = asked
    pending = session.pending.asked_at if session.pending else None
    waits_since = session.paused_at if session.state == "paused" else pending
    if session.state == "closed" or waits_since is None or REMINDED in session.notes:
        return None
    since = waits_since.astimezone(zone).date()
    if working_days(since, today) < WORKING_DAYS:
        return None
    text = words("reminder.open", names=_names(session, names), date=say_date(since, today, words))
    go_on = Button(text=words("reminder.go_on"), action="build.control", value="go_on|", style="primary")
    return Reminder(Reply(parts=(Text(text=text), Buttons(buttons=(go_on,)))), _noted(session, REMINDED, today))


def _review(asked: _Asked, journey: JourneyMap | None, changed_at: datetime | None) -> Reminder | None:
    """The question after 30, 60 or 90 days; asked once for each of these spans."""
    session, today, zone, names, words = asked
    if journey is None or journey.review_every_days is None or changed_at is None or journey.status == "archived":
        return None
    last = date.fromisoformat(session.notes.get(REVIEWED, changed_at.astimezone(zone).date().isoformat()))
    since = max(last, changed_at.astimezone(zone).date())
    if (today - since).days < journey.review_every_days:
        return None
    text = words("reminder.review", names=_names(session, names), days=(today - since).days, title=journey.title)
    buttons = (
        Button(text=words("reminder.walk_through"), action="build.walk_through", style="primary"),
        Button(text=words("reminder.still_right"), action="build.still_right"),
    )
    return Reminder(Reply(parts=(Text(text=text), Buttons(buttons=buttons))), _noted(session, REVIEWED, today))


def _names(session: Session, names: Mapping[str, str]) -> str:
    """Those who took part."""
    return " ".join(f"@{name_of(member, names)}" for member in session.members)


def _noted(session: Session, key: str, today: date) -> Session:
    return session.model_copy(update={"notes": {**session.notes, key: today.isoformat()}})
