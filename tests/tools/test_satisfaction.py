"""satisfaction: CSAT, NPS and effort by place, channel, persona and time."""

import json
import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.tools.conftest import make_map
from tests.tools.logs import START, log, say, trait
from tools import satisfaction
from tools.kit import ToolError
from tools.names import same_key
from tools.satisfaction import SatisfactionArgs

REFERENCE = json.loads((Path(__file__).parent / "reference" / "statistics.json").read_text())
ORIGIN = {"by": "U0ANA", "at": "2026-11-04T09:00:00Z", "via": "chat"}


def spot(slug, title):
    return {"slug": slug, "title": title, "origin": ORIGIN}


CHECKOUT = make_map(
    (
        {"slug": "browse", "title": "Browse", "touchpoints": [spot("search", "Uses the search")]},
        {"slug": "pay", "title": "Pay", "short": "Buy", "touchpoints": [spot("pay-form", "Payment form")]},
    )
)


def scored(kind, scores, **columns):
    return [{"kind": kind, "score": score, **columns} for score in scores]


def run(sources, **args):
    return satisfaction.run(SatisfactionArgs(**args), sources)


def groups(result):
    return {group.value: (group.score.n, group.score.value) for group in result.groups}


def test_csat_is_the_share_of_four_and_five(ask):
    sources = ask(log("a", "A0"))
    say(sources.events, scored("csat", (5, 4, 4, 3, 1)))
    overall = run(sources).overall
    assert (overall.value, overall.n, overall.mean) == (0.6, 5, 3.4)
    assert (overall.good, overall.middle, overall.bad) == (3, 1, 1)
    assert (round(overall.low, 4), round(overall.high, 4)) == (0.2307, 0.8824)


def test_nps_and_csat_are_those_of_the_reference(ask):
    sources = ask(log("a", "A0"))
    for case in REFERENCE["nps"]:
        scores = [10] * case["promoters"] + [7] * case["passives"] + [2] * case["detractors"]
        say(sources.events, scored("nps", scores, channel=str(case["nps"])))
    for case in REFERENCE["nps"]:
        overall = run(sources, metric="nps", channel=str(case["nps"])).overall
        assert (overall.value, overall.low, overall.high) == pytest.approx((case["nps"], *case["interval"]), abs=1e-4)
    for case in REFERENCE["csat"]:
        say(sources.events, scored("csat", case["scores"]))
        assert run(sources, metric="csat").overall.value == pytest.approx(case["csat"], abs=1e-6)


def test_effort_is_a_mean_with_students_interval(ask):
    stats = pytest.importorskip("scipy.stats")
    sources = ask(log("a", "A0"))
    scores = (1, 2, 2, 4, 7)
    say(sources.events, scored("ces", scores))
    overall = run(sources, metric="ces").overall
    by_scipy = stats.t.interval(0.95, 4, loc=3.2, scale=stats.sem(scores))
    assert (overall.value, overall.low, overall.high) == pytest.approx((3.2, *by_scipy))
    assert (overall.good, overall.bad) == (0, 0)


def test_without_a_metric_the_one_with_most_answers_and_the_others_beside_it(ask):
    sources = ask(log("a", "A0"))
    say(sources.events, [*scored("nps", (9, 10, 0)), *scored("csat", (5, 1))])
    result = run(sources)
    assert result.metric == "nps"
    assert [(other.metric, other.score.n) for other in result.others] == [("csat", 2)]


def test_an_answer_that_stands_for_many_counts_as_many(ask):
    sources = ask(log("a", "A0"))
    say(sources.events, [{"kind": "csat", "score": 5, "times": 7}, {"kind": "csat", "score": 1, "times": 3}])
    assert (run(sources).overall.value, run(sources).overall.n) == (0.7, 10)


def test_names_of_places_are_matched_to_the_map_and_the_rest_is_counted(ask):
    sources = ask(log("a", "A0"), CHECKOUT)
    say(
        sources.events,
        [
            *scored("csat", (5, 5), touchpoint="payment-FORM"),
            *scored("csat", (1,), touchpoint="Uses the search", stage="Pay"),
            *scored("csat", (1, 1), stage="buy"),
            *scored("csat", (4, 4), touchpoint="Store 4711"),
            *scored("csat", (3,)),
        ],
    )
    result = run(sources)
    assert result.breakdown == "touchpoint"
    assert groups(result) == {"Payment form": (2, 1), "(unknown)": (3, 0), "Uses the search": (1, 0)}
    assert (result.overall.n, result.unmatched) == (6, (("Store 4711", 2),))
    assert [(e.why, e.n) for e in result.basis.excluded] == [("no_such_place", 2)]
    assert groups(run(sources, breakdown="stage")) == {"Pay": (4, 0.5), "Browse": (1, 0), "(unknown)": (1, 0)}
    assert run(sources, stage="Pay").overall.n == 4
    assert run(sources, touchpoint="Payment form").overall.n == 2


def test_without_a_map_places_are_named_as_they_are_written(ask):
    sources = ask(log("a", "A0"))
    say(sources.events, [*scored("csat", (5,), touchpoint="Pay form"), *scored("csat", (1,), touchpoint="pay-form")])
    assert groups(run(sources)) == {"Pay form": (2, 0.5)}


def test_a_score_off_its_scale_is_left_out_and_counted(ask):
    sources = ask(log("a", "A0"))
    say(sources.events, [*scored("csat", (5, 9, 0)), *scored("nps", (11,))])
    result = run(sources)
    assert (result.overall.n, [(e.why, e.n) for e in result.basis.excluded]) == (1, [("off_scale", 3)])


