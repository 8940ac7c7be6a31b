"""PostgreSQL, by psycopg: sessions that can only read, values sent apart from the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg

from storage.backends.engines.dbapi import DbApiDriver
from storage.backends.engines.driver import EngineFailed

_SETTINGS = "-c default_transaction_read_only=on -c jit=off -c TimeZone=UTC -c work_mem=64MB"
_KEYS = {
    "28": "engine_refused",
    "3D": "engine_database",
    "42P01": "engine_table",
    "3F": "engine_table",
    "42703": "engine_no_column",
    "42501": "engine_not_allowed",
    "08": "engine_unreachable",
    "57P": "engine_unreachable",
}


class PostgresDriver(DbApiDriver):
    """`postgresql://user:password@host:5432/database`, with psycopg's own options after a `?`."""

    dialect = "postgres"
    marks = ("$1", "$2")
    errors = (psycopg.Error,)

    def connect(self) -> Any:
        try:
            return psycopg.connect(
                self.address.url, autocommit=True, connect_timeout=10, application_name="waymark",
                cursor_factory=psycopg.RawCursor, prepare_threshold=None,
                options=f"{_SETTINGS} -c search_path={self.schema}",
            )  # fmt: skip
        except psycopg.Error as error:
            raise connect_failure(error, self.address.shown, self.address.user) from error

    def end_of(self, connection: Any) -> Callable[[], object]:
        cancel: Callable[[], object] = connection.cancel
        return cancel

    def failure(self, error: Exception) -> EngineFailed:
        state = getattr(error, "sqlstate", None) or "08"
        key = next((key for code, key in _KEYS.items() if state.startswith(code)), "engine_failed")
        return EngineFailed(key, engine=self.address.shown, user=self.address.user)


def connect_failure(error: psycopg.Error, engine: str, user: str) -> EngineFailed:
    """Why there is no connection: libpq says it in words alone."""
    said = str(error)
    if "authentication failed" in said or "no password supplied" in said or ("role " in said and "exist" in said):
        return EngineFailed("engine_refused", engine=engine, user=user)
    if "database " in said and "does not exist" in said:
        return EngineFailed("engine_database", engine=engine, user=user)
    return EngineFailed("engine_unreachable", engine=engine)
