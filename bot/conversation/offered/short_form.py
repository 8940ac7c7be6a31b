"""The short form: its button beside the map types, and what a persona struggles with as pain points to choose from."""

from collections.abc import Callable, Mapping

from bot.conversation.ask import Ask
from bot.conversation.offered.choice import Choice, listed, row
from bot.conversation.offered.journey import kind_lines
from bot.conversation.talk import Talk, encoded
from bot.conversation.wording import cut
from bot.reply import Menu, Option, Part
from storage.model.persona import Persona

FORM = "short_form"
LONGEST_VALUE = 150


def _types(talk: Talk, about: Ask) -> tuple[Choice, ...]:
    return (*listed(talk, about), Choice(FORM, talk.words("short_form.name")))


def _type_lines(talk: Talk, about: Ask) -> list[str]:
    name, line = talk.words("short_form.name"), talk.words("short_form.line")
    return [*kind_lines(talk, about), talk.words("say.other_label", label=name, text=line)]


def struggles_left(talk: Talk) -> list[str]:
    """What the personas of the map struggle with and no pain point says."""
    known = {pain.title.casefold() for pain in talk.map.pain_points}
    people = [persona for known_id in talk.map.persona_ids if (persona := talk.persona_with(known_id))]
    return [text for persona in people for text in _struggles(persona) if text.casefold() not in known]


def _struggles(persona: Persona) -> tuple[str, ...]:
    return (*persona.struggles, *persona.frustrations)


def _pain_menu(talk: Talk, about: Ask) -> list[Part]:
    """Struggles to choose from, above the buttons."""
    options = tuple(Option(text=cut(text, 75), value=text[:LONGEST_VALUE]) for text in struggles_left(talk))
    menu = Menu(
        label=talk.words("short_form.struggles_here", persona=talk.persona),
        action="build.answer", value=encoded(about), options=options, many=True,
    )  # fmt: skip
    return [*((menu,) if options else ()), *row(about, listed(talk, about))]


CHOICES: Mapping[str, Callable[[Talk, Ask], tuple[Choice, ...]]] = {"type": _types}

MENUS: Mapping[str, Callable[[Talk, Ask], list[Part]]] = {"pain": _pain_menu}

HINTS: Mapping[str, Callable[[Talk, Ask], list[str]]] = {"type": _type_lines}
