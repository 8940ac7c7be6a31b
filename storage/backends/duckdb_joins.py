"""Which ids are the same customer? Claims say "this alias is that customer"; what follows from them stands in `joined`.

Rules, in the order of the claims (time, those without a time last, then arrival):
1. An id belongs to the customer of its first claim. A later claim to somebody else joins nothing, and is counted.
2. Who belongs to somebody who belongs to somebody belongs to the last of them.
3. A claim that would close a circle joins nothing: its two ids are one customer already.
4. Claims of an id that was parted by hand join nothing.

Every event keeps the code of its own id in `raw`, and `customer` follows the claims: a late claim repairs the history,
undoing the import that brought the claim undoes the join. Kept up to date at writing, because a join at every reading
took 1.5 to 1.8 times as long (docs/decisions.md).
"""

# ruff: noqa: S608  SQL is made of our own names; values are bound
from collections.abc import Iterable, Mapping

import duckdb

_ORDER = "coalesce(claims.at_us, 9223372036854775807), claims.number"
_OPEN = "alias NOT IN (SELECT customer FROM people JOIN parted ON alias_id = customer_id)"
_NEW_CLAIMS = """
CREATE TEMP TABLE new_claims AS
SELECT alias.customer AS alias, known.customer AS customer, min(at_us) AS at_us, min(place) AS place
FROM (SELECT rowid AS place, * FROM staged_people WHERE alias IS NOT NULL) AS said
JOIN ids AS alias ON alias.said = said.alias JOIN ids AS known ON known.said = said.customer_id
WHERE alias.customer <> known.customer GROUP BY ALL;
DELETE FROM new_claims USING claims
WHERE claims.alias = new_claims.alias AND claims.customer = new_claims.customer AND claims.source_id = $source_id
  AND coalesce(claims.at_us, 9223372036854775807) <= coalesce(new_claims.at_us, 9223372036854775807)
"""
_KEEP = """
INSERT INTO claims
SELECT alias, customer, at_us,
       (SELECT coalesce(max(number), 0) FROM claims) + row_number() OVER (ORDER BY place), $source_id
FROM new_claims
"""
_LAST_BEFORE = f"""
SELECT claims.alias, claims.customer, coalesce(claims.at_us, 9223372036854775807) AS at_us,
       (SELECT max(coalesce(before.at_us, 9223372036854775807)) FROM claims AS before
        WHERE before.alias = claims.alias AND before.number < $first) AS last_us
FROM claims WHERE claims.number >= $first AND {_OPEN} ORDER BY {_ORDER}
"""
_MOVE = """
INSERT INTO touched SELECT alias FROM moved UNION ALL SELECT customer FROM moved
UNION ALL SELECT joined.customer FROM joined SEMI JOIN moved USING (alias);
DELETE FROM joined WHERE alias IN (SELECT alias FROM moved);
INSERT INTO joined SELECT alias, customer FROM moved WHERE alias <> customer;
UPDATE events SET customer = moved.customer FROM moved WHERE events.raw = moved.alias;
UPDATE replaced_events SET customer = moved.customer FROM moved WHERE replaced_events.raw = moved.alias;
UPDATE feedback SET customer = moved.customer FROM moved WHERE feedback.raw = moved.alias;
"""


def belonging(claims: Iterable[tuple[int, int]], known: Mapping[int, int]) -> dict[int, int]:
    """Every alias with the customer it ends at, by `claims` (alias, customer) in their order after those `known`."""
    owner = dict(known)

    def last(one: int) -> int:
        way = []
        while one in owner:
            way.append(one)
            one = owner[one]
        for passed in way:
            owner[passed] = one
        return one

    for alias, customer in claims:
        if alias not in owner and last(customer) != alias:
            owner[alias] = customer
    return {alias: last(alias) for alias in owner}


def take_claims(cursor: duckdb.DuckDBPyConnection, source_id: int) -> int:
    """Keep the claims of `staged_people`, and join; `ids` has the codes. Gives the claims that joined nothing."""
    delete, keep = _NEW_CLAIMS.split(";")
    cursor.execute(delete)
    cursor.execute(keep, {"source_id": source_id})
    (first,) = cursor.execute("SELECT coalesce(max(number), 0) + 1 FROM claims").fetchall()[0]
    cursor.execute(_KEEP, {"source_id": source_id})
    cursor.execute("INSERT INTO touched SELECT alias FROM new_claims UNION SELECT customer FROM new_claims")
    fresh = cursor.execute(_LAST_BEFORE, {"first": first}).fetchall()
    if not fresh:
        return 0
    ids = [code for alias, customer, *_ in fresh for code in (alias, customer)]
    known = dict(
        cursor.execute(
            "SELECT alias, customer FROM joined WHERE alias IN (SELECT unnest($ids))", {"ids": ids}
        ).fetchall()
    )
    without_effect = [alias in known and last is not None and last <= at for alias, _, at, last in fresh]
    linking = [(alias, customer) for (alias, customer, *_), idle in zip(fresh, without_effect, strict=True) if not idle]
    first_words = all(last is None for (*_, last), idle in zip(fresh, without_effect, strict=True) if not idle)
    after = belonging(linking, known)
    if first_words and all(alias in after for alias, _ in linking):  # no circle: what was joined before stays so
        _move(cursor, {alias: end for alias, end in after.items() if known.get(alias) != end})
    else:
        join_anew(cursor)
    (unjoined,) = cursor.execute(
        "SELECT count(*) FROM claims LEFT JOIN joined AS a ON a.alias = claims.alias "
        "LEFT JOIN joined AS c ON c.alias = claims.customer "
        "WHERE number >= $first AND coalesce(a.customer, claims.alias) <> coalesce(c.customer, claims.customer)",
        {"first": first},
    ).fetchall()[0]
    return int(unjoined)


def join_anew(cursor: duckdb.DuckDBPyConnection) -> None:
    """Work out from all claims what is joined, and change what differs."""
    claims = cursor.execute(f"SELECT alias, customer FROM claims WHERE {_OPEN} ORDER BY {_ORDER}").fetchall()
    before = dict(cursor.execute("SELECT alias, customer FROM joined").fetchall())
    after = belonging(claims, {})
    changed = {alias: after.get(alias, alias) for alias in before.keys() | after.keys()}
    _move(cursor, {alias: end for alias, end in changed.items() if before.get(alias, alias) != end}, whole=True)


def _move(cursor: duckdb.DuckDBPyConnection, ends: Mapping[int, int], *, whole: bool = False) -> None:
    """Give each id of `ends` to its customer; what was given to it follows, unless `ends` is the `whole` change."""
    if not ends:
        return
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE moved AS SELECT unnest($aliases)::INTEGER AS alias, "
        "unnest($customers)::INTEGER AS customer",
        {"aliases": list(ends), "customers": list(ends.values())},
    )
    if not whole:
        cursor.execute(
            "INSERT INTO moved SELECT joined.alias, moved.customer FROM joined "
            "JOIN moved ON joined.customer = moved.alias ANTI JOIN moved AS itself ON itself.alias = joined.alias"
        )
    cursor.execute(_MOVE)
