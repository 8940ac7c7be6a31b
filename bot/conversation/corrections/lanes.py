"""Corrections of a service blueprint: a cell, a wait, a fail point, a hand-over; set or taken away."""

from bot.conversation.answers.cells import set_cells
from bot.conversation.corrections.match import Found
from bot.conversation.corrections.target import Answered, Unfound, named
from bot.conversation.on_map import touchpoint_of
from bot.conversation.read_labels import label_in, labels
from bot.conversation.read_lanes import read_cells, read_hand_over
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from storage.model.blueprint import LANES, Lane
from storage.model.changes import Change, SetTouchpoint
from storage.model.journey import Touchpoint
from storage.model.refusals import revised


def cell(talk: Talk, found: Found) -> None:
    """`front at pays by card: courier`. While weak spots are asked for, such a line tells where one is."""
    if talk.open is not None and talk.open.question in ("blue.fail", "blue.where"):
        raise Unfound
    lane = _lane(talk, found.parts["lane"])
    set_cells(talk, _point(talk, found), read_cells(found.parts["text"], lane, talk.words))


def hand_over(talk: Talk, found: Found) -> None:
    """`hand-over at pays by card: Sales to Fulfilment`."""
    point, over = _point(talk, found), read_hand_over(found.parts["text"], talk.words).hand_over
    talk.do(SetTouchpoint(touchpoint=point.slug, field="hand_over", value=over))
    talk.say("noted_hand_over", title=cut(point.title), text=cut(over.text))


def take_away(talk: Talk, found: Found) -> None:
    """`remove the wait at pays by card`; a fail point, a hand-over, or what stands in a lane."""
    what = label_in(found.parts["what"], labels(talk.words, "reading.removable"))
    lane = label_in(found.parts["what"], labels(talk.words, "reading.lanes"))
    if what is None and lane is None:
        raise Unfound
    point = _point(talk, found)
    changes = _without(point, what[0] if what else "", _lane(talk, found.parts["what"]) if lane else None)
    if not changes:
        talk.say("nothing_there", title=cut(point.title))
        raise Answered
    talk.do(*changes)
    talk.say("removed_at", what=cut(found.parts["what"]), title=cut(point.title))
    talk.offer(talk.undo_button())


def _without(point: Touchpoint, what: str, lane: Lane | None) -> list[Change]:
    if what == "hand_over":
        taken = SetTouchpoint(touchpoint=point.slug, field="hand_over", value=None)
        return [taken] if point.hand_over is not None else []
    there = {name: cell for name in LANES if (cell := getattr(point, name)) is not None and lane in (None, name)}
    if not what:
        return [SetTouchpoint(touchpoint=point.slug, field=name, value=None) for name in there]
    return [
        SetTouchpoint(touchpoint=point.slug, field=name, value=revised(cell, **{what: None}))
        for name, cell in there.items()
        if getattr(cell, what) is not None
    ]


def _lane(talk: Talk, said: str) -> Lane:
    found = label_in(said, labels(talk.words, "reading.lanes"))
    lane = next((name for name in LANES if found and name == found[0]), None)
    if lane is None:
        raise Unfound
    return lane


def _point(talk: Talk, found: Found) -> Touchpoint:
    """The touchpoint named, on a blueprint."""
    if talk.journey is None or talk.map.type != "service_blueprint":
        raise Unfound
    point = touchpoint_of(talk.map, named(talk, found, "item", ("touchpoint",)).slug)
    if point is None:
        raise Unfound
    return point
