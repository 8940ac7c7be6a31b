"""Answers of churn_reasons and content_gaps: what a person reads, in three languages; figures of the result alone."""

import pytest

from bot import answers
from bot.questions import Ask, Slots
from bot.reply import Buttons, Chart, Table, Text, plain
from prompts.loader import words
from tests.bot.answers.figures_guard import UTC, unsupported_figures
from tests.bot.answers.results import BASIS, rate
from tools.churn_reasons import ChurnReasonsResult, LastTouch, Reason, Returns, WeekLeft
from tools.content_gaps import ContentGapsResult, Question, StageContent
from tools.kit import Basis

DAY = 86_400
CHURN = ChurnReasonsResult(
    left=rate(240, 600, 0.36, 0.44),
    closed=90,
    quiet=150,
    stayed=360,
    still_open=41,
    came_back=4,
    quiet_seconds=60 * DAY,
    closing_events=("Subscription Cancelled",),
    weeks=(
        WeekLeft(week=1, at_risk=600, left=180, share=0.3),
        WeekLeft(week=2, at_risk=410, left=60, share=60 / 410),
    ),
    worst_week=1,
    given=(
        Reason(times=12, share=0.6, quotes=("it is too expensive", "too expensive!")),
        Reason(times=8, share=0.4, quotes=("a competitor is cheaper",)),
    ),
    times=20,
    last_touchpoints=(
        LastTouch(
            title="Help form", left=rate(120, 240), stayed=rate(60, 360), lift=3.0, low=2.3, high=3.9, p=0.00002
        ),
        LastTouch(title="Search", left=rate(24, 240), stayed=rate(36, 360), lift=1.0, low=0.6, high=1.6, p=1.0),
    ),
    returns=Returns(
        events=9, customers=7, after=9, median_seconds=6 * DAY, times=3,
        reasons=(Reason(times=3, share=1.0, quotes=("too loud",)),),
    ),
    reasons_of_others=2,
    basis=BASIS,
)  # fmt: skip
GAP = Question(
    quotes=("Which one lasts longest?",), times=6, share=0.6, stage="Cart", journey="Checkout", asked=5, noted=1
)
CONTENT = ContentGapsResult(
    gaps=(GAP, GAP.model_copy(update={"quotes": (), "times": 1, "share": 0.1, "stage": None, "hidden": 1})),
    answered=(
        GAP.model_copy(
            update={"quotes": ("Spare battery?",), "times": 3, "share": 0.3, "answered": "content",
                    "content": "Price list of spare batteries", "held": 1.0, "stage": "Browse"}
        ),
    ),
    questions=10,
    unanswered=7,
    stages=(
        StageContent(
            stage="Browse", journey="Checkout", questions=3, unanswered=0, content=1, touchpoints=2, without_content=1
        ),
        StageContent(
            stage="Cart", journey="Checkout", questions=6, unanswered=6, content=0, touchpoints=1, without_content=1
        ),
        StageContent(
            stage="Pay", journey="Checkout", questions=0, unanswered=0, content=0, touchpoints=0, without_content=0
        ),
    ),
    unplaced=1,
    hidden=1,
    basis=BASIS,
)  # fmt: skip
CASES = {
    "churn": (Ask(tool="churn_reasons"), CHURN),
    "churn without reasons": (
        Ask(tool="churn_reasons"),
        CHURN.model_copy(
            update={"given": (), "times": 0, "returns": None, "closed": 0, "missing": ("closing_events", "reasons")}
        ),
    ),
    "gaps": (Ask(tool="content_gaps"), CONTENT),
    "gaps by stage": (
        Ask(tool="content_gaps", args=Slots(breakdown="stage")),
        CONTENT.model_copy(update={"breakdown": "stage", "missing": ("asked", "content")}),
    ),
}


@pytest.fixture(params=["en", "zh", "mk"])
def lang(request) -> str:
    return request.param


