"""What is known of each customer: first event, persona, traits and consent, the newest word on each."""

# ruff: noqa: S608  SQL is made of our own names; values are bound
import duckdb

from storage.backends.duckdb_segments import tell_personas

_CONSENT = ""  # stands in `traits.trait` for the word on consent
_NEW_PEOPLE = """
INSERT INTO people
SELECT (SELECT coalesce(max(customer), 0) FROM people) + row_number() OVER (ORDER BY first), customer_id,
       NULL, NULL, NULL, NULL
FROM (SELECT customer_id, min(first) AS first FROM ids GROUP BY customer_id) ANTI JOIN people USING (customer_id)
"""
_CODES = """
CREATE OR REPLACE TEMP TABLE ids AS SELECT said, customer_id, people.customer FROM ids JOIN people USING (customer_id)
"""
# The newest word of each source is kept: the import before comes back when this one is undone.
_WORDS = f"""
CREATE TEMP TABLE words AS
SELECT customer, trait, arg_max(value, (coalesce(at_us, -9223372036854775808), place)) AS value,
       arg_max(at_us, (coalesce(at_us, -9223372036854775808), place)) AS at_us, max(place) AS place
FROM (
    SELECT customer_id, at_us, place, trait,
           json_extract(traits, '/' || replace(replace(trait, '~', '~0'), '/', '~1')) AS value
    FROM (SELECT rowid AS place, *, unnest(json_keys(traits)) AS trait FROM staged_people
          WHERE json_type(traits) = 'OBJECT')
    WHERE trait <> '{_CONSENT}'
    UNION ALL
    SELECT customer_id, at_us, rowid, '{_CONSENT}', to_json(consent) FROM staged_people WHERE consent IS NOT NULL
) AS said JOIN ids ON ids.said = said.customer_id GROUP BY customer, trait;
DELETE FROM words USING traits
WHERE traits.customer = words.customer AND traits.trait = words.trait AND traits.source_id = $source_id
  AND coalesce(traits.at_us, -9223372036854775808) > coalesce(words.at_us, -9223372036854775808);
DELETE FROM traits USING words
WHERE traits.customer = words.customer AND traits.trait = words.trait AND traits.source_id = $source_id;
INSERT INTO traits
SELECT customer, trait, value, at_us,
       (SELECT coalesce(max(number), 0) FROM traits) + row_number() OVER (ORDER BY place), $source_id
FROM words;
INSERT INTO touched SELECT DISTINCT customer FROM words;
DROP TABLE words
"""
# Of a row the newest persona counts, and of equal times the later row.
_SEEN = """
CREATE OR REPLACE TEMP TABLE seen AS
SELECT raw, min(at_us) AS first_seen_us, max(at_us) AS newest_us, arg_max(persona, (at_us, event_id)) AS persona,
       max((at_us, event_id)) FILTER (persona IS NOT NULL) AS said_at
FROM {rows} GROUP BY raw
"""
_SEE = """
CREATE OR REPLACE TEMP TABLE news AS
SELECT people.customer, least(people.first_seen_us, seen.first_seen_us) AS first_seen_us,
       said_at IS NOT NULL AND (persona_us IS NULL OR said_at > (persona_us, persona_event)) AS newer,
       seen.persona, said_at
FROM people JOIN seen ON people.customer = seen.raw
WHERE people.first_seen_us IS NULL OR seen.first_seen_us < people.first_seen_us OR newer;
UPDATE people SET first_seen_us = news.first_seen_us,
    persona = CASE WHEN newer THEN news.persona ELSE people.persona END,
    persona_us = CASE WHEN newer THEN said_at[1] ELSE persona_us END,
    persona_event = CASE WHEN newer THEN said_at[2] ELSE persona_event END
FROM news WHERE people.customer = news.customer;
INSERT INTO touched SELECT customer FROM news;
"""
_GONE = """
DELETE FROM people WHERE customer IN (SELECT customer FROM touched)
  AND customer NOT IN (SELECT raw FROM events) AND customer NOT IN (SELECT raw FROM replaced_events)
  AND customer NOT IN (SELECT raw FROM feedback WHERE raw IS NOT NULL) AND customer NOT IN (SELECT customer FROM traits)
  AND customer NOT IN (SELECT alias FROM claims) AND customer NOT IN (SELECT customer FROM claims);
UPDATE people SET first_seen_us = NULL, persona = NULL, persona_us = NULL, persona_event = NULL
WHERE customer IN (SELECT customer FROM touched);
"""
_KNOW = f"""
CREATE OR REPLACE TEMP TABLE ends AS
SELECT DISTINCT coalesce(joined.customer, touched.customer) AS customer
FROM touched LEFT JOIN joined ON joined.alias = touched.customer;
DELETE FROM customers WHERE customer IN (SELECT customer FROM touched UNION SELECT customer FROM ends);
INSERT INTO customers (customer, customer_id, persona, traits, consent, first_seen_us, said_persona)
WITH members AS (
    SELECT people.*, ends.customer AS whose FROM people LEFT JOIN joined ON joined.alias = people.customer
    JOIN ends ON ends.customer = coalesce(joined.customer, people.customer)
), newest AS (
    SELECT whose, trait, arg_max(value, (coalesce(traits.at_us, -9223372036854775808), number)) AS value,
           max(coalesce(traits.at_us, -9223372036854775808)) AS at_us
    FROM traits JOIN members USING (customer) GROUP BY whose, trait
), said AS (
    SELECT whose, '{{' || string_agg(to_json(trait) || ':' || value, ',' ORDER BY trait)
               FILTER (trait <> '{_CONSENT}' AND json_type(value) <> 'NULL') || '}}' AS traits,
           any_value(value ->> '$') FILTER (trait = '{_CONSENT}') AS consent,
           any_value(value ->> '$') FILTER (trait = 'persona' AND json_type(value) <> 'NULL') AS trait_persona,
           any_value(at_us) FILTER (trait = 'persona' AND json_type(value) <> 'NULL') AS trait_us
    FROM newest GROUP BY whose
), seen AS (
    SELECT whose, min(first_seen_us) AS first_seen_us, arg_max(persona, (persona_us, persona_event)) AS row_persona,
           max(persona_us) AS row_us
    FROM members GROUP BY whose
), known AS (
    SELECT seen.*, said.* EXCLUDE whose,
           CASE WHEN trait_persona IS NULL OR row_us > trait_us THEN row_persona ELSE trait_persona END AS said_persona
    FROM seen LEFT JOIN said ON said.whose = seen.whose
    WHERE first_seen_us IS NOT NULL OR said.whose IS NOT NULL
       OR seen.whose IN (SELECT customer FROM feedback UNION ALL SELECT customer FROM joined)
)
SELECT people.customer, people.customer_id, said_persona, traits, consent, known.first_seen_us, said_persona
FROM known JOIN people ON people.customer = known.whose;
"""


