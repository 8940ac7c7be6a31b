"""drop_off explained: errors met, satisfaction there, and whether persona or page goes further with being lost."""

import random
from collections import Counter, defaultdict
from unittest.mock import patch

import pytest
from scipy.stats import chi2_contingency
from scipy.stats.contingency import association
from statsmodels.stats.multitest import multipletests

from tests.tools.conftest import ANA, NOW, make_map, sources
from tests.tools.logs import late, log, say, store
from tests.tools.oracle import ordered
from tools import drop_off
from tools.asked import look_up
from tools.drop_off import DropOffArgs
from tools.funnel import Funnel
from tools.narrowing import Narrowing
from tools.statistics import cramers_v
from tools.why_lost import AtStep, errors_met, what_explains

ORIGIN = {"by": ANA, "at": NOW, "via": "chat"}
STAGES = (
    {"slug": "look", "title": "Look", "event_names": ("A",)},
    {
        "slug": "cart", "title": "Cart",
        "touchpoints": (
            {"slug": "form", "title": "Address form", "event_names": ("F",), "origin": ORIGIN},
            {"slug": "coupon", "title": "Coupon", "event_names": ("C",), "origin": ORIGIN},
        ),
    },
    {"slug": "buy", "title": "Buy", "event_names": ("B",)},
)  # fmt: skip


def explained(given_sources, **args):
    return drop_off.run(
        DropOffArgs(**{"journey": "shop", "explain": True, "min_n": 5, **args}), given_sources
    ).explanation


def customers(way, n, start, persona):
    return [row for i in range(n) for row in log(f"{start}{i}", way, persona=persona)]


def by_page():
    """At the form 9 of 10 are lost, at the coupon 1 of 10, whoever they are."""
    for persona in ("x", "y"):
        yield from customers("A0 F1", 9, f"{persona}lost", persona)
        yield from customers("A0 F1 B2", 1, f"{persona}form", persona)
        yield from customers("A0 C1", 1, f"{persona}gone", persona)
        yield from customers("A0 C1 B2", 9, f"{persona}here", persona)
    yield late()


def test_the_page_explains_more(ask):
    told = explained(ask([*by_page()], make_map(STAGES)))
    persona, page = told.splits
    assert told.explains_more == "touchpoint"
    assert (page.groups, page.worst, page.lost, page.n) == (2, "Address form", 18, 20)
    assert page.v == pytest.approx(0.794, abs=0.001) and page.p < 1e-5
    assert (persona.groups, persona.v, persona.p) == (2, 0.0, 1.0)


def test_the_persona_explains_more(ask):
    rows = [*customers("A0 F1", 10, "f", "x"), *customers("A0 C1", 10, "c", "x")]
    rows += [*customers("A0 F1 B2", 10, "g", "y"), *customers("A0 C1 B2", 10, "d", "y"), late()]
    told = explained(ask(rows, make_map(STAGES)))
    assert (told.explains_more, told.splits[0].worst) == ("persona", "x")


def test_too_few_or_alike_cannot_be_told(ask):
    assert explained(ask([*by_page()], make_map(STAGES)), min_n=20).explains_more == "touchpoint"
    alike = [*customers("A0 F1", 10, "f", "x"), *customers("A0 F1 B2", 10, "g", "x"), late()]
    told = explained(ask(alike, make_map(STAGES, map_id="shop-2", title="shop 2")), journey="shop 2")
    assert told.explains_more is None
    assert [split.v for split in told.splits] == [None, None]


def test_the_page_is_the_last_one_before_going_on_or_leaving(ask):
    rows = [*customers("A0 F1 C2", 6, "a", None), *customers("A0 C1 F2 B3 C4", 6, "b", None), late()]
    page = explained(ask(rows, make_map(STAGES))).splits[1]
    assert (page.worst, page.lost, page.n, page.groups) == ("Coupon", 6, 6, 2)


def test_errors_met_by_those_who_left(ask):
    rows = []
    for customer, way in (
        ("a", "A0 F1 E2 E3"),
        ("b", "A0 F1 E5"),
        ("c", "A0 E1 F2"),
        ("d", "A0 F1 E2 B3"),
        ("e", "A0 F1"),
    ):
        rows += [
            {**row, "event": "Payment Failed" if row["event"] == "E" else row["event"]} for row in log(customer, way)
        ]
    told = explained(ask([*rows, late()], make_map(STAGES)), min_n=1)
    assert told.errors == (("Payment Failed", 2),)  # a and b; c met it before the step, d went on


