"""A day in the life: which day it is, its times, and what the persona does then, where and with whom."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import time
from typing import NamedTuple

from bot.conversation import day_order
from bot.conversation.answers import day_places
from bot.conversation.answers.answer import Answer, set_map
from bot.conversation.answers.touchpoints import refusal_text
from bot.conversation.ask import Ask
from bot.conversation.asking import ask_between, put
from bot.conversation.flow import answered, proceed
from bot.conversation.read_activity import read_activity
from bot.conversation.read_items import strongly_split
from bot.conversation.read_times import read_times, starts_with_time
from bot.conversation.talk import Talk
from bot.conversation.wording import at_a_word, cut
from prompts.loader import table
from storage.errors import ChangeRefused
from storage.model.changes import AddStage, MoveStage, SetStage
from storage.model.day import DaySlot
from storage.model.journey import MAX_STAGES, Stage
from storage.model.refusals import made

TITLE_LIMIT, SHOWN_REFUSED = 60, 3


class _New(NamedTuple):
    """A slot to be added; `slug` for one of the four parts of the day."""

    slot: DaySlot
    title: str
    slug: str | None = None


def kind(talk: Talk, about: Ask, answer: Answer) -> None:
    """An ordinary day, or which special one."""
    if answer.choice == "special":
        talk.passed(about)
        talk.keep(pending=None)
        ask_between(talk, Ask("day.special"))
        return
    _set_scope(talk, talk.words("day.ordinary") if answer.choice else answer.text)
    answered(talk, about)


def special(talk: Talk, about: Ask, answer: Answer) -> None:
    """The special day by name."""
    _set_scope(talk, answer.text)
    talk.keep(pending=None)
    proceed(talk)


def _set_scope(talk: Talk, text: str) -> None:
    set_map(talk, scope=" ".join(text.split()))
    talk.say("noted_text", text=cut(str(talk.map.scope).rstrip(".。")))


def start(talk: Talk, about: Ask, answer: Answer) -> None:
    """The first slot: when the day starts, and with what."""
    before = len(talk.map.stages)
    add_slots(talk, answer.text)
    if len(talk.map.stages) == before:
        put(talk)
    else:
        answered(talk, about)


def slots(talk: Talk, about: Ask, answer: Answer) -> None:
    """The four parts of the day, or own times."""
    before = len(talk.map.stages)
    if answer.choice:
        _add(talk, _parts_of_the_day(talk))
    else:
        add_slots(talk, answer.text)
    if len(talk.map.stages) == before:
        put(talk)
    else:
        answered(talk, about)


def add_slots(talk: Talk, text: str) -> None:
    """Adds every time that fits and says why the others do not."""
    lines = _lines(talk, text)
    refused: list[tuple[str, ChangeRefused]] = []
    new: list[_New] = []
    for line in lines:
        try:
            new.append(_read(talk, line))
        except ChangeRefused as refusal:
            refused.append((line, refusal))
    refused += _add(talk, new)
    if refused and len(lines) > 1:
        shown = talk.words("say.semicolon").join(cut(line, 40) for line, _ in refused[:SHOWN_REFUSED])
        talk.say("some_did_not_fit", n=len(refused), all=len(lines), items=shown)
    for sentence in dict.fromkeys(refusal_text(talk, refusal) for _, refusal in refused[:SHOWN_REFUSED]):
        talk.text(sentence)


def _lines(talk: Talk, text: str) -> list[str]:
    """One line per time: line breaks and semicolons split, commas only in front of another time."""
    found: list[str] = []
    for part in strongly_split(text):
        pieces = re.split(r"([,，])\s*", part)
        found.append(pieces[0])
        for sign, piece in zip(pieces[1::2], pieces[2::2], strict=True):
            if starts_with_time(piece, talk.words) or _is_another_time(talk, piece, found[-1]):
                found.append(piece)
            else:
                found[-1] += f"{sign} {piece}" if sign == "," else f"{sign}{piece}"
    return found


def _is_another_time(talk: Talk, piece: str, before: str) -> bool:
    """`morning walk, choir 10:00-12:00`: a time of its own behind the words, where what stands before has one too."""
    read = read_times(piece, talk.words)
    return read.starts is not None and not read.by_name and read_times(before, talk.words).starts is not None


def _read(talk: Talk, line: str) -> _New:
    """Raises ChangeRefused for a line without a time of the day."""
    read = read_times(line, talk.words)
    if read.odd is not None:
        raise ChangeRefused("not_a_time", value=cut(read.odd, 40))
    if read.starts is None:
        raise ChangeRefused("no_time", value=cut(line, 40))
    if read.starts == read.ends:
        raise ChangeRefused("backwards", value=cut(line, 40))
    slot = _with_activity(talk, made(DaySlot, starts=read.starts, ends=read.ends), read.rest)
    return _New(slot, at_a_word(slot.activity or f"{read.starts:%H:%M}", TITLE_LIMIT))


def _with_activity(talk: Talk, slot: DaySlot, text: str) -> DaySlot:
    """What is done in a slot; what was said of it before stays where the text says nothing."""
    if not text.strip():
        return slot
    read = read_activity(text, talk.words)
    told = {"place": read.place, "with_whom": read.company, "device": read.device}
    kept = {field: value for field, value in told.items() if value}
    return made(DaySlot, **{**dict(slot), "activity": read.activity, **kept})


def _parts_of_the_day(talk: Talk) -> list[_New]:
    """Morning to evening; those that lie before the first slot are left out, the one it lies in begins behind it."""
    labels: dict[str, str] = talk.words.data("lists.day4")
    begins = {slug: time.fromisoformat(at) for slug, at in table("builds/day_in_life")["day4"].items()}
    taken = day_order.spans(talk.map)
    earliest = _behind(taken[-1]) if taken else None
    order = list(begins)
    found: list[_New] = []
    for slug, following in zip(order, [*order[1:], None], strict=True):
        at = begins[slug]
        if earliest is not None and day_order.place(at, talk.map) < day_order.place(earliest, talk.map):
            over = following is not None and day_order.place(begins[following], talk.map) <= day_order.place(
                earliest, talk.map
            )
            if over:
                continue
            at = earliest
        found.append(_New(DaySlot(starts=at), labels[slug], slug))
    return found


def _behind(last: day_order.Span) -> time:
    """The end of a slot, else the next half hour behind its beginning."""
    slot = last.stage.slot
    assert slot is not None
    if slot.ends is not None:
        return slot.ends
    half_hours = day_order.minutes(slot.starts) // 30 + 1
    return time(half_hours // 2 % 24, half_hours % 2 * 30)


def _add(talk: Talk, new: Sequence[_New]) -> list[tuple[str, ChangeRefused]]:
    """Each slot in its place of the day; those for which there is no room come back."""
    refused: list[tuple[str, ChangeRefused]] = []
    added: list[str] = []
    for one in new:
        try:
            added.append(_add_one(talk, one))
        except ChangeRefused as refusal:
            refused.append((f"{one.slot.starts:%H:%M} {one.title}", refusal))
    if added:
        _read_back(talk, added)
    return refused


def _add_one(talk: Talk, one: _New) -> str:
    other = day_order.in_the_way(talk.map, one.slot.starts, one.slot.ends)
    if other is not None:
        raise ChangeRefused(
            "slots_overlap", new=f"{one.slot.starts:%H:%M} {one.title}", old=_shown(talk, other), old_title=other.title
        )
    if len(talk.map.stages) >= MAX_STAGES:
        raise ChangeRefused("slots_full", max=MAX_STAGES)
    known = {stage.slug for stage in talk.map.stages}
    behind = day_order.before(talk.map, one.slot.starts)
    talk.do(made(AddStage, title=one.title, slug=one.slug, after=behind))
    slug = next(stage.slug for stage in talk.map.stages if stage.slug not in known)
    talk.do(SetStage(stage=slug, field="slot", value=one.slot.model_dump(mode="json", exclude_none=True)))
    if behind is None and len(known) > 0:
        talk.do(MoveStage(stage=slug, after=None))
    return slug


def _read_back(talk: Talk, added: Sequence[str]) -> None:
    """One slot in full; of several, the day as it stands now."""
    stage = talk.stage(added[0])
    if len(added) == 1 and stage is not None and stage.slot is not None:
        talk.text(talk.words("day.noted_slot", time=f"{stage.slot.starts:%H:%M}", activity=cut(stage.title)))
    else:
        listed = " > ".join(_shown(talk, known) for known in talk.map.stages)
        key = "day.slots_now" if len(talk.map.stages) > 1 else "day.slots_one"
        talk.text(talk.words(key, n=len(talk.map.stages), list=listed))
    late = [
        s
        for slug in added
        if (s := talk.stage(slug)) and s.slot and day_order.is_after_midnight(talk.map, s.slot.starts)
    ]
    if late:
        shown = talk.words("say.semicolon").join(_shown(talk, known) for known in late)
        talk.text(talk.words("day.after_midnight", list=shown))


def _shown(talk: Talk, stage: Stage) -> str:
    return (
        talk.words("day.slot_at", time=f"{stage.slot.starts:%H:%M}", title=cut(stage.title, 40))
        if stage.slot
        else stage.title
    )


def slot(talk: Talk, about: Ask, answer: Answer) -> None:
    """What the persona does in a slot, where and with whom."""
    stage = talk.stage(about.stage)
    if not re.search(r"\w", answer.text):
        talk.say("not_understood")
        put(talk)
        return
    if stage is not None:
        set_doing(talk, stage, answer.text)
    answered(talk, about)


def set_doing(talk: Talk, stage: Stage, text: str) -> None:
    """What is done in a slot; its title stays, its time too unless the text begins with another."""
    given = stage.slot
    if given is None:
        return
    lines = (line.strip() for line in text.splitlines())
    new = _with_activity(talk, given, talk.words("say.comma").join(line for line in lines if line))
    if new != given:
        talk.do(SetStage(stage=stage.slug, field="slot", value=new.model_dump(mode="json", exclude_none=True)))
    told = [
        detail for detail in (new.place, new.with_whom, new.device) if detail and detail not in (new.activity or "")
    ]
    details = talk.words("day.details", list=talk.words("say.or").join(told)) if told else ""
    talk.text(talk.words("day.noted_doing", text=cut(new.activity or ""), details=details))


ANSWERS: Mapping[str, Callable[[Talk, Ask, Answer], None]] = {
    "day.kind": kind,
    "day.special": special,
    "day.start": start,
    "day.slots": slots,
    "day.slot": slot,
    **day_places.ANSWERS,
}
