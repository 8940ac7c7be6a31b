"""What everything on a map has in common: a name for good, a source, and votes on moods."""

from pydantic import AwareDatetime, Field

from storage.model.types import (
    Basis,
    EvidenceId,
    Line40,
    Line200,
    MemberId,
    Model,
    Origin,
    Score,
    Slug,
    Text1000,
)


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
    """What can be backed by evidence and agreed with."""

    slug: Slug
    title: Line200
    basis: Basis = "guess"
    evidence: tuple[EvidenceId, ...] = Field((), max_length=20)
    origin: Origin
    agreed_by: tuple[MemberId, ...] = ()
