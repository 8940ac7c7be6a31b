"""Our place in somebody's day: where the subject comes up, the open and the quiet times, which touchpoint fits."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from bot.conversation import day_order
from bot.conversation.answers.answer import Answer
from bot.conversation.answers.touchpoints import move_menu
from bot.conversation.ask import Ask
from bot.conversation.asking import ask_between, put
from bot.conversation.find import find
from bot.conversation.flow import answered, close, proceed
from bot.conversation.on_map import touchpoint_of
from bot.conversation.read_channel import read_channel
from bot.conversation.read_fit import read_fit, read_title
from bot.conversation.read_items import read_items, strongly_split
from bot.conversation.read_paragraph import guess
from bot.conversation.read_times import read_times
from bot.conversation.talk import Talk
from bot.conversation.tongues import any_whole, listed
from bot.conversation.wording import channel_label, cut, stage_title
from storage.model.changes import AddTouchpoint, Change, MoveTouchpoint, SetStage, SetTouchpoint
from storage.model.journey import Stage, Touchpoint
from storage.model.refusals import made, revised

Time = Literal["open_to_new", "keep_quiet"]
OPEN: Time = "open_to_new"
QUIET: Time = "keep_quiet"


def subject(talk: Talk, about: Ask, answer: Answer) -> None:
    """Touchpoints, each in its slot; one without a time or a word of a slot is asked about."""
    if answer.choice == "nowhere":
        talk.say("noted_none")
        answered(talk, about)
        return
    _sort_in(talk, about, read_items(answer.text, talk.words).titles)


def open_times(talk: Talk, about: Ask, answer: Answer) -> None:
    """When the persona is open to something new, or when we keep quiet."""
    if answer.choice == "never":
        talk.say("noted_none")
        answered(talk, about)
        return
    _sort_in(talk, about, strongly_split(answer.text))


def fit(talk: Talk, about: Ask, answer: Answer) -> None:
    """Which touchpoint falls into which slot, and whether it fits."""
    if answer.choice == "none":
        talk.say("noted_none")
        answered(talk, about)
        return
    _sort_in(talk, about, strongly_split(answer.text))


def _sort_in(talk: Talk, about: Ask, texts: Sequence[str]) -> None:
    """Stores what names its slot, and asks for the slots of the rest, one by one."""
    homeless: list[tuple[str, str]] = []
    for text in texts:
        stages = _meant(talk, about.question, text)
        if stages:
            STORES[about.question](talk, text, stages)
        else:
            homeless.append((about.question, text))
    close(talk, about)
    _ask_missing(talk, homeless)


def _meant(talk: Talk, question: str, text: str) -> tuple[Stage, ...]:
    """The slots that a text speaks of: by a time, by a word of their title, by a word for a time of the day."""
    said = read_fit(text, talk.words).named if question == "day.fit" else text
    read = read_times(said, talk.words)
    if read.starts is not None and not read.by_name:
        return _slots_at(talk, question, said)
    named = guess(said, talk.map, "", talk.words).stage
    known = talk.stage(named) if named else None
    if known is not None:
        return (known,)
    return _slots_at(talk, question, said)


def _slots_at(talk: Talk, question: str, text: str) -> tuple[Stage, ...]:
    read = read_times(text, talk.words)
    if read.starts is None:
        return ()
    if question in ("day.open", "day.quiet") and (read.side or read.ends):
        starts = None if read.side == "before" else read.starts
        ends = read.starts if read.side == "before" else read.ends
        return day_order.within(talk.map, starts, ends)
    here = day_order.at_time(talk.map, read.starts)
    return (here,) if here else ()


def which(talk: Talk, about: Ask, answer: Answer) -> None:
    """The slot of the text that waited for one."""
    question, text, *_ = _homeless(talk)[0]
    stage = talk.stage(answer.choice) if answer.choice else None
    stages = (stage,) if stage else _meant(talk, question, answer.text)
    if not stages:
        stages = tuple(s for hit in find(talk.map, answer.text, talk.words, ("stage",)) if (s := talk.stage(hit.slug)))[
            :1
        ]
    if not stages:
        talk.say("not_understood")
        put(talk)
        return
    STORES[question](talk, text, stages)
    talk.keep(pending=None)
    _ask_missing(talk, _homeless(talk)[1:])


def _homeless(talk: Talk) -> list[tuple[str, str]]:
    kept: list[tuple[str, str]] = [(question, text) for question, text in json.loads(talk.session.notes["day.which"])]
    return kept


def _ask_missing(talk: Talk, homeless: Sequence[tuple[str, str]]) -> None:
    """The time of the next text without one, then the verdict on the next touchpoint without one, then on."""
    talk.note("day.which", json.dumps(list(homeless), ensure_ascii=False) if homeless else None)
    if homeless:
        talk.text(talk.words("day.which_of", text=cut(homeless[0][1])))
        ask_between(talk, Ask("day.which"))
        return
    waiting = [slug for slug in talk.session.notes.get("day.verdict", "").split() if touchpoint_of(talk.map, slug)]
    talk.note("day.verdict", " ".join(waiting[1:]) or None)
    if waiting:
        ask_between(talk, Ask("day.verdict", None, waiting[0]))
    else:
        proceed(talk)


def _store_subject(talk: Talk, text: str, stages: Sequence[Stage]) -> None:
    """A touchpoint; without a channel that tells, it is ours only if the text speaks of us."""
    title = _without_slot(talk, text, stages[0])
    read = read_channel(title, talk.words)
    ours = None if read.channel else _speaks_of_us(talk, text)
    new = _added(
        talk,
        made(AddTouchpoint, stage=stages[0].slug, title=title, channel=read.channel, channel_text=read.text, ours=ours),
    )
    where = {"slot": cut(stage_title(stages[0]), 40), "channel": channel_label(new, talk.words)}
    talk.text(talk.words("day.noted_subject", title=cut(new.title), **where))
    talk.parts.append(move_menu(talk, new))


def _without_slot(talk: Talk, text: str, stage: Stage) -> str:
    """The text without the time, or the slot's name and a colon, in front of it."""
    flat = " ".join(text.split())
    head, _, rest = flat.partition("：") if "：" in flat else flat.partition(": ")
    named = rest.strip() and (
        any(hit.slug == stage.slug for hit in find(talk.map, head, talk.words, ("stage",)))
        or not read_times(head, talk.words).bare.strip()
    )
    if named and not re.search(r"\d$", head):
        return rest.strip()
    read = read_times(flat, talk.words)
    return read.rest if read.starts and not read.by_name and read.rest else flat


