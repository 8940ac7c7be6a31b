"""Credit for conversions: the reference by every model, a plain oracle on random logs, real paths, and bad input."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

import pytest

from tests.tools import attribution_oracle as oracle
from tests.tools.attribution_cases import CASE, OTHER
from tests.tools.conftest import ANA, NOW, make_map, sources
from tests.tools.logs import START, late, log, store
from tests.tools.random_logs import SECOND, Event, by_customer, fill, prepared, random_logs
from tests.tools.test_real_funnels import REAL
from tools import attribution, crediting, critical_touchpoints, touches
from tools.critical_touchpoints import CriticalTouchpointsArgs
from tools.kit import ToolError
from tools.nodes import Node, Nodes
from tools.touch_paths import Path, gather

ALL = ("first", "last", "linear", "position", "time_decay", "markov", "shapley")
ORIGIN = {"by": ANA, "at": NOW, "via": "chat"}
Said = tuple[Sequence[str], int, int, Sequence[float]]
"""Touches, conversions, customers who did not convert, euros of each conversion."""


def taken(paths: Iterable[Said], hours: int = 1) -> list[dict[str, object]]:
    """Customers who take these paths: a touch an hour, then the goal."""
    rows, customer = [], 0
    for touched, converted, lost, euros in paths:
        for number in range(converted + lost):
            customer += 1
            said = [(touch, touch, None) for touch in touched]
            if number < converted:
                said.append(("goal", None, euros[number] if euros else None))
            for place, (event, channel, value) in enumerate(said):
                at = START + timedelta(hours=hours * place)
                rows.append(
                    {"customer_id": f"c{customer}", "occurred_at": at, "event": event, "channel": channel,
                     "revenue": value, "currency": "EUR" if value is not None else None}
                )  # fmt: skip
    return rows


def run(given, **asked):
    return critical_touchpoints.run(CriticalTouchpointsArgs(**asked), given)


def credits_of(result, model: str) -> dict[str, float]:
    return {one.name: one.credits[model] for one in result.contributions}


@pytest.mark.parametrize("by", ["touchpoint", "channel"])
def test_every_model_gives_the_reference(ask, by):  # ten times the paths, so that Markov is counted
    times = 10
    paths = [(p["path"], p["conversions"] * times, p["not_converted"] * times, ()) for p in CASE["paths"]]
    result = run(ask(taken(paths)), goal="goal", by=by, models=ALL, min_n=1)
    assert (result.conversions, result.models) == (CASE["conversions"] * times, ALL)
    for model, given in CASE["credits"].items():
        expected = {name: credit * times for name, credit in given.items()}
        assert credits_of(result, model.removesuffix("_order_1")) == pytest.approx(expected, abs=1e-6), model
    effects = {one.name: one.removal_effect for one in result.contributions}
    assert effects == pytest.approx(CASE["removal_effect"], abs=1e-8)


def test_revenue_and_assists_of_the_five_paths(ask):
    case, times = OTHER["five_paths"], 25
    paths = [
        (line[0].split(">"), line[1] * times, line[3] * times, [line[2] / line[1] if line[1] else 0] * line[1] * times)
        for line in case["paths"]
    ]
    result = run(ask(taken(paths)), goal="goal", models=ALL, value=True, remove="email", min_n=1)
    for model, key in (("first", "first"), ("last", "last"), ("linear", "linear"), ("position", "position")):
        expected = dict.fromkeys(credits_of(result, model), 0.0) | {n: c * times for n, c in case[key].items()}
        assert credits_of(result, model) == pytest.approx(expected, abs=1e-4)
    money = {one.name: one.revenue[0].credits["linear"] for one in result.contributions}
    assert money == pytest.approx({name: cents * times for name, cents in case["revenue_linear"].items()})
    assert [(r.currency, r.total) for r in result.revenue] == [("EUR", 160.0 * times)]
    assert all(
        sum(one.revenue[0].credits[model] for one in result.contributions) == pytest.approx(160 * times, rel=1e-5)
        for model in ALL
    )
    email = next(one for one in result.contributions if one.name == "email")  # in 3 of 5, never last, never alone
    assert (email.touched, email.first, email.last, email.assists, email.alone) == (75, 50, 0, 75, 0)
    assert email.not_converted == 25
    assert result.lost.effect == pytest.approx(case["removal_effect"]["email"], abs=1e-6)
    assert result.lost.conversions == pytest.approx(case["removal_effect"]["email"] * 125, abs=1e-4)


def test_time_decay_halves_every_seven_days(ask):
    case = OTHER["time_decay"]
    days = [max(case["days_before"]) - before for before in case["days_before"]]
    rows = [
        {"customer_id": "a", "occurred_at": START + timedelta(days=day), "event": name}
        for day, name in zip((*days, days[-1]), ("x", "y", "z", "goal"), strict=True)
    ]
    result = run(ask([*rows, late()]), goal="goal", models=("time_decay", "last"), min_n=1)
    assert [credits_of(result, "time_decay")[name] for name in "xyz"] == pytest.approx(case["weights"], abs=1e-6)


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_first_and_last_get_most_by_position(ask, length):
    names = "abcd"[:length]
    result = run(ask([*log("k", " ".join(f"{n}{i}" for i, n in enumerate(names)) + " G9"), late()]), goal="G",
                 models=("position", "first"), min_n=1)  # fmt: skip
    found = credits_of(result, "position")
    assert [found[name] for name in names] == pytest.approx(OTHER["u_shape"][str(length)])


def test_two_hundred_random_logs_agree_with_the_definition(tmp_path, stores):
    names, customers = "ABCG", 6
    events = prepared(tmp_path, names, customers)
    codes = events.names()
    nodes = Nodes(tuple(Node(name, (codes[name],)) for name in "ABC"))
    for seeded, drawn in random_logs("credit", 200, names, customers, 3_000_000, ("web", "shop", None)):
        fill(events, drawn)
        look_back, value, by_channel = seeded.choice((600, 700_000, 9_000_000)), seeded.random() < 0.5, seeded.random()
        asked = touches.Paths(
            (codes["G"],), None if by_channel < 0.5 else nodes, look_back * SECOND, 5 * SECOND, events.newest_us(),
            value=value,
        )  # fmt: skip
        title = {None: "(unknown)"} | {code: name for name, code in codes.items()}
        paths, untouched = paths_of(drawn, look_back, value, by_channel < 0.5)
        counts = touches.path_counts(asked, events)
        came = counts.ends
        assert sum(end.n for end in came if end.converted and not end.touched) == untouched
        assert sum(end.n for end in came if end.touched) == sum(path.conversions + path.nulls for path in paths)
        if not any(path.conversions for path in paths):
            continue
        held = gather(paths)
        rows, seen = counts.touches, counts.members

        def named(found: dict[object, float], title: dict[object, str] = title) -> dict[str, float]:
            return {title.get(key, str(key)): credit for key, credit in found.items() if credit}

        for model, shares in (
            ("first", oracle.shares_of_first), ("last", oracle.shares_of_last),
            ("linear", oracle.shares_of_linear), ("position", oracle.shares_of_position),
        ):  # fmt: skip
            ours = named(crediting.shared(rows, getattr(crediting, model)))
            by_hand = oracle.credited(paths, shares)
            assert ours == pytest.approx({name: c for name, (c, _) in by_hand.items() if c}), model
            cents = named(crediting.shared(rows, getattr(crediting, model), crediting.cents))
            assert cents == pytest.approx({name: v for name, (_, v) in by_hand.items() if abs(v) > 1e-9}), model
        ours = named(crediting.shared(seen, crediting.shapley))
        by_hand = oracle.shapley_over_all_sets(paths)
        assert ours == pytest.approx({name: c for name, c in by_hand.items() if c})
        effects = crediting.removal_effects(counts.moves)
        assert named(effects) == pytest.approx(
            {name: effect for name, effect in removed_by_walking(paths).items() if effect > 1e-9}, abs=1e-7
        )
        total = sum(path.conversions for path in paths)
        ours = named(crediting.by_effect(effects, total))
        theirs = attribution.markov(held)
        assert ours == pytest.approx({name: one.conversions for name, one in theirs.items() if one.conversions})


def paths_of(drawn: list[Event], look_back: int, value: bool, by_channel: bool) -> tuple[list[Path], int]:
    """Every customer's path, from the definition; and conversions without a touch."""
    paths, untouched = [], 0
    for own in by_customer(drawn).values():
        goals = [event for event in own if event.name == "G" and (not value or event.cents is not None)]
        touched = [event for event in own if event.name != "G"]
        if not goals and not touched:
            continue
        end = goals[0].second if goals else touched[-1].second
        inside = [event for event in touched if end - look_back <= event.second <= end]
        if not inside:
            untouched += bool(goals)
            continue
        keys = tuple((event.channel or "(unknown)") if by_channel else event.name for event in inside)
        paths.append(Path(keys, int(bool(goals)), goals[0].cents if goals and value else 0, int(not goals)))
    return paths, untouched


