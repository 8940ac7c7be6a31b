"""An example as something that tools can read, without being stored anywhere."""

from collections.abc import Collection
from datetime import UTC, datetime

from bot.conversation.turn import Example
from storage.errors import MapNotFound
from storage.evidence import EvidenceToRead
from storage.ingest.map_json import MapDocument
from storage.maps import MapLine, MapsToRead, PersonasToRead, Reader
from storage.model.confidence import Backing, backing
from storage.model.evidence import Evidence
from storage.model.journey import JourneyMap
from storage.model.persona import Persona
from storage.open import Stores
from tools.kit import Sources

ANYBODY = Reader("", everything=True)


def sources_of(example: Example, workspace_id: str, now: datetime, stores: Stores) -> Sources:
    """The example alone, with the events of the workspace."""
    document = example.document
    return Sources(
        workspace_id, ANYBODY, _Maps(document), _Personas(document), _Evidence(document), stores.events(workspace_id),
        now, stores.workspaces.workspace(workspace_id).tz,
    )  # fmt: skip


def backings_of(example: Example) -> dict[str, Backing]:
    """What confidence needs to know of its evidence."""
    return {piece.evidence_id: backing(piece) for piece in example.document.evidence}


class _Maps(MapsToRead):
    """The one map, whatever workspace asks."""

    def __init__(self, document: MapDocument) -> None:
        self._map = document.map

    def get(self, workspace_id: str, map_id: str, reader: Reader, version: int | None = None) -> JourneyMap:
        if map_id != self._map.map_id:
            raise MapNotFound(map_id, [self._map.map_id])
        return self._map.model_copy(update={"workspace_id": workspace_id})

    def find(self, workspace_id: str, words: str, reader: Reader) -> JourneyMap:
        asked = " ".join(words.split()).casefold()
        named = asked in (self._map.map_id, self._map.title.casefold())
        return self.get(workspace_id, self._map.map_id if named else words, reader)

    def lines(self, workspace_id: str, reader: Reader) -> tuple[MapLine, ...]:
        of = self._map
        changed = max((t.origin.at for t in of.touchpoints()), default=datetime(2026, 10, 1, tzinfo=UTC))
        home = of.home.channel_id
        return (
            MapLine(of.map_id, of.title, of.type, of.status, 1, of.owner.label, of.privacy, home, changed),
        )  # fmt: skip


class _Personas(PersonasToRead):
    def __init__(self, document: MapDocument) -> None:
        self._personas = document.personas

    def list(self, workspace_id: str) -> tuple[Persona, ...]:
        return self._personas


class _Evidence(EvidenceToRead):
    def __init__(self, document: MapDocument) -> None:
        self._evidence = document.evidence

    def get(self, workspace_id: str, evidence_ids: Collection[str], reader: Reader) -> tuple[Evidence, ...]:
        return tuple(piece for piece in self._evidence if piece.evidence_id in evidence_ids)
