"""Personas in plain words, at any time: renamed, told more of, built on, or given the same map."""

from bot.conversation.answers.personas import named_already
from bot.conversation.building import enter, set_fields
from bot.conversation.corrections.match import Found
from bot.conversation.corrections.target import Answered, Unfound
from bot.conversation.flow import proceed
from bot.conversation.read_items import read_items
from bot.conversation.same_map import open_same
from bot.conversation.talk import Talk
from storage.errors import ChangeRefused
from storage.model.persona import Persona
from storage.model.refusals import revised
from storage.model.slugs import initials


def rename(talk: Talk, found: Found) -> None:
    """Another name on every map; the id stays."""
    persona, new = _meant(talk, found), found.parts["new"].strip("\"“”'")
    other = named_already(talk, new)
    if other is not None and other.persona_id != persona.persona_id:
        raise ChangeRefused("persona_name_taken", name=other.name)
    talk.keep_persona(revised(persona, name=new, initials=initials(new)))
    talk.text(talk.words("persona.renamed", old=persona.name, new=new))


def field(talk: Talk, found: Found) -> None:
    """Goals, struggles, tasks …, several in one line; of the one that is named, else of the map's first."""
    persona, name = _meant(talk, found), found.parts["field"]
    titles = read_items(found.parts["text"], talk.words).titles
    set_fields(talk, persona, **{name: tuple(dict.fromkeys((*getattr(persona, name), *titles)))})


def text(talk: Talk, found: Found) -> None:
    """Job title, typical sentence, tone."""
    line = " ".join(found.parts["text"].split()).strip('"“”„「」')
    set_fields(talk, _meant(talk, found), **{found.parts["field"]: line})


def build(talk: Talk, found: Found) -> None:
    """`persona Colleen`: the questions about somebody of the library."""
    enter(talk, _meant(talk, found).persona_id)
    proceed(talk)
    raise Answered


def build_new(talk: Talk, found: Found) -> None:
    """`new persona`: the questions about somebody new."""
    enter(talk, None)
    proceed(talk)
    raise Answered


def same(talk: Talk, found: Found) -> None:
    """`same map for Dana`."""
    open_same(talk, found.parts["text"])


def _meant(talk: Talk, found: Found) -> Persona:
    """The persona that is named, else the one that is being built, else the map's first. Raises Unfound."""
    if "who" in found.parts:
        named = named_already(talk, found.parts["who"].strip("\"“”'"))
    else:
        ids = talk.journey.persona_ids if talk.journey else talk.session.draft.persona_ids
        named = talk.view.persona or talk.persona_with(ids[0] if ids else None)
    if named is None:
        raise Unfound
    return named
