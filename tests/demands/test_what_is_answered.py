"""Does the desk answer what people of a team ask about the sample map?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.reply import Table
from storage.model.apply import apply
from storage.model.changes import SetItem
from storage.open import open_stores
from tests.bot.evidence.desk_of_evidence import AT, SAMPLE, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    stores = open_stores(tmp_path)
    yield Desk(stores)
    stores.close()


def test_what_is_open_for_a_persona_is_listed_with_who_does_it_and_what_is_done_is_left_out(desk: Desk) -> None:
    desk.does("which actions are open for Curious Colleen?", thread="9.9")
    wanted = {(action.title, action.owner.label) for action in desk.journey.actions if action.owner}
    assert len(wanted) == 5 and {row[:2] for row in table_of(desk).rows} == wanted
    done = SetItem(item="chatbot", field="status", value="done")
    changed = apply(desk.journey, [done], "U0ANA", AT, "chat")
    desk.stores.maps.save(changed, [done], "U0ANA", AT)
    desk.does("which actions are open for Curious Colleen?", thread="9.10")
    assert {row[:2] for row in table_of(desk).rows} == wanted - {("chatbot that answers which model lasts", "Boris")}


def test_the_card_of_a_map_fits_one_screen_with_version_goal_lowest_point_and_what_is_to_be_done(desk: Desk) -> None:
    said = desk.command("show vacuum")
    for part in ("Version 1 of", "Goal:", "Lowest point: Awareness, -2: it broke again", "Actions: 5 open"):
        assert part in said
    assert len(said.splitlines()) <= 15


def test_with_events_the_card_names_the_largest_loss_and_the_money_at_risk_and_still_fits_one_screen(
    desk: Desk,
) -> None:
    desk.stores.events("T1").import_file(SAMPLE.with_name("events.csv"))
    said = desk.command("show vacuum").replace("\u202f", " ")
    assert 'Largest loss: after "Compare" 1 168 of 1 868 customers go (62.5%)' in said
    assert "Money at risk there: about 137 242.20 EUR (" in said  # 1 168 lost x 700 of 1 868 who buy x 313.56
    assert len(said.splitlines()) <= 17


def test_what_is_only_guessed_about_a_map_is_listed_with_the_cheapest_next_thing_to_check(desk: Desk) -> None:
    said = desk.does("what do we only assume?", thread="9.11")
    assert "3 of 25 items are backed" in said
    assert "Check next, with a" in said


def table_of(desk: Desk) -> Table:
    return next(p for reply in desk.outcome.replies for p in reply.parts if isinstance(p, Table))