def removed_by_walking(paths: list[Path]) -> dict[str, float]:
    """The chain walked step by step, with and without each channel."""
    moves: dict[str, Counter[str]] = {}
    for path in paths:
        for end, n in (("(won)", path.conversions), ("(lost)", path.nulls)):
            way = ["(start)", *path.touches, end]
            for here, there in pairwise(way):
                moves.setdefault(here, Counter())[there] += n

    def won(without: str | None) -> float:
        at, arrived = {"(start)": 1.0}, 0.0
        for _ in range(2_000):
            then: dict[str, float] = {}
            for here, mass in at.items():
                total = sum(moves[here].values())
                for there, n in moves[here].items():
                    if there == "(won)":
                        arrived += mass * n / total
                    elif there not in ("(lost)", without):
                        then[there] = then.get(there, 0.0) + mass * n / total
            at = then
            if sum(at.values()) < 1e-13:
                break
        return arrived

    base = won(None)
    return {name: 1 - won(name) / base for name in moves if name != "(start)"}


@pytest.mark.skipif(not REAL.is_dir(), reason="the real data are not here; set WAYMARK_REAL_DATA")
def test_ten_thousand_real_paths_as_other_programs_count_them(tmp_path, stores):
    case = json.loads((REAL / "expected.json").read_text())["attribution_paths.csv"]
    file, customer = tmp_path / "paths.csv", 0
    with (REAL / "attribution_paths.csv").open() as lines, file.open("w") as out:
        out.write("customer_id,occurred_at,event,channel\n")
        for row in csv.DictReader(lines):
            path = row["path"].split(" > ")
            touched = [f"2026-03-02T00:{i // 60:02}:{i % 60:02}Z,touch,{name}" for i, name in enumerate(path)]
            won = int(row["total_conversions"])
            for number in range(won + int(row["total_null"])):
                customer += 1
                out.writelines(f"{customer},{line}\n" for line in touched)
                if number < won:
                    out.write(f"{customer},2026-03-02T12:00:00Z,goal,\n")
    events = store(tmp_path, [])
    events.import_file(file)
    result = run(sources(stores, events), goal="goal", by="channel", models=ALL)
    assert (result.conversions, result.not_converted) == (case["totals"]["conversions"], case["totals"]["null"])
    heuristics = case["first/last/linear/ushape40-20-40 conversions, first/last/linear value"]
    for place, model in enumerate(("first", "last", "linear", "position")):
        assert credits_of(result, model) == pytest.approx({name: v[place] for name, v in heuristics.items()})
    assert credits_of(result, "markov") == pytest.approx(case["markov_conversions"])
    assert credits_of(result, "shapley") == pytest.approx(case["shapley_zhao"])
    effects = {one.name: one.removal_effect for one in result.contributions}
    assert effects == pytest.approx(case["markov_removal_effect"])