def told(case, lang):
    ask, result = CASES[case]
    return answers.answer(ask, result, words(lang), UTC)


@pytest.mark.parametrize("case", CASES)
def test_every_figure_is_in_the_result(case, lang):
    ask, result = CASES[case]
    said = "9 10 11 30 60 2026-10-01 70.0 70,0 4,0 3,0 1,0 60,0 14,6 30,0 40,0 50,0 16,7 10,0 100,0 0,001 1,000"
    for reply in (told(case, lang), answers.explain(ask, result, words(lang))):
        assert unsupported_figures(reply, result, said, "0 6 3 9 14") == set()


@pytest.mark.parametrize("case", CASES)
def test_an_answer_is_short_and_whole(case, lang):
    parts = told(case, lang).parts
    assert len(parts) <= 8
    assert isinstance(parts[-1], Buttons)
    assert sum(isinstance(part, Chart) for part in parts) <= 1
    assert sum(isinstance(part, Table) for part in parts) <= 1
    prose = " ".join(part.text for part in parts if isinstance(part, Text))
    assert len(prose.split()) <= 190


def test_given_and_correlated_stand_in_paragraphs_of_their_own():
    said = [
        p.text.replace("\u202f", " ") for p in told("churn", "en").parts if isinstance(p, Text) and p.style == "plain"
    ]
    assert said[0] == (
        "240 of 600 customers left (40.0%): 90 with a closing event (Subscription Cancelled); 150 by silence of more"
        " than 60 days. Highest in week 1 after the first event: 180 of 600 (30.0%)."
    )
    assert said[1] == (
        "Reasons they gave (n = 20): “it is too expensive” 12, “a competitor is cheaper” 8."
        " Given back: 9 times by 7 customers. Half of them within 6 days after the purchase."
        " Reasons given for that (n = 3): “too loud” 3."
    )
    assert said[2] == (
        "Goes with leaving, maybe not its cause: “Help form” is in the last three visits of 50.0% of the 240 who left"
        " and 16.7% of the 360 who stayed, 3.0 times as often (p < 0.001)."
    )


def test_where_nobody_said_why_the_import_that_would_is_named(lang):
    said = plain(told("churn without reasons", lang))
    assert words(lang)("answers.churn_reasons.none_given") in said
    assert words(lang)("answers.churn_reasons.missing.closing_events") in said


def test_nobody_left_and_nobody_known(lang):
    stayed = CHURN.model_copy(update={"left": rate(0, 600), "last_touchpoints": (), "weeks": ()})
    assert "600" in plain(answers.answer(Ask(tool="churn_reasons"), stayed, words(lang), UTC))
    nobody = CHURN.model_copy(update={"left": rate(0, 0)})
    said = plain(answers.answer(Ask(tool="churn_reasons"), nobody, words(lang), UTC))
    assert words(lang)("answers.churn_reasons.nobody") in said


def test_gaps_name_the_question_asked_most():
    said = plain(told("gaps", "en")).splitlines()
    assert said[1] == (
        "10 questions asked; nothing we have answers 7 of them (70.0%)."
        " Asked most of these: “Which one lasts longest?” (6, Cart)."
    )
    assert "2 | (text may not be shown to you) | no stage | 1 | 10.0% | nothing" in said


def test_a_stage_without_data_says_which_import_would_fill_it(lang):
    (table,) = [part for part in told("gaps by stage", lang).parts if isinstance(part, Table)]
    assert table.rows[2][1] == words(lang)("answers.content_gaps.import")
    assert table.rows[0][1] == "3"


def test_without_any_question_it_says_what_to_do(lang):
    empty = ContentGapsResult(gaps=(), questions=0, unanswered=0, missing=("asked", "content"), basis=Basis())
    said = plain(answers.answer(Ask(tool="content_gaps"), empty, words(lang), UTC))
    assert words(lang)("answers.content_gaps.none") in said
