"""The marks that are drawn, not written: faces, evidence marks, moments of truth, disagreements, loss pills."""

from math import hypot

from bot.pictures.colours import (
    ACTION,
    CURVE,
    HATCH,
    LOSS,
    MOODS,
    TEXT,
    TRUTH_BORDER,
    TRUTH_FILL,
    WHITE,
)
from bot.pictures.glyphs import Fonts
from bot.pictures.svg import circle, group, label, line, path, rect
from storage.model.types import Confidence

FACE_RADIUS, DOT_RADIUS = 15.0, 9.0
_HATCH_STEP = 9.0
_MOUTH_DEPTH = {-2: -0.42, -1: -0.24, 0: 0.0, 1: 0.24, 2: 0.42}


def face(x: float, y: float, score: int, radius: float = FACE_RADIUS) -> str:
    """A face with eyes and mouth; a plain dot where it would be too small to read."""
    colour = MOODS[score]
    if radius < DOT_RADIUS:
        return circle(x, y, radius, colour)
    eye, mouth, depth = radius * 0.36, radius * 0.45, _MOUTH_DEPTH[score] * radius
    level = y + radius * 0.38 - depth / 2
    return group(
        circle(x, y, radius, WHITE, stroke=colour, stroke_width=radius * 0.17),
        circle(x - eye, y - radius * 0.25, radius * 0.13, colour),
        circle(x + eye, y - radius * 0.25, radius * 0.13, colour),
        path(
            f"M{x - mouth:.2f} {level:.2f}Q{x:.2f} {level + 2 * depth:.2f} {x + mouth:.2f} {level:.2f}",
            stroke=colour,
            stroke_width=radius * 0.15,
            stroke_linecap="round",
        ),
    )


def evidence_mark(x: float, y: float, confidence: Confidence, radius: float = 4.5) -> str:
    """Full: researched; half: partly backed; hollow: assumption."""
    ring = circle(x, y, radius, TEXT if confidence == "researched" else WHITE, stroke=TEXT, stroke_width=1.5)
    if confidence != "partial":
        return ring
    return ring + path(f"M{x:.2f} {y - radius:.2f}a{radius} {radius} 0 0 0 0 {2 * radius}z", TEXT)


def diamond(x: float, y: float, half: float) -> str:
    """The sign of a moment of truth; `half` of its diagonal."""
    corners = f"M{x:.2f} {y - half:.2f}L{x + half:.2f} {y:.2f}L{x:.2f} {y + half:.2f}L{x - half:.2f} {y:.2f}z"
    return path(corners, TRUTH_FILL, stroke=TRUTH_BORDER, stroke_width=2 if half > 10 else 1.5, stroke_linejoin="round")


def disagreement_bar(x: float, top: float, bottom: float, width: float = 2) -> str:
    """A thin bar from the highest to the lowest vote, with end ticks."""
    tick = 2 * width + 1
    ends = (line(x - tick, y, x + tick, y, CURVE, width) for y in (top, bottom))
    return group(line(x, top, x, bottom, CURVE, width), *ends)


def numbered(fonts: Fonts, x: float, y: float, number: int, colour: str, radius: float = 9) -> str:
    """A number in a ring."""
    ring = circle(
        x, y, max(radius, fonts.width(str(number), 12, bold=True) / 2 + 2), WHITE, stroke=colour, stroke_width=1.5
    )
    return group(ring, label(fonts, x, y + 4.3, str(number), 12, bold=True, anchor="middle"))


def arrow(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1.5) -> str:
    """A straight line with a head at its end; upright or level."""
    long = hypot(x2 - x1, y2 - y1) or 1.0
    along, across = ((x2 - x1) / long, (y2 - y1) / long), (-(y2 - y1) / long, (x2 - x1) / long)
    back, half = 4 * width + 1, 2 * width + 1
    foot = (x2 - along[0] * back, y2 - along[1] * back)
    left, right = ((foot[0] + side * across[0] * half, foot[1] + side * across[1] * half) for side in (1, -1))
    head = f"M{x2:.2f} {y2:.2f}L{left[0]:.2f} {left[1]:.2f}L{right[0]:.2f} {right[1]:.2f}z"
    return group(line(x1, y1, foot[0], foot[1], colour, width), path(head, colour))


