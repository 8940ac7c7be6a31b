"""How is SVG written? Small functions that return elements as text; every value is escaped here."""

from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from bot.pictures.colours import TEXT, WHITE
from bot.pictures.glyphs import LATIN, Fonts
from bot.pictures.text import clean

Anchor = Literal["start", "middle", "end"]
_BEFORE: dict[Anchor, float] = {"start": 0.0, "middle": 0.5, "end": 1.0}


def element(tag: str, *children: str, **attributes: str | float | None) -> str:
    """An element. Attributes that are None are left out; `_` in a name stands for `-`, numbers lose needless digits."""
    written = "".join(
        f" {name.replace('_', '-')}={quoteattr(_value(value))}"
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{written}>{''.join(children)}</{tag}>" if children else f"<{tag}{written}/>"


def rect(
    x: float, y: float, width: float, height: float, fill: str, radius: float = 0, **more: str | float | None
) -> str:
    """A rectangle, its corners rounded by `radius`."""
    return element("rect", x=x, y=y, width=width, height=height, rx=radius or None, fill=fill, **more)


def circle(x: float, y: float, radius: float, fill: str, **more: str | float | None) -> str:
    """A circle."""
    return element("circle", cx=x, cy=y, r=radius, fill=fill, **more)


def path(d: str, fill: str = "none", **more: str | float | None) -> str:
    """A path."""
    return element("path", d=d, fill=fill, **more)


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1, dash: str | None = None) -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, stroke_dasharray=dash)


def label(
    fonts: Fonts,
    x: float,
    y: float,
    text: str,
    size: float,
    *,
    bold: bool = False,
    fill: str = TEXT,
    anchor: Anchor = "start",
    halo: str | None = None,
) -> str:
    """One line of text with its baseline at y. A halo is a rim in the ground's colour that keeps lines off the letters.

    A line in several scripts gives each part its own place: the renderer would draw all of it in the font of the last.
    """
    written = clean(text, fonts)
    runs = list(fonts.runs(written))
    rim: dict[str, str | float | None] = {}
    if halo:
        rim = {"stroke": halo, "stroke_width": 4, "stroke_linejoin": "round", "paint_order": "stroke"}
    weight = "bold" if bold else None
    if len(runs) < 2:
        family = None if not runs or runs[0][0] == LATIN else runs[0][0]
        side = None if anchor == "start" else anchor
        return element(
            "text", escape(written), x=x, y=y, font_size=size, font_weight=weight, font_family=family, fill=fill,
            text_anchor=side, **rim,
        )  # fmt: skip
    left = x - fonts.width(written, size, bold) * _BEFORE[anchor]
    parts: list[str] = []
    for family, part in runs:
        parts.append(element("tspan", escape(part), x=left, font_family=None if family == LATIN else family))
        left += fonts.width(part, size, bold)
    return element("text", *parts, y=y, font_size=size, font_weight=weight, fill=fill, **rim)


def group(*children: str, **attributes: str | float | None) -> str:
    """Elements that belong together."""
    return element("g", *children, **attributes)


def document(width: float, height: float, children: list[str], *, title: str, lang: str, fonts: Fonts) -> str:
    """A whole picture on white, one element a line."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_value(width)}" height="{_value(height)}"'
        f' viewBox="0 0 {_value(width)} {_value(height)}" font-family={quoteattr(LATIN)} xml:lang={quoteattr(lang)}>'
    )
    named = element("title", escape(clean(title, fonts)))
    return "\n".join((head, named, rect(0, 0, width, height, WHITE), *children, "</svg>", ""))


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:z.2f}".rstrip("0").rstrip(".")
