"""The journey map and what stands on it: stages, touchpoints, moods, pain points, opportunities, actions."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from typing import Literal, Self

from pydantic import AwareDatetime, Field, HttpUrl, model_validator
from pydantic_core import PydanticCustomError

from storage.model.lists import CHANNELS, OVERLOOKED, STAGE_TEMPLATES, Role
from storage.model.types import (
    Anchor,
    Basis,
    ChannelId,
    EvidenceId,
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
    Origin,
    Owner,
    Privacy,
    Score,
    Slug,
    Text1000,
    Walk,
)

MAX_STAGES, MAX_TOUCHPOINTS, MAX_TOUCHPOINTS_OF_STAGE, MAX_BYTES = 12, 120, 20, 256_000

MapType = Literal["current_state", "future_state", "day_in_life", "service_blueprint", "empathy"]
GoalKind = Literal["raise_conversion", "improve_experience", "adoption", "find_opportunity", "retention", "other"]
Status = Literal["draft", "review", "approved", "archived"]


class MoodVote(Model):
    """How one member says the persona feels at a place. One vote per member and place; a second replaces the first."""

    by: MemberId
    score: Score
    at: AwareDatetime
    word: Line40 | None = None
    why: Line200 | None = None
    raw: Text1000 | None = None
    basis: Basis = "guess"
    evidence: tuple[EvidenceId, ...] = Field((), max_length=20)
    permalink: str | None = None


class Item(Model):
    """What can be owned, backed by evidence and agreed with."""

    slug: Slug
    basis: Basis = "guess"
    evidence: tuple[EvidenceId, ...] = Field((), max_length=20)
    origin: Origin
    agreed_by: tuple[MemberId, ...] = ()


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
    """A span of the journey with a name."""

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


class PainPoint(Item):
    """An obstacle the customer meets."""

    title: Line200
    at: Anchor
    severity: tuple[LevelVote, ...] = ()
    frequency: tuple[LevelVote, ...] = ()
    cause: Line200 | None = None
    status: Literal["open", "in_work", "fixed", "wont_fix", "disproved"] = "open"


class Opportunity(Item):
    """A pain point turned into a chance."""

    title: Line200
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

    title: Line200
    opportunity: Slug | None = None
    stage: Slug | None = None
    owner: Owner | None = None
    due_on: date | None = None
    status: Literal["todo", "doing", "blocked", "done", "dropped"] = "todo"
    expected: Expected | None = None
    ticket_url: HttpUrl | None = None


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
        for pain in self.pain_points:
            _must_be_there(pain.title, stages, pain.at.stage)
            _must_be_there(pain.title, touchpoints, pain.at.touchpoint)
        for idea in self.opportunities:
            _must_be_there(idea.title, stages, idea.stage)
            _must_be_there(idea.title, pains, *idea.pain_points)
        for action in self.actions:
            _must_be_there(action.title, stages, action.stage)
            _must_be_there(action.title, ideas, action.opportunity)

    def touchpoints(self) -> Iterator[Touchpoint]:
        """All touchpoints, in map order."""
        for stage in self.stages:
            yield from stage.touchpoints

    def items(self) -> Iterator[PainPoint | Opportunity | Action]:
        """Pain points, opportunities, actions."""
        yield from self.pain_points
        yield from self.opportunities
        yield from self.actions

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
