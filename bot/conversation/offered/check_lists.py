"""The check lists: what makes each kind of touchpoint good, to be ticked."""

from collections.abc import Callable, Mapping

from bot.conversation.ask import Ask
from bot.conversation.check_lists import CHANNELS_OF, kind_checked, touchpoints_on
from bot.conversation.offered.choice import Choice, listed, row
from bot.conversation.talk import Talk, encoded
from bot.conversation.wording import cut
from bot.reply import Menu, Option, Part

SHOWN = 5


def points(talk: Talk, kind: str) -> Mapping[str, Mapping[str, str]]:
    """What is looked at: by key, how it is said when it is `good` and when it is `lacking`."""
    found: dict[str, dict[str, str]] = talk.words.data(f"check_list.{kind}")
    return found


def _menu(talk: Talk, about: Ask) -> list[Part]:
    shown = points(talk, kind_checked(about))
    options = tuple(Option(text=point["good"], value=key) for key, point in shown.items())
    menu = Menu(label=talk.words("check.tick"), action="build.answer", value=encoded(about), options=options, many=True)
    return [menu, *row(about, listed(talk, about))]


def _touched(talk: Talk, about: Ask) -> list[str]:
    """Which touchpoints it is about, and the points by number for those who type."""
    kind = kind_checked(about)
    titles = [cut(t.title, 40) for t in touchpoints_on(talk.map, kind)][:SHOWN] if talk.journey else []
    about_these = [talk.words("check.about", list=talk.words("say.semicolon").join(titles))] if titles else []
    return [*about_these, " · ".join(f"{k} {point['good']}" for k, point in enumerate(points(talk, kind).values(), 1))]


QUESTIONS = tuple(f"check.{kind}" for kind in CHANNELS_OF)

CHOICES: Mapping[str, Callable[[Talk, Ask], tuple[Choice, ...]]] = {}

MENUS: Mapping[str, Callable[[Talk, Ask], list[Part]]] = dict.fromkeys(QUESTIONS, _menu)

HINTS: Mapping[str, Callable[[Talk, Ask], list[str]]] = dict.fromkeys(QUESTIONS, _touched)
