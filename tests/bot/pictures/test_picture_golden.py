"""The pictures as a person has looked at them. When one changes: look at it, then `pytest --golden`."""

from collections.abc import Callable

import pytest
from picture_cases import CASES

Golden = Callable[[str, str], None]


@pytest.mark.parametrize("name", CASES)
def test_the_card_is_drawn_as_it_was_approved(name: str, golden: Golden) -> None:
    golden(f"pictures/{name}-card.svg", CASES[name].card())


@pytest.mark.parametrize("name", CASES)
def test_the_full_map_is_drawn_as_it_was_approved(name: str, golden: Golden) -> None:
    for part, svg in enumerate(CASES[name].full(), start=1):
        golden(f"pictures/{name}-full-{part}.svg", svg)


@pytest.mark.parametrize("name", ["colleen", "chinese"])
def test_the_same_map_gives_the_same_picture(name: str) -> None:
    assert CASES[name].pictures() == CASES[name].pictures()
