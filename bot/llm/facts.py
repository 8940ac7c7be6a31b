"""Which figures may a model name? Those of an answer's own words, each under an id, in the form that is shown.

The model gets the sentences of the answer with `{F1}` where a figure stands and writes `{F1}` itself. Quotes and
buttons are not sent; nor is anything that names a person (`redact`).
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.conversation.redact import redacted
from bot.reply import Chart, Part, Reply, Table, Text
from prompts.loader import Words, table

MOST_ROWS, MOST_FACTS = 12, 120
LONGEST = 600
"""Characters of a sentence or row that a model gets."""
BESIDE = " · "
PLACE = re.compile(r"\{F(\d{1,3})\}")
_NUMBER = r"(?:\d{4}-\d\d-\d\d|[-+−]?\d+(?:[.,:’'\u00a0\u202f]\d+)*)"
_PERCENT = r"[\u00a0\u202f ]?[%％‰]"
FIGURE = re.compile(rf"(?:[€$£¥]\s?)?{_NUMBER}(?:{_PERCENT}|\s?[€$£¥])?")


@dataclass
class Facts:
    """The figures of a turn by id, and what was told about them: `F1` → `3,412 of 8,120 customers (42%)`."""

    forms: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def of(self, tool: str, replies: Sequence[Reply], words: Words) -> str:
        """The message of a tool's answer for the model: JSON, its sentences with ids in the place of figures."""
        before = len(self.forms)
        share = _share(words)
        said = {name: [self._marked(text, share, name) for text in texts] for name, texts in _texts(replies).items()}
        new = dict(list(self.forms.items())[before:])
        self.told.append(json.dumps(said, ensure_ascii=False))
        return json.dumps({"tool": tool, "data": said, "facts": new}, ensure_ascii=False)

    def filled(self, text: str) -> str:
        """The text with its ids replaced. Raises KeyError for an id that is no fact."""
        return PLACE.sub(lambda place: self.forms[f"F{place[1]}"], text)

    def _marked(self, text: str, share: re.Pattern[str], name: str) -> str:
        clean = redacted(_visible(text)).text[:LONGEST].translate(_BRACES)
        if name == "basis":
            return BESIDE.join(
                self._id(p) if FIGURE.search(p) or number_words().search(p) else p for p in clean.split(BESIDE)
            )
        marked = share.sub(lambda found: self._id(found[0]), clean)
        for expression in (FIGURE, number_words()):
            pieces = re.split(r"(\{F\d+\})", marked)
            marked = "".join(p if PLACE.fullmatch(p) else expression.sub(lambda f: self._id(f[0]), p) for p in pieces)
        return marked

    def _id(self, form: str) -> str:
        if form not in self.forms.values() and len(self.forms) < MOST_FACTS:
            self.forms[f"F{len(self.forms) + 1}"] = form
        known = next((name for name, kept in self.forms.items() if kept == form), None)
        return f"{{{known}}}" if known else "…"


_BRACES = {ord("{"): "(", ord("}"): ")"}


def _visible(text: str) -> str:
    """Without control, direction, tag and other unseen characters, in one line."""
    return "".join(" " if c in "\n\t" else c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C")


def _texts(replies: Iterable[Reply]) -> dict[str, list[str]]:
    """What an answer says, by its place there."""
    found: dict[str, list[str]] = {"said": [], "rows": [], "keep_in_mind": [], "basis": []}
    for part in (part for reply in replies for part in reply.parts):
        name, lines = _lines(part)
        if name:
            found[name] += lines
    return {name: texts for name, texts in found.items() if texts}


def _lines(part: Part) -> tuple[str, list[str]]:
    match part:
        case Text(style="quote"):
            return "", []
        case Text(style="warning"):
            return "keep_in_mind", [part.text]
        case Text(style="grey" | "hint"):
            return "basis", [part.text]
        case Text():
            return "said", [part.text]
        case Chart():
            return "rows", part.alt.splitlines()[:MOST_ROWS]
        case Table():
            return "rows", [" | ".join(row) for row in (part.columns, *part.rows[:MOST_ROWS])]
    return "", []


@lru_cache
def number_words() -> re.Pattern[str]:
    """Number words of all languages that we know, whatever the answer's language is."""
    known = table("system/number_words")
    spaced = "|".join(rf"(?:{pattern})" for pattern in known["spaced"])
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)|{'|'.join(known['bare'])}", re.IGNORECASE)


def _share(words: Words) -> re.Pattern[str]:
    """`3,412 of 8,120 customers (42%)` is one fact: its parts would mean little alone."""
    many = "|".join(
        re.escape(form).replace(r"\{n\}", _NUMBER) for form in words.data("answers.count.customers").values()
    )
    shape = re.escape(words.data("answers.share")).replace(r"\{hits\}", _NUMBER).replace(r"\{n\}", f"(?:{many})")
    return re.compile(shape.replace(r"\{percent\}", f"{_NUMBER}(?:{_PERCENT})?"))
