"""In which language is a question written? By its script; Latin letters by the little words of each language.

Macedonian is often typed in Latin letters: such a question is read as if it were written in Cyrillic ones.
"""

import re
from functools import lru_cache
from typing import Literal

from bot.language import little_words
from bot.questions.tokens import CJK

Read = Literal["en", "zh", "mk", "de"]
LANGUAGES: tuple[Read, ...] = ("en", "zh", "mk", "de")
"""The languages that questions are read in."""

CHINESE_WEIGHT = 3
"""A Chinese character says about as much as three letters."""
_CHINESE, _CYRILLIC, _LATIN = re.compile(f"[{CJK}]"), re.compile(r"[\u0400-\u04ff]"), re.compile(r"[a-zà-žA-ZÀ-Ž]")
_UMLAUT = re.compile("[äöüß]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")
_PAIRS = {
    "dzh": "џ", "dž": "џ", "gj": "ѓ", "dj": "ѓ", "kj": "ќ", "lj": "љ", "nj": "њ", "zh": "ж", "ch": "ч", "sh": "ш",
    "dz": "ѕ", "a": "а", "b": "б", "v": "в", "w": "в", "g": "г", "d": "д", "e": "е", "z": "з", "i": "и", "j": "ј",
    "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "r": "р", "s": "с", "t": "т", "u": "у", "f": "ф",
    "h": "х", "c": "ц", "y": "ј", "q": "к", "x": "кс", "ž": "ж", "č": "ч", "ć": "ќ", "š": "ш", "đ": "ѓ", "ǵ": "ѓ",
    "ḱ": "ќ",
}  # fmt: skip
_LETTERS = re.compile("|".join(sorted(_PAIRS, key=len, reverse=True)))


def language(said: str) -> Read | None:
    """The language that a question is read in; None for a script that is none of theirs."""
    letters = len(_LETTER.findall(said))
    chinese, cyrillic, latin = (len(script.findall(said)) for script in (_CHINESE, _CYRILLIC, _LATIN))
    told = _WORD.findall(said.casefold())
    only_terms = bool(chinese) and not cyrillic and not any(_tells(word) for word in told)
    if only_terms or chinese * CHINESE_WEIGHT >= max(latin + cyrillic, 1):
        return "zh" if chinese * 2 >= letters - latin - cyrillic else None
    if cyrillic >= max(latin, 1) or any(word in _little_words_in_cyrillic() for word in told):
        return "mk"
    if latin * 2 < letters:
        return None
    counted = {lang: sum(word in little_words(lang) for word in told) for lang in LANGUAGES}
    counted["de"] += sum(bool(_UMLAUT.search(word)) for word in _WORD.findall(said.lower()))
    most = max(counted.values())
    return "en" if counted["en"] == most else next(lang for lang in LANGUAGES if counted[lang] == most)


def _tells(word: str) -> bool:
    """Whether it is a little word of a language in Latin letters, and no term as in "checkout 的 drop-off"."""
    return any(word in little_words(lang) for lang in LANGUAGES if lang != "zh")


def cyrillic(said: str) -> str:
    """Macedonian in Latin letters as it is written in Cyrillic ones; English words in it come out odd too."""
    return _LETTERS.sub(lambda match: _PAIRS[match[0]], said.casefold())


@lru_cache
def _little_words_in_cyrillic() -> frozenset[str]:
    """The little Macedonian words as they are written: "каде ни е drop-off во checkout" is Macedonian."""
    return frozenset(map(cyrillic, little_words("mk")))
