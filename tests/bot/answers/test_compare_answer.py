"""How a comparison is told. Results are worked out by hand."""

import pytest

from bot.questions import Ask, Slots
from bot.reply import Chart, Table
from tests.bot.answers.results import BASIS
from tests.bot.answers.told_well import assert_told_well, sentences, told
from tools.compare import CompareResult, SideResult
from tools.kit import Basis, Period
from tools.map_changes import MapChange
from tools.promise import Promise

ASK = Ask(tool="compare", args=Slots(journey="Checkout"))
PLAIN = BASIS.model_copy(update={"excluded": (), "off_the_map": None})
TEST = CompareResult(
    what="variants",
    measure="conversion",
    column="variant",
    start="Cart",
    goal="Pay",
    a=SideResult(name="form:A", n=200, hits=40, value=0.2, low=0.15, high=0.26),
    b=SideResult(name="form:B", n=200, hits=80, value=0.4, low=0.335, high=0.47, still_open=7),
    difference=0.2,
    low=0.11,
    high=0.285,
    lift=1.0,
    lift_low=0.44,
    lift_high=1.77,
    p=0.00002,
    needed=82,
    ratio_p=0.9,
    experiment=True,
    others=("form:C",),
    verdict="b_higher",
    basis=PLAIN,
)
PERIODS = TEST.model_copy(
    update={
        "what": "before_after",
        "experiment": False,
        "others": (),
        "ratio_p": None,
        "both": 12,
        "a": TEST.a.model_copy(update={"name": "", "period": Period.read("2026-09")}),
        "b": TEST.b.model_copy(update={"name": "", "period": Period.read("2026-10")}),
    }
)
PROMISE = Promise(
    metric="cart abandonment",
    unit="%",
    from_value=80,
    to_value=56,
    loss=True,
    before=0.8,
    after=0.6,
    low=0.53,
    high=0.665,
    verdict="missed_unsure",
)
ACTED = PERIODS.model_copy(update={"action": "Reminder mail", "promise": PROMISE})
LENGTH = TEST.model_copy(
    update={
        "what": "rest",
        "measure": "length",
        "column": "channel",
        "experiment": False,
        "others": (),
        "verdict": "unclear",
        "a": SideResult(name="", n=50, value=172_800, low=86_400, high=259_200),
        "b": SideResult(name="email", n=40, value=86_400, low=43_200, high=172_800),
        "needed": None,
        "p": 0.21,
        "difference": -86_400,
        "low": -172_800,
        "high": 7_200,
        "lift": None,
        "lift_low": None,
        "lift_high": None,
    }
)
MONEY = LENGTH.model_copy(
    update={
        "measure": "revenue",
        "currency": "EUR",
        "difference": 10.5,
        "low": 1.0,
        "high": 20.0,
        "verdict": "b_higher",
        "a": SideResult(name="", n=50, value=20.0, low=15.0, high=25.0),
        "b": SideResult(name="email", n=40, value=30.5, low=22.0, high=39.0),
    }
)
SCORE = LENGTH.model_copy(
    update={
        "measure": "satisfaction",
        "metric": "nps",
        "difference": -12.0,
        "low": -30.0,
        "high": 6.0,
        "a": SideResult(name="", n=50, value=20.0, low=5.0, high=35.0),
        "b": SideResult(name="email", n=40, value=8.0, low=-9.0, high=25.0),
    }
)
MAPS = CompareResult(
    what="maps",
    a=SideResult(name="Checkout (2)"),
    b=SideResult(name="Checkout (3)"),
    verdict="maps",
    changes=(
        MapChange(kind="new", thing="stages", title="Gift"),
        MapChange(kind="changed", thing="stages", title="Pay", field="moods", before=-1.5, after=1.0),
    ),
    basis=Basis(journey="Checkout", version=3),
)
SAME_MAPS = MAPS.model_copy(update={"changes": (), "verdict": "same"})
VERDICTS = {
    "a_higher": "form:A wins: 20.0 points more than form:B.",
    "b_higher": "form:B wins: 20.0 points more than form:A.",
    "unclear": "may be chance. To be sure of one of this size, each side needs 82; the smaller has 200.",
    "too_few": "yet: to be sure of a difference of this size, each side needs 82; the smaller has 200.",
    "few": "No winner is named: the smaller side has only n = 200.",
    "same": "Both sides are the same.",
    "same_people": "Both sides hold the same customers, so there is nothing to compare.",
    "sample_ratio": "not as large as the experiment should make them (200 and 207, p = 0.900).",
}


