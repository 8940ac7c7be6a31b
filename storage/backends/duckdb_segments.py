"""Whose persona follows from a rule: tests of traits, and counts of an event in the days before the newest event."""

# ruff: noqa: S608  SQL is made of our own names and numbers; values are bound
from collections.abc import Mapping, Sequence

import duckdb
from pydantic import TypeAdapter

from storage.model.rules import SegmentTest, spellings

_TESTS = TypeAdapter(tuple[SegmentTest, ...])
_DAY_US = 86_400_000_000
_EVER = -(2**63)

Counts = dict[tuple[str, int | None], str]
"""(event, days) → the column that counts them."""


def keep_rules(cursor: duckdb.DuckDBPyConnection, rules: Sequence[tuple[str, Sequence[SegmentTest]]]) -> None:
    """Keep the rules, first the one that wins, in the place of those that were kept, and tell the personas anew."""
    cursor.execute("DELETE FROM segments")
    for place, (persona, tests) in enumerate(rules):
        if tests:
            cursor.execute(
                "INSERT INTO segments VALUES (?, ?, ?)", [place, persona, _TESTS.dump_json(tuple(tests)).decode()]
            )
    cursor.execute("UPDATE customers SET persona = said_persona WHERE persona IS DISTINCT FROM said_persona")
    tell_personas(cursor)


def tell_personas(cursor: duckdb.DuckDBPyConnection) -> None:
    """Change `customers.persona` where it is not what the rules say; without rules it is what was said."""
    rules = [
        (persona, _TESTS.validate_json(tests))
        for persona, tests in cursor.execute("SELECT persona, tests FROM segments ORDER BY place").fetchall()
    ]
    if not rules:
        return
    values: dict[str, str] = {}
    counts: Counts = {}
    cases = []
    for i, (persona, tests) in enumerate(rules):
        values[f"persona{i}"] = persona
        passed = [_passes(test, f"{i}_{j}", counts, values) for j, test in enumerate(tests)]
        cases.append(f"WHEN {' AND '.join(passed)} THEN $persona{i}")
    told = f"CASE {' '.join(cases)} ELSE said_persona END"
    source = _source(cursor, counts)
    cursor.execute(
        "UPDATE customers SET persona = told.persona "
        f"FROM (SELECT customer, persona AS was, {told} AS persona FROM {source}) AS told "
        "WHERE customers.customer = told.customer AND told.persona IS DISTINCT FROM told.was",
        values,
    )


def meeting(cursor: duckdb.DuckDBPyConnection, tests: Sequence[SegmentTest]) -> tuple[int, int]:
    """How many customers pass all of the tests, and how many customers there are."""
    values: dict[str, str] = {}
    counts: Counts = {}
    passed = " AND ".join(_passes(test, str(j), counts, values) for j, test in enumerate(tests)) or "false"
    found = cursor.execute(f"SELECT count(*) FILTER ({passed}), count(*) FROM {_source(cursor, counts)}", values)
    ((met, customers),) = found.fetchall()
    return met, customers


def _source(cursor: duckdb.DuckDBPyConnection, counts: Counts) -> str:
    """Customers, with the counts that the tests ask for."""
    return f"customers LEFT JOIN ({_counted(cursor, counts)}) AS counted USING (customer)" if counts else "customers"


def _passes(test: SegmentTest, name: str, counts: Counts, values: dict[str, str]) -> str:
    """SQL that is true for a customer who passes; traits as `tools/marks.py` tests properties."""
    if test.event is not None:
        column = counts.setdefault((test.event, test.days), f"n{len(counts)}")
        return f"coalesce({column}, 0) {'>=' if test.op == 'at_least' else '<='} {int(test.value or 0)}"
    values[f"key{name}"] = "/" + (test.trait or "").replace("~", "~0").replace("/", "~1")
    found = f"json_extract_string(traits, $key{name})"
    wanted = spellings(test.value or "") if test.op in ("is", "is_not") else (test.value or "",)
    if test.op == "exists":
        return f"{found} IS NOT NULL"
    values |= {f"value{name}_{k}": one for k, one in enumerate(wanted)}
    first = f"$value{name}_0"
    any_of = ", ".join(f"lower($value{name}_{k})" for k in range(len(wanted)))
    return {
        "is": f"coalesce(lower({found}) IN ({any_of}), false)",
        "is_not": f"coalesce(lower({found}) NOT IN ({any_of}), true)",
        "contains": f"coalesce(contains(lower({found}), lower({first})), false)",
        "at_least": f"coalesce(try_cast({found} AS DOUBLE) >= try_cast({first} AS DOUBLE), false)",
        "at_most": f"coalesce(try_cast({found} AS DOUBLE) <= try_cast({first} AS DOUBLE), false)",
    }[test.op]


def _counted(cursor: duckdb.DuckDBPyConnection, counts: Mapping[tuple[str, int | None], str]) -> str:
    """SQL of one row a customer with each of the counts; names are the same in whatever case."""
    codes: dict[str, list[int]] = {}
    for code, title in cursor.execute("SELECT name, title FROM names").fetchall():
        codes.setdefault(title.lower(), []).append(code)
    ((newest,),) = cursor.execute("SELECT coalesce(max(at_us), 0) FROM events").fetchall()
    asked = {event: ", ".join(map(str, codes.get(event.lower(), [-1]))) for event, _ in counts}
    since = {days: newest - days * _DAY_US if days else _EVER for _, days in counts}
    columns = [
        f"count(*) FILTER (name IN ({asked[event]}) AND at_us > {since[days]}) AS {column}"
        for (event, days), column in counts.items()
    ]
    names = ", ".join(asked.values())
    return f"SELECT customer, {', '.join(columns)} FROM events WHERE name IN ({names}) GROUP BY customer"
