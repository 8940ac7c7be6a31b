"""Taking back one's own last change of a persona: what its fields were, kept with the thread."""

import json

from bot.conversation.flow import proceed, resume
from bot.conversation.talk import Talk
from storage.model.refusals import revised

NOTE = "persona_was"


def remember(talk: Talk) -> None:
    """Keeps what this turn changed of a persona; a change of the map is the writer's last one from now on."""
    before = talk.scene.session.notes.get(NOTE) if talk.scene.session else None
    if before is not None and NOTE not in talk.session.notes:
        return
    known = {persona.persona_id: persona for persona in talk.scene.personas}
    for new in talk.personas:
        old = known.get(new.persona_id)
        if old is not None and old != new:
            was, now = old.model_dump(mode="json"), new.model_dump(mode="json")
            fields = {name: value for name, value in was.items() if value != now[name]}
            kept = {"by": talk.by, "persona": new.persona_id, "fields": fields}
            talk.note(NOTE, json.dumps(kept, ensure_ascii=False))
            return
    if talk.changes and before is not None and json.loads(before)["by"] == talk.by:
        talk.note(NOTE, None)


def take_back(talk: Talk) -> bool:
    """Whether the writer's last change was one of a persona; then it is as before, and its question is asked again."""
    kept = json.loads(talk.session.notes.get(NOTE, "{}"))
    persona = talk.persona_with(kept.get("persona"))
    if persona is None or kept["by"] != talk.by:
        return False
    talk.keep_persona(revised(persona, **kept["fields"]))
    talk.note(NOTE, None)
    named = [talk.words(f"field.{name}") for name in kept["fields"] if talk.words.has(f"field.{name}")]
    talk.text(talk.words("persona.taken_back", name=persona.name, fields=talk.words("say.comma").join(named)))
    if talk.session.building is not None and talk.session.asked:
        talk.keep(asked=talk.session.asked[:-1], pending=None)
        proceed(talk)
    else:
        resume(talk)
    return True
