"""A map as one long table: a row for each thing, whatever lane it stands in."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO

from bot.exports.guard import guarded
from bot.exports.lanes import LANE_ROWS, Value
from bot.exports.whole import Whole

# For each lane: which of its columns go where in the table (numbers of columns of the lane, by name of the table's).
_PLACES: dict[str, dict[str, int]] = {
    "touchpoints": {
        "stage": 0, "touchpoint": 1, "text": 1, "channel": 2, "owner": 12, "confidence": 16, "evidence": 17,
    },
    "moods": {
        "stage": 0, "touchpoint": 1, "text": 3, "mood": 2, "why": 4, "said_by": 5, "confidence": 7, "evidence": 8,
    },
    "questions": {"stage": 0, "touchpoint": 1, "text": 2, "status": 3},
    "pain_points": {
        "stage": 0, "touchpoint": 1, "text": 2, "severity": 3, "frequency": 4, "why": 5, "status": 6,
        "confidence": 7, "evidence": 8,
    },
    "opportunities": {
        "stage": 0, "text": 1, "refers": 2, "impact": 3, "effort": 4, "owner": 5, "status": 6, "confidence": 7,
        "evidence": 8,
    },
    "actions": {"stage": 0, "text": 1, "refers": 2, "owner": 3, "due": 4, "status": 9},
    "requirements": {
        "stage": 0, "touchpoint": 1, "text": 2, "side": 3, "owner": 4, "confidence": 5, "evidence": 6,
    },
    "blueprint": {"stage": 0, "touchpoint": 1, "side": 2, "text": 3, "owner": 5, "why": 6},
    "hand_overs": {"stage": 0, "touchpoint": 1, "text": 2, "owner": 4},
    "day": {"stage": 0, "text": 3, "why": 7},
    "edges": {"touchpoint": 0, "text": 2, "side": 3, "why": 4},
    "routes": {"text": 0, "why": 1},
    "targets": {"text": 0, "due": 4, "confidence": 5, "evidence": 6},
    "notes": {"side": 0, "text": 1, "status": 2, "stage": 3, "touchpoint": 4, "confidence": 7, "evidence": 8},
}  # fmt: skip
COLUMNS = (
    "lane", "stage", "touchpoint", "text", "refers", "channel", "mood", "why", "severity", "frequency", "impact",
    "effort", "owner", "due", "status", "side", "confidence", "evidence", "said_by",
)  # fmt: skip


def csv_table(whole: Whole) -> bytes:
    """UTF-8 with a mark of it, as spreadsheets want it; texts that look like formulas are guarded."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(whole.words.data("exports.columns.csv"))
    for row in rows(whole):
        writer.writerow(_cell(row.get(column)) for column in COLUMNS)
    return written.getvalue().encode("utf-8-sig")


def rows(whole: Whole) -> Iterator[dict[str, Value]]:
    """Stage by stage as the lanes have them; a stage without a touchpoint has a row of its own."""
    for stage in whole.journey.stages:
        if not stage.touchpoints:
            yield {"lane": whole.words("exports.one.touchpoints"), "stage": stage.title}
    for key, places in _PLACES.items():
        for values in LANE_ROWS[key](whole):
            lane: dict[str, Value] = {"lane": whole.words(f"exports.one.{key}")}
            yield lane | {name: values[place] for name, place in places.items()}


def _cell(shown: Value) -> str:
    if shown is None:
        return ""
    if isinstance(shown, date):
        return shown.isoformat()
    return guarded(shown) if isinstance(shown, str) else f"{shown:g}"
