"""Who says what in a file of text, subtitles, Word or PDF, and what a file that is none of these is told."""

from pathlib import Path

import pytest

from storage.errors import ImportRefused
from storage.ingest.transcript import LARGEST_FILE, form_of, read_transcript
from tests.storage.ingest.documents_made import docx_of, pdf_of, pdf_of_pictures, with_part

TALK = (
    ("Interviewer", "How was it?"),
    ("Colleen", "I had six tabs open.\nAnd still could not tell."),
    ("Interviewer", "Why?"),
    ("Colleen", "Too much text."),
)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def spoken(path: Path) -> tuple[tuple[str | None, str], ...]:
    return tuple((passage.speaker, passage.text) for passage in read_transcript(path, path.name).passages)


def refused(path: Path) -> str:
    with pytest.raises(ImportRefused) as caught:
        read_transcript(path, path.name)
    assert caught.value.facts["file"] == path.name
    return caught.value.key


PLAIN = """Interviewer: How was it?
Colleen: I had six tabs open.
And still could not tell.

Interviewer: Why?
Colleen: Too much text.
"""
TIMED = """[00:00:01] Interviewer: How was it?
[00:00:04] Colleen: I had six tabs open.
And still could not tell.
[00:00:09] Interviewer: Why?
[00:00:11] Colleen: Too much text.
"""
ABOVE = """Interviewer  0:01
How was it?

Colleen  0:04
I had six tabs open.
And still could not tell.

Interviewer  0:09
Why?

Colleen  0:11
Too much text.
"""
MARKDOWN = """# Talk

**Interviewer:** How was it?

**Colleen:** I had six tabs open.
And still could not tell.

**Interviewer:** Why?

**Colleen:** Too much text.
"""
VTT = """WEBVTT

NOTE made by a machine

1
00:00:01.000 --> 00:00:03.000
<v Interviewer>How was it?</v>

00:00:04.000 --> 00:00:06.000 align:start
<v Colleen>I had <i>six</i> tabs open.

00:00:06.000 --> 00:00:08.000
<v Colleen>And still could not tell.

00:00:09.000 --> 00:00:10.000
<v Interviewer>Why?

00:00:11.000 --> 00:00:12.000
<v Colleen>Too much text.
"""
SRT = """1
00:00:01,000 --> 00:00:03,000
Interviewer: How was it?

2
00:00:04,000 --> 00:00:06,000
Colleen: I had six tabs open.

3
00:00:06,000 --> 00:00:08,000
And still could not tell.

4
00:00:09,000 --> 00:00:12,000
- Interviewer: Why?
- Colleen: Too much text.
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", PLAIN),
        ("b.txt", TIMED),
        ("c.txt", ABOVE),
        ("d.vtt", VTT),
        ("e.srt", SRT),
        ("f.txt", VTT),
        ("g.dat", PLAIN),
    ],
)
def test_the_same_talk_in_every_form_is_read_the_same(tmp_path: Path, name: str, content: str):
    assert spoken(written(tmp_path, name, content)) == TALK


def test_markdown_marks_are_no_words(tmp_path: Path):
    assert spoken(written(tmp_path, "a.md", MARKDOWN)) == ((None, "Talk"), *TALK)


def test_chinese_and_macedonian_speakers(tmp_path: Path):
    chinese = "采访者：怎么样？\n科琳：开了六个标签页。\n采访者：为什么？\n"
    assert spoken(written(tmp_path, "zh.txt", chinese))[1] == ("科琳", "开了六个标签页。")
    old = "Ана: Како беше?\nКолин: Отворив шест картички.\nАна: Зошто?\n".encode("cp1251")
    assert spoken(written(tmp_path, "mk.txt", old))[1] == ("Колин", "Отворив шест картички.")
    assert spoken(written(tmp_path, "gb.txt", chinese.encode("gb18030")))[1] == ("科琳", "开了六个标签页。")
    western = "Ana: It was “slow”, don’t ask.\nBen: Why?\nAna: No idea, it just was so.\n".encode("cp1252")
    assert spoken(written(tmp_path, "w.txt", western))[0] == ("Ana", "It was “slow”, don’t ask.")
    assert spoken(written(tmp_path, "u.txt", PLAIN.encode("utf-16"))) == TALK


def test_a_note_before_a_colon_is_no_speaker(tmp_path: Path):
    text = "We met in the shop.\nNote: it was loud.\nThe customer looked for a vacuum.\nIt took an hour."
    assert spoken(written(tmp_path, "a.txt", text)) == ((None, text),)


def test_a_word_file_with_paragraphs_and_a_table(tmp_path: Path):
    path = docx_of(tmp_path / "talk.docx", [f"{who}: {said}" for who, said in TALK[:2]], TALK[2:])
    assert spoken(path) == TALK


def test_a_word_file_under_another_name_is_still_one(tmp_path: Path):
    path = docx_of(tmp_path / "talk.docx", [f"{who}: {said}" for who, said in TALK])
    assert spoken(path.rename(tmp_path / "talk.txt")) == TALK


def test_a_pdf_of_several_pages_loses_its_page_numbers_and_joins_broken_lines(tmp_path: Path):
    pages = [
        [
            "Shop study 2024",
            "Interviewer: How was it?",
            "Colleen: I had six tabs open and read every single one of",
            "them twice.",
            "1",
        ],
        ["Shop study 2024", "Interviewer: Why?", "2"],
        ["Shop study 2024", "Colleen: Too much text.", "3"],
    ]
    assert spoken(pdf_of(tmp_path / "talk.pdf", pages)) == (
        ("Interviewer", "How was it?"),
        ("Colleen", "I had six tabs open and read every single one of them twice."),
        ("Interviewer", "Why?"),
        ("Colleen", "Too much text."),
    )


def test_a_pdf_behind_a_password_is_told_so(tmp_path: Path):
    assert refused(pdf_of(tmp_path / "locked.pdf", [["Ana: hello"]], password="secret")) == "document_locked"


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("empty.txt", b"", "no_words"),
        ("blank.txt", b" \n\t\n", "no_words"),
        ("figures.txt", b"12 34\n56 78\n", "no_words"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "no_transcript"),
        ("noise.txt", bytes(range(1, 256)) * 8, "no_transcript"),
        ("page.txt", b"<!DOCTYPE html><html><body>Hello</body></html>", "not_plain_text"),
        ("old.txt", b"{\\rtf1 Hello}", "not_plain_text"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_word"),
        ("cut.pdf", b"%PDF-1.4\n1 0 obj\n<< /Type", "document_broken"),
        ("cut.docx", b"PK\x03\x04" + b"\0" * 64, "document_broken"),
        ("many.txt", b"word and more words. " * 20_000, "transcript_too_long"),
    ],
)
def test_a_file_that_is_no_transcript_is_told_apart(tmp_path: Path, name: str, content: bytes, key: str):
    assert refused(written(tmp_path, name, content)) == key


def test_a_scanned_pdf_has_no_words(tmp_path: Path):
    assert refused(pdf_of_pictures(tmp_path / "scan.pdf", 3)) == "pdf_of_pictures"


def test_a_pdf_of_too_many_pages(tmp_path: Path):
    assert refused(pdf_of_pictures(tmp_path / "long.pdf", 501)) == "pdf_too_long"


def test_macros_are_not_opened(tmp_path: Path):
    path = with_part(docx_of(tmp_path / "m.docx", ["Ana: hello"]), "word/vbaProject.bin", b"macro")
    assert refused(path) == "document_macros"


def test_what_unpacks_to_too_much_is_not_unpacked(tmp_path: Path):
    path = with_part(docx_of(tmp_path / "bomb.docx", ["Ana: hello"]), "word/media/x.bin", b"\0" * 50_000_000)
    assert path.stat().st_size < 200_000
    assert refused(path) == "document_unpacks"


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    assert refused(path) == "transcript_too_large"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("orders.csv", "customer,time,event\nc1,2026-01-01,Ad\n"),
        ("orders.txt", "customer\ttime\tevent\nc1\t2026-01-01\tAd\nc2\t2026-01-02\tAd\n"),
        ("orders.txt", "customer,time,event\nc1,2026-01-01,Ad\nc2,2026-01-02,Ad\n"),
        ("orders.jsonl", '{"customer": "c1"}\n'),
        ("table.xlsx", "PK\x03\x04 xl/workbook.xml"),
        ("photo.png", "\x89PNG\r\n\0\0"),
        ("empty.csv", ""),
    ],
)
def test_tables_and_pictures_are_left_to_those_who_read_them(tmp_path: Path, name: str, content: str):
    assert form_of(written(tmp_path, name, content), name) is None
