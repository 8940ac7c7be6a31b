"""What was said, by whom? A text, subtitle, Word or PDF file as passages in order, whatever it is called."""

import re
from pathlib import Path
from typing import Literal

from storage.errors import ImportRefused
from storage.ingest.documents import docx_lines, pdf_lines
from storage.ingest.passages import Passage, by_speakers, merged
from storage.ingest.subtitles import cues
from storage.model.types import Model

LARGEST_FILE, LONGEST_TEXT = 20_000_000, 200_000
HEAD = 4096
FEW_ACCENTS = 20  # fewer than one letter in twenty beyond ASCII: a text in Latin letters
Form = Literal["subtitles", "docx", "pdf", "text"]
EVENT_ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".json", ".xlsx", ".gz")
TEXT_ENDINGS = (".txt", ".md", ".markdown", ".text", ".log", ".vtt", ".srt", ".docx", ".docm", ".doc", ".pdf", ".rtf")
_SRT = re.compile(rb"^\s*\d+\s*\r?\n\d\d:\d\d:\d\d[,.]\d{3} -->")


class Transcript(Model):
    """A file's words. `speakers` in order of appearance; a passage without one has `speaker` None."""

    file_name: str
    passages: tuple[Passage, ...]

    @property
    def speakers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(passage.speaker for passage in self.passages if passage.speaker))


def form_of(path: Path, name: str) -> Form | None:
    """What the file is by its first bytes; None: not a text that people wrote or said. Raises ImportRefused."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise ImportRefused("file_unreadable", file=name) from error
    ending = Path(name).suffix.lower()
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx" if ending in TEXT_ENDINGS or b"word/" in head else None
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportRefused("old_word", file=name)
    if bare.startswith(b"WEBVTT") or _SRT.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "subtitles"
    return _plain(bare, ending, name)


def _plain(bare: bytes, ending: str, name: str) -> Form | None:
    """Text, unless it is called or looks like a table of events."""
    if ending in EVENT_ENDINGS or (ending not in TEXT_ENDINGS and (_is_table(bare) or b"\0" in bare)):
        return None
    if bare[:5].lower() == b"{\\rtf" or bare[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise ImportRefused("not_plain_text", file=name)
    if not bare and ending in TEXT_ENDINGS:
        raise ImportRefused("no_words", file=name)
    if b"\0" in bare and not bare.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportRefused("no_transcript", file=name)
    return None if not bare or _is_table(bare) else "text"


def _is_table(bare: bytes) -> bool:
    """Five lines with the same number of tabs or semicolons, or a header of commas without a space behind any."""
    lines = [line for line in bare.decode("utf-8", "replace").splitlines() if line.strip()][:5]
    if len(lines) < 2:
        return False
    if lines[0].startswith("{") and lines[0].rstrip().endswith("}"):
        return True
    even = any(len({line.count(mark) for line in lines[:-1]}) == 1 and lines[0].count(mark) for mark in ("\t", ";"))
    return even or (lines[0].count(",") >= 1 and ", " not in lines[0] and lines[0].count(",") == lines[1].count(","))


def read_transcript(path: Path, name: str) -> Transcript:
    """The passages of a file. Raises ImportRefused: too large or long, no words in it, locked, broken, macros."""
    size = path.stat().st_size
    if size > LARGEST_FILE:
        megabytes = LARGEST_FILE // 1_000_000
        raise ImportRefused("transcript_too_large", file=name, limit=megabytes, size=round(size / 1e6))
    match form_of(path, name):
        case "subtitles":
            passages = cues(_decoded(path.read_bytes(), name))
        case "docx":
            passages = by_speakers(docx_lines(path, name))
        case "pdf":
            passages = by_speakers(pdf_lines(path, name))
        case "text":
            passages = by_speakers(_decoded(path.read_bytes(), name).splitlines())
        case None:
            raise ImportRefused("no_transcript", file=name)
    letters = sum(len(passage.text) for passage in passages)
    if letters > LONGEST_TEXT:
        limit, found = (f"{n:,}".replace(",", "\u202f") for n in (LONGEST_TEXT, letters))
        raise ImportRefused("transcript_too_long", file=name, limit=limit, letters=found)
    if not any(character.isalpha() for passage in passages for character in passage.text):
        raise ImportRefused("no_words", file=name)
    return Transcript(file_name=name, passages=merged(passages))


def _decoded(content: bytes, name: str) -> str:
    """UTF-8, UTF-16 with its mark, else the old encodings of our languages. Raises ImportRefused."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    western = sum(byte > 0x7F for byte in content) * FEW_ACCENTS < len(content)
    for encoding in ("utf-8-sig", *(("cp1252",) if western else ()), "gb18030", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _readable(text):
            return text
    raise ImportRefused("no_transcript", file=name)


def _readable(text: str) -> bool:
    """Nearly no control characters."""
    strange = sum(1 for c in text if not c.isprintable() and c not in "\r\n\t\f\v\u200b\u2028\u00a0\u3000\ufeff")
    return strange * 50 <= len(text)
