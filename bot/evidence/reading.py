"""What evidence work reads from the stores: maps of the reader, and everything behind a map."""

from bot.exchange import Incoming
from storage.maps import Reader
from storage.model.confidence import Backing, backing, evidence_ids
from storage.model.evidence import Evidence
from storage.model.journey import JourneyMap
from storage.open import Stores

EVERYTHING = Reader("", everything=True)
NEWEST_MAPS = 5


def every_piece(journey: JourneyMap, incoming: Incoming, stores: Stores) -> tuple[Evidence, ...]:
    """All that the map points at, also what the reader may not see: to be counted, not shown."""
    return stores.evidence.get(incoming.workspace_id, evidence_ids(journey), EVERYTHING)


def every_backing(journey: JourneyMap, incoming: Incoming, stores: Stores) -> dict[str, Backing]:
    """What confidence needs to know of each of them."""
    return {piece.evidence_id: backing(piece) for piece in every_piece(journey, incoming, stores)}


def visible_ids(journey: JourneyMap, incoming: Incoming, stores: Stores) -> frozenset[str]:
    """Those the reader may see."""
    seen = stores.evidence.get(incoming.workspace_id, evidence_ids(journey), incoming.reader)
    return frozenset(piece.evidence_id for piece in seen)


def maps_near(incoming: Incoming, stores: Stores) -> tuple[JourneyMap, ...]:
    """The maps that evidence of this place may belong to: the channel's own first, then what changed last."""
    lines = stores.maps.lines(incoming.workspace_id, incoming.reader)
    ordered = sorted(lines, key=lambda line: line.channel_id != incoming.channel_id)
    ids = [line.map_id for line in ordered[:NEWEST_MAPS]]
    return tuple(stores.maps.get(incoming.workspace_id, map_id, incoming.reader) for map_id in ids)
