"""Files that people drop into a thread: looked into, imported on a press, refused in words that say what would work."""

import asyncio
from pathlib import Path

import pytest

from bot.playground.driver import Playground
from bot.playground.person import text_of
from tests.e2e.hearing import hears, newest, taken_by_slack

HEADER = "customer,time,event\n"
GOOD = "c1,2026-01-01T10:00:00Z,Ad Clicked\nc2,2026-01-02T10:00:00Z,Order Placed\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


async def thread_of(slack: Playground) -> str:
    """A thread in which Waymark was spoken to."""
    ana = slack.person("Ana")
    said = await ana.says("#vacuum-shop", "@Waymark help")
    await hears(ana, "What you can type", thread=said["ts"])
    return str(said["ts"])


async def test_a_file_of_events_is_previewed_imported_and_then_answers_questions(sampled: Playground, tmp_path: Path):
    ana, boris = sampled.person("Ana"), sampled.person("Boris")
    thread = await thread_of(sampled)
    file = tmp_path / "orders.csv"
    file.write_text(HEADER + GOOD)
    await ana.uploads("#vacuum-shop", file, thread=thread)
    await hears(boris, "orders.csv: 2 rows", thread=thread)
    await boris.clicks("Import", thread=thread)
    await hears(ana, "2 rows read, 2 stored, 0 duplicates, 0 refused", thread=thread)
    assert await taken_by_slack(sampled) == []


async def test_refused_rows_are_named_with_line_column_and_reason(slack: Playground, tmp_path: Path):
    ana = slack.person("Ana")
    thread = await thread_of(slack)
    file = tmp_path / "orders.csv"
    file.write_text(HEADER + GOOD + "c3,yesterday,Order Placed\n,2026-01-02T10:00:00Z,Order Placed\n")
    await ana.uploads("#vacuum-shop", file, thread=thread)
    await hears(ana, "orders.csv: 4 rows", thread=thread)
    await ana.clicks("Import", thread=thread)
    report = text_of(await hears(ana, "2 refused", thread=thread))
    assert "ine 4" in report and "time" in report and "yesterday" in report
    assert "ine 5" in report and "no customer" in report
    assert str(tmp_path) not in report and "orders-refused.csv" in report
    rows = await ana.waits(lambda: [f for m in ana.shown(thread=thread) for f in m["files"] if "refused" in f["name"]])
    assert "yesterday" in slack.running.slack.contents.get(rows[0]["id"]).decode()
    assert await taken_by_slack(slack) == []


async def test_the_same_file_twice_stores_nothing_twice(slack: Playground, tmp_path: Path):
    ana = slack.person("Ana")
    thread = await thread_of(slack)
    file = tmp_path / "orders.csv"
    file.write_text(HEADER + GOOD)
    for seen in ("2 stored, 0 duplicates", "0 stored, 2 duplicates"):
        before = newest(ana)
        await ana.uploads("#vacuum-shop", file, thread=thread)
        await hears(ana, "orders.csv: 2 rows", thread=thread, after=before)
        await ana.clicks("Import", thread=thread, after=before)
        await hears(ana, seen, thread=thread, after=before)
    assert await taken_by_slack(slack) == []


async def test_cancel_imports_nothing_and_the_old_button_says_so(slack: Playground, tmp_path: Path):
    ana = slack.person("Ana")
    thread = await thread_of(slack)
    file = tmp_path / "orders.csv"
    file.write_text(HEADER + GOOD)
    await ana.uploads("#vacuum-shop", file, thread=thread)
    await ana.clicks("Cancel", thread=thread)
    await hears(ana, "Nothing was imported", thread=thread)
    await ana.clicks("Import", thread=thread)
    await hears(ana, "orders.csv is not here any more. Upload it again", thread=thread)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("photo.png", PNG, "not a table of data"),
        ("empty.csv", b"", "empty"),
        ("header.csv", HEADER.encode(), "column names but no rows"),
        ("table.xlsx", b"PK\x03\x04" + b"\0" * 64, "xlsx"),
        ("broken.json", b'{"format": "waymark-map", "map": ', "broken.json"),
        ("../../up.csv", b"", "empty"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_with_what_would_work(
    slack: Playground, tmp_path: Path, name: str, content: bytes, says: str
):
    ana = slack.person("Ana")
    thread = await thread_of(slack)
    before = newest(ana)
    file = tmp_path / Path(name).name
    file.write_bytes(content)
    await ana.uploads("#vacuum-shop", file, thread=thread)
    answer = await hears(ana, says, thread=thread, after=before)
    assert "reference" not in text_of(answer).lower()
    assert await taken_by_slack(slack) == []


async def test_a_file_over_the_limit_is_refused_before_it_is_fetched(slack: Playground, tmp_path: Path):
    ana = slack.person("Ana")
    thread = await thread_of(slack)
    file = tmp_path / "huge.csv"
    file.write_bytes(b"x" * 101_000_000)
    await ana.uploads("#vacuum-shop", file, thread=thread)
    await hears(ana, "huge.csv has 101 MB; 100 MB is the limit", thread=thread)
    assert await taken_by_slack(slack) == []


async def test_one_bad_file_of_two_does_not_stop_the_other(slack: Playground, tmp_path: Path):
    ana = slack.person("Ana")
    thread = await thread_of(slack)
    for name, content in (("photo.png", PNG), ("orders.csv", (HEADER + GOOD).encode())):
        (tmp_path / name).write_bytes(content)
        await ana.uploads("#vacuum-shop", tmp_path / name, thread=thread)
    await hears(ana, "photo.png", thread=thread)
    await hears(ana, "orders.csv: 2 rows", thread=thread)


async def test_a_download_that_breaks_is_fetched_again(slack: Playground, tmp_path: Path):
    ana = slack.person("Ana")
    thread = await thread_of(slack)
    file = tmp_path / "orders.csv"
    file.write_text(HEADER + GOOD)
    await slack.fault("503", "file")
    await slack.fault("drop_before", "file")
    await ana.uploads("#vacuum-shop", file, thread=thread)
    await hears(ana, "orders.csv: 2 rows", thread=thread)
    await asyncio.sleep(1)
    assert len([m for m in ana.shown(thread=thread) if "2 rows" in text_of(m)]) == 1
