"""The persona: a drawn representative of a group of customers, built from facts and aims; never a real customer."""

from typing import Annotated, Literal

from pydantic import Field

from storage.model.rules import SegmentTest
from storage.model.types import (
    EvidenceId,
    Level,
    Line40,
    Line60,
    Line200,
    Model,
    Owner,
    Privacy,
    Slug,
    Text2000,
)

Lines = Annotated[tuple[Line200, ...], Field(max_length=10)]


class Persona(Model):
    """One persona serves many maps and has its own version count."""

    workspace_id: str
    persona_id: Slug
    name: Line60
    initials: Annotated[str, Field(min_length=1, max_length=3)]
    kind: Literal["customer", "user", "buyer_role", "segment"] = "customer"
    one_line: Line200 | None = None
    age_range: Line40 | None = None
    sex: Line40 | None = None
    place: Line40 | None = None
    household: Line40 | None = None
    income: Line40 | None = None
    job_title: Line60 | None = None
    role_in_company: Line60 | None = None
    tech_level: Level | None = None
    interests: Lines = ()
    values: Lines = ()
    buying_motives: Lines = ()
    goals: Lines = ()
    needs: Lines = ()
    struggles: Lines = ()
    tasks: Lines = ()
    frustrations: Lines = ()
    questions: Lines = ()
    talking_points: Lines = ()
    objections: Lines = ()
    preferred_channels: Lines = ()
    communication_style: Line200 | None = None
    quote: Line200 | None = None
    back_story: Text2000 | None = None
    product_position: Line200 | None = None
    differentiators: Line200 | None = None
    competitors: Line200 | None = None
    basis: Literal["assumption", "mixed", "research"] = "assumption"
    evidence: tuple[EvidenceId, ...] = ()
    version: int = Field(1, ge=1)
    status: Literal["draft", "review", "approved", "archived"] = "draft"
    owner: Owner
    privacy: Privacy = "workspace"
    segment_rule: tuple[SegmentTest, ...] = Field((), max_length=5, description="Customers who pass every test.")
