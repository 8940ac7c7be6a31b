"""Which engine does an address name? Opens the events of a workspace there; drivers are imported only then."""

from __future__ import annotations

from importlib import import_module

from storage.backends.engines.driver import Address, Driver, EngineFailed, schema_of
from storage.backends.engines.events import EngineEvents
from storage.backends.engines.existing import Columns, ExistingTable

DRIVERS = {
    "postgresql": ("postgres", "PostgresDriver"),
    "postgres": ("postgres", "PostgresDriver"),
    "clickhouse": ("clickhouse", "ClickHouseDriver"),
    "clickhouses": ("clickhouse", "ClickHouseDriver"),
    "chdb": ("clickhouse", "ChdbDriver"),
    "spark": ("spark", "SparkDriver"),
    "bigquery": ("bigquery", "BigQueryDriver"),
    "snowflake": ("snowflake", "SnowflakeDriver"),
    "databricks": ("databricks", "DatabricksDriver"),
    "trino": ("trino", "TrinoDriver"),
}
"""Scheme of the URL → file and class."""


def open_engine(url: str, workspace_id: str, table: str = "", columns: str = "") -> EngineEvents:
    """The events of a workspace at `url`: our tables there, or `table` read by `columns`. Raises EngineFailed."""
    mapped = Columns.read(table, columns) if table else None
    driver = open_driver(url, mapped.schema if mapped else schema_of(workspace_id))
    shown = Address.read(url).shown
    try:
        return EngineEvents(driver, shown, ExistingTable(mapped, driver, shown) if mapped else None)
    except EngineFailed:
        driver.close()
        raise


def open_driver(url: str, schema: str) -> Driver:
    """A connection in which tables without a schema are those of `schema`. Raises EngineFailed."""
    address = Address.read(url)
    if address.scheme not in DRIVERS:
        raise EngineFailed("engine_unknown", scheme=address.scheme, known=", ".join(DRIVERS))
    file, name = DRIVERS[address.scheme]
    try:
        module = import_module(f"storage.backends.engines.{file}")
    except ImportError as error:
        raise EngineFailed("engine_driver", engine=file, extra=file) from error
    driver: Driver = getattr(module, name)(address, schema)
    return driver
