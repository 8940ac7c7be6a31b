"""What every tool is asked on every engine, and the shop that it is asked about."""

import random
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from storage.events import Events
from storage.model.rules import EventRule, PropertyTest
from tests.tools.conftest import ANA, make_map
from tests.tools.logs import START, Row, late, log, measured, say, store, trait
from tools.kit import Sources, Tool, ToolError


class Refused(NamedTuple):
    """A tool said why it cannot answer."""

    key: str


WIDE: dict[str, dict[str, Any]] = {
    "drop_off": {
        "steps": ("A", "B", "A"), "window": "2d", "breakdown": "persona, tier", "exclude": ("X",), "explain": True,
        "filters": {"plan": "5"}, "min_n": 1,
    },
    "conversion_rate": {
        "start": "A", "goal": "Order Completed", "window": "2d", "breakdown": "device", "per": "day",
        "worst_first": True, "period": "2026-03-02..2026-03-04",
    },
    "journey_length": {"start": "A", "goal": "Order Completed", "window": "2d", "breakdown": "plan", "min_n": 1},
    "critical_touchpoints": {
        "goal": "Order Completed", "by": "channel", "look_back": "3d", "value": True, "remove": "email",
        "models": ("first", "last", "linear", "position", "time_decay", "markov", "shapley"),
    },
    "channel_preference": {"goal": "Order Completed", "breakdown": "device", "filters": {"tier": "gold"}},
    "path_forward": {"window": "2d", "persona": "loyal"},
    "reality_check": {"period": "2026-03-02..2026-03-04"},
    "pain_points": {"breakdown": "persona"},
    "content_gaps": {"breakdown": "stage"},
    "revenue": {"breakdown": "device", "per": "day", "window": "2d"},
    "cross_sell_timing": {"first": "lamp", "then": "bulb", "window": "2d"},
    "satisfaction": {"metric": "nps", "touchpoint": "List", "breakdown": "touchpoint", "per": "day"},
    "retention": {"start": "A", "per": "day", "kind": "unbounded", "window": "2d", "breakdown": "device, tier"},
    "churn_reasons": {"event": "X", "quiet": "1d"},
    "engagement": {"touchpoint": "List", "breakdown": "device", "per": "day"},
    "compare": {"measure": "length", "breakdown": "device", "a": "mobile", "b": "desktop", "start": "A",
                "goal": "Order Completed", "window": "2d"},
}  # fmt: skip
"""What a tool is asked besides its plainest question: the arguments that change its expressions most."""
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


def answered(tool: Tool[Any, Any], args: dict[str, Any], sources: Sources) -> object:
    """The result as plain values, or the refusal."""
    try:
        return _rounded(tool.run(tool.args(**args), sources).model_dump(mode="json"))
    except ToolError as refused:
        return Refused(refused.key)


def questions(tool: Tool[Any, Any]) -> list[dict[str, Any]]:
    """The plainest question, and the widest."""
    return [{}, WIDE[tool.name]] if tool.name in WIDE else [{}]


def _rounded(value: object) -> object:
    """Medians are worked out by each engine: the last digits of a float are its own."""
    if isinstance(value, float):
        return float(f"{value:.10g}")
    if isinstance(value, dict):
        return {key: _rounded(inside) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inside) for inside in value]
    return value
