"""Future-state maps: from which map, the ideal at its low points, what it takes, and the number that will prove it."""

from collections.abc import Callable, Mapping

from bot.conversation import based_map
from bot.conversation.answers.answer import Answer, set_map
from bot.conversation.answers.coming import add_coming
from bot.conversation.answers.ideal import ideal, mood
from bot.conversation.answers.ideas import add_action, remark_on
from bot.conversation.ask import Ask
from bot.conversation.asking import ask_between, put
from bot.conversation.find import find
from bot.conversation.flow import answered, proceed
from bot.conversation.offered.future_state import low_options
from bot.conversation.read_dates import say_date
from bot.conversation.read_future import Proof, find_until, read_coming, read_proof, read_sides, read_values
from bot.conversation.read_items import picked, strongly_split
from bot.conversation.read_shapes import Change as Shift
from bot.conversation.talk import Talk
from bot.conversation.unanswered.future_state import MOST_LOW, as_note, low_points
from bot.conversation.wording import cut, mean, noted
from bot.conversation.wording import number as shown
from storage.errors import ChangeRefused
from storage.model.changes import AddRequirement, AddTarget, Agree, Change, SetItem, SetMap
from storage.model.future import Target
from storage.model.journey import BaseMap, JourneyMap
from storage.model.mood import curve
from storage.model.refusals import made
from storage.model.types import Anchor


def base(talk: Talk, about: Ask, answer: Answer) -> None:
    """The map to improve: its stages and touchpoints are copied. Later on it is only named."""
    if answer.choice == based_map.NOTHING and talk.journey is not None:
        talk.say("kept")
        answered(talk, about)
        return
    if answer.choice == based_map.NOTHING:
        talk.note("base", "none")
        talk.say("from_nothing")
        answered(talk, about)
        return
    found = based_map.chosen(talk, answer)
    if found is None:
        put(talk)
        return
    lows = low_points(found)
    if talk.journey is None:
        based_map.begin(talk, found, based_map.copied(found))
        based_map.say_copied(talk, found)
    else:
        _attach(talk, found)
    talk.note("base", found.map_id)
    if lows and talk.session.part == "first":
        talk.note("low", as_note(lows))
        _say_lows(talk, found)
    answered(talk, about)


def skip_base(talk: Talk, about: Ask) -> bool:
    """Before there is a map, no answer means: from nothing."""
    if talk.journey is not None:
        return False
    base(talk, about, Answer(choice=based_map.NOTHING))
    return True


def _attach(talk: Talk, found: JourneyMap) -> None:
    """A map that is there already: what it has stays, an empty one gets the stages of its base."""
    changes: list[Change] = [SetMap(field="base_map", value=BaseMap(map_id=found.map_id, version=found.version))]
    if not talk.map.stages:
        changes += based_map.adding(talk.map, found, {t.slug for t in found.touchpoints()})
    talk.do(*changes)
    talk.say("base_named", title=cut(found.title), v=found.version)


def _say_lows(talk: Talk, found: JourneyMap) -> None:
    felt = {(point.stage, point.touchpoint): point for point in curve(found)}
    lows = [point for place in low_points(found) if (point := felt.get((place[0] or "", place[1])))]
    if lows:
        listed = (talk.words("say.low_one", title=cut(point.title, 50), mood=mean(point.value)) for point in lows)
        talk.say("lows" if len(lows) > 1 else "low", list=talk.words("say.comma").join(listed))


def low(talk: Talk, about: Ask, answer: Answer) -> None:
    """Where it hurts most, by menu, number or name; at most three places."""
    options = low_options(talk.map)
    named = list(answer.chosen) or picked(answer.text, lambda part: _low_named(talk, part), talk.words)
    known = [value for value in dict.fromkeys(named) if value in {option.value for option in options}]
    if not known:
        talk.say("none_at_all", text=cut(answer.text, 40))
        put(talk)
        return
    places = [(stage, touchpoint or None) for stage, _, touchpoint in (value.partition("/") for value in known)]
    talk.note("low", as_note(places[:MOST_LOW]))
    titles = {option.value: option.text.partition(" · ")[2] for option in options}
    talk.text(noted([titles[value] for value in known[:MOST_LOW]], talk.words))
    if len(known) > MOST_LOW:
        talk.say("three_lows")
    answered(talk, about)


def _low_named(talk: Talk, part: str) -> list[str]:
    options = [option.value for option in low_options(talk.map)]
    if part.isdecimal():
        at = int(part) if len(part) < 4 else 0
        return options[max(at - 1, 0) : at]
    slugs = [hit.slug for hit in find(talk.map, part, talk.words, ("touchpoint", "stage"))[:1]]
    return [value for value in options if slugs and slugs[0] in value.split("/")][:1]


def inside(talk: Talk, about: Ask, answer: Answer) -> None:
    """What must be true inside, each with its side."""
    add_requirements(talk, Anchor(stage=about.stage or "", touchpoint=about.item), answer.text)
    answered(talk, about)


def add_requirements(talk: Talk, at: Anchor, text: str) -> None:
    """New ones are added at the place; the same one again is agreement."""
    said = [(side, title) for side, part in read_sides(text, talk.words) for title in strongly_split(part)]
    if not said:
        raise ChangeRefused("empty", field=talk.words("field.requirements"))
    there = {(need.at, need.title.casefold()): need for need in talk.map.requirements}
    changes: list[Change] = []
    for side, title in dict.fromkeys(said):
        known = there.get((at, title.casefold()))
        if known is None:
            changes.append(made(AddRequirement, title=title, side=side, at=at))
        elif talk.by not in (known.origin.by, *known.agreed_by):
            changes.append(Agree(item=known.slug))
    if changes:
        talk.do(*changes)
    names = talk.words.data("side")
    lines = (talk.words("say.sided", side=names[side], text=cut(title)) if side else title for side, title in said)
    talk.text(noted(lines, talk.words))


