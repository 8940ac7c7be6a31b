"""Spreadsheets that are maps: shown as they would be read, changed by a person, then a map or more of one."""

from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.exchange import Incoming
from bot.map_reading import Read, counted, how, left_words, store_new, store_onto
from bot.map_words import vocabulary
from bot.reply import Button, Buttons, Menu, Option, Part, Reply, Text
from prompts.loader import Words
from storage.errors import ImportRefused
from storage.ingest import map_file, theydo_json
from storage.ingest.map_file import Chosen, Look
from storage.ingest.sheets import read_sheets, zipped_parts
from storage.ingest.times import is_time
from storage.ingest.vocabulary import FIELDS, THINGS
from storage.model.journey import JourneyMap
from storage.model.types import Model
from storage.open import Stores

SHOWN_COLUMNS = 100
KEPT = ".columns.json"
TOO_MUCH = ("stage_full", "too_many_stages", "map_full")
OLD_OFFICE, PACKED = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
Kind = Literal["map", "events", "unclear"]


class Kept(Model):
    """What is remembered of an uploaded spreadsheet beside it: its name, and what a person changed in the guess."""

    name: str
    chosen: Chosen = Chosen()


def is_workbook(path: Path, name: str) -> bool:
    """Whether a file is a spreadsheet of several sheets, going by its first bytes and, for packed ones, its parts."""
    with path.open("rb") as file:
        head = file.read(4)
    if head == OLD_OFFICE:
        return Path(name).suffix.lower() == ".xls"
    return head == PACKED and zipped_parts(path) & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} != set()


def kind_of(path: Path, name: str, words: Words, now: datetime) -> Kind:
    """What a table is as far as this room can tell: columns of a map, a wall of notes, or events.

    Raises ImportRefused for a workbook that cannot be opened or holds no map.
    """
    try:
        look = _look(path, Kept(name=name), words, now)
    except ImportRefused:
        if is_workbook(path, name):
            raise
        return "events"
    if look.certain:
        return "map"
    too_much = any(left.why in TOO_MUCH for left in look.reading.left)
    return "events" if too_much or _holds_times(path, name) else "unclear"


def _holds_times(path: Path, name: str) -> bool:
    """Whether a column holds times and nothing else below its name: no wall of notes does."""
    sheet = read_sheets(path, name)[0]
    columns = ([row[place] for row in sheet.rows[1:] if place < len(row)] for place in range(sheet.width))
    return any(column and all(is_time(text) for text in column) for column in columns)