def fail_corner(right: float, top: float, size: float = 15) -> str:
    """A red corner with an exclamation mark: a point where it can fail."""
    corner = path(f"M{right - size:.2f} {top:.2f}L{right:.2f} {top:.2f}L{right:.2f} {top + size:.2f}z", LOSS)
    x = right - size * 0.3
    return group(
        corner,
        line(x, top + size * 0.14, x, top + size * 0.4, WHITE, size * 0.12),
        circle(x, top + size * 0.54, size * 0.07, WHITE),
    )


def clock(x: float, y: float, radius: float = 6) -> str:
    """A clock face: a wait."""
    hands = f"M{x:.2f} {y - radius * 0.65:.2f}L{x:.2f} {y:.2f}L{x + radius * 0.5:.2f} {y + radius * 0.3:.2f}"
    return group(
        circle(x, y, radius, WHITE, stroke=CURVE, stroke_width=1.5),
        path(hands, stroke=CURVE, stroke_width=1.4, stroke_linecap="round"),
    )


def double_tick(x: float, y: float) -> str:
    """Two short strokes across an arrow: work passes to another team."""
    return group(*(line(x - 6, y + dy + 2, x + 6, y + dy - 2, CURVE, 2) for dy in (-2.5, 2.5)))


def pin(x: float, y: float, fits: bool | None, radius: float = 6) -> str:
    """A touchpoint on a day: filled where it fits, hollow with a cross where it does not, hollow if nobody said."""
    dot = circle(
        x, y, radius, ACTION.bar if fits else WHITE, stroke=LOSS if fits is False else ACTION.bar, stroke_width=1.8
    )
    if fits is not False:
        return dot
    half = radius * 0.45
    return group(dot, *(line(x - half, y - s * half, x + half, y + s * half, LOSS, 1.6) for s in (1, -1)))


def loss_pill(fonts: Fonts, x: float, y: float, text: str, worst: bool, size: float = 13, triangle: bool = True) -> str:
    """A pill around (x, y); the worst loss of a map is filled, the others are outlined."""
    width, height = loss_pill_width(fonts, text, size, triangle), size * 1.85
    ink, before = WHITE if worst else LOSS, size * 0.95 if triangle else 0
    middle, side = y - size * 0.27, size * 0.7
    sign = path(f"M{x - width / 2 + size * 0.8:.2f} {middle:.2f}h{side:.2f}l{-side / 2:.2f} {side * 0.88:.2f}z", ink)
    ground = rect(
        x - width / 2,
        y - height / 2,
        width,
        height,
        LOSS if worst else WHITE,
        height / 2,
        stroke=LOSS,
        stroke_width=1.5,
    )
    written = label(fonts, x + before / 2, y + size * 0.36, text, size, bold=True, fill=ink, anchor="middle")
    return group(ground, *([sign] if triangle else []), written)


def loss_pill_width(fonts: Fonts, text: str, size: float = 13, triangle: bool = True) -> float:
    """Width in pixels of a loss pill."""
    return fonts.width(text, size, bold=True) + size * (2.55 if triangle else 1.3)


def hatch(x: float, y: float, width: float, height: float, colour: str = HATCH, thick: float = 1) -> str:
    """Slanting lines that fill a rectangle."""
    parts: list[str] = []
    steps = int((width + height) / _HATCH_STEP)
    for i in range(1, steps + 1):
        along = i * _HATCH_STEP
        x1, y1 = (along, 0.0) if along <= width else (width, along - width)
        x2, y2 = (0.0, along) if along <= height else (along - height, height)
        parts.append(f"M{x + x1:.1f} {y + y1:.1f}L{x + x2:.1f} {y + y2:.1f}")
    return path("".join(parts), stroke=colour, stroke_width=thick)
