"""How wide do the columns of a table get, and how many lines do its rows take? Counted in letters."""

import re
from collections.abc import Sequence

_LONGEST_WORD, _LONGEST_TEXT = 18, 60


def letters(text: str) -> int:
    """Width of a line in letters; Han characters are twice as wide."""
    return sum(2 if "\u2e80" <= character <= "\uffef" else 1 for character in text)


def widths(rows: Sequence[Sequence[str]], room: int) -> list[float]:
    """Letters for each column, `room` in all: every column holds its longest word, long texts share what is left."""
    columns = list(zip(*rows, strict=True))
    words = [
        min(_LONGEST_WORD, max((letters(word) for text in column for word in re.split(r"[\s/]+", text)), default=0)) + 3
        for column in columns
    ]
    texts = [min(_LONGEST_TEXT, max(letters(text) for text in column)) + 2 for column in columns]
    wanted = [max(0, text - word) for text, word in zip(texts, words, strict=True)]
    left = max(0, room - sum(words))
    share = min(1.0, left / sum(wanted)) if sum(wanted) else 0.0
    given = [word + want * share for word, want in zip(words, wanted, strict=True)]
    return [width * room / sum(given) for width in given]


def lines(row: Sequence[str], given: Sequence[float]) -> int:
    """Lines of the row's highest cell in columns of these widths."""
    return max(
        sum(-(-max(1, letters(line)) // max(1, int(width) - 2)) for line in text.split("\n"))
        for text, width in zip(row, given, strict=True)
    )
