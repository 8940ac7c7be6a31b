"""The second of two maps: it waits for the first picture of the first one, and begins with what is known."""

from bot.conversation.talk import Talk
from bot.conversation.turn import Opening
from bot.conversation.wording import cut
from storage.model.refusals import revised
from storage.model.session import Draft

SECOND = "second"


def put_off(talk: Talk, draft: Draft, about: str, want: str | None = None) -> None:
    """Keeps the second of two maps until the first picture; `about` is what it is called until then."""
    second = Opening(kind=draft.type, lang=talk.words.lang, draft=draft, want=want)
    talk.note(SECOND, f"{cut(about)}\n{second.model_dump_json()}")
    talk.text(talk.words("persona.second_follows", first=cut(about)))


def open_second(talk: Talk) -> None:
    """After the first picture: the thread of the second map, with goal, type and persona known."""
    kept = talk.session.notes.get(SECOND)
    if kept is None:
        return
    about, _, opening = kept.partition("\n")
    second = Opening.model_validate_json(opening)
    draft = second.draft or Draft(type=second.kind)
    ids = draft.persona_ids or talk.map.persona_ids
    talk.opens = second.model_copy(update={"draft": revised(draft, persona_ids=ids)})
    talk.note(SECOND, None)
    talk.text(talk.words("persona.second_starts", about=about))