def _speaks_of_us(talk: Talk, text: str) -> bool:
    return re.search(any_whole(listed(talk.words, "day_reading.ours")), text, re.IGNORECASE) is not None


def _added(talk: Talk, change: AddTouchpoint) -> Touchpoint:
    known = {touchpoint.slug for touchpoint in talk.map.touchpoints()}
    talk.do(change)
    return next(touchpoint for touchpoint in talk.map.touchpoints() if touchpoint.slug not in known)


def _store_time(field: Time) -> Callable[[Talk, str, Sequence[Stage]], None]:
    def store(talk: Talk, text: str, stages: Sequence[Stage]) -> None:
        flat = " ".join(text.split())
        for stage in stages:
            if stage.slot is not None and getattr(stage.slot, field) != flat:
                new = revised(stage.slot, **{field: flat})
                talk.do(SetStage(stage=stage.slug, field="slot", value=new.model_dump(mode="json", exclude_none=True)))
        names = talk.words("say.or").join(cut(stage_title(stage), 40) for stage in stages)
        key = "day.noted_open" if field == OPEN else "day.noted_quiet"
        talk.text(talk.words(key, slots=names, text=cut(flat.rstrip(".。"))))

    return store


def _store_fit(talk: Talk, text: str, stages: Sequence[Stage]) -> None:
    """The touchpoint, of this map or of another one of the channel, else a new one, with what was said of it."""
    stage = stages[0]
    named, fits, why = read_fit(text, talk.words)
    title = read_title(named, talk.words)
    touchpoint = (
        _known_touchpoint(talk, title, stage) or _from_another_map(talk, title, stage) or _new_one(talk, title, stage)
    )
    changes: list[Change] = []
    if fits is not None and fits != touchpoint.fits:
        changes.append(SetTouchpoint(touchpoint=touchpoint.slug, field="fits", value=fits))
    if why and why != touchpoint.fit_why:
        changes.append(made(SetTouchpoint, touchpoint=touchpoint.slug, field="fit_why", value=why))
    here = talk.stage(stage.slug)
    if fits and why and here and here.slot and here.slot.chance != why:
        slot = revised(here.slot, chance=why)
        changes.append(SetStage(stage=stage.slug, field="slot", value=slot.model_dump(mode="json", exclude_none=True)))
    if changes:
        talk.do(*changes)
    key = "day.noted_at" if fits is None else "day.noted_fit" if fits else "day.noted_misfit"
    because = talk.words("day.fit_because", why=cut(why.rstrip(".。"))) if why else ""
    talk.text(talk.words(key, title=cut(touchpoint.title), slot=cut(stage_title(stage), 40), why=because))
    if fits is None:
        talk.note("day.verdict", f"{talk.session.notes.get('day.verdict', '')} {touchpoint.slug}".strip())


