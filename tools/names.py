"""Do two names mean the same? What a person typed against what is there."""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

SHOWN = 3


def same_key(name: str) -> str:
    """Equal for names that differ only in case, spaces, hyphens and underscores."""
    return re.sub(r"[\s\-_]+", "", name.casefold())


def plain(text: str) -> str:
    """Case and accents removed: "Café" and "cafe" are equal."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def close_names(asked: str, known: Iterable[str]) -> str:
    """Up to three names near to the asked one, else the first three there are, for a sentence."""
    names = list(dict.fromkeys(known))
    near = process.extract(asked, names, scorer=fuzz.WRatio, processor=plain, limit=SHOWN, score_cutoff=55)
    return ", ".join([name for name, *_ in near] or names[:SHOWN]) or "–"
