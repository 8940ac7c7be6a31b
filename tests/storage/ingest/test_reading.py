"""How files of many habits are read: encodings, separators, decimal marks, zones, epochs, JSON and Parquet."""

import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from taking import Take

from storage.events import Events

UTC_TEN = 1_767_261_600_000_000  # 2026-01-01 10:00 UTC


def stored(events: Events, *columns: str) -> list[tuple[object, ...]]:
    rows = events.run(events.tables.events.order_by("at_us", "event_id").select(*columns))
    return [tuple(row.values()) for row in rows]


@pytest.mark.parametrize(
    "moment",
    [
        "2026-01-01 10:00",
        "2026-01-01T10:00:00Z",
        "2026-01-01T11:00:00+01:00",
        "2026-01-01 05:00:00-0500",
        "2026/01/01 10:00:00",
        "2026-01-01 10:00:00.000000 UTC",
        "1767261600",
        "1767261600.0",
        "1767261600000",
        "1767261600000000",
        "1767261600000000000",
        "31.12.2025 10:00|01.01.2026 10:00",
        "12/31/2025 10:00:00|1/1/2026 10:00:00",
        "31/12/2025 10:00 AM|1/1/2026 10:00 AM",
        "20260101 10:00:00",
        "01 Jan 2026 10:00",
        "Jan 01, 2026 10:00:00 AM",
    ],
)
def test_times_are_read_as_programs_write_them(take: Take, events: Events, moment: str) -> None:
    rows = "".join(f"ann;visit;{text}\n" for text in moment.split("|"))
    assert take("user_id;event;timestamp\n" + rows).refused == 0
    assert events.newest_us() == UTC_TEN


def test_times_without_a_zone_are_those_of_the_mapping_and_the_report_says_so(take: Take, events: Events) -> None:
    report = take(
        "user,event,time\nann,a,2026-01-01 10:00\nann,b,2026-04-01 10:00\nann,c,2026-01-01T10:00Z\n",
        time_zone="Europe/Skopje",
    )
    summer_eight = 1_775_030_400_000_000  # 2026-04-01 08:00 UTC
    assert stored(events, "at_us") == [(UTC_TEN - 3_600_000_000,), (UTC_TEN,), (summer_eight,)]
    assert {"zone": "Europe/Skopje"} in [notice.facts for notice in report.notices]


def test_a_written_format_and_zone_are_followed(take: Take, events: Events) -> None:
    take("user,event,time\nann,a,01/02/26 4PM\n", time_format="%d/%m/%y %I%p", time_zone="America/New_York")
    assert events.newest_us() == 1_769_979_600_000_000  # 2026-02-01 16:00 in New York = 21:00 UTC


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_cyrillic_names_survive_every_encoding(take: Take, events: Events, encoding: str) -> None:
    rows = "".join(f"корисник{i},Плаќање готово,2026-01-01\n".replace("ќ", "к") for i in range(20))
    assert take(("user,event,time\n" + rows).encode(encoding)).rows_stored == 20
    assert set(events.names()) == {"Плакање готово"}


def test_western_letters_are_guessed_and_the_guess_is_told(take: Take, events: Events) -> None:
    report = take("user,event,time\nrenée,café visité,2026-01-01\n".encode("latin-1"))
    assert set(events.names()) == {"café visité"}
    assert {"encoding": "cp1252"} in [notice.facts for notice in report.notices]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found(take: Take, delimiter: str) -> None:
    table = 'user,event,time\nann,"visit, again; or | not",2026-01-01\nbob,buy,2026-01-02\n'
    assert take(table.replace('"visit, again; or | not"', "visit").replace(",", delimiter)).rows_stored == 2


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (["1234.50", "3"], ["1234.50", "3.00"]),
        (["1.234,50", "3,1"], ["1234.50", "3.10"]),
        (["1,234.50", "1,000"], ["1234.50", "1000.00"]),
        (["€ 12,50", "7,00 EUR"], ["12.50", "7.00"]),
        (["$1,234", "$5"], ["1234.00", "5.00"]),
    ],
)
def test_amounts_are_read_as_they_are_written(
    take: Take, events: Events, amounts: list[str], expected: list[str]
) -> None:
    rows = "".join(f"ann\tbuy\t2026-01-01\t{amount}\n" for amount in amounts)
    assert take("user\tevent\ttime\trevenue\n" + rows).refused == 0
    assert [revenue for (revenue,) in stored(events, "revenue")] == [Decimal(amount) for amount in expected]


