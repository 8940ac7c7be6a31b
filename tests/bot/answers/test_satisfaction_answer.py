"""How satisfaction is told. Results are worked out by hand."""

from datetime import date

from bot.questions import Ask, Slots
from bot.reply import Chart
from tests.bot.answers.results import BASIS
from tests.bot.answers.told_well import assert_told_well, sentences, told
from tools.kit import DataSetLine, Excluded
from tools.satisfaction import GroupScore, OtherMetric, SatisfactionResult, Score, SpanScore

ASK = Ask(tool="satisfaction", args=Slots(journey="Checkout"))
NAMES = frozenset(("CSAT", "NPS"))
HALF = Score(value=0.5, low=0.4, high=0.6, mean=3.2, n=100, good=50, middle=20, bad=30)
SURVEY = BASIS.model_copy(
    update={
        "customers": 100,
        "rule": "share of 4 and 5 of 5",
        "window_seconds": None,
        "off_the_map": None,
        "data_sets": (DataSetLine(title="Survey", rows=108, kind="feedback"),),
        "excluded": (Excluded(why="no_such_place", n=5), Excluded(why="off_scale", n=3)),
    }
)
BY_PLACE = SatisfactionResult(
    metric="csat",
    overall=HALF,
    breakdown="touchpoint",
    groups=(
        GroupScore(
            value="Card", score=Score(value=0.25, low=0.14, high=0.4, mean=2.1, n=40, good=10, middle=5, bad=25)
        ),
        GroupScore(
            value="Search", score=Score(value=0.9, low=0.77, high=0.96, mean=4.4, n=40, good=36, middle=2, bad=2)
        ),
        GroupScore(
            value="Slip", score=Score(value=0.2, low=0.08, high=0.4, mean=2, n=20, good=4, middle=13, bad=3), small=True
        ),
    ),
    others=(
        OtherMetric(metric="nps", score=Score(value=12.5, low=-10, high=35, mean=7, n=40, good=15, middle=15, bad=10)),
    ),
    unmatched=(("Store 4711", 4), ("Kiosk", 1)),
    basis=SURVEY,
)
NPS = SatisfactionResult(
    metric="nps",
    overall=Score(value=12.5, low=-10.2, high=35.2, mean=7, n=40, good=15, middle=15, bad=10),
    over_time=(SpanScore(starts_on=date(2026, 10, 1), score=HALF.model_copy(update={"value": -20.0}), partial=True),),
    basis=SURVEY,
)
EFFORT = SatisfactionResult(
    metric="ces", overall=Score(value=3.25, low=2.9, high=3.6, mean=3.25, n=12), small=True, basis=SURVEY
)
NOBODY = SatisfactionResult(metric="csat", overall=Score(), basis=SURVEY)


def test_every_answer_is_told_well() -> None:
    for result in (BY_PLACE, NPS, EFFORT, NOBODY):
        assert_told_well(ASK, result, "4 5 1 2 6 9 10 100", names=NAMES)


def test_the_score_the_best_and_the_worst_place_and_what_else_was_asked() -> None:
    reply = told(ASK, BY_PLACE)
    assert sentences(reply)[0] == (
        "CSAT is 50.0%: 50 of 100 answers are satisfied (4 or 5 of 5), 30 are not (1 or 2); the mean is 3.2."
        " Highest: Search, 90.0% (n = 40); lowest: Card, 25.0% (n = 40). Also asked: NPS +12 (n = 40)."
    )
    assert sentences(reply, "warning") == [
        "Too small to rank: Slip (only n = 20). 5 answers left out: they name places that are not on the map"
        " (Store 4711, Kiosk). 3 answers left out: the score is not on the scale of its question."
    ]
    assert "Survey: 108 rows of feedback" in sentences(reply, "grey")[-1]


def test_nps_has_its_sign_and_its_kinds_of_answers() -> None:
    reply = told(ASK, NPS)
    assert sentences(reply)[0] == "NPS is +12 from 40 answers: 15 promoters, 15 passives, 10 detractors."
    (chart,) = (part for part in reply.parts if isinstance(part, Chart))
    assert (chart.shape, chart.unit, chart.series[0].values) == ("line", "points", (-20.0,))


def test_few_answers_and_none_are_said() -> None:
    assert "Only n = 12" in sentences(told(ASK, EFFORT), "warning")[0]
    assert sentences(told(ASK, NOBODY))[0].startswith("Nobody answered a question about CSAT here.")
