"""How retention is told. Results are worked out by hand."""

from datetime import date

from bot import answers
from bot.questions import Ask, Slots
from bot.reply import Chart, Sheet
from prompts.loader import words
from tests.bot.answers.results import BASIS, rate
from tests.bot.answers.told_well import assert_told_well, sentences, told
from tools.groups import UNKNOWN
from tools.retention import CohortRow, GroupBack, RetentionResult

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
        "n counts the customers for whom that time step is over; cells without a figure are not over yet. "
        "1 group of few customers: read them with care."
    ]


def test_the_renewal_rate_has_its_window_and_its_open_customers() -> None:
    reply = told(ASK, RENEWAL)
    assert sentences(reply)[0].endswith(
        "60.0% of 250 customers go from Bought to Renewed within 365 days (95% interval 54.0% to 66.0%)."
    )
    assert "Still inside the window, not counted yet: 50 customers." in sentences(reply, "warning")[0]


def test_nothing_that_is_over_and_nobody_are_said() -> None:
    assert sentences(told(ASK, EARLY))[0] == "10 customers began, but no later time step is over yet."
    assert sentences(told(ASK, NOBODY))[0].startswith("Nobody began here")


GROUPED = MONTHLY.model_copy(
    update={
        "breakdown": "device",
        "groups": (
            GroupBack(value="mobile", customers=170, back=(rate(30, 165), rate(8, 110), None)),
            GroupBack(value="desktop", customers=100, back=(rate(25, 98), rate(10, 72), None)),
            GroupBack(value=UNKNOWN, customers=30, back=(rate(4, 27), rate(2, 18), None), small=True),
        ),
    }
)
BY_DEVICE = Ask(tool="retention", args=Slots(journey="Checkout", breakdown="device"))


def test_groups_are_told_most_first_and_drawn_as_lines() -> None:
    assert_told_well(BY_DEVICE, GROUPED)
    reply = told(BY_DEVICE, GROUPED)
    assert sentences(reply)[0].endswith("By device, back in month 1: computer 25.5% (n = 98), phone 18.2% (n = 165).")
    (chart,) = (part for part in reply.parts if isinstance(part, Chart))
    assert (chart.shape, chart.categories) == ("line", ("month 1", "month 2"))
    assert [(line.name, line.values) for line in chart.series] == [
        ("phone", (18.2, 7.3)), ("computer", (25.5, 13.9)), ("(not known)", (14.8, 11.1)),
    ]  # fmt: skip
    assert chart.note.startswith("phone n = 170, computer n = 100, (not known) n = 30")
    assert "phone: month 1 18.2% (n = 165), month 2 7.3% (n = 110)" in chart.alt.replace("\u202f", " ")
    assert sentences(reply, "warning") == [
        "n counts the customers for whom that time step is over. Too small to rank: (not known) (only n = 30)."
    ]


def test_a_sheet_of_groups_has_n_beside_every_share() -> None:
    (part,) = answers.sheet(BY_DEVICE, GROUPED, words("en")).parts
    assert isinstance(part, Sheet)
    assert part.table.columns == ("Group", "Time step", "Customers", "Back", "Share")
    assert part.table.rows == (
        ("Everyone", "month 1", "290", "59", "20.3%"),
        ("Everyone", "month 2", "200", "20", "10.0%"),
        ("phone", "month 1", "165", "30", "18.2%"),
        ("phone", "month 2", "110", "8", "7.3%"),
        ("computer", "month 1", "98", "25", "25.5%"),
        ("computer", "month 2", "72", "10", "13.9%"),
        ("(not known)", "month 1", "27", "4", "14.8%"),
        ("(not known)", "month 2", "18", "2", "11.1%"),
    )


def test_groups_beyond_those_with_room_are_said() -> None:
    many = tuple(GROUPED.groups[0].model_copy(update={"value": f"d{n}"}) for n in range(8))
    reply = told(BY_DEVICE, GROUPED.model_copy(update={"groups": many, "more_groups": 2}))
    (chart,) = (part for part in reply.parts if isinstance(part, Chart))
    assert len(chart.series) == 6
    assert (
        "The groups shown come back most; 2 groups left out. The picture shows the 6 largest groups."
        in (sentences(reply, "warning")[0])
    )


def test_a_split_by_stage_and_lines_without_groups_are_said_to_be_of_no_use() -> None:
    asked = Ask(tool="retention", args=Slots(journey="Checkout", breakdown="stage", top_n=3))
    assert sentences(told(asked, MONTHLY), "warning")[0].startswith("I could not use here: that split.")
    top = Ask(tool="retention", args=Slots(journey="Checkout", top_n=3))
    assert "that number of lines" in sentences(told(top, MONTHLY), "warning")[0]
