"""What evidence work reads from the stores: maps of the reader, and everything behind a map."""

from bot.exchange import Incoming
from storage.maps import Reader
from storage.model.confidence import Backing, backing, evidence_ids
from storage.model.evidence import Evidence
from storage.model.journey import JourneyMap
from storage.open import Stores

EVERYTHING = Reader("", everything=True)
NEWEST_MAPS = 5
UNSEEN = {"text": None, "who": None, "permalink": None, "file_name": None}


def linked(journey: JourneyMap, reader: Reader, stores: Stores) -> tuple[Evidence, ...]:
    """Every piece that the map points at: it counts for everybody. One that the reader may not see has no words."""
    ids = evidence_ids(journey)
    seen = {piece.evidence_id for piece in stores.evidence.get(journey.workspace_id, ids, reader)}
    every = stores.evidence.get(journey.workspace_id, ids, EVERYTHING)
    return tuple(piece if piece.evidence_id in seen else piece.model_copy(update=UNSEEN) for piece in every)


def backings_of(journey: JourneyMap, stores: Stores) -> dict[str, Backing]:
    """What confidence needs to know of each of them."""
    return {piece.evidence_id: backing(piece) for piece in linked(journey, EVERYTHING, stores)}


def maps_near(incoming: Incoming, stores: Stores) -> tuple[JourneyMap, ...]:
    """The maps that evidence of this place may belong to: the channel's own first, then what changed last."""
    lines = stores.maps.lines(incoming.workspace_id, incoming.reader)
    ordered = sorted(lines, key=lambda line: line.channel_id != incoming.channel_id)
    ids = [line.map_id for line in ordered[:NEWEST_MAPS]]
    return tuple(stores.maps.get(incoming.workspace_id, map_id, incoming.reader) for map_id in ids)
