"""What did this workspace answer to the same questions on another map? Examples for the hints, in its own words."""

from collections.abc import Mapping

from storage.model.journey import JourneyMap

MOST = 2


def earlier_answers(journey: JourneyMap) -> Mapping[str, tuple[str, ...]]:
    """Question → at most two of its answers on this map; questions without an answer are left out."""
    actions = [action for action in journey.actions if action.owner and action.due_on]
    answers: dict[str, list[str]] = {
        "want": [journey.goal_customer] if journey.goal_customer else [],
        "doing": [touchpoint.title for touchpoint in journey.touchpoints()],
        "pain": [pain.title for pain in journey.pain_points],
        "opportunity": [opportunity.title for opportunity in journey.opportunities],
        "action": [f"{a.title}, {a.owner.label}, {a.due_on:%Y-%m-%d}" for a in actions if a.owner],
        "number": [journey.goal_business] if journey.goal_business else [],
    }
    return {question: tuple(texts[:MOST]) for question, texts in answers.items() if texts}
