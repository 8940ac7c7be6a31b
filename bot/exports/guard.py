"""Text that no spreadsheet takes for a formula when it opens the file, or when somebody saves it as CSV."""

import unicodedata

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "'"


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would calculate with it."""
    start = text.lstrip(" ")
    risky = start.startswith(_STARTS) or (start[:1] != "" and unicodedata.category(start[0]) == "Cc")
    return MARK + text if risky else text


def bare(text: str) -> str:
    """The text without the apostrophe that `guarded` put before it."""
    rest = text.removeprefix(MARK)
    return rest if rest != text and guarded(rest) == text else text
