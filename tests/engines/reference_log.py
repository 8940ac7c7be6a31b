"""All reference cases as one log: each case is a persona (of feedback: a channel) of its own."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from storage.events import Events
from tests.engines.mirrored import answered_at
from tests.tools import logs
from tests.tools.attribution_cases import CASE, OTHER
from tests.tools.logs import late, log, say
from tests.tools.test_funnel import LOGS, REFERENCE, RULES

SCORES = json.loads((REFERENCE / "statistics.json").read_text())
SMALL = {name: OTHER[name] for name in ("markov_small", "five_paths")}
DAY = 86_400
BY = "by "
"""Before the channels of paths: 'display' alone is stored as the channel it is known as."""
NPS = {"promoters": 10, "passives": 7, "detractors": 2}


def stored(url: str, folder: Path) -> Events:
    """All cases on an engine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.tools.logs.DuckDBEvents", answered_at(url))
        events = logs.store(folder, rows())
    say(events, _answers())
    return events


def rows() -> list[logs.Row]:
    """Funnels, quartiles, moves, groups and paths of channels."""
    found: list[logs.Row] = [late()]
    for i, case in enumerate(LOGS):
        found += [
            {"customer_id": f"log {i} {e['customer_id']}", "occurred_at": datetime.fromisoformat(e["occurred_at"]),
             "event": e["name"], "persona": f"log {i}"}
            for e in case["events"]
            if e["customer_id"] != "zz"
        ]  # fmt: skip
    for kind in ("funnel", "exclusions", "repeated_steps"):
        for i, case in enumerate(RULES[kind]):
            found += log(f"{kind} {i}", case["events"], persona=f"{kind} {i}")
    for i, seconds in enumerate((10, 20, 30, 40)):
        found += log(f"quartile {i}", f"S0 T{seconds}", persona="quartiles")
    for customer, said in OTHER["transitions"]["events"].items():
        found += log(customer, said, persona="transitions")
    for customer, persona in (("of x", "x"), ("of nobody", ""), ("unsaid", None)):
        found += log(customer, "L0", **({} if persona is None else {"persona": persona}))
    return [*found, *_all_paths()]


def _all_paths() -> Iterator[logs.Row]:
    for path in CASE["paths"]:
        yield from _path("attribution", path["path"], path["conversions"], path["not_converted"])
    for name, case in SMALL.items():
        for text, converted, *value, lost in case["paths"]:
            yield from _path(name, text.split(">"), converted, lost, *(v / converted for v in value if converted))
    for length in OTHER["u_shape"]:
        yield from _path("u_shape", list("abcd"[: int(length)]), 1, 0)
    ages = OTHER["time_decay"]["days_before"]
    yield from _path("time_decay", list("abc"), 1, 0, seconds=[(ages[0] - age) * DAY for age in ages])


def _path(
    persona: str, channels: list[str], converted: int, lost: int, revenue: float = 1, seconds: list[int] | None = None
) -> Iterator[logs.Row]:
    """As many customers who touch these channels, `converted` of them with a goal in the second of the last touch."""
    seconds = seconds or list(range(len(channels)))
    for n in range(converted + lost):
        customer = f"{persona} {channels} {n}"
        for channel, second in zip(channels, seconds, strict=True):
            yield from log(customer, f"t{second}", persona=persona, channel=BY + channel)
        if n < converted:
            paid = {"revenue": f"{revenue:.2f}", "currency": "EUR"}
            yield from log(customer, f"g{seconds[-1]}", persona=persona, channel="till", **paid)


def _answers() -> Iterator[logs.Row]:
    for i, case in enumerate(SCORES["nps"]):
        for who, score in NPS.items():
            yield from ({"kind": "nps", "score": score, "channel": f"nps {i}"} for _ in range(case[who]))
    for i, case in enumerate(SCORES["csat"]):
        yield from ({"kind": "csat", "score": score, "channel": f"csat {i}"} for score in case["scores"])
