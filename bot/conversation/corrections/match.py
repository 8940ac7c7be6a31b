"""Is this a correction or a `field: value` line? Patterns are data: `correction` in the locale's phrases."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from bot.conversation.tongues import tongues
from prompts.loader import Words

LONGEST = 400


class Found(NamedTuple):
    """A pattern that fits: what to do, the parts it names, and the line it was read from.

    `careful`: counts only if what it names is on the map; `strict`: by its title or the beginning of it.
    """

    do: str
    parts: dict[str, str]
    line: str
    careful: bool
    strict: bool = False

    def with_part(self, name: str, value: str) -> str:
        """The line with one of its parts replaced, to be said again."""
        at = self.line.rfind(self.parts[name]) if name in ("other", "stage") else self.line.find(self.parts[name])
        return f"{self.line[:at]}{value}{self.line[at + len(self.parts[name]) :]}"


class _Pattern(NamedTuple):
    """`regex` gives its first free part as little as it can, `longest` as much; they differ if a word comes twice."""

    do: str
    careful: bool
    each_split: bool
    regex: re.Pattern[str]
    longest: re.Pattern[str]
    fields: Mapping[str, str]


def readings(line: str, words: Words) -> list[Found]:
    """All patterns that fit one line, in the order of the file, those of the session's language first.

    One with two free parts may fit in several ways: "add asks at the shop to Buy to Compare".
    """
    head = line.split("\n", 1)[0]
    asked = line.strip()
    if len(head) > LONGEST:
        return []
    return [
        found
        for tongue in tongues(words)
        for pattern in _patterns(tongue)
        if (ways := _ways(pattern, asked))
        for found in (_each_split(pattern, ways[0], asked) if pattern.each_split else _found(pattern, ways, asked))
    ]


def _ways(pattern: _Pattern, asked: str) -> list[dict[str, str]]:
    """The parts that a pattern names in a line, with the first one short and with it long; none if it does not fit."""
    said = asked if "text" in pattern.regex.groupindex else asked.rstrip(" .!。！")  # a text keeps its full stop
    match = pattern.regex.fullmatch(said)
    if match is None:
        return []
    ways = [_parts(pattern, match)]
    other = pattern.longest.fullmatch(said)
    if other is not None and (parts := _parts(pattern, other)) != ways[0]:
        ways.append(parts)
    return ways


def _parts(pattern: _Pattern, match: re.Match[str]) -> dict[str, str]:
    parts = {name: part.strip() for name, part in match.groupdict().items() if part is not None}
    if "field" in parts:
        said = parts["field"].casefold()
        parts["field"] = pattern.fields.get(said, said)
    return parts


def _found(pattern: _Pattern, ways: list[dict[str, str]], asked: str) -> list[Found]:
    """Every way but the last counts only if it fits the map."""
    last = len(ways) - 1
    return [Found(pattern.do, parts, asked, pattern.careful or n < last) for n, parts in enumerate(ways)]


def _each_split(pattern: _Pattern, parts: dict[str, str], asked: str) -> list[Found]:
    """`call {item} {new}`: nothing stands between the two, so every space may."""
    spread = f"{parts['item']} {parts['new']}".split()
    return [
        Found(
            pattern.do,
            {"item": " ".join(spread[:cut]), "new": " ".join(spread[cut:])},
            asked,
            pattern.careful,
            strict=True,
        )
        for cut in range(len(spread) - 1, 0, -1)
    ]


def blocks(text: str, words: Words) -> list[str]:
    """A message cut at lines that begin a field; others belong to the field before. Empty if it begins with none."""
    cut: list[str] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        if readings(line, words) or readings(f"{line.rstrip()} -", words):
            cut.append(line.strip())
        elif cut and _takes_more_lines(cut[-1], words):
            cut[-1] += f"\n{line.strip()}"
        elif cut:
            cut.append(line.strip())
        else:
            return []
    return cut


def _takes_more_lines(block: str, words: Words) -> bool:
    """Whether the field that a block begins with can hold several lines."""
    head = block.split("\n", 1)[0]
    return any("text" in found.parts for found in readings(head, words) or readings(f"{head} -", words))


@lru_cache
def _patterns(words: Words) -> tuple[_Pattern, ...]:
    fields = {name.casefold(): field for field, names in words.data("field_names").items() for name in names}
    return tuple(
        _Pattern(
            entry["do"],
            entry.get("careful", False),
            entry.get("each_split", False),
            _regex(phrase),
            _regex(phrase, longest=True),
            fields,
        )
        for entry in _entries(words)
        for phrase in entry["say"]
    )


def _entries(words: Words) -> list[dict[str, Any]]:
    """The corrections of one map type each, then those of all."""
    of_type = words.data("correction_of_type").values() if words.has("correction_of_type") else ()
    return [*(entry for entries in of_type for entry in entries), *words.data("correction")]


def _regex(phrase: str, longest: bool = False) -> re.Pattern[str]:
    """`{name}` is any text, `{name:a|b}` one of these words; a space is any white space; a colon may be a wide one."""
    last = phrase.rfind("{")

    def part(match: re.Match[str]) -> str:
        name, _, options = match[1].partition(":")
        if options:
            return f"(?P<{name}>{options})"
        return f"(?P<{name}>(?s:.+))" if match.start() == last else f"(?P<{name}>[^\n]+{'' if longest else '?'})"

    slots = re.sub(r"\{([^}]+)\}", part, phrase)
    wide = re.sub(r"(?<!\?): ", lambda _: r"\s*[:：]\s*", slots)
    return re.compile(wide.replace(" ", r"\s+"), re.IGNORECASE)
