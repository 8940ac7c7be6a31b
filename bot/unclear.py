"""What becomes of a question that was asked back about: kept until somebody picks a reading, then learnt from."""

from bot.exchange import Incoming
from bot.questions.commands import Clarify
from bot.questions.understand import Asking, taken_apart
from storage.model.types import Model
from storage.open import Stores
from storage.readings import Reading

UNCLEAR = "unclear"
"""Under this key a thread remembers the question."""
LONGEST = 300
"""Characters of it that are kept."""


class Unclear(Model):
    """A question that was asked back about, with names masked, and the tools it could mean."""

    said: str
    tools: tuple[str, ...]


def remembered(question: str, unclear: Clarify, asking: Asking) -> tuple[str, str]:
    """What the thread keeps, as key and value."""
    said = taken_apart(question, asking)
    tools = tuple(option.tool for option in unclear.options)
    return UNCLEAR, Unclear(said=said.masked[:LONGEST] if said else "", tools=tools).model_dump_json()


def learnt(tool: str, incoming: Incoming, stores: Stores) -> Reading | None:
    """The reading picked for the unclear question of this thread; None where it was not one of those offered."""
    kept = stores.workspaces.recall(incoming.workspace_id, incoming.session_id, UNCLEAR)
    unclear = Unclear.model_validate_json(kept) if kept else None
    if unclear is None or not unclear.said or tool not in unclear.tools:
        return None
    return Reading(said=unclear.said, meant=tool, by=incoming.said.by, at=incoming.said.at)
