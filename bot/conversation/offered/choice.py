"""A button of a question, and those that are listed with its words."""

from typing import NamedTuple

from bot.conversation.ask import Ask
from bot.conversation.plan import kind_of
from bot.conversation.talk import Talk, encoded
from bot.reply import Button, Buttons, Part


class Choice(NamedTuple):
    """A button of a question: `key` is what it stands for."""

    key: str
    text: str


def listed(talk: Talk, about: Ask) -> tuple[Choice, ...]:
    """The buttons that the locale lists for this question."""
    path = kind_of(about.question).get("choices")
    found: dict[str, str] = talk.words.data(path) if path else {}
    return tuple(Choice(key, text) for key, text in found.items())


def row(about: Ask, choices: tuple[Choice, ...]) -> list[Part]:
    """The buttons in a row; none where there are no choices."""
    buttons = tuple(Button(text=c.text, action="build.answer", value=encoded(about, c.key)) for c in choices)
    return [Buttons(buttons=buttons)] if buttons else []
