"""Around the journey: start and end, its number, the customer group, questions, next steps, moments, walks, metrics."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from bot.conversation.answers.answer import Answer, is_disputed, last_to_set, set_map
from bot.conversation.ask import Ask
from bot.conversation.asking import ask_between, put
from bot.conversation.find import find
from bot.conversation.flow import answered, proceed
from bot.conversation.on_map import touchpoint_of
from bot.conversation.read_dates import find_date, say_date
from bot.conversation.read_items import read_items, strongly_split
from bot.conversation.read_mood import leading_score
from bot.conversation.read_owner import member_named
from bot.conversation.read_shapes import Bounds, read_bounds
from bot.conversation.talk import Talk
from bot.conversation.tongues import listed, starting, tongues
from bot.conversation.wording import cut, noted
from bot.reply import Button
from storage.errors import ChangeRefused
from storage.model.changes import Change, SetStage, SetTouchpoint
from storage.model.journey import CustomerQuestion, MomentOfTruth, NextStep
from storage.model.refusals import made
from storage.model.types import Walk

MomentKind = Literal["zmot", "fmot", "smot", "tmot", "other"]
MOMENT_OF_ROLE: Mapping[str, MomentKind] = {
    "before": "zmot",
    "choose": "fmot",
    "buy": "fmot",
    "use": "smot",
    "after": "tmot",
}
MOST_QUESTIONS, MOST_WALKS = 10, 20


def bounds(talk: Talk, about: Ask, answer: Answer) -> None:
    """Start and end; a missing one is asked alone."""
    read = read_bounds(answer.text, talk.words)
    if read == Bounds():
        if talk.map.starts_when is not None or talk.map.ends_when is not None:
            raise ChangeRefused("bounds_shape")
        read = Bounds(" ".join(answer.text.split()), None)
    set_bounds(talk, read)
    if talk.map.starts_when is None or talk.map.ends_when is None:
        talk.passed(about)
        talk.keep(pending=None)
        ask_between(talk, Ask("starts" if talk.map.starts_when is None else "ends"))
        return
    answered(talk, about)


def one_bound(talk: Talk, about: Ask, answer: Answer) -> None:
    """The start or the end, asked alone."""
    text = " ".join(answer.text.split())
    read = read_bounds(answer.text, talk.words)
    if about.question == "starts":
        set_bounds(talk, Bounds(read.starts or text, read.ends))
    else:
        set_bounds(talk, Bounds(read.starts, read.ends or text))
    talk.keep(pending=None)
    proceed(talk)


def set_bounds(talk: Talk, read: Bounds) -> None:
    """Sets what was said; two people who say different things are both shown."""
    said = {"starts_when": read.starts, "ends_when": read.ends}
    wanted = {field: value for field, value in said.items() if value}
    disputed = [field for field, value in wanted.items() if offer_two(talk, field, value)]
    set_map(talk, **{field: value for field, value in wanted.items() if field not in disputed})
    if disputed:
        return
    if talk.map.starts_when and talk.map.ends_when:
        talk.say("noted_bounds", starts=cut(talk.map.starts_when), ends=cut(talk.map.ends_when))
    else:
        talk.say("noted_text", text=cut(next(iter(wanted.values()))))


def offer_two(talk: Talk, field: str, value: str) -> bool:
    """If another member said something else: both are shown, and [A's] [B's] decide."""
    if is_disputed(talk, field, value) is None:
        return False
    other = talk.name(last_to_set(talk, field) or "")
    theirs = str(getattr(talk.map, field))
    talk.say("two_values", a=other, first=cut(theirs), b=talk.said.name, second=cut(value))
    talk.offer(
        Button(text=talk.words("button.of_member", name=other), action="build.value", value=f"{field}|{theirs}"),
        Button(
            text=talk.words("button.of_member", name=talk.said.name), action="build.value", value=f"{field}|{value}"
        ),
    )
    return True


DISPUTED = ("starts_when", "ends_when", "goal_business", "goal_customer", "title")


def choose_value(talk: Talk, field: str, value: str) -> None:
    """[A's] [B's]."""
    if field in DISPUTED and getattr(talk.map, field) != value:
        set_map(talk, **{field: value})
        talk.say("noted_field", field=talk.words(f"field.{field}"), text=cut(value))


def number(talk: Talk, about: Ask, answer: Answer) -> None:
    """The number that should move, in the person's words."""
    set_number(talk, answer.text)
    answered(talk, about)


