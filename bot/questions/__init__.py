"""A question in plain words → a tool and its arguments, without a model."""

from bot.questions.commands import Arguments, Ask, Clarify, Frame, OutOfScope, Slots, Understood, arguments
from bot.questions.understand import Asking, offered, understand
from bot.questions.workspace import Name, Names

__all__ = [
    "Arguments",
    "Ask",
    "Asking",
    "Clarify",
    "Frame",
    "Name",
    "Names",
    "OutOfScope",
    "Slots",
    "Understood",
    "arguments",
    "offered",
    "understand",
]
