"""Files at the command line: taken in as events or maps, and written in every format."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer

from bot import data_sources, files_in, map_files, map_reading
from bot.drawing import draw
from bot.exchange import Incoming
from bot.exports.formats import FORMATS, format_named
from bot.reply import Attachment, Reply, plain
from bot.settings import Settings, settings_for
from bot.terminal import EVERYTHING, PRIVATE, WrongUse, json_text
from prompts.loader import Words, words
from storage.errors import ImportRefused
from storage.ingest.mapping import read_mapping
from storage.model.journey import JourneyMap
from storage.open import Stores, copy_events, shown_address


def import_file(
    file: Path, kind: str | None, map_name: str | None, mapping: Path | None, as_json: bool, incoming: Incoming,
    settings: Settings, stores: Stores, words: Words, out: Callable[[str], object], with_bar: bool, dry_run: bool,
) -> None:  # fmt: skip
    """Data, a map's JSON, or a table that is a map. Raises ImportRefused, WrongUse, MapNotFound."""
    if kind not in (None, "events", "map"):
        raise WrongUse("import_kind", kind=kind)
    if not file.is_file():
        raise ImportRefused("file_is_folder" if file.is_dir() else "no_such_file", file=str(file))
    now = datetime.now(UTC)
    if files_in.is_map(file):
        journey = files_in.import_map(file, settings.workspace, PRIVATE, stores, now)
        _map_imported(journey, "", as_json, words, out)
        return
    found = (
        kind
        or ("events" if mapping else None)
        or files_in.kind_of(file, file.name, settings.workspace, stores, words, now)
    )
    if found == "unclear":
        raise WrongUse("import_unclear", file=file.name)
    if found == "map":
        _import_table(file, map_name, as_json, incoming, stores, words, out)
        return
    over = stores.maps.find(settings.workspace, map_name, EVERYTHING) if map_name else None
    with _bar(file.name, with_bar) as progress:
        read = read_mapping(mapping) if mapping else None
        report = files_in.import_events(file, settings.workspace, read, settings.tz, stores, progress, dry_run=dry_run)
    beside = files_in.off_the_map(over, stores) if over else ()
    if as_json:
        out(json_text(report.model_dump(mode="json") | ({"off_the_map": beside} if over else {})))
        return
    if dry_run:
        out(words("data_in.dry_run") + "\n")
    out(files_in.report_words(report, words) + "\n")
    if over:
        key = "cli.off_the_map" if beside else "cli.all_on_the_map"
        out(words(key, title=over.title, events=", ".join(beside)) + "\n")


def data(
    action: str, number: int | None, as_json: bool, settings: Settings, stores: Stores, words: Words,
    out: Callable[[str], object],
) -> None:  # fmt: skip
    """The list of stored data, or one of them undone. Raises WrongUse, DataSetNotFound."""
    if action not in ("list", "undo") or (action == "undo") != (number is not None):
        raise WrongUse("data_action", action=action)
    events = stores.events(settings.workspace)
    if number is not None:
        told = data_sources.undone(events, number, words)
        out(json_text({"undone": number}) if as_json else told + "\n")
        return
    sets = events.data_sets()
    if as_json:
        out(json_text([each.model_dump(mode="json") for each in sets]))
        return
    now, zone = datetime.now(UTC), ZoneInfo(settings.tz)
    out(plain(Reply(parts=data_sources.listed(sets, now, zone, words))) + "\n")


def _import_table(
    file: Path, map_name: str | None, as_json: bool, incoming: Incoming, stores: Stores, words: Words,
    out: Callable[[str], object],
) -> None:  # fmt: skip
    """A spreadsheet as a new map, or onto the one named. Raises ImportRefused, MapNotFound, ChangeRefused."""
    onto = stores.maps.find(incoming.workspace_id, map_name, EVERYTHING) if map_name else None
    read = map_files.read_map(file, map_files.Kept(name=file.name), words, incoming.said.at, onto)
    with stores.transaction() as tx:
        if onto is None:
            journey = map_reading.store_new(read, incoming, tx, words)
        else:
            journey = map_reading.store_onto(read, onto, incoming, tx)
    told = [map_reading.counted(read.reading, words)]
    told += [map_reading.left_words(read.reading.left, words)] if read.reading.left else []
    _map_imported(journey, "\n".join(told), as_json, words, out)


def _map_imported(journey: JourneyMap, told: str, as_json: bool, words: Words, out: Callable[[str], object]) -> None:
    if as_json:
        out(json_text({"map": journey.map_id, "title": journey.title, "version": journey.version}))
        return
    out(words("cli.map_imported", title=journey.title, map_id=journey.map_id) + "\n")
    if told:
        out(told + "\n")


def export(map_name: str, to: Path, settings: Settings, stores: Stores) -> None:
    """A map in the format of the file's ending. Raises MapNotFound, WrongUse."""
    format_ = format_named(to.suffix) if to.suffix else None
    if format_ is None:
        known = ", ".join(f".{name}" for name in FORMATS)
        raise WrongUse("export_format", ending=to.suffix or to.name, known=known)
    journey = stores.maps.find(settings.workspace, map_name, EVERYTHING)
    what = Attachment(
        file_name=to.name, format=format_, map_id=journey.map_id, version=journey.version, reader=EVERYTHING
    )
    drawings = draw(what, settings.workspace, stores, settings.font)
    for number, drawing in enumerate(drawings, 1):
        path = to if number == 1 else to.with_stem(f"{to.stem}-{number}")
        try:
            path.write_bytes(drawing.content)
        except OSError as error:
            raise WrongUse("cannot_write", file=str(path), why=error.strerror or "") from error
        typer.echo(str(path))


@contextmanager
def _bar(name: str, shown: bool) -> Iterator[Any]:
    """A progress bar on stderr, where stderr is a terminal; gives the import's progress call."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]:,} rows"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not (shown and console.is_terminal)) as progress:
        task = progress.add_task(name, total=1.0, rows=0)
        yield lambda share, rows: progress.update(task, completed=share, rows=rows)


def copied_to(url: str, data: Path | None) -> str:
    """Events on another engine; what to say of it. Raises EventsInUse, EngineFailed."""
    settings = settings_for(data)
    n = copy_events(settings.data, settings.workspace, url)
    return words(settings.lang)("engines.copied", events=n, engine=shown_address(url))
