"""Which font draws which character, and how wide is it? Only shipped fonts, and one more if it is named."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

LATIN, HAN = "Noto Sans", "Noto Sans CJK SC"
MISSING = "□"
_EXACT, _COARSE = 1000, 24
_FOLDER = Path(__file__).parent / "fonts"
_NO_CHARACTER = "\U0010ffff"


class Family(NamedTuple):
    """A font family and its two files; a further font has one file for both weights."""

    name: str
    regular: str
    bold: str


class Fonts(NamedTuple):
    """The families in the order in which they are asked for a character."""

    families: tuple[Family, ...]

    @property
    def files(self) -> list[str]:
        """All font files, for the renderer."""
        return list(dict.fromkeys(file for family in self.families for file in (family.regular, family.bold)))

    def family(self, character: str) -> Family | None:
        """The first family that has a glyph for a character; None: nobody has."""
        return next((family for family in self.families if _covers(family.regular, character)), None)

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Width in pixels at a font size in pixels; kerning is not counted."""
        return sum(_advance(self, character, bold) for character in text) * size

    def runs(self, text: str) -> Iterator[tuple[str, str]]:
        """(family name, part of the text) in order. A line that mixes scripts must name the family of each part."""
        for name, characters in groupby(text, key=lambda character: _family_name(self, character)):
            yield name, "".join(characters)

    def missing(self, text: str) -> frozenset[str]:
        """Characters that no family draws and that stand as "□" in a picture."""
        return frozenset(c for c in text if unicodedata.category(c)[0] not in "CZM" and self.family(c) is None)


@lru_cache
def fonts(further: Path | None = None) -> Fonts:
    """The shipped families, and the file at `further` (TTF, OTF, TTC) for what they lack; OSError if it is no font."""
    shipped = (
        Family(LATIN, str(_FOLDER / "NotoSans-Regular.ttf"), str(_FOLDER / "NotoSans-Bold.ttf")),
        Family(HAN, str(_FOLDER / "NotoSansCJKsc-Regular.otf"), str(_FOLDER / "NotoSansCJKsc-Bold.otf")),
    )
    if further is None:
        return Fonts(shipped)
    name = _open(str(further), _COARSE).getname()[0] or LATIN
    return Fonts((*shipped, Family(name, str(further), str(further))))


@lru_cache(maxsize=20_000)
def _advance(fonts: Fonts, character: str, bold: bool) -> float:
    """Width in em."""
    family = fonts.family(character) or fonts.families[-1]
    return _open(family.bold if bold else family.regular, _EXACT).getlength(character) / _EXACT


@lru_cache(maxsize=20_000)
def _family_name(fonts: Fonts, character: str) -> str:
    family = fonts.family(character)
    return family.name if family else LATIN


@lru_cache(maxsize=20_000)
def _covers(file: str, character: str) -> bool:
    """Whether the font draws something else than its "no such character" glyph."""
    if unicodedata.category(character).startswith("C"):
        return False
    return bytes(_open(file, _COARSE).getmask(character)) != _blank(file)


@lru_cache
def _blank(file: str) -> bytes:
    return bytes(_open(file, _COARSE).getmask(_NO_CHARACTER))


@lru_cache
def _open(file: str, size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
