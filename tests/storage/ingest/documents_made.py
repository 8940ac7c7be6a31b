"""Word and PDF files as other programs write them, small enough to read here."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from pypdf import PdfReader, PdfWriter


def docx_of(path: Path, lines: Sequence[str], table: Sequence[tuple[str, str]] = ()) -> Path:
    """A Word file with these paragraphs, then a table."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        rows = document.add_table(len(table), 2)
        for row, cells in zip(rows.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    document.save(str(path))
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    """The Word file with one part more."""
    with ZipFile(path, "a", ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return path


def pdf_of(path: Path, pages: Sequence[Sequence[str]], password: str = "") -> Path:
    """A PDF whose pages show these lines in Helvetica; locked if a password is given."""
    plain = _pdf(pages)
    if not password:
        path.write_bytes(plain)
        return path
    writer = PdfWriter()
    writer.append(PdfReader(BytesIO(plain)))
    writer.encrypt(password, algorithm="RC4-128")
    writer.write(path)
    return path


def pdf_of_pictures(path: Path, pages: int) -> Path:
    """What a scanner makes: pages without a letter."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(path)
    return path


def _pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """Objects and cross references by hand, after ISO 32000-1, 7.5."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * page} 0 R" for page in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for page, lines in enumerate(pages):
        shown = "".join(f"({line}) Tj T* " for line in lines)
        stream = f"BT /F1 12 Tf 14 TL 72 770 Td {shown}ET".encode("cp1252")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * page} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF"
    return written + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()
