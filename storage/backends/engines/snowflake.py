"""Snowflake: `snowflake://user:password@account/database/schema?warehouse=name&role=name`."""

from __future__ import annotations

from typing import Any

from storage.backends.engines.dbapi import DbApiDriver
from storage.backends.engines.driver import Address, EngineFailed, driver_module

_KEYS = {250001: "engine_refused", 2003: "engine_table", 904: "engine_no_column", 3001: "engine_not_allowed"}


class SnowflakeDriver(DbApiDriver):
    """Names stand in quotes there, so that `events` is not `EVENTS`."""

    dialect = "snowflake"
    marks = (":1", ":2")

    def __init__(self, address: Address, schema: str) -> None:
        super().__init__(address, address.path[1] if len(address.path) > 1 else schema)
        self._snowflake = driver_module("snowflake.connector", "snowflake")
        self.errors = (self._snowflake.Error,)

    def connect(self) -> Any:
        address = self.address
        try:
            return self._snowflake.connect(
                user=address.user, password=address.password, account=address.host, paramstyle="numeric",
                database=address.path[0] if address.path else None, schema=f'"{self.schema}"', timezone="UTC",
                application="waymark", **address.options,
            )  # fmt: skip
        except self._snowflake.Error as error:
            raise self.failure(error) from error

    def failure(self, error: Exception) -> EngineFailed:
        key = _KEYS.get(getattr(error, "errno", 0), "engine_failed")
        return EngineFailed(key, engine=self.address.shown, user=self.address.user)
