"""What is written on the maps, line by line, as far as the asker may read it?"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from storage.model.confidence import evidence_ids
from storage.model.evidence import Evidence
from storage.model.item import MoodVote
from storage.model.journey import JourneyMap, Stage, Touchpoint
from storage.model.persona import Persona
from storage.model.types import Model
from tools.asked import stage_named
from tools.kit import Sources

Kind = Literal["map", "stage", "touchpoint", "pain_point", "opportunity", "action", "mood", "evidence", "persona"]
_PERSONA_TEXTS = (
    "one_line", "age_range", "sex", "place", "household", "income", "job_title", "role_in_company",
    "communication_style", "quote", "back_story", "product_position", "differentiators", "competitors",
)  # fmt: skip
_PERSONA_LISTS = (
    "interests", "values", "buying_motives", "goals", "needs", "struggles", "tasks", "frustrations", "questions",
    "talking_points", "objections", "preferred_channels",
)  # fmt: skip


class FoundItem(Model):
    """Something that contains the words."""

    kind: Kind
    text: str
    journey: str | None = None
    stage: str | None = None
    who: str | None = None
    on: str | None = None


def readable_maps(sources: Sources) -> Iterator[JourneyMap]:
    """The maps that the asker may see, archived ones left out, last changed first."""
    for line in sources.maps.lines(sources.workspace_id, sources.reader):
        if line.status != "archived":
            yield sources.maps.get(sources.workspace_id, line.map_id, sources.reader)


def searchable(journeys: Sequence[JourneyMap], stage: str | None, sources: Sources) -> Iterator[FoundItem]:
    """Every line of the maps, their evidence and the personas. With `stage`: that stage alone. Raises ToolError."""
    for journey in journeys:
        if stage is None:
            yield from _of_map(journey)
        else:
            only = stage_named(journey, stage)
            yield from (item for item in _of_map(journey) if item.stage == only.title)
    if stage is None:
        yield from _evidence(journeys, sources)
        yield from _personas(journeys, sources)


def _of_map(journey: JourneyMap) -> Iterator[FoundItem]:
    titles = {stage.slug: stage.title for stage in journey.stages}
    for text in _texts(journey.title, journey.goal_customer, journey.goal_business, journey.scope, *journey.tags):
        yield FoundItem(kind="map", text=text, journey=journey.title)
    for stage in journey.stages:
        yield from _of_stage(stage, journey)
    for pain in journey.pain_points:
        for text in _texts(pain.title, pain.cause):
            yield FoundItem(
                kind="pain_point", text=text, journey=journey.title, stage=titles[pain.at.stage], who=pain.origin.by
            )
    for idea in journey.opportunities:
        place = titles.get(idea.stage or "")
        yield FoundItem(kind="opportunity", text=idea.title, journey=journey.title, stage=place, who=idea.origin.by)
    for action in journey.actions:
        yield FoundItem(
            kind="action",
            text=action.title,
            journey=journey.title,
            stage=titles.get(action.stage or ""),
            who=action.owner.label if action.owner else None,
            on=action.due_on.isoformat() if action.due_on else None,
        )


def _of_stage(stage: Stage, journey: JourneyMap) -> Iterator[FoundItem]:
    step = stage.next_step.text if stage.next_step else None
    questions = [question.text for question in stage.customer_questions]
    for text in _texts(stage.title, stage.customer_goal, stage.metric, step, *questions):
        yield FoundItem(kind="stage", text=text, journey=journey.title, stage=stage.title)
    yield from _moods(stage.moods, stage, journey)
    for touchpoint in stage.touchpoints:
        for text in _touchpoint_texts(touchpoint):
            yield FoundItem(kind="touchpoint", text=text, journey=journey.title, stage=stage.title)
        yield from _moods(touchpoint.moods, stage, journey)


def _touchpoint_texts(touchpoint: Touchpoint) -> list[str]:
    questions = [question.text for question in touchpoint.customer_questions]
    return _texts(
        touchpoint.title, touchpoint.channel_text, touchpoint.place, touchpoint.metric, touchpoint.expectation,
        *touchpoint.thoughts, *questions, *touchpoint.content_present,
    )  # fmt: skip


def _moods(votes: Iterable[MoodVote], stage: Stage, journey: JourneyMap) -> Iterator[FoundItem]:
    for vote in votes:
        if said := ": ".join(_texts(vote.word, vote.why)):
            on = vote.at.date().isoformat()
            yield FoundItem(kind="mood", text=said, journey=journey.title, stage=stage.title, who=vote.by, on=on)


def _evidence(journeys: Sequence[JourneyMap], sources: Sources) -> Iterator[FoundItem]:
    of = {piece: journey.title for journey in reversed(journeys) for piece in evidence_ids(journey)}
    for piece in sources.evidence.get(sources.workspace_id, list(of), sources.reader):
        if piece.text:
            yield evidence_item(piece, of[piece.evidence_id])


def evidence_item(piece: Evidence, journey: str) -> FoundItem:
    """A piece of evidence with text, on this map."""
    on = piece.observed_on.isoformat() if piece.observed_on else None
    return FoundItem(kind="evidence", text=piece.text or "", journey=journey, who=piece.who, on=on)


def _personas(journeys: Sequence[JourneyMap], sources: Sources) -> Iterator[FoundItem]:
    """One line for each fact, with the name of the persona before it."""
    on_maps = {slug for journey in journeys for slug in journey.persona_ids}
    for persona in sources.personas.list(sources.workspace_id):
        if may_read(persona, on_maps, sources):
            facts = [getattr(persona, field) for field in _PERSONA_TEXTS]
            facts += [fact for field in _PERSONA_LISTS for fact in getattr(persona, field)]
            for fact in _texts(None, *facts) or [""]:
                text = f"{persona.name}: {fact}" if fact else persona.name
                yield FoundItem(kind="persona", text=text, who=persona.name)


def may_read(persona: Persona, on_maps: set[str], sources: Sources) -> bool:
    """A persona of a channel is read where a map with it is."""
    reader = sources.reader
    if reader.everything or (persona.owner.member_id == reader.member_id and not reader.guest):
        return True
    if persona.privacy == "workspace":
        return not reader.guest
    return persona.privacy == "channel" and persona.persona_id in on_maps


def _texts(*texts: str | None) -> list[str]:
    return [text for text in texts if text]