def test_under_three_hundred_paths_markov_and_shapley_are_refused_and_the_others_answer(ask):
    result = run(ask(taken([("ab", 100, 199, ())])), goal="goal", models=("markov", "shapley"), remove="a")
    assert [(no.model, no.paths, no.needed) for no in result.refused] == [("markov", 299, 300), ("shapley", 299, 300)]
    assert result.models == ("last", "linear")
    assert (result.lost.effect, result.lost.touched, result.lost.alone) == (None, 100, 0)
    assert run(ask(taken([("ab", 100, 200, ())])), goal="goal").models == ("last", "linear", "markov")


def test_the_goal_of_a_map_is_its_buying_stage_and_touches_are_its_touchpoints(ask):
    ad = {"slug": "ad", "title": "sees an ad", "event_names": ["X"], "origin": ORIGIN}
    stages = (
        {"slug": "before", "title": "Before", "role": "before", "touchpoints": [ad], "event_names": ["Y"]},
        {"slug": "buy", "title": "Buy", "role": "buy", "event_names": ["P"]},
        {"slug": "after", "title": "After", "role": "after", "event_names": ["Z"]},
    )
    rows = [*log("a", "X0 Y1 Q2 P3 Z4"), *log("b", "P0 X1"), *log("c", "Z0"), late()]
    result = run(ask(rows, make_map(stages)), models=("first", "last"), min_n=1)
    assert (result.goal, result.conversions, result.untouched, result.not_converted) == ("Buy", 1, 1, 1)
    assert {one.name: (one.stage, one.touched, one.not_converted) for one in result.contributions} == {
        "sees an ad": ("before", 1, 0), "Before": ("before", 1, 0), "After": ("after", 0, 1),
    }  # fmt: skip