def code_people(cursor: duckdb.DuckDBPyConnection) -> None:
    """Give every id in `ids` its code, those that are new to the store as well."""
    cursor.execute(_NEW_PEOPLE)
    cursor.execute(_CODES)


def take_words(cursor: duckdb.DuckDBPyConnection, source_id: int) -> None:
    """Keep the traits and consents of `staged_people`; `ids` has the codes."""
    for statement in _WORDS.split(";\n"):
        cursor.execute(statement, {"source_id": source_id} if "$source_id" in statement else {})


def see_events(cursor: duckdb.DuckDBPyConnection, rows: str) -> None:
    """First event and said persona by further events: `rows` is SQL after FROM, columns as `events`."""
    cursor.execute(_SEEN.format(rows=rows))
    cursor.execute(_SEE)


def see_anew(cursor: duckdb.DuckDBPyConnection) -> None:
    """After something was removed: what remains of the customers in `touched`."""
    cursor.execute(_GONE)
    see_events(cursor, "events SEMI JOIN touched ON touched.customer = events.raw")


def know_customers(cursor: duckdb.DuckDBPyConnection) -> None:
    """Bring `customers` up to date for those in `touched`, and the personas that follow a rule."""
    if cursor.execute("SELECT 1 FROM touched LIMIT 1").fetchall():
        cursor.execute(_KNOW)
    tell_personas(cursor)
