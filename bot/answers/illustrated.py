"""How evidence that illustrates something is told: a quote with its source, and whether anybody linked it."""

from collections.abc import Sequence

from bot.answers.figures import source
from bot.reply import Part, Text
from prompts.loader import Words
from tools.illustrations import Illustration


def illustrated(shown: Sequence[Illustration], words: Words) -> tuple[Part, ...]:
    """The first one; one that nobody linked stands under a line that says so."""
    if not shown:
        return ()
    first = shown[0]
    quote = Text(text=with_source(first, words), style="quote")
    return (quote,) if first.linked else (Text(text=words("evidence_search.also"), style="grey"), quote)


def with_source(piece: Illustration, words: Words) -> str:
    """The text with who said it and when."""
    said_by = source(piece.who, piece.on, words)
    return words("answers.quoted", text=piece.text, source=said_by) if said_by else piece.text
