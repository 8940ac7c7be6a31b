"""How does a packed file become the table in it, without letting a small file fill the disk?"""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from storage.errors import ImportRefused

MAX_UNPACKED = 8 * 1024**3
MAX_RATIO, RATIO_FROM = 200, 64 * 1024**2
"""Tables pack 5 to 40 times; what unpacks to more than MAX_RATIO times its size is refused from RATIO_FROM bytes on."""
_BLOCK = 1 << 20


def unpack_gzip(path: Path, work: Path) -> Path:
    """Raises ImportRefused: damaged, or larger than it may become."""
    try:
        with gzip.open(path) as packed:
            return _written(packed, path, work)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ImportRefused("gzip_broken", file=path.name) from error


def unpack_zip(path: Path, work: Path) -> Path:
    """The one file in it. Raises ImportRefused: damaged, locked, none or several, or larger than it may become."""
    try:
        with zipfile.ZipFile(path) as packed:
            members = [member for member in packed.infolist() if not member.is_dir() and not _is_extra(member.filename)]
            if len(members) != 1:
                names = ", ".join(member.filename for member in members[:5])
                raise ImportRefused("zip_not_one", file=path.name, n=len(members), names=names)
            with packed.open(members[0]) as content:
                return _written(content, path, work)
    except RuntimeError as error:  # zipfile's word for a password
        raise ImportRefused("zip_locked", file=path.name) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise ImportRefused("zip_broken", file=path.name) from error


def is_workbook(path: Path) -> bool:
    """Whether a packed file is a workbook of Excel or LibreOffice; a damaged one is none."""
    try:
        with zipfile.ZipFile(path) as packed:
            return bool({"xl/workbook.xml", "xl/workbook.bin", "content.xml"} & set(packed.namelist()))
    except zipfile.BadZipFile:
        return False


def unpacks_within(path: Path, name: str, limit: int) -> bool:
    """Whether all parts of a workbook unpack to at most `limit` bytes. Nothing is kept, and no header is believed.

    Raises ImportRefused: locked, or damaged.
    """
    done = 0
    try:
        with zipfile.ZipFile(path) as packed:
            for member in packed.infolist():
                with packed.open(member) as content:
                    for block in _blocks(content):
                        done += len(block)
                        if done > limit:
                            return False
    except RuntimeError as error:  # zipfile's word for a password
        raise ImportRefused("sheet_locked", file=name) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise ImportRefused("sheet_broken", file=name) from error
    return True


def _is_extra(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")


def _written(content: IO[bytes] | gzip.GzipFile, path: Path, work: Path) -> Path:
    size, done, unpacked = path.stat().st_size, 0, work / "unpacked"
    with unpacked.open("wb") as plain:
        for block in _blocks(content):
            done += len(block)
            if done > MAX_UNPACKED or (done > RATIO_FROM and done > MAX_RATIO * size):
                limit = MAX_UNPACKED if done > MAX_UNPACKED else max(RATIO_FROM, MAX_RATIO * size)
                raise ImportRefused("unpacks_too_large", file=path.name, limit=limit // 1024**2)
            plain.write(block)
    return unpacked


def _blocks(content: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while block := content.read(_BLOCK):
        yield block
