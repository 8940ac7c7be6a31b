"""churn_reasons: who left and when, what they visited last, what they said; given and correlated stay apart."""

import random
from collections import Counter, defaultdict
from datetime import timedelta

import pandas as pd
import pytest
from scipy.stats import chi2_contingency
from statsmodels.stats.multitest import multipletests

from tests.tools.conftest import make_map, sources
from tests.tools.logs import START, log, say, store
from tools import churn_reasons
from tools.churn_reasons import ChurnReasonsArgs
from tools.kit import ToolError

DAY = 86_400


ORIGIN = {"by": "U0ANA", "at": START, "via": "chat"}


def run(given_sources, **args):
    return churn_reasons.run(ChurnReasonsArgs(**{"min_n": 1, "quiet": "10d", **args}), given_sources)


def days(customer, events, **columns):
    """`A0 B1`: event A on day 0, B on day 1."""
    names = {"X": "Subscription Cancelled", "R": "Order Refunded", "P": "Order Completed"}
    rows = log(customer, " ".join(f"{word[0]}{int(word[1:]) * DAY}" for word in events.split()), **columns)
    return [{**row, "event": names.get(row["event"], row["event"])} for row in rows]


def shop():
    """ann closed on day 9 and came back, bob is silent since day 3, cy and dee stay, eve came too late to tell."""
    return [
        *days("ann", "A0 B2 X9 C30"),
        *days("bob", "A1 B3"),
        *days("cy", "A0 C20 C35"),
        *days("dee", "B0 C38"),
        *days("eve", "A36 X40"),
    ]


def test_who_left_and_when_by_hand(ask):
    result = run(ask(shop()))
    assert (result.left.hits, result.left.n, result.closed, result.quiet, result.stayed) == (2, 4, 1, 1, 2)
    assert (result.still_open, result.came_back, result.closing_events) == (1, 1, ("Subscription Cancelled",))
    # bob left 2 days after his first event, ann 9; cy and dee were seen last in their sixth week
    assert [(week.at_risk, week.left) for week in result.weeks] == [(4, 1), (3, 1)]
    assert result.worst_week == 2
    assert result.basis.customers == 5


def test_a_younger_quiet_period_lets_more_customers_be_told(ask):
    given_sources = ask(shop())
    assert run(given_sources, quiet="60d").left.n == 0
    short = run(given_sources, quiet="3d")
    assert (short.still_open, short.closed, short.quiet, short.stayed) == (0, 2, 2, 1)


def test_exactly_the_quiet_period_is_no_silence_yet(ask):
    rows = [*days("ann", "A0 B5"), *days("bob", "A0 B4"), *days("zoe", "A0 A15")]
    result = run(ask(rows))
    assert (result.quiet, result.stayed) == (1, 2)


def test_the_last_three_visits_by_hand(ask):
    result = run(ask(shop()))
    places = {touch.title: (touch.left.hits, touch.stayed.hits) for touch in result.last_touchpoints}
    assert places == {"A": (2, 1), "B": (2, 1), "C": (0, 2)}
    assert [touch.lift for touch in result.last_touchpoints] == [2.0, 2.0, 0.0]


def test_older_visits_than_the_last_three_do_not_count(ask):
    rows = [*days("ann", "A0 B1 C2 D3 X9"), *days("bob", "A0 A30")]
    places = {t.title: t.left.hits for t in run(ask(rows)).last_touchpoints}
    assert places == {"A": 0, "B": 1, "C": 1, "D": 1}


def test_on_a_map_visits_are_its_touchpoints(ask):
    stages = (
        {"slug": "look", "title": "Look", "event_names": ("A",)},
        {
            "slug": "use", "title": "Use",
            "touchpoints": (
                {"slug": "app", "title": "The app", "event_names": ("B", "C"), "origin": ORIGIN},
            ),
        },
    )  # fmt: skip
    result = run(ask(shop(), make_map(stages)))
    assert {t.title: (t.left.hits, t.stayed.hits) for t in result.last_touchpoints} == {
        "Look": (2, 1),
        "The app": (2, 2),
    }
    of_stage = run(ask(shop(), make_map(stages, map_id="again", title="Again")), journey="again", stage="Look")
    assert of_stage.left.n == 3  # dee was never in Look


def test_a_plan_and_a_named_event_narrow_it(ask):
    rows = [
        *days("ann", "A0 Q5", device="pro"),
        *days("bob", "A0 A30", device="pro"),
        *days("cy", "A0 A2", device="basic"),
    ]
    assert run(ask(rows), device="pro").quiet == 1
    named = run(ask(rows), event="Q", device="pro")
    assert (named.closed, named.quiet, named.closing_events) == (1, 0, ("Q",))
    with pytest.raises(ToolError, match="unknown_step"):
        run(ask(rows), event="nothing like it")


