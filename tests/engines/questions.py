"""What every tool is asked on every engine: made from its own arguments, so that a new tool is asked as well."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import ValidationError

from storage.errors import WaymarkError
from storage.events import Events
from storage.model.rules import EventRule, PropertyTest
from tests.tools.conftest import ANA, make_map
from tests.tools.logs import START, Row, late, log, measured, say, store, trait
from tools.catalogue import CATALOGUE
from tools.kit import JourneyArgs, Sources, Tool, ToolError

VALUES: dict[str, tuple[Any, ...]] = {
    "persona": ("loyal",),
    "stage": ("Choose",),
    "channel": ("email",),
    "device": ("mobile",),
    "filters": ({"plan": "5"}, {"tier": "gold"}),
    "period": ("2026-03-02..2026-03-04",),
    "as_of": ("2026-03-06",),
    "breakdown": ("device", "persona, tier", "plan"),
    "window": ("2d", "90m"),
    "look_back": ("3d",),
    "quiet": ("1d",),
    "start": ("A", "Look"),
    "goal": ("Order Completed", "C"),
    "exclude": (("X",),),
    "steps": (("A", "B", "A"), ("A", "B", "C")),
    "min_n": (1,),
    "first": ("lamp",),
    "then": ("bulb",),
    "event": ("X",),
    "per": ("day", "week"),
    "a": ("mobile",),
    "b": ("desktop",),
    "on": ("2026-03-03",),
    "remove": ("email",),
    "touchpoint": ("List",),
}
"""Values of arguments by name; choices and switches are found by themselves."""
_EVENTS = ("A", "B", "C", "X", "page", "Order Completed")
ORIGIN = {"by": ANA, "at": START, "via": "chat"}
HOUR = 3600


def shop() -> Any:
    """A map with places by names, by a rule with tests, and by Segment's events."""
    pages = EventRule(names=("page",), tests=(PropertyTest(property="plan", op="at_least", value="5"),))
    return make_map(
        (
            {"slug": "look", "title": "Look", "event_names": ("A",), "touchpoints": (
                {"slug": "list", "title": "List", "origin": ORIGIN, "event_rules": (pages,)},)},
            {"slug": "choose", "title": "Choose", "event_names": ("B",)},
            {"slug": "pay", "title": "Pay", "event_names": ("C",), "touchpoints": (
                {"slug": "order", "title": "Order", "origin": ORIGIN, "event_names": ("Order Completed",)},)},
        )
    )  # fmt: skip


def shop_log(folder: Path, seed: str, customers: int = 40) -> Events:
    """A random log with ties, orders in two currencies, properties, traits, feedback and points."""
    seeded = random.Random(seed)
    rows: list[Row] = [late(9)]
    for number in range(customers):
        persona = seeded.choice(("loyal", "new", ""))
        for _ in range(seeded.randrange(1, 12)):
            name = seeded.choice(_EVENTS)
            order = name == "Order Completed"
            (row,) = log(f"c{number}", f"{name[0]}{seeded.randrange(30) * 4 * HOUR}")
            rows.append(
                {
                    **row, "event": name, "persona": persona,
                    "device": seeded.choice(("mobile", "desktop", "")),
                    "channel": seeded.choice(("email", "website", "store", "")),
                    "campaign": seeded.choice(("spring", "")),
                    "variant": seeded.choice(("test:a", "test:b")),
                    "product": seeded.choice(("lamp", "bulb")) if order else "",
                    "revenue": seeded.choice(("10.50", "-3.10", "0.10")) if order else "",
                    "currency": seeded.choice(("EUR", "USD")) if order else "",
                    "plan": seeded.choice(("5", "5.0", "pro", "")),
                }
            )  # fmt: skip
    events = store(folder, rows)
    for number in range(0, customers, 2):
        trait(events, f"c{number}", seeded.choice(("granted", "denied", None)), tier=seeded.choice(("gold", "tin")))
    say(events, [_said(seeded, f"c{number % customers}") for number in range(60)])
    measured(
        events,
        [
            {"metric": metric, "place": place, "value": float(seeded.randrange(100)), "n": 5, "channel": "website",
             "from_us": None, "until_us": None}
            for metric in ("entered", "clicks", "exits", "likes")
            for place in ("look", "Choose", "pay")
        ],
    )  # fmt: skip
    return events


