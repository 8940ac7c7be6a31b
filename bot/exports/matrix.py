"""Lanes down, stages across: the map as the picture shows it, in texts."""

from collections.abc import Callable

from bot.exports.lanes import channel
from bot.exports.whole import Whole
from bot.pictures.content import stage_of_action, stage_of_opportunity, worst_first
from bot.pictures.figures import day, signed
from storage.model.journey import Action, JourneyMap, Stage
from storage.model.mood import stage_value

Row = tuple[str, tuple[tuple[str, ...], ...]]
_NEW = ("open", "idea", "todo")


def matrix(whole: Whole) -> tuple[Row, ...]:
    """(key of the lane, for each stage its texts), without the lanes that are empty everywhere."""
    rows = ((key, tuple(tuple(texts(whole, stage)) for stage in whole.journey.stages)) for key, texts in _TEXTS.items())
    return tuple(row for row in rows if any(row[1]))


def lane_name(whole: Whole, key: str) -> str:
    """What the picture calls the lane."""
    return whole.words(f"pictures.lane.{key}")


def _doing(_: Whole, stage: Stage) -> list[str]:
    return [point.title for point in stage.touchpoints]


def _channels(whole: Whole, stage: Stage) -> list[str]:
    return list(dict.fromkeys(name for point in stage.touchpoints if (name := channel(whole, point))))


def _mood(whole: Whole, stage: Stage) -> list[str]:
    felt = stage_value(stage)
    return [] if felt is None else [signed(felt, whole.words.lang)]


def _thoughts(_: Whole, stage: Stage) -> list[str]:
    return [thought for point in stage.touchpoints for thought in point.thoughts]


def _questions(whole: Whole, stage: Stage) -> list[str]:
    asked = [*stage.customer_questions, *(q for point in stage.touchpoints for q in point.customer_questions)]
    open_ = whole.words("pictures.not_answered")
    return [f"{question.text} · {open_}" if question.answered is False else question.text for question in asked]


def _pain_points(whole: Whole, stage: Stage) -> list[str]:
    own = worst_first(pain for pain in whole.journey.pain_points if pain.at.stage == stage.slug)
    return [_standing(whole, "pain", pain.title, pain.status) for pain in own]


def _opportunities(whole: Whole, stage: Stage) -> list[str]:
    journey: JourneyMap = whole.journey
    own = [idea for idea in journey.opportunities if stage_of_opportunity(idea, journey) == stage.slug]
    return [_standing(whole, "idea", idea.title, idea.status) for idea in own]


def _actions(whole: Whole, stage: Stage) -> list[str]:
    own = [action for action in whole.journey.actions if stage_of_action(action, whole.journey) == stage.slug]
    return [_standing(whole, "action", _with_owner(action, whole.words.lang), action.status) for action in own]


_TEXTS: dict[str, Callable[[Whole, Stage], list[str]]] = {
    "doing": _doing,
    "channels": _channels,
    "mood": _mood,
    "thoughts": _thoughts,
    "questions": _questions,
    "pain_points": _pain_points,
    "opportunities": _opportunities,
    "actions": _actions,
}


def _with_owner(action: Action, lang: str) -> str:
    parts = [action.title]
    parts += [action.owner.label] if action.owner else []
    parts += [day(action.due_on, lang)] if action.due_on else []
    return " · ".join(parts)


def _standing(whole: Whole, kind: str, text: str, status: str) -> str:
    """Anything but a new item says how it stands."""
    return text if status in _NEW else f"{text} · {whole.words(f'exports.values.{kind}_status.{status}')}"
