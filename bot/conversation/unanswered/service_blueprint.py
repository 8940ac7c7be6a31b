"""Service blueprints: what they do not answer yet, and about what a question is asked."""

from collections.abc import Callable, Mapping, Sequence

from bot.conversation.ask import Ask, Target, View
from bot.conversation.on_map import touchpoint_of
from storage.model.blueprint import Lane
from storage.model.journey import JourneyMap

LANE_OF: Mapping[str, Lane] = {
    "blue.evidence": "physical_evidence",
    "blue.front": "front_stage",
    "blue.back": "back_stage",
    "blue.support": "support",
}


def base_is_open(view: View) -> bool:
    """Nobody said yet over which map it is laid."""
    if view.journey is not None and view.journey.type == "service_blueprint":
        return False
    return view.session.draft.base_map is None and view.session.notes.get("base") is None


def which_is_open(view: View) -> bool:
    """The blueprint exists once its touchpoints are chosen."""
    return view.journey is None or view.journey.type != "service_blueprint"


def _cell(journey: JourneyMap, ask: Ask) -> bool:
    touchpoint = touchpoint_of(journey, ask.item)
    return touchpoint is not None and getattr(touchpoint, LANE_OF[ask.question]) is None


def _columns(view: View) -> Sequence[Target]:
    if view.journey is None or view.journey.type != "service_blueprint":
        return ()
    return [(stage.slug, touchpoint.slug) for stage in view.journey.stages for touchpoint in stage.touchpoints]


def _stages_of_base(view: View) -> Sequence[Target]:
    """The stages that were asked about: also those without a column, which the blueprint has not."""
    laid_over = view.journey is not None and view.journey.type == "service_blueprint"
    base = view.base if laid_over and view.base is not None else view.journey
    return [(stage.slug, None) for stage in base.stages] if base else ()


OPEN: Mapping[str, Callable[[JourneyMap, Ask], bool]] = dict.fromkeys(LANE_OF, _cell)

TARGETS: Mapping[str, Callable[[View], Sequence[Target]]] = {
    "columns": _columns,
    "stages_of_base": _stages_of_base,
}
