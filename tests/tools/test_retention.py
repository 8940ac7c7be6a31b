"""retention: cohorts, spans in the workspace's zone, cells that are not over, the renewal rate."""

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.tools.conftest import EXAMPLES
from tests.tools.logs import START, late, log
from tools import retention
from tools.kit import ToolError
from tools.retention import RetentionArgs

DAY = 86_400


def run(sources, **args):
    return retention.run(RetentionArgs(**args), sources)


def days(customer, events):
    """`A0 B1`: event A on day 0, B on day 1, at noon."""
    return log(customer, " ".join(f"{word[0]}{int(word[1:]) * DAY + DAY // 2}" for word in events.split()))


def cells(result, place=0):
    return [None if cell is None else cell.hits for cell in result.cohorts[place].back]


def test_a_cohort_worked_out_by_hand(ask):
    rows = [*days("a", "A0 B1 B3"), *days("b", "A0 B3"), *days("c", "A0"), *days("d", "A1 B2"), *days("z", "Z5")]
    result = run(ask(rows), per="day", columns=4)
    assert [(row.starts_on.isoformat(), row.customers) for row in result.cohorts] == [
        ("2026-03-02", 3), ("2026-03-03", 1), ("2026-03-07", 1),
    ]  # fmt: skip
    assert cells(result) == [1, 0, 2, 0]  # day 4 is over: the data end at noon of day 5
    assert cells(result, 1) == [1, 0, 0, None]
    assert cells(result, 2) == [None] * 4
    assert [(rate.hits, rate.n) for rate in result.overall] == [(2, 4), (0, 4), (2, 4), (0, 3)]


def test_unbounded_counts_who_comes_in_that_span_or_later(ask):
    rows = [*days("a", "A0 B1 B3"), *days("b", "A0 B3"), *days("c", "A0"), *days("z", "Z5")]
    result = run(ask(rows), per="day", columns=4, kind="unbounded")
    assert cells(result) == [2, 2, 2, 0]


def test_coming_back_with_another_event(ask):
    rows = [*days("a", "A0 C1 B2"), *days("b", "A0 B1"), *days("z", "Z5")]
    result = run(ask(rows), per="day", columns=2, start="A", return_event="B")
    assert (cells(result), result.start, result.return_event) == ([1, 1], "A", "B")
    assert run(ask(rows), per="day", columns=2, start="A").overall[0].hits == 2


def test_the_cohort_is_that_of_the_first_event_of_all_time(ask):
    rows = [*days("a", "A0 A3"), *days("b", "A3"), *days("z", "Z9")]
    result = run(ask(rows), per="day", columns=1, period="2026-03-05")
    assert [(row.starts_on.day, row.customers) for row in result.cohorts] == [(5, 1)]


def test_filters_are_of_the_first_event(ask):
    rows = [
        *log("a", "A0", channel="website"),
        *log("a", f"A{DAY}", channel="store"),
        *log("b", "A0", channel="store"),
        late(),
    ]
    assert run(ask(rows), per="day", columns=1, channel="website").overall[0].hits == 1
    assert run(ask(rows), per="day", columns=1, channel="store").overall[0].hits == 0


def test_days_of_a_clock_change_have_23_and_25_hours(ask):
    """In Skopje clocks go forward on 29 March 2026 at 2 and back on 25 October at 3."""

    def at(customer, *stamps):
        return [
            {"customer_id": customer, "event": "A", "occurred_at": datetime.fromisoformat(stamp)} for stamp in stamps
        ]

    rows = [
        *at("a", "2026-03-28T23:00:00+00:00", "2026-03-29T21:59:59+00:00"),  # first and last second of the 29th
        *at("b", "2026-03-28T23:00:00+00:00", "2026-03-29T22:00:00+00:00"),  # the 30th begins
        *at("c", "2026-10-24T22:00:00+00:00", "2026-10-25T22:59:59+00:00"),  # still the 25th, after 25 hours
        *at("d", "2026-10-24T22:00:00+00:00", "2026-10-25T23:00:00+00:00"),
        *at("z", "2026-10-28T00:00:00+00:00"),
    ]
    result = run(ask(rows, tz="Europe/Skopje"), per="day", columns=1)
    assert [(row.starts_on.isoformat(), row.customers, row.back[0].hits) for row in result.cohorts[:2]] == [
        ("2026-03-29", 2, 1), ("2026-10-25", 2, 1),
    ]  # fmt: skip


def test_the_renewal_rate_is_a_conversion_with_closed_windows(ask):
    rows = [*days("a", "A0 R20"), *days("b", "A0 R40"), *days("c", "A0"), *days("d", "A50"), *days("z", "Z60")]
    result = run(ask(rows), start="A", return_event="R", window="30d")
    assert (result.renewal.hits, result.renewal.n, result.renewal_open) == (1, 3, 1)


def test_renewing_with_the_same_event_takes_a_second_one(ask):
    result = run(ask([*days("a", "R0 R20"), *days("b", "R0"), *days("z", "Z60")]), start="R", return_event="R")
    assert (result.renewal.hits, result.renewal.n) == (1, 2)


