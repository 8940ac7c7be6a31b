"""compare: both sides, the difference, how sure it is, and what may be said."""

import random
from datetime import timedelta

import pytest

from storage.model.changes import SetStage
from tests.tools.conftest import ANA, NOW, make_map
from tests.tools.logs import START, late, log, say
from tools import compare
from tools.compare import CompareArgs
from tools.kit import ToolError
from tools.statistics import sample_size

ORIGIN = {"by": ANA, "at": "2026-11-04T09:00:00Z", "via": "chat"}


def run(sources, **args):
    return compare.run(CompareArgs(**args), sources)


def people(name, n, arrived, day=0, **columns):
    """`n` customers who start with A on a day, of whom `arrived` come to B."""
    first = day * 86_400
    return [
        row
        for k in range(n)
        for row in log(f"{name}{k}", f"A{first} B{first + 60}" if k < arrived else f"A{first}", **columns)
    ]


def outcome(ask, a, b, **args):
    """Variants A and B, each (customers, arrived)."""
    rows = [*people("a", *a, variant="form:A"), *people("b", *b, variant="form:B"), late()]
    return run(ask(rows), start="A", goal="B", **args)


def test_two_variants_by_hand(ask):
    result = outcome(ask, (200, 40), (200, 80))
    assert (result.what, result.a.name, result.b.name, result.experiment) == ("variants", "form:A", "form:B", True)
    assert (result.a.value, result.b.value, round(result.difference, 3), round(result.lift, 3)) == (0.2, 0.4, 0.2, 1)
    assert (result.verdict, result.both, result.needed, result.ratio_p) == ("b_higher", 0, 82, 1)


def test_the_two_proportion_test_is_statsmodels(ask):
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    result = outcome(ask, (120, 30), (150, 60))
    _, p = proportion.proportions_ztest([60, 30], [150, 120])
    low, high = proportion.confint_proportions_2indep(60, 150, 30, 120, method="newcomb")
    assert (result.p, result.low, result.high) == pytest.approx((p, low, high))


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        ((200, 80), (200, 40), "a_higher"),
        ((200, 40), (200, 40), "same"),
        ((200, 40), (200, 46), "unclear"),
        ((200, 40), (200, 58), "too_few"),  # p = 0.037, but 311 are needed on each side
        ((20, 1), (20, 15), "few"),
        ((400, 80), (200, 80), "sample_ratio"),
    ],
)
def test_a_winner_is_named_only_where_it_is_sure(a, b, verdict, ask):
    assert outcome(ask, a, b).verdict == verdict


def test_the_needed_n_is_for_the_lift_worth_finding_where_it_is_named(ask):
    result = outcome(ask, (200, 40), (200, 80), effect=0.1)
    assert (result.needed, result.verdict) == (sample_size(0.2, 0.02), "too_few")


def test_a_variant_with_nobody_in_the_period_is_said(ask):
    rows = [*people("a", 40, 10, variant="A"), *people("b", 40, 20, day=300, variant="B"), late()]
    result = run(ask(rows), start="A", goal="B", period="2026-03", breakdown="variant")
    assert (result.verdict, result.a.n, result.b.n) == ("nobody", 40, 0)


def test_all_in_one_variant_is_refused(ask):
    with pytest.raises(ToolError, match="one_group"):
        run(ask([*people("a", 40, 10, variant="A"), late()]), start="A", goal="B")


def test_both_sides_the_same_people_is_said(ask):
    rows = [*people("a", 40, 10, variant="A"), *people("a", 40, 20, variant="B"), late()]
    result = run(ask(rows), start="A", goal="B")
    assert (result.both, result.verdict) == (40, "same_people")


def test_several_experiments_are_asked_about(ask):
    rows = [
        *people("a", 40, 10, variant="form:A"), *people("b", 40, 20, variant="form:B"),
        *people("c", 40, 10, variant="mail:new"), *people("d", 40, 20, variant="mail:control"), late(),
    ]  # fmt: skip
    sources = ask(rows)
    with pytest.raises(ToolError, match="which_experiment"):
        run(sources, start="A", goal="B")
    result = run(sources, start="A", goal="B", experiment="mail")
    assert (result.a.name, result.b.name) == ("mail:control", "mail:new")
    assert run(sources, start="A", goal="B", b="mail:new").b.name == "mail:new"


