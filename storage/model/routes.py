"""Ways through one map: drawn connections between touchpoints, and named routes over several of them."""

from typing import Literal

from pydantic import Field

from storage.model.item import Item
from storage.model.types import Line200, Slug

EdgeKind = Literal["next", "optional", "skip", "loop_back", "channel_switch", "exit"]


class Edge(Item):
    """A connection of two touchpoints, as it was said; `to_touchpoint` None: the customer leaves."""

    from_touchpoint: Slug
    to_touchpoint: Slug | None = None
    way: EdgeKind = "next"
    condition: Line200 | None = None
    persona_id: Slug | None = None


class Route(Item):
    """A named way: the touchpoints that some customers take, in their order."""

    touchpoints: tuple[Slug, ...] = Field(min_length=1, max_length=60)
    persona_id: Slug | None = None
