"""BigQuery: `bigquery://project/dataset`; who asks is whoever Google's own settings name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storage.backends.engines.compile import Query
from storage.backends.engines.driver import Address, EngineFailed, Row, Value, driver_module

_TYPES = {int: "INT64", float: "FLOAT64", str: "STRING"}
_COLUMNS = "SELECT column_name, data_type FROM {dataset}.INFORMATION_SCHEMA.COLUMNS WHERE table_name = @name"


class BigQueryDriver:
    """`bigquery://project` alone takes the dataset that is called as the workspace's tables elsewhere."""

    dialect = "bigquery"

    def __init__(self, address: Address, schema: str) -> None:
        self._bigquery = driver_module("google.cloud.bigquery", "bigquery")
        self._errors: type[Exception] = driver_module("google.api_core.exceptions", "bigquery").GoogleAPIError
        self.address = address
        self._dataset = address.path[0] if address.path else schema
        self._client: Any = self._bigquery.Client(project=address.host)

    def rows(self, query: Query, values: Mapping[str, Value]) -> list[Row]:
        return self._fetched(query.sql, values)

    def columns(self, table: str) -> Mapping[str, str]:
        dataset, _, name = table.rpartition(".")
        quoted = ".".join(f"`{part.replace('`', '')}`" for part in (dataset or self._dataset).split("."))
        return {
            str(column): str(kind) for column, kind in self._fetched(_COLUMNS.format(dataset=quoted), {"name": name})
        }

    def close(self) -> None:
        self._client.close()

    def _fetched(self, sql: str, values: Mapping[str, Value]) -> list[Row]:
        bigquery = self._bigquery
        job = bigquery.QueryJobConfig(
            default_dataset=f"{self.address.host}.{self._dataset}",
            query_parameters=[
                bigquery.ScalarQueryParameter(name, _TYPES[type(value)], value) for name, value in values.items()
            ],
        )
        try:
            return [tuple(row.values()) for row in self._client.query(sql, job_config=job).result()]
        except self._errors as error:
            raise EngineFailed(_key(error), engine=self.address.shown, user=self.address.user) from error


def _key(error: Exception) -> str:
    return {401: "engine_refused", 403: "engine_not_allowed", 404: "engine_table"}.get(
        int(getattr(error, "code", 0) or 0), "engine_failed"
    )
