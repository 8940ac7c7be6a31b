"""What every tool shares: its shape, its sources, the common arguments, rates, and the basis of a result."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, Self, TypeVar, get_args
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_serializer

from storage.errors import WaymarkError
from storage.evidence import EvidenceToRead
from storage.evidence_search import EvidenceToSearch, NothingToSearch
from storage.maps import MapsToRead, PersonasToRead, Reader
from storage.model.types import Model

if TYPE_CHECKING:
    from storage.events import EventsToRead

MAX_GROUPS = 10

A = TypeVar("A", bound=Model)
R = TypeVar("R", bound=Model)


@dataclass(frozen=True)
class Sources:
    """What a tool may read. It cannot write. `now` and `tz` come from whoever asks; there is no clock here."""

    workspace_id: str
    reader: Reader
    maps: MapsToRead
    personas: PersonasToRead
    evidence: EvidenceToRead
    events: "EventsToRead"
    now: datetime
    tz: str = "UTC"
    search: EvidenceToSearch = field(default_factory=NothingToSearch)

    @property
    def zone(self) -> ZoneInfo:
        """The workspace's time zone."""
        return ZoneInfo(self.tz)


@dataclass(frozen=True)
class Tool(Generic[A, R]):
    """A question with a name: checked arguments in, a typed result out."""

    name: str
    args: type[A]
    result: type[R]
    run: Callable[[A, Sources], R]
    needs_events: bool = field(default=True)


class ToolError(WaymarkError):
    """A tool cannot answer: `key` names the sentence under `errors`, the facts fill it."""

    def __init__(self, key: str, **facts: object) -> None:
        self.key = key
        super().__init__(f"{key}: {facts}", **facts)


class Period(Model):
    """Half-open days `[start, end)` in the workspace's time zone; an open side has no bound.

    Written as `2026`, `2026-10`, `2026-Q3`, `2026-05-01` (one day), `2026-05-01..2026-06-01`, `2026-05-01..`,
    `..2026-06-01`.
    """

    start: date | None = None
    end: date | None = None

    @classmethod
    def read(cls, text: str) -> Self:
        """A period from its written form. Raises ValueError with what would work."""
        text = text.strip()
        if ".." in text:
            first, last = (part.strip() for part in text.split("..", 1))
            start = cls.read(first).start if first else None
            end = cls.read(last).start if last else None
            if start and end and end <= start:
                raise ValueError(f"the period {text!r} ends before it starts")
            return cls(start=start, end=end)
        try:
            return cls._named(text)
        except (ValueError, OverflowError) as error:
            raise ValueError(
                f"{text!r} is no period; write 2026, 2026-10, 2026-Q3, 2026-05-01 or 2026-05-01..2026-06-01"
            ) from error

    @classmethod
    def _named(cls, text: str) -> Self:
        if match := re.fullmatch(r"(\d{4})", text):
            year = int(match[1])
            return cls(start=date(year, 1, 1), end=date(year + 1, 1, 1))
        if match := re.fullmatch(r"(\d{4})-Q([1-4])", text, re.IGNORECASE):
            year, month = int(match[1]), int(match[2]) * 3 - 2
            return cls(start=date(year, month, 1), end=_month_after(year, month + 2))
        if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
            return cls(start=date(int(match[1]), int(match[2]), 1), end=_month_after(int(match[1]), int(match[2])))
        day = date.fromisoformat(text)
        return cls(start=day, end=day + timedelta(days=1))

    def bounds_us(self, zone: ZoneInfo) -> tuple[int | None, int | None]:
        """The bounds as epoch microseconds UTC."""
        return _midnight_us(self.start, zone), _midnight_us(self.end, zone)

    @model_serializer
    def written(self) -> str:
        """`2026-05-01..2026-06-01`, with an open side left out."""
        return f"{self.start or ''}..{self.end or ''}"


def _month_after(year: int, month: int) -> date:
    return date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)


def _midnight_us(day: date | None, zone: ZoneInfo) -> int | None:
    if day is None:
        return None
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) * 1_000_000


def read_period(value: Any) -> Any:
    return Period.read(value) if isinstance(value, str) else value


_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


def _read_window(value: Any) -> Any:
    """Seconds from `30d`, `24h`, `90m`, `2w`, `45s`; a bare number counts days."""
    if isinstance(value, str) and (
        match := re.fullmatch(r"\s*(\d{1,9}(?:\.\d+)?)\s*([smhdw])?(?:ays?|ours?|eeks?)?\s*", value)
    ):
        return round(float(match[1]) * _UNITS[match[2] or "d"])
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9:
        return round(value * _UNITS["d"])
    raise ValueError(f"{value!r} is no window; write 30d, 24h or 2w")