def test_a_persona_is_the_answers_own_else_its_customers(ask):
    sources = ask([*log("a", "A0", persona="Boris"), *log("b", "A0")])
    say(
        sources.events,
        [
            *scored("csat", (5,), customer_id="a"),
            *scored("csat", (1,), customer_id="a", persona="Ana"),
            *scored("csat", (4,), customer_id="b"),
            *scored("csat", (2,)),
        ],
    )
    assert groups(run(sources, breakdown="persona")) == {"(unknown)": (2, 0.5), "Ana": (1, 0), "Boris": (1, 1)}
    assert run(sources, persona="boris").overall.value == 1
    with pytest.raises(ToolError, match="unknown_in_feedback"):
        run(sources, persona="Nobody")


def test_what_answers_do_not_say_is_asked_of_the_customers_events(ask):
    sources = ask([*log("a", "A0", device="mobile"), *log("b", "A0", device="desktop"), *log("c", "A0")])
    trait(sources.events, "c", plan="pro")
    say(sources.events, [{"kind": "csat", "score": s, "customer_id": c} for c, s in (("a", 5), ("b", 1), ("c", 4))])
    assert run(sources, device="mobile").overall.value == 1
    assert run(sources, filters={"plan": "pro"}).overall.n == 1


def test_the_period_is_of_the_workspaces_zone(ask):
    sources = ask(log("a", "A0"), tz="Asia/Tokyo")
    say(
        sources.events,
        [
            {"kind": "csat", "score": 5, "occurred_at": datetime(2026, 3, 31, 14, 59, tzinfo=UTC)},
            {"kind": "csat", "score": 1, "occurred_at": datetime(2026, 3, 31, 15, tzinfo=UTC)},
        ],
    )
    assert run(sources, period="2026-03").overall.value == 1
    assert run(sources, period="2026-04").overall.value == 0
    assert run(sources, period="2025").overall.n == 0
    spans = run(sources, per="day").over_time
    assert [(s.starts_on, s.score.value, s.partial) for s in spans] == [
        (date(2026, 3, 31), 1, False), (date(2026, 4, 1), 0, True),
    ]  # fmt: skip


def test_few_answers_are_marked_and_never_ranked(ask):
    sources = ask(log("a", "A0"))
    say(sources.events, [*scored("csat", [5] * 3, channel="web"), *scored("csat", [4, 1] * 20, channel="store")])
    result = run(sources, breakdown="channel", top_n=1)
    assert [(g.value, g.small) for g in result.groups] == [("store", False)]
    assert [(g.value, g.small) for g in run(sources, breakdown="channel").groups] == [("store", False), ("web", True)]


def test_without_answers_it_says_what_to_import(ask):
    with pytest.raises(ToolError, match="no_feedback"):
        run(ask([]))


def test_beyond_ten_groups_the_rest_is_other(ask):
    sources = ask(log("a", "A0"))
    rows = [row for n in range(60) for row in scored("csat", [5] * (60 - n), channel=f"c{n}")]
    say(sources.events, rows)
    found = run(sources, breakdown="channel").groups
    assert (len(found), found[-1].value, found[-1].score.n) == (10, "other", sum(60 - n for n in range(9, 60)))


def oracle(rows, zone, start, end, names):
    """n, score and group counts from the definition: `rows` of one metric."""
    first, last = (datetime(day.year, day.month, day.day, tzinfo=zone) for day in (start, end))
    kept = [row for row in rows if first <= row["occurred_at"] < last]
    kept = [row for row in kept if row["touchpoint"] is None or same_key(row["touchpoint"]) in names]
    by_place = defaultdict(list)
    for row in kept:
        by_place[names[same_key(row["touchpoint"])] if row["touchpoint"] else "(unknown)"].append(row["score"])
    return [row["score"] for row in kept], by_place


def value(metric, scores):
    if metric == "csat":
        return sum(s >= 4 for s in scores) / len(scores)
    if metric == "ces":
        return sum(scores) / len(scores)
    return 100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / len(scores)


def random_survey(rng, number):
    metric = rng.choice(("csat", "nps", "ces"))
    return [
        {
            "kind": metric,
            "score": rng.randint(1, {"csat": 5, "nps": 10, "ces": 7}[metric]),
            "channel": f"log {number}",
            "occurred_at": START + timedelta(hours=rng.randint(0, 24 * 40)),
            "touchpoint": rng.choice((None, "Search", "uses the SEARCH", "Payment_form", "elsewhere")),
        }
        for _ in range(rng.randint(1, 25))
    ]


def test_two_hundred_random_surveys_agree_with_the_definition(ask):
    rng = random.Random(7)
    sources = ask(log("a", "A0"), CHECKOUT, tz="Europe/Skopje")
    names = {"search": "Uses the search", "usesthesearch": "Uses the search", "paymentform": "Payment form"}
    surveys = [random_survey(rng, number) for number in range(200)]
    say(sources.events, [row for rows in surveys for row in rows])
    for number, rows in enumerate(surveys):
        metric = rows[0]["kind"]
        start = date(2026, 3, 20) + timedelta(days=rng.randint(0, 9))
        end = start + timedelta(days=rng.randint(1, 20))
        result = run(sources, metric=metric, channel=f"log {number}", period=f"{start}..{end}", breakdown="touchpoint")
        scores, by_place = oracle(rows, ZoneInfo("Europe/Skopje"), start, end, names)
        assert result.overall.n == len(scores)
        if scores:
            assert result.overall.value == pytest.approx(value(metric, scores))
        assert {g.value: g.score.n for g in result.groups} == Counter({p: len(own) for p, own in by_place.items()})
        for group in result.groups:
            assert group.score.value == pytest.approx(value(metric, by_place[group.value]))