def test_the_spans_fit_the_data_unless_they_are_named(ask):
    assert run(ask([*days("a", "A0 A9")])).per == "day"
    assert run(ask([*days("a", "A0 A90")])).per == "week"
    assert run(ask([*days("a", "A0 A900")])).per == "month"


def test_one_customer_a_period_without_data_and_unknown_names(ask):
    sources = ask([*days("a", "A0 A1")])
    assert [row.customers for row in run(sources, per="day").cohorts] == [1]
    empty = run(sources, period="2020")
    assert (empty.customers, empty.cohorts, set(empty.overall)) == (0, (), {None})
    with pytest.raises(ToolError, match="unknown_step"):
        run(sources, start="nothing like it")
    with pytest.raises(ToolError, match="no_events"):
        run(ask([]))
    with pytest.raises(ToolError, match="too_many_spans"):
        run(ask([*days("a", "A0"), *days("b", "A600")]), per="day")


def test_sql_written_by_hand_agrees_on_the_sample(sample):
    duckdb = pytest.importorskip("duckdb")
    by_hand = duckdb.sql(f"""
        WITH log AS (SELECT customer_id, date_trunc('week', occurred_at::TIMESTAMP) AS week
                     FROM read_csv('{EXAMPLES / "events.csv"}', all_varchar = true)),
        firsts AS (SELECT customer_id, min(week) AS first FROM log GROUP BY 1)
        SELECT first::DATE, count(DISTINCT customer_id),
               count(DISTINCT customer_id) FILTER (week = first + INTERVAL 7 DAY)
        FROM log JOIN firsts USING (customer_id) GROUP BY 1 ORDER BY 1
    """).fetchall()
    result = run(sample, per="week", columns=1)
    ours = [(row.starts_on, row.customers, row.back[0].hits) for row in result.cohorts if row.back[0] is not None]
    assert ours == by_hand[: len(ours)] and len(ours) > 8


ZONE = ZoneInfo("Europe/Skopje")


def index(at, per):
    day = at.astimezone(ZONE).date()
    return {"day": day.toordinal(), "week": (day.toordinal() - 1) // 7, "month": day.year * 12 + day.month - 1}[per]


def begins(number, per):
    if per == "month":
        return datetime(number // 12, number % 12 + 1, 1, tzinfo=ZONE)
    day = date.fromordinal(number if per == "day" else number * 7 + 1)
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)


def oracle(customers, as_of, per, back, unbounded, columns):
    """cohort → (customers, hits of each span that is over), from the definition."""
    members = defaultdict(list)
    for events in customers.values():
        seen = [(at, name) for at, name in events if at <= as_of]
        if seen:
            members[index(min(seen)[0], per)].append(seen)
    found = {}
    for cohort, own in members.items():
        cells = []
        for k in range(1, columns + 1):
            if begins(cohort + k + 1, per) > as_of + timedelta(microseconds=1):
                cells.append(None)
                continue
            cells.append(
                sum(
                    any(
                        (index(at, per) >= cohort + k if unbounded else index(at, per) == cohort + k)
                        for at, name in seen
                        if back in (None, name)
                    )
                    for seen in own
                )
            )
        found[cohort] = (len(own), cells)
    return found


def test_two_hundred_random_logs_agree_with_the_definition(ask):
    rng = random.Random(3)
    logs, rows = [], []
    for number in range(200):
        reach = rng.choice((3, 20, 200))
        customers = {
            f"{number}-{c}": [
                (START + timedelta(minutes=rng.randint(0, reach * 1440)), rng.choice("ABC"))
                for _ in range(rng.randint(1, 6))
            ]
            for c in range(rng.randint(1, 6))
        }
        logs.append((reach, customers))
        rows += [
            {"customer_id": who, "occurred_at": at, "event": name, "campaign": f"log {number}"}
            for who, events in customers.items()
            for at, name in events
        ]
    sources = ask(rows, tz="Europe/Skopje")
    for number, (reach, customers) in enumerate(logs):
        per = rng.choice(("day", "week", "month") if reach < 200 else ("week", "month"))
        back, unbounded, columns = rng.choice((None, "B")), rng.random() < 0.5, rng.randint(1, 6)
        last = date(2026, 3, 2) + timedelta(days=rng.randint(0, reach))
        as_of = datetime(last.year, last.month, last.day, tzinfo=ZONE) + timedelta(days=1) - timedelta(microseconds=1)
        result = run(
            sources, campaign=f"log {number}", per=per, columns=columns, as_of=last.isoformat(),
            return_event=back, kind="unbounded" if unbounded else "n_day",
        )  # fmt: skip
        expected = oracle(customers, as_of, per, back, unbounded, columns)
        ours = {
            index(datetime.combine(row.starts_on, datetime.min.time(), ZONE), per): (
                row.customers, [None if cell is None else cell.hits for cell in row.back]
            )
            for row in result.cohorts
        }  # fmt: skip
        assert ours == expected, (number, per, back, unbounded)
