"""May a sentence of a model be shown? Only where every figure in it is a fact, and where it is nothing but words.

A number in any script, a percent sign, a number word, a link, a mention, markup, a foreign word that nobody told the
model: each of them takes the whole prose away. A false alarm costs a sentence, a miss costs trust, so it is strict.
"""

import re
import unicodedata

from bot.llm.facts import PLACE, Facts, number_words

MOST_SENTENCES, LONGEST = 4, 700
SCRIPTS = {"en": "LATIN", "mk": "CYRILLIC", "zh": "CJK"}
_ENDS = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])\s*|\n+")
_THOUGHT = re.compile(r"\s*<(think|thinking|reasoning)>.*?</\1>\s*", re.DOTALL | re.IGNORECASE)
_THINKING = re.compile(r"\s*<(?:think|thinking|reasoning)?(?:>|$)", re.IGNORECASE)
_MARKUP = re.compile(
    r"[<>{}\[\]|`*_~#@\\]|://|www\.|\b[\w-]+\.(?:com|net|org|io|mk|cn|de|ru|ai|app|dev|co)\b", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_]+")


class Unsaid(Exception):
    """A sentence does not pass; the message names why, never the text."""


def without_thoughts(text: str) -> str:
    """What a model says when it thinks aloud first: nothing while it thinks."""
    rest = _THOUGHT.sub("", text, count=1)
    return "" if _THINKING.match(rest) else rest


def sentences(text: str) -> tuple[list[str], str]:
    """The whole sentences of a text that may go on, and what follows them."""
    *whole, rest = _ENDS.split(text)
    return [piece.strip() for piece in whole if piece.strip()], rest


def passed(sentence: str, facts: Facts, lang: str) -> str:
    """The sentence with its figures filled in. Raises Unsaid."""
    bare = PLACE.sub(" ", unicodedata.normalize("NFKC", sentence))
    for reason, found in (
        ("unseen characters", any(unicodedata.category(c)[0] == "C" for c in sentence)),
        ("markup", _MARKUP.search(bare)),
        ("a figure", any(unicodedata.category(c)[0] == "N" or c in "%‰٪$€£¥" for c in _signs(sentence))),
        ("a number word", number_words().search(bare)),
        ("a sign", any(unicodedata.category(c) == "So" for c in sentence)),
        ("foreign words", not _ours(bare, facts, lang)),
    ):
        if found:
            raise Unsaid(reason)
    try:
        return facts.filled(sentence)
    except KeyError as error:
        raise Unsaid("no such fact") from error


def _signs(sentence: str) -> str:
    """The sentence without its ids, as typed and folded: a fold can hide a number and can show one."""
    bare = PLACE.sub(" ", sentence)
    return bare + unicodedata.normalize("NFKC", bare)


def prose(text: str, facts: Facts, lang: str) -> str:
    """All that a model wrote, checked and filled in. Raises Unsaid."""
    whole, rest = sentences(without_thoughts(text).strip())
    said = [*whole, *([rest.strip()] if rest.strip() else [])]
    if not said:
        raise Unsaid("nothing")
    if len(said) > MOST_SENTENCES or len(text) > LONGEST:
        raise Unsaid("too long")
    if facts.forms and not PLACE.search(text):
        raise Unsaid("no fact")
    return ("" if lang == "zh" else " ").join(passed(sentence, facts, lang) for sentence in said)


def _ours(bare: str, facts: Facts, lang: str) -> bool:
    """Whether each word is of the answer's script, or was told to the model."""
    script, told = SCRIPTS.get(lang, "LATIN"), " ".join(facts.told).casefold()
    return all(
        all(unicodedata.name(c, "").startswith((script, "COMBINING")) for c in word) or word.casefold() in told
        for word in _LETTERS.findall(bare)
    )
