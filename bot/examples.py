"""Which finished maps come along for a newcomer to open, ask about and copy? Read from `examples/`, never stored."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from bot.conversation.turn import Example
from bot.language import LANGUAGES
from prompts.loader import words
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


def find(named: str) -> str | None:
    """The key of the example that is called so: by key, title, or the words for it."""
    asked = " ".join(named.split()).casefold()
    known = examples()
    for key, example in known.items():
        if asked in (key, example.document.map.title.casefold()):
            return key
    if not asked:
        return None
    return next((key for name, key in names_of_examples() if key in known and name in asked), None)


@lru_cache
def names_of_examples() -> tuple[tuple[str, str], ...]:
    """Words for an example and its key, in all languages, longest first."""
    return tuple(sorted(_all_names(), key=lambda pair: -len(pair[0])))


def _all_names() -> Iterator[tuple[str, str]]:
    for lang in LANGUAGES:
        for key, named in words(lang).data("examples.names").items():
            yield from ((str(name).casefold(), key) for name in named)


def _read(name: str) -> MapDocument | None:
    path = FOLDER / name
    return map_json.load(path.read_text("utf-8"), name) if path.is_file() else None


def _with_base(document: MapDocument, documents: dict[str, MapDocument]) -> Example:
    below = document.map.base_map
    return Example(document=document, below=documents.get(below.map_id) if below else None)
