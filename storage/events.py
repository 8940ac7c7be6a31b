"""What a workspace knows of its customers' events: what a store of them must do, and the models it speaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from storage.errors import StorageError, StoreUnavailable
from storage.model.rules import SegmentTest

if TYPE_CHECKING:
    import ibis

    from storage.event_tables import EventTables
    from storage.ingest.mapping import ColumnMapping
    from storage.ingest.segment import Received

Dimension = Literal["channel", "device", "campaign", "variant", "product", "currency", "persona"]
Progress = Callable[[float, int], None]
"""Called with the share of the import that is done (0 to 1) and the rows read so far (0 until they are counted)."""


class EventsAt(BaseModel):
    """Where events are read: `url` of an engine (empty: the embedded store), and there `table` by `columns`."""

    model_config = ConfigDict(frozen=True)
    url: str = Field("", repr=False)
    table: str = ""
    columns: str = ""


class EventsInUse(StoreUnavailable):
    """Another process has this workspace's events open: one process owns the file."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"Another Waymark uses this data folder: {folder}.", folder=folder)


class CustomerNotFound(StorageError):
    """Nothing is stored of a customer with this id."""

    def __init__(self, customer_id: str) -> None:
        super().__init__("No customer has the id that was asked for.", id=customer_id)


Kind = Literal["events", "feedback", "points", "http"]


class DataSet(BaseModel):
    """One imported file that is still stored, or all that came over HTTP with one write key."""

    model_config = ConfigDict(frozen=True)
    source_id: int
    kind: Kind = "events"
    title: str
    file_name: str
    sha256: str
    imported_us: int = Field(description="Epoch microseconds, UTC.")
    rows_read: int
    rows_stored: int
    duplicates: int
    replaced: int = Field(0, description="Stored rows in the place of an earlier row with the same key.")
    refused: int
    from_us: int | None = Field(
        description="Time of the oldest row stored by it, epoch microseconds UTC; None: no row of it has a time."
    )
    to_us: int | None = Field(description="Time of the newest row stored by it: how fresh it is.")


class Appended(BaseModel):
    """What became of rows that arrived together."""

    model_config = ConfigDict(frozen=True)
    source_id: int
    rows_stored: int
    duplicates: int


class PathStep(BaseModel):
    """One event on a customer's way."""

    model_config = ConfigDict(frozen=True)
    at_us: int
    name: str
    channel: str | None
    new_visit: bool = Field(description="The first, or more than 30 minutes after the one before.")


class Held(BaseModel):
    """Everything that is held of one customer, to hand over; cells are text, numbers, JSON or null."""

    model_config = ConfigDict(frozen=True)
    customer_id: str = Field(description="The id under which the others are joined.")
    ids: tuple[str, ...]
    persona: str | None
    consent: str | None
    traits: dict[str, JsonValue]
    events: tuple[dict[str, JsonValue], ...]
    feedback: tuple[dict[str, JsonValue], ...]
    said: tuple[dict[str, JsonValue], ...] = Field(description="Each value of a trait or consent with time and source.")


class Refusal(BaseModel):
    """One row that was not stored; `reason` is a key of the words under `ingest.reason`."""

    model_config = ConfigDict(frozen=True)
    line: int = Field(description="1-based line of the file; for Parquet the 1-based row.")
    column: str = Field(description="The file's own name of the column; empty: the row as a whole.")
    value: str
    reason: str


class ColumnUse(BaseModel):
    """What a column of the file was taken for."""

    model_config = ConfigDict(frozen=True)
    column: str
    field: str = Field(description="A field of the form; 'properties'; 'left': it has no place in this form.")
    because: Literal["mapping", "name", "content", "rest"]


class Notice(BaseModel):
    """Something to know about the import that refused nothing; `key` names the sentence `ingest.notice.<key>`."""

    model_config = ConfigDict(frozen=True)
    key: str
    facts: dict[str, str | int] = {}


class FileLook(BaseModel):
    """How a file would be read, before anything is stored."""

    model_config = ConfigDict(frozen=True)
    columns: tuple[ColumnUse, ...]
    samples: dict[str, str] = Field(description="Column → the first value it holds; columns without any are left out.")
    rows: int = Field(description="Rows in the file, those included that an import would refuse.")
    form: str = Field("events", description="What the file was taken for: a key of the words under `ingest.form`.")
    hashed: tuple[str, ...] = Field((), description="Columns with values that a keyed hash is stored of.")
    notices: tuple[Notice, ...] = Field((), description="What to know of how it would be read.")


