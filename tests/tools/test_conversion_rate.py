"""conversion_rate: hand-worked cases, its ends, its rates over time."""

from datetime import date

import pytest

from tests.tools.conftest import make_map
from tests.tools.logs import late, log
from tools import conversion_rate
from tools.conversion_rate import ConversionRateArgs
from tools.kit import ToolError

ROWS = [
    *log("ann", "A0 B10 C30", device="mobile"),
    *log("bob", "A0 C40", device="mobile"),
    *log("cy", "A0", device="desktop"),
    late(),
]
STAGES = (
    {"slug": "a", "title": "A"},
    {"slug": "b", "title": "B"},
    {"slug": "c", "title": "C", "role": "buy"},
    {"slug": "z", "title": "the end"},
)
MAP = make_map(STAGES)


def at(day: str, hour: int = 12) -> str:
    return f"2026-{day}T{hour:02}:00:00Z"


def row(customer: str, event: str, day: str, hour: int = 12) -> dict[str, object]:
    return {"customer_id": customer, "occurred_at": at(day, hour), "event": event}


def test_from_the_first_stage_to_the_buying_one(ask):
    result = conversion_rate.run(ConversionRateArgs(), ask(ROWS, MAP))
    assert (result.start, result.goal) == ("A", "C")
    assert (result.rate.hits, result.rate.n, result.median_seconds) == (2, 3, 35.0)
    assert (result.rate.low, result.rate.high) == pytest.approx((0.20766, 0.93851), abs=1e-5)


def test_a_stage_alone_leads_to_the_next(ask):
    result = conversion_rate.run(ConversionRateArgs(stage="b"), ask(ROWS, MAP))
    assert (result.start, result.goal, result.rate.hits, result.rate.n) == ("B", "C", 1, 1)
    with pytest.raises(ToolError, match="last_stage"):
        conversion_rate.run(ConversionRateArgs(stage="the end"), ask(ROWS))


def test_between_events_no_map_is_needed(ask):
    result = conversion_rate.run(ConversionRateArgs(start="a", goal="B"), ask(ROWS))
    assert (result.rate.hits, result.rate.n) == (1, 3)
    assert result.basis.journey is None
    with pytest.raises(ToolError, match="no_maps"):
        conversion_rate.run(ConversionRateArgs(goal="B"), ask(ROWS))
    with pytest.raises(ToolError, match="unknown_step"):
        conversion_rate.run(ConversionRateArgs(start="A", goal="nothing like it"), ask(ROWS))


def test_by_group_and_by_stage(ask):
    sources = ask(ROWS, MAP)
    by_device = conversion_rate.run(ConversionRateArgs(breakdown="device", min_n=2), sources)
    assert [(g.value, g.rate.hits, g.rate.n, g.small) for g in by_device.groups] == [
        ("mobile", 2, 2, False),
        ("desktop", 0, 1, True),
    ]
    by_stage = conversion_rate.run(ConversionRateArgs(breakdown="stage"), sources)
    assert [(g.value, g.rate.hits, g.rate.n) for g in by_stage.groups] == [("A", 1, 3), ("B", 1, 1), ("C", 0, 2)]


def test_a_repeated_event_can_be_both_ends(ask):
    rows = [*log("twice", "A0 A5"), *log("once", "A0"), late()]
    result = conversion_rate.run(ConversionRateArgs(start="A", goal="A"), ask(rows))
    assert (result.rate.hits, result.rate.n) == (1, 2)


def test_over_time_every_bucket_is_counted_as_if_it_were_the_period(ask):
    rows = [
        row("both", "A", "03-02"), row("both", "A", "04-20"), row("both", "B", "04-21"),
        row("march", "A", "03-31", 23), row("march", "B", "04-01"),
        row("may", "A", "05-29"), row("may", "B", "05-30"), row("end", "Z", "06-01"),
    ]  # fmt: skip
    sources = ask(rows)
    result = conversion_rate.run(ConversionRateArgs(start="A", goal="B", per="month"), sources)
    assert [(p.starts_on, p.rate.hits, p.rate.n, p.partial) for p in result.over_time] == [
        (date(2026, 3, 1), 1, 2, False),
        (date(2026, 4, 1), 1, 1, False),
        (date(2026, 5, 1), 0, 0, True),
        (date(2026, 6, 1), 0, 0, True),
    ]
    for part in result.over_time:
        alone = conversion_rate.run(ConversionRateArgs(start="A", goal="B", period=f"{part.starts_on:%Y-%m}"), sources)
        assert alone.rate == part.rate


def test_weeks_begin_on_monday_and_days_with_the_zone(ask):
    rows = [row("a", "A", "03-29", 22), row("b", "A", "03-30", 5), *log("c", "B0"), late()]
    sources = ask(rows, tz="Europe/Skopje")  # 22:00 UTC on 29 March is midnight of Monday the 30th there
    weeks = conversion_rate.run(ConversionRateArgs(start="A", goal="B", per="week", period="2026-03"), sources)
    assert [(p.starts_on, p.rate.n) for p in weeks.over_time if p.rate.n] == [(date(2026, 3, 30), 2)]
    days = conversion_rate.run(ConversionRateArgs(start="A", goal="B", per="day", period="2026-03"), sources)
    assert [(p.starts_on, p.rate.n) for p in days.over_time if p.rate.n] == [(date(2026, 3, 30), 2)]


def test_nobody_in_the_period_has_no_rate(ask):
    result = conversion_rate.run(ConversionRateArgs(start="A", goal="B", period="2020"), ask(ROWS))
    assert result.rate.value is None
    assert result.rate.n == 0
