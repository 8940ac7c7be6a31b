"""Spark: a session of this process over Parquet files, or over tables that its catalogue knows.

`spark:///folder` runs on this machine; `spark://host:7077/folder` on a cluster that sees the folder.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from storage.backends.engines.compile import Query
from storage.backends.engines.driver import Address, EngineFailed, Row, Value, driver_module
from storage.event_tables import event_tables

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "4",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


def folder_of(address: Address) -> Path:
    """Where the Parquet files are."""
    return Path("/", *address.path)


class SparkDriver:
    """All drivers of a process share Spark itself; each has tables of its own."""

    dialect = "databricks"

    def __init__(self, address: Address, schema: str) -> None:
        self.address = address
        sql = driver_module("pyspark.sql", "spark")
        self._errors: tuple[type[Exception], ...] = (
            driver_module("pyspark.errors", "spark").PySparkException,
            driver_module("py4j.protocol", "spark").Py4JError,
        )
        if shutil.which("java") is None:
            raise EngineFailed("engine_java", engine=address.shown)
        builder = sql.SparkSession.builder.appName("waymark")
        builder = builder.master(f"spark://{address.host}:{address.port or 7077}" if address.host else "local[*]")
        for name, value in _SETTINGS.items():
            builder = builder.config(name, value)
        try:
            self._session: Any = builder.getOrCreate().newSession()
        except self._errors as error:
            raise EngineFailed("engine_unreachable", engine=address.shown) from error
        for table in vars(event_tables()):
            file = folder_of(address) / schema / f"{table}.parquet"
            if file.is_file():
                self._session.read.parquet(str(file)).createOrReplaceTempView(table)

    def rows(self, query: Query, values: Mapping[str, Value]) -> list[Row]:
        try:
            return [tuple(row) for row in self._session.sql(query.sql, args=dict(values)).collect()]
        except self._errors as error:
            raise self._failure(error) from error

    def columns(self, table: str) -> Mapping[str, str]:
        try:
            return dict(self._session.table(table).dtypes)
        except self._errors as error:
            failure = self._failure(error)
            if failure.key == "engine_table":
                return {}
            raise failure from error

    def close(self) -> None:
        """The session is the process's."""

    def _failure(self, error: Exception) -> EngineFailed:
        said = str(error)
        if "TABLE_OR_VIEW_NOT_FOUND" in said:
            return EngineFailed("engine_table", engine=self.address.shown)
        key = "engine_no_column" if "UNRESOLVED_COLUMN" in said else "engine_failed"
        return EngineFailed(key, engine=self.address.shown)
