"""`/journey numbers`: six numbers of a map and its touchpoints, and what would fill those that are missing."""

from datetime import timedelta

import pytest

from bot import numbers
from bot.commands import read_command
from bot.reply import Table
from prompts.loader import words
from tests.tools.conftest import ask, make_map, stores  # noqa: F401
from tests.tools.logs import START, late, log, say
from tools.satisfaction import Score

ORIGIN = {"by": "U0ANA", "at": "2026-11-04T09:00:00Z", "via": "chat"}
EN = words("en")


def shop():
    spots = [
        {"slug": slug, "title": slug.title(), "event_names": [name], "origin": ORIGIN}
        for slug, name in (("search", "A"), ("slip", "X"))
    ]
    return make_map(
        (
            {"slug": "browse", "title": "Browse", "touchpoints": spots},
            {"slug": "pay", "title": "Pay", "role": "buy", "event_names": ["B"]},
        )
    )


def tables(sources):
    return [part for part in numbers.told(shop(), sources, EN).parts if isinstance(part, Table)]


def row(table, name):
    return next(line for line in table.rows if line[0] == name)


def visit(customer, event, day, **columns):
    return {"customer_id": customer, "event": event, "occurred_at": START + timedelta(days=day), **columns}


def test_all_six_numbers_have_value_n_period_definition_and_source(ask):  # noqa: F811
    rows = [
        visit("a", "A", 0), visit("a", "B", 1, revenue=20, currency="EUR"), visit("b", "A", 0), visit("b", "A", 40),
        visit("z", "end", 100),
    ]  # fmt: skip
    sources = ask(rows, shop())
    say(sources.events, [{"kind": "csat", "score": s} for s in (5, 4, 1, 1)] + [{"kind": "nps", "score": 10}])
    six, _ = tables(sources)
    assert [line[0] for line in six.rows] == ["Conversion", "Satisfaction", "Engagement", "NPS", "Retention", "Revenue"]
    assert row(six, "Conversion")[1:3] == ("50.0% (9.5% to 90.5%)", "2")
    assert row(six, "Conversion")[4] == "customers who get from Browse to Pay within the window"
    assert row(six, "Satisfaction")[1:3] == ("50.0% (15.0% to 85.0%)", "4")
    assert row(six, "NPS")[1:3] == ("+100 (+100 to +100)", "1")
    assert row(six, "Retention")[1:3] == ("50.0% (9.5% to 90.5%)", "2")
    assert row(six, "Revenue")[1] == "20.00 EUR"
    assert row(six, "Revenue")[5] == "events.csv"


def test_what_is_missing_says_which_import_would_fill_it(ask):  # noqa: F811
    six, touchpoints = tables(ask([], shop()))
    assert [line[1] for line in six.rows] == ["–"] * 6
    assert row(six, "Conversion")[4].startswith("There are no customer events yet")
    assert row(six, "NPS")[4] == "no survey answers yet; import some"
    assert all("events: import them" in line[6] and "feedback: import" in line[6] for line in touchpoints.rows)


def test_each_touchpoint_has_conversion_and_feedback(ask):  # noqa: F811
    rows = [line for k in range(40) for line in log(f"c{k}", "A0 B1" if k < 10 else "A0")]
    sources = ask([*rows, late()], shop())
    say(
        sources.events,
        [{"kind": "csat", "score": 1, "touchpoint": "Search"}] * 20 + [{"kind": "csat", "score": 5}] * 20,
    )
    _, touchpoints = tables(sources)
    assert row(touchpoints, "Search") == (
        "Search", "Browse", "40", "25.0% (14.2% to 40.2%)", "CSAT 0.0% (n = 20)", "weak", "–"
    )  # fmt: skip
    assert row(touchpoints, "Slip")[2:6] == ("–", "–", "–", "–")


@pytest.mark.parametrize(
    ("low", "high", "judged"), [(0.6, 0.9, "good"), (0.1, 0.4, "weak"), (0.4, 0.6, "usual"), (None, None, "usual")]
)
def test_good_and_weak_lie_wholly_on_one_side_of_the_maps_own_score(low, high, judged):
    overall = Score(value=0.5, low=0.4, high=0.6, n=100, good=50, bad=50)
    assert numbers.judgement(Score(value=0.5, low=low, high=high, n=9), overall) == judged


@pytest.mark.parametrize("text", ["numbers checkout", "数字 checkout", "数字checkout", "бројки checkout"])
def test_it_is_typed_in_three_languages(text):
    read = read_command(text)
    assert (read.name, read.rest) == ("numbers", "checkout")
