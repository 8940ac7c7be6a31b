"""The rows of what only some maps have, and of what stands beside a map: slots, ways, personas, evidence, versions."""

from collections.abc import Iterator
from datetime import date

from bot.exports.whole import Whole
from bot.pictures.content import personas_of
from storage.model.journey import Stage

Rows = Iterator[tuple[str | int | float | date | None, ...]]
_NOT_SHOWN = (
    "workspace_id", "persona_id", "name", "initials", "evidence", "version", "status", "owner", "privacy",
)  # fmt: skip


def day(whole: Whole) -> Rows:
    """The slots of a day in the life."""
    for stage in whole.journey.stages:
        if slot := stage.slot:
            ends = f"{slot.ends:%H:%M}" if slot.ends else ""
            yield (
                stage.title, f"{slot.starts:%H:%M}", ends, slot.activity, slot.place, slot.with_whom, slot.device,
                slot.open_to_new, slot.keep_quiet, slot.chance,
            )  # fmt: skip


def hand_overs(whole: Whole) -> Rows:
    """Where work passes to another team."""
    for stage in whole.journey.stages:
        for point in stage.touchpoints:
            if over := point.hand_over:
                yield stage.title, point.title, over.text, over.from_team, over.to_team


def walks(whole: Whole) -> Rows:
    """Who went through which touchpoint in person."""
    for stage in whole.journey.stages:
        for point in stage.touchpoints:
            for walk in point.walks:
                yield stage.title, point.title, whole.name(walk.by), walk.on, walk.mood, walk.remark


def notes(whole: Whole) -> Iterator[tuple[str, str, str, str, str]]:
    """Quadrant, text, strip, what it contradicts, where it belongs on another map."""
    titles = {note.slug: note.title for note in whole.journey.notes}
    for note in whole.journey.notes:
        yield (
            whole.words(f"exports.values.quadrant.{note.quadrant}") if note.quadrant else "",
            note.title,
            whole.words(f"exports.values.strip.{note.strip}") if note.strip else "",
            titles[note.contradicts] if note.contradicts else "",
            note.links_to or "",
        )


def edges(whole: Whole) -> Rows:
    """Connections as they were said."""
    titles = _titles(whole)
    for edge in whole.journey.edges:
        to = titles[edge.to_touchpoint] if edge.to_touchpoint else whole.words("exports.values.leaves")
        way = whole.words(f"exports.values.way.{edge.way}")
        persona = whole.persona(edge.persona_id)
        yield titles[edge.from_touchpoint], to, edge.title, way, edge.condition, persona


def routes(whole: Whole) -> Rows:
    """Named ways over several touchpoints."""
    titles = _titles(whole)
    for route in whole.journey.routes:
        yield route.title, " → ".join(titles[slug] for slug in route.touchpoints), whole.persona(route.persona_id)


def personas(whole: Whole) -> Rows:
    """Each filled field of each persona of the map."""
    words = whole.words
    for persona in personas_of(whole.journey, whole.personas):
        for name, filled in dict(persona).items():
            if name in _NOT_SHOWN or filled in (None, ()):
                continue
            shown = words("exports.joined").join(filled) if isinstance(filled, tuple) else filled
            if name in ("kind", "basis"):
                shown = words(f"exports.values.persona_{name}.{filled}")
            yield persona.name, words(f"exports.persona_fields.{name}"), shown


def evidence(whole: Whole) -> Rows:
    """The pieces that the reader may see."""
    for piece in whole.evidence:
        text = piece.text if piece.text is not None else whole.words("exports.values.refused")
        kind = whole.words(f"exports.values.evidence_kind.{piece.kind}")
        yield piece.evidence_id, kind, text, piece.who, piece.observed_on, piece.file_name, piece.permalink


def versions(whole: Whole) -> Rows:
    """The history, newest first."""
    for saved in whole.versions:
        way = whole.words(f"exports.values.reason.{saved.reason}")
        yield saved.map.version, saved.at.date(), whole.name(saved.by), way, len(saved.changes)


def _titles(whole: Whole) -> dict[str, str]:
    stages: tuple[Stage, ...] = whole.journey.stages
    return {point.slug: point.title for stage in stages for point in stage.touchpoints}