def test_equal_times_count_as_before_and_the_look_back_is_its_own_end(ask):
    rows = [*log("a", "X0 Y10 G10 Z10"), late()]
    for seconds, names in ((9, {"Y", "Z"}), (10, {"X", "Y", "Z"})):
        result = run(ask(rows), goal="G", look_back=f"{seconds}s", min_n=1)
        assert {one.name for one in result.contributions if one.touched} == names


def test_the_first_conversion_counts_even_where_the_period_holds_a_later_one(ask):
    rows = [*log("a", "X0 G1"), *log("a", "X90000 G90001"), *log("b", "X90000 G90002"), *log("c", "X0 X90000")]
    result = run(ask(rows), goal="G", period="2026-03-03", min_n=1)
    assert (result.conversions, result.not_converted) == (1, 1)
    assert run(ask(rows), goal="G", period="2026-04").conversions == 0


def test_money_of_two_currencies_is_not_added_and_may_be_negative(ask):
    rows = []
    for number, (euros, currency) in enumerate(((10.5, "EUR"), (-3, "EUR"), (7, "USD"), (1, None), (None, None))):
        rows += log(f"c{number}", "X0")
        rows += log(f"c{number}", "G5", revenue=euros, currency=currency)
    result = run(ask([*rows, late()]), goal="G", value=True, min_n=1)
    assert [(r.currency, r.total) for r in result.revenue] == [("EUR", 7.5), ("USD", 7.0), ("(unknown)", 1.0)]
    assert (result.conversions, result.not_converted) == (4, 2)
    (only,) = (one for one in result.contributions if one.name == "X")
    assert {r.currency: r.credits["last"] for r in only.revenue} == {"EUR": 7.5, "USD": 7.0, "(unknown)": 1.0}


def test_a_small_place_is_shown_and_never_first(ask):
    rows = [row for n in range(40) for row in log(f"c{n}", "X0 Y1 G2")]
    rows += [row for n in range(2) for row in log(f"d{n}", "R0 G2")]
    result = run(ask([*rows, late()]), goal="G", models=("last", "first"), top_n=2)
    assert [(one.name, one.small) for one in result.contributions] == [("X", False), ("Y", False)]
    assert result.more == 2  # R, and the late event of another customer


def test_ten_thousand_channels_are_each_credited(ask):
    rows = [row for n in range(10_000) for row in log(f"c{n}", "X0", channel=f"ch{n}")]
    rows += [row for n in range(10_000) for row in log(f"c{n}", "G1")]
    result = run(ask(rows), goal="G", by="channel", top_n=3)
    assert (result.conversions, result.more, result.models) == (10_000, 9_997, ("last", "linear"))
    assert [(no.model, no.places, no.most) for no in result.refused] == [("markov", 10_000, 1_000)]


def test_what_cannot_be_asked_is_said(ask):
    for rows, asked, key in (
        ([], {"goal": "G"}, "no_events"),
        (log("a", "X0 G1"), {}, "no_maps"),
        (log("a", "X0 G1"), {"goal": "H"}, "unknown_step"),
        (log("a", "X0 G1"), {"goal": "G", "by": "channel"}, "no_channels"),
        (log("a", "X0 G1", channel="web"), {"goal": "G", "by": "channel", "remove": "store"}, "unknown_in_events"),
        (log("a", "X0 G1"), {"goal": "G", "remove": "W"}, "unknown_step"),
    ):
        with pytest.raises(ToolError) as refused:
            run(ask(rows), **asked)
        assert refused.value.key == key
    with pytest.raises(ToolError, match="no_touches"):
        run(ask(log("a", "B0"), make_map(({"slug": "b", "title": "B", "role": "buy"},))))


def test_one_customer_who_only_converts_has_no_path(ask):
    result = run(ask([*log("a", "G0 G1"), *log("b", "X0")]), goal="G")
    assert (result.conversions, result.untouched, result.not_converted, result.contributions) == (0, 1, 1, ())


def test_the_sample_counts_every_buyer(sample, story):
    result = run(sample)
    assert result.goal == "Purchase"
    assert result.conversions + result.untouched == 925
    assert sum(Fraction(one.credits["last"]) for one in result.contributions) == result.conversions
    by_channel = run(sample, by="channel", remove="email")
    assert by_channel.lost.touched == 229
