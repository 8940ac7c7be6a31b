"""The words for somebody somewhere: what is stored of the person, the thread and the workspace decides."""

from bot.language import spoken
from prompts.loader import Words, words
from storage.model.types import Lang
from storage.open import Stores


def words_for(
    stores: Stores, workspace_id: str, member_id: str, session_id: str = "", told: Lang | None = None, lang: Lang = "en"
) -> Words:
    """`told`: the language that was written, if it tells one; `lang`: the settings'. Raises StoreUnavailable."""
    kept = stores.workspaces
    session = stores.sessions.get(workspace_id, session_id)
    workspace, member = kept.workspace(workspace_id), kept.member(workspace_id, member_id)
    return words(spoken(workspace, member, session, told, lang))
