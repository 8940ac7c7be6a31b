"""`/journey language …`: somebody chooses the language they are spoken to in, or the one of the workspace."""

from bot.deciding import decides
from bot.exchange import Incoming, Outcome
from bot.language import LANGUAGES
from bot.reply import Reply, Text
from prompts.loader import Words, words
from storage.model.session import Member, Workspace
from storage.model.types import Lang
from storage.open import Stores


def choose(rest: str, incoming: Incoming, stores: Stores, spoken: Words) -> Outcome:
    """`zh`, `workspace zh`, a language's name in any of them; nothing tells how it is set now."""
    first, _, second = rest.strip().casefold().partition(" ")
    for_all = first in {word for lang in LANGUAGES for word in words(lang).data("commands.workspace")}
    named = second.strip() if for_all else rest.strip().casefold()
    workspace = stores.workspaces.workspace(incoming.workspace_id)
    if not named:
        set_now = words(workspace.default_lang or incoming.lang)("commands.own_language")
        return _said(spoken("commands.language_now", workspace=set_now))
    lang = _language(named)
    if lang is None:
        known = ", ".join(f"{lang} ({words(lang)('commands.own_language')})" for lang in LANGUAGES)
        return _said(spoken("commands.language_unknown", word=named, known=known))
    return _for_all(lang, workspace, incoming, stores, spoken) if for_all else _for_one(lang, incoming, stores)


def _for_one(lang: Lang, incoming: Incoming, stores: Stores) -> Outcome:
    by = incoming.said.by
    known = stores.workspaces.member(incoming.workspace_id, by)
    member = known or Member(workspace_id=incoming.workspace_id, member_id=by, name=incoming.said.name)
    chosen = _said(words(lang)("commands.language_set"))
    return Outcome(chosen.replies, member=member.model_copy(update={"lang": lang}))


def _for_all(lang: Lang, workspace: Workspace, incoming: Incoming, stores: Stores, spoken: Words) -> Outcome:
    if not decides(incoming, stores):
        return _said(spoken("commands.workspace_not_allowed"))
    chosen = _said(words(lang)("commands.workspace_set"))
    return Outcome(chosen.replies, workspace=workspace.model_copy(update={"default_lang": lang}))


def _language(named: str) -> Lang | None:
    """The language of a code, or of its name in any of ours."""
    for lang in LANGUAGES:
        names = {name for other in LANGUAGES for name in words(other).data("commands.languages")[lang]}
        if named == lang or named in names:
            return lang
    return None


def _said(text: str) -> Outcome:
    return Outcome((Reply(parts=(Text(text=text),)),))
