"""Do two names mean the same? What a person typed against what is there."""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

SHOWN, SIMILAR, ALMOST = 3, 45, 75


def same_key(name: str) -> str:
    """Equal for names that differ only in case, spaces, hyphens and underscores."""
    return re.sub(r"[\s\-_]+", "", name.casefold())


def plain(text: str) -> str:
    """Case and accents removed: "Café" and "cafe" are equal."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def close_names(asked: str, known: Iterable[str]) -> str:
    """Up to three names similar to the asked one, else the first three there are, for a sentence."""
    names = list(dict.fromkeys(known))
    return ", ".join(_similar(asked, names, SIMILAR) or names[:SHOWN]) or "–"


def looks_mistyped(asked: str, known: Iterable[str]) -> bool:
    """A known name is almost the asked one."""
    return bool(_similar(asked, known, ALMOST))


def _similar(asked: str, known: Iterable[str], bar: int) -> list[str]:
    found = process.extract(
        asked, list(known), scorer=fuzz.token_sort_ratio, processor=plain, limit=SHOWN, score_cutoff=bar
    )
    return [name for name, *_ in found]
