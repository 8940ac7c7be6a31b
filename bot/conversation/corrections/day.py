"""A day in plain words: another time or activity for a slot, more times."""

from bot.conversation import day_order
from bot.conversation.answers.day_in_life import add_slots, set_doing
from bot.conversation.corrections.match import Found
from bot.conversation.corrections.target import Unfound, stage_named
from bot.conversation.plan import kind_of
from bot.conversation.read_times import read_times
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from storage.errors import ChangeRefused
from storage.model.changes import MoveStage, SetStage
from storage.model.day import DaySlot
from storage.model.journey import Stage
from storage.model.refusals import made, revised


def time(talk: Talk, found: Found) -> None:
    """Another time for a slot, which moves to its place in the day."""
    stage = _slot_named(talk, found)
    read = read_times(found.parts["time"], talk.words)
    if read.starts is None:
        raise ChangeRefused("not_a_time", value=cut(read.odd or found.parts["time"], 40))
    assert stage.slot is not None
    slot = made(DaySlot, **{**dict(stage.slot), "starts": read.starts, "ends": read.ends})
    rest = revised(talk.map, stages=tuple(known for known in talk.map.stages if known.slug != stage.slug))
    other = day_order.in_the_way(rest, slot.starts, slot.ends)
    if other is not None and other.slot is not None:
        old = f"{other.slot.starts:%H:%M} {other.title}"
        raise ChangeRefused("slots_overlap", new=f"{slot.starts:%H:%M} {stage.title}", old=old, old_title=other.title)
    after = day_order.before(rest, slot.starts)
    talk.do(SetStage(stage=stage.slug, field="slot", value=slot.model_dump(mode="json", exclude_none=True)))
    if [known.slug for known in talk.map.stages] != _order(talk, stage.slug, after):
        talk.do(MoveStage(stage=stage.slug, after=after))
    shown = f"{slot.starts:%H:%M}" + (f"-{slot.ends:%H:%M}" if slot.ends else "")
    talk.text(talk.words("day.noted_time", title=cut(stage.title), time=shown))


def _order(talk: Talk, slug: str, after: str | None) -> list[str]:
    others = [known.slug for known in talk.map.stages if known.slug != slug]
    place = others.index(after) + 1 if after else 0
    return [*others[:place], slug, *others[place:]]


def doing(talk: Talk, found: Found) -> None:
    """What is done in a slot."""
    set_doing(talk, _slot_named(talk, found), found.parts["text"])


def more(talk: Talk, found: Found) -> None:
    """More times of the day."""
    if talk.map.type != "day_in_life":
        raise Unfound
    add_slots(talk, found.parts["text"])


def at_the_clock(talk: Talk, found: Found) -> None:
    """`11:30 lunch`, while a mood is asked or nothing: one more time of the day."""
    opened = talk.open
    if talk.map.type != "day_in_life" or not (opened is None or kind_of(opened.question).get("rating")):
        raise Unfound
    add_slots(talk, found.parts["text"])


def _slot_named(talk: Talk, found: Found) -> Stage:
    if talk.map.type != "day_in_life":
        raise Unfound
    stage = talk.stage(stage_named(talk, found))
    if stage is None or stage.slot is None:
        raise Unfound
    return stage
