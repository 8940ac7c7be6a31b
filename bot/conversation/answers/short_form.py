"""The five headings of the short form: they fill the same fields as the long way."""

from collections.abc import Callable, Mapping

from bot.conversation.answers.answer import Answer
from bot.conversation.answers.ideas import add_action, add_ideas
from bot.conversation.answers.persona import add_goals, add_struggles
from bot.conversation.ask import Ask
from bot.conversation.building import add_lines
from bot.conversation.flow import answered
from bot.conversation.read_items import read_items, strongly_split
from bot.conversation.short_form import persona_of
from bot.conversation.talk import Talk


def goals(talk: Talk, about: Ask, answer: Answer) -> None:
    """Goals and needs of the persona."""
    add_goals(talk, persona_of(talk), answer.text)
    answered(talk, about)


def struggles(talk: Talk, about: Ask, answer: Answer) -> None:
    """Struggles of the persona; once there are stages they are offered as pain points."""
    add_struggles(talk, persona_of(talk), answer.text)
    answered(talk, about)


def tasks(talk: Talk, about: Ask, answer: Answer) -> None:
    """Tasks of the persona."""
    add_lines(talk, persona_of(talk), "tasks", read_items(answer.text, talk.words).titles)
    answered(talk, about)


def ideas(talk: Talk, about: Ask, answer: Answer) -> None:
    """Opportunities, tied to no pain point yet."""
    add_ideas(talk, None, read_items(answer.text, talk.words).titles)
    answered(talk, about)


def actions(talk: Talk, about: Ask, answer: Answer) -> None:
    """The action plan, one action a line; where there is one opportunity alone, they are its first steps."""
    known = talk.map.opportunities
    idea = known[0].slug if len(known) == 1 else None
    for line in strongly_split(answer.text):
        add_action(talk, idea, line)
    answered(talk, about)


ANSWERS: Mapping[str, Callable[[Talk, Ask, Answer], None]] = {
    "short.goals": goals,
    "short.struggles": struggles,
    "short.tasks": tasks,
    "short.ideas": ideas,
    "short.actions": actions,
}
