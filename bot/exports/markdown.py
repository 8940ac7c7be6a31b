"""A map as a document to read: what it is about, stage by stage, then everything beside the stages."""

import re
from collections.abc import Iterator, Sequence

from bot.addresses import ADDRESS
from bot.exports.lanes import LANE_ROWS, Value, channel, lanes
from bot.exports.matrix import lane_name, matrix
from bot.exports.whole import Whole
from bot.pictures.figures import day, signed
from storage.model.journey import Stage, Touchpoint
from storage.model.mood import stage_value, value

_SIGNS = re.compile(r"([\\`*_\[\]|~#!$])")
_AT_START = re.compile(r"^(\s*\d*)([-+=.)])")
_IN_STAGES = ("overview", "stages", "touchpoints", "moods", "questions")


def markdown(whole: Whole, note: str = "") -> bytes:
    """UTF-8. `note` stands under the title; everything that people wrote is escaped."""
    return ("\n".join(_lines(whole, note)).rstrip() + "\n").encode()


def escaped(text: str) -> str:
    """Text that stays text: no emphasis, link, picture, mention, heading, list or HTML comes out of it.

    Bare addresses stand as code: nothing makes a link of them there.
    """
    made, end = "", 0
    for found in ADDRESS.finditer(text):
        address = found[0].replace("`", "'")
        made += f"{_without_signs(text[end : found.start()])}`{address}`"
        end = found.end()
    made += _without_signs(text[end:])
    return "  \n".join(_AT_START.sub(r"\1\\\2", line) for line in made.split("\n"))


def _without_signs(text: str) -> str:
    safe = _SIGNS.sub(r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    return safe.replace("@", "@\u2060")


def _lines(whole: Whole, note: str) -> Iterator[str]:
    yield f"# {escaped(whole.journey.title)}"
    yield ""
    if note:
        yield from (f"*{escaped(note)}*", "")
    for name, fact in LANE_ROWS["overview"](whole):
        yield f"- **{name}**: {_shown(fact, whole)}"
    yield ""
    rows = dict(matrix(whole))
    for place, stage in enumerate(whole.journey.stages):
        yield from _stage(whole, stage, place, rows)
    for lane in lanes(whole):
        if lane.key not in _IN_STAGES:
            yield from _lane(whole, lane.title, lane.columns, lane.rows)


def _stage(whole: Whole, stage: Stage, place: int, rows: dict[str, tuple[tuple[str, ...], ...]]) -> Iterator[str]:
    """A heading with the mood, the touchpoints, then the other lanes of the picture."""
    felt = stage_value(stage)
    mood = f" ({signed(felt, whole.words.lang)})" if felt is not None else ""
    yield from (f"## {place + 1}. {escaped(stage.title)}{mood}", "")
    if stage.customer_goal:
        yield from (f"> {escaped(stage.customer_goal)}", "")
    for point in stage.touchpoints:
        yield _touchpoint(whole, point)
    if stage.touchpoints:
        yield ""
    for key in ("thoughts", "questions", "pain_points", "opportunities", "actions"):
        texts = rows.get(key, ((),) * (place + 1))[place]
        if texts:
            yield from (f"**{lane_name(whole, key)}**", "", *(f"- {escaped(text)}" for text in texts), "")
    reasons = [
        f"- {signed(vote.score, whole.words.lang)} {escaped(whole.name(vote.by))}: {escaped(vote.why)}"
        for vote in stage.moods
        if vote.why
    ]
    if reasons:
        yield from (f"**{lane_name(whole, 'mood')}**", "", *reasons, "")


def _touchpoint(whole: Whole, point: Touchpoint) -> str:
    felt = value(point.moods) if point.moods else None
    facts = [
        channel(whole, point),
        signed(felt, whole.words.lang) if felt is not None else "",
        whole.words(f"exports.values.truth.{point.moment_of_truth.kind}") if point.moment_of_truth else "",
        "" if point.ours else whole.words("pictures.legend.without_us"),
        point.owner.label if point.owner else "",
        whole.seen(point.evidence),
    ]
    named = escaped(" · ".join(fact for fact in facts if fact))
    return f"- {escaped(point.title)}" + (f" ({named})" if named else "")


def _lane(whole: Whole, title: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> Iterator[str]:
    """Each row as an entry: its first telling text, then the other columns by name."""
    yield from (f"## {title}", "")
    for row in rows:
        facts = [
            f"{name}: {_shown(fact, whole)}" for name, fact in zip(columns, row, strict=True) if fact not in (None, "")
        ]
        yield f"- {' · '.join(facts)}"
    yield ""


def _shown(fact: Value, whole: Whole) -> str:
    match fact:
        case None:
            return ""
        case str():
            return escaped(fact)
        case int() | float():
            return f"{fact:g}"
        case _:
            return day(fact, whole.words.lang)
