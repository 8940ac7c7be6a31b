"""What must an engine's driver do? Run compiled SQL, say which columns a table has, and fail in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Protocol
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from storage.errors import StoreUnavailable

if TYPE_CHECKING:
    from storage.backends.engines.compile import Query

Value = int | str | float
Row = tuple[object, ...]
Layout = Mapping[str, Mapping[str, str]]
"""Table → column → the engine's name of its type, as it writes it."""


class EngineFailed(StoreUnavailable):
    """The engine did not give the rows: `key` names the sentence `errors.<key>`, the facts say where and what.

    Keys: engine_unreachable, engine_refused (name or password), engine_database, engine_table, engine_column (which one
    is known), engine_no_column, engine_not_allowed, engine_driver (its extra is not installed), engine_url,
    engine_failed.
    """

    def __init__(self, key: str, **facts: object) -> None:
        self.key = key
        super().__init__(f"{key}: {facts}", **facts)


@dataclass(frozen=True)
class Address:
    """An engine's URL taken apart; `shown` is without the password."""

    scheme: str
    host: str
    port: int | None
    user: str
    password: str
    path: tuple[str, ...]
    options: Mapping[str, str]
    url: str

    @classmethod
    def read(cls, url: str) -> Address:
        """Raises EngineFailed (engine_url)."""
        try:
            parts: SplitResult = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise EngineFailed("engine_url", url=url.partition("@")[2] or url) from error
        return cls(
            scheme=parts.scheme.lower(), host=parts.hostname or "", port=port, user=unquote(parts.username or ""),
            password=unquote(parts.password or ""), path=tuple(unquote(p) for p in parts.path.split("/") if p),
            options=dict(parse_qsl(parts.query)), url=url,
        )  # fmt: skip

    @property
    def shown(self) -> str:
        """`postgresql://host:5432/shop`: what may stand in an answer."""
        port = f":{self.port}" if self.port else ""
        return f"{self.scheme}://{self.host}{port}/{'/'.join(self.path)}"


class Driver(Protocol):
    """A connection to one engine; safe to use from several threads. It is never asked to write."""

    @property
    def dialect(self) -> str:
        """A key of `dialects.DIALECTS`."""

    def rows(self, query: Query, values: Mapping[str, Value]) -> Iterable[Row]:
        """Rows in the order of the expression's columns. Raises EngineFailed."""

    def columns(self, table: str) -> Mapping[str, str]:
        """Column → the engine's name of its type; nothing when there is no such table. Raises EngineFailed."""

    def close(self) -> None:
        """Give connections back."""


def driver_module(name: str, extra: str) -> ModuleType:
    """A driver that is imported only where an address asks for it. Raises EngineFailed (engine_driver)."""
    try:
        return import_module(name)
    except ImportError as error:
        raise EngineFailed("engine_driver", engine=extra, extra=extra) from error


def schema_of(workspace_id: str) -> str:
    """Where the tables of a workspace lie in an engine that has schemas."""
    return "waymark_" + "".join(c if c.isalnum() and c.isascii() else "_" for c in workspace_id.lower())
