"""What the tests of the tools share: real stores in a folder, and the sample."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.events import Events
from storage.ingest import map_json
from storage.maps import Reader
from storage.model.journey import Home, JourneyMap
from storage.model.types import Owner
from storage.open import Stores, open_stores
from tests.tools.logs import Row, store
from tools.kit import Sources

WORKSPACE, CHANNEL, ANA = "T1", "C0VACUUM", "U0ANA"
NOW = datetime(2026, 11, 4, 9, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[2] / "examples"
OPERATOR = Reader("", everything=True)


def make_map(stages: tuple[object, ...] = (), **fields: object) -> JourneyMap:
    """A map whose stages are titles, or whole stages."""
    made = [{"slug": s.lower().replace(" ", "-"), "title": s} if isinstance(s, str) else s for s in stages]
    common: dict[str, object] = {
        "workspace_id": WORKSPACE, "map_id": "shop", "title": "The shop", "persona_ids": ("curious-colleen",),
        "owner": Owner(label="Ana", member_id=ANA), "home": Home(channel_id=CHANNEL), "stages": made,
    }  # fmt: skip
    return JourneyMap.model_validate(common | fields)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def ask(stores: Stores, tmp_path: Path) -> Callable[..., Sources]:
    """Sources over these rows and maps, for this reader."""

    def made(rows: list[Row] = [], *maps: JourneyMap, reader: Reader = OPERATOR, tz: str = "UTC") -> Sources:  # noqa: B006
        for journey in maps:
            stores.maps.create(journey, ANA, NOW)
        return sources(stores, store(tmp_path, rows), reader, tz)

    return made


def sources(stores: Stores, events: Events, reader: Reader = OPERATOR, tz: str = "UTC") -> Sources:
    return Sources(WORKSPACE, reader, stores.maps, stores.personas, stores.evidence, events, NOW, tz)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sources]:
    """The sample map and events as a person has them after loading."""
    folder = tmp_path_factory.mktemp("sample")
    opened = open_stores(folder)
    document = map_json.load((EXAMPLES / "curious_colleen.json").read_text("utf-8"), "curious_colleen.json")
    for persona in document.personas:
        opened.personas.save(persona.model_copy(update={"workspace_id": WORKSPACE}))
    for piece in document.evidence:
        opened.evidence.add(piece.model_copy(update={"workspace_id": WORKSPACE}))
    opened.maps.create(document.map.model_copy(update={"workspace_id": WORKSPACE}), ANA, NOW, "import")
    events = store(folder, [])
    events.import_file(EXAMPLES / "events.csv")
    yield sources(opened, events)
    events.close()
    opened.close()


@pytest.fixture(scope="module")
def story() -> dict[str, object]:
    """The true numbers of the sample."""
    return json.loads((EXAMPLES / "story.json").read_text("utf-8"))
