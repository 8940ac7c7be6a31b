"""Which column of a file is which field of an event, as a person wrote it down in a YAML or JSON file."""

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from storage.errors import ImportRefused

FIELDS = (
    "customer_id", "occurred_at", "name", "event_id", "channel", "campaign", "device", "revenue", "currency", "product",
    "variant", "persona",
)  # fmt: skip
REQUIRED = ("customer_id", "occurred_at", "name")
EXPORTS = ("segment", "ga4", "posthog", "mixpanel")
TABLES = (
    "survey", "faq", "chat", "reasons", "funnel", "heat_map", "social", "orders", "returns", "email_events",
    "email_recipients", "email_campaigns",
)  # fmt: skip
FORM_NAMES = ("events", *EXPORTS, *TABLES)


class ColumnMapping(BaseModel):
    """`field: column` for any field; what is not named here is guessed, every other column becomes a property."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    customer_id: str | None = None
    occurred_at: str | None = None
    name: str | None = None
    event_id: str | None = None
    channel: str | None = None
    campaign: str | None = None
    device: str | None = None
    revenue: str | None = None
    currency: str | None = None
    product: str | None = None
    variant: str | None = None
    persona: str | None = None
    clock: str | None = Field(None, description="Column of the time of day, where occurred_at holds the day alone.")
    form: str | None = Field(None, description="What the file is, e.g. survey: instead of what its columns look like.")
    fields: dict[str, str] = Field(
        {}, description="Field: column for fields that only the form has, e.g. score: Grade."
    )
    constants: dict[str, str] = Field({}, description="Field: value of every row that has none of its own.")
    properties: tuple[str, ...] = Field((), description="Columns that are no field, whatever they are called.")
    ignore: tuple[str, ...] = Field((), description="Columns that are not kept at all.")
    keep_personal: bool = Field(False, description="Mails, phone numbers and names of people are kept as they stand.")
    time_zone: str = Field("UTC", description="Where times without a zone were written, e.g. Europe/Skopje.")
    time_format: str | None = Field(None, description="strptime format of the times, e.g. %d.%m.%Y %H:%M.")
    encoding: str | None = Field(None, description="Character encoding of the file, e.g. cp1251.")
    delimiter: str | None = Field(None, min_length=1, max_length=1)
    decimal: Literal[".", ","] | None = Field(None, description="What stands before the cents of a revenue.")

    @field_validator("form")
    @classmethod
    def _form_is_known(cls, form: str | None) -> str | None:
        if form is not None and form not in FORM_NAMES:
            raise ValueError(f"{form!r} is not a form; forms are {', '.join(FORM_NAMES)}")
        return form

    @field_validator("constants")
    @classmethod
    def _constants_name_fields(cls, constants: dict[str, str]) -> dict[str, str]:
        for field in constants:
            if field not in FIELDS or field in ("customer_id", "occurred_at", "event_id"):
                raise ValueError(f"{field!r} cannot be a constant")
        return constants

    @field_validator("time_zone")
    @classmethod
    def _time_zone_exists(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{zone!r} is not a time zone; write one like Europe/Skopje") from error
        return zone

    @field_validator("time_format")
    @classmethod
    def _time_format_is_one(cls, written: str | None) -> str | None:
        directives = set(re.findall(r"%-?(.?)", written or ""))
        if written is not None and (not directives or not directives <= set("aAbBcdfgGHIjmMnpSuUVwWxXyYzZ%")):
            raise ValueError(f"{written!r} is not a time format; write one like %d.%m.%Y %H:%M")
        return written

    def columns(self) -> dict[str, str]:
        """Field → column for every field of an event that the mapping names."""
        return {field: column for field in (*FIELDS, "clock") if (column := getattr(self, field)) is not None}


def read_mapping(path: Path) -> ColumnMapping:
    """Raises ImportRefused when the file is not a mapping: the sentence names the line or the key."""
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ImportRefused("no_such_file", file=str(path)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ImportRefused("mapping_unreadable", file=path.name, problem=" ".join(str(error).split())) from error
    if not isinstance(written, dict) or not all(isinstance(key, str) for key in written):
        raise ImportRefused("mapping_not_pairs", file=path.name)
    known = tuple(ColumnMapping.model_fields)
    for key in written:
        if key not in known:
            close = get_close_matches(key, known, n=1)
            raise ImportRefused(
                "mapping_key_unknown", file=path.name, name=key, close=close[0] if close else ", ".join(known)
            )
    try:
        return ColumnMapping.model_validate(written)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ImportRefused("mapping_value_wrong", file=path.name, name=where, problem=first["msg"]) from error
