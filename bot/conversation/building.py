"""The persona builder inside a thread: whom it is about, how it is entered, and how the build goes on afterwards."""

import re

from bot.conversation.asking import put
from bot.conversation.persona_card import card_lines
from bot.conversation.talk import Talk
from bot.conversation.tongues import any_whole, listed
from bot.reply import Button, Text
from storage.errors import ChangeRefused
from storage.model.persona import Persona
from storage.model.refusals import revised
from storage.model.session import Building

MOST_LINES = 10
# With which line a skipped answer is told later.
TOLD_LATER = {
    "per.day": "job_title",
    "per.goals": "goals",
    "per.struggles": "struggles",
    "per.tasks": "tasks",
    "per.info": "preferred_channels",
    "per.team": "talking_points",
    "per.quote": "quote",
}


def enter(talk: Talk, persona_id: str | None) -> None:
    """Puts the build aside for the questions about a persona; None: about one that is still to be named."""
    session = talk.session
    if session.building is not None and session.building.persona_id == persona_id:
        return
    left = session.building or session
    building = Building(
        persona_id=persona_id,
        part=left.part,
        state=left.state,
        pending=left.pending,
        waiting=left.waiting,
        asked=left.asked,
    )
    skipped = tuple(skip for skip in session.skipped if not skip.question.startswith("ask.per."))
    talk.keep(building=building, part="persona", state="active", pending=None, waiting=None, asked=(), skipped=skipped)
    if persona_id is not None:
        about(talk, persona_id)


def about(talk: Talk, persona_id: str) -> None:
    """From now on the questions are about this persona."""
    persona, building = talk.persona_with(persona_id), talk.session.building
    if persona is None or building is None:
        return
    talk.keep(building=building.model_copy(update={"persona_id": persona_id, "in_company": in_company(talk, persona)}))
    talk.text(talk.words("persona.intro", name=persona.name))


def in_company(talk: Talk, persona: Persona) -> bool:
    """Somebody who decides at work: by the role, or by words such as "manager" and "firm"."""
    told = " ".join(filter(None, (persona.role_in_company, persona.job_title, persona.one_line)))
    words = any_whole(listed(talk.words, "persona_reading.company"))
    return persona.kind == "buyer_role" or re.search(words, told, re.IGNORECASE) is not None


def leave(talk: Talk) -> None:
    """The persona as it is now, and the build where it was; without a build, what can follow."""
    building = talk.session.building
    if building is None:
        return
    talk.keep(
        building=None,
        part=building.part,
        state=building.state,
        pending=building.pending,
        waiting=building.waiting,
        asked=building.asked,
    )
    persona = talk.persona_with(building.persona_id)
    if persona is not None:
        talk.text(talk.words("persona.done", name=persona.name))
        talk.parts.append(Text(text="\n".join(card_lines(persona, talk.words)), style="quote"))
    if talk.session.pending is not None:
        talk.text(talk.words("persona.back"))
        put(talk)
    elif talk.journey is None and persona is not None:
        name = talk.words("button.map_about", name=persona.name)
        talk.offer(
            Button(text=name, action="build.map_about", value=persona.persona_id),
            Button(text=talk.words("button.all_personas"), action="persona.list"),
        )


def being_built(talk: Talk) -> Persona:
    """The persona that the questions are about. Raises ChangeRefused where it is gone."""
    building = talk.session.building
    persona = talk.persona_with(building.persona_id) if building else None
    if persona is None:
        raise ChangeRefused("no_persona")
    return persona


def set_fields(talk: Talk, persona: Persona, **fields: object) -> Persona:
    """The persona with these fields, said field by field. Raises ChangeRefused."""
    new = revised(persona, **fields)
    talk.keep_persona(new)
    for field in fields:
        value = getattr(new, field)
        shown = talk.words("say.semicolon").join(value) if isinstance(value, tuple) else str(value)
        talk.text(talk.words("persona.saved", name=new.name, field=talk.words(f"field.{field}"), text=shown))
    return new


def add_lines(talk: Talk, persona: Persona, field: str, items: tuple[str, ...]) -> Persona:
    """Adds lines to a list of the persona; those beyond its room are named."""
    there: tuple[str, ...] = getattr(persona, field)
    lines = tuple(dict.fromkeys((*there, *items)))
    new = set_fields(talk, persona, **{field: lines[:MOST_LINES]}) if items else persona
    if len(lines) > MOST_LINES:
        items_left = talk.words("say.semicolon").join(lines[MOST_LINES:])
        name = talk.words(f"field.{field}")
        talk.text(talk.words("persona.full", max=MOST_LINES, field=name, items=items_left))
    return new


def skipped_line(talk: Talk, question: str) -> str:
    """How a skipped answer about a persona is told later."""
    if question not in TOLD_LATER:
        return talk.words("persona.skipped_basis" if question == "per.basis" else "persona.skipped_who")
    return talk.words("persona.skipped", field=talk.words.data("field_names")[TOLD_LATER[question]][0])
