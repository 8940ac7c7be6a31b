"""What did this workspace answer to the same questions on another map? Examples for the hints, in its own words."""

from collections.abc import Mapping

from bot.conversation.tongues import has_han
from bot.conversation.unanswered.service_blueprint import LANE_OF
from storage.model.blueprint import Cell
from storage.model.journey import JourneyMap

MOST, SHORTEST_HAN = 2, 4


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
    worth = {question: [text for text in texts if _is_example(text)] for question, texts in answers.items()}
    return {question: tuple(texts[:MOST]) for question, texts in worth.items() if texts}


def _is_example(text: str) -> bool:
    """Two words or four Han at least: `34` or a name alone shows nobody how to answer."""
    return len(text.split()) > 1 or sum(has_han(sign) for sign in text) >= SHORTEST_HAN


def _told(cell: Cell) -> str:
    """`payment provider, Finance`: as it was said."""
    return f"{cell.text}, {cell.department}" if cell.department else cell.text
