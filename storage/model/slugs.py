"""How is a thing called for good? Slugs from titles, numbers where a title gives none, and initials of personas."""

import re
import unicodedata
from collections.abc import Collection
from typing import Literal

MAX_SLUG = 48
WORDS_OF_A_SLUG = 3

Kind = Literal[
    "map", "persona", "stage", "touchpoint", "pain_point", "opportunity", "action",
    "requirement", "target", "note", "edge", "route",
]  # fmt: skip

STOP_WORDS = frozenset(
    (
        "a", "an", "the", "i", "we", "you", "he", "she", "it", "they", "my", "our", "your", "his", "her", "its",
        "their", "this", "that", "these", "those", "to", "of", "in", "on", "at", "for", "from", "by", "with", "and",
        "or", "but", "is", "are", "was", "were", "be", "been", "do", "does", "did", "will", "would", "can", "could",
        "should", "not", "no", "want", "wants", "need", "needs", "which", "who", "what", "when",
    )
)  # fmt: skip

# Before accents are dropped: decomposing first would turn ќ into k.
MACEDONIAN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ѓ": "gj", "е": "e", "ѐ": "e", "ж": "zh", "з": "z", "ѕ": "dz",
        "и": "i", "ѝ": "i", "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p",
        "р": "r", "с": "s", "т": "t", "ќ": "kj", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "ch",
        "џ": "dzh", "ш": "sh",
    }
)  # fmt: skip

_ENDINGS: dict[Kind, str] = {
    "map": "map", "persona": "persona", "stage": "stage", "touchpoint": "", "pain_point": "pain",
    "opportunity": "idea", "action": "action", "requirement": "requirement", "target": "target", "note": "note",
    "edge": "edge", "route": "route",
}  # fmt: skip


def slug_of(title: str, taken: Collection[str], lang: str = "en") -> str | None:
    """The first three telling words of a title, `-2` … added if that is taken; None when no letter or digit is left.

    Stop words are dropped for English alone.
    """
    words = (_ascii(word) for word in title.split() if lang.split("-")[0] != "en" or _bare(word) not in STOP_WORDS)
    slug = "-".join([word for word in words if word][:WORDS_OF_A_SLUG])[:MAX_SLUG].strip("-")
    return free(slug, taken) if slug else None


def numbered(parent: str, kind: Kind, taken: Collection[str]) -> str:
    """The name of a thing whose title gives none: `map-1`, `awareness-1`, `awareness-pain-1`, `awareness-idea-1`.

    `parent` is the slug of the stage, for touchpoints, pain points and opportunities; "" otherwise.
    """
    stem = "-".join(part for part in (parent, _ENDINGS[kind]) if part) or kind
    number = 1
    while (name := _with_number(stem, number)) in taken:
        number += 1
    return name


def free(slug: str, taken: Collection[str]) -> str:
    """`slug`, or `slug-2`, `slug-3` … if it is taken; never longer than a slug may be."""
    number, name = 1, slug
    while name in taken:
        number += 1
        name = _with_number(slug, number)
    return name


def initials(name: str) -> str:
    """First letters of the first two words; for a Han name the character after the last 的, else the first one.

    Signs are passed over; "?" for a name without a letter or digit.
    """
    after = name.strip().rpartition("的")[2].strip() or name.strip()
    if after and "CJK UNIFIED" in unicodedata.name(after[0], ""):
        return after[0]
    firsts = (next((character for character in word if character.isalnum()), "") for word in name.split())
    return "".join([first for first in firsts if first][:2]).upper()[:3] or "?"


def _with_number(stem: str, number: int) -> str:
    ending = f"-{number}"
    return stem[: MAX_SLUG - len(ending)].rstrip("-") + ending


def _bare(word: str) -> str:
    return word.lower().strip(".,;:!?\"'()[]“”‘’«»…")


def _ascii(word: str) -> str:
    latin = unicodedata.normalize("NFC", word).lower().translate(MACEDONIAN)
    plain = "".join(c for c in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
