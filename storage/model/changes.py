"""The closed list of small steps on a map. Chat, buttons, forms and imports produce these; `apply` carries them out."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from storage.model.empathy import Quadrant
from storage.model.journey import Expected, Status
from storage.model.routes import EdgeKind
from storage.model.types import (
    Anchor,
    Basis,
    EvidenceId,
    Level,
    Line12,
    Line40,
    Line60,
    Line120,
    Line200,
    Model,
    Owner,
    Score,
    Slug,
    Text1000,
)


class SetMap(Model):
    """Set one field of the map (title, goal_customer, starts_when, stage_template, owner, privacy …)."""

    kind: Literal["set_map"] = "set_map"
    field: str
    value: Any


class AddStage(Model):
    """Add a stage after another one; `after` None: at the end. Template stages bring slug and role."""

    kind: Literal["add_stage"] = "add_stage"
    title: Line60
    slug: Slug | None = None
    role: str | None = None
    after: Slug | None = None


class SetStage(Model):
    """Set one field of a stage (title, short, next_step, metric …). A rename keeps the slug."""

    kind: Literal["set_stage"] = "set_stage"
    stage: Slug
    field: str
    value: Any


class MoveStage(Model):
    """Move a stage behind another one; `after` None: to the front."""

    kind: Literal["move_stage"] = "move_stage"
    stage: Slug
    after: Slug | None = None


class RemoveStage(Model):
    """Remove a stage with its touchpoints; its pain points move to the stage before."""

    kind: Literal["remove_stage"] = "remove_stage"
    stage: Slug


class AddTouchpoint(Model):
    """Add a touchpoint at the end of a stage; `ours` None: as its channel says."""

    kind: Literal["add_touchpoint"] = "add_touchpoint"
    stage: Slug
    title: Line120
    slug: Slug | None = None
    channel: str | None = None
    channel_text: Line40 | None = None
    ours: bool | None = None
    overlooked: str | None = None


class SetTouchpoint(Model):
    """Set one field of a touchpoint (title, channel, owner, moment_of_truth …)."""

    kind: Literal["set_touchpoint"] = "set_touchpoint"
    touchpoint: Slug
    field: str
    value: Any


class MoveTouchpoint(Model):
    """Move a touchpoint to a stage, behind another touchpoint; `after` None: to the stage's end."""

    kind: Literal["move_touchpoint"] = "move_touchpoint"
    touchpoint: Slug
    stage: Slug
    after: Slug | None = None
    before: Slug | None = None


class MergeTouchpoints(Model):
    """Keep one of two touchpoints with the moods, evidence and questions of both."""

    kind: Literal["merge_touchpoints"] = "merge_touchpoints"
    keep: Slug
    drop: Slug


class SplitTouchpoint(Model):
    """Replace a touchpoint by several; the first keeps slug, moods and evidence."""

    kind: Literal["split_touchpoint"] = "split_touchpoint"
    touchpoint: Slug
    titles: tuple[Line120, ...] = Field(min_length=2, max_length=10)


class RemoveTouchpoint(Model):
    """Remove a touchpoint; its pain points stay at the stage."""

    kind: Literal["remove_touchpoint"] = "remove_touchpoint"
    touchpoint: Slug


class VoteMood(Model):
    """The writer's own mood vote; fields left out (None) keep what an earlier vote of the same member said."""

    kind: Literal["vote_mood"] = "vote_mood"
    at: Anchor
    score: Score
    word: Line40 | None = None
    why: Line200 | None = None
    raw: Text1000 | None = None


class TakeBackMood(Model):
    """Remove the writer's own mood vote."""

    kind: Literal["take_back_mood"] = "take_back_mood"
    at: Anchor


class AddPainPoint(Model):
    """Add a pain point at a stage or touchpoint."""

    kind: Literal["add_pain_point"] = "add_pain_point"
    at: Anchor
    title: Line200
    slug: Slug | None = None


class AddOpportunity(Model):
    """Add an opportunity for pain points."""

    kind: Literal["add_opportunity"] = "add_opportunity"
    title: Line200
    pain_points: tuple[Slug, ...] = ()
    stage: Slug | None = None
    slug: Slug | None = None


