"""The touchpoints of a stage as cards: what a future state changes, numbers for the ways, one route alone."""

from bot.pictures.cells import Card, Tag
from bot.pictures.colours import DOING, TAGS
from bot.pictures.subject import Subject
from prompts.loader import Words
from storage.model.confidence import of_item
from storage.model.differences import Kind
from storage.model.journey import Stage, Touchpoint


def touchpoint_cards(stage: Stage, subject: Subject, numbers: dict[str, int]) -> list[Card]:
    """What the persona does, then what is gone from the base map."""
    route = subject.route
    kinds = {d.touchpoint: d.kind for d in subject.differences if d.touchpoint}
    cards = [
        Card(
            t.title,
            DOING,
            of_item(t, subject.journey, subject.backings),
            t.moment_of_truth is not None,
            change_tag(kinds.get(t.slug, "kept"), subject.words),
            numbers.get(t.slug),
            faded=route is not None and t.slug not in route.touchpoints,
        )
        for t in stage.touchpoints
    ]
    gone = change_tag("gone", subject.words)
    return cards + [Card(t.title, DOING, tag=gone, faded=True) for t in _gone(stage, subject)]


def change_tag(kind: Kind, words: Words) -> Tag | None:
    """new, changed or gone; nothing for what was kept."""
    return None if kind == "kept" else Tag(words(f"pictures.change.{kind}"), TAGS[kind], struck=kind == "gone")


def _gone(stage: Stage, subject: Subject) -> list[Touchpoint]:
    return [
        d.before
        for d in subject.differences
        if d.kind == "gone" and d.stage == stage.slug and isinstance(d.before, Touchpoint)
    ]
