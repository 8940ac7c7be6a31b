"""Does what was typed fit its field? Either the tidy text, or a sentence that says what to type."""

import re
from datetime import date
from typing import NamedTuple

from pydantic import HttpUrl, TypeAdapter, ValidationError

from bot.forms.about import About, Filled
from bot.forms.fields import Field, fields_of
from bot.forms.filled import NO, YES
from prompts.loader import Words
from storage.model.lists import CHANNELS

LONGEST_WORD = 40
_ADDRESS: TypeAdapter[HttpUrl] = TypeAdapter(HttpUrl)
_ANSWERED = re.compile(rf"\s*([{YES}✔+]|[{NO}✘])\s+(?=\S)")


class Checked(NamedTuple):
    """The tidy texts, and what is wrong by field; `across` is wrong between fields."""

    filled: Filled
    errors: dict[str, str]
    across: str = ""


def checked(about: About, typed: Filled, words: Words) -> Checked:
    """Field by field, then the rules between fields."""
    tidied: dict[str, str] = {}
    errors: dict[str, str] = {}
    for field in fields_of(about.kind, about.new):
        tidied[field.key] = tidy(field, typed.get(field.key, ""))
        wrong = _wrong(field, tidied[field.key], words)
        if wrong:
            errors[field.key] = wrong
    return Checked(tidied, errors, "" if errors else _across(tidied, words))


def tidy(field: Field, text: str) -> str:
    """Without needless space; a list without empty lines and doubles, a number without needless digits."""
    match field.shape:
        case "lines":
            return "\n".join(dict.fromkeys(line for line in map(_folded, text.splitlines()) if line))
        case "questions":
            rows = dict.fromkeys(row for row in map(_folded, text.splitlines()) if row)
            return "\n".join(f"{mark_of(row)} {bare(row)}".strip() for row in rows)
        case "text":
            return text.replace("\r\n", "\n").strip()
        case "number":
            number = as_number(text)
            return _folded(text) if number is None else f"{number:g}"
        case _:
            return _folded(text)


def _wrong(field: Field, text: str, words: Words) -> str:
    """What is wrong with a text, "" if nothing is."""
    if not text:
        return words("forms.error.empty") if field.needed else ""
    match field.shape:
        case "lines" | "questions":
            return _wrong_lines(field, text, words)
        case "number":
            return "" if as_number(text) is not None else words("forms.error.not_a_number", value=text[:LONGEST_WORD])
        case "address":
            return "" if _is_address(text) else words("forms.error.not_a_url", value=text[:LONGEST_WORD])
        case "date":
            return "" if _is_date(text) else words("forms.error.not_a_date", value=text[:LONGEST_WORD])
        case "radio" | "choice":
            return "" if text in field.options else words("forms.error.not_a_choice")
        case "channel":
            key, _, spelt = text.partition("|")
            fits = key in CHANNELS and len(spelt) <= LONGEST_WORD
            return "" if fits else words("forms.error.not_a_choice")
        case _ if len(text) > field.longest:
            return words("forms.error.too_long", n=len(text), max=field.longest)
    return ""


def _wrong_lines(field: Field, text: str, words: Words) -> str:
    lines = text.splitlines()
    if len(lines) > field.most:
        return words("forms.error.too_many_lines", n=len(lines), max=field.most)
    for number, line in enumerate(map(bare, lines) if field.shape == "questions" else lines, 1):
        if len(line) > field.longest:
            return words("forms.error.line_too_long", k=number, n=len(line), max=field.longest)
    return ""


def _across(filled: Filled, words: Words) -> str:
    """What does not go together."""
    if filled.get("why") and not filled["mood"]:
        return words("forms.notice.why_without_mood")
    if filled.get("moment_why") and not filled["moment"]:
        return words("forms.notice.why_without_moment")
    if not filled.get("expected_metric") and any(filled.get(key) for key in ("from_value", "to_value", "unit")):
        return words("forms.notice.number_without_metric")
    return ""


def mark_of(line: str) -> str:
    """`✓` for a question that is answered there, `✗` for one that is not, "" where nobody looked."""
    found = _ANSWERED.match(line)
    return "" if found is None else NO if found[1] in f"{NO}✘" else YES


def bare(line: str) -> str:
    """A question without its mark."""
    return _ANSWERED.sub("", line, count=1)


def as_number(text: str) -> float | None:
    """12, 12.5, 12,5 or -3 %; None for anything else."""
    plain = text.replace("−", "-").replace("%", "").replace("\u00a0", "").replace("\u202f", "").strip()
    if re.fullmatch(r"[-+]?\d{1,12}(?:[.,]\d{1,6})?", plain):
        return float(plain.replace(",", "."))
    return None


def _is_address(text: str) -> bool:
    try:
        _ADDRESS.validate_python(text)
    except ValidationError:
        return False
    return len(text) <= 2000


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _folded(text: str) -> str:
    return " ".join(text.split())
