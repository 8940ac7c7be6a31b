"""Which language is spoken to whom?"""

import re
from functools import lru_cache

from prompts import loader
from storage.model.session import Member, Session, Workspace
from storage.model.types import Lang

LANGUAGES: tuple[Lang, ...] = ("en", "zh", "mk")
MOST_LATIN_WORDS = 2
"""A text with more words in small Latin letters is written in them, whatever titles it names."""
TELLING = 3
"""Letters of a little word that tells Macedonian beside words of no other language; alone it tells none."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_WORD = re.compile(r"(?<![^\W_])[a-z]{2,}(?![^\W_])")


def spoken(
    workspace: Workspace,
    member: Member | None = None,
    session: Session | None = None,
    told: Lang | None = None,
    otherwise: Lang = "en",
) -> Lang:
    """A guided build keeps its language; else what was written tells it, else the person's own, else the workspace's.

    `told`: the language of the command or the text, where it tells one. `otherwise`: that of the settings.
    """
    building = session.lang if session else None
    own = (member.lang or member.locale) if member else None
    return next(lang for lang in (building, told, own, workspace.default_lang, otherwise, "en") if lang in LANGUAGES)


def told_by(text: str) -> Lang | None:
    """The language that the script of a text tells, or that it is Macedonian in Latin letters.

    Other Latin letters tell none: names of things are often written so.
    """
    if in_latin_macedonian(text):
        return "mk"
    if len(_LATIN_WORD.findall(text)) > MOST_LATIN_WORDS:
        return None
    if _HAN.search(text):
        return "zh"
    return "mk" if _CYRILLIC.search(text) else None


def in_latin_macedonian(text: str) -> bool:
    """Whether little words tell Macedonian that is typed in Latin letters."""
    said = set(_WORD.findall(text.casefold()))
    mk, en, de = (said & little_words(lang) for lang in ("mk", "en", "de"))
    tells = len(mk) > 1 or (len(said) > 1 and not en and not de and any(len(word) >= TELLING for word in mk))
    return tells and len(mk) > max(len(en), len(de))


@lru_cache
def little_words(lang: str) -> frozenset[str]:
    """Words in Latin letters that tell a language."""
    return frozenset(loader.table("phrases/languages").get(lang, "").split())


def of_locale(locale: str) -> Lang | None:
    """The language of a locale like `zh-CN`, if it is one of ours."""
    lang = re.split("[-_]", locale)[0].lower()
    return lang if lang in LANGUAGES else None
