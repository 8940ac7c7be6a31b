"""A form from the inbox: judged again on the map as it is now, then stored, or given back with all that was typed."""

import secrets

from bot.errors import error_words
from bot.exchange import Incoming, Outcome
from bot.forms.about import Sent
from bot.forms.ground import Asker, Ground, ground
from bot.forms.judging import Accepted, Clashed, Gone, Noticed, Wrong, judge
from bot.forms.read_back import not_saved, read_back
from bot.forms.saving import Saving
from prompts.loader import Words
from storage.errors import WaymarkError
from storage.open import Stores

TYPED = "typed"


def memory(member: str, token: str) -> str:
    """Where a form that could not be stored is kept for its writer."""
    return f"form:{member}:{token}"


def take(sent: Sent, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """Raises WaymarkError only for what passes later; everything else is told to the writer alone."""
    said = incoming.said
    try:
        asker = Asker(incoming.workspace_id, incoming.reader, said.by, said.at, incoming.names)
        known = ground(sent.about, asker, stores)
    except WaymarkError as error:
        if error.advice == "try later":
            raise
        return _back(sent, error_words(error, words), None, incoming, words)
    match judge(sent, known, words):
        case Accepted() as accepted if accepted.empty:
            return Outcome()
        case Accepted() as accepted:
            journey = accepted.journey if accepted.changes else None
            saving = Saving(journey, accepted.changes, persona=accepted.persona, was=known.persona)
            return Outcome((read_back(accepted, known, words),), saving=saving)
        case Gone(text):
            return _back(sent, text, None, incoming, words)
        case Clashed(form):
            return _back(sent, form.notice, known, incoming, words)
        case Noticed(text):
            return _back(sent, text, known, incoming, words)
        case Wrong(errors):
            return _back(sent, " ".join(errors.values()), known, incoming, words)


def _back(sent: Sent, why: str, known: Ground | None, incoming: Incoming, words: Words) -> Outcome:
    token = secrets.token_hex(6)
    kept = ((memory(incoming.said.by, token), TYPED, sent.model_dump_json()),) if known is not None else ()
    return Outcome((not_saved(sent, why, token, known, words),), keeps=kept)


def kept(workspace_id: str, member: str, token: str, stores: Stores) -> Sent | None:
    """What the member typed into a form that could not be stored."""
    found = stores.workspaces.recall(workspace_id, memory(member, token), TYPED)
    return Sent.model_validate_json(found) if found else None
