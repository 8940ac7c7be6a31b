"""Which evidence backs a thing, and which other evidence speaks of the same? Shown with its source, in no figure."""

from collections.abc import Collection

from pydantic import Field

from storage.model.evidence import Evidence, EvidenceKind
from storage.model.types import Model
from tools.kit import Sources

NEAR = 0.36
"""Score from which a piece speaks of a thing: on `tests/cases/evidence` 3 of 100 unrelated ones reach it."""
MOST = 2


class Illustration(Model):
    """A piece of evidence that the asker may read; `linked` where people linked it, else it is near in meaning."""

    evidence_id: str
    text: str
    kind: EvidenceKind
    who: str | None = None
    on: str | None = Field(None, description="The day it was observed.")
    linked: bool = False


def illustrations(words: str, linked: Collection[str], sources: Sources, most: int = MOST) -> tuple[Illustration, ...]:
    """The linked pieces, those nearest to the words first; where these are too few, others near in meaning."""
    own = sources.evidence.get(sources.workspace_id, linked, sources.reader) if linked else ()
    told = {piece.evidence_id: _of(piece, linked=True) for piece in own if piece.text}
    if len(told) > most:
        nearest = sources.search.search(sources.workspace_id, words, sources.reader, most, list(told))
        told = {found.piece.evidence_id: told[found.piece.evidence_id] for found in nearest.pieces} | told
    shown = list(told.values())[:most]
    if len(shown) < most:
        shown += [_of(piece) for piece in _near(words, sources, most + len(told)) if piece.evidence_id not in told]
    once = {one.text: one for one in reversed(shown)}
    return tuple(reversed(once.values()))[:most]


def _near(words: str, sources: Sources, most: int) -> tuple[Evidence, ...]:
    found = sources.search.search(sources.workspace_id, words, sources.reader, most)
    return tuple(one.piece for one in found.pieces if one.score >= NEAR)


def _of(piece: Evidence, linked: bool = False) -> Illustration:
    return Illustration(
        evidence_id=piece.evidence_id,
        text=piece.text or "",
        kind=piece.kind,
        who=piece.who,
        on=piece.observed_on.isoformat() if piece.observed_on else None,
        linked=linked,
    )
