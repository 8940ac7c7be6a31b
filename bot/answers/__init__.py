"""A tool's result → words, figures, chart or table, basis and buttons; and what is said when there is no answer."""

from bot.answers.answer import answer, answer_tool, explain, shared, with_share
from bot.answers.refusals import (
    clarify_reply,
    error_reply,
    out_of_scope_reply,
    which_journey_reply,
    with_other_journeys,
)

__all__ = [
    "answer",
    "answer_tool",
    "clarify_reply",
    "error_reply",
    "explain",
    "out_of_scope_reply",
    "shared",
    "which_journey_reply",
    "with_other_journeys",
    "with_share",
]