def test_further_variants_are_named(ask):
    rows = [row for name in "CAB" for row in people(name, 40, 10, variant=name)]
    result = run(ask([*rows, late()]), start="A", goal="B")
    assert (result.a.name, result.b.name, result.others) == ("A", "B", ("C",))


def test_one_alone_is_held_against_all_others(ask):
    rows = [row for name, hits in zip("XYZ", (10, 20, 30), strict=True) for row in people(name, 40, hits, device=name)]
    sources = ask([*rows, late()])
    result = run(sources, start="A", goal="B", breakdown="device", a="z")
    assert (result.what, result.a.name, result.b.name) == ("rest", "", "z")
    assert (result.a.hits, result.a.n, result.b.hits, result.b.n) == (30, 80, 30, 40)
    assert not result.experiment
    with pytest.raises(ToolError, match="unknown_in_events"):
        run(sources, start="A", goal="B", breakdown="device", a="nothing")


def test_any_two_filters(ask):
    rows = [
        *people("a", 40, 10, device="mobile", channel="email"), *people("b", 40, 20, device="mobile", channel="store"),
        *people("c", 40, 30, device="desktop", channel="store"), late(),
    ]  # fmt: skip
    result = run(
        ask(rows),
        start="A",
        goal="B",
        a_filters={"device": "mobile", "channel": "store"},
        b_filters={"device": "desktop"},
    )
    assert (result.a.hits, result.b.hits, result.what) == (20, 30, "filters")


def test_a_period_is_held_against_the_one_before(ask):
    rows = [*people("a", 40, 10, day=0), *people("b", 40, 20, day=30), *people("c", 40, 30, day=61), late()]
    sources = ask(rows)
    result = run(sources, start="A", goal="B", period="2026-04")
    assert (str(result.a.period.start), result.a.hits, result.b.hits) == ("2026-03-01", 10, 20)
    result = run(sources, start="A", goal="B", period="2026-05", against="2026-03")
    assert (result.a.hits, result.b.hits, result.what) == (10, 30, "periods")
    result = run(sources, start="A", goal="B", period="2026-04-01..2026-04-11")
    assert (str(result.a.period.start), str(result.a.period.end)) == ("2026-03-22", "2026-04-01")


def test_before_and_after_a_day_is_no_experiment(ask):
    rows = [*people("a", 100, 20, day=1), *people("b", 100, 60, day=20), late()]
    result = run(ask(rows), start="A", goal="B", on="2026-03-17", days=20)
    assert (result.what, result.experiment, result.verdict) == ("before_after", False, "b_higher")
    assert (result.a.hits, result.a.n, result.b.hits, result.b.n) == (20, 100, 60, 100)


def acted(**expected):
    action = {"slug": "mail", "title": "Reminder mail", "stage": "cart", "due_on": "2026-03-17", "origin": ORIGIN}
    stages = (
        {"slug": "cart", "title": "Cart", "event_names": ["A"]},
        {"slug": "order", "title": "Order", "event_names": ["B"]},
    )
    return make_map(stages, actions=[{**action, **({"expected": expected} if expected else {})}])


@pytest.mark.parametrize(
    ("arrived", "verdict"), [(90, "kept"), (62, "kept_unsure"), (58, "missed_unsure"), (30, "missed")]
)
def test_an_action_is_held_against_its_promise(arrived, verdict, ask):
    """The shop: abandonment shall fall from 80 to 40 %."""
    rows = [*people("a", 100, 20, day=1), *people("b", 100, arrived, day=20), late()]
    promise = {"metric": "cart abandonment", "from_value": 80, "to_value": 40, "unit": "%"}
    result = run(ask(rows, acted(**promise)), action="reminder")
    assert (result.action, result.start, result.goal, result.experiment) == ("Reminder mail", "Cart", "Order", False)
    assert (result.promise.loss, result.promise.before) == (True, 0.8)
    assert result.promise.after == pytest.approx(1 - arrived / 100)
    assert result.promise.low < result.promise.after < result.promise.high
    assert result.promise.verdict == verdict


