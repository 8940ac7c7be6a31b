"""`waymark …`: the stable command line. With --json stdout holds one JSON document alone; progress goes to stderr.

Exit codes: 0 done · 2 wrong use or bad input · 3 something outside failed, try later.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.door.commands import Command
    from bot.terminal import Terminal

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Waymark builds customer journey maps by conversation and answers questions about them.",
)

Data = Annotated[Path | None, typer.Option("--data", help="Folder of the stores; default: WAYMARK_DATA, else ./data.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
MapName = Annotated[str | None, typer.Option("--map", help="A journey map by id or title.")]


@contextmanager
def _told() -> Iterator[None]:
    """Errors that we know end in their words and an exit code."""
    from storage.errors import WaymarkError

    try:
        yield
    except WaymarkError as error:
        from bot.terminal import exit_code, words_of

        typer.echo(words_of(error), err=True)
        raise typer.Exit(exit_code(error)) from error


@contextmanager
def _terminal(data: Path | None) -> Iterator["Terminal"]:
    """The opened stores."""
    from bot.terminal import Terminal

    with _told(), Terminal.open(data) as terminal:
        yield terminal


def _do(command: "Command", data: Path | None) -> None:
    """By the running Waymark that has the events open, else here: the same words either way."""
    from bot.door.commands import ImportFile, Order
    from bot.door.knock import knock
    from bot.settings import settings_for

    with _told():
        settings = settings_for(data)
        own = {"workspace": settings.workspace, "lang": settings.lang, "tz": settings.tz}
        there = command.from_anywhere() if isinstance(command, ImportFile) else command
        done = knock(settings.data, Order(command=there, **own))
    if done is None:
        with _terminal(data) as terminal:
            command.carry_out(terminal)
        return
    typer.echo(done.said, nl=False)
    if done.exit_code:
        typer.echo(done.wrong, err=True)
        raise typer.Exit(done.exit_code)


@app.command()
def playground(
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port on 127.0.0.1; 0 takes a free one.")] = None,
    data: Data = None,
    empty: Annotated[bool, typer.Option("--empty", help="Without the sample map and its events.")] = False,
) -> None:
    """A local Slack in the browser and the bot, in one command; prints the address."""
    from bot.serving import serve_playground

    with _told():
        serve_playground(port, data, empty)


@app.command()
def run() -> None:
    """The bot on real Slack; SLACK_BOT_TOKEN and SLACK_APP_TOKEN must be set."""
    from bot.serving import serve_bot

    with _told():
        serve_bot()


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="In plain words.")],
    map_name: MapName = None,
    as_of: Annotated[str | None, typer.Option(help="Answer as on this day (YYYY-MM-DD).")] = None,
    data: Data = None,
    as_json: Json = False,
    no_model: Annotated[bool, typer.Option("--no-model", help="Built-in rules only.")] = False,
) -> None:
    """Answer one question."""
    from bot.door.commands import AskQuestion

    _do(AskQuestion(question=question, map_name=map_name, as_of=as_of, as_json=as_json, no_model=no_model), data)


@app.command()
def tool(
    name: Annotated[str, typer.Argument(help="A name of `waymark tools`.")],
    args: Annotated[str, typer.Option(help="Its arguments as a JSON object.")] = "{}",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Run one analysis, straight."""
    from bot.door.commands import RunTool

    _do(RunTool(name=name, args=args, as_json=as_json), data)


