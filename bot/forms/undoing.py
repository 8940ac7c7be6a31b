"""[Undo] under a form's read-back: takes back the presser's own last change, wherever the map is talked about."""

from collections.abc import Sequence

from bot.conversation.wording import name_of
from bot.exchange import Incoming, Outcome
from bot.forms.saving import BEFORE, BY, Saving, memory
from bot.reply import Button, Buttons, Press, Reply, Text
from prompts.loader import Words
from storage.errors import EditConflict
from storage.maps import Saved
from storage.model.merge import undo
from storage.model.persona import Persona
from storage.open import Stores

HISTORY = 50


def undone(press: Press, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """`form.undo` and `form.undo_anyway`. Pressed twice it counts once. Raises MapNotFound, ChangeRefused."""
    map_id, version, persona_id, persona_version = (*press.value.split("|", 3), "", "", "")[:4]
    number, anyway = _number(version), press.action == "form.undo_anyway"
    if persona_id and not number:
        return _persona(persona_id, _number(persona_version), incoming, stores, words)
    ws, by = incoming.workspace_id, incoming.said.by
    journey = stores.maps.get(ws, map_id, incoming.reader)
    history = stores.maps.history(ws, map_id, incoming.reader, HISTORY)
    saved = next((past for past in history if past.map.version == number), None)
    if saved is None or any(past.undoes == number for past in history):
        return Outcome()
    if saved.by != by:
        return _whisper(words("say.undo_not_yours", name=name_of(saved.by, incoming.names)))
    if _last(history, by) != number:
        return _whisper(words("say.undo_not_last"))
    try:
        back = undo(journey, history, by, anyway)
    except EditConflict as conflict:
        return _clash(conflict, press, incoming, words)
    said = words("forms.undone", title=journey.title, v=journey.version + 1)
    return Outcome((_line(said),), saving=Saving(back.journey, reason="undo", undoes=back.undoes))


def _persona(persona_id: str, number: int, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """The persona as it was before its last form."""
    ws, place = incoming.workspace_id, memory(persona_id)
    now, before = stores.personas.get(ws, persona_id), stores.workspaces.recall(ws, place, BEFORE)
    by = stores.workspaces.recall(ws, place, BY) or ""
    if now.version != number or before is None:
        return _whisper(words("say.undo_not_last"))
    if by != incoming.said.by:
        return _whisper(words("say.undo_not_yours", name=name_of(by, incoming.names)))
    back = Persona.model_validate_json(before).model_copy(update={"version": now.version})
    said = words("forms.undone", title=now.name, v=now.version + 1)
    return Outcome((_line(said),), saving=Saving(persona=back, was=now))


def _clash(conflict: EditConflict, press: Press, incoming: Incoming, words: Words) -> Outcome:
    who = name_of(conflict.by, incoming.names) if conflict.by else words("say.somebody")
    anyway = Button(text=words("button.take_back"), action="form.undo_anyway", value=press.value)
    asked = Text(text=words("say.undo_clash", name=who))
    return Outcome((Reply(parts=(asked, Buttons(buttons=(anyway,)))),))


def _last(history: Sequence[Saved], by: str) -> int | None:
    """The version of the member's last change that stands."""
    taken_back = {past.undoes for past in history}
    own = (past.map.version for past in history if past.by == by and past.undoes is None)
    return next((number for number in own if number not in taken_back), None)


def _number(text: str) -> int:
    """A version; 0 for none."""
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _line(text: str) -> Reply:
    return Reply(parts=(Text(text=text),))


def _whisper(text: str) -> Outcome:
    return Outcome((Reply(parts=(Text(text=text),), whisper=True),))