def reason(customer, text, day=9, **columns):
    return {
        "customer_id": customer,
        "kind": "reason",
        "text": text,
        "occurred_at": START + timedelta(days=day),
        **columns,
    }


def test_reasons_are_of_those_who_left_and_of_nobody_known(ask):
    given_sources = ask(shop())
    say(
        given_sources.events,
        [
            reason("ann", "Too expensive"), reason("bob", "it is too expensive!"),
            reason(None, "a competitor is cheaper", times=3),
            reason("cy", "too expensive"), reason("eve", "no time", 40),
        ],
    )  # fmt: skip
    result = run(given_sources)
    assert [(one.times, one.quotes) for one in result.given] == [
        (3, ("a competitor is cheaper",)),
        (2, ("Too expensive", "it is too expensive!")),
    ]
    assert (result.times, result.reasons_of_others, result.given[0].share) == (5, 2, 0.6)
    narrowed = run(given_sources, as_of="2026-04-10", period="2026-03-02")
    assert narrowed.times == 1 and narrowed.given[0].quotes == ("Too expensive",)  # ann alone entered that day and left


def test_a_reason_without_a_time_counts_where_no_time_is_asked_for(ask):
    given_sources = ask(shop())
    undated = [{"kind": "reason", "text": "too dear", "occurred_at": None, "customer_id": who} for who in ("ann", None)]
    say(given_sources.events, undated)
    assert run(given_sources).times == 2
    assert run(given_sources, period="2026-03").times == 1  # of ann it is known that she left


def test_a_closing_event_may_carry_its_reason(ask):
    rows = [{**row, "reason": "moved away" if "Cancel" in row["event"] else ""} for row in shop()]
    assert [(one.times, one.quotes) for one in run(ask(rows)).given] == [(1, ("moved away",))]


def test_returns_are_told_apart_from_leaving(ask):
    rows = [*days("ann", "P0 R4 X9"), *days("bob", "P1 R3 A38"), *days("cy", "R2 A39"), *days("dee", "A0 A40")]
    given_sources = ask(rows)
    say(
        given_sources.events,
        [
            reason("ann", "too loud", 4), reason("ann", "service was rude", 9), reason("bob", "It was too loud", 5),
            reason(None, "wrong colour", touchpoint="order_refunded"),
        ],
    )  # fmt: skip
    result = run(given_sources)
    assert result.returns is not None
    assert (result.returns.events, result.returns.customers, result.returns.after) == (3, 3, 0)
    assert [(one.times, one.quotes[0]) for one in result.returns.reasons] == [
        (2, "It was too loud"),
        (1, "wrong colour"),
    ]
    assert [one.quotes for one in result.given] == [("service was rude",)]


def test_the_time_of_a_return_is_since_the_purchase_before_it(ask):
    rows = [*days("ann", "P0 P6 R8"), *days("bob", "P1 R5"), *days("cy", "R2 A40")]
    rows = [{**row, "revenue": {"Order Completed": "20", "Order Refunded": "-20"}.get(row["event"])} for row in rows]
    back = run(ask(rows)).returns
    assert (back.events, back.after, back.median_seconds) == (3, 2, 3 * DAY)


def test_what_is_missing_is_said(ask):
    assert run(ask(days("ann", "A0 A30"))).missing == ("closing_events", "reasons", "return_events")
    assert run(ask(days("ann", "A0 A2") + days("zoe", "A30"))).missing == (
        "closing_events", "stayed", "reasons", "return_events",
    )  # fmt: skip
    with pytest.raises(ToolError, match="no_events"):
        run(ask([]))
    alone = run(ask(days("ann", "A0")))
    assert (alone.left.n, alone.still_open, alone.weeks, alone.last_touchpoints) == (0, 1, (), ())


def test_of_those_who_bought_it_is_told_who_did_so_again(ask):
    rows = [
        *days("ann", "P0 P3"),
        *days("bob", "A0 P1"),
        *days("cy", "P1 A2 A39"),
        *days("dee", "A0 A2"),
        *days("eve", "P36 P38"),
        *days("fay", "A39"),
    ]
    priced = [
        {**row, "revenue": "9.00", "currency": "EUR"} if row["event"] == "Order Completed" else row for row in rows
    ]
    again = run(ask(priced)).bought_again
    assert (again.hits, again.n) == (1, 3)  # eve came too late to tell, dee never bought


def test_few_customers_at_a_place_are_shown_last_and_not_tested(ask):
    rows = [row for i in range(30) for row in days(f"g{i}", "A0 B1")]
    rows += [row for i in range(30) for row in days(f"s{i}", "A0 A39")] + days("odd", "O0")
    touches = run(ask(rows), min_n=30).last_touchpoints
    assert [(touch.title, touch.small, touch.p is None) for touch in touches] == [
        ("B", False, False), ("A", False, False), ("O", True, True),
    ]  # fmt: skip
    assert touches[0].lift is None  # nobody who stayed had it