def test_satisfaction_is_that_of_the_step(ask):
    given_sources = ask([*by_page()], make_map(STAGES))
    answer = {"kind": "csat", "customer_id": None}
    say(given_sources.events, [{**answer, "score": s, "touchpoint": "Address form"} for s in (1, 2, 5, 9)])
    say(given_sources.events, [{**answer, "score": 4, "stage": "cart"}, {**answer, "score": 5, "stage": "look"}])
    csat = explained(given_sources).csat
    assert (csat.hits, csat.n) == (2, 4)  # 9 is off the scale, the answer on Look is of another step


def test_in_any_order_there_is_no_place_to_look_at(ask):
    told = explained(ask([*by_page()], make_map(STAGES)), order="any")
    assert (told.splits, told.errors, told.explains_more) == ((), (), None)


@pytest.mark.parametrize(
    "table", [[[9, 1], [1, 9]], [[30, 10], [20, 20], [5, 35]], [[4, 4], [4, 4]], [[100, 3], [80, 9]]]
)
def test_the_strength_is_cramers_v_as_scipy_has_it_less_its_bias(table):
    n, (r, c) = sum(map(sum, table)), (len(table), 2)
    raw = association(table, method="cramer", correction=False)
    phi2 = max(0.0, raw**2 * min(r - 1, c - 1) - (r - 1) * (c - 1) / (n - 1))
    smaller = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1))
    assert cramers_v(table) == pytest.approx((phi2 / (smaller - 1)) ** 0.5)


def test_of_empty_rows_there_is_no_strength():
    assert cramers_v([[1, 2]]) is None and cramers_v([[1, 0], [2, 0]]) is None and cramers_v([[1, 0], [0, 0]]) is None


def test_two_hundred_random_logs_agree_with_the_definition(stores, tmp_path):
    draw = random.Random(21)
    logs = []
    for k in range(200):
        people = {}
        for c in range(draw.randint(3, 7)):
            times = sorted(draw.sample(range(60), draw.randint(1, 7)))
            people[f"{k}c{c}"] = ([(at, draw.choice("AAFCFCBE")) for at in times], draw.choice(["x", "y", "z", None]))
        logs.append(people)
    rows = [
        {**row, "event": "Card Error" if row["event"] == "E" else row["event"], "campaign": f"log{k}"}
        for k, people in enumerate(logs)
        for customer, (own, persona) in people.items()
        for row in log(customer, " ".join(f"{name}{at}" for at, name in own), persona=persona)
    ]
    given_sources = sources(stores, store(tmp_path, [*rows, late()]))
    asked = look_up(DropOffArgs(), given_sources, None)
    steps = tuple(tuple(asked.codes[name] for name in names) for names in ("A", "FC", "B"))
    for k, people in enumerate(logs):
        entry = Narrowing(columns=(("campaign", (f"log{k}",)),))
        funnel = Funnel(steps, 30_000_000, asked.as_of_us, entry)
        found = what_explains(AtStep(funnel, 2, asked, given_sources), 1)
        personas, pages, errors = defaultdict(Counter), defaultdict(Counter), set()
        for customer, (own, persona) in people.items():
            visits = [(at, "S" if name in "FC" else name) for at, name in own]
            level, times, _ = ordered(visits, ("A", "S", "B"), 30, 10**9)
            if level < 2:
                continue
            until = times[2] if level == 3 else times[0] + 30
            last = max((at, name) for at, name in own if name in "FC" and times[1] <= at <= until)[1]
            pages[last][level == 3] += 1
            if persona:
                personas[persona][level == 3] += 1
            if level == 2 and any(name == "E" and times[1] <= at <= until for at, name in own):
                errors.add(customer)
        assert dict(errors_met(AtStep(funnel, 2, asked, given_sources))).get("Card Error", 0) == len(errors)
        expected = {}
        for split, groups in (("persona", personas), ("touchpoint", pages)):
            table = [[own[True], own[False]] for own in groups.values()]
            more_than_groups = sum(map(sum, table)) > len(table) > 1
            if more_than_groups and all(map(sum, zip(*table, strict=True))):
                expected[split] = chi2_contingency(table, correction=False)[1]
        with patch("gc.collect"):  # statsmodels collects garbage each time
            corrected = multipletests(list(expected.values()), method="holm")[1] if expected else []
        assert {one.split: one.p for one in found if one.p is not None} == {
            split: pytest.approx(p) for split, p in zip(expected, corrected, strict=True)
        }
        assert [one.groups for one in found] == [len(personas), len(pages)]
    given_sources.events.close()
