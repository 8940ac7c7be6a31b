"""Which events do tables of orders, returns and e-mails tell of?"""

# ruff: noqa: S608  SQL is made of our own names
import duckdb

from storage.backends.duckdb_forms import TableReading
from storage.backends.duckdb_typed import TEXTS, Check, literal

_MAILS = {"delivered": "Email Delivered", "opened": "Email Opened", "clicked": "Email Link Clicked"}
_NAME_OF = {"orders": "'Order Completed'", "returns": "'Order Refunded'", "email_events": "recipient_event"}
# Who returned something is who ordered it, in the order's currency, where the list of returns does not say.
_ORDERED = """
SELECT order_id, any_value(customer_id) AS customer_id,
       CASE WHEN count(DISTINCT currency) = 1 THEN any_value(currency) END AS currency
FROM (
    SELECT properties ->> '/order_id' AS order_id, customers.customer_id, currency
    FROM events JOIN names USING (name) JOIN customers USING (customer) WHERE names.title = 'Order Completed'
) WHERE order_id IS NOT NULL GROUP BY order_id HAVING count(DISTINCT customer_id) = 1
"""


def checks(table: TableReading) -> tuple[Check, ...]:
    """What a row must say."""
    who = Check("customer_id IS NULL", "customer_empty", "customer_id", "customer_id_text")
    if table.form.name == "email_recipients":
        present = [field for field in _MAILS if field in table.columns]
        return (who, Check(" AND ".join(f"{field} IS NULL" for field in present), "time_empty", "delivered"))
    when = Check("occurred_at IS NULL", "time_empty", "occurred_at")
    if table.form.name == "returns":
        return (Check("order_id IS NULL", "order_empty", "order_id"), when)
    if table.form.name == "email_events":
        return (who, when, Check("recipient_event IS NULL", "name_empty", "recipient_event"))
    return (who, when, Check("revenue IS NULL", "revenue_empty", "revenue"))


def fill_events(cursor: duckdb.DuckDBPyConnection, table: TableReading) -> None:
    """The good rows of `taken` into `staged`; the reasons of returns into `staged_feedback` as well."""
    if table.form.name == "returns":
        _join_orders(cursor)
    if table.form.name == "email_recipients":
        each = [
            _select(table, literal(name), field) + f" AND {field} IS NOT NULL"
            for field, name in _MAILS.items()
            if field in table.columns
        ]
        cursor.execute(f"CREATE TEMP TABLE staged AS SELECT * FROM ({' UNION ALL '.join(each)}) ORDER BY of_row")
        return
    name = _NAME_OF[table.form.name]
    cursor.execute(f"CREATE TEMP TABLE staged AS {_select(table, name, 'occurred_at')} ORDER BY of_row")
    if table.form.name == "returns":
        cursor.execute("""
CREATE TEMP TABLE staged_feedback AS
SELECT customer_id, occurred_at AS at_us, 'reason' AS kind, CAST(NULL AS DOUBLE) AS score, 1 AS times,
       CAST(NULL AS VARCHAR) AS touchpoint, CAST(NULL AS VARCHAR) AS stage, channel, persona, reason AS text,
       md5_number(concat(content, 'reason')) AS key, rowid AS of_row
FROM taken WHERE problem IS NULL AND reason IS NOT NULL ORDER BY of_row""")


def _join_orders(cursor: duckdb.DuckDBPyConnection) -> None:
    """Tell customer and currency of a return by its order; one whose customer cannot be told is refused."""
    cursor.execute(f"""
UPDATE taken SET customer_id = coalesce(taken.customer_id, ordered.customer_id),
                 currency = coalesce(taken.currency, ordered.currency)
FROM ({_ORDERED}) AS ordered WHERE taken.order_id = ordered.order_id""")
    cursor.execute("""
UPDATE taken SET problem = 'order_unknown', bad_value = order_id, bad_field = 'order_id'
WHERE problem IS NULL AND customer_id IS NULL""")


def _select(table: TableReading, name: str, time: str) -> str:
    fields = {each.name for each in table.form.fields} | set(table.form.constants)
    texts = ", ".join(f"{field if field in fields else 'NULL::VARCHAR'} AS {field}" for field in TEXTS)
    revenue = "revenue" if "revenue" in fields else "CAST(NULL AS DECIMAL(18, 2))"
    if table.form.name == "returns":
        revenue = f"-abs({revenue})"  # what was paid back lowers the sums
    own = [field for field in ("order_id", "reason", "link") if field in fields]
    said = ", ".join(f"{literal(field)}, {field}" for field in own)
    properties = f"nullif(json_merge_patch('{{}}', coalesce(properties, '{{}}'), json_object({said})), '{{}}')"
    key = f"md5_number(concat(content, {name}))"
    if "event_id" in fields:
        key = f"coalesce(md5_number('id:' || event_id || {name}), {key})"
    return f"""
SELECT customer_id, {name} AS name, {time} AS at_us, {texts}, {revenue} AS revenue, {properties}::JSON AS properties,
       {key} AS key, CAST(NULL AS VARCHAR) AS problem, CAST(NULL AS VARCHAR) AS bad_value, rowid AS of_row
FROM taken WHERE problem IS NULL"""
