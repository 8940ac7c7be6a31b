"""Days in the life: what they do not answer yet."""

from collections.abc import Callable, Mapping, Sequence

from bot.conversation.ask import Ask, Target, View
from storage.model.day import DaySlot
from storage.model.gaps import SLOTS_FOR_REVIEW
from storage.model.journey import JourneyMap


def _slots(journey: JourneyMap) -> list[DaySlot]:
    return [stage.slot for stage in journey.stages if stage.slot]


def few_slots(view: View, ask: Ask) -> bool:
    """Whether the day has fewer times than a review needs."""
    return view.journey is not None and len(_slots(view.journey)) < SLOTS_FOR_REVIEW


def _slot(journey: JourneyMap, ask: Ask) -> bool:
    stage = journey.stage(ask.stage) if ask.stage else None
    return stage is not None and (stage.slot is None or stage.slot.activity is None)


OPEN: Mapping[str, Callable[[JourneyMap, Ask], bool]] = {
    "day.kind": lambda journey, ask: journey.scope is None,
    "day.start": lambda journey, ask: not _slots(journey),
    "day.slots": lambda journey, ask: len(_slots(journey)) < 2,
    "day.slot": _slot,
    "day.subject": lambda journey, ask: not any(True for _ in journey.touchpoints()),
    "day.open": lambda journey, ask: not any(slot.open_to_new for slot in _slots(journey)),
    "day.quiet": lambda journey, ask: not any(slot.keep_quiet for slot in _slots(journey)),
    "day.fit": lambda journey, ask: not any(t.fits is not None or t.fit_why for t in journey.touchpoints()),
}

TARGETS: Mapping[str, Callable[[View], Sequence[Target]]] = {
    "later_slots": lambda view: [(stage.slug, None) for stage in view.journey.stages[1:]] if view.journey else (),
}
