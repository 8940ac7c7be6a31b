"""Workbooks and packed files are read as the table in them; what unpacks to far too much is refused."""

import gzip
import io
import zipfile
from datetime import date, datetime, time

import pytest
from taking import Take

from storage.errors import ImportRefused
from storage.events import Events
from storage.ingest import unpacking

ROWS = "user_id,event,timestamp,amount\nann,visit,2026-01-01,\nbob,buy,2026-01-02,3.5\n"


def workbook(**sheets: list[list[object]]) -> bytes:
    """Sheets by name, written by another library than reads them."""
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def zipped(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(f"{name}.csv", text)
    return out.getvalue()


def test_a_workbook_is_read_with_its_rows_numbers_dates_and_amounts(take: Take, events: Events) -> None:
    rows: list[list[object]] = [
        ["Sales of January"], [], ["User", "Event", "Date", "Time", "Amount", "Currency"],
        ["ann", "buy", date(2026, 1, 5), time(10, 30), 19.99, "EUR"],
        ["bob", "buy", "soon", time(9, 0), 5, "EUR"],
        ["cy", "buy", datetime(2026, 1, 6), time(23, 59, 59), 1234567, "EUR"],
    ]  # fmt: skip
    report = take(workbook(Sales=rows, Notes=[["a", "b"], [1, 2]]), "sales.xlsx")
    assert (report.rows_read, report.rows_stored) == (3, 2)
    assert [(r.line, r.column, r.value) for r in report.refusals] == [(5, "Date", "soon 09:00:00")]
    assert ("sheet_read", {"sheet": "Sales", "others": "Notes"}) in [(n.key, n.facts) for n in report.notices]
    stored = events.run(events.tables.events.order_by("at_us").select("at_us", "revenue"))
    assert [(row["at_us"], str(row["revenue"])) for row in stored] == [
        (1_767_609_000_000_000, "19.99"), (1_767_743_999_000_000, "1234567.00"),
    ]  # fmt: skip


def test_a_day_and_a_time_of_day_in_two_columns_are_one_moment(take: Take, events: Events) -> None:
    take("user,event,date,time\nann,buy,28.03.2026,10:00\nann,buy,29.03.2026,10:00\n", time_zone="Europe/Skopje")
    times = [row["at_us"] for row in events.run(events.tables.events.order_by("at_us").select("at_us"))]
    assert times == [1_774_688_400_000_000, 1_774_771_200_000_000]  # clocks went forward between: 23 hours


def test_a_zip_with_one_table_is_that_table(take: Take) -> None:
    assert take(zipped(rows=ROWS), "rows.zip").rows_stored == 2
    with pytest.raises(ImportRefused, match="zip_not_one"):
        take(zipped(a=ROWS, b=ROWS), "two.zip")
    with pytest.raises(ImportRefused, match="zip_broken"):
        take(zipped(rows=ROWS)[:-30], "cut.zip")


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_a_small_file_that_unpacks_to_far_too_much_is_refused(
    take: Take, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(unpacking, "RATIO_FROM", 1 << 20)
    bomb = ROWS + "ann,visit,2026-01-01,\n" * 200_000
    content = gzip.compress(bomb.encode()) if kind == "gz" else zipped(rows=bomb)
    with pytest.raises(ImportRefused) as refused:
        take(content, f"bomb.{kind}")
    assert refused.value.key == "unpacks_too_large"
    assert refused.value.facts["file"] == f"bomb.{kind}"


def test_what_packs_well_but_not_madly_is_read(take: Take) -> None:
    rows = "".join(f"u{i % 97},visit,2026-01-{1 + i % 28:02d},{i}\n" for i in range(20_000))
    assert take(gzip.compress((ROWS + rows).encode()), "rows.csv.gz").rows_stored == 20_002


def test_broken_json_in_the_four_hundred_thousandth_line_is_named_by_its_line(take: Take) -> None:
    lines = [f'{{"user_id": "u{i % 500}", "event": "visit", "ts": {1767225600 + i}}}' for i in range(400_100)]
    lines[399_999] = '{"user_id": "u1", "event": '
    report = take("\n".join(lines), "large.jsonl")
    assert [(r.line, r.reason) for r in report.refusals] == [(400_000, "json_broken")]
    assert (report.rows_read, report.rows_stored) == (400_100, 400_099)


@pytest.mark.parametrize("name", ["e.csv", "e.jsonl"])
def test_a_field_of_five_megabytes_costs_its_row_alone(take: Take, name: str) -> None:
    long = "x" * 5_000_000
    content = (
        f"user_id,event,ts\nann,a,2026-01-01\nbob,{long},2026-01-01\ncy,c,2026-01-01\n"
        if name == "e.csv"
        else '{"user_id": "ann", "event": "a", "ts": "2026-01-01"}\n'
        f'{{"user_id": "bob", "event": "{long}", "ts": "2026-01-01"}}\n'
        '{"user_id": "cy", "event": "c", "ts": "2026-01-01"}\n'
    )
    report = take(content, name)
    assert (report.rows_read, report.rows_stored, report.reasons) == (3, 2, {"line_too_long": 1})
    assert report.refusals[0].line == (3 if name == "e.csv" else 2)


def test_a_dry_run_says_the_same_and_stores_nothing(events: Events, tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "rows.csv"
    file.write_text(ROWS + "cy,visit,never,\n")
    tried = events.import_file(file, dry_run=True)
    assert (tried.rows_read, tried.rows_stored, tried.refused, tried.data_set) == (3, 2, 1, None)
    assert (events.count(), events.data_sets()) == (0, ())
    assert events.import_file(file).rows_stored == 2
