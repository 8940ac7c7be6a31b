"""Moods as people write them: the scale, words, faces, reasons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.read_mood import Rating, is_late_vote, read_mood
from prompts.loader import words

EN = words("en")


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("-2", -2),
        ("+1", 1),
        ("0", 0),
        ("−1", -1),
        ("–2", -2),
        ("＋２", 2),
        ("minus 2", -2),
        ("plus 1", 1),
        ("4/5", 1),
        ("4 of 5", 1),
        ("1 out of 5", -2),
        ("★★☆☆☆", -1),
        ("7/10", 1),
        ("1/10", -2),
        ("2/10", -2),
        ("10/10", 2),
        ("3", 0),
        ("4", 1),
        ("5", 2),
        ("6", 0),
        ("8", 1),
        ("10", 2),
        ("😡", -2),
        ("🙁 slow", -1),
        ("so slow 🙁", -1),
        ("frustrated", -1),
        ("Relieved.", 1),
        ("delighted, at last", 2),
        ("-2 Very bad", -2),
        ("very good", 2),
    ],
)
def test_a_score_is_read_from_any_scale(text: str, score: int) -> None:
    assert read_mood(text, EN).score == score


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("-2 frustrated: it broke again", Rating(-2, "frustrated", "it broke again")),
        ("-1 too much text", Rating(-1, None, "too much text")),
        ("-2: cannot see which is better", Rating(-2, None, "cannot see which is better")),
        ("+1 hopeful", Rating(1, "hopeful", None)),
        ("-2 relieved, because it is over", Rating(-2, "relieved", "because it is over")),
        ("-1 stressed: three tabs", Rating(-1, "stressed", "three tabs")),
        ("-1 slow, and dear", Rating(-1, None, "slow, and dear")),
        ("too slow", Rating(None, None, "too slow")),
        ("+1 Good", Rating(1, None, None)),
        ("1", Rating(None, None, None, 1)),
        ("2 fine", Rating(None, None, "fine", 2)),
        ("-3", Rating(None, None, None, None, "-3")),
        ("+7 super", Rating(None, None, "super", None, "+7")),
        ("100 visitors", Rating(None, None, "100 visitors")),
        ("12:30 lunch", Rating(None, None, "12:30 lunch")),
        ("tired of being left out, -1", Rating(-1, None, "tired of being left out")),
        ("it works +2!", Rating(2, None, "it works")),
        ("two of 3-2 fail", Rating(None, None, "two of 3-2 fail")),
        ("- slow", Rating(None, None, "- slow")),
    ],
)
def test_the_word_and_the_reason_are_told_apart(text: str, rating: Rating) -> None:
    assert read_mood(text, EN) == rating


def test_a_number_beats_a_face_and_a_face_beats_a_word() -> None:
    assert read_mood("-1 😍 delighted", EN).score == -1
    assert read_mood("😡 delighted", EN).score == -2


@pytest.mark.parametrize("text", ["-2 too long", "+1", "4/5 ok", "7/10", "😡", "0", "minus 1 slow", "-7"])
def test_a_message_that_starts_with_a_score_is_a_late_vote(text: str) -> None:
    assert is_late_vote(text, EN)


@pytest.mark.parametrize(
    "text", ["- asks a friend", "2", "3 friends", "30 Nov", "10 days", "1. asks", "0.5 l", "frustrated", "-7 x"]
)
def test_a_message_that_may_be_something_else_is_none(text: str) -> None:
    assert not is_late_vote(text, EN)


@given(st.text(max_size=200))
def test_any_text_is_read_without_losing_its_words(text: str) -> None:
    rating = read_mood(text, EN)
    assert rating.score is None or -2 <= rating.score <= 2
    if rating == Rating():
        assert not text.strip() or not any(c.isalnum() for c in text)
