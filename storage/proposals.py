"""What a store of proposals must do."""

from typing import Protocol

from storage.model.proposal import Proposal


class Proposals(Protocol):
    """Proposals of a workspace. Who may see one is who may see its map: read the map first."""

    def save(self, proposal: Proposal) -> Proposal:
        """Store it under its `proposal_id`, new or decided since.

        Raises EditConflict if somebody decided it first.
        """
        ...

    def get(self, workspace_id: str, proposal_id: str) -> Proposal | None: ...

    def open_of_map(self, workspace_id: str, map_id: str) -> tuple[Proposal, ...]:
        """Those nobody has decided yet, oldest first."""
        ...

    def next_number(self, workspace_id: str) -> int:
        """The number of the next proposal id (`p<number>`)."""
        ...
