"""Who is it about: a saved persona, a new one from a sentence, and a word when two people are named."""

from bot.conversation.answers.answer import Answer, set_map
from bot.conversation.ask import Ask
from bot.conversation.flow import again, answered
from bot.conversation.persona_card import may_be_named
from bot.conversation.put_off import put_off
from bot.conversation.read_persona import NAME_LIMIT, PersonaRead, read_persona, two_names
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from bot.reply import Button
from storage.errors import ChangeRefused
from storage.model.persona import Persona
from storage.model.refusals import made, revised
from storage.model.slugs import initials, numbered, slug_of
from storage.model.types import Owner


def persona(talk: Talk, about: Ask, answer: Answer) -> None:
    """A saved persona, or a new one from a sentence. Two people bring the warning first."""
    if answer.choice:
        known = next(known for known in talk.scene.personas if known.persona_id == answer.choice)
        _about(talk, (known.persona_id,))
        talk.say("persona_picked", name=known.name)
        answered(talk, about)
        return
    read = read_persona(answer.text, talk.words)
    names = two_names(read.name, talk.words)
    if names and not talk.scene.workspace.one_product:
        buttons = (("two_maps", "two"), ("keep_both", "both"), ("only_name", "first"))
        talk.warn("two_personas", *(_persona_button(talk, key, way, names, answer.text) for key, way in buttons))
        return
    new_persona(talk, read)
    answered(talk, about)


def _can_be_another(talk: Talk, read: PersonaRead) -> bool:
    """Only while the map is about the one of that name in the library."""
    mine = talk.journey.persona_ids if talk.journey else talk.session.draft.persona_ids
    names = {p.persona_id: p.name.casefold() for p in talk.scene.personas}
    return bool(mine) and names.get(mine[0]) == read.name.casefold() and _slug_free(talk, mine[0], read)


def _slug_free(talk: Talk, used: str, read: PersonaRead) -> bool:
    return used == slug_of(read.name, (), talk.session.lang)


def _persona_button(talk: Talk, key: str, way: str, names: tuple[str, ...], text: str) -> Button:
    return Button(
        text=talk.words(f"button.{key}", first=names[0]), action="build.personas", value=f"{way}|{text[:800]}"
    )


def two_personas(talk: Talk, value: str) -> None:
    """[Two maps] [Keep both in one] [Only …] for a sentence that named two people; [Make another] of the same name."""
    way, _, text = value.partition("|")
    read = read_persona(text, talk.words)
    if way == "another" and _can_be_another(talk, read):
        new_persona(talk, read, another=True)
        again(talk)
        return
    names = two_names(read.name, talk.words) or (read.name,)
    if talk.open != Ask("persona"):
        talk.say("answered_already")
        again(talk)
        return
    for name in names if way == "both" else names[:1]:
        new_persona(talk, PersonaRead(name, read.age, read.one_line))
    if way == "two":
        second = named_already(talk, names[1]) or made_persona(talk, PersonaRead(names[1]))
        put_off(talk, revised(talk.session.draft, persona_ids=(second.persona_id,)), second.name)
    answered(talk, Ask("persona"))


def new_persona(talk: Talk, read: PersonaRead, another: bool = False) -> Persona:
    """Adds a persona to the library and to this map. One of the same name is used, unless it is `another`."""
    if not read.name:
        raise ChangeRefused("empty", field=talk.words("field.persona_ids"))
    known = named_already(talk, read.name)
    if known is not None and not another:
        return _known_persona(talk, known, read)
    new = made_persona(talk, read)
    _about(talk, (*_ids(talk), new.persona_id))
    talk.text(persona_line(talk, new))
    value = new.persona_id
    talk.offer(Button(text=talk.words("button.build_persona"), action="build.persona", value=value))
    return new


def named_already(talk: Talk, name: str) -> Persona | None:
    """The persona of the library with this name or id."""
    asked = " ".join(name.split()).casefold()
    known = [p for p in talk.scene.personas if may_be_named(p, talk.by)]
    return next((p for p in known if asked in (p.name.casefold(), p.persona_id)), None)


def made_persona(talk: Talk, read: PersonaRead) -> Persona:
    """A new persona in the library, on no map yet."""
    taken = {p.persona_id for p in (*talk.scene.personas, *talk.personas)}
    new = made(
        Persona,
        workspace_id=talk.session.workspace_id,
        persona_id=slug_of(read.name, taken, talk.session.lang) or numbered("", "persona", taken),
        name=read.name[:NAME_LIMIT],
        initials=initials(read.name),
        age_range=read.age,
        one_line=read.one_line,
        owner=Owner(label=talk.said.name, member_id=talk.by),
        privacy="private" if talk.scene.private else "workspace",
    )
    talk.keep_persona(new)
    return new


def _known_persona(talk: Talk, known: Persona, read: PersonaRead) -> Persona:
    """The same name in this thread is the same person told anew; one from the library is used as it is."""
    mine = talk.journey.persona_ids if talk.journey else talk.session.draft.persona_ids
    if known.persona_id in mine:
        new = revised(known, age_range=read.age or known.age_range, one_line=read.one_line or known.one_line)
        talk.personas.append(new)
        _about(talk, _ids(talk))
        talk.text(persona_line(talk, new))
        return new
    _about(talk, (*_ids(talk), known.persona_id))
    talk.say("persona_exists", name=known.name)
    value = "|".join(("another", ", ".join(filter(None, (read.name, read.age, read.one_line)))))
    talk.offer(Button(text=talk.words("button.make_another"), action="build.personas", value=value))
    return known


def _ids(talk: Talk) -> tuple[str, ...]:
    """Personas added to this map in the same message; an earlier answer is replaced."""
    return tuple(p.persona_id for p in talk.personas)


def _about(talk: Talk, ids: tuple[str, ...]) -> None:
    unique = tuple(dict.fromkeys(ids))
    if talk.journey is None:
        talk.keep(draft=revised(talk.session.draft, persona_ids=unique))
    else:
        set_map(talk, persona_ids=unique)


def persona_line(talk: Talk, new: Persona) -> str:
    """A new persona, read back."""
    rest = (new.one_line or "").rstrip(".。")
    if new.age_range and rest:
        return talk.words("say.persona_new", name=new.name, age=new.age_range, one_line=cut(rest))
    if rest:
        return talk.words("say.persona_new_no_age", name=new.name, one_line=cut(rest))
    if new.age_range:
        return talk.words("say.persona_new_age_only", name=new.name, age=new.age_range)
    return talk.words("say.persona_new_bare", name=new.name)
