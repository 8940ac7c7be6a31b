"""Which data is missing where there is no answer? A button that says how to add it."""

from bot.reply import Button, Buttons
from prompts.loader import Words
from storage.errors import WaymarkError
from tools.kit import ToolError

MISSING = frozenset(
    (
        "no_events", "no_feedback", "no_feedback_of", "no_amounts", "no_products", "no_channels", "no_variants",
        "no_such_column",
    )
)  # fmt: skip
"""Refusals that an import would lift."""


def add_data(error: WaymarkError, words: Words) -> tuple[Buttons, ...]:
    """The button, where data is what is missing."""
    if not isinstance(error, ToolError) or error.key not in MISSING:
        return ()
    return (Buttons(buttons=(Button(text=words("answers.import_button"), action="command", value="import"),)),)