class AddAction(Model):
    """Add an action, usually for an opportunity."""

    kind: Literal["add_action"] = "add_action"
    title: Line200
    opportunity: Slug | None = None
    stage: Slug | None = None
    owner: Owner | None = None
    due_on: date | None = None
    expected: Expected | None = None
    slug: Slug | None = None


class AddRequirement(Model):
    """Add what must be true inside for the ideal to happen."""

    kind: Literal["add_requirement"] = "add_requirement"
    title: Line200
    side: Literal["people", "process", "technology"] | None = None
    at: Anchor | None = None
    owner: Owner | None = None


class AddTarget(Model):
    """Add the number that proves the change."""

    kind: Literal["add_target"] = "add_target"
    title: Line200
    from_value: float | None = None
    to_value: float | None = None
    unit: Line12 | None = None
    by: date | None = None


class AddNote(Model):
    """Add an entry to a quadrant of an empathy map, or to a strip below."""

    kind: Literal["add_note"] = "add_note"
    title: Line200
    quadrant: Quadrant | None = None
    strip: Literal["pain", "gain"] | None = None
    at: Anchor | None = None


class AddEdge(Model):
    """Draw a connection between two touchpoints; `to_touchpoint` None: the customer leaves."""

    kind: Literal["add_edge"] = "add_edge"
    title: Line200
    from_touchpoint: Slug
    to_touchpoint: Slug | None = None
    way: EdgeKind = "next"
    condition: Line200 | None = None
    persona_id: Slug | None = None


class AddRoute(Model):
    """Name a way over touchpoints, in their order."""

    kind: Literal["add_route"] = "add_route"
    title: Line200
    touchpoints: tuple[Slug, ...]
    persona_id: Slug | None = None


class SetItem(Model):
    """Set one field of anything that the map lists beside its stages."""

    kind: Literal["set_item"] = "set_item"
    item: Slug
    field: str
    value: Any


class RemoveItem(Model):
    """Remove anything that the map lists beside its stages."""

    kind: Literal["remove_item"] = "remove_item"
    item: Slug


class VoteLevel(Model):
    """The writer's 1 to 5 on severity, frequency, impact or effort."""

    kind: Literal["vote_level"] = "vote_level"
    item: Slug
    field: Literal["severity", "frequency", "impact", "effort"]
    value: Level


class Agree(Model):
    """The same item was said by another member."""

    kind: Literal["agree"] = "agree"
    item: Slug


class LinkEvidence(Model):
    """Back an item, or the writer's mood vote at a place, with a stored piece of evidence."""

    kind: Literal["link_evidence"] = "link_evidence"
    evidence_id: EvidenceId
    item: Slug | None = None
    mood_at: Anchor | None = None


class UnlinkEvidence(Model):
    """Take a piece of evidence from an item or a mood vote."""

    kind: Literal["unlink_evidence"] = "unlink_evidence"
    evidence_id: EvidenceId
    item: Slug | None = None
    mood_at: Anchor | None = None


class SetBasis(Model):
    """What the writer knows an item, or the own mood vote at a place, from."""

    kind: Literal["set_basis"] = "set_basis"
    basis: Basis
    item: Slug | None = None
    mood_at: Anchor | None = None


class SetStatus(Model):
    """Send to review, approve, archive or back to draft."""

    kind: Literal["set_status"] = "set_status"
    status: Status


class Restore(Model):
    """Bring a whole earlier version back, as a new one (the store reads it; `apply` refuses this alone)."""

    kind: Literal["restore"] = "restore"
    version: int = Field(ge=1)


Change = Annotated[
    SetMap
    | AddStage
    | SetStage
    | MoveStage
    | RemoveStage
    | AddTouchpoint
    | SetTouchpoint
    | MoveTouchpoint
    | MergeTouchpoints
    | SplitTouchpoint
    | RemoveTouchpoint
    | VoteMood
    | TakeBackMood
    | AddPainPoint
    | AddOpportunity
    | AddAction
    | AddRequirement
    | AddTarget
    | AddNote
    | AddEdge
    | AddRoute
    | SetItem
    | RemoveItem
    | VoteLevel
    | Agree
    | LinkEvidence
    | UnlinkEvidence
    | SetBasis
    | SetStatus
    | Restore,
    Field(discriminator="kind"),
]