def _said(seeded: random.Random, customer: str) -> Row:
    kind = seeded.choice(("csat", "nps", "ces", "question", "reason", "comment"))
    top = {"csat": 5, "nps": 10, "ces": 7}.get(kind)
    return {
        "customer_id": customer, "kind": kind, "score": float(seeded.randrange(1, top + 1)) if top else None,
        "stage": seeded.choice(("Look", "Choose", "pay")), "touchpoint": seeded.choice(("List", None)),
        "channel": seeded.choice(("email", None)), "persona": seeded.choice(("loyal", "new", None)),
        "text": seeded.choice(("Where is my order?", "too slow", "fine")),
        "occurred_at": START + timedelta(hours=seeded.randrange(100)),
    }  # fmt: skip


def all_tools() -> list[Tool[Any, Any]]:
    """Those that read the maps alone, too: several count events where there are some."""
    return list(CATALOGUE.values())


def answered(tool: Tool[Any, Any], args: dict[str, Any], sources: Sources) -> object:
    """The result as plain values, or the refusal."""
    try:
        return _rounded(tool.run(tool.args(**args), sources).model_dump(mode="json"))
    except ToolError as refused:
        return {"refused": refused.key}


def questions(tool: Tool[Any, Any], sources: Sources, n: int) -> list[dict[str, Any]]:
    """Arguments that `sources` can answer: the plainest, then those with as many others as go together."""
    if (tool.name, n) in _FOUND:
        return _FOUND[tool.name, n]
    asked: list[dict[str, Any]] = [{}]
    for turn in range(n - 1):
        wanted = [(name, values[turn % len(values)]) for name, values in _choices(tool)]
        found = _together(tool, [one for one in wanted if one[0] not in JourneyArgs.model_fields or turn], {}, sources)
        asked.append(found)
    _FOUND[tool.name, n] = [one for i, one in enumerate(asked) if one not in asked[:i]]
    return _FOUND[tool.name, n]


def _together(
    tool: Tool[Any, Any], wanted: list[tuple[str, Any]], found: dict[str, Any], sources: Sources
) -> dict[str, Any]:
    """`found` and what of `wanted` can be asked with it, tried by halves."""
    if not wanted or _can_be(tool, {**found, **dict(wanted)}, sources):
        return {**found, **dict(wanted)}
    if len(wanted) == 1:
        return found
    half = len(wanted) // 2
    return _together(tool, wanted[half:], _together(tool, wanted[:half], found, sources), sources)


_FOUND: dict[tuple[str, int], list[dict[str, Any]]] = {}
"""Found once for all engines: they have the same log."""


def _choices(tool: Tool[Any, Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for name, field in tool.args.model_fields.items():
        kinds = [field.annotation, *get_args(field.annotation)] if _optional(field.annotation) else [field.annotation]
        literal = next((get_args(kind) for kind in kinds if get_origin(kind) is Literal), ())
        others = tuple(value for value in literal if value != field.default)
        if bool in kinds:
            others = (not field.default,)
        if found := others or VALUES.get(name, ()):
            yield name, found


def _optional(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType) and NoneType in get_args(kind)


def _can_be(tool: Tool[Any, Any], args: dict[str, Any], sources: Sources) -> bool:
    try:
        tool.run(tool.args(**args), sources)
    except (ToolError, ValidationError, WaymarkError):
        return False
    return True


def _rounded(value: object) -> object:
    """Medians are worked out by each engine: the last digits of a float are its own."""
    if isinstance(value, float):
        return float(f"{value:.10g}")
    if isinstance(value, dict):
        return {key: _rounded(inside) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inside) for inside in value]
    return value