@app.command()
def tools(as_json: Json = False) -> None:
    """The catalogue of analyses, with argument and result schemas."""
    from bot.terminal import print_tools

    print_tools(as_json)


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="CSV, TSV, XLSX, JSONL or Parquet with data; a map as JSON, XLSX or CSV.")
    ],
    kind: Annotated[str | None, typer.Option(help="events or map; default: as the file looks.")] = None,
    map_name: Annotated[
        str | None,
        typer.Option("--map", help="Events: say which are on no place of this map. A table: add it to this map."),
    ] = None,
    mapping: Annotated[Path | None, typer.Option(help="YAML or JSON: which column is which field.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check everything, store nothing.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Take in customer events and other data, or a map."""
    from bot.door.commands import ImportFile

    order = ImportFile(file=file, kind=kind, map_name=map_name, mapping=mapping, as_json=as_json, dry_run=dry_run)
    _do(order, data)


@app.command("data")
def data_(
    action: Annotated[str, typer.Argument(help="list, or undo.")] = "list",
    number: Annotated[int | None, typer.Argument(help="The number of the import to undo.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """The data that are stored, with rows, errors and days; or one import undone as a whole."""
    from bot.door.commands import Data as Order

    _do(Order(action=action, number=number, as_json=as_json), data)


@app.command()
def path(
    customer: Annotated[str, typer.Argument(help="Any id of the customer, as it stands in your data.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """One customer's events through all channels, visit by visit."""
    from bot.door.commands import CustomerPath

    _do(CustomerPath(customer=customer, as_json=as_json), data)


@app.command()
def held(
    customer: Annotated[str, typer.Argument(help="Any id of the customer, as it stands in your data.")],
    data: Data = None,
) -> None:
    """Everything that is stored of one customer, as JSON to hand over."""
    from bot.door.commands import HeldOfCustomer

    _do(HeldOfCustomer(customer=customer), data)


@app.command()
def part(
    alias: Annotated[str, typer.Argument(metavar="ID", help="The id that was joined to a customer by mistake.")],
    data: Data = None,
) -> None:
    """Undo a wrong join: the id is a customer of its own from now on."""
    from bot.door.commands import PartIds

    _do(PartIds(alias=alias), data)


@app.command()
def erase(
    customer: Annotated[str, typer.Argument(help="Any id of the customer, as it stands in your data.")],
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask whether this is meant.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Delete everything of one customer for good; later imports leave their rows out."""
    from bot.door.commands import EraseCustomer
    from bot.settings import settings_for
    from prompts.loader import words

    if not sure:
        with _told():
            question = words(settings_for(data).lang)("erasing.sure")
        typer.confirm(question, abort=True, err=True)
    _do(EraseCustomer(customer=customer, as_json=as_json), data)


@app.command("rebuild-search")
def rebuild_search(data: Data = None, as_json: Json = False) -> None:
    """Build the index in which evidence is found by meaning anew."""
    from bot.door.commands import RebuildSearch

    _do(RebuildSearch(as_json=as_json), data)


@app.command()
def export(
    map_name: Annotated[str, typer.Argument(metavar="MAP", help="Id or title.")],
    to: Annotated[
        Path, typer.Option("--to", help="The ending tells the format: .png .svg .pdf .pptx .xlsx .csv .md .json .mmd")
    ],
    data: Data = None,
) -> None:
    """Write a map to a file."""
    with _terminal(data) as terminal:
        terminal.export(map_name, to)


@app.command()
def maps(data: Data = None, as_json: Json = False) -> None:
    """List the maps."""
    with _terminal(data) as terminal:
        terminal.maps(as_json)


@app.command("examples")
def examples_(
    copy: Annotated[str | None, typer.Option("--copy", help="Id, title or subject: as a map of your own.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """List the finished example maps, or copy one of them."""
    with _terminal(data) as terminal:
        terminal.examples(copy, as_json)


@app.command()
def show(
    map_name: Annotated[str, typer.Argument(metavar="MAP", help="Id or title.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Show one map."""
    with _terminal(data) as terminal:
        terminal.show(map_name, as_json)


@app.command()
def numbers(
    map_name: Annotated[str, typer.Argument(metavar="MAP", help="Id or title.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Six numbers of a map, and its touchpoints in figures."""
    with _terminal(data) as terminal:
        terminal.numbers(map_name, as_json)


@app.command(context_settings={"ignore_unknown_options": True})
def say(
    text: Annotated[str, typer.Argument(help="What you would write in the thread.")],
    thread: Annotated[str, typer.Option(help="A name for the thread.")] = "main",
    user: Annotated[str, typer.Option(help="Who speaks.")] = "me",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """One message of a conversation, as in a Slack thread."""
    from bot.door.commands import Say

    _do(Say(text=text, thread=thread, user=user, as_json=as_json), data)


@app.command()
def doctor(data: Data = None, as_json: Json = False) -> None:
    """Check settings, stores, fonts, Slack and the model, and say what to mend."""
    from bot.doctor import examine

    with _told():
        raise typer.Exit(examine(data, as_json))


@app.command("model-log")
def model_log(data: Data = None, as_json: Json = False) -> None:
    """What was sent to the language model in the last two weeks, and what came back."""
    from bot.model_log import show

    with _told():
        show(data, as_json)


@app.command("write-key")
def write_key(
    action: Annotated[str, typer.Argument(help="show, make or revoke.")] = "show",
    name: Annotated[str, typer.Argument(help="A name for the key; what comes with it is one data set.")] = "",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """The keys with which events may be sent over HTTP."""
    from bot.intake.commands import write_key

    with _told():
        write_key(action, name, data, as_json)


events = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The events on another engine.")
app.add_typer(events, name="events")


@events.command("copy")
def copy_events(
    url: Annotated[str, typer.Argument(help="postgresql://…, clickhouse://… or spark:///folder (Parquet files).")],
    data: Data = None,
) -> None:
    """Put the workspace's events on an engine, in place of what it had of them."""
    from bot.terminal_files import copied_to

    with _told():
        typer.echo(copied_to(url, data))


@app.command()
def manifest() -> None:
    """Print the manifest of the Slack app."""
    from bot.serving import manifest_text

    typer.echo(manifest_text())


def main() -> None:
    """The console script."""
    app()


if __name__ == "__main__":
    main()