def test_a_renewal_that_is_to_rise_is_no_loss(ask):
    """The software firm: renewal shall rise from 50 to 60 %."""
    rows = [*people("a", 100, 50, day=1), *people("b", 100, 80, day=20), late()]
    promise = {"metric": "renewal rate", "from_value": 50, "to_value": 60, "unit": "%"}
    result = run(ask(rows, acted(**promise)), action="Reminder mail")
    assert (result.promise.loss, result.promise.before, result.promise.after) == (False, 0.5, 0.8)
    assert (result.promise.verdict, result.verdict) == ("kept", "b_higher")


def test_an_action_without_promise_or_name_or_day(ask):
    rows = [*people("a", 100, 50, day=1), *people("b", 100, 80, day=20), late()]
    sources = ask(rows, acted())
    assert run(sources, action="mail").promise is None
    with pytest.raises(ToolError, match="unknown_action"):
        run(sources, action="nothing like it")


def test_lengths_are_medians_with_mann_whitney(ask):
    stats = pytest.importorskip("scipy.stats")
    times = {"x": (10, 20, 30, 40, 50), "y": (15, 60, 70, 80, 95, 99)}
    rows = [
        row
        for name, own in times.items()
        for k, t in enumerate(own)
        for row in log(f"{name}{k}", f"A0 B{t}", device=name)
    ]
    result = run(ask([*rows, late()]), start="A", goal="B", breakdown="device", a="x", b="y", measure="length")
    assert (result.a.value, result.b.value, result.difference) == (30, 75, 45)
    assert result.p == pytest.approx(stats.mannwhitneyu(*times.values(), alternative="two-sided").pvalue)
    assert (result.a.low, result.a.high) == (10, 50)


def test_revenue_a_customer_is_welch_and_one_currency(ask):
    stats = pytest.importorskip("scipy.stats")
    paid = {"x": (10, 20.5, 0, 7), "y": (100, 90, 0, 70, 55.25)}
    rows = [
        row
        for name, own in paid.items()
        for k, value in enumerate(own)
        for row in (
            *log(f"{name}{k}", "A0", device=name),
            *(log(f"{name}{k}", "B5", revenue=value, currency="EUR") if value else ()),
        )
    ]
    rows += [*log("x1", "C9", revenue=-0.5, currency="EUR"), *log("x0", "C9", revenue=900, currency="USD"), late()]
    sources = ask(rows)
    result = run(sources, breakdown="device", a="x", b="y", measure="revenue")
    kept = (10, 20, 0, 7), paid["y"]
    assert (result.a.value, result.b.value, result.currency) == (9.25, 63.05, "EUR")
    by_scipy = stats.ttest_ind(kept[1], kept[0], equal_var=False)
    assert result.p == pytest.approx(by_scipy.pvalue)
    assert (result.low, result.high) == pytest.approx(by_scipy.confidence_interval())
    with pytest.raises(ToolError, match="no_amounts"):
        run(ask([*log("a", "A0", device="x"), *log("b", "A0", device="y")]), breakdown="device", measure="revenue")


def test_satisfaction_of_two_sides_by_persona_channel_and_period(ask):
    sources = ask([*log("a", "A0", persona="Ana", device="x"), *log("b", "A0", persona="Boris", device="y"), late()])
    say(
        sources.events,
        [
            {
                "kind": "csat",
                "score": s,
                "customer_id": who,
                "channel": "email" if s > 3 else "store",
                "occurred_at": at,
            }
            for who, scores in (("a", (5, 4, 1)), ("b", (1, 2, 5, 3)))
            for s in scores
            for at in (START + timedelta(days=1 if s > 2 else 40),)
        ],
    )
    by = {"measure": "satisfaction", "breakdown": "persona"}
    result = run(sources, **by, a="Ana", b="Boris")
    assert (result.metric, result.a.hits, result.a.n, result.b.hits, result.b.n) == ("csat", 2, 3, 1, 4)
    rest = run(sources, **by, a="Ana")
    assert (rest.b.name, rest.a.n, rest.b.n) == ("Ana", 4, 3)
    by_device = run(sources, measure="satisfaction", breakdown="device", a="x", b="y")
    assert (by_device.a.n, by_device.b.n) == (3, 4)
    by_period = run(sources, measure="satisfaction", period="2026-04", against="2026-03")
    assert (by_period.a.n, by_period.b.n) == (4, 3)


