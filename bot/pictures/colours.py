"""Which colours do pictures use? Every text colour reaches its WCAG contrast on its ground; tests compute it."""

from typing import NamedTuple

WHITE = "#FFFFFF"
TEXT, MUTED = "#1F2933", "#52606D"
BAND, HAIRLINE, ZERO_LINE, BORDER = "#F5F7FA", "#D5DAE1", "#9AA5B1", "#7B8794"
STAGES = ("#1F4E79", "#0F6B6B", "#5B3A8C", "#7A4A00", "#8C1D40", "#2F5D1E", "#3D4A5C")
MOODS = {-2: "#9A2A00", -1: "#AD5600", 0: "#5F6B7A", 1: "#1F6FB2", 2: "#0B4F8A"}
CURVE = "#334155"
LOSS, LOSS_TINT = "#B42318", "#FDECEA"
VALUE = "#5B3A8C"
TRUTH_BORDER, TRUTH_FILL = "#8A6A00", "#FFF4CC"
TO_BE = "#1D4ED8"
OPEN, QUIET, HATCH = "#FFF4CC", "#E3E7EC", "#CBD2DA"


class CardColours(NamedTuple):
    """A card in a cell: its ground and the bar at its left."""

    ground: str
    bar: str


class Tinted(NamedTuple):
    """A word on its own ground: a tag, the title of a quadrant."""

    ink: str
    ground: str


TAGS = {
    "new": Tinted("#176B3C", "#E7F5EC"),
    "changed": Tinted(TO_BE, "#EAF2FB"),
    "gone": Tinted("#8C1D18", "#FDECEA"),
}
QUADRANTS = {
    "says": Tinted("#1F5FA8", "#EAF2FB"),
    "thinks": Tinted("#5B3A8C", "#F3EEFB"),
    "does": Tinted("#187443", "#E7F5EC"),
    "feels": Tinted("#A63603", "#FFF1E6"),
}
BLUEPRINT = ("#F1F3F6", "#EAF2FB", "#E7F5EC", "#FFF6E0", "#F3EEFB")
"""Evidence, customer, front stage, back stage, support."""

DOING = CardColours(WHITE, BORDER)
PAIN = CardColours(LOSS_TINT, LOSS)
OPPORTUNITY = CardColours("#E7F5EC", "#187443")
ACTION = CardColours("#EAF2FB", "#1F5FA8")

SERIES = ("#1F5FA8", "#AD5600", "#187443", "#5B3A8C", "#8C1D40", "#3D4A5C")
"""Series of a chart; each has a second sign too (order and name for bars, dashes and a name at the end for lines)."""


class Shade(NamedTuple):
    """The ground of a cell of a heat table, and the colour of the value that is written on it."""

    ground: str
    ink: str


SHADES = (
    Shade("#EAF2FB", TEXT),
    Shade("#B6D2EE", TEXT),
    Shade("#84B0DE", TEXT),
    Shade("#1F6FB2", WHITE),
    Shade("#0B3A66", WHITE),
)
"""From the least to the most: darker step by step, so that they differ in grey too."""

AROUND_ZERO = (
    Shade("#9A2A00", WHITE),
    Shade("#F7D0AE", TEXT),
    Shade(WHITE, TEXT),
    Shade("#C2DAF1", TEXT),
    Shade("#0B4F8A", WHITE),
)
"""From far below zero to far above it, orange and blue; the sign of the written value is the second sign."""


def stage_colour(position: int) -> str:
    """Seven colours in fixed order; the eighth stage starts again."""
    return STAGES[position % len(STAGES)]
