"""Which finished maps come along for a newcomer to open, ask about and copy? Read from `examples/`, never stored."""

from functools import lru_cache
from pathlib import Path

from bot.conversation.turn import Example
from storage.ingest import map_json
from storage.ingest.map_json import MapDocument

FOLDER = Path(__file__).resolve().parents[1] / "examples"
FILES = (
    "curious_colleen.json", "sneaker_cart.json", "b2b_renewal.json", "colleen_future.json", "colleen_blueprint.json",
    "colleen_day.json", "colleen_empathy.json",
)  # fmt: skip


@lru_cache
def examples() -> dict[str, Example]:
    """The examples by the id of their map, by type; empty where the folder did not come along. Raises ImportRefused."""
    documents = {document.map.map_id: document for document in map(_read, FILES) if document is not None}
    return {key: _with_base(document, documents) for key, document in documents.items()}


def _read(name: str) -> MapDocument | None:
    path = FOLDER / name
    return map_json.load(path.read_text("utf-8"), name) if path.is_file() else None


def _with_base(document: MapDocument, documents: dict[str, MapDocument]) -> Example:
    below = document.map.base_map
    return Example(document=document, below=documents.get(below.map_id) if below else None)
