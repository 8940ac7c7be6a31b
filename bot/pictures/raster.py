"""SVG to PNG, with our fonts alone, so that a picture is the same everywhere."""

import re
from io import BytesIO
from math import sqrt
from typing import Literal

from bot.pictures.glyphs import Fonts
from bot.pictures.glyphs import fonts as shipped_fonts

MOST_PIXELS = 4_000_000
_CHAT_ZOOM, _DOWNLOAD_ZOOM = 1.5, 2.0
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')


def png(svg: str, zoom: float, *, fonts: Fonts | None = None) -> bytes:
    """The picture in at most 256 colours; `zoom` pixels for one of the SVG."""
    import resvg_py
    from PIL import Image

    drawn_with = fonts or shipped_fonts()
    raw = resvg_py.svg_to_bytes(
        svg_string=svg, zoom=zoom, skip_system_fonts=True, font_files=drawn_with.files, background="#ffffff"
    )
    with Image.open(BytesIO(bytes(raw))) as picture:
        few = picture.convert("RGB").quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    written = BytesIO()
    few.save(written, "PNG")
    return written.getvalue()


def zoom_for(svg: str, use: Literal["card", "chat", "download"]) -> float:
    """Card 1; chat the largest up to 1.5 that keeps the picture under 4 million pixels; download 2."""
    if use != "chat":
        return 1.0 if use == "card" else _DOWNLOAD_ZOOM
    width, height = size(svg)
    return min(_CHAT_ZOOM, int(100 * sqrt(MOST_PIXELS / (width * height))) / 100)


def size(svg: str) -> tuple[float, float]:
    """Width and height of one of our SVGs, in its own pixels. Raises ValueError for anything else."""
    found = _SIZE.match(svg)
    if found is None:
        raise ValueError("not a picture of ours: no size in its first element")
    return float(found[1]), float(found[2])
