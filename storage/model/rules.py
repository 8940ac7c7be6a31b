"""Which events belong to a place of a map, and which customers to a persona: rules that people write."""

import re
from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from storage.model.types import Line120, Line200, Model

Op = Literal["is", "is_not", "contains", "exists", "at_least", "at_most"]


class PropertyTest(Model):
    """What a property must be. `at_least` and `at_most` compare numbers, the others text without its case."""

    property: Line120
    op: Op = "is"
    value: Line200 | None = Field(None, description="None only with `exists`.")

    @model_validator(mode="after")
    def _has_a_value(self) -> Self:
        if (self.value is None) != (self.op == "exists"):
            raise ValueError("a test needs a value, and `exists` has none")
        if self.op in ("at_least", "at_most"):
            float(self.value or "")
        return self


class EventRule(Model):
    """Events with one of these names that pass every test."""

    names: Annotated[tuple[Line120, ...], Field(min_length=1, max_length=10)]
    tests: Annotated[tuple[PropertyTest, ...], Field(min_length=1, max_length=5)]


_SIGNS: dict[Op, str] = {"is": "=", "is_not": "≠", "contains": "∋", "exists": "", "at_least": "≥", "at_most": "≤"}


def event_title(name: str, tests: Iterable[PropertyTest]) -> str:
    """What events of a name that pass the tests are called: `page_viewed [path ∋ /pay]`."""
    told = (f"{test.property} {_SIGNS[test.op]} {test.value or ''}".strip() for test in tests)
    return f"{name} [{', '.join(told)}]"


class SegmentTest(Model):
    """What a customer must be: a trait passes the test, or events of a name were counted in the last `days`.

    With `event`, `op` is `at_least` or `at_most` and `value` a whole number; days end with the newest event.
    """

    trait: Line120 | None = None
    event: Line120 | None = None
    days: int | None = Field(None, ge=1, le=3650)
    op: Op = "is"
    value: Line200 | None = None

    @model_validator(mode="after")
    def _is_about_one_thing(self) -> Self:
        if (self.trait is None) == (self.event is None):
            raise ValueError("a test is about a trait or about an event")
        if self.event is None:
            PropertyTest(property=self.trait or "", op=self.op, value=self.value)
        elif self.op not in ("at_least", "at_most") or not (self.value or "").isdigit():
            raise ValueError("events are counted: at_least or at_most, and a whole number")
        return self


def spellings(value: str) -> tuple[str, ...]:
    """How a value may stand in JSON that means `value`: as it is, a number with or without decimals, true or false."""
    found = [value]
    if value.lower() in ("true", "false"):
        found.append(value.lower())
    elif re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", value):
        number = float(value)
        found += [repr(number), *([str(int(number))] if number.is_integer() else [])]
    return tuple(dict.fromkeys(found))
