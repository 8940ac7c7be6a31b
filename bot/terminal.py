"""The command line's own room: opens the stores, runs one command, prints words or one JSON document."""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog
import typer
from pydantic import BaseModel, ValidationError

from bot.errors import error_words
from bot.language import told_by
from bot.settings import Settings, settings_for, without_label
from prompts.loader import words
from storage.errors import WaymarkError
from storage.maps import Reader
from storage.open import Stores, open_stores

EVERYTHING = Reader("", everything=True)
PRIVATE = "local"


class WrongUse(WaymarkError):
    """A command was used wrongly: `key` names the sentence."""

    def __init__(self, key: str, **facts: object) -> None:
        self.key = key
        super().__init__(f"{key}: {facts}", **facts)


def words_of(error: WaymarkError) -> str:
    """What a person reads."""
    return error_words(error, words(_settings_lang()))


def _settings_lang() -> str:
    """English where the settings themselves are wrong."""
    try:
        return Settings().lang
    except ValidationError:
        return "en"


def exit_code(error: WaymarkError) -> int:
    """2: change the input; 3: something outside, try later."""
    return 2 if error.advice == "change the input" else 3


def log_to_stderr(level: str) -> None:
    """Our log lines carry ids, durations and codes, never text; Slack's SDK logs only what goes wrong."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("slack_bolt.AsyncRequestVerification").setLevel(logging.ERROR)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping().get(level.upper(), 20)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def print_tools(as_json: bool) -> None:
    """The catalogue."""
    from prompts.loader import text
    from tools.catalogue import CATALOGUE

    if as_json:
        print_json(
            [
                {
                    "name": tool.name,
                    "description": text(f"tools/{tool.name}"),
                    "args": tool.args.model_json_schema(),
                    "result": tool.result.model_json_schema(mode="serialization"),
                }
                for tool in CATALOGUE.values()
            ]
        )
        return
    for tool in CATALOGUE.values():
        typer.echo(f"{tool.name}: {text(f'tools/{tool.name}').splitlines()[0]}")


def print_json(value: object) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(json_text(value))


def json_text(value: object) -> str:
    """One JSON document; letters of every script stay readable."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain_json) + "\n"


def _plain_json(value: object) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return str(value)


