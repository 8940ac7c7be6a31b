"""The journey map and what stands on it: stages, touchpoints, moods, pain points, opportunities, actions."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from typing import Literal, Self

from pydantic import AwareDatetime, Field, HttpUrl, model_validator
from pydantic_core import PydanticCustomError

from storage.model.blueprint import Cell, HandOver
from storage.model.day import DaySlot
from storage.model.empathy import EmpathyNote
from storage.model.future import Requirement, Target
from storage.model.item import Item, MoodVote
from storage.model.lists import CHANNELS, OVERLOOKED, STAGE_TEMPLATES, Role
from storage.model.routes import Edge, Route
from storage.model.rules import EventRule
from storage.model.types import (
    Anchor,
    ChannelId,
    Lang,
    LevelVote,
    Line12,
    Line14,
    Line30,
    Line40,
    Line60,
    Line80,
    Line120,
    Line200,
    MemberId,
    Model,
    Owner,
    Privacy,
    Slug,
    Walk,
)

MAX_STAGES, MAX_TOUCHPOINTS, MAX_TOUCHPOINTS_OF_STAGE, MAX_BYTES = 12, 120, 20, 256_000

MapType = Literal["current_state", "future_state", "day_in_life", "service_blueprint", "empathy"]
GoalKind = Literal["raise_conversion", "improve_experience", "adoption", "find_opportunity", "retention", "other"]
Status = Literal["draft", "review", "approved", "archived"]


class CustomerQuestion(Model):
    """Something customers want to know at a touchpoint; `answered` None: nobody looked."""

    text: Line200
    answered: bool | None = None


class MomentOfTruth(Model):
    """Why a touchpoint decides whether the customer stays."""

    kind: Literal["zmot", "fmot", "smot", "tmot", "other"] = "other"
    why: Line200 | None = None


class Touchpoint(Item):
    """One moment at one place where the persona does or meets something, with us or without us."""

    title: Line120
    channel: str | None = None
    channel_text: Line40 | None = None
    place: Line80 | None = None
    ours: bool = True
    moods: tuple[MoodVote, ...] = Field((), max_length=30)
    thoughts: tuple[Line200, ...] = Field((), max_length=5)
    expectation: Line200 | None = None
    customer_questions: tuple[CustomerQuestion, ...] = Field((), max_length=10)
    content_present: tuple[Line200, ...] = Field((), max_length=10)
    metric: Line60 | None = None
    moment_of_truth: MomentOfTruth | None = None
    overlooked: str | None = None
    owner: Owner | None = None
    walks: tuple[Walk, ...] = Field((), max_length=20)
    event_names: tuple[Line120, ...] = Field((), max_length=20, description="Events that are visits of this place.")
    event_rules: tuple[EventRule, ...] = Field((), max_length=10, description="The same by name and properties.")
    physical_evidence: Cell | None = Field(None, description="Service blueprint: what the customer sees or holds.")
    front_stage: Cell | None = Field(None, description="Service blueprint: who or what answers in front.")
    back_stage: Cell | None = Field(None, description="Service blueprint: what happens out of the customer's sight.")
    support: Cell | None = Field(None, description="Service blueprint: the system, supplier or rule behind it.")
    hand_over: HandOver | None = None
    fits: bool | None = Field(None, description="Day in the life: whether it suits its slot; None: nobody said.")
    fit_why: Line200 | None = None

    @model_validator(mode="after")
    def _keys_are_known(self) -> Self:
        if self.channel is not None and self.channel not in CHANNELS:
            raise _unknown("channel", self.channel, CHANNELS)
        if self.overlooked is not None and self.overlooked not in OVERLOOKED:
            raise _unknown("overlooked", self.overlooked, OVERLOOKED)
        return self


class NextStep(Model):
    """The clear way forward after a stage."""

    text: Line200 | None = None
    findable: Literal["easy", "hidden", "none"] | None = None


class Stage(Model):
    """A span of the journey with a name; in a day in the life, one slot of the day."""

    slug: Slug
    title: Line60
    short: Line14 | None = None
    role: Role | None = None
    customer_goal: Line200 | None = None
    next_step: NextStep | None = None
    metric: Line60 | None = None
    customer_questions: tuple[CustomerQuestion, ...] = Field((), max_length=10)
    moods: tuple[MoodVote, ...] = Field((), max_length=30)
    touchpoints: tuple[Touchpoint, ...] = Field((), max_length=MAX_TOUCHPOINTS_OF_STAGE)
    event_names: tuple[Line120, ...] = Field((), max_length=20, description="Events that are visits of this stage.")
    event_rules: tuple[EventRule, ...] = Field((), max_length=10, description="The same by name and properties.")
    slot: DaySlot | None = None


class PainPoint(Item):
    """An obstacle the customer meets."""

    at: Anchor
    severity: tuple[LevelVote, ...] = ()
    frequency: tuple[LevelVote, ...] = ()
    cause: Line200 | None = None
    status: Literal["open", "in_work", "fixed", "wont_fix", "disproved"] = "open"


class Opportunity(Item):
    """A pain point turned into a chance."""

    pain_points: tuple[Slug, ...] = ()
    stage: Slug | None = None
    impact: tuple[LevelVote, ...] = ()
    effort: tuple[LevelVote, ...] = ()
    status: Literal["idea", "chosen", "parked", "done"] = "idea"
    owner: Owner | None = None


class Expected(Model):
    """What an action promises to change."""

    metric: Line60
    from_value: float | None = None
    to_value: float | None = None
    unit: Line12 | None = None


class Action(Item):
    """A task with an owner and a due date."""

    opportunity: Slug | None = None
    stage: Slug | None = None
    owner: Owner | None = None
    due_on: date | None = None
    status: Literal["todo", "doing", "blocked", "done", "dropped"] = "todo"
    expected: Expected | None = None
    ticket_url: HttpUrl | None = None


Listed = PainPoint | Opportunity | Action | Requirement | Target | EmpathyNote | Edge | Route
"""What the map lists beside its stages; each has a slug and a title."""

LISTS = ("pain_points", "opportunities", "actions", "requirements", "targets", "notes", "edges", "routes")
"""The fields of a map that hold them."""


class Home(Model):
    """Where a map is built and where its reminders go."""

    channel_id: ChannelId
    thread_ts: str | None = None


class BaseMap(Model):
    """The map that this one is laid over or improves."""

    map_id: Slug
    version: int


class JourneyMap(Model):
    """What one persona does, meets and feels on the way to one goal, in stages."""

    schema_version: Literal[1] = 1
    workspace_id: str
    map_id: Slug
    title: Line80
    type: MapType = "current_state"
    lang: Lang = "en"
    status: Status = "draft"
    version: int = Field(1, ge=1)
    owner: Owner
    privacy: Privacy = "channel"
    home: Home
    readers: tuple[MemberId, ...] = Field((), max_length=50)
    editors: tuple[MemberId, ...] = Field((), max_length=50, description="Guests whom the owner lets answer.")
    persona_ids: tuple[Slug, ...] = Field(min_length=1, max_length=5)
    goal_kind: GoalKind | None = None
    goal_customer: Line200 | None = None
    goal_business: Line200 | None = None
    scope: Line200 | None = None
    customer_group: Literal["prospect", "existing", "both"] | None = None
    starts_when: Line120 | None = None
    ends_when: Line120 | None = None
    stage_template: str | None = None
    stages: tuple[Stage, ...] = Field((), max_length=MAX_STAGES)
    pain_points: tuple[PainPoint, ...] = Field((), max_length=60)
    opportunities: tuple[Opportunity, ...] = Field((), max_length=60)
    actions: tuple[Action, ...] = Field((), max_length=40)
    edges: tuple[Edge, ...] = Field((), max_length=200)
    routes: tuple[Route, ...] = Field((), max_length=10)
    requirements: tuple[Requirement, ...] = Field((), max_length=60)
    targets: tuple[Target, ...] = Field((), max_length=10)
    notes: tuple[EmpathyNote, ...] = Field((), max_length=80)
    research: Line200 | None = Field(None, description="Empathy map: what it is based on; None: no research, guesses.")
    experiment: Line200 | None = Field(None, description="Future state: the smallest test of the idea.")
    described_on: date | None = None
    base_map: BaseMap | None = None
    tags: tuple[Line30, ...] = Field((), max_length=10)
    window_days: int | None = Field(None, ge=1, le=730, description="Conversion window of this journey; None: 30 days.")
    overlooked_asked: bool = False
    review_every_days: Literal[30, 60, 90] | None = None
    last_reviewed_at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _references_hold(self) -> Self:
        slugs = list(self.slugs())
        doubles = {slug for slug, times in Counter(slugs).items() if times > 1}
        if doubles:
            raise PydanticCustomError("slug_twice", "used twice: {slugs}", {"slugs": ", ".join(sorted(doubles))})
        if self.stage_template is not None and self.stage_template not in STAGE_TEMPLATES:
            raise _unknown("stage_template", self.stage_template, STAGE_TEMPLATES)
        self._check_references()
        if sum(1 for _ in self.touchpoints()) > MAX_TOUCHPOINTS:
            raise PydanticCustomError("too_many_touchpoints", "more than {max} touchpoints", {"max": MAX_TOUCHPOINTS})
        return self

    def _check_references(self) -> None:
        stages, touchpoints = {s.slug for s in self.stages}, {t.slug for t in self.touchpoints()}
        pains, ideas = {p.slug for p in self.pain_points}, {o.slug for o in self.opportunities}
        for idea in self.opportunities:
            _must_be_there(idea.title, stages, idea.stage)
            _must_be_there(idea.title, pains, *idea.pain_points)
        for action in self.actions:
            _must_be_there(action.title, stages, action.stage)
            _must_be_there(action.title, ideas, action.opportunity)
        anchored: tuple[PainPoint | Requirement | EmpathyNote, ...] = (
            *self.pain_points,
            *self.requirements,
            *self.notes,
        )
        for item in anchored:
            if item.at is not None:
                _must_be_there(item.title, stages, item.at.stage)
                _must_be_there(item.title, touchpoints, item.at.touchpoint)
        for note in self.notes:
            _must_be_there(note.title, {n.slug for n in self.notes}, note.contradicts)
        for edge in self.edges:
            _must_be_there(edge.title, touchpoints, edge.from_touchpoint, edge.to_touchpoint)
        for route in self.routes:
            _must_be_there(route.title, touchpoints, *route.touchpoints)

    def touchpoints(self) -> Iterator[Touchpoint]:
        """All touchpoints, in map order."""
        for stage in self.stages:
            yield from stage.touchpoints

    def items(self) -> Iterator[Listed]:
        """Everything listed beside the stages, in the order of `LISTS`."""
        for name in LISTS:
            yield from getattr(self, name)

    def slugs(self) -> Iterator[str]:
        """The names of everything on the map."""
        for thing in (*self.stages, *self.touchpoints(), *self.items()):
            yield thing.slug

    def stage(self, slug: str) -> Stage | None:
        """The stage with this slug."""
        return next((s for s in self.stages if s.slug == slug), None)

    def stage_of(self, touchpoint: str) -> Stage | None:
        """The stage that holds the touchpoint with this slug."""
        return next((s for s in self.stages if any(t.slug == touchpoint for t in s.touchpoints)), None)


def _unknown(field: str, value: str, known: Collection[str]) -> PydanticCustomError:
    expected = ", ".join(f"'{key}'" for key in known)
    return PydanticCustomError(
        "unknown_key", "unknown {field} {value}", {"field": field, "value": value, "expected": expected}
    )


def _must_be_there(title: str, known: Collection[str], *named: str | None) -> None:
    for slug in named:
        if slug is not None and slug not in known:
            facts = {"title": title, "missing": slug}
            raise PydanticCustomError("belongs_to_missing", "{title} belongs to {missing}, which is not there", facts)
