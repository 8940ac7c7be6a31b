"""A reader meets one n: what stands under the chart stands in the line of the basis."""

import re

import pytest

from bot import answers
from bot.asking import names_of
from bot.questions import Ask, Slots
from bot.questions.commands import arguments
from bot.reply import Chart, Text
from prompts.loader import words
from tests.bot.answers.figures_guard import UTC
from tools.catalogue import CATALOGUE
from tools.kit import Sources

ONE_N = (
    "drop_off",
    "conversion_rate",
    "journey_length",
    "channel_preference",
    "churn_reasons",
    "engagement",
    "retention",
)


def shown(sample: Sources, tool: str, lang: str, **said: str) -> tuple[Chart, list[Text]]:
    journey = names_of(sample).journeys[0].title
    ask = Ask(tool=tool, args=Slots(journey=journey, **said))
    result = CATALOGUE[tool].run(arguments(ask).args, sample)
    parts = answers.answer(ask, result, words(lang), UTC).parts
    (chart,) = (part for part in parts if isinstance(part, Chart))
    return chart, [part for part in parts if isinstance(part, Text)]


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
@pytest.mark.parametrize("tool", ONE_N)
def test_the_n_of_the_chart_is_the_n_of_the_basis(sample: Sources, tool: str, lang: str) -> None:
    chart, texts = shown(sample, tool, lang)
    (of_chart,) = re.findall(r"n = ([\d\u202f]+)", chart.note)
    assert re.findall(r"n = ([\d\u202f]+)", texts[-1].text) == [of_chart]


@pytest.mark.parametrize("tool", ["drop_off", "conversion_rate", "journey_length"])
def test_who_is_not_counted_stands_beside_who_entered(sample: Sources, tool: str) -> None:
    chart, texts = shown(sample, tool, "en")
    (counted,) = re.findall(r"n = ([\d\u202f]+)", chart.note)
    (caveat,) = (text.text for text in texts if text.style == "warning")
    left_out, entered = re.findall(r": ([\d\u202f]+) of ([\d\u202f]+) customers", caveat)[0]
    whole, part, rest = (int(one.replace("\u202f", "")) for one in (entered, counted, left_out))
    assert whole == part + rest


def test_conversions_are_called_so_where_customers_have_another_n(sample: Sources) -> None:
    assert shown(sample, "critical_touchpoints", "en")[0].note.startswith("conversions: n = 925")


@pytest.mark.parametrize("tool", ["conversion_rate", "journey_length", "drop_off", "channel_preference", "retention"])
def test_every_group_of_a_chart_has_its_n(sample: Sources, tool: str) -> None:
    chart, _ = shown(sample, tool, "en", breakdown="device")
    assert re.match(r"(phone|computer) n = [\d\u202f]+, (phone|computer) n = [\d\u202f]+", chart.note)


@pytest.mark.parametrize(
    "tool", ["conversion_rate", "journey_length", "drop_off", "channel_preference", "retention", "revenue"]
)
def test_a_split_that_nothing_says_is_told_in_words_without_a_chart_of_one_bar(sample: Sources, tool: str) -> None:
    chart, texts = shown(sample, tool, "en", breakdown="variant")
    assert texts[1].text == (
        "The variant is not known for any of these customers, so they cannot be split by it. "
        "Ask instead by: channel, device, persona."
    )
    assert "not known" not in str(chart)


def test_a_split_that_is_known_for_some_is_drawn(sample: Sources) -> None:
    chart, texts = shown(sample, "conversion_rate", "en", breakdown="persona")
    assert "(not known)" in chart.categories and "cannot be split" not in texts[1].text
