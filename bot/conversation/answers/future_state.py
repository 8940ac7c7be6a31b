"""Future-state maps: what becomes of the answers."""

from collections.abc import Callable, Mapping

from bot.conversation.answers.answer import Answer
from bot.conversation.ask import Ask
from bot.conversation.talk import Talk

ANSWERS: Mapping[str, Callable[[Talk, Ask, Answer], None]] = {}
