"""engagement: visits, active customers, mails, interactions, and the period before."""

import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from tests.tools.conftest import EXAMPLES, make_map
from tests.tools.logs import START, log, measured
from tools import engagement
from tools.engagement import EngagementArgs
from tools.kit import ToolError

DAY = 86_400


def run(sources, **args):
    return engagement.run(EngagementArgs(**args), sources)


def at(customer, event, day, **columns):
    return {"customer_id": customer, "event": event, "occurred_at": START + timedelta(days=day), **columns}


def test_visits_and_active_customers_by_channel_with_the_period_before(ask):
    rows = [
        *(at("a", "View", day, channel="website") for day in (0, 3, 3)),
        at("b", "View", 1, channel="website"),
        *(at(who, "View", day, channel="email") for who, day in (("a", 2), ("c", 5))),
    ]
    result = run(ask(rows), period="2026-03-05..2026-03-08")
    assert (result.now.visits, result.now.customers, result.before.visits, result.before.customers) == (3, 2, 3, 2)
    assert (result.now.per_customer, result.change.visits, result.change.customers) == (1.5, 0, 0)
    assert [(g.value, g.now.visits, g.now.customers, g.before.visits, g.change.visits) for g in result.groups] == [
        ("website", 2, 1, 2, 0), ("email", 1, 1, 1, 0),
    ]  # fmt: skip
    assert (result.period_before.start, result.period_before.end) == (date(2026, 3, 2), date(2026, 3, 5))


def test_where_the_data_do_not_reach_back_there_is_no_trend(ask):
    result = run(ask([at("a", "View", 0), at("a", "View", 4)]), period="2026-03-04..2026-03-08")
    assert (result.period_before, result.before, result.change) == (None, None, None)


def test_without_a_period_the_last_thirty_days_of_the_data(ask):
    result = run(ask([at("a", "View", 0), at("b", "View", 70), at("b", "View", 99)]))
    assert (result.period.start, result.period.end) == (date(2026, 5, 11), date(2026, 6, 10))
    assert (result.now.visits, result.before.visits) == (2, 0)
    assert result.change.visits is None  # there was nothing before


def test_mails_are_opened_and_clicked_of_those_delivered(ask):
    rows = [
        at("a", "Email Delivered", 0, campaign="x"), at("a", "Email Opened", 1, campaign="x"),
        at("a", "Email Opened", 2, campaign="x"), at("a", "Email Link Clicked", 2, campaign="x"),
        at("b", "Email Delivered", 0, campaign="x"), at("c", "Email Opened", 0, campaign="x"),
        at("b", "email_delivered", 1, campaign="y"), at("b", "Email Opened", 2, campaign="y"),
    ]  # fmt: skip
    mail = run(ask(rows)).mail
    assert (mail.opened.hits, mail.opened.n, mail.clicked.hits) == (2, 3, 1)
    assert run(ask([at("a", "View", 0)])).mail is None


def test_a_mail_opened_after_the_period_is_opened(ask):
    rows = [at("a", "Email Delivered", 0), at("a", "Email Opened", 9), at("b", "Email Opened", 0), at("z", "Z", 20)]
    mail = run(ask(rows), period="2026-03-02").mail
    assert (mail.opened.hits, mail.opened.n, mail.clicked.hits) == (1, 1, 0)


def test_interactions_lie_in_the_period_or_have_no_time(ask):
    sources = ask([at("a", "View", 0), at("a", "View", 80)])
    inside = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 2, tzinfo=UTC)
    from_us, until_us = (int(day.timestamp()) * 1_000_000 for day in inside)
    measured(
        sources.events,
        [
            {"metric": "likes", "value": 10, "from_us": from_us, "until_us": until_us, "channel": "social_post"},
            {"metric": "likes", "value": 5},
            {"metric": "shares", "value": 2, "from_us": from_us - 30 * DAY * 10**6, "until_us": from_us},
            {"metric": "clicks", "value": 99, "from_us": from_us, "until_us": until_us},
        ],
    )
    assert [(s.metric, s.now, s.before) for s in run(sources).social] == [("likes", 15, None)]
    by_month = run(sources, period="2026-05..2026-05-31").social
    assert [(s.metric, s.now, s.before) for s in by_month] == [("likes", 10, None), ("shares", 0, 2)]


def test_visits_are_events_on_the_map_and_may_be_of_a_stage_or_a_touchpoint(ask):
    rows = [at("a", "A", 0), at("a", "B", 0), at("b", "B", 1), at("b", "X", 1)]
    sources = ask(rows, make_map(("A", "B")))
    assert run(sources).now.visits == 3
    assert run(sources, stage="B").now.visits == 2
    assert run(sources, touchpoint="X").now.visits == 1
    by_stage = run(sources, breakdown="stage").groups
    assert [(g.value, g.now.visits, g.now.customers) for g in by_stage] == [("B", 2, 2), ("A", 1, 1)]