def set_number(talk: Talk, text: str) -> None:
    """goal_business; a different one of another member is offered beside it."""
    value = " ".join(text.split())
    if not offer_two(talk, "goal_business", value):
        set_map(talk, goal_business=value)
        talk.say("noted_text", text=cut(value.rstrip(".。")))


def group(talk: Talk, about: Ask, answer: Answer) -> None:
    """Not yet, customers, or both."""
    if answer.choice is None:
        talk.say("not_understood")
        put(talk)
        return
    set_map(talk, customer_group=answer.choice)
    talk.say("noted_text", text=talk.words.data("lists.customer_groups")[answer.choice])
    answered(talk, about)


def questions(talk: Talk, about: Ask, answer: Answer) -> None:
    """What customers want to know at a stage and are not told."""
    add_questions(talk, about.stage or "", strongly_split(answer.text))
    answered(talk, about)


def add_questions(talk: Talk, stage_slug: str, texts: Sequence[str]) -> None:
    """Questions of a stage, each once."""
    stage = talk.stage(stage_slug)
    if stage is None:
        raise ChangeRefused(
            "unknown_stage", value=stage_slug, close=talk.words("say.comma").join(s.title for s in talk.map.stages)
        )
    there = {question.text.casefold() for question in stage.customer_questions}
    new = [text for text in dict.fromkeys(texts) if text.casefold() not in there]
    room = MOST_QUESTIONS - len(stage.customer_questions)
    if new and room <= 0:
        raise ChangeRefused("full", items=stage.title, max=MOST_QUESTIONS)
    kept = tuple(made(CustomerQuestion, text=text, answered=False) for text in new[:room])
    if kept:
        talk.do(SetStage(stage=stage.slug, field="customer_questions", value=(*stage.customer_questions, *kept)))
    if texts:
        talk.text(noted(texts[:MOST_QUESTIONS], talk.words))
    if len(new) > room:
        left = talk.words("say.semicolon").join(cut(text, 40) for text in new[room:][:3])
        talk.say("some_did_not_fit", n=len(new) - room, all=len(texts), items=left)


def next_step(talk: Talk, about: Ask, answer: Answer) -> None:
    """The clear next step after a stage, and whether it is easy to find."""
    if answer.choice is not None:
        set_next(talk, about.stage or "", None, answer.choice)
        answered(talk, about)
        return
    text, findable = split_findable(talk, answer.text)
    set_next(talk, about.stage or "", text, findable)
    if findable is None:
        talk.passed(about)
        talk.keep(pending=None)
        ask_between(talk, Ask("findable", about.stage))
    else:
        answered(talk, about)


def findable(talk: Talk, about: Ask, answer: Answer) -> None:
    """Easy, hidden or none, asked alone."""
    choice = answer.choice or split_findable(talk, answer.text)[1]
    if choice is None:
        talk.say("not_understood")
        put(talk)
        return
    stage = talk.stage(about.stage)
    set_next(talk, about.stage or "", stage.next_step.text if stage and stage.next_step else None, choice)
    talk.keep(pending=None)
    proceed(talk)


def set_next(talk: Talk, stage_slug: str, text: str | None, how: str | None) -> None:
    """Stores the way forward and reads it back."""
    stage = talk.stage(stage_slug)
    if stage is None:
        return
    step = made(NextStep, text=text, findable=how)
    if stage.next_step != step:
        talk.do(SetStage(stage=stage_slug, field="next_step", value=step))
    if text and how:
        label = talk.words.data("choice.findable")[how].lower()
        talk.say("noted_next", stage=cut(stage.title), text=cut(text), findable=label)
    elif text:
        talk.say("noted_text", text=cut(text))
    elif how == "none":
        talk.say("noted_no_next", stage=cut(stage.title))
    else:
        talk.say("noted_text", text=talk.words.data("choice.findable")[how or "easy"])


