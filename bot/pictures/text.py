"""How does a person's text become lines that fit? Cleaning, breaking and cutting; Latin, Cyrillic and Han."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from bot.pictures.glyphs import MISSING, Fonts

CUT = "…"
_BALANCE_STEP = 8.0
_HAN = (
    "\u2e80-\u2fdf\u3040-\u30ff\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003fffd□"
)
_NO_START = "，。、：；？！）》」』】”’％%,.:;?!)]…—～·"
_NO_END = "（《「『【“‘([#$€£¥"
_WIDE_MARKS = "，。、：；？！）》」』】（《「『【"
_PIECES = re.compile(rf" +|[{_HAN}{_WIDE_MARKS}]|[^ {_HAN}{_WIDE_MARKS}]+")
_ENDS_WITH_NUMBER = re.compile(r"\d[\d.,\u202f]*$")
_IN_A_DATE = re.compile(r"\d[年月]$")
_UNIT = re.compile(rf"[%％‰°{_HAN}]")


@lru_cache(maxsize=4096)
def clean(text: str, fonts: Fonts) -> str:
    """Text that can be drawn: no control characters, emoji as a word in brackets, "□" for what no font has."""
    return re.sub(r" {2,}", " ", "".join(_drawable(c, fonts) for c in unicodedata.normalize("NFC", text))).strip()


def wrap(text: str, fonts: Fonts, size: float, width: float, bold: bool = False, most: int = 4) -> tuple[str, ...]:
    """Lines of at most `width` pixels, at most `most` of them; the last ends with "…" where text was left out."""
    lines: list[str] = []
    line = ""
    for atom, spaced in _atoms(clean(text, fonts)):
        longer = f"{line} {atom}" if spaced and line else line + atom
        if fonts.width(longer, size, bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _hard_cut(atom, fonts, size, width, bold)
        lines += full
    lines.append(line)
    if len(lines) <= most:
        return tuple(lines) if line else ()
    return (*lines[: most - 1], _with_cut(" ".join(lines[most - 1 : most + 1]), fonts, size, width, bold))


def balanced(text: str, fonts: Fonts, size: float, width: float, most: int) -> tuple[str, ...]:
    """As `wrap`, in lines of about the same length: no wider than the same number of lines needs."""
    lines = wrap(text, fonts, size, width, most=most)
    smallest = longest_atom(text, fonts, size)
    if len(lines) < 2 or lines[-1].endswith(CUT):
        return lines
    narrower = width - _BALANCE_STEP
    while narrower >= smallest and len(better := wrap(text, fonts, size, narrower, most=most + 1)) == len(lines):
        lines, narrower = better, narrower - _BALANCE_STEP
    return lines


def one_line(text: str, fonts: Fonts, size: float, width: float, bold: bool = False) -> str:
    """The text if it fits into `width`, else its beginning and "…"."""
    cleaned = clean(text, fonts)
    return cleaned if fonts.width(cleaned, size, bold) <= width else _with_cut(cleaned, fonts, size, width, bold)


def longest_atom(text: str, fonts: Fonts, size: float, bold: bool = False) -> float:
    """Width in pixels of the widest part that must not be broken."""
    return max((fonts.width(atom, size, bold) for atom, _ in _atoms(clean(text, fonts))), default=0.0)


def _drawable(character: str, fonts: Fonts) -> str:
    category = unicodedata.category(character)
    if character in "\t\r\n\u2028\u2029":
        return " "
    if character == "\u2212":
        return "-"
    if category in ("Cc", "Cf", "Cs"):
        return ""
    if fonts.family(character) is not None:
        return character
    if category in ("Mn", "Me", "Sk"):
        return ""
    if category == "Zs":
        return " "
    name = unicodedata.name(character, "")
    return f"[{name.lower()}]" if category == "So" and name else MISSING


def _atoms(text: str) -> Iterator[tuple[str, bool]]:
    """Parts that stay whole, each with whether a space stands before it."""
    atom, spaced, space = "", False, False
    for piece in _PIECES.findall(text):
        if piece.isspace():
            space = True
            continue
        if atom and not _stay_together(atom, piece, space):
            yield atom, spaced
            atom, spaced = piece, space
        else:
            atom += (" " if space and atom else "") + piece
        space = False
    if atom:
        yield atom, spaced


def _stay_together(before: str, after: str, space: bool) -> bool:
    if _ENDS_WITH_NUMBER.search(before) and _UNIT.match(after):
        return True
    if _IN_A_DATE.search(before) and after[0].isdigit():
        return True
    return not space and (after[0] in _NO_START or before[-1] in _NO_END)


def _hard_cut(atom: str, fonts: Fonts, size: float, width: float, bold: bool) -> list[str]:
    """An atom in parts of at most `width`: one part if it fits, at least one character each."""
    parts = [""]
    for character in atom:
        if parts[-1] and fonts.width(parts[-1] + character, size, bold) > width:
            parts.append("")
        parts[-1] += character
    return parts


def _with_cut(text: str, fonts: Fonts, size: float, width: float, bold: bool) -> str:
    """As much of the text as fits before "…"."""
    kept = text.rstrip()
    while kept and fonts.width(kept + CUT, size, bold) > width:
        kept = kept[:-1].rstrip()
    return kept.rstrip(" ,;:，、；：") + CUT
