"""From today to the ideal: one row a difference, largest first, with what must be true and the first step."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.pictures.cells import Lane, tag
from bot.pictures.colours import BAND, HAIRLINE, MOODS, MUTED, TEXT
from bot.pictures.content import channel_name, stage_of_action
from bot.pictures.figures import day, number, signed
from bot.pictures.grid import GAP, MARGIN, PADDING, RADIUS, Grid
from bot.pictures.subject import Subject
from bot.pictures.svg import group, label, line, rect
from bot.pictures.text import wrap
from bot.pictures.touchpoint_cards import change_tag
from prompts.loader import Words
from storage.model.differences import Difference, largest_first
from storage.model.future import Requirement, Target
from storage.model.journey import Action, Stage, Touchpoint
from storage.model.mood import face

MOST_ROWS = 12
_SIZE, _LINE, _MOST_LINES = 13.0, 18.0, 4
_SHARES = (0.2, 0.19, 0.19, 0.24, 0.18)
_COLUMNS = ("what", "today", "to_be", "must", "first")


class Row(NamedTuple):
    """A difference with what belongs to it."""

    difference: Difference
    requirements: tuple[Requirement, ...]
    actions: tuple[Action, ...]


def gap_list(grid: Grid, top: float, subject: Subject) -> Lane:
    """A table as wide as the map; below it the numbers that prove it, the smallest test, and what belongs to no row."""
    rows = rows_of(subject)
    if not rows:
        return Lane([], 0)
    words, fonts = subject.words, grid.fonts
    edges = _edges(grid)
    elements = [label(fonts, MARGIN + PADDING + 2, top + 22, words("pictures.gaps.title"), 15, bold=True)]
    y = top + 36
    for x, key in zip(edges, _COLUMNS, strict=False):
        elements.append(label(fonts, x + PADDING, y + 14, words(f"pictures.gaps.{key}"), 12, bold=True, fill=MUTED))
    y += 22
    for row in rows[:MOST_ROWS]:
        drawn = _row(edges, y, row, subject)
        elements += [line(MARGIN + PADDING, y, grid.right - PADDING, y, HAIRLINE), *drawn.elements]
        y += drawn.height
    below = [
        *([words("pictures.more", n=len(rows) - MOST_ROWS)] if len(rows) > MOST_ROWS else []),
        *_below(rows, subject),
    ]
    if below:
        elements.append(line(MARGIN + PADDING, y, grid.right - PADDING, y, HAIRLINE))
        y += 6
    for text in below:
        for written in wrap(text, fonts, _SIZE, grid.right - MARGIN - 2 * PADDING, most=3):
            elements.append(label(fonts, MARGIN + PADDING + 2, y + 15, written, _SIZE))
            y += _LINE
    height = y + PADDING - top
    return Lane([rect(MARGIN, top, grid.right - MARGIN, height, BAND, RADIUS), *elements], height + GAP)


def rows_of(subject: Subject) -> list[Row]:
    """What belongs to a stage as a whole stands beside the largest difference of that stage."""
    journey, rows, seen = subject.journey, [], set()
    for difference in largest_first(subject.differences):
        first = difference.stage not in seen
        seen.add(difference.stage)
        needed = tuple(r for r in journey.requirements if _is_of(r, difference, first))
        steps = tuple(a for a in journey.actions if first and stage_of_action(a, journey) == difference.stage)
        rows.append(Row(difference, needed, steps))
    return rows


def target_text(target: Target, words: Words) -> str:
    """ "cart abandonment: from 70% to 49% by 31 Mar 2025"; what is not known is left out."""
    unit = target.unit or ""
    ends = [f"{number(v, words.lang)}{unit}" if v is not None else "" for v in (target.from_value, target.to_value)]
    text = target.title
    if all(ends):
        text = words("pictures.gaps.from_to", metric=target.title, before=ends[0], after=ends[1])
    elif ends[1]:
        text = words("pictures.gaps.to", metric=target.title, after=ends[1])
    return words("pictures.gaps.by", text=text, date=day(target.by, words.lang)) if target.by else text


def _is_of(requirement: Requirement, difference: Difference, first: bool) -> bool:
    at = requirement.at
    if at is None:
        return False
    return at.touchpoint == difference.touchpoint if at.touchpoint else first and at.stage == difference.stage


def _edges(grid: Grid) -> list[float]:
    """Left edges of the columns, and the right edge of the last."""
    wide = grid.right - MARGIN
    edges = [MARGIN + 2]
    for share in _SHARES:
        edges.append(edges[-1] + share * wide)
    return [*edges[:-1], grid.right]


def _row(edges: Sequence[float], top: float, row: Row, subject: Subject) -> Lane:
    words, fonts, difference = subject.words, subject.fonts, row.difference
    columns = [
        [difference.title],
        _side(difference.before, difference, difference.mood_from, words),
        _side(difference.after, difference, difference.mood_to, words),
        [_requirement(needed, words) for needed in row.requirements],
        [_step(action, words) for action in row.actions],
    ]
    elements: list[str] = []
    lowest = top
    for i, texts in enumerate(columns):
        x, room, y = edges[i] + PADDING, edges[i + 1] - edges[i] - 2 * PADDING, top + 6
        if i == 0 and (word := change_tag(difference.kind, words)):
            elements.append(tag(fonts, x, y, word))
            y += 22
        mood = {1: difference.mood_from, 2: difference.mood_to}.get(i)
        lines = [text for said in texts for text in wrap(said, fonts, _SIZE, room, most=_MOST_LINES)]
        for k, text in enumerate(lines or [words("pictures.empty_cell")]):
            scored = k == 0 and mood is not None
            ink = MOODS[face(mood)] if scored and mood is not None else TEXT if lines else MUTED
            elements.append(label(fonts, x, y + 14, text, _SIZE, bold=scored, fill=ink))
            y += _LINE
        lowest = max(lowest, y)
    return Lane([group(*elements)], lowest + 6 - top)


def _side(thing: Touchpoint | Stage | None, difference: Difference, mood: float | None, words: Words) -> list[str]:
    """The mood, the title where it changed, and the reason of the mood."""
    if thing is None:
        return []
    said = [signed(mood, words.lang)] if mood is not None else []
    if difference.before and difference.after and difference.before.title != difference.after.title:
        said.append(thing.title)
    if isinstance(thing, Touchpoint) and thing.channel and difference.kind != "changed":
        said.append(channel_name(thing, words))
    return said + list(dict.fromkeys(vote.why or vote.word or "" for vote in thing.moods if vote.why or vote.word))[:1]


def _requirement(requirement: Requirement, words: Words) -> str:
    text = requirement.title
    if requirement.side:
        text = words("pictures.pair", first=words(f"pictures.gaps.{requirement.side}"), second=text)
    return f"{text} · {requirement.owner.label}" if requirement.owner else text


def _step(action: Action, words: Words) -> str:
    parts = [action.title, *([action.owner.label] if action.owner else [])]
    return " · ".join([*parts, *([day(action.due_on, words.lang)] if action.due_on else [])])


def _below(rows: Sequence[Row], subject: Subject) -> list[str]:
    journey, words = subject.journey, subject.words
    placed = {needed.slug for row in rows for needed in row.requirements}
    texts = [words("pictures.gaps.proof", text=target_text(target, words)) for target in journey.targets]
    texts += [words("pictures.gaps.test", text=journey.experiment)] if journey.experiment else []
    loose = [_requirement(r, words) for r in journey.requirements if r.slug not in placed]
    return texts + ([words("pictures.gaps.also", text=" · ".join(loose))] if loose else [])
