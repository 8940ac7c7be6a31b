"""What does a map say in each lane? Collects its parts by stage, in the words of the reader's language."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from bot.pictures.cells import Card, Pill
from bot.pictures.colours import ACTION, DOING, OPPORTUNITY, PAIN
from bot.pictures.figures import day
from prompts.loader import Words
from storage.model.confidence import Backings, of_item
from storage.model.journey import Action, JourneyMap, Opportunity, PainPoint, Stage, Touchpoint
from storage.model.mood import level
from storage.model.persona import Persona

_CLOSED = ("fixed", "wont_fix", "disproved", "parked", "done", "dropped")
T = TypeVar("T", PainPoint, Opportunity, Action)


def channels(stage: Stage, words: Words) -> list[Pill]:
    """Each channel of the stage once; with us and without us are two."""
    named = [t for t in stage.touchpoints if t.channel is not None]
    return list(dict.fromkeys(Pill(channel_name(t, words), t.ours) for t in named))


def channel_name(touchpoint: Touchpoint, words: Words) -> str:
    """The channel in the reader's words; of one that is on no list, the person's own."""
    if touchpoint.channel == "other" and touchpoint.channel_text:
        return touchpoint.channel_text
    return words(f"lists.channels.{touchpoint.channel}")


def thoughts(stage: Stage) -> list[Card]:
    """What goes through the persona's head."""
    return [Card(thought, DOING) for t in stage.touchpoints for thought in t.thoughts]


def questions(stage: Stage, words: Words) -> list[Card]:
    """What customers want to know at the stage and its touchpoints."""
    asked = [*stage.customer_questions, *(q for t in stage.touchpoints for q in t.customer_questions)]
    open_ = words("pictures.not_answered")
    return [Card(f"{q.text} · {open_}" if q.answered is False else q.text, DOING) for q in asked]


def pain_points(stage: Stage, journey: JourneyMap, backings: Backings, words: Words) -> list[Card]:
    """Pain points of the stage, the worst first, closed ones last."""
    own = worst_first(p for p in journey.pain_points if p.at.stage == stage.slug)
    return [Card(_with_status(p.title, p.status, words), PAIN, of_item(p, journey, backings)) for p in own]


def opportunities(stage: Stage, journey: JourneyMap, backings: Backings, words: Words) -> list[Card]:
    """Opportunities of the stage, closed ones last."""
    own = _open_first(o for o in journey.opportunities if stage_of_opportunity(o, journey) == stage.slug)
    return [Card(_with_status(o.title, o.status, words), OPPORTUNITY, of_item(o, journey, backings)) for o in own]


def actions(stage: Stage, journey: JourneyMap, words: Words) -> list[Card]:
    """Actions of the stage with owner, due date and status; closed ones last."""
    own = _open_first(a for a in journey.actions if stage_of_action(a, journey) == stage.slug)
    return [Card(_action_text(a, words), ACTION) for a in own]


def worst_first(pains: Iterable[PainPoint]) -> list[PainPoint]:
    """Open before closed, then by severity times frequency (3 if nobody voted), then in map order."""
    return sorted(pains, key=lambda p: (p.status in _CLOSED, -(level(p.severity) or 3) * (level(p.frequency) or 3)))


def stage_of_opportunity(opportunity: Opportunity, journey: JourneyMap) -> str | None:
    """Its own stage, else that of its first pain point."""
    if opportunity.stage is not None:
        return opportunity.stage
    return next((p.at.stage for slug in opportunity.pain_points for p in journey.pain_points if p.slug == slug), None)


def stage_of_action(action: Action, journey: JourneyMap) -> str | None:
    """Its own stage, else that of its opportunity."""
    if action.stage is not None:
        return action.stage
    served = next((o for o in journey.opportunities if o.slug == action.opportunity), None)
    return stage_of_opportunity(served, journey) if served else None


def personas_of(journey: JourneyMap, personas: Sequence[Persona]) -> list[Persona]:
    """The map's personas in the map's order; those that are not at hand are left out."""
    known = {persona.persona_id: persona for persona in personas}
    return [known[persona_id] for persona_id in journey.persona_ids if persona_id in known]


def sentence_start(text: str) -> str:
    """One of our own words with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def map_type(journey: JourneyMap, words: Words) -> str:
    """ "Current state"."""
    return sentence_start(words(f"lists.map_types.{journey.type}"))


def without_stage(items: Sequence[T], stage_of: Callable[[T, JourneyMap], str | None], journey: JourneyMap) -> int:
    """How many items belong to no stage and so stand in no cell."""
    return sum(1 for item in items if stage_of(item, journey) is None)


def _open_first(items: Iterable[T]) -> list[T]:
    return sorted(items, key=lambda item: item.status in _CLOSED)


def _with_status(title: str, status: str, words: Words) -> str:
    """The title; anything but a new item says how it stands."""
    return title if status in ("open", "idea", "todo") else f"{title} · {words(f'pictures.status.{status}')}"


def _action_text(action: Action, words: Words) -> str:
    parts = [action.title]
    parts += [action.owner.label] if action.owner else []
    parts += [day(action.due_on, words.lang)] if action.due_on else []
    return _with_status(" · ".join(parts), action.status, words)
