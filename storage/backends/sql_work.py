"""The SQL database: opening it, bringing its tables up to date, and connections that read or write."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from storage.backends.sql_tables import REVISION
from storage.errors import StoresNotOpened, StoreTooNew, StoreUnavailable

WAIT_SECONDS = 10
PAUSE_SECONDS = 0.02
CONNECTIONS = 8

# FULL: what was acknowledged survives a power cut. secure_delete: what was deleted is overwritten.
_PRAGMAS = ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON")


class Work:
    """Gives connections: its own one inside a transaction, else a fresh one for every read or write."""

    def __init__(self, engine: Engine, bound: Connection | None = None) -> None:
        self.engine, self._bound = engine, bound

    @property
    def bound(self) -> bool:
        """Whether this is one transaction."""
        return self._bound is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the data. Raises StoreUnavailable."""
        with _known_errors():
            if self._bound is not None:
                yield self._bound
            else:
                with self.engine.connect() as connection:
                    yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose writes are kept together, at the end of the block. Raises StoreUnavailable."""
        with _known_errors():
            if self._bound is not None:
                yield self._bound
            else:
                with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
                    yield connection


def open_database(data: Path, database_url: str = "") -> Engine:
    """The engine over an up-to-date database. Raises StoresNotOpened, StoreTooNew."""
    try:
        engine = _engine(database_url or f"sqlite:///{_made(data) / 'waymark.db'}")
        with ExitStack() as opened, _known_errors():
            opened.callback(engine.dispose)
            _bring_up_to_date(engine)
            opened.pop_all()
    except StoreUnavailable as error:
        raise StoresNotOpened(str(data)) from error
    return engine


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"The folder {folder} cannot be made: {error}") from error
    return folder


def _engine(database_url: str) -> Engine:
    pool: dict[str, Any] = {"pool_size": CONNECTIONS, "max_overflow": CONNECTIONS, "pool_timeout": WAIT_SECONDS}
    if make_url(database_url).get_backend_name() != "sqlite":
        return create_engine(database_url, pool_pre_ping=True, **pool)
    arguments = {"timeout": WAIT_SECONDS, "check_same_thread": False}
    engine = create_engine(database_url, connect_args=arguments, **pool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; `_begin` does
    _write_ahead(connection)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: Any) -> None:
    """Readers go on beside a writer. A new file takes this once; SQLite does not wait while another process does it."""
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > until:
                raise
        time.sleep(PAUSE_SECONDS)


def _begin(connection: Connection) -> None:
    """A writer takes its place in the queue at once: a reader that starts to write later would fail, not wait."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _bring_up_to_date(engine: Engine) -> None:
    """Runs the migrations unless the tables are at the newest revision; Alembic is loaded only then."""
    with engine.connect() as connection:
        if _stored_revision(connection) == REVISION:
            return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7297)"))  # two processes may open at once
        if _stored_revision(connection) != REVISION:
            _migrate(connection)


def _stored_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.attributes["connection"] = connection
    stored = _stored_revision(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if stored is not None and stored not in known:
        raise StoreTooNew(stored)
    command.upgrade(config, "head")


@contextmanager
def _known_errors() -> Iterator[None]:
    """The database's own troubles as ours; a broken key is left to the store that wrote it."""
    try:
        yield
    except IntegrityError:
        raise
    except (DBAPIError, NoConnectionFree) as error:
        raise StoreUnavailable(f"The database did not answer: {error}") from error
