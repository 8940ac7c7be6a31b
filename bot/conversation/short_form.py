"""The short form: goal, persona and want, then five headings. How is it entered, and what stands at its end?"""

from collections.abc import Sequence

from bot.conversation.plan import entered, parts_of
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from bot.reply import Button, Text
from storage.errors import ChangeRefused
from storage.model.persona import Persona
from storage.model.refusals import revised

PART = "short"
SHOWN = 200


def enter_short_form(talk: Talk) -> bool:
    """From now on the questions are those of the form; a persona builder at work stops, with what it has stored.

    False where maps of this type have no short form; that is said.
    """
    talk.keep(building=None)
    if talk.journey is None:
        talk.keep(draft=revised(talk.session.draft, type="current_state", base_map=None))
    elif PART not in parts_of(talk.view):
        talk.text(talk.words("short_form.not_for_this_type"))
        return False
    talk.session = entered(talk.view, PART).model_copy(update={"state": "active", "paused_at": None})
    talk.text(talk.words("short_form.intro"))
    return True


def persona_of(talk: Talk) -> Persona:
    """The persona that the map is about first. Raises ChangeRefused where it is gone."""
    found = talk.persona_with(talk.map.persona_ids[0])
    if found is None:
        raise ChangeRefused("no_persona")
    return found


def filled(talk: Talk) -> None:
    """The five headings with what stands under each, and the long way as a button."""
    persona = persona_of(talk)
    under: dict[str, Sequence[str]] = {
        "goals": (*persona.goals, *persona.needs),
        "struggles": (*persona.struggles, *persona.frustrations),
        "tasks": persona.tasks,
        "ideas": [idea.title for idea in talk.map.opportunities],
        "actions": [action.title for action in talk.map.actions],
    }
    lines = (
        talk.words("say.other_label", label=name, text=cut(talk.words("say.semicolon").join(under[key]), SHOWN) or "–")
        for key, name in talk.words.data("short_form.headings").items()
    )
    talk.text(talk.words("short_form.filled", v=talk.version))
    talk.parts.append(Text(text="\n".join(lines), style="quote"))
    stop = talk.words.data("choice.next_steps")["stop"]
    talk.offer(
        Button(text=talk.words("short_form.draw"), action="build.next", value="stages"),
        Button(text=stop, action="build.next", value="stop"),
    )