class ImportReport(BaseModel):
    """What an import did. Rows read = stored + duplicates + refused; those replaced are among the stored."""

    model_config = ConfigDict(frozen=True)
    data_set: DataSet | None = Field(description="None: nothing was stored and no data set was made.")
    file_name: str
    kind: Literal["csv", "jsonl", "parquet"]
    form: str = Field("events", description="What the file was taken for: a key of the words under `ingest.form`.")
    rows_read: int
    rows_stored: int
    duplicates: int
    replaced: int = 0
    refused: int
    reasons: dict[str, int] = Field(description="Refused rows by reason, most frequent first.")
    refusals: tuple[Refusal, ...] = Field(description="The first 20 of them, in file order.")
    refused_file: str | None = Field(description="The file that holds all of them; None: nothing was refused.")
    columns: tuple[ColumnUse, ...]
    notices: tuple[Notice, ...]


class EventsToRead(Protocol):
    """What an analysis sees of one workspace's events. Safe to call from several threads of one process."""

    @property
    def joins_asof(self) -> bool:
        """Whether the engine has ASOF joins and works out once what a question uses twice."""

    @property
    def tables(self) -> EventTables:
        """The unbound Ibis tables that an expression for `run` is built on."""

    def run(self, expression: ibis.Table, values: Mapping[str, int | str | float] = {}) -> list[dict[str, object]]:
        """Rows of `expression`. SQL is compiled once per expression and kept; `values` fill its `given(name, type)`.

        Raises ValueError when `values` and the expression's given names differ, StoreUnavailable when the store fails.
        """

    def names(self) -> dict[str, int]:
        """Every event name with its code in `tables.events.name`."""

    def data_sets(self) -> tuple[DataSet, ...]:
        """Imports still stored, oldest first."""

    def count(self) -> int:
        """Events stored."""

    def newest_us(self) -> int | None:
        """Time of the newest event, epoch microseconds UTC; None: there are no events."""

    def dimension_values(self, column: Dimension, limit: int) -> list[tuple[str, int]]:
        """The most frequent values of a column with their events, most frequent first, empty ones left out."""


class Events(EventsToRead, Protocol):
    """The events that Waymark keeps itself."""

    def look_into(self, path: Path, mapping: ColumnMapping | None = None) -> FileLook:
        """How `import_file` would read the columns of a file. Raises ImportRefused."""

    def import_file(
        self,
        path: Path,
        mapping: ColumnMapping | None = None,
        progress: Progress | None = None,
        *,
        title: str | None = None,
        refused_folder: Path | None = None,
        replace: bool = False,
        dry_run: bool = False,
    ) -> ImportReport:
        """Store the rows of a file in one transaction: all of its good rows or nothing. A dry run stores nothing.

        A row that is stored already is a duplicate; with `replace` an event takes the place of the one with its key.
        Refused rows are written to `<file>.refused.csv` beside the file, else in `refused_folder`.
        Raises ImportRefused.
        """

    def append_messages(self, lines: Path, title: str) -> Received:
        """Store Segment messages, one a line of UTF-8 JSON, in the one data set of kind http called `title`.

        One transaction, on disk when it returns. Raises StoreUnavailable: then nothing is stored.
        """

    def forget(self, source_id: int) -> int:
        """Undo an import as a whole: events, feedback, points, traits, joins. Gives the events removed.

        Rows that it had replaced are back. Raises DataSetNotFound.
        """

    def segment(self, rules: Sequence[tuple[str, Sequence[SegmentTest]]]) -> None:
        """Keep what makes a customer each persona (slug, tests that must all pass), and tell every customer's anew.

        The first rule that a customer passes counts, a rule without tests none; else the newest persona that a row or
        the trait `persona` said. Followed at every import, intake and undo from then on.
        """

    def meeting(self, tests: Sequence[SegmentTest]) -> tuple[int, int]:
        """How many customers pass all of the tests now, and how many customers there are."""

    def path(self, customer_id: str) -> tuple[PathStep, ...]:
        """All events of the customer with this id, alias, or mail that was hashed. Raises CustomerNotFound."""

    def export(self, customer_id: str) -> Held:
        """Everything that is held of this customer. Raises CustomerNotFound."""

    def erase(self, customer_id: str) -> int:
        """Delete a customer under all ids with everything; gives the events removed. Raises CustomerNotFound."""

    def part(self, alias: str) -> None:
        """Undo a wrong join: this id is a customer of its own, whatever is claimed. Raises CustomerNotFound."""

    def tidy(self) -> bool:
        """Sort the events anew if so many came in pieces that questions are slower; tells whether it was done."""

    def close(self) -> None:
        """Give the file back. Nothing else may be called afterwards."""
