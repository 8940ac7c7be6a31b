"""A map on one screen: goal, lowest point, largest loss and actions, with figures counted beside the tool."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import files_in
from storage.model.apply import apply
from storage.model.changes import AddAction
from storage.model.types import Owner
from storage.open import open_stores
from tests.bot.evidence.desk_of_evidence import AT, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    stores = open_stores(tmp_path)
    yield Desk(stores)
    stores.close()


def test_the_goal_the_lowest_point_and_the_next_action_stand_first(desk: Desk):
    late = AddAction(title="call the mill", owner=Owner(label="Mia"), due_on=AT.date() - timedelta(days=40))
    desk.stores.maps.save(apply(desk.journey, (late,), "U0ANA", AT, "chat"), (late,), "U0ANA", AT)
    said = desk.command("show vacuum")
    journey = desk.journey
    assert f"Goal: {journey.goal_business}"[:60] in said
    assert "Version 2 of 4 Nov 2026" in said
    assert "Next: call the mill, Mia, 25 Sep" in said and "1 overdue" in said
    score, title = min((vote.score, stage.title) for stage in journey.stages for vote in stage.moods)
    assert f"Lowest point: {title}, {score}" in said
    assert "Largest loss" not in said


def test_the_largest_loss_is_the_funnels_own(desk: Desk, tmp_path: Path):
    """Customers with one visit after another, three stages: 160, 96, 16: the second step loses most."""
    stages = desk.journey.stages[:3]
    names = [next(iter((*s.event_names, *(n for t in s.touchpoints for n in t.event_names)))) for s in stages]
    file = tmp_path / "events.csv"
    reached: dict[int, int] = defaultdict(int)
    with file.open("w", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(("customer_id", "occurred_at", "event"))
        for customer in range(160):
            for step in range(1 + (customer < 96) + (customer < 16)):
                reached[step] += 1
                writer.writerow((customer, f"2026-01-0{step + 1}T10:00:00Z", names[step]))
        writer.writerow(("later", "2026-06-01T10:00:00Z", "Newsletter Read"))  # the windows of all others are over
    files_in.import_events(file, "T1", None, "UTC", desk.stores)
    said = desk.command("show vacuum")
    lost = reached[1] - reached[2]
    assert (reached[0], reached[1], reached[2], lost) == (160, 96, 16, 80)
    assert f'after "{stages[1].title}" {lost} of 96 customers go (83.3%)' in said


def test_the_summary_fits_one_screen(desk: Desk):
    said = desk.command("show vacuum")
    assert len(said.splitlines()) <= 25
