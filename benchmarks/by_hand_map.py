"""Tools that hold events against a map, beside SQL by hand; and the map of the shop that they are asked about."""

from datetime import UTC, datetime

import duckdb

from benchmarks.hand_sql import Facts, Pair, milliseconds, rows
from storage.model.journey import Home, JourneyMap
from storage.model.types import Owner
from tools import path_forward, reality_check
from tools.kit import Sources
from tools.path_forward import PathForwardArgs
from tools.reality_check import RealityCheckArgs

STAGES = {
    "Look": ("Products Searched", "Product List Viewed", "Product Viewed"),
    "Choose": ("Product Added", "Cart Viewed"),
    "Buy": ("Checkout Started", "Payment Info Entered", "Order Completed"),
    "Stay": ("Product Reviewed", "Order Refunded", "Email Opened", "Support Contacted"),
}
BY = "U0BENCH"


def shop_map(workspace_id: str) -> JourneyMap:
    """Every event is a touchpoint of its own; no move is drawn."""
    origin = {"by": BY, "at": datetime(2026, 1, 1, tzinfo=UTC), "via": "chat"}
    stages = [
        {"slug": stage.lower(), "title": stage, "role": "buy" if stage == "Buy" else None, "touchpoints": [
            {"slug": name.lower().replace(" ", "-"), "title": name, "origin": origin, "event_names": (name,)}
            for name in names
        ]}
        for stage, names in STAGES.items()
    ]  # fmt: skip
    return JourneyMap.model_validate(
        {"workspace_id": workspace_id, "map_id": "shop", "title": "The shop", "persona_ids": ("curious-colleen",),
         "owner": Owner(label="Bench", member_id=BY), "home": Home(channel_id="C0BENCH"), "stages": stages}
    )  # fmt: skip


def path_figures(sources: Sources) -> object:
    """Moves between stages, ends, round trips and short paths, of the 30 days that a map without a window has."""
    found = path_forward.run(PathForwardArgs(), sources)
    moves = sorted(
        ([move.start, move.end, move.n, milliseconds(move.median_seconds)] for move in found.moves),
        key=lambda row: (str(row[0]), row[1] is None, str(row[1])),
    )
    stages = sorted([stage.title, stage.ended.n, stage.ended.hits] for stage in found.stages)
    loops = [[loop.start, loop.end, loop.n] for loop in found.loops]
    return [moves, stages, loops, [[" > ".join(path.places), path.n, found.paths_counted] for path in found.paths]]


def path_by_hand(cursor: duckdb.DuckDBPyConnection, facts: Facts) -> object:
    rows(cursor, "path_visits", facts)
    return [rows(cursor, f"path_{what}", facts) for what in ("moves", "stages", "loops", "short")]


def reality_figures(sources: Sources) -> object:
    """Without a drawn move the order of the stages is what customers keep to or not."""
    found = reality_check.run(RealityCheckArgs(), sources)
    met = found.touchpoints - len(found.unused) - len(found.unmeasured)
    return [
        [[found.fits.n, found.fits.hits, found.finished, found.events, met]],
        [[move.start, move.end, move.n] for move in found.astray],
        [[" > ".join(way.places), way.customers, found.different_ways] for way in found.ways],
    ]


def reality_by_hand(cursor: duckdb.DuckDBPyConnection, facts: Facts) -> object:
    rows(cursor, "reality_stops", facts)
    return [rows(cursor, f"reality_{what}", facts) for what in ("fits", "astray", "ways")]


OF_MAPS = {
    "path_forward": Pair(path_figures, path_by_hand),
    "reality_check": Pair(reality_figures, reality_by_hand),
}