def _known_touchpoint(talk: Talk, title: str, stage: Stage) -> Touchpoint | None:
    """One of this map, moved to the slot where it is not there yet."""
    hits = find(talk.map, title, talk.words, ("touchpoint",))
    found = touchpoint_of(talk.map, hits[0].slug) if len(hits) == 1 else None
    home = talk.map.stage_of(found.slug) if found else None
    if found is not None and home is not None and home.slug != stage.slug:
        talk.do(MoveTouchpoint(touchpoint=found.slug, stage=stage.slug))
    return found


def _from_another_map(talk: Talk, title: str, stage: Stage) -> Touchpoint | None:
    """The same touchpoint as on another map of the channel: it keeps its name for good, so that both are one."""
    for other in talk.scene.others:
        hits = find(other, title, talk.words, ("touchpoint",))
        found = touchpoint_of(other, hits[0].slug) if len(hits) == 1 else None
        if found is not None and found.slug not in set(talk.map.slugs()):
            told = {"channel": found.channel, "channel_text": found.channel_text, "ours": found.ours}
            return _added(talk, made(AddTouchpoint, stage=stage.slug, title=found.title, slug=found.slug, **told))
    return None


def _new_one(talk: Talk, title: str, stage: Stage) -> Touchpoint:
    read = read_channel(title, talk.words)
    return _added(
        talk,
        made(AddTouchpoint, stage=stage.slug, title=title, channel=read.channel, channel_text=read.text, ours=True),
    )


def verdict(talk: Talk, about: Ask, answer: Answer) -> None:
    """Whether the touchpoint fits, asked alone."""
    touchpoint = touchpoint_of(talk.map, about.item)
    if answer.choice is None and answer.text:
        _, fits, why = read_fit(f"x: {answer.text}", talk.words)
    else:
        fits, why = answer.choice == "fits", None
    if touchpoint is None or fits is None:
        talk.say("not_understood")
        put(talk)
        return
    talk.do(SetTouchpoint(touchpoint=touchpoint.slug, field="fits", value=fits))
    if why:
        talk.do(made(SetTouchpoint, touchpoint=touchpoint.slug, field="fit_why", value=why))
    stage = talk.map.stage_of(touchpoint.slug)
    because = talk.words("day.fit_because", why=cut(why)) if why else ""
    key = "day.noted_fit" if fits else "day.noted_misfit"
    talk.text(talk.words(key, title=cut(touchpoint.title), slot=stage_title(stage) if stage else "", why=because))
    talk.keep(pending=None)
    _ask_missing(talk, ())


STORES: Mapping[str, Callable[[Talk, str, Sequence[Stage]], None]] = {
    "day.subject": _store_subject,
    "day.open": _store_time(OPEN),
    "day.quiet": _store_time(QUIET),
    "day.fit": _store_fit,
}
ANSWERS: Mapping[str, Callable[[Talk, Ask, Answer], None]] = {
    "day.subject": subject,
    "day.open": open_times,
    "day.quiet": open_times,
    "day.fit": fit,
    "day.which": which,
    "day.verdict": verdict,
}
