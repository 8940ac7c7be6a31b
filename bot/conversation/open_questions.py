"""What does the map not answer yet, and about which stages and items is a question asked?"""

from collections.abc import Callable, Mapping, Sequence

from bot.conversation.ask import Ask, Target, View
from bot.conversation.check_lists import to_check
from bot.conversation.unanswered import day_in_life, empathy, future_state, journey, persona, service_blueprint
from storage.model.journey import JourneyMap

TYPES = (journey, future_state, service_blueprint, day_in_life, empathy, persona)
OPEN: Mapping[str, Callable[[JourneyMap, Ask], bool]] = {
    question: rule for of_type in TYPES for question, rule in of_type.OPEN.items()
}
TARGETS: Mapping[str, Callable[[View], Sequence[Target]]] = {
    name: found for of_type in TYPES for name, found in of_type.TARGETS.items()
}


def is_open(ask: Ask, view: View, when: str | None = None) -> bool:
    """Whether the question has a reason to be asked now."""
    if when is not None:
        return CONDITIONS[when](view, ask)
    if ask.question in BEFORE_THE_MAP:
        return BEFORE_THE_MAP[ask.question](view)
    return view.journey is not None and OPEN[ask.question](view.journey, ask)


def map_tells(question: str) -> bool:
    """Whether the map shows if the question was answered; `pain` is asked whether or not there are pain points."""
    return question in OPEN or question in BEFORE_THE_MAP


def can_be_asked(ask: Ask, view: View) -> bool:
    """Whether what the question is about is there; an idea needs a pain point, a promise needs an action."""
    if ask.question in ("blue.fail", "blue.handover"):
        return view.journey is not None and view.journey.type == "service_blueprint"
    if ask.question in ("future.change", "future.test"):
        return view.journey is not None
    if ask.question in ("opportunity", "impact", "effort", "expected", "action_owner", "action_due"):
        return ask.item is not None
    return True


def targets(name: str, view: View) -> Sequence[Target]:
    """What `for: name` stands for on this map, in the order of asking."""
    return TARGETS[name](view) if view.journey is not None else ()


# The first four questions make the map, and the builder's are about a persona: asked with or without a map.
BEFORE_THE_MAP: Mapping[str, Callable[[View], bool]] = {
    "goal": lambda view: _goal_is_open(view),
    "persona": lambda view: view.journey is None and not view.session.draft.persona_ids,
    "want": lambda view: view.journey is None or view.journey.goal_customer is None,
    "stages": lambda view: view.journey is None or not view.journey.stages,
    "future.base": future_state.base_is_open,
    "future.low": lambda view: view.journey is not None and not view.session.notes.get("low"),
    "blue.base": service_blueprint.base_is_open,
    "blue.which": service_blueprint.which_is_open,
    **persona.OPEN_IN_BUILDER,
}

# Conditions that put questions on the route at all, and so into the count.
WAYS: Mapping[str, Callable[[View], bool]] = {
    "maps_there": lambda view: any(other.stages for other in view.others),
    "from_nothing": lambda view: view.session.notes.get("base") == "none",
    "no_low_points": future_state.no_low_points,
}

CONDITIONS: Mapping[str, Callable[[View, Ask], bool]] = {
    "always": lambda view, ask: True,
    "once": lambda view, ask: not any(asked.question == f"ask.{ask.question}" for asked in view.session.asked),
    "few_stages": lambda view, ask: True,
    "many_stages": lambda view, ask: True,
    "in_company": lambda view, ask: view.session.building is not None and view.session.building.in_company,
    "not_in_company": lambda view, ask: view.session.building is None or not view.session.building.in_company,
    "no_ways": lambda view, ask: view.journey is not None and not (view.journey.edges or view.journey.routes),
    "no_pain_points": lambda view, ask: view.journey is not None and not view.journey.pain_points,
    "to_check": to_check,
    "few_slots": day_in_life.few_slots,
    **dict.fromkeys(WAYS, lambda view, ask: True),
}


def _goal_is_open(view: View) -> bool:
    draft = view.session.draft
    if view.journey is not None:
        return view.journey.goal_kind is None
    return draft.goal_kind is None and draft.goal_business is None
