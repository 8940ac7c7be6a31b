"""Lanes down, stages across: the map as the picture shows it, in texts."""

from collections.abc import Callable

from bot.exports.lanes import channel
from bot.exports.whole import Whole
from bot.pictures import content
from bot.pictures.figures import signed
from storage.model.journey import Stage
from storage.model.mood import stage_value

Row = tuple[str, tuple[tuple[str, ...], ...]]


def matrix(whole: Whole) -> tuple[Row, ...]:
    """(name of the lane, for each stage its texts), without the lanes that are empty everywhere."""
    journey, words, backings = whole.journey, whole.words, whole.backings
    cells: dict[str, Callable[[Stage], list[str]]] = {
        "doing": lambda s: [card.text for card in content.doing(s, journey, backings)],
        "channels": lambda s: list(dict.fromkeys(filter(None, (channel(whole, point) for point in s.touchpoints)))),
        "mood": lambda s: _mood(s, words.lang),
        "thoughts": lambda s: [card.text for card in content.thoughts(s)],
        "questions": lambda s: [card.text for card in content.questions(s, words)],
        "pain_points": lambda s: [card.text for card in content.pain_points(s, journey, backings, words)],
        "opportunities": lambda s: [card.text for card in content.opportunities(s, journey, backings, words)],
        "actions": lambda s: [card.text for card in content.actions(s, journey, words)],
    }
    rows = tuple(
        (words(f"pictures.lane.{key}"), tuple(tuple(texts(stage)) for stage in journey.stages))
        for key, texts in cells.items()
    )
    return tuple(row for row in rows if any(row[1]))


def _mood(stage: Stage, lang: str) -> list[str]:
    felt = stage_value(stage)
    return [] if felt is None else [signed(felt, lang)]
