"""A day in the life with slips: times that overlap or lie after midnight, too many of them, later corrections."""

import pytest

from bot.conversation import day_order
from tests.bot.conversation.thread import Thread, facts

FIRST = ("Find new chances", "Ben, 41, runs a bakery", "I want flour before five", "Ordinary")


def day_after(*texts: str) -> Thread:
    thread = Thread()
    thread.begin("Ana", kind="day_in_life")
    for text in (*FIRST, *texts):
        thread.say("Ana", text)
    return thread


def starts(thread: Thread) -> list[str]:
    assert thread.journey is not None
    return [f"{stage.slot.starts:%H:%M}" for stage in thread.journey.stages if stage.slot]


def test_slots_stand_in_the_order_of_the_day_however_they_come() -> None:
    thread = day_after("7:00 radio", "20:00 sofa; 12:00 lunch; 0:30 checks the door; 5:00 feeds the cat")
    assert starts(thread) == ["05:00", "07:00", "12:00", "20:00", "00:30"]
    assert "00:30 checks the door: after midnight" in thread.text()


def test_a_night_shift_begins_in_the_evening_and_ends_in_the_morning() -> None:
    thread = day_after("22:00 puts on the uniform", "2:00 second round; 23:00 first round; 6:00 bus home")
    assert starts(thread) == ["22:00", "23:00", "02:00", "06:00"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("7:30 mail", '"07:30 mail" lies in the same time as "07:00 radio"'),
        ("7:00 mail", '"07:00 mail" lies in the same time as "07:00 radio"'),
        ("6:00-7:30 runs", '"06:00 runs" lies in the same time as "07:00 radio"'),
        ("mail and coffee", 'I found no time in "mail and coffee"'),
        ("26:00 mail", '"26:00" is not a time of the day'),
        ("9:00-9:00 mail", '"9:00-9:00 mail" ends when it begins'),
    ],
)
def test_a_time_that_does_not_fit_is_refused_with_what_to_do(text: str, said: str) -> None:
    thread = day_after("7:00-8:00 radio")
    thread.say("Ana", text)
    assert said in thread.text()
    assert starts(thread) == ["07:00"]
    assert "`ask.day.slots`" in thread.text()


def test_the_thirteenth_time_is_named_and_the_twelve_are_kept() -> None:
    thread = day_after("7:00 radio", "\n".join(f"{hour}:00 task {hour}" for hour in range(8, 21)))
    assert len(starts(thread)) == 12
    assert "Not kept, 2 of 13: 19:00 task 19; 20:00 task 20" in thread.text()
    assert "A day can hold 12 times." in thread.text()


@pytest.mark.parametrize(
    ("first", "parts"),
    [
        ("5:30 weather app", ["05:30", "06:00", "12:00", "14:00", "18:00"]),
        ("7:15 radio", ["07:15", "07:30", "12:00", "14:00", "18:00"]),
        ("13:10 wakes up", ["13:10", "13:30", "14:00", "18:00"]),
        ("6:00-9:00 swims", ["06:00", "09:00", "12:00", "14:00", "18:00"]),
    ],
)
def test_the_four_parts_of_the_day_begin_behind_its_first_slot(first: str, parts: list[str]) -> None:
    thread = day_after(first)
    thread.press("Ana", "Morning, midday, afternoon, evening")
    assert starts(thread) == parts


def test_a_slot_moves_to_its_new_time_and_back_by_undo() -> None:
    thread = day_after("7:00 radio", "12:00 lunch; 20:00 sofa")
    thread.say("Ana", "time of sofa: 10:00-11:00")
    assert starts(thread) == ["07:00", "10:00", "12:00"]
    thread.say("Ana", "time of sofa: 12:00")
    assert '"12:00 sofa" lies in the same time as "12:00 lunch"' in thread.text()
    thread.say("Ana", "undo")
    assert starts(thread) == ["07:00", "12:00", "20:00"]


def test_what_is_done_can_be_told_anew() -> None:
    thread = day_after("7:00 radio", "12:00 lunch; 20:00 sofa")
    thread.say("Boris", "activity at sofa: reads in bed with the cat")
    slot = facts(thread, "stage sofa")["slot"]
    assert (slot["activity"], slot["with_whom"]) == ("reads in bed with the cat", "with the cat")
    assert facts(thread, "stage sofa")["title"] == "sofa"


def test_quiet_times_are_the_slots_behind_the_time_that_was_named() -> None:
    thread = day_after("7:00 radio", "12:00 lunch; 20:00 sofa; 22:00 bed")
    assert thread.journey is not None
    named = [[s.slug for s in day_order.within(thread.journey, *span)] for span in _spans()]
    assert named == [["bed"], ["radio"], ["sofa"], ["lunch"]]


def _spans() -> list[tuple[object, object]]:
    from datetime import time

    return [(time(21), None), (None, time(8)), (time(20, 30), time(21)), (time(11), time(13))]
