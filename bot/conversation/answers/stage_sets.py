"""The stages: a set by number or own ones in order, and a word when they are many or end with the purchase."""

import re
from collections import Counter

from bot.conversation.answers.answer import Answer
from bot.conversation.ask import Ask
from bot.conversation.asking import put
from bot.conversation.flow import close, proceed
from bot.conversation.paragraph import offer_kept
from bot.conversation.read_items import read_stages
from bot.conversation.talk import Talk
from bot.conversation.tongues import listed, starting
from bot.conversation.wording import cut
from bot.reply import Button
from storage.errors import ChangeRefused
from storage.model.changes import AddStage, Change, SetMap
from storage.model.journey import MAX_STAGES
from storage.model.lists import STAGE_TEMPLATES
from storage.model.refusals import made

MANY_STAGES = 7


def stages(talk: Talk, about: Ask, answer: Answer) -> None:
    """A set by number, or own stages in order."""
    match answer.choice:
        case "more":
            talk.note("sets", "more")
            put(talk)
        case "own":
            talk.say("own_stages")
            put(talk)
        case str() as template:
            add_set(talk, template)
            _go_on(talk, about)
        case None:
            add_own(talk, answer.text)
            _go_on(talk, about)


def _go_on(talk: Talk, about: Ask) -> None:
    """What follows; a text that waited for the stages comes first."""
    close(talk, about)
    if not offer_kept(talk):
        proceed(talk)


def add_set(talk: Talk, template: str) -> None:
    """The stages of a set, with its slugs and roles."""
    titles = talk.words.data("lists.templates")[template]
    steps = STAGE_TEMPLATES[template]
    changes: list[Change] = [AddStage(title=titles[s.slug], slug=s.slug, role=s.role) for s in steps]
    talk.do(*changes, SetMap(field="stage_template", value=template))
    talk.note("sets", None)
    _say_stages(talk)
    roles = [step.role for step in steps]
    if roles[-1] == "buy":
        _warn_no_after(talk)


def add_own(talk: Talk, text: str) -> None:
    """Stages that people wrote themselves, at the end of those there are."""
    titles = read_stages(text, talk.words)
    once: dict[str, str] = {}
    for title in titles:
        once.setdefault(title.casefold(), title)
    there = {stage.title.casefold() for stage in talk.map.stages}
    new = [title for key, title in once.items() if key not in there]
    if not titles:
        raise ChangeRefused("empty", field=talk.words("field.stage_template"))
    if len(talk.map.stages) + len(new) > MAX_STAGES:
        raise ChangeRefused("stages_full", max=MAX_STAGES)
    talk.do(*(made(AddStage, title=title) for title in new))
    talk.note("sets", None)
    named = Counter(title.casefold() for title in titles)
    for title in (once[key] for key, times in named.items() if times > 1):
        talk.say("stage_once", title=cut(title))
    _say_stages(talk)
    if len(talk.map.stages) > MANY_STAGES:
        merge = Button(text=talk.words("button.merge_some"), action="build.merge_how")
        keep = Button(text=talk.words("button.keep"), action="build.kept")
        talk.warn("many_stages", merge, keep, n=len(talk.map.stages))
    if _ends_with_buying(talk):
        _warn_no_after(talk)


def _say_stages(talk: Talk) -> None:
    listed = " > ".join(cut(stage.title) for stage in talk.map.stages)
    talk.say("stages" if len(talk.map.stages) > 1 else "stages_one", n=len(talk.map.stages), stages=listed)


def _ends_with_buying(talk: Talk) -> bool:
    last = talk.map.stages[-1].title.casefold()
    return any(re.search(starting(word), last) for word in listed(talk.words, "reading.purchase_words"))


def _warn_no_after(talk: Talk) -> None:
    yes = Button(text=talk.words("button.yes_it_ends"), action="build.kept")
    add = Button(text=talk.words("button.add_stage"), action="build.add_stage")
    talk.warn("no_after", yes, add)
