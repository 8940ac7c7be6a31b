"""Which lines stand in a Word or PDF file? With caps on what it unpacks to; macros are never touched."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from storage.errors import ImportRefused

UNPACKED, PAGES = 50_000_000, 500
MACROS = "word/vbaProject.bin"
ENCRYPTED = 0x1


def docx_lines(path: Path, name: str) -> list[str]:
    """Paragraphs and table rows in order. Raises ImportRefused."""
    _look_inside(path, name)
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table
    from lxml.etree import XMLSyntaxError

    try:
        document = Document(BytesIO(path.read_bytes()))
        lines: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                lines += [": ".join(dict.fromkeys(_cells(row))) for row in block.rows]
            else:
                lines.append(block.text)
    except (PackageNotFoundError, BadZipFile, XMLSyntaxError, KeyError, ValueError, AttributeError, OSError) as error:
        raise ImportRefused("document_broken", file=name) from error
    return [part for line in lines for part in line.splitlines()]


def _cells(row: object) -> list[str]:
    return [" ".join(cell.text.split()) for cell in getattr(row, "cells", ()) if cell.text.strip()]


def _look_inside(path: Path, name: str) -> None:
    """What the package says of its parts, before any of it is unpacked. Raises ImportRefused.

    The sizes it states are what the unpacker gives at most, so a lie makes it broken, not larger.
    """
    try:
        with ZipFile(path) as package:
            parts: list[ZipInfo] = package.infolist()
    except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ImportRefused("document_broken", file=name) from error
    names = {part.filename for part in parts}
    if sum(part.file_size for part in parts) > UNPACKED or len(parts) > 5_000:
        raise ImportRefused("document_unpacks", file=name, limit=UNPACKED // 1_000_000)
    if MACROS in names:
        raise ImportRefused("document_macros", file=name)
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise ImportRefused("document_locked", file=name)
    if "word/document.xml" not in names:
        raise ImportRefused("no_transcript", file=name)


def pdf_lines(path: Path, name: str) -> list[str]:
    """Lines of all pages; what stands at the top or foot of most pages is left out. Raises ImportRefused."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ImportRefused("document_locked", file=name)
        if len(reader.pages) > PAGES:
            raise ImportRefused("pdf_too_long", file=name, limit=PAGES, pages=len(reader.pages))
        pages = [(page.extract_text() or "").splitlines() for page in reader.pages]
    except DependencyError as error:
        raise ImportRefused("document_locked", file=name) from error
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise ImportRefused("document_broken", file=name) from error
    if not any(line.strip() for page in pages for line in page):
        raise ImportRefused("pdf_of_pictures", file=name)
    return _joined([line for page in _without_margins(pages) for line in page])


def _without_margins(pages: list[list[str]]) -> list[list[str]]:
    """Page numbers and running heads: a first or last line that most pages share but for its figures."""
    if len(pages) < 3:
        return pages
    kept = pages
    for end in (0, -1):
        marks = [re.sub(r"\d+", "#", page[end].strip()) if page else "" for page in kept]
        common = {mark for mark in marks if mark and marks.count(mark) * 2 > len(marks)}
        kept = [_cut(page, end) if mark in common else page for page, mark in zip(kept, marks, strict=True)]
    return kept


def _cut(page: list[str], end: int) -> list[str]:
    return page[1:] if end == 0 else page[:-1]


def _joined(lines: list[str]) -> list[str]:
    """Lines that a page's width broke, put together: one that ends mid-sentence goes on in the next."""
    found: list[str] = []
    for line in (line.strip() for line in lines):
        before = found[-1] if found else ""
        goes_on = len(before) > 40 and not before.endswith((".", "!", "?", ":", "。", "！", "？", "”", '"'))
        if goes_on and line and (line[0].islower() or "\u4e00" <= line[0] <= "\u9fff"):
            word = before.endswith("-") and before[-2:-1].islower()
            joint = "" if word or "\u4e00" <= line[0] <= "\u9fff" else " "
            found[-1] = (before[:-1] if word else before) + joint + line
        else:
            found.append(line)
    return [line for line in found if line]
