"""Which tool works on which engine, as the tests found it: kept in docs/engines.md, an engine a column."""

from pathlib import Path

from tools.catalogue import CATALOGUE

PAGE = Path(__file__).parents[2] / "docs" / "engines.md"
RUN = {"duckdb": "DuckDB", "postgres": "PostgreSQL", "clickhouse": "ClickHouse", "spark": "Spark"}
COMPILED = {"bigquery": "BigQuery", "snowflake": "Snowflake", "databricks": "Databricks", "trino": "Trino"}
WORKS, COMPILES, MAPS_ALONE, NOT_YET = "works", "compiles", "maps alone", "not yet"
_HEAD = """# Which tool runs on which engine

Written by `pytest tests/engines --golden` from what its run found; without `--golden` the tests fail where they find
something else. How to set an engine: [warehouse.md](warehouse.md).

- **works**: the tests ran the tool there, its queries reached the engine, and every figure was DuckDB's. Each tool is
  asked its plainest question and one with many arguments (`WIDE` in `tests/engines/questions.py`). The reference cases
  (funnels, exclusions, quartiles, groups, moves, attribution, scores) ran there as well; on Spark with `make spark`.
- **compiles**: the SQL of its plainest question was made and parsed; no engine of that kind was asked.
- **maps alone**: it asks the events nothing, so it works everywhere.
- **not yet**: with what was found in its place.
"""

Found = dict[str, str]
"""Tool → how it stands."""


def read() -> dict[str, Found]:
    """Engine → what the page says of it."""
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text("utf-8").splitlines() if line.startswith("|")]
    titles = {title: engine for engine, title in (RUN | COMPILED).items()}
    return {
        titles[title]: {row[0].strip("`"): row[column] for row in rows[2:]}
        for column, title in enumerate(rows[0])
        if title in titles
    }


def write(found: dict[str, Found]) -> None:
    """The page anew."""
    engines = RUN | COMPILED
    rows = [["tool", *engines.values()], ["---"] * (len(engines) + 1)]
    for tool in sorted(CATALOGUE):
        rows.append([f"`{tool}`", *(found.get(engine, {}).get(tool, NOT_YET) for engine in engines)])
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    PAGE.write_text(f"{_HEAD}\n{table}\n", "utf-8")
