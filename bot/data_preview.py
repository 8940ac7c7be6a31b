"""How would a file of data be read? Shown before anything is stored, and changed by a person: its form, its columns."""

from pathlib import Path

from pydantic import Field

from bot.exchange import Incoming
from bot.reply import Button, Buttons, Menu, Option, Part, Reply, Table, Text
from prompts.loader import Words
from storage.errors import ImportRefused
from storage.events import FileLook
from storage.ingest.forms.known import BY_NAME
from storage.ingest.mapping import EXPORTS, FIELDS, FORM_NAMES, ColumnMapping
from storage.model.types import Model
from storage.open import Stores

KEPT = ".reading.json"
SHOWN_COLUMNS, SHOWN_SAMPLE, IN_A_MENU, LABEL = 30, 60, 100, 75
REST = ("properties", "left")
AS_PROPERTY = "properties"


class Changed(Model):
    """What a person changed in how an uploaded file is read: kept beside it."""

    name: str
    form: str | None = None
    columns: dict[str, str] = Field({}, description="Field → column.")
    properties: tuple[str, ...] = ()

    def mapping(self, zone: str) -> ColumnMapping:
        """The same as a mapping."""
        known = (*FIELDS, "clock")
        of_events = {field: column for field, column in self.columns.items() if field in known}
        fields = {field: column for field, column in self.columns.items() if field not in known}
        written = {"form": self.form, "fields": fields, "properties": self.properties, "time_zone": zone}
        return ColumnMapping.model_validate(of_events | written)


def preview(path: Path, name: str, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """What the file was taken for, its columns and fields, what is hashed; [Import], [Change columns], [Cancel]."""
    changed = changed_of(path, name)
    look = _look(path, changed, incoming, stores)
    rows = tuple(
        (words(f"ingest.field.{use.field}"), use.column, look.samples.get(use.column, "-")[:SHOWN_SAMPLE])
        for use in sorted(look.columns, key=lambda use: use.field in REST)[:SHOWN_COLUMNS]
    )
    parts: list[Part] = [
        Text(text=words("ingest.preview", file=name, rows=look.rows), style="headline"),
        Text(text=words("data_in.taken_for", form=words(f"ingest.form.{look.form}"))),
        Table(title="", columns=tuple(words.data("ingest.preview_columns")), rows=rows),
    ]
    if look.hashed:
        parts.append(Text(text=words("data_in.hashed", columns=", ".join(look.hashed))))
    said = [words(f"ingest.notice.{notice.key}", **notice.facts) for notice in look.notices]
    if said:
        parts.append(Text(text="\n".join(said), style="grey"))
    if look.form == "events":
        parts.append(Text(text=words("ingest.preview_rest"), style="grey"))
    parts.append(
        Buttons(
            buttons=(
                Button(text=words("ingest.import"), action="import.go", value=f"{path.name}|{name}", style="primary"),
                Button(text=words("data_in.change"), action="import.data_change", value=f"{path.name}|{name}"),
                Button(text=words("ingest.cancel"), action="import.cancel", value=path.name),
            )
        )
    )
    return Reply(parts=tuple(parts))


def pressed(path: Path, name: str, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """[Change columns], or something chosen in its menus. Raises ImportRefused."""
    press = incoming.said.press
    if press is None or not path.is_file():
        raise ImportRefused("upload_gone", file=name)
    changed, value = changed_of(path, name), f"{path.name}|{name}"
    chosen = press.chosen[0] if press.chosen else ""
    match press.action:
        case "import.data_change":
            return _menus(_look(path, changed, incoming, stores), value, words)
        case "import.data_column":
            return _meanings(_look(path, changed, incoming, stores), int(chosen), value, words)
        case "import.data_form":
            changed = Changed(name=name, form=chosen)
        case "import.data_meaning":
            place, _, field = chosen.partition("=")
            look = _look(path, changed, incoming, stores)
            changed = _with(changed, look, look.columns[int(place)].column, field)
        case _:
            raise ImportRefused("upload_gone", file=name)
    _look(path, changed, incoming, stores)
    path.with_name(path.name + KEPT).write_text(changed.model_dump_json(), "utf-8")
    return preview(path, name, incoming, stores, words)


def changed_of(path: Path, name: str) -> Changed:
    """What a person changed of this upload; nothing yet."""
    beside = path.with_name(path.name + KEPT)
    return Changed.model_validate_json(beside.read_text("utf-8")) if beside.is_file() else Changed(name=name)


def drop(path: Path) -> None:
    """The file and what was changed of it are not kept."""
    path.unlink(missing_ok=True)
    path.with_name(path.name + KEPT).unlink(missing_ok=True)


def _look(path: Path, changed: Changed, incoming: Incoming, stores: Stores) -> FileLook:
    zone = stores.workspaces.workspace(incoming.workspace_id).tz
    return stores.events(incoming.workspace_id).look_into(path, changed.mapping(zone))


def _with(changed: Changed, look: FileLook, column: str, field: str) -> Changed:
    """One column is another field now. What the file was taken for stays what it is."""
    columns = {of: named for of, named in changed.columns.items() if named != column and of != field}
    properties = tuple(named for named in changed.properties if named != column)
    if field == AS_PROPERTY:
        properties = (*properties, column)
    else:
        columns[field] = column
    return Changed(name=changed.name, form=look.form, columns=columns, properties=properties)


def _menus(look: FileLook, value: str, words: Words) -> Reply:
    forms = tuple(Option(text=words(f"ingest.form.{form}")[:LABEL], value=form) for form in FORM_NAMES)
    menus = [Menu(label=words("data_in.change_form"), action="import.data_form", value=value, options=forms)]
    if look.form not in EXPORTS:  # what stands where in an export is known
        columns = tuple(
            Option(text=use.column[:LABEL], value=str(place)) for place, use in enumerate(look.columns[:IN_A_MENU])
        )
        menus.append(
            Menu(label=words("data_in.change_column"), action="import.data_column", value=value, options=columns)
        )
    return Reply(parts=tuple(menus))


def _meanings(look: FileLook, place: int, value: str, words: Words) -> Reply:
    fields = [field.name for field in BY_NAME[look.form].fields] if look.form in BY_NAME else [*FIELDS, "clock"]
    options = [Option(text=words(f"ingest.field.{field}"), value=f"{place}={field}") for field in fields]
    options.append(Option(text=words("data_in.as_property"), value=f"{place}={AS_PROPERTY}"))
    label = words("data_in.change_to", column=look.columns[place].column)
    return Reply(parts=(Menu(label=label, action="import.data_meaning", value=value, options=tuple(options)),))
