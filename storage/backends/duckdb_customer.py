"""What is held of one customer? Found by any of their ids, as a path through all channels or as everything there is."""

# ruff: noqa: S608  SQL is made of our own names and codes
import json
from collections.abc import Sequence

import duckdb
from pydantic import JsonValue

from storage.backends.duckdb_personal import hashed_id
from storage.events import CustomerNotFound, Held, PathStep

_VISIT_GAP_US = 30 * 60 * 1_000_000


def code_of(cursor: duckdb.DuckDBPyConnection, customer_id: str) -> int:
    """The code of the id itself, as it stands or hashed. Raises CustomerNotFound."""
    found = cursor.execute(
        "SELECT customer FROM people WHERE customer_id IN ($asked, $hashed) ORDER BY customer_id <> $asked LIMIT 1",
        {"asked": customer_id, "hashed": hashed_id(cursor, customer_id)},
    ).fetchall()
    if not found:
        raise CustomerNotFound(customer_id)
    return int(found[0][0])


def codes_of(cursor: duckdb.DuckDBPyConnection, customer_id: str) -> list[int]:
    """The codes of all ids of this customer, first the one that the others belong to. Raises CustomerNotFound."""
    code = code_of(cursor, customer_id)
    belongs = cursor.execute("SELECT customer FROM joined WHERE alias = ?", [code]).fetchall()
    end = int(belongs[0][0]) if belongs else code
    return [end, *(row[0] for row in cursor.execute("SELECT alias FROM joined WHERE customer = ?", [end]).fetchall())]


def path(cursor: duckdb.DuckDBPyConnection, customer_id: str) -> tuple[PathStep, ...]:
    """All events of the customer in their order. Raises CustomerNotFound."""
    customer = codes_of(cursor, customer_id)[0]
    rows = cursor.execute(
        "SELECT at_us, title, channel, coalesce(at_us - lag(at_us) OVER (ORDER BY at_us, event_id) > $gap, true) "
        "FROM events JOIN names USING (name) WHERE customer = $customer ORDER BY at_us, event_id",
        {"gap": _VISIT_GAP_US, "customer": customer},
    ).fetchall()
    return tuple(PathStep(at_us=at, name=name, channel=channel, new_visit=new) for at, name, channel, new in rows)


def everything(cursor: duckdb.DuckDBPyConnection, customer_id: str) -> Held:
    """All rows that are stored of the customer. Raises CustomerNotFound."""
    codes = codes_of(cursor, customer_id)
    theirs = f"IN ({', '.join(map(str, codes))})"
    ids = dict(cursor.execute(f"SELECT customer, customer_id FROM people WHERE customer {theirs}").fetchall())
    known = cursor.execute("SELECT persona, consent, traits FROM customers WHERE customer = ?", [codes[0]]).fetchall()
    persona, consent, traits = known[0] if known else (None, None, None)
    who = f"people.customer_id FROM {{}} JOIN people ON people.customer = {{}} WHERE people.customer {theirs}"
    return Held(
        customer_id=ids[codes[0]],
        ids=tuple(sorted(ids.values())),
        persona=persona,
        consent=consent,
        traits=json.loads(traits or "{}"),
        events=_rows(
            cursor,
            "SELECT at_us, title AS name, channel, device, campaign, variant, product, revenue::VARCHAR AS revenue, "
            "currency, events.persona, properties, source_id, "
            f"{who.format('events JOIN names USING (name)', 'events.raw')} ORDER BY at_us, event_id",
            ("properties",),
        ),
        feedback=_rows(
            cursor,
            "SELECT at_us, kind, score, times, touchpoint, stage, channel, feedback.persona, text, source_id, "
            f"{who.format('feedback', 'feedback.raw')} ORDER BY feedback_id",
        ),
        said=_rows(
            cursor,
            "SELECT at_us, nullif(trait, '') AS trait, value, source_id, "
            f"{who.format('traits', 'traits.customer')} ORDER BY number",
            ("value",),
        ),
    )


def _rows(cursor: duckdb.DuckDBPyConnection, sql: str, in_json: Sequence[str] = ()) -> tuple[dict[str, JsonValue], ...]:
    found = cursor.execute(sql)
    columns = [column[0] for column in found.description]
    rows = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
    return tuple(
        {name: json.loads(cell) if name in in_json and cell is not None else cell for name, cell in row.items()}
        for row in rows
    )