@pytest.mark.parametrize("result", [TEST, PERIODS, ACTED, LENGTH, MONEY, SCORE, MAPS, SAME_MAPS])
def test_every_answer_is_told_well(result: CompareResult) -> None:
    assert_told_well(ASK, result, "80 0.05 9 10", names=frozenset(("NPS", "EUR")))


@pytest.mark.parametrize("verdict", VERDICTS)
def test_what_may_be_said(verdict: str) -> None:
    result = TEST.model_copy(update={"verdict": verdict})
    assert VERDICTS[verdict] in sentences(told(ASK, result))[0]
    assert_told_well(ASK, result, "80 0.05 207 9 10", names=frozenset(("NPS",)))


def test_both_sides_the_interval_and_the_lift() -> None:
    reply = told(ASK, TEST)
    assert sentences(reply)[0].startswith("Reach Pay from Cart: form:A 20.0% (n = 200); form:B 40.0% (n = 200).")
    assert sentences(reply, "grey")[1] == (
        "Difference +20.0 points (95% interval +11.0 to +28.5 points). p < 0.001."
        " In relation: +100.0% (+44.0% to +177.0%)."
    )
    assert sentences(reply, "warning") == [
        "Still inside the window, not counted yet: 7 customers. Further variants: form:C."
    ]


def test_the_picture_holds_both_intervals_against_the_base_side() -> None:
    (chart,) = (part for part in told(ASK, TEST).parts if isinstance(part, Chart))
    assert (chart.shape, chart.unit, chart.reference, chart.categories) == (
        "intervals",
        "%",
        20.0,
        ("form:A", "form:B"),
    )
    assert [row.values for row in chart.series] == [(20.0, 40.0), (15.0, 33.5), (26.0, 47.0)]


def test_before_and_after_has_no_winner_and_is_no_experiment() -> None:
    reply = told(ASK, PERIODS)
    assert "after (October 2026) is higher by 20.0 points, more than chance explains." in sentences(reply)[0]
    assert sentences(reply, "warning")[0].startswith(
        "This is no experiment: other things may have changed at that time too. On both sides: 12 customers."
    )


def test_a_promise_is_told_with_what_was_measured() -> None:
    assert sentences(told(ASK, ACTED))[1] == (
        "Promise of 'Reminder mail': cart abandonment from 80% to 56%. Measured by those who do not arrive: 80.0%"
        " before, 60.0% after (95% interval 53.0% to 66.5%)."
        " The promise is not reached, but the interval still holds it."
    )


def test_measures_have_their_own_terms() -> None:
    assert "all others 2 days (n = 50); E-mail 1 day (n = 40)" in sentences(told(ASK, LENGTH))[0].replace(" 0 h", "")
    assert "E-mail is higher by 10.50 EUR" in sentences(told(ASK, MONEY))[0]
    assert "NPS: all others +20 (n = 50); E-mail +8 (n = 40)." in sentences(told(ASK, SCORE))[0]


def test_a_side_with_nobody_and_one_that_is_still_open_are_said() -> None:
    empty = TEST.model_copy(update={"b": SideResult(name="form:B"), "verdict": "nobody"})
    assert sentences(told(ASK, empty))[0].startswith("There is nobody on this side: form:B.")
    waiting = TEST.model_copy(update={"b": SideResult(name="form:B", still_open=30), "verdict": "nobody"})
    assert sentences(told(ASK, waiting))[0].startswith("No window is over yet on this side: form:B.")


def test_maps_are_a_table_of_differences() -> None:
    reply = told(ASK, MAPS)
    assert sentences(reply)[0] == "Checkout (3) differs from Checkout (2) in 2 differences: new 1, changed 1."
    (table,) = (part for part in reply.parts if isinstance(part, Table))
    assert [row[2:] for row in table.rows] == [("–", "new"), ("-1.5", "+1")]
    assert sentences(told(ASK, SAME_MAPS))[0] == "Checkout (2) and Checkout (3) say the same."
