"""How is what a form or its [Undo] leads to stored? In the caller's transaction, together with the messages."""

from dataclasses import dataclass
from datetime import datetime

from storage.maps import Reason
from storage.model.changes import Change
from storage.model.journey import JourneyMap
from storage.model.persona import Persona
from storage.model.types import MemberId
from storage.open import Stores

BEFORE, BY = "before", "by"


def memory(persona_id: str) -> str:
    """Where the persona as it was before its last form is remembered."""
    return f"persona:{persona_id}"


@dataclass(frozen=True)
class Saving:
    """`journey` carries the version that was read; `was` is the persona before, kept for [Undo]."""

    journey: JourneyMap | None = None
    changes: tuple[Change, ...] = ()
    reason: Reason = "form"
    undoes: int | None = None
    persona: Persona | None = None
    was: Persona | None = None

    def store(self, tx: Stores, by: MemberId, at: datetime) -> None:
        """Raises EditConflict if map or persona moved on since they were read."""
        if self.persona is not None:
            tx.personas.save(self.persona)
            if self.was is not None and self.was.segment_rule != self.persona.segment_rule:
                workspace_id = self.persona.workspace_id
                rules = [(one.persona_id, one.segment_rule) for one in tx.personas.list(workspace_id)]
                tx.events(workspace_id).segment(rules)
            if self.was is not None:
                place = memory(self.persona.persona_id)
                tx.workspaces.remember(self.persona.workspace_id, place, BEFORE, self.was.model_dump_json())
                tx.workspaces.remember(self.persona.workspace_id, place, BY, by)
        if self.journey is not None:
            tx.maps.save(self.journey, self.changes, by, at, self.reason, self.undoes)
