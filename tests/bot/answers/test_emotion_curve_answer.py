"""How the emotion curve is told. Results are worked out by hand."""

from bot.questions import Ask, Slots
from bot.reply import Chart
from tests.bot.answers.results import BASIS, rate
from tests.bot.answers.told_well import assert_told_well, sentences, told
from tools.emotion_curve import Contradiction, EmotionCurveResult, Fall, Point, Score, StageLoss, Voice

ASK = Ask(tool="emotion_curve", args=Slots(journey="Checkout"))
PLAIN = BASIS.model_copy(
    update={"excluded": (), "window_seconds": None, "rule": "mean of the votes", "off_the_map": None}
)
BAD = Score(metric="csat", score=2.9, n=214, mood=-0.1)
CURVE = EmotionCurveResult(
    points=(
        Point(stage="browse", title="Browse", mood=1, low=1, high=1, votes=2, why="it was quick", measured=BAD),
        Point(
            stage="pay",
            title="Pay",
            mood=-1.5,
            low=-2,
            high=1,
            votes=2,
            voices=(Voice(mood=-2, members=("UANA",)), Voice(mood=1, members=("UBOB",))),
        ),
    ),
    lowest="Pay",
    highest="Browse",
    fall=Fall(start="Browse", end="Pay", levels=2.5),
    losses=(StageLoss(stage="Browse", lost=rate(50, 200)),),
    contradictions=(Contradiction(title="Browse", drawn=1, measured=BAD),),
    silent=("Cart",),
    basis=PLAIN,
)
ALONE = CURVE.model_copy(
    update={
        "points": tuple(p.model_copy(update={"measured": None}) for p in CURVE.points),
        "losses": (),
        "contradictions": (),
        "silent": (),
        "basis": PLAIN.model_copy(update={"data_sets": ()}),
    }
)
NONE = EmotionCurveResult(points=(), silent=("Browse",), basis=PLAIN)


def test_every_answer_is_told_well() -> None:
    for result in (CURVE, ALONE, NONE):
        assert_told_well(ASK, result, "1 2 5 7 100", names=frozenset(("CSAT",)))


def test_the_ends_the_fall_the_disagreement_and_what_contradicts() -> None:
    assert sentences(told(ASK, CURVE)) == [
        "Lowest: Pay (-1.5). Highest: Browse (+1), “it was quick”. The biggest fall is from Browse to Pay: 2.5 levels."
        " The team disagrees about Pay: votes from -2 to +1.",
        "Drawn +1 at Browse, but customers say CSAT 2.9 (n = 214). Most leave at Browse: 25.0% (n = 200).",
    ]


def test_the_measured_score_is_a_second_line_with_its_own_scale() -> None:
    (chart,) = (part for part in told(ASK, CURVE).parts if isinstance(part, Chart))
    assert [(row.name, row.values) for row in chart.series] == [
        ("Drawn mood", (1.0, -1.5)),
        ("CSAT, 1 to 5 drawn as -2 to +2", (-0.1, None)),
    ]
    (alone,) = (part for part in told(ASK, ALONE).parts if isinstance(part, Chart))
    assert len(alone.series) == 1


def test_a_map_without_answers_or_moods_is_said() -> None:
    assert "No survey answers stand beside it" in sentences(told(ASK, ALONE), "warning")[0]
    assert sentences(told(ASK, NONE))[0].startswith("There are no moods on this map yet.")
