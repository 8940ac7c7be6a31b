"""The channel of a touchpoint from its words."""

import pytest

from bot.conversation.read_channel import ChannelRead, channel_named, read_channel
from prompts.loader import words
from storage.model.lists import CHANNELS

EN = words("en")


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("compares four models on our site", "website"),
        ("puts it in the cart", "website"),
        ("reads reviews on other sites", "review_site"),
        ("sees our ad on Instagram", "social_ad"),
        ("scrolls Instagram", "social_organic"),
        ("asks friends", "word_of_mouth"),
        ("vacuum is delivered", "post_parcel"),
        ("gets a survey by e-mail", "email"),
        ("buys in the online store", "website"),
        ("buys in the store", "store"),
        ("writes to the chatbot", "chatbot"),
        ("searches on Google", "search_organic"),
        ("clicks a Google ad", "search_ad"),
        ("pays by card", None),
        ("appreciates it", None),
        ("smashes the apple", None),
    ],
)
def test_the_longest_match_wins_and_words_are_whole(text: str, channel: str | None) -> None:
    assert read_channel(text, EN).channel == channel


def test_the_persons_own_name_of_a_channel_is_kept() -> None:
    assert read_channel("sees our ad on Instagram", EN) == ChannelRead("social_ad", "Instagram", ("social_ad",))


def test_two_different_channels_leave_it_open_and_are_offered_first() -> None:
    read = read_channel("buys online, picks up in the store", EN)
    assert read.channel is None
    assert set(read.candidates) == {"website", "store"}


@pytest.mark.parametrize("key", list(CHANNELS))
def test_every_channel_is_known_by_its_label(key: str) -> None:
    assert channel_named(EN.data("lists.channels")[key], EN) == key


def test_an_unknown_word_is_no_channel() -> None:
    assert channel_named("carrier pigeon", EN) is None