def test_places_are_tested_as_scipy_and_statsmodels_do(ask):
    draw = random.Random(3)
    rows = []
    for i in range(120):
        gone, seen = i % 2, draw.sample("ABCDE", 2)
        if gone and draw.random() < 0.7:
            seen[0] = "A"
        rows += days(f"c{i}", f"{seen[0]}0 {seen[1]}1" + ("" if gone else f" {seen[1]}40"))
    touches = run(ask(rows), min_n=1).last_touchpoints
    tables = [[[t.left.hits, t.left.n - t.left.hits], [t.stayed.hits, t.stayed.n - t.stayed.hits]] for t in touches]
    expected = multipletests([chi2_contingency(table, correction=False)[1] for table in tables], method="holm")[1]
    assert [t.p for t in touches] == pytest.approx(list(expected))


def oracle(rows, entered, quiet, end):
    """Standing of each customer, the week of leaving or of the last event, and the last three visits."""
    found = {}
    by_customer = defaultdict(list)
    for row in rows:
        by_customer[row["customer_id"]].append(row)
    for customer, own in by_customer.items():
        own = sorted(own, key=lambda row: row["occurred_at"])  # files keep their order among equal times
        starts = [row["occurred_at"] for row in own if entered(row)]
        if not starts:
            continue
        first = min(starts)
        last = own[-1]["occurred_at"]
        closings = [r["occurred_at"] for r in own if r["event"].startswith("Sub") and r["occurred_at"] >= first]
        if first + quiet > end:
            standing, until = "open", last
        elif closings:
            standing, until = "closed", closings[0]
        elif end - last > quiet:
            standing, until = "quiet", last
        else:
            standing, until = "stayed", last
        visits = [r["event"] for r in own if not r["event"].startswith("Sub") and r["occurred_at"] <= until]
        found[customer] = (standing, (until - first) // timedelta(days=7), set(visits[-3:]))
    return found


def test_two_hundred_random_logs_agree_with_the_definition(stores, tmp_path):
    """A campaign each, in one store; some events are of another campaign. Pandas is the second opinion on visits."""
    draw = random.Random(11)
    logs: list[list[dict[str, object]]] = []
    for k in range(200):
        rows = []
        for customer in "abcdefg"[: draw.randint(1, 7)]:
            words = " ".join(f"{draw.choice('AABBCX')}{draw.randint(0, 40)}" for _ in range(draw.randint(1, 8)))
            own = days(f"{k}{customer}", words)
            own = [{**row, "revenue": "5.00", "currency": "EUR"} if row["event"] == "B" else row for row in own]
            rows += [{**row, "campaign": f"log{k}" if draw.random() < 0.8 else "other"} for row in own]
        logs.append(rows)
    end = START + timedelta(days=41)
    everything = [row for rows in logs for row in rows]
    events = store(tmp_path, [*everything, {"customer_id": "z", "occurred_at": end, "event": "Z", "campaign": "none"}])
    given_sources = sources(stores, events)
    for k, rows in enumerate(logs):
        if not any(row["campaign"] == f"log{k}" for row in rows):
            continue
        result = run(given_sources, campaign=f"log{k}", quiet="12d")
        found = oracle(rows, lambda row, k=k: row["campaign"] == f"log{k}", timedelta(days=12), end)
        counts = Counter(standing for standing, _, _ in found.values())
        assert (result.closed, result.quiet, result.stayed, result.still_open) == tuple(
            counts[name] for name in ("closed", "quiet", "stayed", "open")
        )
        priced = [row for row in rows if row["event"] == "B" and row["customer_id"] in found]
        since = {
            c: min(r["occurred_at"] for r in rows if r["customer_id"] == c and r["campaign"] == f"log{k}")
            for c in found
        }
        bought = Counter(
            row["customer_id"]
            for row in priced
            if found[row["customer_id"]][0] != "open" and row["occurred_at"] >= since[row["customer_id"]]
        )
        assert (result.bought_again.hits, result.bought_again.n) == (sum(n > 1 for n in bought.values()), len(bought))
        told = {c: one for c, one in found.items() if one[0] != "open"}
        gone = {c: one for c, one in told.items() if one[0] != "stayed"}
        for week in result.weeks:
            assert week.at_risk == sum(w >= week.week - 1 for _, w, _ in told.values())
            assert week.left == sum(w == week.week - 1 for _, w, _ in gone.values())
        if gone and len(gone) < len(told):
            frame = pd.DataFrame(
                [(p, c in gone) for c, (_, _, visits) in told.items() for p in visits], columns=["p", "gone"]
            )
            expected = {p: (int(own.gone.sum()), int((~own.gone).sum())) for p, own in frame.groupby("p")}
            assert {t.title: (t.left.hits, t.stayed.hits) for t in result.last_touchpoints} == expected
        else:
            assert result.last_touchpoints == ()
    events.close()
