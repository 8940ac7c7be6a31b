"""Reads a drawn SVG back: boxes of its texts, the shapes below them, and contrast of colours."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from xml.etree import ElementTree

from bot.pictures.glyphs import fonts

SVG = "{http://www.w3.org/2000/svg}"
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def inside(self, other: "Box", slack: float = 0.5) -> bool:
        return (
            self.left >= other.left - slack
            and self.top >= other.top - slack
            and self.right <= other.right + slack
            and self.bottom <= other.bottom + slack
        )

    def holds(self, x: float, y: float) -> bool:
        return self.left < x < self.right and self.top < y < self.bottom

    def overlaps(self, other: "Box", slack: float = 1) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > slack and down > slack


class Text(NamedTuple):
    text: str
    box: Box
    size: float
    bold: bool
    colour: str
    ground: str
    holder: Box | None
    halo: bool


def root_of(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


@lru_cache(512)
def page(svg: str) -> Box:
    root = root_of(svg)
    return Box(0, 0, float(root.attrib["width"]), float(root.attrib["height"]))


@lru_cache(512)
def texts(svg: str) -> tuple[Text, ...]:
    """All texts with the colour below them; `holder` is the box of the card, pill or arrow they belong to."""
    found: list[Text] = []
    shapes: list[tuple[Box, str]] = []
    for element, parent in _walk(root_of(svg)):
        if element.tag == SVG + "text":
            box = _text_box(element)
            middle = Box((box.left + box.right) / 2, (box.top + box.bottom) / 2, *[0.0] * 2)
            ground = next(
                c for b, c in reversed(shapes) if b.left <= middle.left <= b.right and b.top <= middle.top <= b.bottom
            )
            holder = shape_box(parent[0]) if parent.tag == SVG + "g" and len(parent) else None
            found.append(
                Text(
                    "".join(element.itertext()),
                    box,
                    float(element.attrib["font-size"]),
                    "font-weight" in element.attrib,
                    element.attrib["fill"],
                    ground,
                    holder,
                    "paint-order" in element.attrib,
                )
            )
        elif (box := shape_box(element)) and element.attrib.get("fill", "none") != "none":
            shapes.append((box, element.attrib["fill"]))
    return tuple(found)


def shape_box(element: ElementTree.Element) -> Box | None:
    at = element.attrib
    if element.tag == SVG + "rect":
        x, y = float(at["x"]), float(at["y"])
        return Box(x, y, x + float(at["width"]), y + float(at["height"]))
    if element.tag == SVG + "circle":
        x, y, r = float(at["cx"]), float(at["cy"]), float(at["r"])
        return Box(x - r, y - r, x + r, y + r)
    if element.tag == SVG + "path" and not re.search("[a-z]", at["d"].rstrip("z")):
        numbers = [float(n) for n in NUMBERS.findall(at["d"])]
        return Box(min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2]))
    return None


def faces(svg: str) -> list[Box]:
    """Circles that are faces or the dots that stand for them."""
    root = root_of(svg)
    return [
        box
        for element in root.iter(SVG + "circle")
        if float(element.attrib["r"]) >= 9 and element.attrib["fill"] == "#FFFFFF" and (box := shape_box(element))
    ]


@lru_cache(512)
def curve_points(svg: str) -> tuple[tuple[float, float], ...]:
    """Points on the Bézier segments of all curves, twenty a segment."""
    found: list[tuple[float, float]] = []
    for element in root_of(svg).iter(SVG + "path"):
        numbers = [float(n) for n in NUMBERS.findall(element.attrib["d"])] if "C" in element.attrib["d"] else []
        knots = list(zip(numbers[::2], numbers[1::2], strict=True))
        for i in range(0, len(knots) - 3, 3):
            for step in range(21):
                t = step / 20
                weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
                x, y = (
                    sum(w * knot[axis] for w, knot in zip(weights, knots[i : i + 4], strict=True)) for axis in (0, 1)
                )
                found.append((x, y))
    return tuple(found)


def contrast(one: str, other: str) -> float:
    """Ratio of relative luminances, WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _text_box(element: ElementTree.Element) -> Box:
    size, bold = float(element.attrib["font-size"]), "font-weight" in element.attrib
    width = fonts().width("".join(element.itertext()), size, bold)
    first = element if "x" in element.attrib else element[0]
    x, y = float(first.attrib["x"]), float(element.attrib["y"])
    left = x - width * {"middle": 0.5, "end": 1.0}.get(element.attrib.get("text-anchor", ""), 0.0)
    return Box(left, y - 0.76 * size, left + width, y + 0.2 * size)


def _walk(element: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, ElementTree.Element]]:
    for child in element:
        yield child, element
        if child.tag == SVG + "g":
            yield from _walk(child)
