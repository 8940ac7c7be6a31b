"""Answers about money and second purchases: what a person reads in three languages, figures of the result alone."""

import pytest

from bot import answers
from bot.questions import Ask
from bot.reply import Chart, plain
from prompts.loader import words
from storage.model.types import Model
from tests.bot.answers.figures_guard import UTC, unsupported_figures
from tests.bot.answers.results import BASIS, rate
from tests.bot.answers.test_answers_in_languages import _with_points
from tools.cross_sell_timing import BeforeIt, CrossSellTimingResult, ProductPair, WeekHazard
from tools.kit import Rate
from tools.revenue import AtRisk, GroupMoney, Money, RevenueResult

TOTAL = Money(
    currency="EUR", cents=123_450, orders=50, refunds=2, refund_cents=-1_550, customers=40, per_customer=30.86,
    per_order=25.0,
)  # fmt: skip
DINARS = TOTAL.model_copy(update={"currency": "MKD", "refunds": 0, "refund_cents": 0})
LATER = Rate(value=0.25, low=0.2, high=0.31, hits=10, n=40)
SALES = RevenueResult(
    totals=(TOTAL, DINARS),
    breakdown="device",
    groups=(
        GroupMoney(value="mobile", values=("mobile",), money=TOTAL),
        GroupMoney(value="desktop", values=("desktop",), money=TOTAL.model_copy(update={"cents": 99_000})),
    ),
    at_risk=(
        AtRisk(
            step="cart", title="Cart", lost=60, later=LATER, order_value=25.0, currency="EUR", value=375.0, low=300.0,
            high=465.0,
        ),
    ),
    basis=BASIS,
)  # fmt: skip
NEXT = CrossSellTimingResult(
    first="vacuum",
    then="bags",
    pairs=(
        ProductPair(first="vacuum", then="bags", customers=40, median_seconds=864_000.0),
        ProductPair(first="bags", then="filter", customers=7, median_seconds=86_400.0),
    ),
    within=rate(40, 200),
    together=3,
    median_seconds=864_000.0,
    p25_seconds=432_000.0,
    p75_seconds=1_728_000.0,
    hazard=(
        WeekHazard(week=1, at_risk=200, bought=10, share=0.05),
        WeekHazard(week=2, at_risk=190, bought=30, share=30 / 190),
    ),
    best_week=2,
    before=(BeforeIt(stage="First weeks", customers=22),),
    satisfied=rate(30, 35),
    basis=BASIS,
)
CASES: dict[str, Model] = {"revenue": SALES, "cross_sell_timing": NEXT}


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
@pytest.mark.parametrize("tool", CASES)
def test_every_figure_is_in_the_result(tool, lang):
    reply = answers.answer(Ask(tool=tool), CASES[tool], words(lang), UTC)
    explained = answers.explain(Ask(tool=tool), CASES[tool], words(lang))
    if lang == "mk":
        reply, explained = _with_points(reply), _with_points(explained)
    money = (
        "1234.50",
        "1 234.50",
        "990.00",
        "15.50",
        "30.86",
        "25.00",
        "375.00",
        "300.00",
        "465.00",
        "100",
        "41",
        "90",
    )
    months = "10 11 2026 1 31 30 4 5 60 234.50"
    assert unsupported_figures(reply, CASES[tool], *money, months) == set()
    assert unsupported_figures(explained, CASES[tool], *money, months) == set()


def test_the_sentences_in_english():
    said = plain(answers.answer(Ask(tool="revenue"), SALES, words("en"), UTC)).replace("\u202f", " ")
    assert "1 234.50 EUR from 50 orders of 40 customers: 30.86 EUR a customer, 25.00 EUR an order." in said
    assert "Taken off: 2 refunds of 15.50 EUR." in said
    assert "Lost at Cart: about 375 EUR (300 EUR to 465 EUR) = 60 customers lost there × 25.0% of those" in said
    assert "Currencies stand side by side and are not added." in said
    then = plain(answers.answer(Ask(tool="cross_sell_timing"), NEXT, words("en"), UTC))
    assert "40 of 200 customers (20.0%) who bought vacuum buy bags." in then
    assert "Half of those do so within 10 days; the middle half takes 5 days to 20 days." in then
    assert "Most likely in week 2: 30 of 190 customers who had not bought yet (15.8%)." in then


def test_the_hazard_is_a_chart_of_weeks_with_n():
    reply = answers.answer(Ask(tool="cross_sell_timing"), NEXT, words("en"), UTC)
    (chart,) = [part for part in reply.parts if isinstance(part, Chart)]
    assert (chart.categories, chart.series[0].values, chart.unit) == (("1", "2"), (5.0, 15.8), "%")


@pytest.mark.parametrize(
    ("tool", "result", "key"),
    [
        ("revenue", RevenueResult(totals=(), basis=BASIS), "nobody"),
        ("cross_sell_timing", CrossSellTimingResult(first=None, then=None, basis=BASIS), "no_pairs"),
    ],
)
def test_nothing_to_count_says_what_to_do(tool, result, key):
    assert words("en")(f"answers.{tool}.{key}") in plain(answers.answer(Ask(tool=tool), result, words("en"), UTC))
