"""What did customers say? Rows of surveys, talks, FAQ counts and reasons become feedback, and words on consent."""

# ruff: noqa: S608  SQL is made of our own names
import duckdb

from storage.backends.duckdb_forms import TableReading
from storage.backends.duckdb_staged import staging_tables
from storage.backends.duckdb_typed import Check, literal, one_of
from storage.ingest.forms.form import fold
from storage.ingest.forms.talk import OURS, question_sql

RANGES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}
_YES = "('true', 'yes', 'y', '1', 'granted', 'given', 'да', '是', '同意')"
_NO = "('false', 'no', 'n', '0', 'denied', 'refused', 'не', '否', '不同意')"
# A thing that nobody's name stands on may be said twice: the second of equal rows in a file is another one.
_KEY = """md5_number(concat(content, {part}, CASE WHEN customer_id IS NULL
    THEN row_number() OVER (PARTITION BY content ORDER BY taken.rowid) END))"""


def checks(table: TableReading) -> tuple[Check, ...]:
    """What a row must say."""
    if table.form.name == "survey":
        scores = _scores(table)
        outside = tuple(
            Check(_outside(field, kind), "score_outside", field, f"{field}_text") for field, kind in scores.items()
        )
        said = " AND ".join(f"{field} IS NULL" for field in (*scores, "text"))
        return (*outside, Check(said, "nothing_said"))
    empty = Check("text IS NULL", "text_empty", "text")
    if table.form.name == "chat":
        return (empty, Check(one_of("lower(sender)", OURS), "said_by_us", "sender", "sender"))
    if table.form.name == "faq":
        return (
            empty,
            Check("times IS NULL", "number_unreadable", "times", "times_text"),
            Check("times < 1 OR times <> floor(times)", "count_not_whole", "times", "times_text"),
        )
    return (empty,)


def fill_feedback(cursor: duckdb.DuckDBPyConnection, table: TableReading) -> None:
    """The good rows of `taken` into `staged_feedback` and, with a customer and consent, `staged_people`."""
    match table.form.name:
        case "survey":
            said = " UNION ALL ".join(_of_scores(table))
        case "faq":
            said = _select("question", "text", times="CAST(times AS BIGINT)")
        case "chat":
            asked = (
                "'question'" if _asks(table) else f"CASE WHEN {question_sql('text')} THEN 'question' ELSE 'comment' END"
            )
            text = "CASE WHEN subject <> text THEN concat(subject, ': ', text) ELSE text END"
            said = _select("question", f"coalesce({text}, text)", kind_sql=asked)
        case _:
            said = _select("reason", "text")
    cursor.execute(f"CREATE TEMP TABLE staged_feedback AS SELECT * FROM ({said}) ORDER BY of_row")
    staging_tables(cursor)
    if "consent" in table.columns and "customer_id" in table.columns:
        cursor.execute(
            f"""
INSERT INTO staged_people (customer_id, alias, traits, consent, at_us)
SELECT customer_id, NULL, NULL, CASE WHEN lower(consent) IN {_YES} THEN 'granted' ELSE 'denied' END, max(occurred_at)
FROM taken WHERE problem IS NULL AND customer_id IS NOT NULL AND lower(consent) IN ({_YES[1:-1]}, {_NO[1:-1]})
GROUP BY ALL"""
        )


def _select(
    kind: str, text: str, *, kind_sql: str = "", score: str = "NULL", times: str = "1", where: str = "true"
) -> str:
    """SQL: one thing said of each good row for which `where` holds."""
    return f"""
SELECT customer_id, occurred_at AS at_us, {kind_sql or literal(kind)} AS kind, CAST({score} AS DOUBLE) AS score,
       {times} AS times, touchpoint, stage, channel, persona, {text} AS text, {_KEY.format(part=literal(kind))} AS key,
       rowid AS of_row
FROM taken WHERE problem IS NULL AND {where}"""


def _asks(table: TableReading) -> bool:
    """Whether every row is a question: a ticket, or the column is called so."""
    return "sender" not in table.columns or fold(table.columns["text"]) in ("question", "прашање", "问题")


def _scores(table: TableReading) -> dict[str, str]:
    """Each field of a score in the file → what kind it is; of a plain score what its values look like."""
    named = {field: field for field in RANGES if field in table.columns}
    if "score" not in table.columns:
        return named
    values = [_first_number(value) for value in table.rows.samples[table.columns["score"]]]
    low, high = min(values, default=0), max(values, default=0)
    kind = "csat" if low >= 1 and high <= 5 else "ces" if low >= 1 and high <= 7 else "nps"
    return {**named, "score": kind}


def _first_number(value: str) -> float:
    digits = "".join(sign if sign.isdigit() else " " for sign in value).split()
    return float(digits[0]) if digits else 0.0


def _kind(field: str, guess: str) -> str:
    """SQL of the kind of a score: what the row says of itself, else the guess."""
    if field != "score":
        return literal(guess)
    words = " ".join(f"WHEN contains(lower(kind), {literal(name)}) THEN {literal(name)}" for name in RANGES)
    more = "WHEN contains(lower(kind), 'satisf') THEN 'csat' WHEN contains(lower(kind), 'effort') THEN 'ces'"
    return f"CASE {words} {more} ELSE {literal(guess)} END"


def _outside(field: str, guess: str) -> str:
    ranges = " ".join(
        f"WHEN {literal(name)} THEN {field} NOT BETWEEN {low} AND {high}" for name, (low, high) in RANGES.items()
    )
    return f"CASE {_kind(field, guess)} {ranges} END"


def _of_scores(table: TableReading) -> list[str]:
    """Each score of a row is an answer, the text stands with the first; a text alone is a comment."""
    scores = _scores(table)
    selects, before = [], "true"
    for field, guess in scores.items():
        text = f"CASE WHEN {before} THEN text END"
        selects.append(_select(field, text, kind_sql=_kind(field, guess), score=field, where=f"{field} IS NOT NULL"))
        before = f"{before} AND {field} IS NULL"
    return [*selects, _select("comment", "text", where=before)]
