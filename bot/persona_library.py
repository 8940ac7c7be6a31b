"""The persona library: who is in it, one of them in full, built on, given a map, or deleted while no map needs it."""

from typing import NamedTuple

from bot.commands import Command, read_command
from bot.conversation.persona_card import card_lines, may_be_named
from bot.conversation.turn import Opening
from bot.exchange import Incoming, Outcome
from bot.reply import Button, Buttons, Menu, Option, Part, Press, Reply, Text
from prompts.loader import Words
from storage.errors import MapNotFound, PersonaNotFound
from storage.maps import Reader
from storage.model.persona import Persona
from storage.model.session import Draft
from storage.open import Stores

PAGE, MOST_NAMED = 10, 5


class Use(NamedTuple):
    """The maps of a persona: how many there are, and the titles of those that the reader may see."""

    maps: int = 0
    titles: tuple[str, ...] = ()


def command(asked: Command, incoming: Incoming, stores: Stores, spoken: Words) -> Outcome:
    """`personas`, `persona`, `persona new Ben, 41, …`, `persona Colleen`. Raises PersonaNotFound."""
    if asked.name == "personas" or not asked.rest:
        return Outcome((library(incoming, stores, spoken),))
    new = read_command(asked.rest)
    if new.name == "new" and not new.unknown:
        return Outcome(opens=Opening(title=new.rest, lang=spoken.lang, builds="persona"))
    return Outcome((one(named(asked.rest, incoming, stores), incoming, stores, spoken),))


def opening(asked: Command, spoken: Words) -> Opening | None:
    """What `new persona …` opens; None for a new map."""
    after = read_command(asked.rest) if asked.rest else None
    if after is None or after.name != "persona" or after.unknown:
        return None
    return Opening(title=after.rest, lang=spoken.lang, builds="persona")


def is_known(named: str, incoming: Incoming, stores: Stores) -> bool:
    """Whether a text names somebody of the library, or somebody new."""
    if not named or read_command(named).name == "new":
        return True
    return any(_answers_to(persona, named) for persona in _shown(incoming, stores))


def library(incoming: Incoming, stores: Stores, words: Words, page: int = 0) -> Reply:
    """Ten personas, last changed first, with a menu to open one."""
    known = _shown(incoming, stores)
    new = Button(text=words("button.new_persona"), action="persona.new")
    if not known:
        return Reply(parts=(Text(text=words("persona.library_empty")), Buttons(buttons=(new,))))
    used = _uses(incoming, stores)
    here = known[page * PAGE : (page + 1) * PAGE]
    parts: list[Part] = [Text(text=words("persona.library_title", n=len(known)), style="headline")]
    for persona in here:
        parts.append(Text(text=card_lines(persona, words)[0]))
        basis, maps = words(f"persona.basis.{persona.basis}"), _on_maps(used.get(persona.persona_id), words)
        parts.append(Text(text=words("persona.library_facts", basis=basis, maps=maps), style="grey"))
    options = tuple(Option(text=persona.name[:75], value=persona.persona_id) for persona in here)
    parts.append(Menu(label=words("persona.open_menu"), action="persona.open", options=options))
    more = Button(text=words("slack.more"), action="persona.page", value=str(page + 1), style="quiet")
    parts.append(Buttons(buttons=(new, more) if (page + 1) * PAGE < len(known) else (new,)))
    return Reply(parts=tuple(parts))


