"""When a thread is reminded: once after two working days, and when its map is due for a look."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.conversation.reminders import reminder, working_days
from bot.reply import Press, plain
from prompts.loader import words
from tests.bot.conversation.thread import MEMBERS, Thread

NAMES = {member: name for name, member in MEMBERS.items()}
MONDAY = datetime(2024, 11, 4, 9, tzinfo=UTC)


@pytest.fixture
def thread() -> Thread:
    thread = Thread(at=MONDAY)
    thread.begin("Ana")
    for text in ("Fewer people drop off", "Ben, 41", "I want flour before five", "Search > Order > Receive"):
        thread.say("Ana", text)
    thread.say("Boris", "asks friends")
    return thread


def due(thread: Thread, now: datetime, lang: str = "en"):
    changed = thread.history[0].at if thread.history else None
    return reminder(thread.session, thread.journey, changed, now, "Europe/Skopje", NAMES, words(lang))


@pytest.mark.parametrize(
    ("since", "today", "days"),
    [("2024-11-04", "2024-11-06", 1), ("2024-11-04", "2024-11-07", 2), ("2024-11-08", "2024-11-11", 0),
     ("2024-11-08", "2024-11-12", 1), ("2024-11-08", "2024-11-13", 2), ("2024-11-04", "2024-11-04", 0)],
)  # fmt: skip
def test_weekends_are_no_working_days(since, today, days):
    assert working_days(date.fromisoformat(since), date.fromisoformat(today)) == days


def test_a_build_that_waits_is_reminded_once_and_names_who_took_part(thread):
    assert due(thread, MONDAY + timedelta(days=2)) is None
    found = due(thread, MONDAY + timedelta(days=3))
    assert plain(found.reply).startswith("@Ana @Boris: this map has waited since 4 Nov.")
    thread.session = found.session
    assert due(thread, MONDAY + timedelta(days=30)) is None
    thread.press_as("Ana", first_button(found))
    assert thread.session.pending is not None and thread.session.state == "active"


def first_button(found) -> Press:
    button = found.reply.parts[1].buttons[0]
    return Press(action=button.action, value=button.value, text=button.text)


def test_a_closed_build_is_left_alone(thread):
    thread.say("Ana", "stop here")
    assert due(thread, MONDAY + timedelta(days=10)) is None


def test_a_map_is_asked_about_after_its_review_period_and_the_answer_counts(thread):
    thread.say("Ana", "stop here")
    thread.journey = thread.journey.model_copy(update={"review_every_days": 30})
    thread.history = (thread.history[0].model_copy(update={"map": thread.journey}), *thread.history[1:])
    assert due(thread, MONDAY + timedelta(days=29)) is None
    found = due(thread, MONDAY + timedelta(days=31), "zh")
    assert "上次查看是 31 天前" in plain(found.reply) and "[仍然正确]" in plain(found.reply)
    thread.session = found.session
    assert due(thread, MONDAY + timedelta(days=32)) is None
    assert due(thread, MONDAY + timedelta(days=62)) is not None


def test_still_right_is_noted_on_the_map(thread):
    thread.now = MONDAY + timedelta(days=31)
    thread.press_as("Boris", Press(action="build.still_right", text="It is still right"))
    assert thread.journey.last_reviewed_at == thread.now
    assert "looked at today" in thread.text()
