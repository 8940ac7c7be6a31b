"""Databricks: `databricks://token:secret@host/catalog/schema?http_path=/sql/1.0/warehouses/id`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storage.backends.engines.compile import Query
from storage.backends.engines.dbapi import DbApiDriver
from storage.backends.engines.driver import Address, EngineFailed, Value, driver_module

_KEYS = {
    "TABLE_OR_VIEW_NOT_FOUND": "engine_table",
    "UNRESOLVED_COLUMN": "engine_no_column",
    "PERMISSION": "engine_not_allowed",
    "Invalid access token": "engine_refused",
}


class DatabricksDriver(DbApiDriver):
    """A SQL warehouse."""

    dialect = "databricks"

    def __init__(self, address: Address, schema: str) -> None:
        super().__init__(address, address.path[1] if len(address.path) > 1 else schema)
        self._sql = driver_module("databricks.sql", "databricks")
        self.errors = (driver_module("databricks.sql.exc", "databricks").Error,)
        self.marks = (":p0", ":p1")

    def filled(self, query: Query, values: Mapping[str, Value]) -> object:
        return dict(values)

    def fetched(self, sql: str, values: object) -> list[tuple[object, ...]]:
        named = {f"p{i}": value for i, value in enumerate(values)} if isinstance(values, list) else values
        return super().fetched(sql, named)

    def connect(self) -> Any:
        address = self.address
        try:
            return self._sql.connect(
                server_hostname=address.host, http_path=address.options.get("http_path", ""),
                access_token=address.password, catalog=address.path[0] if address.path else None, schema=self.schema,
                session_configuration={"TIMEZONE": "UTC"}, user_agent_entry="waymark",
            )  # fmt: skip
        except self.errors as error:
            raise self.failure(error) from error

    def failure(self, error: Exception) -> EngineFailed:
        key = next((key for said, key in _KEYS.items() if said in str(error)), "engine_failed")
        return EngineFailed(key, engine=self.address.shown, user=self.address.user)
