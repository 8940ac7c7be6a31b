"""A set of changes that waits for a person: which of them still fit, and what has been decided."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from pydantic import AwareDatetime, Field

from storage.errors import ChangeRefused, EditConflict
from storage.model.changes import Change, RemoveItem, RemoveStage, RemoveTouchpoint
from storage.model.journey import JourneyMap
from storage.model.merge import rebase
from storage.model.types import Line60, Line200, MemberId, Model, Slug, Text1000

MOST_CHANGES = 60
OPEN_FOR = timedelta(days=14)
REMOVALS = (RemoveStage, RemoveTouchpoint, RemoveItem)
"""Never inside "apply all": each is ticked by hand."""


class Proposed(Model):
    """One change and the words it came from; `sources`: ids of evidence or permalinks, none: "no source"."""

    change: Change
    sources: tuple[str, ...] = Field((), max_length=10)
    words: Text1000 | None = None


class Proposal(Model):
    """Changes for one map that nobody has applied yet. It is no part of the map: nothing shows it but itself."""

    workspace_id: str
    proposal_id: str = Field(pattern=r"^p[0-9]+$")
    map_id: Slug
    base_version: int = Field(ge=1)
    proposed: tuple[Proposed, ...] = Field(min_length=1, max_length=MOST_CHANGES)
    made_by: Literal["model", "rules", "import", "conflict", "translation"]
    model_name: Line60 | None = None
    asked_by: MemberId
    reason: Line200
    made_at: AwareDatetime
    status: Literal["open", "applied", "partly_applied", "declined", "expired", "outdated"] = "open"
    decided_by: MemberId | None = None
    decided_at: AwareDatetime | None = None

    def expired(self, at: datetime) -> bool:
        """Whether it has waited too long."""
        return self.status == "open" and at - self.made_at > OPEN_FOR


class Fit(NamedTuple):
    """Numbers (from 0) of the changes that fit the newest map, in order, and of those that no longer do."""

    fitting: tuple[int, ...]
    outdated: tuple[int, ...]


def fit(proposal: Proposal, base: JourneyMap, newest: JourneyMap, by: str, at: datetime) -> Fit:
    """Which changes can still be applied: one whose field was altered since `base`, or whose place is gone, cannot.

    A change may build on one before it.
    """
    return fit_of(proposal, range(len(proposal.proposed)), base, newest, by, at)


def fit_of(
    proposal: Proposal, chosen: Collection[int], base: JourneyMap, newest: JourneyMap, by: str, at: datetime
) -> Fit:
    """The same for some of the changes alone: what builds on one that was not chosen does not fit."""
    kept: list[int] = []
    outdated: list[int] = []
    for number in sorted(chosen):
        changes = [proposal.proposed[n].change for n in (*kept, number)]
        try:
            rebase(base, newest, changes, by, at, "proposal")
        except (ChangeRefused, EditConflict):
            outdated.append(number)
        else:
            kept.append(number)
    return Fit(tuple(kept), tuple(outdated))


def for_all(proposal: Proposal) -> tuple[int, ...]:
    """What "apply all" stands for: everything but removals."""
    return tuple(n for n, proposed in enumerate(proposal.proposed) if not isinstance(proposed.change, REMOVALS))


def decided(proposal: Proposal, applied: Collection[int], by: str, at: datetime) -> Proposal:
    """The proposal after a decision; nothing applied: declined."""
    whole = len(applied) == len(proposal.proposed)
    status = "applied" if whole else "partly_applied" if applied else "declined"
    return proposal.model_copy(update={"status": status, "decided_by": by, "decided_at": at})
