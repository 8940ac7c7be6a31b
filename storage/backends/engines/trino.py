"""Trino: `trino://user:password@host:8443/catalog/schema`; with a password over TLS."""

from __future__ import annotations

from typing import Any

from storage.backends.engines.dbapi import DbApiDriver
from storage.backends.engines.driver import Address, EngineFailed, driver_module

_KEYS = {
    "TABLE_NOT_FOUND": "engine_table",
    "SCHEMA_NOT_FOUND": "engine_table",
    "CATALOG_NOT_FOUND": "engine_database",
    "COLUMN_NOT_FOUND": "engine_no_column",
    "PERMISSION_DENIED": "engine_not_allowed",
}


class TrinoDriver(DbApiDriver):
    """Whatever Trino has a connector for."""

    dialect = "trino"

    def __init__(self, address: Address, schema: str) -> None:
        super().__init__(address, address.path[1] if len(address.path) > 1 else schema)
        self._trino = driver_module("trino", "trino")
        self.errors = (driver_module("trino.exceptions", "trino").Error, ConnectionError)

    def connect(self) -> Any:
        address = self.address
        auth = self._trino.auth.BasicAuthentication(address.user, address.password) if address.password else None
        return self._trino.dbapi.connect(
            host=address.host, port=address.port or (443 if auth else 8080), user=address.user or "waymark", auth=auth,
            http_scheme="https" if auth else "http", catalog=address.path[0] if address.path else None,
            schema=self.schema, source="waymark", timezone="UTC",
        )  # fmt: skip

    def failure(self, error: Exception) -> EngineFailed:
        name = str(getattr(error, "error_name", ""))
        lost = isinstance(error, ConnectionError)
        key = (
            "engine_unreachable"
            if lost
            else "engine_refused"
            if "401" in str(error)
            else _KEYS.get(name, "engine_failed")
        )
        return EngineFailed(key, engine=self.address.shown, user=self.address.user)
