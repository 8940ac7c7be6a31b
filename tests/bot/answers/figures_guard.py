"""Does every figure of an answer stand in the result? The guard of the answer tests."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.answers.understood import IN_NO_FIGURE
from bot.reply import Buttons, Chart, Picture, Reply, Table, Text
from storage.model.types import Model

UTC = ZoneInfo("UTC")
ALWAYS = {"95", "0", "0.001"}
"""The level of the intervals, nothing, and the smallest p that is written out."""


def unsupported_figures(reply: Reply, result: Model, *said: str) -> set[str]:
    """Figures in the reply's words, charts and tables that neither the result nor what the person `said` holds."""
    return not_held(reply, held(result), *said)


def held(result: Model) -> frozenset[str]:
    """Every figure of a result, in all the ways it may be written."""
    return frozenset(_figures(result.model_dump(mode="json"))) | ALWAYS


def not_held(reply: Reply, figures: frozenset[str], *said: str) -> set[str]:
    """The same for figures that are known already."""
    allowed = set(figures)
    for text in said:
        allowed |= set(_in(text))
    return {figure for text in texts(reply) for figure in _in(text)} - allowed


def texts(reply: Reply) -> Iterator[str]:
    """All that a person reads in a reply; the buttons' hidden values are no text."""
    for part in reply.parts:
        match part:
            case Text():
                yield part.text
            case Chart():
                yield from (part.title, part.note, part.alt, *part.categories)
                yield from (f"{value:.12g}" for series in part.series for value in series.values if value is not None)
            case Table():
                yield from (cell for row in part.rows for cell in row)
            case Buttons():
                yield from (button.text for button in (*part.buttons, *part.more))
            case Picture():
                yield part.alt
            case _:
                raise AssertionError(f"no answer has a {part.kind}")


def _in(text: str) -> list[str]:
    return [_written(found) for found in re.findall(r"\d+(?:\.\d+)?", text.replace("\u202f", ""))]


def _written(number: float | str) -> str:
    return f"{float(number):.12g}"


def _figures(value: Any) -> Iterator[str]:
    match value:
        case dict():
            of = value.get("reached") or value.get("n")
            if of and isinstance(value.get("lost"), int | None):
                yield _written(f"{(value.get('lost') or 0) / of * 100:.1f}")
            if value.get("currency") is not None:
                yield from (_written(f"{cents / 100:.2f}") for cents in value.values() if isinstance(cents, int))
            if value.get("excluded"):
                left_out = sum(one["n"] for one in value["excluded"] if one["why"] in IN_NO_FIGURE)
                yield _written(value["customers"] - left_out)
            if value.get("off_the_map"):
                yield _written(f"{(1 - value['off_the_map']) * 100:.1f}")
            if "moves" in value and "stages" in value:
                yield from _ways_on(value)
            for item in value.values():
                yield from _figures(item)
        case list() | tuple():
            yield str(len(value))
            yield str(
                sum(len(item.get("touchpoints", ())) for item in value if isinstance(item, dict))
                if _are_stages(value)
                else 0
            )
            yield from (str(rank) for rank in range(1, len(value) + 1))
            for item in value:
                yield from _figures(item)
        case str():
            yield from _in(value)
            yield from _days(value)
        case bool() | None:
            return
        case int() | float():
            yield from _forms(abs(float(value)))


def _ways_on(result: dict[str, Any]) -> Iterator[str]:
    """Moves out of one stage that end at the same place, together."""
    stages, ends = {stage["title"] for stage in result["stages"]}, Counter[str]()
    for move in result["moves"]:
        if move["start"] not in stages and move["end"]:
            ends[move["end"]] += move["n"]
    return (str(n) for n in ends.values())


def _are_stages(items: list[Any] | tuple[Any, ...]) -> bool:
    return all(isinstance(item, dict) and isinstance(item.get("touchpoints"), list) for item in items)


def _forms(value: float) -> Iterator[str]:
    """As it is, rounded, as percent, and as a time in seconds."""
    yield _written(value)
    yield from (_written(f"{value:.{places}f}") for places in range(4))
    yield from (_written(f"{value * 100:.{places}f}") for places in (1, 2))
    for size in (60, 3_600, 86_400):
        for rounded in (value, round(value), round(value / 60) * 60, round(value / 3_600) * 3_600):
            yield _written(rounded // size)
            yield _written(round(rounded / size, 2))
            for smaller in (1, 60, 3_600):
                yield _written(rounded % size // smaller)


def _days(text: str) -> Iterator[str]:
    """The parts of a day, of the day before it (periods are half-open) and of its quarter."""
    for found in re.findall(r"\d{4}-\d{2}-\d{2}", text):
        for day in (datetime.fromisoformat(found), datetime.fromisoformat(found) - timedelta(days=1)):
            yield from (str(day.day), str(day.year), str((day.month + 2) // 3))
