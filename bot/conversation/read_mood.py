"""Which mood did somebody write? Scores, words and reasons of a rating, as section 4.2 of the model says."""

import re
from functools import lru_cache
from typing import NamedTuple

from bot.conversation.read_number import number_of, number_words
from bot.conversation.tongues import any_whole, either, has_han, listed, tongues
from prompts.loader import Words

# One character to one character, so that positions in the plain text are positions in the person's own.
_PLAIN = str.maketrans("０１２３４５６７８９－＋−–—／", "0123456789-+---/")
_SIGNED = re.compile(r"([-+])(\d+)(?![\d/]|[.,]\d)")
_OF = re.compile(r"(\d{1,2})\s?/\s?(5|10)(?!\d)")
_STARS = re.compile(r"([★⭐]{1,5})[☆\ufe0f]*")
_BARE = re.compile(r"(\d{1,2})(?![\d/.:%€$]|,\d|-\d|(?:st|nd|rd|th)\b)(?=$|[\s,:;.!，、：；。！—-])")
_LAST = re.compile(r"[\s,;:.，：；。]([-+][0-2])\s*[.!。！]?$")
_SEPARATOR = " \t,:;.–—-，、：；。"


class Rating(NamedTuple):
    """`score` None: none was read. `unsure`: an unsigned 1 or 2. `out_of_range`: a number that is no score."""

    score: int | None = None
    word: str | None = None
    why: str | None = None
    unsure: int | None = None
    out_of_range: str | None = None


def read_mood(text: str, words: Words) -> Rating:
    """`[score] [word][:,] why`. A number beats an emoji, an emoji a word; what is no word is the reason."""
    said = _score_first(text.strip(), words)
    found = leading_score(said, words)
    rest = said
    score, unsure, odd = None, None, None
    if found is not None:
        score, unsure, odd, end = found
        rest = said[end:].lstrip(_SEPARATOR) if score is not None or unsure is not None or odd else said
    else:
        score, rest = _face(said, words)
    word, why, meant = _word_and_why(rest, words)
    if score is None and unsure is None and odd is None:
        score = meant
    if score is not None and word is not None and word.casefold() in _labels(score, words):
        word = None
    return Rating(score, word, why, unsure, odd)


def _score_first(said: str, words: Words) -> str:
    """`left out, -1` → `-1 left out`: a signed score at the end, behind a comma or a space, counts as well."""
    last = _LAST.search(said.translate(_PLAIN))
    if last is None or leading_score(said, words) is not None:
        return said
    return f"{last[1]} {said[: last.start()].strip(_SEPARATOR)}"


class Leading(NamedTuple):
    """A number at the beginning of a text, and where it ends."""

    score: int | None
    unsure: int | None
    odd: str | None
    end: int


def leading_score(text: str, words: Words) -> Leading | None:
    """The number that a text begins with, on any of the scales understood."""
    plain = text.translate(_PLAIN)
    if match := _OF.match(plain):
        number, top = int(match[1]), int(match[2])
        return _scaled(number, top, match[0], match.end())
    if match := _SIGNED.match(plain):
        return _signed(int(match[1] + match[2]), match[0], match.end())
    if match := _STARS.match(plain):
        return Leading(len(match[1]) - 3, None, None, match.end())
    if match := _worded(words).match(plain):
        return _worded_score(match, words)
    if match := _BARE.match(plain):
        return _unsigned(int(match[1]), match[0], match.end())
    return None


def is_late_vote(text: str, words: Words) -> bool:
    """Whether a message starts with a score that can be nothing else: signed, out of 5 or 10, stars, a face.

    A signed number out of range that stands alone was meant as one too.
    """
    found = leading_score(text, words)
    if found is not None and found.odd is not None:
        return found.end == len(text.strip())
    if found is not None:
        bare = _BARE.match(text.translate(_PLAIN))
        return found.score is not None and not (bare and bare.end() == found.end and bare[1] != "0")
    return any(text.startswith(sign) for signs in _emoji(words).values() for sign in signs)


def because(text: str, words: Words) -> str | None:
    """What follows "because" at the beginning of a text."""
    flat = " ".join(text.split())
    match = re.match(rf"(?:{any_whole(listed(words, 'reading.because'))})\W*(?P<why>.+)", flat, re.IGNORECASE)
    return match["why"] if match else None


def is_bare_rating(text: str, words: Words) -> bool:
    """Whether a text is a number on one of the scales, with a word for the mood at most."""
    return leading_score(text.strip(), words) is not None and read_mood(text, words).why is None


def label(score: int, words: Words) -> str:
    """The label of a score: "Very bad"."""
    return str(words.data("lists.moods")[signed(score)])


