"""Does the desk answer what people of a team ask about the sample map?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.reply import Buttons, Table
from storage.open import open_stores
from tests.bot.evidence.desk_of_evidence import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    stores = open_stores(tmp_path)
    yield Desk(stores)
    stores.close()


def test_what_is_to_be_done_for_a_persona_is_listed_with_who_does_it_after_one_press(desk: Desk) -> None:
    desk.does("which actions are open for Curious Colleen?", thread="9.9")
    offered = next(p for reply in desk.outcome.replies for p in reply.parts if isinstance(p, Buttons)).buttons[0]
    desk.presses(offered.text, thread="9.9")
    table = next(p for reply in desk.outcome.replies for p in reply.parts if isinstance(p, Table))
    wanted = {(action.title, action.owner.label) for action in desk.journey.actions if action.owner}
    assert len(wanted) == 5 and {(row[1], row[3]) for row in table.rows} == wanted


def test_the_card_of_a_map_fits_one_screen_with_version_goal_lowest_point_and_what_is_to_be_done(desk: Desk) -> None:
    said = desk.command("show vacuum")
    for part in ("Version 1 of", "Goal:", "Lowest point: Awareness, -2: it broke again", "Actions: 5 open"):
        assert part in said
    assert len(said.splitlines()) <= 15
