"""A tool's result → words, figures, chart or table, basis and buttons; and what is said when there is no answer."""

from bot.answers.answer import after, answer, answer_tool, explain, shared, with_others, with_share
from bot.answers.buttons import handle, written
from bot.answers.handed_over import picture, sheet
from bot.answers.others import has_others, others_menu, with_other
from bot.answers.refusals import (
    clarify_reply,
    error_reply,
    out_of_scope_reply,
    which_journey_reply,
    with_other_journeys,
    without_group,
    without_place,
)

__all__ = [
    "after",
    "answer",
    "answer_tool",
    "clarify_reply",
    "error_reply",
    "explain",
    "handle",
    "has_others",
    "others_menu",
    "out_of_scope_reply",
    "picture",
    "shared",
    "sheet",
    "which_journey_reply",
    "with_other",
    "with_other_journeys",
    "with_others",
    "with_share",
    "without_group",
    "without_place",
    "written",
]
