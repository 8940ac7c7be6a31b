"""Where a service can fail or wait, and where work passes to another team: read, placed, asked about if unclear."""

import json
import re
from collections.abc import Sequence

from bot.conversation.answers.answer import Answer
from bot.conversation.answers.cells import duration
from bot.conversation.ask import Ask
from bot.conversation.asking import ask_between, put
from bot.conversation.find import Hit, find
from bot.conversation.flow import close, proceed
from bot.conversation.offered.service_blueprint import filled, place_options, to_place
from bot.conversation.on_map import touchpoint_of
from bot.conversation.read_labels import label_in, labels
from bot.conversation.read_lanes import read_fail, read_hand_over
from bot.conversation.talk import Talk
from bot.conversation.tongues import any_whole, listed
from bot.conversation.wording import cut
from storage.errors import ChangeRefused
from storage.model.blueprint import LANES, Cell, HandOver, Lane
from storage.model.changes import SetTouchpoint
from storage.model.refusals import made, revised

MOST = 8


def fail(talk: Talk, about: Ask, answer: Answer) -> None:
    """Fail points and waits, one per line; where one belongs is named in it, or asked."""
    if answer.choice is not None:
        talk.say("nowhere")
        close(talk, about)
        proceed(talk)
        return
    if not filled(talk.map):
        raise ChangeRefused("no_cells")
    _queue(talk, [waiting for line in answer.text.splitlines()[:MOST] if (waiting := _fail_in(talk, line))])
    close(talk, about)
    place_next(talk)


def _fail_in(talk: Talk, line: str) -> dict[str, str] | None:
    read = read_fail(line, talk.words)
    if not (read.text or read.minutes):
        return None
    waiting = {"kind": "fail", "said": line.strip(), **_place_in(talk, read.place)}
    if len(waiting) == 2:  # what stood before the colon was no place
        read = read_fail(line.replace(":", " –").replace("：", "，"), talk.words)
        waiting |= _place_in(talk, line)
    made(Cell, text="-", fail_point=read.text, wait_minutes=read.minutes)
    waiting |= {"text": read.text} if read.text else {}
    return waiting | ({"minutes": str(read.minutes)} if read.minutes else {})


def hand_over(talk: Talk, about: Ask, answer: Answer) -> None:
    """Where work passes to another team, one per line."""
    if answer.choice is not None:
        talk.say("nowhere")
        close(talk, about)
        proceed(talk)
        return
    _queue(talk, [_hand_over_in(talk, line) for line in answer.text.splitlines()[:MOST] if line.strip()])
    close(talk, about)
    place_next(talk)


def _hand_over_in(talk: Talk, line: str) -> dict[str, str]:
    read = read_hand_over(line, talk.words)
    place = _place_in(talk, read.place) or _place_in(talk, line)
    facts = {name: value for name, value in read.hand_over.model_dump().items() if value}
    return {"kind": "hand_over", "said": line.strip(), **facts, **{k: v for k, v in place.items() if k == "touchpoint"}}


def _place_in(talk: Talk, text: str | None) -> dict[str, str]:
    """The touchpoint and the lane that a text names: `back at pays by card`, `pays by card`, or what a cell holds."""
    if not text:
        return {}
    whole = text.casefold()
    within = [t.slug for t in talk.map.touchpoints() if t.title.casefold() in whole]
    cells = [(point, lane) for point, lane in filled(talk.map) if getattr(point, lane).text.casefold() in whole]
    if len(cells) == 1 and not within:
        return {"touchpoint": cells[0][0].slug, "lane": cells[0][1]}
    found = label_in(text, labels(talk.words, "reading.lanes"))
    lane, rest = found if found else (None, text)
    bare = _without_small_words(talk, rest)
    hits: Sequence[Hit] = find(talk.map, bare, talk.words, ("touchpoint",)) if bare and not within else ()
    slugs = within or [hit.slug for hit in hits]
    place = {"touchpoint": slugs[0]} if len(slugs) == 1 else {}
    return place | ({"lane": lane} if lane and (place or not bare) else {})


def _without_small_words(talk: Talk, text: str) -> str:
    return re.sub(any_whole(listed(talk.words, "reading.at_words")), " ", text, flags=re.IGNORECASE).strip()


def _queue(talk: Talk, waiting: list[dict[str, str]]) -> None:
    if not waiting:
        raise ChangeRefused("empty", field=talk.words("field.fail_point"))
    _keep(talk, waiting)


def _keep(talk: Talk, waiting: list[dict[str, str]]) -> None:
    talk.note("to_place", json.dumps(waiting, ensure_ascii=False) if waiting else None)


def place_next(talk: Talk) -> None:
    """Stores all whose place is clear, asks about the first other one, then goes on."""
    while waiting := to_place(talk):
        options = place_options(talk, waiting[0])
        if len(options) > 1:
            ask_between(talk, Ask("blue.where"))
            return
        _store(talk, waiting[0], options[0].value)
        _keep(talk, waiting[1:])
    proceed(talk)


def where(talk: Talk, about: Ask, answer: Answer) -> None:
    """The place that nobody had named."""
    waiting = to_place(talk)
    if not waiting:
        talk.keep(pending=None)
        proceed(talk)
        return
    options = place_options(talk, waiting[0])
    named = waiting[0]
    if answer.choice is None:
        named = {**waiting[0], **_place_in(talk, answer.text)}
        options = place_options(talk, named)
    place = answer.choice or (options[0].value if len(options) == 1 else None)
    if place is None:
        if len(options) < len(place_options(talk, waiting[0])):
            _keep(talk, [named, *waiting[1:]])
        else:
            talk.say("not_understood")
        put(talk)
        return
    _store(talk, waiting[0], place)
    _keep(talk, waiting[1:])
    talk.keep(pending=None)
    place_next(talk)


def leave_out(talk: Talk) -> None:
    """The one whose place was asked is not kept; those behind it are."""
    _keep(talk, to_place(talk)[1:])
    talk.keep(pending=None)
    place_next(talk)


def _store(talk: Talk, waiting: dict[str, str], place: str) -> None:
    slug, _, lane = place.partition("/")
    point = touchpoint_of(talk.map, slug)
    if point is None:
        return
    if waiting["kind"] == "hand_over":
        teams = {name: waiting[name] for name in ("from_team", "to_team") if name in waiting}
        over = made(HandOver, text=waiting["text"], **teams)
        talk.do(SetTouchpoint(touchpoint=slug, field="hand_over", value=over))
        talk.say("noted_hand_over", title=cut(point.title), text=cut(over.text))
        return
    cell: Cell = getattr(point, lane)
    minutes = int(waiting["minutes"]) if "minutes" in waiting else cell.wait_minutes
    new = revised(cell, fail_point=waiting.get("text") or cell.fail_point, wait_minutes=minutes)
    talk.do(SetTouchpoint(touchpoint=slug, field=lane, value=new))
    said = [waiting["text"]] if "text" in waiting else []
    if "minutes" in waiting:
        said.append(talk.words("say.waits", time=duration(int(waiting["minutes"]), talk.words)))
    known: Lane = next(name for name in LANES if name == lane)
    text = talk.words("say.comma").join(said)
    talk.say("noted_fail", title=cut(point.title), lane=talk.words(f"lane.{known}"), text=cut(text))
