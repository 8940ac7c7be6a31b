"""Walking through a finished map: ideas for a stage, tied to its worst obstacle."""

from collections.abc import Callable, Mapping

from bot.conversation.answers.answer import Answer
from bot.conversation.answers.ideas import add_ideas
from bot.conversation.ask import Ask
from bot.conversation.flow import answered
from bot.conversation.read_items import read_items
from bot.conversation.talk import Talk
from bot.conversation.unanswered.journey import worst_pains


def walk(talk: Talk, about: Ask, answer: Answer) -> None:
    """Ideas for the stage; [Nothing here] goes on."""
    if answer.choice != "nothing":
        here = [pain.slug for pain in worst_pains(talk.view) if pain.at.stage == about.stage]
        add_ideas(talk, here[0] if here else None, read_items(answer.text, talk.words).titles, about.stage)
    answered(talk, about)


ANSWERS: Mapping[str, Callable[[Talk, Ask, Answer], None]] = {"walk": walk}