def signed(score: int) -> str:
    """`-2`, `0`, `+2`."""
    return f"{score:+d}" if score else "0"


def _signed(number: int, written: str, end: int) -> Leading:
    return Leading(number, None, None, end) if -2 <= number <= 2 else Leading(None, None, written, end)


def _scaled(number: int, top: int, written: str, end: int) -> Leading:
    if not 1 <= number <= top:
        return Leading(None, None, written, end)
    return Leading(number - 3 if top == 5 else (number + 1) // 2 - 3, None, None, end)


def _unsigned(number: int, written: str, end: int) -> Leading:
    """0 is the scale's own; 3 to 5 count out of 5, 6 to 10 out of 10; 1 and 2 are not guessed."""
    if number == 0:
        return Leading(0, None, None, end)
    if number in (1, 2):
        return Leading(None, number, None, end)
    return _scaled(number, 5 if number <= 5 else 10, written, end)


def _worded_score(match: re.Match[str], words: Words) -> Leading:
    groups = match.groupdict()
    if groups["minus"]:
        return _signed(-number_of(groups["minus"], words), match[0], match.end())
    if groups["plus"]:
        return _signed(number_of(groups["plus"], words), match[0], match.end())
    if groups["points"]:
        return _unsigned(int(groups["points"]), match[0], match.end())
    number, top = (groups["five"], 5) if groups["five"] else (groups["ten"], 10)
    return _scaled(int(number), top, match[0], match.end())


@lru_cache
def _worded(words: Words) -> re.Pattern[str]:
    """`minus 2`, `负二`, `4 of 5`, `7 out of 10` in the words of all languages."""
    of = {name: either(listed(words, f"reading.{name}")) for name in ("minus", "plus", "of_five", "of_ten", "points")}
    numerals = either(word for word in number_words(words) if has_han(word))
    number = rf"\d+(?![\d.,]*\d)|(?:{numerals})(?=$|[\s,:;.，、：；。])"
    return re.compile(
        rf"(?:{of['minus']})\s?(?P<minus>{number})|(?:{of['plus']})\s?(?P<plus>{number})"
        rf"|(?P<ten>\d{{1,2}})\s?(?:{of['of_ten']})(?!\d)|(?P<five>\d{{1,2}})\s?(?:{of['of_five']})(?!\d)"
        rf"|(?P<points>\d{{1,2}})\s?(?:{of['points']})(?=$|[\s,:;.!，、：；。！])",
        re.IGNORECASE,
    )


def _face(text: str, words: Words) -> tuple[int | None, str]:
    """A face at the beginning or the end of a text, and the text without it."""
    for score, signs in _emoji(words).items():
        for sign in signs:
            if text.startswith(sign):
                return score, text[len(sign) :].lstrip("\ufe0f" + _SEPARATOR)
            if text.endswith(sign):
                return score, text[: -len(sign)].rstrip(_SEPARATOR)
    return None, text


@lru_cache
def _emoji(words: Words) -> dict[int, list[str]]:
    return {int(score): signs.split() for score, signs in words.data("lists.mood_emoji").items()}


def _word_and_why(rest: str, words: Words) -> tuple[str | None, str | None, int | None]:
    """The word with its score if a list knows it, and the reason."""
    if not rest.strip():
        return None, None, None
    match = re.match(r"([^:,：，]{1,40})((?<!\d):|:(?!\d)|[,：，])\s*(.*)", rest, re.DOTALL)
    head = (match[1] if match else rest).strip()
    meant = _meaning(head, words)
    if meant is not None:
        return head, (match[3].strip() or None) if match else None, meant
    if match and match[2] in ":：" and match[3].strip():
        return head, match[3].strip(), None
    return None, rest.strip(), None


def _meaning(head: str, words: Words) -> int | None:
    """The score of a mood word of any language, the session's first; small words in front of it change nothing."""
    asked = head.casefold().strip(" .!。！")
    for tongue in tongues(words):
        known = _known(tongue)
        if asked in known:
            return known[asked]
        for small in tongue.data("reading.adverbs"):
            bare = asked.removeprefix(small if has_han(small) else f"{small} ").strip()
            if bare != asked and bare in known:
                return known[bare]
    return None


@lru_cache
def _known(words: Words) -> dict[str, int]:
    known = {word.casefold(): int(score) for score, listed in words.data("lists.mood_words").items() for word in listed}
    return known | {text.casefold(): int(score) for score, text in words.data("lists.moods").items()}


def _labels(score: int, words: Words) -> tuple[str, ...]:
    return tuple(label(score, tongue).casefold() for tongue in tongues(words))
