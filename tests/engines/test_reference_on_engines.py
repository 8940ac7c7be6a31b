"""The reference cases on every engine: all of them in one log, asked ten at a time as groups."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from storage.events import Events
from storage.open import open_stores
from tests.engines.reference_log import BY, DAY, SCORES, SMALL, rows, stored
from tests.tools.attribution_cases import CASE, OTHER
from tests.tools.conftest import sources
from tests.tools.test_funnel import LOGS, RULES, funnel, level, only
from tests.tools.test_transitions import walk
from tools import crediting, satisfaction
from tools import funnel as funnels
from tools.durations import spans
from tools.funnel import Count, count
from tools.narrowing import Narrowing
from tools.satisfaction import SatisfactionArgs
from tools.touches import Key, Paths, path_counts
from tools.transitions import transitions

SECOND = 1_000_000


@pytest.fixture(scope="module")
def events(engine_url: str, tmp_path_factory: pytest.TempPathFactory) -> Events:
    return stored(engine_url, Path(tmp_path_factory.mktemp("reference")))


def persona(*names: str) -> Narrowing:
    """Of these cases alone."""
    return Narrowing(columns=(("persona", names),))


def counted(events: Events, asked: Iterable[tuple[str, Sequence[str], float]], **more: object) -> dict[str, Count]:
    """Case → its customers' funnel, if any of them entered. `asked`: case, steps, window in seconds."""
    together: dict[tuple[tuple[str, ...], float], list[str]] = defaultdict(list)
    for case, steps, window in asked:
        together[tuple(steps), window].append(case)
    found: dict[str, Count] = {}
    for (steps, window), cases in together.items():
        for ten in (cases[i : i + 10] for i in range(0, len(cases), 10)):
            entry = persona(*ten)
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
    for row in rows():
        sizes[str(row.get("persona"))] += row["event"] == "A"
    alone = sorted(name for name, n in sizes.items() if n)
    assert set(alone) > {str(one.group) for one in counts[:10]}
    split = funnels.counts(funnel(events, "ABC", 10, breakdown=("persona",)), events)
    plain_counts = funnels.counts(funnel(events, "ABC", 10), events)
    assert (split.whole.reached, split.skipped) == (plain_counts.whole.reached, plain_counts.skipped)
    assert split.groups == counts
    assert sum(split.skipped) > 0


def test_without_a_value_the_group_is_unknown(events: Events) -> None:
    counts = count(funnel(events, "LM", 10, breakdown=("persona",)), events)
    assert {one.group: one.reached[0] for one in counts} == OTHER["unknown_persona"]["groups"]


def test_transitions(events: Events) -> None:
    titles = {code: name for name, code in events.names().items()}
    found = transitions(replace(walk(events), entry=persona("transitions")), events)
    onward = {f"{titles[m.node]}>{titles[m.next]}": [m.n, (m.median_us or 0) / SECOND] for m in found if m.next}
    assert onward == OTHER["transitions"]["directly_follows"]
    ends = {titles[m.node]: m.n for m in found if m.next is None}
    assert ends == {name: n for name, (n, _) in OTHER["transitions"]["dead_ends"].items()}


def paths(events: Events, case: str, *, value: bool = False) -> Paths:
    """Of the customers of a case, by channel."""
    newest = events.newest_us()
    assert newest is not None
    window = 90 * DAY * SECOND
    return Paths((events.names()["g"],), None, window, window, newest, persona(case), value=value)


def plain(credited: Mapping[Key, float]) -> dict[str, float]:
    """By the channels of the case, those without credit left out."""
    return {str(channel).removeprefix(BY): n for channel, n in credited.items() if n}


OF_TOUCHES = {"first": crediting.first, "last": crediting.last, "linear": crediting.linear,
              "position": crediting.position}  # fmt: skip


@pytest.mark.parametrize("name", ["attribution", *SMALL])
def test_attribution(name: str, events: Events) -> None:
    asked = paths(events, name)
    counts = path_counts(asked, events)
    seen, effects = counts.touches, crediting.removal_effects(counts.moves)
    conversions = sum(row.n for row in seen if row.is_last)
    found = {rule: crediting.shared(seen, share, crediting.conversions) for rule, share in OF_TOUCHES.items()}
    found["shapley"] = crediting.shared(counts.members, crediting.shapley, crediting.conversions)
    found["markov"] = crediting.by_effect(effects, conversions)
    case = CASE if name == "attribution" else SMALL[name]
    assert plain(effects) == pytest.approx(case["removal_effect"], abs=1e-6)
    expected = {rule.removesuffix("_order_1"): given for rule, given in case.get("credits", case).items()}
    if shares := case.get("markov_shares") or case.get("shares"):
        expected["markov"] = {channel: share * conversions for channel, share in shares.items()}
    compared = found.keys() & expected.keys()
    assert compared >= {"markov", "shapley"}
    for rule in compared:
        assert plain(found[rule]) == pytest.approx(plain(expected[rule]), abs=3e-6), rule


def test_revenue_is_shared_like_conversions(events: Events) -> None:
    seen = path_counts(paths(events, "five_paths", value=True), events).touches
    cents = plain(crediting.shared(seen, crediting.linear, crediting.cents))
    assert cents == pytest.approx({name: 100 * euros for name, euros in OTHER["five_paths"]["revenue_linear"].items()})


def test_position_gives_the_ends_forty_each(events: Events) -> None:
    seen = path_counts(paths(events, "u_shape"), events).touches
    for length, shares in OTHER["u_shape"].items():
        own = [row for row in seen if row.length == int(length)]
        found = plain(crediting.shared(own, crediting.position, crediting.conversions))
        assert [found[channel] for channel in "abcd"[: int(length)]] == pytest.approx(shares)


def test_time_decay(events: Events) -> None:
    found = plain(crediting.time_decay(path_counts(paths(events, "time_decay"), events, weighed=True).weights))
    assert [found[channel] for channel in "abc"] == pytest.approx(OTHER["time_decay"]["weights"], abs=1e-5)


def test_scores(events: Events, tmp_path: Path) -> None:
    stores = open_stores(tmp_path)
    asked = sources(stores, events)
    for kind in ("nps", "csat"):
        for i, case in enumerate(SCORES[kind]):
            one = satisfaction.run(SatisfactionArgs(metric=kind, channel=f"{kind} {i}"), asked).overall
            assert one is not None
            assert one.value == pytest.approx(case[kind], abs=1e-4)
            if kind == "nps":
                assert (one.low, one.high) == pytest.approx(case["interval"], abs=1e-4)
    stores.close()
