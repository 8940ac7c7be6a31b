"""What an empathy map holds: what people say, think, do and feel, in no order of time."""

from typing import Literal

from storage.model.item import Item
from storage.model.types import Anchor, Line200, Slug

Quadrant = Literal["says", "thinks", "does", "feels"]
QUADRANTS: tuple[Quadrant, ...] = ("says", "thinks", "does", "feels")


class EmpathyNote(Item):
    """One entry of a quadrant, or of a strip below (`quadrant` None): a pain or gain that surprised.

    `at`: the stage or touchpoint it belongs to on this map; `links_to`: the same on another map, `map_id/stage`;
    `contradicts`: the entry that says the opposite.
    """

    quadrant: Quadrant | None = None
    strip: Literal["pain", "gain"] | None = None
    at: Anchor | None = None
    links_to: Line200 | None = None
    contradicts: Slug | None = None