def one(persona: Persona, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """Everything that is known of a persona, its maps, and what can be done."""
    use = _uses(incoming, stores).get(persona.persona_id, Use())
    parts: list[Part] = [
        Text(text=persona.name, style="headline"),
        Text(text="\n".join(card_lines(persona, words))),
        Text(text=_on_maps(use, words), style="grey"),
    ]
    if use.titles:
        parts[-1] = Text(text=words("persona.maps_of", list=_listed(use, words)), style="grey")
    buttons = [
        Button(text=words("button.edit_persona"), action="persona.edit", value=persona.persona_id),
        Button(text=words("button.map_about", name=persona.name)[:75], action="persona.map", value=persona.persona_id),
    ]
    if not use.maps:
        delete = words("button.delete_persona")
        buttons.append(Button(text=delete, action="persona.delete", value=persona.persona_id, style="danger"))
    return Reply(parts=(*parts, Buttons(buttons=tuple(buttons))))


def pressed(press: Press, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """A button of the library. Raises PersonaNotFound: rights are checked again here."""
    match press.action:
        case "persona.list":
            return Outcome((library(incoming, stores, words),))
        case "persona.page":
            return Outcome((library(incoming, stores, words, int(press.value)),))
        case "persona.new":
            return Outcome(opens=Opening(lang=words.lang, builds="persona"))
    persona = named(press.chosen[0] if press.chosen else press.value, incoming, stores)
    match press.action:
        case "persona.edit":
            return Outcome(opens=Opening(title=persona.name, lang=words.lang, builds="persona"))
        case "persona.map":
            return Outcome(opens=Opening(lang=words.lang, draft=Draft(persona_ids=(persona.persona_id,))))
        case "persona.delete" | "persona.delete_sure" as action:
            return _delete(persona, action == "persona.delete_sure", incoming, stores, words)
        case _:
            return Outcome((one(persona, incoming, stores, words),))


def _delete(persona: Persona, sure: bool, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """Only while no map is about the persona, and after a second press."""
    use = _uses(incoming, stores).get(persona.persona_id, Use())
    if use.maps:
        return _said(words("persona.in_use", name=persona.name, list=_listed(use, words) or words("persona.one_map")))
    if not sure:
        text = Text(text=words("persona.delete_sure", name=persona.name))
        yes = words("button.delete_sure")
        button = Button(text=yes, action="persona.delete_sure", value=persona.persona_id, style="danger")
        return Outcome((Reply(parts=(text, Buttons(buttons=(button,)))),))
    said = Reply(parts=(Text(text=words("persona.deleted", name=persona.name)),))
    return Outcome((said,), forgets_persona=persona.persona_id)


def _said(text: str) -> Outcome:
    return Outcome((Reply(parts=(Text(text=text),)),))


def _shown(incoming: Incoming, stores: Stores) -> list[Persona]:
    return [p for p in stores.personas.list(incoming.workspace_id) if may_be_named(p, incoming.said.by)]


def named(named: str, incoming: Incoming, stores: Stores) -> Persona:
    """By name or id, else by the beginning of the name where only one has it. Raises PersonaNotFound."""
    known = _shown(incoming, stores)
    exact = [persona for persona in known if _answers_to(persona, named)]
    begin = [persona for persona in known if persona.name.casefold().startswith(named.strip().casefold())]
    if exact or len(begin) == 1:
        return (exact or begin)[0]
    raise PersonaNotFound(named, [persona.name for persona in known])


def _answers_to(persona: Persona, named: str) -> bool:
    return " ".join(named.split()).casefold() in (persona.name.casefold(), persona.persona_id)


def _uses(incoming: Incoming, stores: Stores) -> dict[str, Use]:
    """Who is on which maps; a map outside the reader's scope counts without its title."""
    found: dict[str, Use] = {}
    seen = {line.map_id for line in stores.maps.lines(incoming.workspace_id, incoming.reader)}
    everything = Reader("", everything=True)
    for line in stores.maps.lines(incoming.workspace_id, everything):
        try:
            journey = stores.maps.get(incoming.workspace_id, line.map_id, everything)
        except MapNotFound:  # forgotten since the list was read
            continue
        for persona_id in journey.persona_ids:
            use = found.get(persona_id, Use())
            titles = (*use.titles, line.title) if line.map_id in seen else use.titles
            found[persona_id] = Use(use.maps + 1, titles)
    return found


def _on_maps(use: Use | None, words: Words) -> str:
    count = use.maps if use else 0
    key = "no_maps" if not count else "one_map" if count == 1 else "on_maps"
    return words(f"persona.{key}", n=count)


def _listed(use: Use, words: Words) -> str:
    return words("say.semicolon").join(use.titles[:MOST_NAMED])
