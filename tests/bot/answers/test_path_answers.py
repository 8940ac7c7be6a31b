"""Answers about paths and channels: what a person reads, in three languages, with figures of the result alone."""

import pytest

from bot import answers
from bot.questions import Ask, Slots
from bot.reply import Buttons, Chart, Reply, Table, Text, plain
from prompts.loader import words
from storage.model.types import Model
from tests.bot.answers import path_results as results
from tests.bot.answers.figures_guard import UTC, texts, unsupported_figures
from tests.bot.answers.test_answers_in_languages import MONTHS, NO_NAME, _latin, _with_points

EN = words("en")
CASES: dict[str, tuple[Ask, Model]] = {
    "credit": (Ask(tool="critical_touchpoints", args=Slots(journey="Checkout")), results.CREDIT),
    "credit of channels": (
        Ask(tool="critical_touchpoints", args=Slots(journey="Checkout", by="channel")),
        results.CHANNEL_CREDIT,
    ),
    "few paths": (Ask(tool="critical_touchpoints", args=Slots(touchpoint="Newsletter")), results.FEW_PATHS),
    "without it": (Ask(tool="critical_touchpoints", args=Slots(remove="Newsletter")), results.WITHOUT),
    "no credit": (Ask(tool="critical_touchpoints", args=Slots(journey="Checkout")), results.NO_CREDIT),
    "revenue credited": (Ask(tool="critical_touchpoints", args=Slots(journey="Checkout")), results.REVENUE),
    "forward": (Ask(tool="path_forward", args=Slots(journey="Checkout")), results.FORWARD),
    "forward from a stage": (
        Ask(tool="path_forward", args=Slots(journey="Checkout", stage="Cart", relation="after")),
        results.FORWARD,
    ),
    "before a stage": (
        Ask(tool="path_forward", args=Slots(journey="Checkout", stage="Pay", relation="before")),
        results.FORWARD,
    ),
    "map only": (Ask(tool="path_forward", args=Slots(journey="Checkout")), results.MAP_ONLY),
    "channels": (Ask(tool="channel_preference", args=Slots(journey="Checkout")), results.CHANNELS),
    "channels by persona": (
        Ask(tool="channel_preference", args=Slots(journey="Checkout", breakdown="persona")),
        results.CHANNELS_BY_PERSONA,
    ),
    "reality": (Ask(tool="reality_check", args=Slots(journey="Checkout")), results.REALITY),
    "reality without events": (Ask(tool="reality_check", args=Slots(journey="Checkout")), results.NO_EVENTS),
}


def answer(case: str, lang: str = "en") -> Reply:
    ask, result = CASES[case]
    return answers.answer(ask, result, words(lang), UTC)


def said(case: str, style: str = "plain") -> str:
    parts = [part for part in answer(case).parts if isinstance(part, Text) and part.style == style]
    return parts[0].text.replace("\u202f", " ")


def derived(result: Model) -> str:
    """Shares of the health table."""
    lines = getattr(result, "health", ())
    return " ".join(f"{100 * line.hits / line.n:.1f}" for line in lines if line.n)


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
@pytest.mark.parametrize("case", CASES)
def test_every_figure_is_in_the_result(case, lang):
    ask, result = CASES[case]
    told, explained = answer(case, lang), answers.explain(ask, result, words(lang))
    if lang == "mk":
        told, explained = _with_points(told), _with_points(explained)
    assert unsupported_figures(told, result, MONTHS, "30", derived(result)) == set()
    assert unsupported_figures(explained, result, MONTHS, "2026-10-01", derived(result)) == set()


@pytest.mark.parametrize("lang", ["zh", "mk"])
@pytest.mark.parametrize("case", CASES)
def test_only_names_are_left_in_latin_letters(case, lang):
    ask, result = CASES[case]
    known = _latin(ask.model_dump_json() + result.model_dump_json()) | NO_NAME
    whole = " ".join((*texts(answer(case, lang)), *texts(answers.explain(ask, result, words(lang)))))
    assert _latin(whole) - known == set()


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
@pytest.mark.parametrize("case", CASES)
def test_an_answer_is_short_drawn_and_taken_by_slack(case, lang):
    reply = answer(case, lang)
    prose = " ".join(part.text for part in reply.parts if isinstance(part, Text))
    assert len(prose.split()) <= 150
    assert len(reply.parts) <= 8
    charts = [part for part in reply.parts if isinstance(part, Chart)]
    assert len(charts) == (0 if case in ("no credit", "map only", "reality without events") else 1)
    assert all(len(chart.title) <= 50 and chart.alt for chart in charts)
    tables = sum(isinstance(part, Table) for part in reply.parts)
    flow = any(chart.shape == "flow" for chart in charts)  # in Slack a picture with a table of its own
    assert tables == (0 if case == "no credit" or flow else 1)
    assert isinstance(reply.parts[-1], Buttons)
    assert plain(reply)