def change(talk: Talk, about: Ask, answer: Answer) -> None:
    """What comes and what goes, each behind its label."""
    coming = read_coming(answer.text, talk.words)
    if not coming:
        talk.say("coming_shape")
        put(talk)
        return
    add_coming(talk, coming)
    answered(talk, about)


def proof(talk: Talk, about: Ask, answer: Answer) -> None:
    """The number, from what to what, and when; the first part that is missing is asked alone."""
    read = read_proof(answer.text, talk.today, talk.words)
    known = next((t for t in talk.map.targets if t.title.casefold() == read.shift.name.casefold()), None)
    slug = tell_proof(talk, read, known)
    talk.passed(about)
    talk.keep(pending=None)
    _ask_rest(talk, slug)


def tell_proof(talk: Talk, read: Proof, known: Target | None) -> str:
    """Stores a target, or what is new about a known one; gives its slug."""
    if known is None:
        talk.do(made(AddTarget, title=read.shift.name, **_fields(read)))
    else:
        _set(talk, known, {"title": read.shift.name, **_fields(read)})
    _say_proof(talk, read)
    return known.slug if known else talk.map.targets[-1].slug


def _fields(read: Proof) -> dict[str, object]:
    """What was said of a target."""
    shift = read.shift
    said = {"from_value": shift.from_value, "to_value": shift.to_value, "unit": shift.unit, "by": read.by}
    return {field: value for field, value in said.items() if value is not None}


def _set(talk: Talk, target: Target, values: Mapping[str, object]) -> None:
    new = {field: value for field, value in values.items() if getattr(target, field) != value}
    if new:
        talk.do(*(made(SetItem, item=target.slug, field=field, value=value) for field, value in new.items()))


def _ask_rest(talk: Talk, slug: str) -> None:
    target = next(target for target in talk.map.targets if target.slug == slug)
    if target.to_value is None:
        ask_between(talk, Ask("future.values", None, slug))
    elif target.by is None:
        ask_between(talk, Ask("future.until", None, slug))
    else:
        proceed(talk)


def _say_proof(talk: Talk, read: Proof) -> None:
    parts = [_said(read.shift)] if read.shift.to_value is not None else []
    parts += [talk.words("say.until", date=say_date(read.by, talk.today, talk.words))] if read.by else []
    told = talk.words("say.comma").join(parts)
    if told:
        talk.say("noted_action", title=cut(read.shift.name), about=told)
    else:
        talk.say("noted_text", text=cut(read.shift.name))
    remark_on(talk, read.by)


def _said(shift: Shift) -> str:
    """`70% > 49%`, `> 49%`."""
    unit = "" if shift.unit is None else shift.unit if shift.unit == "%" else f" {shift.unit}"
    end = shown(shift.to_value or 0)
    return f"{shown(shift.from_value)}{unit} > {end}{unit}" if shift.from_value is not None else f"> {end}{unit}"


def values(talk: Talk, about: Ask, answer: Answer) -> None:
    """From what to what, asked alone; a date may come with it."""
    target = next((target for target in talk.map.targets if target.slug == about.item), None)
    if target is None:
        proceed(talk)
        return
    read = read_values(target.title, answer.text, talk.today, talk.words)
    if read.shift.to_value is None:
        talk.say("values_shape")
        put(talk)
        return
    _set(talk, target, _fields(read))
    _say_proof(talk, read)
    talk.keep(pending=None)
    _ask_rest(talk, target.slug)


def until(talk: Talk, about: Ask, answer: Answer) -> None:
    """Until when, asked alone."""
    target = next((target for target in talk.map.targets if target.slug == about.item), None)
    day = find_until(answer.text, talk.today, talk.words)
    if target is not None and day is None:
        talk.text(talk.words("errors.not_a_date", value=cut(answer.text, 40)))
        put(talk)
        return
    if target is not None and day is not None:
        _set(talk, target, {"by": day.on})
        talk.say("noted_due", title=cut(target.title), date=say_date(day.on, talk.today, talk.words))
        remark_on(talk, day.on)
    talk.keep(pending=None)
    proceed(talk)


def first(talk: Talk, about: Ask, answer: Answer) -> None:
    """The first step, as an action; a missing owner or date is asked alone, next."""
    add_action(talk, None, answer.text)
    answered(talk, about)


def test(talk: Talk, about: Ask, answer: Answer) -> None:
    """The smallest test of the idea."""
    if answer.choice is None:
        set_map(talk, experiment=" ".join(answer.text.split()))
        talk.say("noted_text", text=cut(answer.text.rstrip(".。")))
    else:
        talk.say("no_test")
    answered(talk, about)


ANSWERS: Mapping[str, Callable[[Talk, Ask, Answer], None]] = {
    "future.base": base,
    "future.low": low,
    "future.ideal": ideal,
    "future.mood": mood,
    "future.inside": inside,
    "future.change": change,
    "future.proof": proof,
    "future.values": values,
    "future.until": until,
    "future.first": first,
    "future.test": test,
}
