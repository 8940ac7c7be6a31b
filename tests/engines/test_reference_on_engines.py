"""The reference cases on every engine: all of them in one log, asked ten at a time as groups."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from storage.events import Events
from tests.engines.mirrored import answered_at
from tests.tools import logs
from tests.tools.logs import late, log
from tests.tools.test_funnel import LOGS, RULES, funnel, level, only
from tools.durations import spans
from tools.funnel import Count, count, skipped
from tools.narrowing import Narrowing


def _rows() -> list[logs.Row]:
    rows: list[logs.Row] = [late()]
    for i, case in enumerate(LOGS):
        rows += [
            {"customer_id": f"log {i} {e['customer_id']}", "occurred_at": datetime.fromisoformat(e["occurred_at"]),
             "event": e["name"], "persona": f"log {i}"}
            for e in case["events"]
            if e["customer_id"] != "zz"
        ]  # fmt: skip
    for kind in ("funnel", "exclusions", "repeated_steps"):
        for i, case in enumerate(RULES[kind]):
            rows += log(f"{kind} {i}", case["events"], persona=f"{kind} {i}")
    for i, seconds in enumerate((10, 20, 30, 40)):
        rows += log(f"quartile {i}", f"S0 T{seconds}", persona="quartiles")
    return rows


def stored(url: str, folder: Path) -> Events:
    """All cases on an engine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.tools.logs.DuckDBEvents", answered_at(url))
        return logs.store(folder, _rows())


@pytest.fixture(scope="module")
def events(engine_url: str, tmp_path_factory: pytest.TempPathFactory) -> Events:
    return stored(engine_url, Path(tmp_path_factory.mktemp("reference")))


def counted(events: Events, asked: Iterable[tuple[str, Sequence[str], float]], **more: object) -> dict[str, Count]:
    """Case → its customers' funnel, if any of them entered. `asked`: case, steps, window in seconds."""
    together: dict[tuple[tuple[str, ...], float], list[str]] = defaultdict(list)
    for case, steps, window in asked:
        together[tuple(steps), window].append(case)
    found: dict[str, Count] = {}
    for (steps, window), cases in together.items():
        for ten in (cases[i : i + 10] for i in range(0, len(cases), 10)):
            entry = Narrowing(columns=(("persona", tuple(ten)),))
            one = funnel(events, list(steps), window, entry=entry, breakdown=("persona",), **more)
            found |= {str(line.group): line for line in count(one, events)}
    return found


def levels(found: dict[str, Count], kind: str, n: int) -> list[int]:
    return [level(found[f"{kind} {i}"]) if f"{kind} {i}" in found else 0 for i in range(n)]


def test_reference_logs(events: Events) -> None:
    asked = [(f"log {i}", case["steps"], case["window_hours"] * 3600) for i, case in enumerate(LOGS)]
    found = counted(events, asked)
    for i, case in enumerate(LOGS):
        reached = found[f"log {i}"].reached if f"log {i}" in found else (0,) * len(case["steps"])
        assert list(reached) == case["reached"], case["name"]


@pytest.mark.parametrize("rule", ["any_entry", "strict", "unordered"])
def test_reference_rules(rule: str, events: Events) -> None:
    order = {"any_entry": "ordered", "strict": "strict", "unordered": "any"}[rule]
    cases = RULES["funnel"]
    found = counted(events, [(f"funnel {i}", "ABC", case["W"]) for i, case in enumerate(cases)], order=order)
    expected = {case["case"]: case[rule] for case in cases}
    assert dict(zip(expected, levels(found, "funnel", len(cases)), strict=True)) == expected


def test_exclusions(events: Events) -> None:
    names, found = events.names(), {}
    for i, case in enumerate(RULES["exclusions"]):
        ((name, _, until),) = case["exclusion"]
        more = {"exclude": (names[name],), "exclude_until": until}
        found |= counted(events, [(f"exclusions {i}", "ABC", case["W"])], **more)
    expected = [case["level"] for case in RULES["exclusions"]]
    assert levels(found, "exclusions", len(expected)) == expected


@pytest.mark.parametrize("order", ["ordered", "any"])
def test_repeated_steps(order: str, events: Events) -> None:
    cases = RULES["repeated_steps"]
    found = counted(events, [(f"repeated_steps {i}", case["steps"], 10) for i, case in enumerate(cases)], order=order)
    assert levels(found, "repeated_steps", len(cases)) == [case["level"] for case in cases]


def test_quartiles_are_type_7(events: Events) -> None:
    (span,) = spans(funnel(events, "ST", 100), None, events)
    assert [span.p25, span.p50, span.p75, span.p90] == [17_500_000, 25_000_000, 32_500_000, 37_000_000]


def test_groups_beyond_ten_are_other_in_the_order_of_their_bytes(events: Events) -> None:
    counts = count(funnel(events, "ABC", 10, breakdown=("persona",)), events)
    assert (len(counts), counts[-1].group) == (11, "other")
    assert sum(one.reached[0] for one in counts) == only(count(funnel(events, "ABC", 10), events)).reached[0]
    sizes: dict[str, int] = defaultdict(int)
    for row in _rows():
        sizes[str(row.get("persona"))] += row["event"] == "A"
    alone = sorted(name for name, n in sizes.items() if n)
    assert set(alone) > {str(one.group) for one in counts[:10]}
    skips = skipped(funnel(events, "ABC", 10), events)
    assert sum(skips[None]) > 0