def _write_window(seconds: int) -> str:
    unit = next(u for u in ("d", "h", "m", "s") if seconds % _UNITS[u] == 0)
    return f"{seconds // _UNITS[unit]}{unit}"


Window = Annotated[
    int, BeforeValidator(_read_window), Field(gt=0, le=3650 * 86_400), PlainSerializer(_write_window, return_type=str)
]
Column = Literal["persona", "channel", "device", "campaign", "variant", "product", "stage"]
_COLUMN = {"type": "string", "description": f"{', '.join(get_args(Column))}, or a property or trait"}


def columns(breakdown: str) -> tuple[str, ...]:
    """The columns of a breakdown as it is written: `persona`, or `persona, device`."""
    return tuple(part.strip() for part in breakdown.split(",") if part.strip())


def _read_breakdown(value: Any) -> Any:
    return columns(value) if isinstance(value, str) else value


def _go_together(value: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(value)) < len(value):
        raise ValueError("a breakdown by two columns takes two different ones")
    if len(value) > 1 and "stage" in value:
        raise ValueError("a breakdown by stage takes no second column")
    return value


Breakdown = Annotated[
    tuple[str, ...],
    BeforeValidator(_read_breakdown),
    Field(min_length=1, max_length=2),
    AfterValidator(_go_together),
    PlainSerializer(", ".join, return_type=str),
    WithJsonSchema(
        {"anyOf": [_COLUMN, {"type": "array", "items": _COLUMN, "minItems": 1, "maxItems": 2, "uniqueItems": True}]}
    ),
]
"""One column or two different ones, given as `persona`, `persona, device` or a list, written as the former."""
SPLIT_BY = (
    "Split by persona, channel, device, campaign, variant, product, any property of events or trait of customers, "
    "by two of them (['persona', 'device']) or by stage."
)


class JourneyArgs(Model):
    """What most tools can be narrowed by."""

    journey: str | None = Field(None, description="A journey map by id or title, e.g. 'checkout'.")
    persona: str | None = Field(None, description="Only customers of this persona, e.g. 'Busy parent'.")
    stage: str | None = Field(None, description="A stage of the journey, e.g. 'Purchase'.")
    channel: str | None = Field(None, description="A channel key, e.g. 'website' or 'email'.")
    device: str | None = Field(None, description="Only this device, e.g. 'mobile'.")
    campaign: str | None = Field(None, description="Only this campaign.")
    variant: str | None = Field(None, description="Only this variant of an experiment, 'experiment:variant'.")
    filters: dict[str, str] = Field(
        {}, description="Properties of events or traits of customers that must have these values."
    )
    period: Annotated[Period | None, BeforeValidator(read_period)] = Field(
        None, description="Days of the entry event, half-open, e.g. '2026-10', '2026-Q3', '2026-05-01..2026-06-01'."
    )
    as_of: date | None = Field(None, description="Count as if the data ended with this day; default: the newest event.")
    top_n: int | None = Field(None, ge=1, le=50, description="At most this many lines.")
    min_n: int = Field(30, ge=1, description="Groups of fewer customers are shown but never ranked.")


class Rate(Model):
    """A share of customers with its Wilson 95 % interval; None where nobody could be counted."""

    value: float | None = Field(None, ge=0, le=1)
    low: float | None = None
    high: float | None = None
    hits: int = 0
    n: int = 0


class DataSetLine(Model):
    """A data set that the figures stand on."""

    title: str
    rows: int
    newest: datetime | None = None
    kind: Literal["events", "feedback", "points", "http"] = "events"


class Excluded(Model):
    """Rows or customers left out, and why (`still_open`, `unknown_persona`, `off_the_map` …)."""

    why: str
    n: int


class Basis(Model):
    """Where the figures come from."""

    journey: str | None = None
    map_id: str | None = None
    version: int | None = None
    period: Period = Period()
    as_of: datetime | None = None
    data_sets: tuple[DataSetLine, ...] = ()
    customers: int = Field(0, description="Customers counted, before any closed window.")
    window_seconds: int | None = None
    rule: str | None = Field(None, description="Name of the counting rule, e.g. 'any entry, ordered'.")
    filters: dict[str, str] = Field({})
    excluded: tuple[Excluded, ...] = ()
    off_the_map: float | None = Field(None, description="Share of events that match no stage, 0 to 1.")
