"""Future-state maps: what they do not answer yet, and about what a question is asked."""

from collections.abc import Callable, Mapping, Sequence

from bot.conversation.ask import Ask, Target, View
from bot.conversation.on_map import touchpoint_of
from storage.model.journey import JourneyMap
from storage.model.mood import curve

MOST_LOW = 3


def low_points(base: JourneyMap) -> tuple[Target, ...]:
    """The worst places of a map, at most three: below zero, else the lowest, else where something gets in the way."""
    felt = sorted(curve(base), key=lambda point: point.value)
    low = [point for point in felt if point.value < 0] or felt[:1]
    places = [(point.stage, point.touchpoint) for point in low]
    places = places or [(pain.at.stage, pain.at.touchpoint) for pain in base.pain_points if pain.status == "open"]
    return tuple(dict.fromkeys(places))[:MOST_LOW]


def as_note(places: Sequence[Target]) -> str:
    """Places as the session keeps them."""
    return " ".join(f"{stage}|{touchpoint or ''}" for stage, touchpoint in places)


def noted_lows(view: View) -> Sequence[Target]:
    """The low points that this build is about, as far as they are still on the map."""
    journey, found = view.journey, list[Target]()
    for place in view.session.notes.get("low", "").split():
        stage, _, touchpoint = place.partition("|")
        home = journey.stage_of(touchpoint) if journey and touchpoint else journey.stage(stage) if journey else None
        if home is not None:
            found.append((home.slug, touchpoint or None))
    return found


def put_so_far(view: View) -> set[tuple[str, str | None]]:
    """Questions that were asked in this part, the open ones too, with what they are about."""
    session = view.session
    known = {(asked.question, asked.item) for asked in session.asked}
    known |= {(pending.question, pending.item) for pending in (session.pending, session.waiting) if pending}
    return {(question.removeprefix("ask."), item) for question, item in known}


def no_low_points(view: View) -> bool:
    """Whether the low points have to be asked for; once they were, the question keeps its place in the count."""
    return not view.session.notes.get("low") or ("future.low", None) in put_so_far(view)


def base_is_open(view: View) -> bool:
    """Nobody said yet from which map this one starts; later on, whether it has one to improve."""
    if view.journey is not None and view.journey.base_map is not None:
        return False
    return view.session.part != "first" or view.session.notes.get("base") is None


def _ideal(journey: JourneyMap, ask: Ask) -> bool:
    stage, touchpoint = journey.stage(ask.stage or ""), touchpoint_of(journey, ask.item)
    place = touchpoint if ask.item else stage
    return place is not None and not place.moods


def _inside(journey: JourneyMap, ask: Ask) -> bool:
    return not any(
        need.at is not None and (need.at.stage, need.at.touchpoint) == (ask.stage, ask.item)
        for need in journey.requirements
    )


def _unfinished(view: View, question: str, lacks: str) -> Sequence[Target]:
    """Actions without owner or date; those that were asked about keep their place in the count."""
    asked = {item for known, item in put_so_far(view) if known == question}
    actions = view.journey.actions if view.journey else ()
    return [(None, action.slug) for action in actions if getattr(action, lacks) is None or action.slug in asked]


OPEN: Mapping[str, Callable[[JourneyMap, Ask], bool]] = {
    "future.ideal": _ideal,
    "future.inside": _inside,
    "future.proof": lambda journey, ask: not journey.targets,
    "future.first": lambda journey, ask: not journey.actions,
}

TARGETS: Mapping[str, Callable[[View], Sequence[Target]]] = {
    "low_points": noted_lows,
    "actions_without_owner": lambda view: _unfinished(view, "action_owner", "owner"),
    "actions_without_date": lambda view: _unfinished(view, "action_due", "due_on"),
}
