"""What did this workspace answer to the same questions on another map? Examples for the hints, in its own words."""

from collections.abc import Mapping

from bot.conversation.unanswered.service_blueprint import LANE_OF
from storage.model.blueprint import Cell
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
        "future.inside": [need.title for need in journey.requirements],
        "future.test": [journey.experiment] if journey.experiment else [],
    }
    answers["future.first"] = answers["action"]
    for question, lane in LANE_OF.items():
        cells = (getattr(touchpoint, lane) for touchpoint in journey.touchpoints())
        answers[question] = [_told(cell) for cell in cells if cell is not None]
    return {question: tuple(texts[:MOST]) for question, texts in answers.items() if texts}


def _told(cell: Cell) -> str:
    """`payment provider, Finance`: as it was said."""
    return f"{cell.text}, {cell.department}" if cell.department else cell.text
