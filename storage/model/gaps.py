"""What is missing on the map: what stands between draft and review, and what is worth a look."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from storage.model.blueprint import Lane
from storage.model.confidence import Backings, coverage, stale
from storage.model.empathy import QUADRANTS
from storage.model.journey import JourneyMap, MapType, Stage
from storage.model.mood import curve
from storage.model.session import Skipped

STAGES_FOR_REVIEW, SLOTS_FOR_REVIEW, NOTES_FOR_REVIEW = 3, 4, 2
BEHIND_IT: tuple[Lane, ...] = ("front_stage", "back_stage", "support")


class Gap(NamedTuple):
    """`key` names the words under `gaps` in the locale, `facts` fill them; `stage` or `item` is where."""

    key: str
    blocking: bool
    stage: str | None = None
    item: str | None = None
    facts: Mapping[str, object] = {}


def gaps(
    journey: JourneyMap,
    *,
    skipped: Sequence[Skipped] = (),
    backings: Backings | None = None,
    base: JourneyMap | None = None,
    today: date | None = None,
) -> tuple[Gap, ...]:
    """Blocking ones first. Never raises.

    `skipped`: questions the build left out; `backings`: the evidence that the map points at; `base`: the map that a
    future map improves; `today`: for stale evidence, left out without it.
    """
    backings = backings or {}
    found = [*_FOR_REVIEW[journey.type](journey, base), *_without_owner(journey)]
    found += [*_worth_a_look(journey), *_evidence(journey, backings, today)]
    found += [Gap("skipped", False, skip.stage, skip.item, {"question": skip.question}) for skip in skipped]
    return tuple(found)


def _frame(journey: JourneyMap) -> Iterator[Gap]:
    if journey.goal_kind is None:
        yield Gap("goal_kind", True)
    if journey.goal_customer is None:
        yield Gap("goal_customer", True)
    if journey.starts_when is None or journey.ends_when is None:
        yield Gap("bounds", True)


def _stages(journey: JourneyMap) -> Iterator[Gap]:
    if len(journey.stages) < STAGES_FOR_REVIEW:
        yield Gap("stages", True, facts={"n": len(journey.stages), "min": STAGES_FOR_REVIEW})
    for stage in journey.stages:
        facts = {"stage": stage.title}
        if not stage.touchpoints:
            yield Gap("touchpoint", True, stage.slug, facts=facts)
        elif not any(touchpoint.channel for touchpoint in stage.touchpoints):
            yield Gap("channel", True, stage.slug, facts=facts)
        if not _has_mood(stage):
            yield Gap("mood", True, stage.slug, facts=facts)


def _current_state(journey: JourneyMap, base: JourneyMap | None) -> Iterator[Gap]:
    yield from (*_frame(journey), *_stages(journey))
    if not journey.pain_points:
        yield Gap("pain_point", True)
    yield from _action(journey)


def _future_state(journey: JourneyMap, base: JourneyMap | None) -> Iterator[Gap]:
    yield from (*_frame(journey), *_stages(journey))
    if base is not None and not _differs(journey, base):
        yield Gap("no_difference", True, facts={"base": base.title})
    yield from _action(journey)


def _service_blueprint(journey: JourneyMap, base: JourneyMap | None) -> Iterator[Gap]:
    if journey.base_map is None:
        yield Gap("base_map", True)
    for touchpoint in journey.touchpoints():
        for lane in BEHIND_IT:
            if getattr(touchpoint, lane) is None:
                yield Gap(f"no_{lane}", True, item=touchpoint.slug, facts={"title": touchpoint.title})


def _day_in_life(journey: JourneyMap, base: JourneyMap | None) -> Iterator[Gap]:
    felt = sum(1 for stage in journey.stages if stage.slot and _has_mood(stage))
    if felt < SLOTS_FOR_REVIEW:
        yield Gap("slots", True, facts={"n": felt, "min": SLOTS_FOR_REVIEW})


def _empathy(journey: JourneyMap, base: JourneyMap | None) -> Iterator[Gap]:
    for quadrant in QUADRANTS:
        here = sum(1 for note in journey.notes if note.quadrant == quadrant)
        if here < NOTES_FOR_REVIEW:
            yield Gap(f"few_{quadrant}", True, facts={"n": here, "min": NOTES_FOR_REVIEW})


def _action(journey: JourneyMap) -> Iterator[Gap]:
    if not any(action.owner and action.due_on for action in journey.actions):
        yield Gap("action", True)


def _without_owner(journey: JourneyMap) -> Iterator[Gap]:
    for stage in journey.stages:
        without = sum(1 for touchpoint in stage.touchpoints if touchpoint.owner is None)
        if without:
            yield Gap("touchpoint_owner", False, stage.slug, facts={"stage": stage.title, "n": without})


def _worth_a_look(journey: JourneyMap) -> Iterator[Gap]:
    if journey.type == "future_state" and journey.base_map is None:
        yield Gap("base_map", False)
    for point in curve(journey):
        if point.worth_talking:
            facts = {"title": point.title, "low": point.low, "high": point.high}
            yield Gap("disagreement", False, point.stage, point.touchpoint, facts)
    if journey.type not in ("current_state", "future_state"):
        return
    if not journey.overlooked_asked:
        yield Gap("overlooked", False)
    if all(touchpoint.ours for touchpoint in journey.touchpoints()):
        yield Gap("only_ours", False)
    if _ends_with_the_purchase(journey):
        yield Gap("after_purchase", False, journey.stages[-1].slug, facts={"stage": journey.stages[-1].title})


def _evidence(journey: JourneyMap, backings: Backings, today: date | None) -> Iterator[Gap]:
    if coverage(journey, backings).backed == 0:
        yield Gap("no_evidence", False)
    old = stale(journey, backings, today) if today is not None else ()
    if old:
        yield Gap("stale_evidence", False, facts={"n": len(old), "pieces": old})


def _has_mood(stage: Stage) -> bool:
    return bool(stage.moods) or any(touchpoint.moods for touchpoint in stage.touchpoints)


def _ends_with_the_purchase(journey: JourneyMap) -> bool:
    """Only where the stages say which of them is the purchase."""
    roles = [stage.role for stage in journey.stages]
    return "buy" in roles and not {"use", "after"} & set(roles)


def _differs(journey: JourneyMap, base: JourneyMap) -> bool:
    """Another touchpoint, or another mood, than the map that it improves."""
    ours, theirs = ({t.slug for t in m.touchpoints()} for m in (journey, base))
    ours_felt, theirs_felt = ({(p.stage, p.touchpoint): p.value for p in curve(m)} for m in (journey, base))
    return ours != theirs or ours_felt != theirs_felt


_FOR_REVIEW: Mapping[MapType, Callable[[JourneyMap, JourneyMap | None], Iterator[Gap]]] = {
    "current_state": _current_state,
    "future_state": _future_state,
    "day_in_life": _day_in_life,
    "service_blueprint": _service_blueprint,
    "empathy": _empathy,
}