def split_findable(talk: Talk, text: str) -> tuple[str | None, str | None]:
    """The text without the word that says how easy it is to find, and what that word says."""
    flat = " ".join(text.split()).rstrip(".。")
    tables = [tongue.data("reading.findable") for tongue in tongues(talk.words)]
    ways = [(word, key) for table in tables for key, known in table.items() for word in known]
    for word, key in sorted(ways, key=lambda pair: -len(pair[0])):
        match = re.fullmatch(rf"(?P<text>.*?)[\s,;:(，；：（–—-]*{starting(word)}[)）]?", flat, re.IGNORECASE)
        if match:
            return match["text"].strip() or None, key
    return flat, None


def moments(talk: Talk, about: Ask, answer: Answer) -> None:
    """Touchpoints that decide, each with its reason behind a colon."""
    named = [(slug, None) for slug in answer.chosen] or _named_moments(talk, answer.text)
    known = [(t, why) for slug, why in named if (t := touchpoint_of(talk.map, slug))]
    if not known:
        talk.say("none_at_all", text=cut(answer.text, 40))
        put(talk)
        return
    changes: list[Change] = []
    for touchpoint, why in known:
        stage = talk.map.stage_of(touchpoint.slug)
        kind = MOMENT_OF_ROLE.get(stage.role or "", "other") if stage else "other"
        moment = made(MomentOfTruth, kind=kind, why=why)
        if touchpoint.moment_of_truth != moment:
            changes.append(SetTouchpoint(touchpoint=touchpoint.slug, field="moment_of_truth", value=moment))
    if changes:
        talk.do(*changes)
    talk.say("noted_moments", items=" · ".join(talk.words("say.quoted", text=cut(t.title)) for t, _ in known))
    answered(talk, about)


def _named_moments(talk: Talk, text: str) -> list[tuple[str, str | None]]:
    named: list[tuple[str, str | None]] = []
    lines = strongly_split(text)
    parts = read_items(text, talk.words).titles if ":" not in text else lines
    for part in parts:
        name, _, why = part.partition(":")
        hits = find(talk.map, name, talk.words, ("touchpoint",))
        if len(hits) == 1:
            named.append((hits[0].slug, why.strip() or None))
    return named


def walked(talk: Talk, about: Ask, answer: Answer) -> None:
    """Who went through it, when, how it felt, and what they saw."""
    touchpoint = touchpoint_of(talk.map, about.item)
    if touchpoint is None or answer.choice == "nobody":
        answered(talk, about)
        return
    head, _, seen = answer.text.replace("：", ":", 1).partition(":")
    day = find_date(head, talk.today, talk.words, "past")
    who = (head[: day.start] if day else head).strip(" ,;.，；。\n")
    mine = not who or who.casefold() in listed(talk.words, "reading.me")
    member = talk.by if mine else member_named(who, talk.names) or f"local:{' '.join(who.split())}"
    mood, remark = _felt(seen.strip(), talk)
    walk = made(Walk, by=member, on=day.on if day else talk.today, mood=mood, remark=remark or None)
    talk.do(SetTouchpoint(touchpoint=touchpoint.slug, field="walks", value=(*touchpoint.walks, walk)[-MOST_WALKS:]))
    date = say_date(walk.on, talk.today, talk.words)
    talk.say("noted_walk", name=talk.name(member), title=cut(touchpoint.title), date=date)
    answered(talk, about)


def _felt(seen: str, talk: Talk) -> tuple[int | None, str]:
    """A score with its sign in front of a remark; a bare number counts something else."""
    found = leading_score(seen, talk.words) if seen.startswith(("+", "-", "−", "＋", "－")) else None
    if found is None or found.score is None:
        return None, seen
    return found.score, seen[found.end :].strip(" ,;:，；：")


def metric(talk: Talk, about: Ask, answer: Answer) -> None:
    """The number that tells how a stage is doing."""
    set_metric(talk, about.stage or "", answer.text)
    answered(talk, about)


def set_metric(talk: Talk, stage: str, text: str) -> None:
    """The metric of a stage."""
    talk.do(SetStage(stage=stage, field="metric", value=text))
    talk.say("noted_text", text=cut(text.rstrip(".。")))
