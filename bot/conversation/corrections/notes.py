"""Entries of an empathy map in plain words, at any time: `says: …`, `feels: …`."""

from bot.conversation.answers.empathy import add_said, add_thoughts
from bot.conversation.answers.notes import add_notes
from bot.conversation.corrections.match import Found
from bot.conversation.corrections.target import Unfound
from bot.conversation.read_items import read_items
from bot.conversation.talk import Talk


def entry(talk: Talk, found: Found) -> None:
    """One or several entries of a quadrant. While a question of the empathy map is open, such a line answers it."""
    if talk.map.type != "empathy" or (talk.open is not None and talk.open.question.startswith("emp.")):
        raise Unfound
    text = found.parts["text"]
    match found.parts["field"]:
        case "says":
            add_said(talk, text)
        case "thinks":
            add_thoughts(talk, text)
        case "does":
            add_notes(talk, "does", read_items(text, talk.words).titles)
        case _:
            add_notes(talk, "feels", read_items(text, talk.words).titles)
