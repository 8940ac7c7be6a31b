"""What `/journey …` or `@Waymark …` asks for: a subcommand in any of the languages and the rest.

A misspelt one brings the closest. The words stand in `prompts/locales/*/commands.yaml`.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

from bot.language import LANGUAGES, in_latin_macedonian, told_by
from prompts.loader import Words, words
from storage.model.journey import MapType
from storage.model.types import Lang

Name = Literal[
    "new",
    "list",
    "show",
    "edit",
    "ask",
    "import",
    "export",
    "persona",
    "personas",
    "evidence",
    "emoji",
    "privacy",
    "language",
    "strategy",
    "meeting",
    "owners",
    "events",
    "segment",
    "examples",
    "compare",
    "numbers",
    "data",
    "help",
]
NAMES: tuple[Name, ...] = get_args(Name)
GLUED: tuple[Name, ...] = ("show", "edit", "ask", "export", "evidence", "meeting", "owners", "compare", "numbers")
"""What may follow these in Chinese without a space."""
SENTENCE_HAN = 6
_HAN = re.compile("[\u4e00-\u9fff]")
_WORD_END = re.compile(r"(?=[\s:：]|$)")


class Command(NamedTuple):
    """`rest` follows the subcommand. `unknown` is a word that is no subcommand; then `name` is the closest or None.

    `kind` is the type of a new map, where it is named. `lang` is the language that the words tell.
    """

    name: Name | None
    rest: str = ""
    unknown: str = ""
    kind: MapType | None = None
    lang: Lang | None = None


class _Word(NamedTuple):
    """A subcommand as it may be typed."""

    text: str
    name: Name
    lang: Lang


def read_command(text: str) -> Command:
    """The command in the text after `/journey`. Empty text asks for help."""
    said = text.strip()
    if not said:
        return Command("help")
    if (form := _short_forms().get(said.casefold())) is not None:
        return Command("new", said, lang=None if form == "en" else form)
    for word in _words():
        rest = _after(word, said)
        if rest is None:
            continue
        kind, title = _kind_of(rest) if word.name == "new" else (None, rest)
        return Command(word.name, title, kind=kind, lang=_told(word, said))
    if _is_sentence(said):
        return Command("ask", said, lang=told_by(said))
    return _misspelt(said)


def shown_names(spoken: Words) -> tuple[str, ...]:
    """The subcommands in a language, as they are shown."""
    return tuple(shown_name(name, spoken) for name in NAMES)


def shown_name(name: Name, spoken: Words) -> str:
    """One subcommand in a language."""
    return str(spoken.data("commands.words")[name][0])


def _after(word: _Word, said: str) -> str | None:
    """What follows the word at the beginning of the text; None where it does not begin so."""
    if not said.casefold().startswith(word.text):
        return None
    rest = said[len(word.text) :]
    if _WORD_END.match(rest):
        return rest.lstrip(" \t\n:：")
    if word.lang != "zh":
        return None
    if word.name == "new":
        return rest if _kind_of(rest) != (None, rest) else None
    return rest if word.name in GLUED else None


def _told(word: _Word, said: str) -> Lang | None:
    """English words tell no language: everybody types them; of a question the text does."""
    if word.lang != "en":
        return word.lang
    return told_by(said) if word.name == "ask" else None


def _kind_of(rest: str) -> tuple[MapType | None, str]:
    """The type of map that a text begins with, and the title after it."""
    for name, kind in _kinds():
        title = rest[len(name) :]
        ends = _WORD_END.match(title) or told_by(name) == "zh"
        if ends and rest.casefold().startswith(name):
            return kind, title.lstrip(" \t\n:：")
    return None, rest


def _is_sentence(said: str) -> bool:
    return len(said.split()) > 2 or len(_HAN.findall(said)) >= SENTENCE_HAN or said.endswith(("?", "？"))


def _misspelt(said: str) -> Command:
    first, _, rest = said.partition(" ")
    close = get_close_matches(first.casefold(), [word.text for word in _words()], n=1, cutoff=0.5)
    nearest = next((word.name for word in _words() if close and word.text == close[0]), None)
    return Command(nearest, rest.strip(), unknown=first, lang=told_by(said if in_latin_macedonian(said) else first))


@lru_cache
def _words() -> tuple[_Word, ...]:
    """The subcommands of all languages, longest first, so that none hides another."""
    return tuple(sorted(_listed(), key=lambda word: -len(word.text)))


def _listed() -> Iterator[_Word]:
    for lang in LANGUAGES:
        table = words(lang).data("commands.words")
        yield from (_Word(text, name, lang) for name in NAMES for text in table[name])


@lru_cache
def _short_forms() -> dict[str, Lang]:
    """How a map is begun by the short form: the words stay its title, and the build knows them again."""
    return {text: lang for lang in LANGUAGES for text in words(lang).data("control.short_form")}


@lru_cache
def _kinds() -> tuple[tuple[str, MapType | None], ...]:
    """How the types of map are called in all languages, longest first; "map" alone names none."""
    named: list[tuple[str, MapType | None]] = []
    for lang in LANGUAGES:
        table = words(lang).data("commands")
        named += [(text, kind) for kind in get_args(MapType) for text in table["maps"][kind]]
        named += [(text, None) for text in table["any_map"]]
    return tuple(sorted(named, key=lambda pair: -len(pair[0])))
