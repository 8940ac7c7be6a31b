"""What a store of evidence must do."""

from collections.abc import Collection
from typing import Protocol

from storage.maps import Reader
from storage.model.evidence import Evidence


class EvidenceToRead(Protocol):
    """Evidence of which nothing but the reading is left; the reader's scope is checked on the row."""

    def get(self, workspace_id: str, evidence_ids: Collection[str], reader: Reader) -> tuple[Evidence, ...]:
        """Those of the pieces that exist and that the reader may see, in the order of their numbers."""
        ...


class EvidenceStore(EvidenceToRead, Protocol):
    """Evidence rows; the reader's scope is checked on the row before a text leaves."""

    def add(self, evidence: Evidence) -> Evidence:
        """Store one piece under its `evidence_id`. Raises EditConflict if that is taken."""
        ...

    def revise(self, evidence: Evidence) -> Evidence:
        """Store a piece anew that is there already, because more is known of it (its kind, who said it)."""
        ...

    def newest(self, workspace_id: str, channel_id: str, reader: Reader, most: int = 20) -> tuple[Evidence, ...]:
        """The pieces added in a channel last, newest first."""
        ...

    def next_number(self, workspace_id: str) -> int:
        """The number of the next evidence id (`e<number>`)."""
        ...

    def refuse(self, workspace_id: str, evidence_id: str) -> None:
        """Consent was refused: empty the text, keep the row."""
        ...
