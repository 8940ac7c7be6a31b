"""Files that cannot be taken in at all: a sentence says what is wrong and what to do, and nothing is stored."""

import gzip
import io
import re
import string
import zipfile
from pathlib import Path

import pytest
from taking import Take

from prompts.loader import words
from storage.errors import ImportRefused
from storage.events import Events
from storage.ingest.forms.known import FORMS
from storage.ingest.mapping import FORM_NAMES

ROW = "user_id,event,timestamp\nann,visit,2026-01-01\n"


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "file_empty"),
        (b" \n\n", "file_empty"),
        (b"\xef\xbb\xbf", "file_empty"),
        (gzip.compress(b"", mtime=0), "file_empty"),
        (b"user_id,event,timestamp\n", "header_only"),
        (b"user_id\nann\n", "one_column"),
        (b"ann,visit,2026-01-01\nbob,visit,2026-01-02\n", "no_header"),
        (b"colour,size\nred,big\nblue,small\n", "column_missing"),
        (b"user_id,event,timestamp\nann,visit,01/02/2026\nbob,visit,03/04/2026\n", "time_ambiguous"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_table"),
        (b"%PDF-1.7\n%\xe2\xe3", "not_a_table"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "not_a_table"),
        (b"<!doctype html><html></html>", "not_a_table"),
        (b"\0\1\2\3" * 50, "not_a_table"),
        (zipped("notes.txt"), "one_column"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "sheet_broken"),
        (b'[{"user_id": "ann"}]', "json_array"),
        (b"{}\n{}\n", "no_json_objects"),
        (gzip.compress(ROW.encode() * 500, mtime=0)[:-20], "gzip_broken"),
        (b"PAR1 and then nothing", "parquet_broken"),
    ],
)
def test_a_file_that_is_no_table_of_events_is_refused(take: Take, events: Events, content: bytes, key: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        take(content, "what.csv")
    assert refused.value.key == key
    sentence = words()(f"ingest.refused.{key}", **refused.value.facts)
    assert sentence.endswith((".", ")"))
    assert (events.count(), events.data_sets()) == (0, ())


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(events: Events, tmp_path: Path) -> None:
    for path, key in ((tmp_path / "none.csv", "no_such_file"), (tmp_path, "file_is_folder")):
        with pytest.raises(ImportRefused) as refused:
            events.import_file(path)
        assert refused.value.key == key


def test_the_kind_is_told_by_content_and_not_by_name(take: Take) -> None:
    assert take(ROW, "events.parquet").kind == "csv"
    assert take('{"user_id": "ann", "event": "x", "ts": "2026-01-01"}\n', "events.csv").kind == "jsonl"


def test_every_refusal_notice_and_reason_in_the_code_has_its_words() -> None:
    storage = Path(__file__).parents[3] / "storage"
    files = (*storage.joinpath("ingest").rglob("*.py"), *storage.joinpath("backends").glob("duckdb_*.py"))
    code = "\n".join(path.read_text() for path in files)
    asked = {f"ingest.refused.{key}" for key in re.findall(r'ImportRefused\(\s*"(\w+)"', code)}
    asked |= {f"ingest.notice.{key}" for key in re.findall(r'Notice\(key="(\w+)"', code)}
    asked |= {f"ingest.reason.{key}" for key in re.findall(r'Check\([^\n]*?, "([a-z]+_[a-z_]+)"', code)}
    asked |= {f"ingest.form.{form}" for form in FORM_NAMES}
    asked |= {f"ingest.field.{field.name}" for form in FORMS for field in form.fields}
    asked |= {f"ingest.reason.{key}" for key in re.findall(r'": "((?:too|not|line)_\w+)"', code)}
    assert len(asked) > 35
    assert [key for key in sorted(asked) if not words().has(key)] == []


def test_sentences_are_formatted_by_the_facts_they_name() -> None:
    for key, sentence in words().data("ingest.refused").items():
        names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
        assert words()(f"ingest.refused.{key}", **dict.fromkeys(names, "x"))
