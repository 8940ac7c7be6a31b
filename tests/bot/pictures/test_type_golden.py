"""Pictures of the other types as a person has looked at them. When one changes: look at it, then `pytest --golden`."""

from collections.abc import Callable

import pytest
from type_cases import SMALL_PICTURES, TYPE_CASES

Golden = Callable[[str, str], None]


@pytest.mark.parametrize("name", TYPE_CASES)
def test_a_type_is_drawn_as_it_was_approved(name: str, golden: Golden) -> None:
    case = TYPE_CASES[name]
    golden(f"pictures/{name}-card.svg", case.card())
    for part, svg in enumerate(case.full(), start=1):
        golden(f"pictures/{name}-full-{part}.svg", svg)


@pytest.mark.parametrize("name", SMALL_PICTURES)
def test_a_small_picture_is_drawn_as_it_was_approved(name: str, golden: Golden) -> None:
    golden(f"pictures/{name}.svg", SMALL_PICTURES[name])
