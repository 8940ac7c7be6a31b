"""Empathy maps: the menus and hints of their questions."""

from collections.abc import Callable, Mapping

from bot.conversation.ask import Ask
from bot.conversation.offered.choice import Choice, listed, row
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from bot.reply import Menu, Option, Part
from storage.model.empathy import EmpathyNote, Quadrant

MOST_LINKED, MOST_STAGES = 10, 100


def of_quadrant(talk: Talk, quadrant: Quadrant) -> list[EmpathyNote]:
    """The entries of a quadrant, as they came."""
    return [note for note in talk.map.notes if note.quadrant == quadrant]


def unlinked(talk: Talk) -> list[EmpathyNote]:
    """The first entries that belong to no stage yet."""
    return [note for note in talk.map.notes if not note.links_to and not note.at][:MOST_LINKED]


def stages_around(talk: Talk) -> list[Option]:
    """Every stage of the maps of the channel, as `map/stage`."""
    found = [
        Option(
            text=talk.words("emp.link_option", stage=cut(stage.title, 30), map=cut(other.title, 30)),
            value=f"{other.map_id}/{stage.slug}",
        )
        for other in talk.scene.others
        for stage in other.stages
    ]
    return found[:MOST_STAGES]


def numbered(talk: Talk, notes: list[EmpathyNote]) -> str:
    """The entries in one line, with numbers to answer with."""
    items = (talk.words("emp.numbered", n=n, title=cut(note.title, 40)) for n, note in enumerate(notes, 1))
    return talk.words("say.or").join(items)


def _contrast(talk: Talk, about: Ask) -> list[str]:
    """What is said and what is done, to be paired by number."""
    lines = []
    sides: tuple[Quadrant, ...] = ("says", "does")
    for quadrant in sides:
        notes = of_quadrant(talk, quadrant)
        if notes:
            lines.append(talk.words(f"emp.{quadrant}_list", list=numbered(talk, notes)))
    return lines


def _link_menus(talk: Talk, about: Ask) -> list[Part]:
    """A menu of stages for each entry, and the buttons that end it."""
    options = tuple(stages_around(talk))
    menus: list[Part] = [
        Menu(
            label=talk.words("emp.link_menu", n=n, note=cut(note.title, 60)),
            action="build.link",
            value=note.slug,
            options=options,
        )
        for n, note in enumerate(unlinked(talk), 1)
        if options
    ]
    return [*menus, *row(about, listed(talk, about))]


CHOICES: Mapping[str, Callable[[Talk, Ask], tuple[Choice, ...]]] = {}

MENUS: Mapping[str, Callable[[Talk, Ask], list[Part]]] = {"emp.link": _link_menus}

HINTS: Mapping[str, Callable[[Talk, Ask], list[str]]] = {"emp.contrast": _contrast}
