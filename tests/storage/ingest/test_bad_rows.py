"""Rows that cannot be stored: each is refused with its line, column, value and reason, and the others are stored."""

import csv
import random
from pathlib import Path

import pytest
from taking import Take

from storage.events import Events, ImportReport

HEAD = "user_id,event,timestamp,revenue\n"
GOOD = "ann,visit,2026-01-01,\n"


def refused(report: ImportReport) -> list[tuple[int, str, str, str]]:
    return [(r.line, r.column, r.value, r.reason) for r in report.refusals]


@pytest.mark.parametrize(
    ("row", "column", "value", "reason"),
    [
        (",visit,2026-01-01,", "user_id", "", "customer_empty"),
        ("   ,visit,2026-01-01,", "user_id", "", "customer_empty"),
        ("undefined,visit,2026-01-01,", "user_id", "undefined", "customer_empty"),
        ("ann,,2026-01-01,", "event", "", "name_empty"),
        ("ann,visit,,", "timestamp", "", "time_empty"),
        ("ann,visit,2026-13-45,", "timestamp", "2026-13-45", "time_unreadable"),
        ("ann,visit,infinity,", "timestamp", "infinity", "time_unreadable"),
        ("ann,visit,2126-01-01,", "timestamp", "2126-01-01", "time_in_future"),
        ("ann,visit,2026-01-01,many", "revenue", "many", "revenue_unreadable"),
        ("ann,visit", "", "ann,visit", "too_few_columns"),
        ("ann,visit,2026-01-01,1,2", "", "ann,visit,2026-01-01,1,2", "too_many_columns"),
        ('ann,"vis"it,2026-01-01,', "", 'ann,"vis"it,2026-01-01,', "broken_quotes"),
        ('ann,"visit,2026-01-01,', "", 'ann,"visit,2026-01-01,', "broken_quotes"),
    ],
)
def test_a_bad_row_is_named_and_the_rows_around_it_are_stored(
    take: Take, row: str, column: str, value: str, reason: str
) -> None:
    after = "bob,visit,2026-01-02,3.50\ncy,visit,2026-01-03,\n"
    report = take(HEAD + GOOD + row + "\n" + after)
    assert refused(report) == [(3, column, value, reason)]
    assert (report.rows_read, report.rows_stored, report.refused, report.reasons) == (4, 3, 1, {reason: 1})


def test_bytes_that_are_not_utf8_refuse_their_row_only(take: Take) -> None:
    good = "".join(f"u{i},visit,2026-01-01,\n" for i in range(3000))
    report = take((HEAD + good).encode() + b"a\xff,visit,2026-01-01,\n" + b"zed,visit,2026-01-01,\n")
    assert [(line, reason) for line, _, _, reason in refused(report)] == [(3002, "not_utf8")]
    assert report.rows_stored == 3001


def test_lines_are_those_of_the_file_when_texts_span_lines_and_lines_are_blank(take: Take) -> None:
    report = take(HEAD + '\nann,"two\nlines",2026-01-01,\n\nbob,visit,never,\nann\n')
    assert refused(report) == [(6, "timestamp", "never", "time_unreadable"), (7, "", "ann", "too_few_columns")]
    assert (report.rows_read, report.rows_stored) == (3, 1)


def test_windows_line_ends_and_a_missing_last_one_are_no_fault(take: Take) -> None:
    report = take((HEAD + GOOD + "bob,visit,2026-01-02,").replace("\n", "\r\n"))
    assert (report.rows_read, report.rows_stored) == (2, 2)


def test_a_quotation_mark_left_open_costs_one_line_of_a_large_file(take: Take) -> None:
    rows = [f"u{i},visit,2026-01-01,{i}.00" for i in range(60_000)]
    rows[20_000] = 'u20000,"visit,2026-01-01,'
    report = take(HEAD + "\n".join(rows) + "\n")
    assert refused(report) == [(20_002, "", rows[20_000], "broken_quotes")]
    assert (report.rows_read, report.rows_stored) == (60_000, 59_999)


