"""Which items does one message hold? Line breaks, bullets, numbers, semicolons split; commas only when it is safe."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.conversation.tongues import any_whole, has_han, listed
from prompts.loader import Words

_BULLET = re.compile(
    r"^\s*(?:[-*•·–—▪◦●○■]\s+|[•●]|[（(]?\d{1,2}[.)]\s+|[（(]?[0-9０-９]{1,2}[、．）]\s*"
    r"|[（(]?[一二三四五六七八九十]{1,3}[、）]\s*|[①-⑳]\s*)"
)
_STRONG = re.compile(r"[;；、\n]")
_COMMA = re.compile(r"[,，]")
_QUOTES = '"“”„«»「」『』〝〞＂'
_SHORTEST, _LONGEST = 2, 40


class Items(NamedTuple):
    """`titles` as read. `by_comma`: commas made them several, so they may be one; `could_be`: parts of one item."""

    titles: tuple[str, ...]
    by_comma: bool = False
    could_be: tuple[str, ...] = ()


def read_items(text: str, words: Words) -> Items:
    """The items of an answer, in order, each as the person wrote it without its bullet."""
    titles = strongly_split(text)
    if len(titles) != 1:
        return Items(titles)
    by_comma = _comma_parts(titles[0], words)
    if by_comma:
        return Items(by_comma, by_comma=True)
    return Items(titles, could_be=_may_be_several(titles[0], words))


def strongly_split(text: str) -> tuple[str, ...]:
    """Items that line breaks, bullets or semicolons separate; one if there are none."""
    parts = [part.strip() for line in text.splitlines() for part in _STRONG.split(_bare(line))]
    return tuple(bare for part in parts if (bare := _bare(part)))


def picked(text: str, named: Callable[[str], Sequence[str]], words: Words) -> list[str]:
    """What a text picks by numbers or names, in its order, once: `1, 3 and 5`, `4; pays by card, first clean`.

    `named` tells what one part means, nothing if it does not know; commas split where each piece means something.
    """
    joined = any_whole(listed(words, "reading.joined_by"))
    numbers = [part for part in re.split(rf"(?:[\s,，;；、.]|{joined})+", text, flags=re.IGNORECASE) if part]
    parts = numbers if numbers and all(part.isdecimal() for part in numbers) else strongly_split(text)
    found: list[str] = []
    for part in parts:
        pieces = [named(piece.strip()) for piece in re.split("[,，]", part)]
        found += [one for piece in pieces for one in piece] if all(pieces) else named(part)
    return list(dict.fromkeys(found))


def read_stages(text: str, words: Words) -> tuple[str, ...]:
    """Stage titles: `a > b > c`, one per line, or separated by commas."""
    arrows = "|".join(map(re.escape, sorted(listed(words, "reading.stage_separators"), key=len, reverse=True)))
    split = tuple(part for piece in re.split(arrows, text) for part in strongly_split(piece))
    if len(split) != 1:
        return split
    return tuple(part for part in (_bare(p).rstrip("。") for p in _COMMA.split(split[0])) if part)


def _bare(part: str) -> str:
    return _BULLET.sub("", part).strip()


def _comma_parts(text: str, words: Words) -> tuple[str, ...]:
    """The parts between commas if they are items for sure; () if not. The Chinese comma never makes items."""
    if any(mark in text for mark in _QUOTES):
        return ()
    parts = tuple(part.strip() for part in text.split(","))
    if len(parts) < 2 or not all(_SHORTEST <= len(part) <= _LONGEST for part in parts):
        return ()
    return () if any(_goes_on(part, words) for part in parts) else parts


def _goes_on(part: str, words: Words) -> bool:
    """Whether a part begins with a word that belongs to what stands before it."""
    said = part.casefold()
    return any(
        said.startswith(stop) if has_han(stop) else said.split()[0] == stop
        for stop in listed(words, "reading.no_comma_split_before")
    )


def _may_be_several(text: str, words: Words) -> tuple[str, ...]:
    """The parts between commas of any kind, for the offer to split after all."""
    if any(mark in text for mark in _QUOTES):
        return ()
    parts = tuple(part.strip() for part in _COMMA.split(text) if len(part.strip()) >= _SHORTEST)
    return parts if 2 <= len(parts) <= 10 and not any(_goes_on(part, words) for part in parts) else ()
