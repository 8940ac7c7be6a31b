"""An answer on a future map or a blueprint was edited or deleted afterwards: what does the new text change?"""

from collections.abc import Callable, Mapping

from bot.conversation import based_map
from bot.conversation.answers.cells import set_cells
from bot.conversation.answers.coming import add_coming
from bot.conversation.answers.future_state import add_requirements, tell_proof
from bot.conversation.answers.ideal import tell_ideal
from bot.conversation.ask import Ask
from bot.conversation.on_map import touchpoint_of
from bot.conversation.read_future import read_coming, read_ideal, read_proof
from bot.conversation.read_lanes import read_cells
from bot.conversation.talk import Talk, decoded, encoded
from bot.conversation.unanswered.service_blueprint import LANE_OF
from bot.conversation.wording import cut
from storage.model.blueprint import Lane
from storage.model.changes import Change, RemoveItem, RemoveTouchpoint, SetMap, SetTouchpoint
from storage.model.types import Anchor


def remember(talk: Talk, about: Ask) -> None:
    """Which question a message answered, so that an edit of it can be read again."""
    if about.question in RETELL and talk.said.permalink and talk.said.press is None and talk.journey is not None:
        cells = _said_lanes(talk, about, talk.said.text) if about.question in LANE_OF else {}
        talk.note(f"told {talk.said.permalink}", encoded(about, ",".join(cells)))


def told(talk: Talk, link: str | None) -> Ask | None:
    """The question that a message answered, if it is one of those here."""
    kept = talk.session.notes.get(f"told {link}") if link else None
    return decoded(kept)[0] if kept else None


def retell(talk: Talk, link: str, was: str, new: str) -> None:
    """Reads the new text as the answer; what only the old text said goes."""
    about = told(talk, link)
    if about is not None:
        RETELL[about.question](talk, about, was, new)
        cells = ",".join(_said_lanes(talk, about, new)) if about.question in LANE_OF else ""
        talk.note(f"told {link}", encoded(about, cells))


def cells_of(talk: Talk, link: str | None) -> list[SetTouchpoint]:
    """The changes that empty the cells which a message filled."""
    kept = talk.session.notes.get(f"told {link}") if link else None
    about, cells = decoded(kept) if kept else (None, "")
    point = touchpoint_of(talk.map, about.item) if about and talk.journey else None
    lanes = [lane for lane in cells.split(",") if point is not None and lane and getattr(point, lane) is not None]
    return [SetTouchpoint(touchpoint=point.slug, field=lane, value=None) for lane in lanes] if point else []


def told_cell(talk: Talk, change: SetTouchpoint) -> str:
    """`pays by card, front`: the cell that a change empties."""
    point = touchpoint_of(talk.map, change.touchpoint)
    return f"{cut(point.title if point else '', 40)}, {talk.words(f'lane.{change.field}')}"


def _said_lanes(talk: Talk, about: Ask, text: str) -> Mapping[Lane, str]:
    return read_cells(text, LANE_OF[about.question], talk.words)


def _ideal(talk: Talk, about: Ask, was: str, new: str) -> None:
    tell_ideal(talk, about, read_ideal(new, talk.words), new)


def _inside(talk: Talk, about: Ask, was: str, new: str) -> None:
    """The requirements of that message make room for those of the new text."""
    at = Anchor(stage=about.stage or "", touchpoint=about.item)
    old = [need for need in talk.map.requirements if need.at == at and need.title.casefold() in was.casefold()]
    mine = [need for need in old if need.title.casefold() not in new.casefold()]
    talk.do(*(RemoveItem(item=need.slug) for need in mine))
    add_requirements(talk, at, new)


def _change(talk: Talk, about: Ask, was: str, new: str) -> None:
    """What is no longer said to be new goes; what is no longer said to be gone comes back from the base."""
    before, after = read_coming(was, talk.words), read_coming(new, talk.words)
    dropped = [(label, text.casefold()) for label, text in before if (label, text) not in after]
    lost: list[Change] = [
        RemoveTouchpoint(touchpoint=point.slug)
        for point in talk.map.touchpoints()
        if any(label == "new" and point.title.casefold() in text for label, text in dropped)
    ]
    there = {point.slug for point in talk.map.touchpoints()}
    back = {
        point.slug
        for point in (talk.base.touchpoints() if talk.base else ())
        for label, text in dropped
        if label == "gone" and point.slug not in there and text in point.title.casefold()
    }
    if talk.base is not None:
        lost += based_map.adding(talk.map, talk.base, back)
    if lost:
        talk.do(*lost)
    add_coming(talk, [part for part in after if part not in before])


def _proof(talk: Talk, about: Ask, was: str, new: str) -> None:
    """The target of the old text becomes that of the new one."""
    name = read_proof(was, talk.today, talk.words).shift.name.casefold()
    known = next((target for target in talk.map.targets if target.title.casefold() == name), None)
    tell_proof(talk, read_proof(new, talk.today, talk.words), known)


def _test(talk: Talk, about: Ask, was: str, new: str) -> None:
    talk.do(SetMap(field="experiment", value=" ".join(new.split())))


def _cells(talk: Talk, about: Ask, was: str, new: str) -> None:
    """Cells that only the old text filled are emptied."""
    point = touchpoint_of(talk.map, about.item)
    if point is None:
        return
    said = _said_lanes(talk, about, new)
    left = [lane for lane in _said_lanes(talk, about, was) if lane not in said and getattr(point, lane) is not None]
    talk.do(*(SetTouchpoint(touchpoint=point.slug, field=lane, value=None) for lane in left))
    set_cells(talk, touchpoint_of(talk.map, point.slug) or point, said)


RETELL: Mapping[str, Callable[[Talk, Ask, str, str], None]] = {
    "future.ideal": _ideal,
    "future.inside": _inside,
    "future.change": _change,
    "future.proof": _proof,
    "future.test": _test,
    **dict.fromkeys(LANE_OF, _cells),
}
