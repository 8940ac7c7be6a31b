"""What only one language knows is understood in every thread, and wide or narrow signs make no difference."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.read_channel import read_channel
from bot.conversation.read_dates import read_date
from bot.conversation.read_items import read_items
from bot.conversation.read_mood import read_mood
from bot.conversation.read_number import number_of, plain_digits
from bot.conversation.read_quote import read_quote
from bot.conversation.read_shapes import Bounds, Change, read_bounds, read_change, read_task
from bot.conversation.tongues import any_whole, listed, tongues, whole
from bot.language import LANGUAGES
from prompts.loader import words

TODAY = date(2024, 11, 6)
EVERY = [words(lang) for lang in LANGUAGES]


@pytest.mark.parametrize("own", EVERY, ids=LANGUAGES)
@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30 Nov", date(2024, 11, 30)),
        ("11月30日", date(2024, 11, 30)),
        ("30 ноември", date(2024, 11, 30)),
        ("30.11.", date(2024, 11, 30)),
        ("Friday", date(2024, 11, 8)),
        ("周五", date(2024, 11, 8)),
        ("петок", date(2024, 11, 8)),
        ("in two weeks", date(2024, 11, 20)),
        ("两周内", date(2024, 11, 20)),
        ("за две недели", date(2024, 11, 20)),
    ],
)
def test_a_date_of_any_language_is_read_in_any_thread(own, text, day) -> None:
    assert read_date(text, TODAY, own) == day


@pytest.mark.parametrize("own", EVERY, ids=LANGUAGES)
@pytest.mark.parametrize(
    ("text", "score"),
    [("frustrated", -1), ("沮丧", -1), ("фрустрирана", -1), ("minus 2", -2), ("负2", -2), ("минус 2", -2), ("惊喜", 2)],
)
def test_a_mood_of_any_language_is_read_in_any_thread(own, text, score) -> None:
    assert read_mood(text, own).score == score


@pytest.mark.parametrize("own", EVERY, ids=LANGUAGES)
@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("asks friends", "word_of_mouth"),
        ("问朋友", "word_of_mouth"),
        ("прашува пријатели", "word_of_mouth"),
        ("看Instagram广告", "social_ad"),
    ],
)
def test_a_channel_of_any_language_is_read_in_any_thread(own, text, channel) -> None:
    assert read_channel(text, own).channel == channel


@pytest.mark.parametrize("own", EVERY, ids=LANGUAGES)
def test_shapes_of_any_language_are_read_in_any_thread(own) -> None:
    assert read_bounds("从搜索开始，到收货结束", own) == Bounds("搜索", "收货")
    assert read_bounds("почнува со фактурата, завршува со уплатата", own) == Bounds("фактурата", "уплатата")
    assert read_change("rate from 70% to 49%", own) == Change("rate", 70, 49, "%")
    assert read_change("стапка од 70% на 49%", own) == Change("стапка", 70, 49, "%")
    assert read_task("page, @Mia, 两周内", TODAY, (), own).due == date(2024, 11, 20)
    assert read_items("see, бидејќи треба", own).titles == ("see, бидејќи треба",)


@pytest.mark.parametrize(
    "marks",
    [
        '"{}"',
        "“{}”",
        "„{}“",
        "„{}”",
        "«{}»",
        "»{}«",
        "「{}」",
        "『{}』",
        "〝{}〞",
        "＂{}＂",
        "‘{}’",
        "'{}'",
        "‹{}›",
        "‚{}‘",
    ],
)
def test_a_quote_stands_in_marks_of_any_kind(marks: str) -> None:
    for own in EVERY:
        quote = read_quote(f"{marks.format('It broke again')}, 店里的顾客, 2 Nov", TODAY, own)
        assert (quote.text, quote.who, quote.on, quote.quoted) == (
            "It broke again",
            "店里的顾客",
            date(2024, 11, 2),
            True,
        )


def test_an_apostrophe_is_no_mark() -> None:
    assert not read_quote("it's the customers' choice", TODAY, EVERY[0]).quoted
    assert read_quote("'I couldn't tell' a customer", TODAY, EVERY[0]).text == "I couldn't tell"


def test_the_threads_own_language_comes_first() -> None:
    assert [tongue.lang for tongue in tongues(words("zh"))] == ["zh", "en", "mk"]
    assert listed(words("mk"), "reading.me")[0] == "јас"


def test_numbers_are_digits_wide_digits_or_words() -> None:
    assert [number_of(written, words("en")) for written in ("7", "７", "two", "两", "две", "втора")] == [
        7,
        7,
        2,
        2,
        2,
        2,
    ]
    assert plain_digits("７０％") == "70%"


def test_a_word_is_whole_in_scripts_with_spaces_and_anywhere_in_han() -> None:
    import re

    assert re.search(whole("site"), "opposite the site") is not None
    assert re.search(whole("site"), "opposite") is None
    assert re.search(whole("Instagram"), "看Instagram广告") is not None
    assert re.search(whole("网站"), "在网站上") is not None
    assert re.search(whole("сајт", ("от",)), "на сајтот") is not None
    assert re.search(whole("сајт"), "на сајтот") is None
    assert re.search(any_whole(()), "anything") is None


@given(
    st.text(alphabet="认知-2２,，。；、:：\n «»“”„аптеке负两周月日 kmstop@的和在", max_size=60), st.sampled_from(EVERY)
)
def test_any_mixture_is_read_without_an_error(text, own) -> None:
    read_mood(text, own)
    read_items(text, own)
    read_date(text, TODAY, own)
    read_bounds(text, own)
    read_change(text, own)
    read_task(text, TODAY, ("李强",), own)
    read_quote(text, TODAY, own)
    read_channel(text, own)
