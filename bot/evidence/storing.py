"""What of evidence is to be stored, in the caller's transaction, together with the messages."""

from dataclasses import dataclass

from storage.model.evidence import Evidence
from storage.model.session import Session
from storage.open import Stores


@dataclass(frozen=True)
class Kept:
    """New pieces, pieces of which more is known, ids of pieces to empty, and builds that lose what they offered."""

    new: tuple[Evidence, ...] = ()
    revised: tuple[Evidence, ...] = ()
    emptied: tuple[str, ...] = ()
    sessions: tuple[Session, ...] = ()

    def store(self, tx: Stores, workspace_id: str) -> None:
        """Raises EditConflict if the id of a new piece was taken meanwhile."""
        for piece in self.new:
            tx.evidence.add(piece)
        for piece in self.revised:
            tx.evidence.revise(piece)
        for evidence_id in self.emptied:
            tx.evidence.refuse(workspace_id, evidence_id)
        for session in self.sessions:
            tx.sessions.save(session)
