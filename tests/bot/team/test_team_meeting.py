"""The meeting view: what there is to talk about, counted by hand on the sample map, and the end of the meeting."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.reply import Buttons, Press
from storage.model.apply import apply
from storage.model.changes import AddAction, SetItem, VoteMood
from storage.model.types import Anchor, Owner
from tests.bot.evidence.desk_of_evidence import AT, Desk

LATER = AT + timedelta(days=10)


def changes(desk: Desk, *changes, by: str = "U0ANA", at: datetime = AT) -> None:
    journey = desk.journey
    desk.stores.maps.save(apply(journey, changes, by, at, "chat"), changes, by, at)


def stage(desk: Desk):
    return desk.journey.stages[0]


def test_it_lists_what_was_changed_who_voted_what_and_what_is_due(desk: Desk):
    at = Anchor(stage=stage(desk).slug, touchpoint=stage(desk).touchpoints[0].slug)
    changes(desk, VoteMood(at=at, score=2), by="U0ANA")
    changes(desk, VoteMood(at=at, score=-2), by="U0MIA")
    changes(desk, AddAction(title="call the mill", owner=Owner(label="Mia"), due_on=AT.date() - timedelta(days=1)))
    said = desk.command("meeting vacuum", at=LATER)
    assert "the last 30 days" in said
    assert "new action: call the mill" in said
    title = stage(desk).touchpoints[0].title
    line = next(line for line in said.splitlines() if line.startswith(f"• {title}:"))
    assert "U0MIA -2" in line and "U0ANA" in line and "+2" in line
    assert "call the mill: Mia, overdue since 3 Nov" in said
    assert "[Mark as reviewed]" in said


def test_what_was_done_or_taken_back_is_not_talked_about(desk: Desk):
    changes(desk, AddAction(title="call the mill", due_on=AT.date(), slug="call-the-mill"))
    changes(desk, SetItem(item="call-the-mill", field="status", value="done"))
    assert "call the mill: nobody" not in desk.command("meeting vacuum", at=LATER)


def test_the_next_view_begins_where_the_last_meeting_ended(desk: Desk):
    changes(desk, AddAction(title="call the mill"))
    desk.command("meeting vacuum", at=LATER)
    assert "Reviewed:" in desk.presses("Mark as reviewed", at=LATER)
    assert desk.journey.last_reviewed_at == LATER
    said = desk.command("meeting vacuum", at=LATER + timedelta(days=1))
    assert "since the review on 14 Nov 2026" in said
    assert "call the mill" not in said.split("Still missing")[0].split("Due in")[0]
    assert "Nothing was changed" in said


def test_marked_twice_it_counts_once_and_can_be_undone(desk: Desk):
    desk.command("meeting vacuum", at=LATER)
    mark = next(p for r in desk.outcome.replies for p in r.parts if isinstance(p, Buttons)).buttons[0]
    press = Press(action=mark.action, value=mark.value, text=mark.text)
    version = desk.journey.version
    desk.does(press=press, at=LATER)
    assert "already" in desk.does(press=press, at=LATER)
    assert desk.journey.version == version + 1
    undo = Press(action="form.undo", value=f"{desk.journey_id}|{version + 1}")
    desk.does(press=undo, at=LATER)
    assert desk.journey.last_reviewed_at is None


@pytest.mark.parametrize("typed", ["meeting vacuum", "会议 vacuum", "会议vacuum", "состанок vacuum"])
def test_it_is_asked_for_in_three_languages(desk: Desk, typed: str):
    assert "vacuum" in desk.command(typed) and "team." not in str(desk.outcome.replies[0].parts[0])


def test_old_evidence_and_what_is_missing_are_told(desk: Desk):
    said = desk.command("meeting vacuum", at=datetime(2027, 12, 1, tzinfo=UTC))
    assert re.search(r"Evidence older than (30|60|90) days \(\d+\): \S", said)


def test_a_view_stays_short_however_much_was_changed(desk: Desk):
    for n in range(30):
        changes(desk, AddAction(title=f"thing {n}", due_on=AT.date()))
    said = desk.command("meeting vacuum", at=LATER)
    assert "and 22 more" in said
    assert len(said) < 3500


def test_nobody_reviews_a_map_that_they_may_not_read(desk: Desk):
    from storage.errors import MapNotFound

    with pytest.raises(MapNotFound):
        desk.does(press=Press(action="team.reviewed", value=desk.journey_id), channels=("C0OTHER",))
