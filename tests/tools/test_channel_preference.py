"""Channels used, stated, liked: by hand, against a plain oracle on random logs, plain SQL on the sample, bad input."""

from datetime import timedelta

import duckdb
import pytest

from storage.model.persona import Persona
from tests.tools.conftest import ANA, EXAMPLES, WORKSPACE, make_map
from tests.tools.logs import START, late, log, say
from tests.tools.path_maps import drawn_map
from tests.tools.random_logs import SECOND, by_customer, fill, prepared, random_logs
from tools import channel_preference
from tools.channel_preference import ChannelPreferenceArgs
from tools.channel_use import Use, converted, totals, used
from tools.kit import ToolError
from tools.nodes import Node, Nodes

PAUSE = 1800


def run(given, **asked):
    return channel_preference.run(ChannelPreferenceArgs(**asked), given)


def persona(name: str, *channels: str) -> Persona:
    return Persona.model_validate(
        {"workspace_id": WORKSPACE, "persona_id": name.lower().replace(" ", "-"), "name": name, "initials": name[0],
         "preferred_channels": channels, "owner": {"label": "Ana", "member_id": ANA}}
    )  # fmt: skip


def test_used_time_and_conversions_by_hand(ask):
    rows = [
        *log("a", "A0 A60", channel="website"), *log("a", "D100", channel="store"),
        *log("a", "D200", channel="website"),
        *log("b", "C5000", channel="website"), *log("b", "C7000", channel="website"), *log("c", "D9"),
    ]  # fmt: skip
    result = run(ask(rows, drawn_map()), min_n=2)
    found = {
        line.channel: (line.customers, line.visits, line.seconds_per_customer, line.conversions, line.small)
        for line in result.channels
    }
    assert found == {  # 60 + 40 seconds on the website, 100 in the store; over half an hour is a pause
        "website": (2, 5, 50, 0, False), "store": (1, 1, 100, 1, True), "(unknown)": (1, 1, None, 1, True),
    }  # fmt: skip
    website = result.channels[0]
    assert (website.customer_share.value, website.visit_share, website.conversion_share) == (2 / 3, 5 / 7, 0)
    assert (result.goal, result.conversions, result.basis.customers) == ("Buy", 2, 3)


def test_stated_used_and_liked_are_kept_apart(ask, stores):
    stores.personas.save(persona("Curious Colleen", "Web-Site", "Instagram"))
    stores.personas.save(persona("Other Otto", "store"))
    given = ask([*log("a", "A0", channel="website"), *log("b", "A0", channel="store"), late()], drawn_map())
    say(given.events, [
        {"kind": "csat", "score": score, "channel": channel, "occurred_at": START}
        for score, channel in ((5, "store"), (4, "store"), (1, "store"), (2, "website"), (9, "website"), (5, None))
    ])  # fmt: skip
    result = run(given, min_n=1)
    lines = {line.channel: line for line in result.channels}
    assert lines["website"].preferred_by == ("Curious Colleen",)
    assert lines["store"].preferred_by == ()  # Otto is on no stage of this map
    assert result.also_preferred == (("Curious Colleen", "Instagram"),)
    assert result.metric == "csat"
    assert (lines["store"].liked.value, lines["store"].liked.n) == (2 / 3, 3)
    assert (lines["website"].liked.value, lines["website"].liked.n) == (0, 1)  # 9 is off the scale of five
    assert lines["(unknown)"].liked is None


def test_by_stage_and_by_persona(ask):
    rows = [
        *log("a", "A0 C1", channel="website", persona="x"), *log("b", "A0", channel="store", persona="y"),
        *log("b", "B1", channel="website", persona="y"), *log("c", "X0", channel="email"),
    ]  # fmt: skip
    given = ask(rows, drawn_map())
    by_stage = run(given, breakdown="stage", min_n=1)
    found = [(g.value, g.customers, g.visits, {c.channel: c.customers for c in g.channels}) for g in by_stage.groups]
    assert found == [("Look", 2, 3, {"website": 2, "store": 1}), ("Choose", 1, 1, {"website": 1})]
    by_persona = run(given, breakdown="persona", min_n=1)
    assert {g.value: (g.customers, g.visits) for g in by_persona.groups} == {
        "x": (1, 2), "y": (1, 2), "(unknown)": (1, 1),
    }  # fmt: skip
    assert [line.channel for line in run(given, journey="shop", min_n=1).channels] == ["website", "store"]


