"""Answers with what stands beside a figure: why customers leave a step, typed numbers, money, the rest, the worst."""

import pytest

from bot import answers
from bot.questions import Ask, Slots
from bot.reply import Text, plain
from prompts.loader import words
from tests.bot.answers.figures_guard import UTC, unsupported_figures
from tests.bot.answers.results import CONVERSION, CONVERSION_BY_DEVICE, EXPLAINED, FUNNEL, PAIN, PAINS, rate
from tools.pain_points import MoneyAtRisk
from tools.why_lost import Explains

PAGE = Explains(split="touchpoint", v=0.31, p=0.0001, groups=2, worst="Address form", lost=300, n=400)
PERSONA = Explains(split="persona", v=0.08, p=0.04, groups=2, worst="Busy parent", lost=200, n=380)
KNOWN = EXPLAINED.explanation.model_copy(
    update={
        "errors": (("Payment Failed", 34),),
        "csat": rate(31, 120),
        "splits": (PERSONA, PAGE),
        "explains_more": "touchpoint",
    }
)
WHY = EXPLAINED.model_copy(update={"explanation": KNOWN})
BLIND = WHY.model_copy(update={"explanation": KNOWN.model_copy(update={"explains_more": None})})
WHO = WHY.model_copy(update={"explanation": KNOWN.model_copy(update={"explains_more": "persona"})})
TYPED = FUNNEL.model_copy(
    update={
        "steps": tuple(step.model_copy(update={"still_open": 0, "median_seconds": None}) for step in FUNNEL.steps),
        "basis": FUNNEL.basis.model_copy(update={"rule": "typed numbers", "window_seconds": None}),
    }
)
RISK = MoneyAtRisk(
    value=5200.0, low=4100.5, high=6000.0, currency="EUR", lost=388, later=rate(67, 100), order_value=20.0
)
COSTLY = PAINS.model_copy(
    update={"pains": (PAIN.model_copy(update={"money_at_risk": RISK, "evidence": (), "quotes": ("It is endless",)}),)}
)
BESIDE = CONVERSION.model_copy(update={"rest": rate(300, 900, 0.30, 0.37), "rest_p": 0.031})
WORST = CONVERSION_BY_DEVICE.model_copy(
    update={"groups": CONVERSION_BY_DEVICE.groups[1:2], "more_groups": 2, "worst_first": True}
)
CASES = {
    "why": (Ask(tool="drop_off", args=Slots(journey="Checkout", explain=True)), WHY),
    "who": (Ask(tool="drop_off", args=Slots(explain=True)), WHO),
    "blind": (Ask(tool="drop_off", args=Slots(explain=True)), BLIND),
    "typed": (Ask(tool="drop_off"), TYPED),
    "costly": (Ask(tool="pain_points"), COSTLY),
    "beside": (Ask(tool="conversion_rate", args=Slots(persona="Student")), BESIDE),
    "worst": (Ask(tool="conversion_rate", args=Slots(breakdown="device", top_n=1, worst_first=True)), WORST),
}


def told(case, lang="en"):
    ask, result = CASES[case]
    return answers.answer(ask, result, words(lang), UTC)


def said(case):
    return " ".join(part.text for part in told(case).parts if isinstance(part, Text)).replace("\u202f", " ")


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
@pytest.mark.parametrize("case", CASES)
def test_every_figure_is_in_the_result(case, lang):
    ask, result = CASES[case]
    shares = "75.0 75,0 52.6 52,6 25.8 25,8 33.3 33,3 67.0 67,0 18.7 30 5200.00 4100.50 6000.00 20.00"
    decimals = (
        "34,2 48,5 66,5 51,5 31,6 37,0 30,0 0,31 0,08 0,031 0,001 18,7 4,5 3,5 9,31 5200,00 4100,50 6000,00 20,00"
    )
    for reply in (told(case, lang), answers.explain(ask, result, words(lang))):
        assert (
            unsupported_figures(reply, result, shares, decimals.replace(",", "."), decimals, "9 10 11 2026-10-01")
            == set()
        )
        assert len(reply.parts) <= 8


def test_the_page_is_named_with_errors_and_satisfaction():
    assert "Errors that those who left met after Cart: Payment Failed (34)." in said("why")
    assert "Satisfied at Cart: 31 of 120 who answered (25.8%)." in said("why")
    assert "It depends more on the page than on who it is: of those last at Address form, 300 of 400 (75.0%)" in said(
        "why"
    )


def test_the_persona_is_named_or_that_nobody_can_tell():
    assert "It depends more on who it is than on the page: Busy parent loses 200 of 380 (52.6%)." in said("who")
    assert "Whether it is the persona or the page, the data cannot tell." in said("blind")


def test_typed_numbers_are_marked_as_such():
    assert "These are reported numbers: each step was counted by itself and nobody was followed." in said("typed")
    assert "numbers from a report, not counted from events" in said("typed")


def test_more_at_the_end_than_at_the_start_is_no_share():
    steps = (*TYPED.steps[:2], TYPED.steps[2].model_copy(update={"reached": 1_300, "from_start": rate(0, 0)}))
    reply = answers.answer(Ask(tool="drop_off"), TYPED.model_copy(update={"steps": steps}), words("en"), UTC)
    assert "1\u202f300 customers reach Pay, more than entered at the first step." in plain(reply)


def test_money_stands_with_its_formula_and_what_it_is_of():
    assert (
        "The money is of the whole stage, not of this alone: 388 lost there × 67.0% of those who come there and"
        " buy × 20.00 EUR an order." in said("costly")
    )
    assert "Lost at Cart: about 5 200 EUR (4 100 EUR to 6 000 EUR)." in said("costly")
    assert "It is endless" in said("costly")


def test_the_rest_stands_beside_the_persona():
    assert (
        "The rest: 300 of 900 customers (33.3%), 95% interval 30.0% to 37.0%. The groups differ (p = 0.031)."
        in said("beside")
    )


def test_the_worst_groups_are_called_the_worst():
    ask, result = CASES["worst"]
    assert said("worst").startswith("Conversion rate · by device · worst 1")
    two = result.model_copy(update={"groups": (*result.groups, result.groups[0].model_copy(update={"value": "tv"}))})
    reply = plain(answers.answer(ask, two, words("en"), UTC))
    assert "Lowest: phone with 18.7%" in reply
    assert "The groups shown have the lowest rates; 2 groups left out." in reply
