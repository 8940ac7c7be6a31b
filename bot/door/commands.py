"""The commands that need the customer events, as data: whoever has the events open carries them out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from storage.model.types import Model

if TYPE_CHECKING:
    from bot.terminal import Terminal


class AskQuestion(Model):
    """`waymark ask`."""

    command: Literal["ask"] = "ask"
    question: str
    map_name: str | None
    as_of: str | None
    as_json: bool
    no_model: bool

    def carry_out(self, terminal: "Terminal") -> None:
        terminal.ask(self.question, self.map_name, self.as_of, self.as_json, self.no_model)


class RunTool(Model):
    """`waymark tool`."""

    command: Literal["tool"] = "tool"
    name: str
    args: str
    as_json: bool

    def carry_out(self, terminal: "Terminal") -> None:
        terminal.tool(self.name, self.args, self.as_json)


class ImportFile(Model):
    """`waymark import`."""

    command: Literal["import"] = "import"
    file: Path
    kind: str | None
    map_name: str | None
    mapping: Path | None
    as_json: bool
    dry_run: bool = False

    def carry_out(self, terminal: "Terminal") -> None:
        terminal.import_file(self.file, self.kind, self.map_name, self.mapping, self.as_json, self.dry_run)

    def from_anywhere(self) -> "ImportFile":
        """The same for a process that works in another folder."""
        mapping = None if self.mapping is None else self.mapping.absolute()
        return self.model_copy(update={"file": self.file.absolute(), "mapping": mapping})


class Data(Model):
    """`waymark data`."""

    command: Literal["data"] = "data"
    action: str
    number: int | None
    as_json: bool

    def carry_out(self, terminal: "Terminal") -> None:
        terminal.data(self.action, self.number, self.as_json)


class CustomerPath(Model):
    """`waymark path`."""

    command: Literal["path"] = "path"
    customer: str
    as_json: bool

    def carry_out(self, terminal: "Terminal") -> None:
        terminal.path(self.customer, self.as_json)


class EraseCustomer(Model):
    """`waymark erase`."""

    command: Literal["erase"] = "erase"
    customer: str
    as_json: bool

    def carry_out(self, terminal: "Terminal") -> None:
        terminal.erase(self.customer, self.as_json)


class HeldOfCustomer(Model):
    """`waymark held`."""

    command: Literal["held"] = "held"
    customer: str

    def carry_out(self, terminal: "Terminal") -> None:
        terminal.held(self.customer)


class PartIds(Model):
    """`waymark part`."""

    command: Literal["part"] = "part"
    alias: str

    def carry_out(self, terminal: "Terminal") -> None:
        terminal.part(self.alias)


class RebuildSearch(Model):
    """`waymark rebuild-search`."""

    command: Literal["rebuild_search"] = "rebuild_search"
    as_json: bool

    def carry_out(self, terminal: "Terminal") -> None:
        terminal.rebuild_search(self.as_json)


class Say(Model):
    """`waymark say`."""

    command: Literal["say"] = "say"
    text: str
    thread: str
    user: str
    as_json: bool

    def carry_out(self, terminal: "Terminal") -> None:
        terminal.say(self.text, self.thread, self.user, self.as_json)


Command = Annotated[
    AskQuestion
    | RunTool
    | ImportFile
    | Data
    | CustomerPath
    | HeldOfCustomer
    | PartIds
    | EraseCustomer
    | RebuildSearch
    | Say,
    Field(discriminator="command"),
]


class Order(Model):
    """A command with what the command line's own settings say; the other settings are those of who carries it out."""

    command: Command
    workspace: str
    lang: str
    tz: str


class Done(Model):
    """What the command line prints and ends with: `said` on stdout, `wrong` on stderr."""

    said: str
    wrong: str = ""
    exit_code: int = 0