class Terminal:
    """One command's stores and settings. `out` takes what is printed, in place of stdout."""

    def __init__(self, settings: Settings, stores: Stores, out: Callable[[str], object] | None = None) -> None:
        self._settings, self._stores = settings, stores
        self._here, self._out = out is None, out or sys.stdout.write
        self._words = words(settings.lang)

    @classmethod
    @contextmanager
    def open(cls, data: Path | None) -> Iterator["Terminal"]:
        """Raises StoreUnavailable."""
        settings = settings_for(data)
        log_to_stderr(settings.log_level)
        stores = open_stores(settings.data, events=settings.events_at(), search=settings.search_by())
        try:
            yield cls(settings, stores)
        finally:
            stores.close()

    def _print(self, line: str) -> None:
        self._out(line + "\n")

    def _print_json(self, value: object) -> None:
        self._out(json_text(value))

    def ask(
        self, question: str, map_name: str | None, as_of: str | None, as_json: bool, no_model: bool = False
    ) -> None:
        """One question, answered as in a thread of its own. Raises WrongUse, SettingMissing, SettingWrong."""
        if not question.strip():
            raise WrongUse("nothing_asked")
        from bot import asking
        from bot.reply import plain

        day = None if as_of is None else _day(as_of)
        now = datetime.now(UTC) if day is None else datetime.combine(day, time(23, 59), ZoneInfo(self._settings.tz))
        reader, ws = EVERYTHING, self._settings.workspace
        journey = self._stores.maps.find(ws, map_name, reader) if map_name else None
        model = None if no_model else self._settings.endpoint()
        thread = asking.Thread(workspace_id=ws, reader=reader, now=now, journey=journey, as_of=day, model=model)
        spoken = words(told_by(question) or self._settings.lang)
        answered = asking.answer(question, thread, self._stores, spoken)
        if as_json:
            self._print_json(answered.document())
        else:
            self._print("\n\n".join(plain(reply) for reply in answered.replies))

    def tool(self, name: str, args: str, as_json: bool) -> None:
        """One analysis. Raises WrongUse for an unknown name or wrong arguments."""
        from difflib import get_close_matches

        from bot import answers, asking
        from bot.reply import plain
        from tools.catalogue import CATALOGUE

        tool = CATALOGUE.get(name)
        if tool is None:
            close = ", ".join(get_close_matches(name, CATALOGUE, n=3)) or ", ".join(CATALOGUE)
            raise WrongUse("unknown_tool", name=name, close=close)
        try:
            asked = tool.args.model_validate_json(args)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the JSON"
            known = ", ".join(tool.args.model_fields)
            if first["type"] == "extra_forbidden":
                raise WrongUse("tool_arg_unknown", tool=name, field=where, known=known) from error
            raise WrongUse("tool_args", tool=name, field=where, why=without_label(first["msg"]), known=known) from error
        sources = asking.sources(self._settings.workspace, EVERYTHING, datetime.now(UTC), self._stores)
        result = tool.run(asked, sources)
        if as_json:
            self._print_json(result)
        else:
            self._print(plain(answers.answer_tool(name, asked, result, self._words, sources.zone)))

    def import_file(
        self, file: Path, kind: str | None, map_name: str | None, mapping: Path | None, as_json: bool, dry_run: bool
    ) -> None:
        """Data, a map's JSON, or a table that is a map. Raises ImportRefused, WrongUse, MapNotFound."""
        from bot.terminal_files import import_file

        incoming = self._incoming("", "import", "operator")
        import_file(
            file, kind, map_name, mapping, as_json, incoming, self._settings, self._stores, self._words, self._out,
            with_bar=self._here, dry_run=dry_run,
        )  # fmt: skip

    def data(self, action: str, number: int | None, as_json: bool) -> None:
        """What is stored, or one import undone. Raises WrongUse, DataSetNotFound."""
        from bot.terminal_files import data

        data(action, number, as_json, self._settings, self._stores, self._words, self._out)

    def path(self, customer: str, as_json: bool) -> None:
        """One customer's events through all channels. Raises CustomerNotFound."""
        from bot.customer_path import told
        from bot.reply import plain

        steps = self._stores.events(self._settings.workspace).path(customer)
        if as_json:
            self._print_json([step.model_dump() for step in steps])
        else:
            self._print(plain(told(steps, ZoneInfo(self._settings.tz), self._words)))

    def held(self, customer: str) -> None:
        """Everything that is stored of one customer, as JSON. Raises CustomerNotFound."""
        self._print_json(self._stores.events(self._settings.workspace).export(customer))

    def part(self, alias: str) -> None:
        """An id that was joined to a customer by mistake becomes one of its own. Raises CustomerNotFound."""
        self._stores.events(self._settings.workspace).part(alias)
        self._print(self._words("erasing.parted"))

    def erase(self, customer: str, as_json: bool) -> None:
        """One customer with everything, for good. Raises CustomerNotFound."""
        from bot.answers.figures import counted

        removed = self._stores.events(self._settings.workspace).erase(customer)
        if as_json:
            self._print_json({"erased_events": removed})
        else:
            self._print(self._words("erasing.done", events=counted("events", removed, self._words)))

    def rebuild_search(self, as_json: bool) -> None:
        """The search index made anew. Raises IndexInUse, IndexBroken, EmbeddingFailed."""
        from bot.answers.figures import counted

        pieces = self._stores.search.rebuild(self._settings.workspace)
        if as_json:
            self._print_json({"pieces": pieces})
        else:
            self._print(self._words("evidence_search.rebuilt", pieces=counted("pieces", pieces, self._words)))

    def export(self, map_name: str, to: Path) -> None:
        """A map in the format of the file's ending. Raises MapNotFound, WrongUse."""
        from bot.terminal_files import export

        export(map_name, to, self._settings, self._stores)

    def maps(self, as_json: bool) -> None:
        """The list of maps."""
        lines = self._stores.maps.lines(self._settings.workspace, EVERYTHING)
        if as_json:
            self._print_json([line._asdict() for line in lines])
        elif not lines:
            self._print(self._words("cli.no_maps"))
        for line in lines if not as_json else ():
            self._print(f"{line.map_id}  {line.title}  ({self._words(f'lists.status.{line.status}')}, v{line.version})")

    def examples(self, copy: str | None, as_json: bool) -> None:
        """The list of examples, or one of them copied into a thread that is called like it. Raises MapNotFound."""
        from bot import example_library
        from bot.examples import examples

        if copy is not None:
            key = example_library.named(copy)
            self.say(f"examples copy {key}", key, "me", as_json)
        elif as_json:
            found = ((key, example.document.map) for key, example in examples().items())
            self._print_json([{"example": key, "type": of.type, "title": of.title} for key, of in found])
        else:
            for key, example in examples().items():
                kind = self._words(f"lists.map_types.{example.document.map.type}")
                self._print(f"{key}  {example.document.map.title}  ({kind})")

    def show(self, map_name: str, as_json: bool) -> None:
        """One map. Raises MapNotFound."""
        from bot import lookups
        from bot.reply import Reply, Table, Text, plain

        journey = self._stores.maps.find(self._settings.workspace, map_name, EVERYTHING)
        if as_json:
            self._print_json(journey)
            return
        summary = lookups.summary(journey, self._incoming("", "main", "me"), self._stores, self._words)
        self._print(plain(Reply(parts=tuple(part for part in summary.parts if isinstance(part, Text | Table)))))

    def numbers(self, map_name: str, as_json: bool) -> None:
        """Six numbers of a map and its touchpoints. Raises MapNotFound."""
        from bot import numbers
        from bot.reply import plain

        reply = numbers.shown(map_name, self._incoming("", "main", "me"), self._stores, self._words)
        if as_json:
            self._print_json([part for part in reply.parts if part.kind == "table"])
        else:
            self._print(plain(reply))

    def say(self, text: str, thread: str, user: str, as_json: bool) -> None:
        """One message; its effect is stored at once. Raises WrongUse when there is nothing in it.

        What is opened goes on in this thread; beside a build, in a thread of its own that is named after this one.
        """
        if not text.strip():
            raise WrongUse("nothing_said")
        from bot import desk
        from bot.reply import plain

        incoming = self._incoming(text, thread, user)
        outcome = desk.take(incoming, self._stores, self._settings.endpoint())
        replies = outcome.replies
        with self._stores.transaction() as tx:
            outcome.store(tx, incoming)
        if outcome.opens is not None:
            beside = f"{thread}-2" if outcome.turn else thread
            incoming = incoming.model_copy(update={"opening": outcome.opens, "thread": beside})
            outcome = desk.take(incoming, self._stores)
            replies = (*replies, *outcome.replies)
            with self._stores.transaction() as tx:
                outcome.store(tx, incoming)
        if as_json:
            session = self._stores.sessions.get(incoming.workspace_id, incoming.session_id)
            self._print_json(
                {
                    "replies": [plain(reply) for reply in replies],
                    "for_us": outcome.for_us,
                    "map": session.map_id if session else None,
                    "question": session.pending.question if session and session.pending else None,
                    "state": session.state if session else None,
                }
            )
        else:
            self._print("\n\n".join(plain(reply) for reply in replies))

    def _incoming(self, text: str, thread: str, user: str) -> Any:
        from bot.conversation.turn import Said
        from bot.exchange import Incoming

        member = f"local:{user}"
        said = Said(by=member, name=user, at=datetime.now(UTC), text=text)
        return Incoming(
            workspace_id=self._settings.workspace,
            channel_id=PRIVATE,
            thread=thread,
            said=said,
            addressed=True,
            reader=EVERYTHING,
            names={member: user},
            lang=self._settings.lang,
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongUse("not_a_day", value=text) from error
