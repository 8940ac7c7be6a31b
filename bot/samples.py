"""The sample journey with its events, loaded once into a data folder that holds no map yet."""

from datetime import UTC, datetime
from pathlib import Path

import structlog

from bot import files_in
from bot.settings import Settings
from storage.maps import Reader
from storage.open import open_stores

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
HOME = "C0VACUUM"
MAP, EVENTS = "curious_colleen.json", "events.csv"

log = structlog.get_logger("waymark.samples")


def wanted(settings: Settings) -> bool:
    """Whether the samples are to be loaded: a folder with a map in it is left alone. Raises StoresNotOpened."""
    if not (EXAMPLES / MAP).is_file():
        log.warning("no samples", folder=str(EXAMPLES))
        return False
    stores = open_stores(settings.data, events=settings.events_at())
    try:
        return not stores.maps.lines(settings.workspace, Reader("", everything=True))
    finally:
        stores.close()


def load_samples(settings: Settings) -> None:
    """The events, then the map; where events are read from another engine, the map alone."""
    stores = open_stores(settings.data, events=settings.events_at())
    try:
        workspace = stores.workspaces.workspace(settings.workspace)
        stores.workspaces.save_workspace(workspace.model_copy(update={"tz": settings.tz}))
        if not settings.events_at().url:
            files_in.import_events(EXAMPLES / EVENTS, settings.workspace, None, settings.tz, stores)
        files_in.import_map(EXAMPLES / MAP, settings.workspace, HOME, stores, datetime.now(UTC))
    finally:
        stores.close()