def test_a_day_of_a_clock_change_is_cut_in_the_workspaces_zone(ask):
    stamps = ("2026-03-28T23:00:00", "2026-03-29T21:59:59", "2026-03-29T22:00:00", "2026-03-31T12:00:00")
    rows = [
        {"customer_id": "a", "event": "A", "occurred_at": datetime.fromisoformat(f"{stamp}+00:00")} for stamp in stamps
    ]
    result = run(ask(rows, tz="Europe/Skopje"), per="day", period="2026-03-29..2026-04-01")
    assert [(s.starts_on.day, s.now.visits, s.partial) for s in result.over_time] == [
        (29, 2, False), (30, 1, False), (31, 1, True),
    ]  # fmt: skip


def test_ten_thousand_groups_are_cut_and_counted(ask):
    rows = [at(f"c{n}", "A", 0, campaign=f"campaign {n}") for n in range(10_000)]
    result = run(ask([*rows, at("x", "A", 0, campaign="campaign 7")]), breakdown="campaign")
    assert (len(result.groups), result.more_groups, result.groups[0].value) == (10, 9_990, "campaign 7")


def test_bad_input_is_said(ask):
    with pytest.raises(ToolError, match="no_events"):
        run(ask([]))
    sources = ask(log("a", "A0"))
    assert run(sources, period="2020").now.visits == 0
    with pytest.raises(ToolError, match="unknown_step"):
        run(sources, touchpoint="nothing like it")


MAPPED = (
    "Ad Clicked", "Guide Read", "Products Searched", "Product Viewed", "Comparison Opened", "Reviews Opened",
    "Product Added", "Order Completed", "Vacuum Delivered", "Survey Answered",
)  # fmt: skip


def test_sql_written_by_hand_agrees_on_the_sample(sample):
    duckdb = pytest.importorskip("duckdb")
    by_hand = duckdb.sql(f"""
        SELECT channel, count(*), count(DISTINCT customer_id) FROM read_csv('{EXAMPLES / "events.csv"}')
        WHERE occurred_at::TIMESTAMP >= '2026-09-01' AND occurred_at::TIMESTAMP < '2026-10-01' AND event IN {MAPPED}
        GROUP BY 1
    """).fetchall()
    ours = run(sample, period="2026-09").groups
    assert {g.value: (g.now.visits, g.now.customers) for g in ours} == {
        channel: (n, who) for channel, n, who in by_hand
    }


ZONE = ZoneInfo("Europe/Skopje")


def test_two_hundred_random_logs_agree_with_the_definition(ask):
    rng = random.Random(11)
    names = ("View", "Email Delivered", "Email Opened", "Email Link Clicked")
    logs, rows = [], [at("z", "View", -200)]
    for number in range(200):
        own = [
            at(
                f"{number}-{rng.randint(0, 4)}", rng.choice(names), rng.randint(0, 60 * 24) / 24,
                device=f"log {number}", campaign=rng.choice(("x", "y", "")), channel=rng.choice(("email", "website")),
            )
            for _ in range(rng.randint(1, 20))
        ]  # fmt: skip
        logs.append(own)
        rows += own
    sources = ask(rows, tz="Europe/Skopje")
    for number, own in enumerate(logs):
        start = date(2026, 3, 2) + timedelta(days=rng.randint(0, 50))
        length = timedelta(days=rng.randint(1, 30))
        per = rng.choice(("day", None, None))
        result = run(sources, device=f"log {number}", period=f"{start}..{start + length}", per=per)
        bounds = [
            datetime(day.year, day.month, day.day, tzinfo=ZONE) for day in (start - length, start, start + length)
        ]
        before, now = ([row for row in own if first <= row["occurred_at"] < last] for first, last in pairwise(bounds))
        assert (result.now.visits, result.now.customers) == (len(now), len({r["customer_id"] for r in now}))
        assert (result.before.visits, result.before.customers) == (len(before), len({r["customer_id"] for r in before}))
        assert {g.value: g.now.visits for g in result.groups} == Counter(r["channel"] for r in now)
        per_day = Counter(r["occurred_at"].astimezone(ZONE).date() for r in now)
        assert {s.starts_on: s.now.visits for s in result.over_time if s.now.visits} == (per_day if per else {})
        expected = mails(own, bounds[1], bounds[2])
        assert (
            expected == (0, 0, 0)
            if result.mail is None
            else ((result.mail.opened.n, result.mail.opened.hits, result.mail.clicked.hits) == expected)
        )


def mails(rows, first, last):
    """Delivered in the time, and of these opened and clicked since the first delivery in it."""
    since, later = {}, defaultdict(lambda: defaultdict(list))
    for row in rows:
        mail = row["customer_id"], row["campaign"]
        if row["event"] == "Email Delivered" and first <= row["occurred_at"] < last:
            since[mail] = min(since.get(mail, row["occurred_at"]), row["occurred_at"])
        later[row["event"]][mail].append(row["occurred_at"])

    def then(name):
        return sum(any(moment >= begun for moment in later[name][mail]) for mail, begun in since.items())

    return len(since), then("Email Opened"), then("Email Link Clicked")
