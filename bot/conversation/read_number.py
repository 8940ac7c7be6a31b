"""Which number do digits or a word say? Wide digits count like plain ones."""

from functools import lru_cache

from bot.conversation.tongues import either, tongues
from prompts.loader import Words

_PLAIN = str.maketrans("０１２３４５６７８９％．", "0123456789%.")  # one character for one: positions stay


def plain_digits(text: str) -> str:
    """The text with plain digits in the place of wide ones."""
    return text.translate(_PLAIN)


@lru_cache
def number_words(words: Words) -> dict[str, int]:
    """Words for whole numbers in all languages: two, 两, две."""
    rows = [(n, row) for tongue in tongues(words) for n, row in enumerate(tongue.data("reading.numbers"), 1)]
    return {word.casefold(): n for n, row in reversed(rows) for word in row}


@lru_cache
def number_slot(words: Words) -> str:
    """A pattern for up to three digits or a number word."""
    return rf"\d{{1,3}}|{either(number_words(words))}"


def number_of(written: str, words: Words) -> int:
    """The number that `number_slot` found. Raises KeyError for anything else."""
    plain = plain_digits(written)
    return int(plain) if plain.isdecimal() else number_words(words)[plain.casefold()]
