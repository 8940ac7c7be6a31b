"""What kind of file is this, going by its content, and how does it become plain UTF-8 lines that an engine can read?"""

import codecs
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Literal

from storage.errors import ImportRefused
from storage.ingest.unpacking import is_workbook, unpack_gzip, unpack_zip

Kind = Literal["csv", "jsonl", "parquet"]
_BLOCK = 1 << 20
_REMARKS = 20
_NOT_TABLES = (
    (b"\x89PNG", "PNG picture"),
    (b"\xff\xd8\xff", "JPEG picture"),
    (b"GIF8", "GIF picture"),
    (b"%PDF", "PDF document"),
    (b"\xd0\xcf\x11\xe0", "old Office document"),
    (b"SQLite format 3", "SQLite database"),
    (b"7z\xbc\xaf", "7z archive"),
    (b"Rar!", "RAR archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ", "xz archive"),
    (b"\x28\xb5\x2f\xfd", "zstd archive"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Prepared:
    """A file ready to be read. `lines` counts its lines, the header included; 0 for Parquet.

    `skipped`: lines before the header. `remarks`: what they say, where they begin with #. `sheets`: of a workbook, the
    one that was read and those that were not.
    """

    kind: Kind
    file: Path
    sha256: str
    encoding: str
    guessed: bool  # the encoding was guessed
    lines: int
    skipped: int = 0
    remarks: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


def prepare(path: Path, encoding: str | None, work: Path, progress: Callable[[float], None]) -> Prepared:
    """Look at every byte of `path` once; what is not plain UTF-8 is written to `work` as that.

    Raises ImportRefused: no such file, unreadable, empty, not a table, an unknown encoding.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise ImportRefused("file_is_folder", file=path.name)
        with path.open("rb") as file:
            head = file.read(_BLOCK)
        if head[:2] == b"\x1f\x8b":
            return _packed(path, unpack_gzip(path, work), encoding, work, progress)
        if head[:4] == b"PK\x03\x04":
            if is_workbook(path):
                return _sheet(path, work, progress)
            return _packed(path, unpack_zip(path, work), encoding, work, progress)
        return _plain(path, head, size, encoding, work, progress)
    except FileNotFoundError as error:
        raise ImportRefused("no_such_file", file=str(path)) from error
    except PermissionError as error:
        raise ImportRefused("file_unreadable", file=str(path)) from error


def _packed(
    path: Path, unpacked: Path, encoding: str | None, work: Path, progress: Callable[[float], None]
) -> Prepared:
    with unpacked.open("rb") as plain:
        head = plain.read(_BLOCK)
    inner = _plain(unpacked, head, unpacked.stat().st_size, encoding, work, progress, name=path.name)
    return replace(inner, sha256=_hash(path))


def _sheet(path: Path, work: Path, progress: Callable[[float], None]) -> Prepared:
    from storage.ingest.workbook import write_sheet

    sheet = write_sheet(path, work / "sheet.csv")
    progress(1.0)
    return Prepared(
        "csv", sheet.file, _hash(path), "utf-8", False, sheet.lines, skipped=sheet.skipped, sheets=sheet.names
    )


def _plain(
    path: Path,
    head: bytes,
    size: int,
    encoding: str | None,
    work: Path,
    progress: Callable[[float], None],
    name: str = "",
) -> Prepared:
    name = name or path.name
    if head[:4] == b"PAR1":
        return Prepared("parquet", path, _hash(path), "", False, 0)
    _refuse_other_kinds(head, name)
    look = _look(path, size, progress)
    written, guessed = (_python_name(encoding, name), False) if encoding else _encoding(head, look, name)
    if written not in ("utf-8", "utf-8-sig") or look.returns_only:
        path, lines = _rewrite(path, written, work / "utf8", name)
    else:
        lines = look.newlines + (not look.ends_with_newline)
    with path.open("rb") as file:
        first = file.read(_BLOCK).removeprefix(codecs.BOM_UTF8).lstrip()
    if not first:
        raise ImportRefused("file_empty", file=name)
    if first[:1] == b"[":
        raise ImportRefused("json_array", file=name)
    if first[:1] == b"<":
        raise ImportRefused("not_a_table", file=name, kind="HTML or XML document")
    remarks = tuple(_remarks(first))
    if remarks:
        path, lines = _without(path, len(remarks), work / "table"), lines - len(remarks)
    kind: Kind = "jsonl" if first[:1] == b"{" else "csv"
    said = tuple(remark for remark in remarks if remark)
    return Prepared(kind, path, look.sha256, written, guessed, lines, skipped=len(remarks), remarks=said)


def _remarks(first: bytes) -> Iterator[str]:
    """What the lines before the header say, as Google Analytics writes them: `# 20260101-20260131`."""
    if not first.startswith(b"#"):
        return
    for line in first.decode(errors="replace").splitlines()[:_REMARKS]:
        if line.strip() and not line.startswith(("# ", "#-")):
            return
        yield line.strip("#- ")


def _without(path: Path, lines: int, target: Path) -> Path:
    """The same file without its first lines."""
    with path.open("rb") as file, target.open("wb") as rest:
        for _ in range(lines):
            file.readline()
        for block in iter(lambda: file.read(_BLOCK), b""):
            rest.write(block)
    return target


def _refuse_other_kinds(head: bytes, name: str) -> None:
    if not head.strip():
        raise ImportRefused("file_empty", file=name)
    if head[:4] == b"PK\x03\x04":
        raise ImportRefused("not_a_table", file=name, kind="zip archive")
    for start, kind in _NOT_TABLES:
        if head.startswith(start):
            raise ImportRefused("not_a_table", file=name, kind=kind)


@dataclass
class _Look:
    sha256: str
    newlines: int
    ends_with_newline: bool
    returns_only: bool  # lines end in a carriage return alone
    broken_bytes: int  # that are not UTF-8
    has_nulls: bool


def _look(path: Path, size: int, progress: Callable[[float], None]) -> _Look:
    digest, newlines, returns, broken, nulls, last = hashlib.sha256(), 0, 0, 0, False, b""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with path.open("rb") as file:
        for block in _blocks(file, size, progress):
            digest.update(block)
            newlines += block.count(b"\n")
            if not newlines:
                returns += block.count(b"\r")
            nulls = nulls or b"\0" in block
            if not block.isascii() or broken:
                broken += len(re.findall("[\udc80-\udcff]", decoder.decode(block)))
            last = block[-1:]
    return _Look(digest.hexdigest(), newlines, last == b"\n", returns > 0 and newlines == 0, broken, nulls)


def _blocks(file: BinaryIO, size: int, progress: Callable[[float], None]) -> Iterator[bytes]:
    done = 0
    while block := file.read(_BLOCK):
        done += len(block)
        progress(done / max(size, 1))
        yield block


def _encoding(head: bytes, look: _Look, name: str) -> tuple[str, bool]:
    """A byte order mark is believed; NULs between letters are UTF-16; few bad bytes are bad rows, many an encoding."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, False
    if look.has_nulls:
        sample = head[:4096]
        for encoding, high_bytes, low_bytes in (
            ("utf-16-le", sample[1::2], sample[::2]),
            ("utf-16-be", sample[::2], sample[1::2]),
        ):
            text = sample.decode(encoding, errors="replace")
            if high_bytes.count(0) and not low_bytes.count(0) and all(c >= " " or c.isspace() for c in text):
                return encoding, True
        raise ImportRefused("not_a_table", file=name, kind="binary file")
    if look.broken_bytes == 0 or look.broken_bytes * 1000 < look.newlines:
        return "utf-8", False
    high = re.findall(rb"[\x80-\xff]+", head)
    in_words = sum(len(run) for run in high if len(run) > 2)
    return ("cp1251" if in_words * 2 > sum(map(len, high)) else "cp1252"), True


def _python_name(encoding: str, name: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError as error:
        raise ImportRefused("encoding_unknown", file=name, encoding=encoding) from error


def _rewrite(path: Path, encoding: str, target: Path, name: str) -> tuple[Path, int]:
    """The same text as UTF-8 with newlines."""
    lines = 0
    try:
        with path.open(encoding=encoding) as text, target.open("w", encoding="utf-8", newline="\n") as plain:
            for line in text:
                plain.write(line)
                lines += 1
    except UnicodeError as error:
        raise ImportRefused("encoding_wrong", file=name, encoding=encoding, line=lines + 1) from error
    return target, lines


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
