"""The same question of another journey or persona: who is offered, and what the choice asks."""

from collections.abc import Sequence

from bot.answers.buttons import handle
from bot.answers.figures import middle_cut
from bot.questions.commands import Ask, Slots
from bot.questions.follow_ups import changed
from bot.questions.workspace import Name, Names
from bot.reply import Menu, Option, Reply, Text
from prompts.loader import Words
from tools.catalogue import CATALOGUE

JOURNEY, PERSONA = "journey", "persona"
MOST_LABEL = 75
"""Characters of a line of a menu."""


def has_others(ask: Ask, names: Names) -> bool:
    """Whether there is anybody else to ask it of."""
    return any(_others(ask, names))


def others_menu(ask: Ask, names: Names, words: Words) -> Reply:
    """The other journeys, and the personas where customers are counted."""
    journeys, personas = _others(ask, names)
    options = (*_options(JOURNEY, journeys, words), *_options(PERSONA, personas, words))
    if not options:
        return Reply(parts=(Text(text=words("answers.more.no_others"), style="hint"),))
    return Reply(
        parts=(Menu(label=words("answers.more.for_which"), action="ask.for", value=handle(ask), options=options),)
    )


def with_other(ask: Ask, chosen: str) -> Ask:
    """The question changed to the journey or persona that was chosen in the menu."""
    kind, _, name = chosen.partition(":")
    said = Slots(journey=name) if kind == JOURNEY else Slots(persona=name)
    return ask.model_copy(update={"args": changed(ask, said)})


def _others(ask: Ask, names: Names) -> tuple[Sequence[Name], Sequence[Name]]:
    counted = CATALOGUE[ask.tool].needs_events
    return _but(ask.args.journey, names.journeys), _but(ask.args.persona, names.personas) if counted else ()


def _but(asked: str | None, named: Sequence[Name]) -> Sequence[Name]:
    return [name for name in named if asked not in (name.title, *name.aliases)]


def _options(kind: str, named: Sequence[Name], words: Words) -> tuple[Option, ...]:
    """The title comes back, or where two have the same, the id."""
    titles = [name.title for name in named]
    return tuple(
        Option(
            text=middle_cut(name.title, MOST_LABEL),
            value=f"{kind}:{name.title if titles.count(name.title) == 1 else name.aliases[0]}",
            description=words(f"answers.more.{kind}"),
        )
        for name in named
    )
