"""The state of a guided build. The next question is a function of map and session, so a restart loses nothing."""

from typing import Literal

from pydantic import AwareDatetime, Field

from storage.model.journey import BaseMap, GoalKind, MapType
from storage.model.types import Lang, Line200, MemberId, Model, Slug

Part = Literal["first", "fill", "pains", "moments", "ideas", "owners", "walk", "short", "persona", "done"]


class Pending(Model):
    """The open question of a thread: its key in the locale (`ask.doing`), and what it is about."""

    question: str
    stage: Slug | None = None
    item: Slug | None = None
    asked_at: AwareDatetime


class Draft(Model):
    """Answers given before the map can be saved."""

    type: MapType = "current_state"
    goal_kind: GoalKind | None = None
    goal_business: Line200 | None = None
    persona_ids: tuple[Slug, ...] = ()
    base_map: BaseMap | None = None


class Skipped(Model):
    """A question that somebody skipped; listed under gaps, not asked again in this part."""

    question: str
    stage: Slug | None = None
    item: Slug | None = None


class Building(Model):
    """The persona builder at work in a thread, and what it put off: the part, its questions, the open one.

    `persona_id` None: nobody said yet who it is. `in_company`: somebody who decides at work, with others.
    """

    persona_id: Slug | None = None
    in_company: bool = False
    part: Part = "done"
    state: Literal["active", "paused", "closed"] = "active"
    pending: Pending | None = None
    waiting: Pending | None = None
    asked: tuple[Skipped, ...] = ()


class Session(Model):
    """One guided build in one thread (`session_id` = channel:thread)."""

    workspace_id: str
    session_id: str
    map_id: Slug | None = None
    draft: Draft = Draft()
    lang: Lang = "en"
    part: Part = "first"
    pending: Pending | None = None
    waiting: Pending | None = Field(None, description="The question that a side question (a quote, a why) put off.")
    last_mood_stage: Slug | None = None
    building: Building | None = Field(None, description="The persona builder, while it asks.")
    skipped: tuple[Skipped, ...] = ()
    asked: tuple[Skipped, ...] = Field((), description="Questions already asked in this part, for Back and the count.")
    members: tuple[MemberId, ...] = ()
    state: Literal["active", "paused", "closed"] = "active"
    notes: dict[str, str] = Field({}, description="Small facts that a question needs to remember, by its key.")
    paused_at: AwareDatetime | None = None
    seen_version: int = 0
    started_by: MemberId
    started_at: AwareDatetime


class Member(Model):
    """A person in the workspace who uses Waymark."""

    workspace_id: str
    member_id: MemberId
    name: str
    role: Literal["viewer", "editor", "owner", "admin", "guest"] = "editor"
    lang: Lang | None = Field(None, description="The language that the person chose to be spoken to in.")
    locale: Lang | None = Field(None, description="The language that the person uses Slack in.")


class Workspace(Model):
    """What holds for everybody in a workspace."""

    workspace_id: str
    default_lang: Lang | None = Field(
        None, description="The language chosen for everybody; None: the one of the settings."
    )
    tz: str = "UTC"
    retention_days: int = 400
    model_allowed: bool = True
    one_product: bool = Field(False, description="The warning about two goals or personas is switched off for good.")
