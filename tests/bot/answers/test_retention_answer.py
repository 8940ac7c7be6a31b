"""How retention is told. Results are worked out by hand."""

from datetime import date

from bot.questions import Ask, Slots
from bot.reply import Chart
from tests.bot.answers.results import BASIS, rate
from tests.bot.answers.told_well import assert_told_well, sentences, told
from tools.retention import CohortRow, RetentionResult

ASK = Ask(tool="retention", args=Slots(journey="Checkout"))
PLAIN = BASIS.model_copy(
    update={"excluded": (), "window_seconds": None, "rule": "back in that span", "off_the_map": None}
)
MONTHLY = RetentionResult(
    per="month",
    kind="n_day",
    start=None,
    return_event=None,
    customers=300,
    cohorts=(
        CohortRow(starts_on=date(2026, 8, 1), customers=200, back=(rate(50, 200), rate(20, 200), None)),
        CohortRow(starts_on=date(2026, 9, 1), customers=90, back=(rate(9, 90), None, None)),
        CohortRow(starts_on=date(2026, 10, 1), customers=10, back=(None, None, None), small=True),
    ),
    overall=(rate(59, 290), rate(20, 200), None),
    basis=PLAIN,
)
RENEWAL = MONTHLY.model_copy(
    update={
        "start": "Bought",
        "return_event": "Renewed",
        "kind": "unbounded",
        "renewal": rate(150, 250, 0.54, 0.66),
        "renewal_open": 50,
        "basis": PLAIN.model_copy(update={"window_seconds": 365 * 86_400}),
    }
)
EARLY = MONTHLY.model_copy(update={"overall": (None, None, None), "cohorts": MONTHLY.cohorts[2:], "customers": 10})
NOBODY = EARLY.model_copy(update={"customers": 0, "cohorts": ()})


def test_every_answer_is_told_well() -> None:
    for result in (MONTHLY, RENEWAL, EARLY, NOBODY):
        assert_told_well(ASK, result)


def test_the_first_and_the_last_span_that_is_over() -> None:
    assert sentences(told(ASK, MONTHLY))[0] == (
        "Of 300 customers who began, 20.3% are back in month 1 (n = 290), 10.0% are back in month 2 (n = 200)."
    )


def test_cells_that_are_not_over_have_no_value() -> None:
    (chart,) = (part for part in told(ASK, MONTHLY).parts if isinstance(part, Chart))
    assert (chart.shape, chart.categories) == ("heat", ("month 1", "month 2"))
    assert [row.values for row in chart.series] == [(25.0, 10.0), (10.0, None)]
    assert sentences(told(ASK, MONTHLY), "warning") == [
        "Cells without a figure are not over yet. 1 group of few customers: read them with care."
    ]


def test_the_renewal_rate_has_its_window_and_its_open_customers() -> None:
    reply = told(ASK, RENEWAL)
    assert sentences(reply)[0].endswith(
        "60.0% of 250 customers go from Bought to Renewed within 365 days (95% interval 54.0% to 66.0%)."
    )
    assert "50 customers still inside the window" in sentences(reply, "warning")[0]


def test_nothing_that_is_over_and_nobody_are_said() -> None:
    assert sentences(told(ASK, EARLY))[0] == "10 customers began, but no later time step is over yet."
    assert sentences(told(ASK, NOBODY))[0].startswith("Nobody began here")
