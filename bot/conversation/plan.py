"""Which question comes next, which came before, and which number does it have?"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple, get_args

from bot.conversation.ask import Ask, View
from bot.conversation.open_questions import WAYS, can_be_asked, is_open, targets
from prompts.loader import table
from storage.model.journey import MapType
from storage.model.session import Pending, Session, Skipped


class Count(NamedTuple):
    """`Question k of about n`."""

    k: int
    n: int


def next_ask(view: View) -> Ask | None:
    """The first question of the session's part that is open and neither asked nor skipped in it."""
    passed = {*_asked(view.session), *_skipped(view.session)}
    for ask, when in route(view):
        if ask not in passed and is_open(ask, view, _condition(view, ask, when)) and can_be_asked(ask, view):
            return ask
    return None


def previous_ask(view: View, ask: Ask) -> Ask | None:
    """The question before this one in the part; the last one asked where the part has no fixed order."""
    order = [known for known, _ in route(view)]
    if view.session.part == "first" and ask in order:
        before = [known for known in order[: order.index(ask)] if _is_there(view, known)]
        return before[-1] if before else None
    before = [asked for asked in _asked(view.session) if asked != ask]
    return before[-1] if before else None


def _is_there(view: View, ask: Ask) -> bool:
    return ask.stage is None or view.journey is None or view.journey.stage(ask.stage) is not None


def count(view: View, ask: Ask) -> Count | None:
    """Which question of how many this is; None for a question on the side."""
    if view.session.part == "first":
        order = [known for known, _ in route(view)]
        if ask not in order:
            return None
        known = bool(targets(_build(view).get("counted_from", "stages"), view))
        return Count(order.index(ask) + 1, len(order) if known else max(_build(view)["about"], len(order)))
    if not any(known.question == ask.question for known, _ in route(view)):
        return None
    before = [asked for asked in _asked(view.session) if asked != ask]
    passed = {*before, ask, *_skipped(view.session)}
    ahead = [a for a, when in route(view) if a not in passed and is_open(a, view, _condition(view, a, when))]
    if ask.question in ("opportunity", "action"):  # may be about another item than the one proposed
        ahead = [a for a in ahead if a.question != ask.question]
    return Count(len(before) + 1, len(before) + 1 + len(ahead))


def route(view: View) -> list[tuple[Ask, str | None]]:
    """All questions of the part for this map, in order, each with its `when`. Those of the wrong size are left out."""
    few = view.journey is None or len(view.journey.stages) <= _build(view)["few_stages"]
    sizes = {"few_stages": few, "many_stages": not few, **{name: holds(view) for name, holds in WAYS.items()}}
    parts = _build(view)["parts"].get(view.session.part, ())
    return [(ask, when) for ask, when in _entries(parts, view, (None, None)) if sizes.get(when or "", True)]


def of_pending(pending: Pending) -> Ask:
    """The question that a thread waits for."""
    return Ask(pending.question.removeprefix("ask."), pending.stage, pending.item)


def as_asked(ask: Ask) -> Skipped:
    """The question as the session keeps it."""
    return Skipped(question=f"ask.{ask.question}", stage=ask.stage, item=ask.item)


def kind_of(question: str) -> dict[str, Any]:
    """What a question takes: `choices`, `menu`, `items`, `questions_ok`, `rating`."""
    found: dict[str, Any] = _questions().get(question, {})
    return found


def parts_of(view: View) -> tuple[str, ...]:
    """The parts that a build of this type has."""
    return tuple(_build(view)["parts"])


def entered(view: View, part: Any) -> Session:
    """The session at the beginning of a part: what was skipped elsewhere may be asked again here."""
    session = view.session
    known = {question for entry in _build(view)["parts"].get(part, ()) for question in _named(entry)}
    kept = tuple(skip for skip in session.skipped if skip.question.removeprefix("ask.") not in known)
    return session.model_copy(update={"part": part, "asked": (), "skipped": kept, "pending": None, "waiting": None})


def _condition(view: View, ask: Ask, when: str | None) -> str | None:
    """In the first part, as elsewhere, a question is asked while the map does not answer it."""
    return None if when in ("few_stages", "many_stages", *WAYS) else when


def _asked(session: Session) -> list[Ask]:
    return [Ask(asked.question.removeprefix("ask."), asked.stage, asked.item) for asked in session.asked]


def _skipped(session: Session) -> list[Ask]:
    return [Ask(skip.question.removeprefix("ask."), skip.stage, skip.item) for skip in session.skipped]


def _entries(entries: Any, view: View, about: tuple[str | None, str | None]) -> Iterator[tuple[Ask, str | None]]:
    for entry in entries:
        if isinstance(entry, str):
            yield Ask(entry, *about), None
        elif "for" in entry:
            for target in targets(entry["for"], view):
                yield from _entries(entry["ask"], view, (target[0], target[1]))
        else:
            yield Ask(entry["ask"], *about), entry.get("when")


def _named(entry: Any) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    inner = entry["ask"]
    return [inner] if isinstance(inner, str) else [name for part in inner for name in _named(part)]


def _build(view: View) -> dict[str, Any]:
    """The build of the map's type, or that of a persona. A blueprint that begins with a map of its own stays one."""
    if view.session.part == "persona":
        return _builds()["persona"]
    from_nothing = view.session.part == "first" and view.session.notes.get("base") == "none"
    return _builds()[view.journey.type if view.journey and not from_nothing else view.session.draft.type]


@lru_cache
def _builds() -> dict[str, dict[str, Any]]:
    return {name: table(f"builds/{name}") for name in (*get_args(MapType), "persona")}


@lru_cache
def _questions() -> dict[str, dict[str, Any]]:
    """What every question takes, of whatever type."""
    return {question: takes for build in _builds().values() for question, takes in build["questions"].items()}