def test_of_many_faults_none_is_lost_and_no_good_row_is(take: Take) -> None:
    chance = random.Random(5)
    rows = [f"u{i},visit,2026-01-01,{i}.00" for i in range(5000)]
    faults = {
        "too_few_columns": "ann,visit",
        "too_many_columns": "a,b,c,d,e,f",
        "broken_quotes": 'ann,"vi"sit,2026-01-01,1',
        "customer_empty": ",visit,2026-01-01,1",
        "time_unreadable": "ann,visit,soon,1",
        "revenue_unreadable": "a,b,2026-01-01,x",
    }
    planted = {place: chance.choice(sorted(faults)) for place in chance.sample(range(5000), 300)}
    for place, reason in planted.items():
        rows[place] = faults[reason]
    report = take(HEAD + "\n".join(rows) + "\n")
    assert report.rows_stored == 4700
    with open(report.refused_file or "", encoding="utf-8", newline="") as file:
        listed = {int(row["line"]) - 2: row["reason"] for row in csv.DictReader(file)}
    assert listed == planted


def test_all_refused_rows_are_in_a_file_that_a_spreadsheet_does_not_run(take: Take, tmp_path: Path) -> None:
    report = take(HEAD + GOOD + "".join(f"ann,visit,=HYPERLINK({i}),\n" for i in range(30)))
    assert (report.refused, len(report.refusals)) == (30, 20)
    assert report.refused_file == str(tmp_path / "events.csv.refused.csv")
    with open(report.refused_file, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["line", "column", "value", "reason"]
    assert rows[30] == ["32", "timestamp", "'=HYPERLINK(29)", "time_unreadable"]


def test_refused_rows_go_to_the_given_folder_when_there_is_no_place_beside_the_file(
    events: Events, tmp_path: Path
) -> None:
    source, other = tmp_path / "events.csv", tmp_path / "other"
    source.write_text(HEAD + GOOD + "ann,visit,never,\n")
    other.mkdir()
    (tmp_path / "events.csv.refused.csv").mkdir()  # cannot be written to, whoever runs this
    report = events.import_file(source, refused_folder=other)
    assert report.refused_file == str(other / "events.csv.refused.csv")
    assert "never" in Path(report.refused_file).read_text()
    events.forget(1)
    told = events.import_file(source)
    assert (told.refused_file, told.refused) == (None, 1)
    assert "refused_not_written" in [notice.key for notice in told.notices]


def test_a_file_of_bad_rows_alone_stores_nothing_and_is_no_data_set(take: Take, events: Events) -> None:
    report = take(HEAD + "ann,visit,never,\n")
    assert (report.rows_stored, report.refused, report.data_set) == (0, 1, None)
    assert events.data_sets() == ()


def test_times_ahead_of_the_clock_are_kept_and_told(take: Take, events: Events) -> None:
    report = take(HEAD + "ann,visit,2026-01-01,\nann,visit,2028-01-02,\n")
    assert report.rows_stored == 2
    assert ("times_ahead", {"n": 1}) in [(notice.key, notice.facts) for notice in report.notices]


def test_negative_revenue_is_kept_and_told(take: Take, events: Events) -> None:
    report = take(HEAD + "ann,buy,2026-01-01,20\nann,refund,2026-01-02,-20\n")
    assert report.rows_stored == 2
    assert ("revenue_negative", {"n": 1}) in [(notice.key, notice.facts) for notice in report.notices]


def test_broken_json_lines_are_refused_by_line(take: Take) -> None:
    report = take(
        '{"user_id": "ann", "event": "visit", "ts": 1767225600}\n{"user_id": "bob",\n\n[1, 2]\n{"event": "visit"}\n',
        "e.jsonl",
    )
    assert [(line, reason) for line, _, _, reason in refused(report)] == [
        (2, "json_broken"),
        (4, "json_broken"),
        (5, "customer_empty"),
    ]
    assert (report.rows_read, report.rows_stored) == (4, 1)
