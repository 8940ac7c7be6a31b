"""Empathy maps: the buttons, menus and hints of their questions."""

from collections.abc import Callable, Mapping

from bot.conversation.ask import Ask
from bot.conversation.offered.choice import Choice
from bot.conversation.talk import Talk
from bot.reply import Part

CHOICES: Mapping[str, Callable[[Talk, Ask], tuple[Choice, ...]]] = {}

MENUS: Mapping[str, Callable[[Talk, Ask], list[Part]]] = {}

HINTS: Mapping[str, Callable[[Talk, Ask], list[str]]] = {}
