"""The strategy for the customers' experience: one page filled from all maps that somebody may read."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from bot.exports.markdown import escaped
from bot.pictures.figures import day, listed, number
from prompts.loader import Words, text
from storage.model.confidence import Backings, coverage
from storage.model.journey import Action, JourneyMap, PainPoint
from storage.model.mood import level
from storage.model.persona import Persona
from storage.model.quadrant import GROUPS, Rated, rated

MOST_PAINS, MOST_IDEAS, MOST_ACTIONS, MOST_OF_A_PERSONA = 10, 10, 30, 3


class Told(NamedTuple):
    """A map, and the facts of the evidence behind it."""

    journey: JourneyMap
    backings: Backings


def strategy(maps: Sequence[Told], personas: Sequence[Persona], on: date, words: Words) -> bytes:
    """UTF-8 Markdown. `on` is the day it is written; what people wrote is escaped."""
    filled = text(f"templates/strategy.{words.lang}").format(
        date=day(on, words.lang),
        n=len(maps),
        goals=_lines((_goal(told.journey, words) for told in maps), words),
        personas=_lines((_persona(persona, words) for persona in personas), words),
        pain_points=_lines(_pains(maps, words), words),
        opportunities=_lines(_ideas(maps, words), words),
        actions=_lines(_actions(maps, words), words),
        coverage=_lines((_coverage(told, words) for told in maps), words),
    )
    return (filled + "\n").encode()


def _lines(lines: Iterable[str], words: Words) -> str:
    return "\n".join(f"- {line}" for line in lines) or words("strategy.none")


def _goal(journey: JourneyMap, words: Words) -> str:
    kind = words.data("lists.goal_kinds").get(journey.goal_kind or "", "")
    facts = (kind, escaped(journey.goal_business or ""), _quoted(journey.goal_customer, words))
    about = words(f"lists.map_types.{journey.type}"), words(f"lists.status.{journey.status}")
    said = words("exports.joined").join(fact for fact in facts if fact) or "–"
    return words("strategy.goal", title=escaped(journey.title), about=listed(about, words), goal=said)


def _quoted(said: str | None, words: Words) -> str:
    return words("say.quoted", text=escaped(said)) if said else ""


def _persona(persona: Persona, words: Words) -> str:
    fields = (
        ("goals", persona.goals),
        ("struggles", (*persona.struggles, *persona.frustrations)),
        ("communication_style", tuple(filter(None, (persona.communication_style,)))),
    )
    shown = [(name, words("exports.joined").join(lines[:MOST_OF_A_PERSONA])) for name, lines in fields if lines]
    known = [words("persona.line", field=words(f"field.{name}"), text=escaped(said)) for name, said in shown]
    facts = [escaped(persona.one_line or ""), *known, words(f"persona.basis.{persona.basis}")]
    return f"**{escaped(persona.name)}** · " + " · ".join(fact for fact in facts if fact)


def _pains(maps: Sequence[Told], words: Words) -> list[str]:
    """Open ones of all maps by severity, those nobody rated last."""
    found = [
        (pain, told.journey) for told in maps for pain in told.journey.pain_points if pain.status in ("open", "in_work")
    ]
    ranked = sorted(found, key=lambda pair: -(level(pair[0].severity) or 0))
    return [_pain(pain, journey, words) for pain, journey in ranked[:MOST_PAINS]]


def _pain(pain: PainPoint, journey: JourneyMap, words: Words) -> str:
    stage = journey.stage(pain.at.stage)
    severity = level(pain.severity)
    facts = [escaped(journey.title), escaped(stage.title) if stage else ""]
    facts += [words("strategy.severity", n=number(severity, words.lang))] if severity is not None else []
    return words("strategy.item", title=escaped(pain.title), about=_joined(facts))


def _ideas(maps: Sequence[Told], words: Words) -> list[str]:
    """By the quarter of impact and effort, over all maps."""
    found = [(one, told.journey) for told in maps for one in rated(told.journey)]
    ranked = sorted(found, key=lambda pair: GROUPS.index(pair[0].group))
    return [_idea(one, journey, words) for one, journey in ranked[:MOST_IDEAS]]


def _idea(one: Rated, journey: JourneyMap, words: Words) -> str:
    facts = [escaped(journey.title), words(f"pictures.quadrant.{one.group}")]
    return words("strategy.item", title=escaped(one.opportunity.title), about=_joined(facts))


def _actions(maps: Sequence[Told], words: Words) -> list[str]:
    """Those not dropped, by date, those without one last."""
    found = [(action, told.journey) for told in maps for action in told.journey.actions if action.status != "dropped"]
    ranked = sorted(found, key=lambda pair: (pair[0].due_on is None, pair[0].due_on or date.max))
    return [_action(action, journey, words) for action, journey in ranked[:MOST_ACTIONS]]


def _action(action: Action, journey: JourneyMap, words: Words) -> str:
    owner = escaped(action.owner.label) if action.owner else words("next_steps.nobody")
    due = day(action.due_on, words.lang) if action.due_on else words("next_steps.no_date")
    facts = [owner, due, words(f"exports.values.action_status.{action.status}"), escaped(journey.title)]
    return words("strategy.item", title=escaped(action.title), about=_joined(facts))


def _coverage(told: Told, words: Words) -> str:
    covered = coverage(told.journey, told.backings)
    title = escaped(told.journey.title)
    return words("strategy.coverage", title=title, backed=covered.backed, items=covered.items)


def _joined(facts: Iterable[str]) -> str:
    return " · ".join(fact for fact in facts if fact)
