"""From a pain point to a task: opportunities, their worth, actions with owner and date, what should change."""

from collections.abc import Sequence
from datetime import date

from bot.conversation.answers.answer import Answer
from bot.conversation.ask import Ask
from bot.conversation.asking import ask, put
from bot.conversation.flow import answered, proceed
from bot.conversation.offered.journey import next_pain, owner_labels
from bot.conversation.on_map import action_of, idea_of, pain_of
from bot.conversation.read_dates import read_date, say_date
from bot.conversation.read_items import read_items
from bot.conversation.read_owner import read_owner
from bot.conversation.read_shapes import Change as Shift
from bot.conversation.read_shapes import Task, read_change, read_task
from bot.conversation.talk import Talk
from bot.conversation.wording import cut, noted
from bot.conversation.wording import number as shown_number
from storage.errors import ChangeRefused
from storage.model.changes import AddAction, AddOpportunity, Agree, Change, SetItem
from storage.model.journey import Action, Expected
from storage.model.refusals import made


def opportunity(talk: Talk, about: Ask, answer: Answer) -> None:
    """Ideas for a pain point, several in one message; or another pain point first."""
    if answer.choice == "another":
        other = next_pain(talk, about.item)
        talk.passed(about)
        ask(talk, Ask("opportunity", None, other))
        return
    add_ideas(talk, about.item, read_items(answer.text, talk.words).titles)
    answered(talk, about)


def add_ideas(talk: Talk, pain_slug: str | None, titles: Sequence[str], stage: str | None = None) -> None:
    """Opportunities for a pain point, else for a stage; the same idea again is agreement."""
    pain = pain_of(talk.map, pain_slug)
    there = {idea.title.casefold(): idea for idea in talk.map.opportunities}
    changes: list[Change] = []
    for title in dict.fromkeys(titles):
        known = there.get(title.casefold())
        if known is None:
            pains = (pain.slug,) if pain else ()
            place = pain.at.stage if pain else stage
            changes.append(made(AddOpportunity, title=title, pain_points=pains, stage=place))
        elif talk.by not in (known.origin.by, *known.agreed_by):
            changes.append(Agree(item=known.slug))
    if changes:
        talk.do(*changes)
    if titles:
        talk.text(noted(titles, talk.words))


def action(talk: Talk, about: Ask, answer: Answer) -> None:
    """What, who, until when; a missing part is asked alone."""
    add_action(talk, about.item, answer.text)
    answered(talk, about)


def add_action(talk: Talk, idea_slug: str | None, text: str) -> None:
    """One action; a date in the past is stored and remarked on."""
    task = _task_in(talk, text)
    if not task.title:
        raise ChangeRefused("empty", field=talk.words("field.title"))
    idea = idea_of(talk.map, idea_slug)
    owner = read_owner(task.owner, talk.by, talk.names, talk.words) if task.owner else None
    talk.do(
        made(
            AddAction,
            title=task.title,
            opportunity=idea.slug if idea else None,
            stage=idea.stage if idea else None,
            owner=owner,
            due_on=task.due,
        )
    )
    _say_action(talk, task, owner.label if owner else None)


def _task_in(talk: Talk, text: str) -> Task:
    known = tuple(label.casefold() for label in (*talk.names.values(), *owner_labels(talk.map)))
    return read_task(text, talk.today, known, talk.words)


def _told_anew(talk: Talk, found: Action, text: str) -> bool:
    """An answer with owner and date says the whole action once more: each part that it names is replaced."""
    task = _task_in(talk, text)
    if task.owner is None or task.due is None:
        return False
    owner = read_owner(task.owner, talk.by, talk.names, talk.words)
    parts = {"title": task.title or found.title, "owner": owner, "due_on": task.due}
    new = {field: value for field, value in parts.items() if getattr(found, field) != value}
    if new:
        talk.do(*(made(SetItem, item=found.slug, field=field, value=value) for field, value in new.items()))
    _say_action(talk, task._replace(title=task.title or found.title), owner.label)
    return True


def _say_action(talk: Talk, task: Task, owner: str | None) -> None:
    about = [owner] if owner else []
    if task.due:
        about.append(say_date(task.due, talk.today, talk.words))
    if about:
        talk.say("noted_action", title=cut(task.title), about=talk.words("say.comma").join(about))
    else:
        talk.say("noted_text", text=cut(task.title))
    remark_on(talk, task.due)


def remark_on(talk: Talk, due: date | None) -> None:
    """A day in the past is stored all the same."""
    if due is not None and due < talk.today:
        talk.say("past_due")


def action_owner(talk: Talk, about: Ask, answer: Answer) -> None:
    """Who does it, asked alone."""
    found = action_of(talk.map, about.item)
    if found is not None and not _told_anew(talk, found, answer.text):
        owner = read_owner(answer.text, talk.by, talk.names, talk.words)
        talk.do(SetItem(item=found.slug, field="owner", value=owner))
        talk.say("noted_owner_of", owner=owner.label, title=cut(found.title))
    answered(talk, about)


def action_due(talk: Talk, about: Ask, answer: Answer) -> None:
    """Until when, asked alone."""
    found = action_of(talk.map, about.item)
    if found is not None and _told_anew(talk, found, answer.text):
        answered(talk, about)
        return
    due = read_date(answer.text, talk.today, talk.words)
    if due is None:
        talk.text(talk.words("errors.not_a_date", value=cut(answer.text, 40)))
        put(talk)
        return
    if found is not None:
        talk.do(SetItem(item=found.slug, field="due_on", value=due))
        talk.say("noted_due", title=cut(found.title), date=say_date(due, talk.today, talk.words))
        remark_on(talk, due)
    answered(talk, about)


def expected(talk: Talk, about: Ask, answer: Answer) -> None:
    """The promise: which number goes from what to what."""
    found = action_of(talk.map, about.item)
    if found is None:
        proceed(talk)
        return
    shift = read_change(answer.text, talk.words)
    promise = made(Expected, metric=shift.name, from_value=shift.from_value, to_value=shift.to_value, unit=shift.unit)
    talk.do(SetItem(item=found.slug, field="expected", value=promise))
    _say_shift(talk, shift)
    answered(talk, about)


def _say_shift(talk: Talk, shift: Shift) -> None:
    unit = shift.unit or ""
    tail = unit if unit == "%" or not unit else f" {unit}"
    if shift.from_value is not None and shift.to_value is not None:
        start, end = (f"{shown_number(value)}{tail}" for value in (shift.from_value, shift.to_value))
        talk.text(talk.words("say.noted_change", name=cut(shift.name), **{"from": start, "to": end}))
    elif shift.to_value is not None:
        talk.say("noted_shift", name=cut(shift.name), by=f"{shift.to_value:+g}{tail}")
    else:
        talk.say("noted_text", text=cut(shift.name))
