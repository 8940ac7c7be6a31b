"""What gets in the way: pain points of a stage, how bad they are, how often they happen."""

import re
from collections.abc import Sequence

from bot.conversation.answers.answer import Answer
from bot.conversation.answers.moods import pain_titled
from bot.conversation.ask import Ask
from bot.conversation.asking import put
from bot.conversation.flow import answered
from bot.conversation.offered.short_form import struggles_left
from bot.conversation.read_items import read_items
from bot.conversation.read_number import plain_digits
from bot.conversation.talk import Talk
from bot.conversation.wording import noted
from storage.errors import ChangeRefused
from storage.model.changes import AddPainPoint, Agree, Change, VoteLevel
from storage.model.refusals import made
from storage.model.types import Anchor


def pain(talk: Talk, about: Ask, answer: Answer) -> None:
    """Pain points of a stage, beside those that the moods gave."""
    if answer.chosen:
        add_pains(talk, about.stage or "", [text for text in struggles_left(talk) if text.startswith(answer.chosen)])
    elif answer.choice is None:
        add_pains(talk, about.stage or "", read_items(answer.text, talk.words).titles)
    answered(talk, about)


def add_pains(talk: Talk, stage: str, titles: Sequence[str]) -> None:
    """New ones are added, known ones agreed with."""
    if talk.stage(stage) is None:
        raise ChangeRefused(
            "unknown_stage", value=stage, close=talk.words("say.comma").join(s.title for s in talk.map.stages)
        )
    changes: list[Change] = []
    for title in dict.fromkeys(titles):
        known = pain_titled(talk, stage, title)
        if known is None:
            changes.append(made(AddPainPoint, at=Anchor(stage=stage), title=title))
        elif talk.by not in (known.origin.by, *known.agreed_by):
            changes.append(Agree(item=known.slug))
    if changes:
        talk.do(*changes)
    if titles:
        talk.text(noted(titles, talk.words))


def level(talk: Talk, about: Ask, answer: Answer) -> None:
    """A vote from 1 to 5: severity, frequency, impact, effort."""
    number = int(answer.choice) if answer.choice else read_level(answer.text)
    if number is None:
        talk.text(talk.words("errors.not_a_level"))
        put(talk)
        return
    vote_level(talk, about, number)
    answered(talk, about)


def vote_level(talk: Talk, about: Ask, number: int) -> None:
    """The writer's vote; the same one again changes nothing."""
    item = next((item for item in talk.map.items() if item.slug == about.item), None)
    given = getattr(item, about.question, ())
    if item is None or any(vote.by == talk.by and vote.value == number for vote in given):
        return
    talk.do(made(VoteLevel, item=item.slug, field=about.question, value=number))
    talk.say("noted_level", level=number)


def read_level(text: str) -> int | None:
    """A number from 1 to 5 at the beginning of a text."""
    match = re.match(r"\s*([1-5])(?![\d.,])", plain_digits(text))
    return int(match[1]) if match else None
