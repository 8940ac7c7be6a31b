"""Which values say who somebody is, and what is stored in their place: a keyed hash, the same wherever the value is.

`k-` and 24 hexadecimal digits of sha256(key, value). The key is the workspace's and lies beside the event file.
"""

# ruff: noqa: S608  SQL is made of our own names and patterns; the key is hexadecimal digits of our own
import re
from collections.abc import Iterable, Mapping, Sequence

import duckdb

_LETTERS = r"0-9A-Za-z\x{C0}-\x{24F}\x{400}-\x{52F}"  # Latin and Cyrillic; Chinese text may touch a mail
_ESCAPED = r"\\u[0-9a-fA-F]{4}"  # JSON may write a letter so
_LABEL = rf"(?:{_ESCAPED}|[{_LETTERS}\-])+"
_MAIL = rf"(?:{_ESCAPED}|[{_LETTERS}._%+\-])+(?:@|%40){_LABEL}(?:\.{_LABEL})+"
_MAIL_IN_JSON = r"(?:\\[bfnrt])?" + _MAIL  # a line break before a mail is written \n: its n is no part of the mail
_PHONE = r"(?:\+|00)[ ().\-]*\d(?:[ ().\-]*\d){6,14}|\(?\d{3}\)?[ .\-]\d{3}[ .\-]\d{4}"
# What is looked for first, because it costs a tenth of the patterns.
_AT = "contains({0}, '@') OR contains({0}, '%40')"
_MAYBE_ID = _AT + r" OR regexp_matches({0}, '^ *[+(0-9][0-9 ().\-]{{6,}} *$')"
_MAYBE_KEY = (
    r"(?i)(?:mail|phone|number|no|nr|tel|msisdn|name|пошта|маил|мејл|телефон|име|姓名|邮箱|邮件|电话|手机号?码?)"
    r'"\s*:'
)
_MAIL_SEEN = re.compile(r"[\w.%+\-]+@[\w\-]+(?:\.[\w\-]+)+")
# Known columns of people's names, mails and phones, as they are written in English, Macedonian and Chinese.
_OF_WHOM = r"(?:(?:customer|client|user|contact|billing|shipping|buyer)[_\- ]?)?"
_WORDS = (
    r"e[_\- ]?mail(?:[_\- ]?address)?", r"mail[_\- ]?address",
    r"(?:mobile|cell|home|work)?[_\- ]?(?:tele)?phone(?:[_\- ]?(?:number|no|nr))?", r"(?:mobile|cell)[_\- ]?number",
    r"tel", r"msisdn", r"(?:first|last|middle|full|given|family|sur|nick|maiden)[_\- ]?name",
    r"(?:customer|client|user|contact|billing|shipping|buyer)[_\- ]?name", r"е-?(?:пошта|маил|мејл)", r"телефон",
    r"име", r"презиме", r"姓名", r"邮箱", r"电子邮件", r"电话", r"手机号?码?",
)  # fmt: skip
_KEY = rf"\$?{_OF_WHOM}(?:{'|'.join(_WORDS)})"
_VALUE = r'\s*:\s*(?:"(?:[^"\\]|\\.)*"|\d{5,})'
_PAIR = rf'(?i)"(?:{_KEY})"{_VALUE}'
_PAIR_OF_TRAITS = rf'(?i)"(?:{_KEY}|name)"{_VALUE}'  # of a person `name` is the name; of an event it is a thing's


def know_key(cursor: duckdb.DuckDBPyConnection, key: str) -> None:
    """Every hash of this cursor is made with `key`."""
    cursor.execute(f"SET VARIABLE personal_key = '{key}'")


def hashed_id(cursor: duckdb.DuckDBPyConnection, customer_id: str) -> str:
    """The id under which this one is stored unless an import kept it as it stands."""
    (found,) = cursor.execute(f"SELECT {stored_id_sql('$said')}", {"said": customer_id}).fetchall()[0]
    return str(found)


def hash_ids(cursor: duckdb.DuckDBPyConnection, said: str, *, keep: bool = False) -> None:
    """Make the temp table `ids` (said, customer_id, first) of `said`, SQL that gives each id (said, first) once."""
    cursor.execute(f"CREATE TEMP TABLE ids AS SELECT said, said AS customer_id, first FROM ({said})")
    maybe = _MAYBE_ID.format("said")
    if not keep and cursor.execute(f"SELECT 1 FROM ids WHERE {maybe} LIMIT 1").fetchall():
        cursor.execute(f"UPDATE ids SET customer_id = {stored_id_sql('said')} WHERE {maybe}")