def test_emoji_chinese_and_right_to_left_text_come_out_as_they_went_in(take: Take, events: Events) -> None:
    take('user,event,time,note\n王芳,购物车 🛒,2026-01-01,"שלום ""x"" \\ <!channel>"\n')
    assert list(events.names()) == ["购物车 🛒"]
    ((properties,),) = stored(events, "properties")
    assert json.loads(str(properties)) == {"note": 'שלום "x" \\ <!channel>'}


def test_json_lines_keep_the_types_of_their_properties(take: Take, events: Events) -> None:
    line = {
        "userId": "ann",
        "event": "buy",
        "timestamp": "2026-01-01T10:00:00Z",
        "revenue": 9.5,
        "properties": {"n": 2, "gift": True},
    }
    take(
        json.dumps(line) + "\n" + json.dumps(line | {"userId": "bob", "plan": "a/b~c", "properties": None}) + "\n",
        "e.jsonl",
    )
    rows = stored(events, "at_us", "revenue", "properties")
    assert [row[:2] for row in rows] == [(UTC_TEN, Decimal("9.50"))] * 2
    assert [json.loads(str(row[2])) for row in rows] == [{"n": 2, "gift": True}, {"plan": "a/b~c"}]


def test_parquet_is_read_with_its_own_types(events: Events, tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    duckdb.sql(
        "COPY (SELECT 7 AS user_id, 'buy' AS event, TIMESTAMPTZ '2026-01-01 10:00:00+00' AS ts, 9.5::DOUBLE AS revenue,"
        ' 3 AS "n of"'
        f" UNION ALL SELECT NULL, 'buy', NULL, NULL, NULL) TO '{path}' (FORMAT parquet)"
    )
    report = events.import_file(path)
    assert (report.kind, report.rows_stored, report.reasons) == ("parquet", 1, {"customer_empty": 1})
    assert [refusal.line for refusal in report.refusals] == [2]
    assert stored(events, "at_us", "revenue", "properties") == [(UTC_TEN, Decimal("9.50"), '{"n of":3}')]


def test_columns_of_the_same_name_and_without_a_name_are_kept_apart(take: Take, events: Events) -> None:
    take("user,event,time,x,x,\nann,a,2026-01-01,1,2,3\n")
    assert stored(events, "properties") == [('{"x":"1","x_2":"2","column_6":"3"}',)]


def test_a_file_name_is_no_pattern(take: Take, events: Events) -> None:
    take("user,event,time\nann,a,2026-01-01\n", "b.csv")
    take("user,event,time\nbob,b,2026-01-01\n", "[ab]?*'.csv")
    assert list(events.names()) == ["a", "b"]


def test_a_column_name_is_text_and_never_sql(take: Take, events: Events) -> None:
    take('user,event,time,"x\'); DROP TABLE events; --"\nann,a,2026-01-01,1\n')
    assert events.count() == 1


@pytest.mark.slow
def test_a_file_of_200_megabytes_is_stored(events: Events, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    note = "n" * 400
    with path.open("w") as file:
        file.write("user,event,time,note\n")
        for i in range(470_000):
            file.write(f"u{i % 9999},visit,2026-01-01 10:00:{i % 60:02},{note}{i}\n")
    assert path.stat().st_size > 200_000_000
    assert events.import_file(path).rows_stored == 470_000