def test_credit_names_the_first_the_helper_and_that_it_is_no_cause():
    assert said("credit") == (
        "“Product page” gets most credit for Pay, all ways of sharing it taken together: Last touch (100),"
        " Equal shares (180.5), Markov chain (160.2) of 412 conversions. “Product page” helps"
        " most without closing: in 290 of 412 conversions it came before another last touch."
    )
    assert said("credit", "warning").startswith(
        "A share of the credit is association, not cause. 9 conversions without a touch before get no credit."
        " 3 more to keep in mind are under “How computed”."
    )
    ask, result = CASES["credit"]
    assert (
        "Their time is not over: 41 customers without a conversion so far may still convert. Too small to rank: Fair."
        in (plain(answers.explain(ask, result, words("en"))))
    )


def test_what_would_be_lost_is_told_or_why_it_cannot_be():
    assert said("without it").startswith(
        "“Newsletter” was in the path of 350 of 412 conversions, 40 times as the only touch. Without it about 206"
        " (50.0%) would be lost: an estimate from the order of the touches."
    )
    assert "cannot be told yet" in said("few paths")
    assert "Markov chain, Shapley: not counted, 300 paths are needed and there are 212." in said("few paths", "warning")


def test_revenue_stands_in_its_currency():
    assert "Revenue: 5 000 EUR; “Newsletter” gets most, 3 000 EUR (Markov chain)." in said("revenue credited")


def test_the_way_forward_names_the_dead_end_and_what_the_map_lacks():
    assert said("forward") == (
        "300 of 500 customers (60.0%) who came to Cart were last seen there. They go back most from Cart to Browse:"
        " 50 times. From Search to Product page and straight back: 31 times. No next step is written for Cart."
        " The next step is hard to find in Pay. Drawn but not taken: Search → Fair. Often taken but not drawn:"
        " Product page → Coupon (20.0%). The most common way in one go: Search → Product page → Coupon (33 times)."
    )
    assert said("map only").startswith(
        "No stored event matches this map yet, so only what is written on it was checked."
    )


def test_a_stage_is_answered_for_in_the_direction_asked():
    assert said("forward from a stage").startswith("After Cart customers go to Pay (150), Browse (50). 300 of 500")
    assert said("before a stage").startswith("Before Pay customers were at Cart (150).")


def test_moves_are_a_picture_with_a_way_out():
    chart = next(part for part in answer("forward").parts if isinstance(part, Chart))
    assert chart.shape == "flow"
    assert (chart.categories, chart.ways_out) == (("Browse", "Cart", "Pay", "last seen here"), 1)
    assert [(link.start, link.end, link.value, link.label) for link in chart.links][:2] == [
        ("Browse", "Cart", 600.0, "75.0% · 1 h 30 min"), ("Cart", "last seen here", 300.0, "60.0%"),
    ]  # fmt: skip


def test_used_stated_and_liked_are_told_apart():
    assert said("channels") == (
        "Most customers use Website: 600 of 1 203 customers (49.9%), with 80.0% of the visits. Most who reach Pay do so"
        " on Website: 300 of 400 customers. Preferred on the persona sheets: Busy parent (Website); Student"
        " (Instagram). Best liked: Website, CSAT 80.0% (n = 90)."
    )
    table = next(part for part in answer("channels").parts if isinstance(part, Table))
    assert table.rows[1][-2:] == ("–", "–")
    assert "fair (only n = 7)" in said("channels", "warning")
    assert "Most used by persona: Busy parent (Website)" in said("channels by persona")
    assert "nothing is known of what they like" in said("channels by persona", "warning")


def test_the_map_is_held_against_reality():
    assert said("reality") == (
        "600 of 1 203 customers (49.9%) keep to the ways that are drawn; 210 came to an end of one. Most often not as"
        " drawn: Search → Coupon (88). Drawn but nobody goes there: Fair. Frequent but not on the map: page_viewed"
        " (120 customers). Coupon is drawn +1, yet customers say CSAT 2.9 (n = 214)."
    )
    table = next(part for part in answer("reality").parts if isinstance(part, Table))
    assert table.rows[0] == ("Customers keep to it", "600 / 1\u202f203 (49.9%)", "look here")
    assert table.rows[-1][1:] == ("–", "not known")
    assert "2 pieces of it are past their review time" in said("reality", "warning")