def preview(path: Path, kept: Kept, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """How the file would be read as a map, with [Import], [Change columns] and [Cancel]. Raises ImportRefused."""
    onto = _onto(incoming, stores)
    read = read_map(path, kept, words, incoming.said.at, onto)
    _keep(path, kept)
    parts: list[Part] = [
        Text(
            text=words(
                "map_imports.preview",
                file=kept.name,
                sheet=read.look.sheet if read.look else kept.name,
                counts=counted(read.reading, words),
            ),
            style="headline",
        )
    ]
    if read.look is not None:
        parts += how(read.look, words)
    if read.reading.left:
        parts.append(Text(text=left_words(read.reading.left, words), style="warning"))
    buttons = [Button(text=words("map_imports.import"), action="import.map", value=path.name, style="primary")]
    if onto is not None:
        text = words("map_imports.onto", title=onto.title)
        buttons.append(Button(text=text, action="import.map_onto", value=f"{path.name}|{onto.map_id}"))
    if read.look is not None:
        buttons.append(Button(text=words("map_imports.change"), action="import.map_change", value=path.name))
    buttons.append(Button(text=words("map_imports.cancel"), action="import.cancel", value=path.name))
    return Reply(parts=(*parts, Buttons(buttons=tuple(buttons))))


def ask_kind(path: Path, name: str, words: Words) -> Reply:
    """A map or customer events?"""
    _keep(path, Kept(name=name))
    buttons = (
        Button(text=words("map_imports.as_map"), action="import.as_map", value=path.name),
        Button(text=words("map_imports.as_events"), action="import.as_events", value=f"{path.name}|{name}"),
        Button(text=words("map_imports.cancel"), action="import.cancel", value=path.name),
    )
    return Reply(parts=(Text(text=words("map_imports.which", file=name)), Buttons(buttons=buttons)))


def pressed(path: Path, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """A button or menu under a preview. Raises ImportRefused."""
    press = incoming.said.press
    if press is None:
        raise ImportRefused("upload_gone", file=path.name)
    kept = _kept(path)
    chosen = press.chosen[0] if press.chosen else ""
    match press.action:
        case "import.map" | "import.map_onto":
            return _imported(path, kept, incoming, stores, words, onto=press.action == "import.map_onto")
        case "import.map_change":
            return _menus(path, kept, incoming, words)
        case "import.map_column":
            return _meanings(path, kept, int(chosen), incoming, words)
        case "import.map_meaning":
            column, _, field = chosen.partition("=")
            changed: dict[str, object] = {"fields": {**kept.chosen.fields, int(column): field}}
        case "import.map_sheet":
            changed = {"sheet": chosen, "fields": {}}
        case "import.map_note":
            changed = {"note": chosen}
        case _:
            changed = {}
    kept = Kept.model_validate({"name": kept.name, "chosen": kept.chosen.model_dump() | changed})
    return preview(path, kept, incoming, stores, words)


def read_map(path: Path, kept: Kept, words: Words, now: datetime, onto: JourneyMap | None = None) -> Read:
    """The changes that a spreadsheet or a TheyDo file means. Raises ImportRefused."""
    title = words("map_imports.title", file=Path(kept.name).stem)[:80]
    if is_theydo(path):
        text = path.read_text("utf-8-sig", errors="replace")
        return Read(reading=theydo_json.read_theydo(text, kept.name, words("map_imports.field.stage"), onto),
                    title=title)  # fmt: skip
    look = _look(path, kept, words, now, onto)
    return Read(reading=look.reading, title=(look.title or title)[:80], look=look)


def is_theydo(path: Path) -> bool:
    """Whether the file says of itself that it is TheyDo's."""
    with path.open("rb") as file:
        return theydo_json.is_theydo(file.read(400).decode("utf-8", "ignore"))


def _look(path: Path, kept: Kept, words: Words, now: datetime, onto: JourneyMap | None = None) -> Look:
    spoken = vocabulary(words, now.date())
    return map_file.look_into(read_sheets(path, kept.name), spoken, kept.name, kept.chosen, onto)


def _imported(path: Path, kept: Kept, incoming: Incoming, stores: Stores, words: Words, onto: bool) -> Reply:
    """The map in one transaction; a press that comes twice finds what the first one made."""
    ws, thread = incoming.workspace_id, path.name
    with stores.transaction() as tx:
        done = tx.workspaces.recall(ws, thread, "imported")
        if done is not None:
            return Reply(parts=(Text(text=done),))
        before = _onto(incoming, tx, _second(incoming)) if onto else None
        if onto and before is None:
            raise ImportRefused("map_gone", file=kept.name)
        read = read_map(path, kept, words, incoming.said.at, before)
        if before is not None:
            journey = store_onto(read, before, incoming, tx)
            told = words("map_imports.added", title=journey.title, counts=counted(read.reading, words))
        else:
            journey = store_new(read, incoming, tx, words)
            persona = tx.personas.get(ws, journey.persona_ids[0]).name
            told = words("map_imports.taken", title=journey.title, counts=counted(read.reading, words), persona=persona)
        if read.reading.left:
            told = f"{told}\n{left_words(read.reading.left, words)}"
        tx.workspaces.remember(ws, thread, "imported", told)
    show = Button(text=journey.title[:75], action="show.open", value=journey.map_id)
    return Reply(parts=(Text(text=told), Buttons(buttons=(show,))))


def _menus(path: Path, kept: Kept, incoming: Incoming, words: Words) -> Reply:
    """What can be changed: the sheet, what a note is, the meaning of a column."""
    look = _look(path, kept, words, incoming.said.at)
    unnamed = words("map_imports.unnamed")
    named = list(look.names.items())[:SHOWN_COLUMNS]
    columns = tuple(Option(text=(name or unnamed)[:75], value=str(place)) for place, name in named)
    menus = [Menu(label=words("map_imports.change_column"), action="import.map_column", value=path.name,
                  options=columns)]  # fmt: skip
    if look.layout.shape == "wall":
        notes = tuple(Option(text=words(f"map_imports.field.{field}"), value=field) for field in THINGS)
        menus.append(
            Menu(label=words("map_imports.change_note"), action="import.map_note", value=path.name, options=notes)
        )
    if len(look.sheets) > 1:
        sheets = tuple(Option(text=sheet[:75], value=sheet) for sheet in look.sheets)
        menus.append(
            Menu(label=words("map_imports.change_sheet"), action="import.map_sheet", value=path.name, options=sheets)
        )
    return Reply(parts=tuple(menus))


def _meanings(path: Path, kept: Kept, column: int, incoming: Incoming, words: Words) -> Reply:
    look = _look(path, kept, words, incoming.said.at)
    label = words("map_imports.change_to", column=look.names.get(column) or words("map_imports.unnamed"))
    options = tuple(Option(text=words(f"map_imports.field.{field}"), value=f"{column}={field}") for field in FIELDS)
    return Reply(parts=(Menu(label=label, action="import.map_meaning", value=path.name, options=options),))


def _onto(incoming: Incoming, stores: Stores, map_id: str | None = None) -> JourneyMap | None:
    """The map of the thread that the file was dropped into, as far as the person may see it."""
    session = stores.sessions.get(incoming.workspace_id, incoming.session_id)
    wanted = map_id or (session.map_id if session else None)
    known = {line.map_id for line in stores.maps.lines(incoming.workspace_id, incoming.reader)}
    return stores.maps.get(incoming.workspace_id, wanted, incoming.reader) if wanted in known and wanted else None


def _second(incoming: Incoming) -> str | None:
    """The map that a button names behind the file."""
    press = incoming.said.press
    return press.value.partition("|")[2] or None if press else None


def drop(path: Path) -> None:
    """The file and what was remembered of it are not kept."""
    path.unlink(missing_ok=True)
    path.with_name(path.name + KEPT).unlink(missing_ok=True)


def _keep(path: Path, kept: Kept) -> None:
    path.with_name(path.name + KEPT).write_text(kept.model_dump_json(), "utf-8")


def _kept(path: Path) -> Kept:
    """Raises ImportRefused for a file that is not here any more."""
    beside = path.with_name(path.name + KEPT)
    if not path.is_file() or not beside.is_file():
        raise ImportRefused("upload_gone", file=path.name)
    return Kept.model_validate_json(beside.read_text("utf-8"))
