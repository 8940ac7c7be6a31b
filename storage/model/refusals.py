"""What does a person read when something does not fit a field? Turns pydantic's findings into refusals."""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any, NoReturn, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from storage.errors import ChangeRefused
from storage.model.changes import Change
from storage.model.types import Model

M = TypeVar("M", bound=Model)

SHOWN = 60

# pydantic error type → key of the sentence under `errors` in the locale.
_KEYS = {
    "string_too_long": "too_long",
    "string_too_short": "empty",
    "string_pattern_mismatch": "not_an_id",
    "enum": "unknown_value",
    "literal_error": "unknown_value",
    "union_tag_invalid": "unknown_value",
    "date_parsing": "not_a_date",
    "date_from_datetime_parsing": "not_a_date",
    "date_from_datetime_inexact": "not_a_date",
    "date_type": "not_a_date",
    "url_parsing": "not_a_url",
    "url_scheme": "not_a_url",
    "url_type": "not_a_url",
    "too_long": "full",
    "too_short": "too_few",
    "missing": "missing",
    "extra_forbidden": "unknown_column",
    "belongs_to_missing": "belongs_to_missing",
    "unknown_key": "unknown_value",
    "slug_twice": "slug_twice",
    "too_many_touchpoints": "map_too_large",
}
_NUMBERS = ("less_than_equal", "greater_than_equal", "int_parsing", "int_from_float", "int_type")
_FAULTS = ("timezone_aware", "timezone_offset")
_LEVELS = ("value", "tech_level", "severity", "frequency", "impact", "effort")

_CHANGE: TypeAdapter[Change] = TypeAdapter(Change)


def refusal_of(error: ValidationError) -> ChangeRefused:
    """The first finding as a refusal: facts `field`, `value`, `where` and what its sentence needs besides.

    Raises the error itself where no person can have caused it (a time without a zone).
    """
    found = error.errors()[0]
    if found["type"] in _FAULTS:
        raise error
    context: Mapping[str, Any] = found.get("ctx", {})
    names = [part for part in found["loc"] if isinstance(part, str)]
    field = names[-1] if names else "text"
    facts: dict[str, object] = {
        "field": field.replace("_", " "),
        "value": _short(found["input"]),
        "where": ".".join(str(part) for part in found["loc"]),
    }
    kind = found["type"]
    if isinstance(found["input"], str) and kind in ("too_long", "too_short"):
        kind = f"string_{kind}"
    key = _KEYS.get(kind) or _number_key(found, field)
    if key == "too_long":
        facts |= {"n": len(str(found["input"])), "max": context["max_length"]}
    elif key == "full":
        facts |= {"max": context["max_length"], "items": facts["field"]}
    elif key == "too_few":
        facts |= {"min": context["min_length"], "items": facts["field"]}
    elif key == "unknown_value":
        known = re.findall(r"'([^']+)'", str(context.get("expected", context.get("expected_tags", ""))))
        facts |= {"close": close_to(str(found["input"]), known)}
    elif key == "unknown_column":
        facts |= {"name": field}
    if found["type"] in ("belongs_to_missing", "unknown_key", "slug_twice"):
        facts |= {name: _short(value) for name, value in context.items() if name != "expected"}
    return ChangeRefused(key, **facts)


def revised(model: M, /, **fields: object) -> M:
    """The model with these fields set and checked. Raises ChangeRefused."""
    try:
        return type(model).model_validate({**dict(model), **fields})
    except ValidationError as error:
        raise refusal_of(error) from error


def made(kind: type[M], /, **fields: object) -> M:
    """A model from what a person gave. Raises ChangeRefused."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise refusal_of(error) from error


def change_of(data: Mapping[str, object]) -> Change:
    """A change from a form, a file or a model's proposal. Raises ChangeRefused."""
    try:
        return _CHANGE.validate_python(data)
    except ValidationError as error:
        raise refusal_of(error) from error


def close_to(asked: str, known: Collection[str], n: int = 3) -> str:
    """The closest of the known names, as one line; all of a short list when none is close."""
    close = get_close_matches(asked.lower(), list(known), n=n, cutoff=0.4)
    return ", ".join(close or list(known)[:n])


def refuse_field(thing: str, field: str, known: Collection[str]) -> NoReturn:
    """A change names a field that the thing does not have, or that has its own change."""
    raise ChangeRefused("unknown_field", thing=thing, field=field, close=close_to(field, known))


def _number_key(found: ErrorDetails, field: str) -> str:
    if found["type"] not in _NUMBERS:
        return "does_not_fit"
    if field in ("score", "mood", "sentiment"):
        return "not_a_score"
    return "not_a_level" if field in _LEVELS else "not_a_number"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
