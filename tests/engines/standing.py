"""What works on which engine. The exceptions stand here, and the tests hold them to it; `report.py` writes the page."""

from typing import Literal

Standing = Literal["works", "compiles", "not yet", "never"]
RUN = {"duckdb": "DuckDB", "postgres": "PostgreSQL", "clickhouse": "ClickHouse", "spark": "Spark"}
COMPILED = {"bigquery": "BigQuery", "snowflake": "Snowflake", "databricks": "Databricks", "trino": "Trino"}
EXCEPT: dict[tuple[str, str], tuple[Literal["not yet", "never"], str]] = {}
"""(tool, engine) → how it stands and why."""


def standing(tool: str, engine: str) -> Standing:
    if (tool, engine) in EXCEPT:
        return EXCEPT[tool, engine][0]
    return "works" if engine in RUN else "compiles"