def test_two_hundred_random_logs_agree_with_the_definition(tmp_path):
    events = prepared(tmp_path, "ABCDX", 5)
    codes = events.names()
    nodes = Nodes(tuple(Node(name, (codes[name],)) for name in "ABCD"))
    for seeded, drawn in random_logs("channels", 200, "ABCDX", 5, 9_000, ("website", "store", "website", None)):
        fill(events, drawn)
        mapped = seeded.random() < 0.5
        use = Use(nodes if mapped else None, (codes["D"],), events.newest_us())
        found, won, customers = by_hand(drawn, mapped)
        assert {(row.channel, row.customers, row.visits, row.time_us // SECOND) for row in used(use, events)} == found
        assert {one.channel: one.customers for one in converted(use, events)} == won
        assert sum(total.customers for total in totals(use, events)) == customers


def by_hand(drawn, mapped: bool):
    names = "ABCD" if mapped else "ABCDX"
    seen, visits, time, won, everybody = {}, {}, {}, {}, set()
    for customer, every in by_customer(drawn).items():
        own = [event for event in every if event.name in names]
        for event, then in zip(own, [*own[1:], None], strict=False):
            channel = event.channel or "(unknown)"
            seen.setdefault(channel, set()).add(customer)
            everybody.add(customer)
            visits[channel] = visits.get(channel, 0) + 1
            gap = then.second - event.second if then else PAUSE + 1
            time[channel] = time.get(channel, 0) + (gap if gap <= PAUSE else 0)
        if bought := [event.channel or "(unknown)" for event in every if event.name == "D"]:
            won[bought[0]] = won.get(bought[0], 0) + 1
    return {(c, len(seen[c]), visits[c], time[c]) for c in seen}, won, len(everybody)


def test_the_sample_as_plain_sql_counts_it(sample):
    counted = duckdb.sql(
        "SELECT channel, count(DISTINCT customer_id), count(*) FROM read_csv($file, all_varchar = true) GROUP BY 1",
        params={"file": str(EXAMPLES / "events.csv")},
    ).fetchall()
    result = run(sample)
    assert {line.channel: (line.customers, line.visits) for line in result.channels} == {
        c: (n, v) for c, n, v in counted
    }
    assert sum(line.conversions for line in result.channels) == result.conversions == 925


def test_ten_thousand_groups_are_ten(ask):
    rows = [row for n in range(10_000) for row in log(f"c{n}", "A0", channel="website", campaign=f"k{n}")]
    rows += [row for n in range(40) for row in log(f"d{n}", "A0", channel="store", campaign="big")]
    result = run(ask(rows), breakdown="campaign", top_n=1)
    assert (len(result.groups), result.groups[0].value, result.groups[-1].value) == (11, "big", "other")
    assert sum(group.customers for group in result.groups) == 10_040
    assert (result.channels[0].channel, result.more) == ("website", 1)


def test_a_day_of_twenty_five_hours_is_one_day(ask):
    at = START.replace(month=10, day=24, hour=22)  # midnight of the 25th in Skopje, where the clock goes back
    rows = [
        {"customer_id": f"c{h}", "occurred_at": at + timedelta(hours=h), "event": "A", "channel": "store"}
        for h in range(26)
    ]
    result = run(ask(rows, tz="Europe/Skopje"), period="2026-10-25")
    assert result.channels[0].customers == 25


def test_what_cannot_be_asked_is_said(ask):
    for rows, asked, key in (
        ([], {}, "no_events"),
        (log("a", "A0"), {}, "no_channels"),
        (log("a", "A0", channel="web"), {"stage": "Look"}, "no_maps"),
        (log("a", "A0", channel="web"), {"breakdown": "stage"}, "no_maps"),
        (log("a", "A0", channel="web"), {"goal": "Z"}, "unknown_step"),
    ):
        with pytest.raises(ToolError) as refused:
            run(ask(rows), **asked)
        assert refused.value.key == key
    given = ask(log("a", "A0", channel="web"), make_map(("A", "B")))
    with pytest.raises(ToolError, match="no_events_at"):
        run(given, stage="B")
    assert run(given, period="2020").channels == ()