def hash_properties(cursor: duckdb.DuckDBPyConnection, table: str, columns: Iterable[str] | None = None) -> None:
    """Hash known keys of `properties` and every mail in them. `columns`: all keys there are, where that is known."""
    keys = columns is None or any(re.fullmatch(_KEY, column, re.IGNORECASE) for column in columns)
    _hash_json(cursor, table, "properties", _PAIR if keys else None)


def hash_traits(cursor: duckdb.DuckDBPyConnection) -> None:
    """Hash known keys of `staged_people.traits` and every mail in them."""
    _hash_json(cursor, "staged_people", "traits", _PAIR_OF_TRAITS)


def hashed_columns(samples: Mapping[str, Sequence[str]], keep: bool) -> tuple[str, ...]:
    """Columns that are known to hold mails, phones or names of people, or whose values show it."""
    if keep:
        return ()
    return tuple(
        column
        for column, values in samples.items()
        if re.fullmatch(_KEY, column, re.IGNORECASE) or any(_MAIL_SEEN.search(value) for value in values[:100])
    )


def hash_texts(cursor: duckdb.DuckDBPyConnection) -> None:
    """Hash every mail and phone number in what people wrote."""
    found = f"regexp_extract_all(text, '{_MAIL}|{_PHONE}')"
    cursor.execute(
        f"UPDATE staged_feedback SET text = {_each(found, 'text', _hash(_normal('part')))} WHERE len({found}) > 0"
    )


def _hash_json(cursor: duckdb.DuckDBPyConnection, table: str, column: str, pair: str | None) -> None:
    text = f"{column}::VARCHAR"
    maybe_key = f"regexp_matches({text}, '{_MAYBE_KEY}')" if pair else "false"
    ((keys, mails),) = cursor.execute(
        f"SELECT coalesce(bool_or({maybe_key}), false), coalesce(bool_or({_AT.format(text)}), false) FROM {table}"
    ).fetchall()
    if keys and pair:
        key = r"""regexp_extract(part, '^"[^"]*"\s*:\s*')"""
        value = f"""trim(substr(part, length({key}) + 1), '"')"""
        replaced = f"""concat({key}, '"', {_hash(_normal(value))}, '"')"""
        found = f"regexp_extract_all({text}, '{pair}')"
        cursor.execute(
            f"UPDATE {table} SET {column} = {_each(found, text, replaced)} WHERE regexp_matches({text}, '{pair}')"
        )
    if mails:
        escape = r"regexp_extract(part, '^\\[bfnrt]')"
        replaced = f"concat({escape}, {_hash(_normal(f'substr(part, length({escape}) + 1)'))})"
        found = f"regexp_extract_all({text}, '{_MAIL_IN_JSON}')"
        cursor.execute(
            f"UPDATE {table} SET {column} = {_each(found, text, replaced)} "
            f"WHERE ({_AT.format(text)}) AND regexp_matches({text}, '{_MAIL}')"
        )


def _each(found: str, text: str, replaced: str) -> str:
    """SQL of `text` with each of the strings `found` in it `replaced`; `part` is one of them."""
    return f"list_reduce(list_distinct({found}), lambda whole, part: replace(whole, part, {replaced}), {text})"


def stored_id_sql(said: str) -> str:
    """SQL of an id as it is stored unless an import keeps it as it stands."""
    return f"CASE WHEN regexp_full_match(trim({said}), '{_MAIL}|{_PHONE}') THEN {_hash(_normal(said))} ELSE {said} END"


def _hash(value: str) -> str:
    return f"'k-' || left(sha256(concat(getvariable('personal_key'), {value})), 24)"


def _normal(value: str) -> str:
    """One writing of a mail and of a phone number: Ana@Example.com, +389 (70) 123-456 and 0038970123456."""
    return (
        f"CASE WHEN regexp_full_match(trim({value}), '{_PHONE}') "
        f"THEN regexp_replace(regexp_replace({value}, '[^0-9]', '', 'g'), '^00', '') "
        f"ELSE replace(lower(trim({value})), '%40', '@') END"
    )