def test_two_versions_of_a_map_and_a_future_map(stores, ask):
    current = make_map(({"slug": "cart", "title": "Cart"}, {"slug": "pay", "title": "Pay"}))
    sources = ask(log("a", "A0"), current)
    changed = current.model_copy(
        update={"stages": (current.stages[0].model_copy(update={"customer_goal": "find it"}), current.stages[1])}
    )
    stores.maps.save(changed, [SetStage(stage="cart", field="customer_goal", value="find it")], ANA, NOW)
    result = run(sources, version_a=1)
    assert (result.what, result.verdict, result.a.name, result.b.name) == (
        "maps",
        "maps",
        "The shop (1)",
        "The shop (2)",
    )
    assert [(c.kind, c.title, c.field, c.before, c.after) for c in result.changes] == [
        ("changed", "Cart", "customer_goal", None, "find it")
    ]
    assert run(sources, version_a=2, version_b=2).verdict == "same"
    future = make_map(
        ({"slug": "cart", "title": "Basket"}, {"slug": "gift", "title": "Gift"}), map_id="better", title="Better",
        type="future_state", base_map={"map_id": "shop", "version": 2},
    )  # fmt: skip
    stores.maps.create(future, ANA, NOW)
    result = run(sources, journey="better")
    assert (result.a.name, result.b.name) == ("The shop (2)", "Better (1)")
    assert {(c.kind, c.title) for c in result.changes} >= {("new", "Gift"), ("gone", "Pay"), ("changed", "Basket")}
    assert run(sources, journey="shop", other_map="Better").b.name == "Better (1)"


def test_nothing_to_compare_and_a_single_value_are_refused(ask):
    sources = ask([*log("a", "A0 B1", device="x"), late()])
    with pytest.raises(ToolError, match="compare_what"):
        run(sources, start="A", goal="B")
    with pytest.raises(ToolError, match="one_group"):
        run(sources, start="A", goal="B", breakdown="device")
    with pytest.raises(ToolError, match="no_variants"):
        run(sources, start="A", goal="B", breakdown="variant")
    with pytest.raises(ToolError, match="open_period"):
        run(sources, start="A", goal="B", period="..2026-04-01")


def arrived(customers, name, window, as_of):
    """Customers with an entry on the side whose window is over; of these, who come to B in time after any of them."""
    n = hits = 0
    for events in customers.values():
        entries = [at for at, event, side in events if event == "A" and side == name and at + window <= as_of]
        n += bool(entries)
        hits += any(at <= t <= at + window for at in entries for t, event, _ in events if event == "B")
    return hits, n


def test_two_hundred_random_logs_agree_with_the_definition(ask):
    rng = random.Random(17)
    logs, rows = [], [{"customer_id": "zz", "event": "end", "occurred_at": START + timedelta(days=90)}]
    for number in range(200):
        customers = {
            f"{number}-{c}": [
                (rng.randint(0, 80 * 24), rng.choice("AAB"), f"{number}:{rng.choice('xy')}")
                for _ in range(rng.randint(1, 5))
            ]
            for c in range(rng.randint(2, 12))
        }
        logs.append(customers)
        rows += [
            {"customer_id": who, "event": event, "occurred_at": START + timedelta(hours=at), "device": side}
            for who, events in customers.items()
            for at, event, side in events
        ]
    sources = ask(rows)
    for number, customers in enumerate(logs):
        sides = [f"{number}:x", f"{number}:y"]
        if {side for events in customers.values() for _, _, side in events} != set(sides):
            continue
        days = rng.choice((1, 10, 30))
        result = run(
            sources, start="A", goal="B", breakdown="device", a=sides[0], b=sides[1], window=f"{days}d", min_n=1
        )  # fmt: skip
        expected = [arrived(customers, side, days * 24, 90 * 24) for side in sides]
        assert [(side.hits or 0, side.n) for side in (result.a, result.b)] == expected
        on = [
            {who for who, own in customers.items() if any(e == "A" and s == side for _, e, s in own)} for side in sides
        ]
        assert result.both == len(on[0] & on[1])
        if all(n for _, n in expected):
            (hits_a, n_a), (hits_b, n_b) = expected
            assert result.difference == pytest.approx(hits_b / n_b - hits_a / n_a)
        else:
            assert result.verdict == "nobody"
