"""A file is read in a process of its own: the same words, the same refusals, and a process that dies is told."""

from pathlib import Path

import pytest

from bot.evidence.reading_apart import read_apart
from storage.errors import ImportRefused
from storage.ingest.transcript import read_transcript
from tests.storage.ingest.documents_made import docx_of, pdf_of_pictures


def test_the_words_are_those_that_are_read_here(tmp_path: Path):
    path = docx_of(tmp_path / "разговор.docx", ["Ана: Како беше?", "Колин: Бавно.", "Ана: Зошто?"])
    assert read_apart(path, path.name) == read_transcript(path, path.name)


def test_a_refusal_comes_back_with_its_facts(tmp_path: Path):
    path = pdf_of_pictures(tmp_path / "long.pdf", 501)
    with pytest.raises(ImportRefused) as refused:
        read_apart(path, "long.pdf")
    assert (refused.value.key, refused.value.facts) == (
        "pdf_too_long",
        {"file": "long.pdf", "limit": 500, "pages": 501},
    )


def test_a_process_that_dies_is_a_refusal_too(tmp_path: Path):
    with pytest.raises(ImportRefused) as refused:
        read_apart(tmp_path / "gone.docx", "gone.docx")
    assert refused.value.key == "document_too_heavy"
