"""A map as one JSON document that gives the same map when it is read in again."""

from bot.exports.whole import Whole
from storage.ingest import map_json


def json_document(whole: Whole) -> bytes:
    """The map with its versions, its personas, and the evidence that the reader may see."""
    return map_json.dump(whole.journey, whole.versions, whole.personas, whole.evidence).encode()
