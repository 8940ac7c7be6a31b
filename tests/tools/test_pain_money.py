"""pain_points beside money and words: what is lost at the stage, and what customers said at the place."""

import random

import pytest

from tests.tools.conftest import ANA, NOW, make_map
from tests.tools.logs import late, log, say
from tools import pain_points, revenue
from tools.pain_points import PainPointsArgs
from tools.revenue import RevenueArgs

ORIGIN = {"by": ANA, "at": NOW, "via": "chat"}
STAGES = (
    {"slug": "look", "title": "Look", "event_names": ("L",)},
    {
        "slug": "cart", "title": "Cart", "event_names": ("C",),
        "touchpoints": ({"slug": "form", "title": "Address form", "origin": ORIGIN},),
    },
    {"slug": "buy", "title": "Buy", "role": "buy", "event_names": ("B",)},
)  # fmt: skip


def pain(slug, stage, touchpoint=None):
    return {"slug": slug, "title": slug, "at": {"stage": stage, "touchpoint": touchpoint}, "origin": ORIGIN}


def shop(*pains, **fields):
    return make_map(
        fields.pop("stages", STAGES), pain_points=pains or (pain("slow", "look"), pain("long", "cart", "form"))
    )


def rows():
    """Of ten who look, four add to the cart, three of them buy for 20."""
    for i in range(10):
        for row in log(f"c{i}", "L0 C1 B2" if i < 3 else "L0 C1" if i < 4 else "L0"):
            yield {**row, "revenue": "20", "currency": "EUR"} if row["event"] == "B" else row
    yield late()


def ranked(given_sources, **args):
    return {pain.slug: pain for pain in pain_points.run(PainPointsArgs(**args), given_sources).pains}


def test_money_by_hand(ask):
    found = ranked(ask([*rows()], shop()))
    risk = found["slow"].money_at_risk
    assert (risk.lost, risk.later.hits, risk.later.n, risk.order_value) == (6, 3, 10, 20.0)
    assert (risk.value, risk.currency) == (36.0, "EUR")  # 6 lost x 3 / 10 x 20
    assert risk.low < 36 < risk.high <= 120
    assert found["long"].money_at_risk.value == 15.0  # 1 lost x 3 / 4 x 20


def test_without_amounts_events_or_a_buying_stage_there_is_no_figure(ask):
    assert all(p.money_at_risk is None for p in ranked(ask([], shop())).values())
    unpaid = [{key: value for key, value in row.items() if key != "revenue"} for row in rows()]
    assert all(p.money_at_risk is None for p in ranked(ask(unpaid)).values())


def test_a_map_nobody_buys_on_has_no_money(ask):
    stages = (*STAGES[:2], {**STAGES[2], "role": "use"})
    assert all(p.money_at_risk is None for p in ranked(ask([*rows()], shop(stages=stages))).values())


def test_money_is_what_revenue_says(ask):
    draw = random.Random(2)
    paid = []
    for i in range(120):
        for row in log(f"c{i}", draw.choice(["L0", "L0 C1", "L0 C1 B2"])):
            paid.append({**row, "revenue": f"{draw.randint(5, 90)}", "currency": "EUR"} if row["event"] == "B" else row)
    given_sources = ask([*paid, late()], shop())
    expected = {risk.step: risk for risk in revenue.run(RevenueArgs(journey="shop"), given_sources).at_risk}
    for one, step in ((ranked(given_sources)["slow"], "look"), (ranked(given_sources)["long"], "cart")):
        assert one.money_at_risk.model_dump() == expected[step].model_dump(exclude={"step", "title"})
    assert ranked(given_sources, stage="Cart")["long"].money_at_risk.value == pytest.approx(expected["cart"].value)


def test_what_customers_said_stands_at_its_place(ask):
    given_sources = ask([], shop())
    comments = [
        {"kind": "comment", "text": "the form is endless", "touchpoint": "Address form", "times": 3},
        {"kind": "reason", "text": "it asked twice", "touchpoint": "form"},
        {"kind": "comment", "text": "pages load slowly", "stage": "look"},
        {"kind": "comment", "text": "the cart was fine", "stage": "Cart"},
        {"kind": "question", "text": "what is an address?", "touchpoint": "form"},
    ]
    say(given_sources.events, comments)
    found = ranked(given_sources)
    assert (found["long"].quotes, found["long"].said) == (("the form is endless", "it asked twice"), 4)
    assert (found["slow"].quotes, found["slow"].said) == (("pages load slowly",), 1)


def test_of_a_persona_that_never_spoke_nothing_is_quoted(ask):
    given_sources = ask([], shop())
    say(given_sources.events, [{"kind": "comment", "text": "slow", "stage": "look", "persona": "somebody-else"}])
    assert all(p.said == 0 for p in ranked(given_sources, persona="curious-colleen").values())
