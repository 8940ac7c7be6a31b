"""What does a future-state map change? Its base map and it by slug: kept, new, gone, changed; moods from and to."""

from typing import Literal, NamedTuple

from storage.model.journey import JourneyMap, Stage, Touchpoint
from storage.model.mood import stage_value, value

Kind = Literal["kept", "new", "gone", "changed"]
_COMPARED = ("title", "channel", "channel_text", "place", "ours", "expectation", "thoughts", "content_present")
_COMING_OR_GOING = 1.0


class Difference(NamedTuple):
    """One touchpoint, or one stage as a whole (`touchpoint` None), before and after; moods are values, None: no votes.

    `stage` is where it stands in the future map; of a touchpoint that is gone, where it stood in the base map.
    """

    kind: Kind
    stage: str
    touchpoint: str | None
    before: Touchpoint | Stage | None
    after: Touchpoint | Stage | None
    mood_from: float | None
    mood_to: float | None

    @property
    def slug(self) -> str:
        """The touchpoint's name, else the stage's."""
        return self.touchpoint or self.stage

    @property
    def title(self) -> str:
        """As the future map has it, else as it was."""
        thing = self.after or self.before
        return thing.title if thing else self.slug

    @property
    def mood_change(self) -> float:
        """In levels, better above 0; 0 where a side has no votes."""
        return 0.0 if self.mood_from is None or self.mood_to is None else self.mood_to - self.mood_from

    @property
    def size(self) -> float:
        """The change of mood in levels; what comes or goes counts as at least one level (our own choice)."""
        return max(abs(self.mood_change), _COMING_OR_GOING if self.kind in ("new", "gone") else 0.0)


def compare(journey: JourneyMap, base: JourneyMap) -> tuple[Difference, ...]:
    """Every touchpoint of either map, and every stage whose own mood changed or that came or went; in map order.

    What is gone stands after what its stage has now; stages that are gone come last.
    """
    now = {stage.slug for stage in journey.stages}
    there = {t.slug: (stage, t) for stage in base.stages for t in stage.touchpoints}
    here = {t.slug for t in journey.touchpoints()}
    found: list[Difference] = []
    for stage in journey.stages:
        found += _stage(stage, base.stage(stage.slug))
        found += [_touchpoint(stage, after, there.get(after.slug)) for after in stage.touchpoints]
        found += _gone(base.stage(stage.slug), here)
    for stage in base.stages:
        if stage.slug not in now:
            found.append(Difference("gone", stage.slug, None, stage, None, stage_value(stage), None))
            found += _gone(stage, here)
    return tuple(found)


def largest_first(found: tuple[Difference, ...]) -> tuple[Difference, ...]:
    """Without what was kept, the largest difference first, equal ones in map order."""
    return tuple(sorted((d for d in found if d.kind != "kept"), key=lambda d: -d.size))


def _stage(after: Stage, before: Stage | None) -> list[Difference]:
    if before is None:
        return [Difference("new", after.slug, None, None, after, None, stage_value(after))]
    mood_from, mood_to = stage_value(before), stage_value(after)
    touchpoints_tell = not before.moods and not after.moods
    if touchpoints_tell or mood_from is None or mood_to is None or mood_from == mood_to:
        return []
    return [Difference("changed", after.slug, None, before, after, mood_from, mood_to)]


def _touchpoint(stage: Stage, after: Touchpoint, known: tuple[Stage, Touchpoint] | None) -> Difference:
    mood_to = value(after.moods)
    if known is None:
        return Difference("new", stage.slug, after.slug, None, after, None, mood_to)
    home, before = known
    mood_from = value(before.moods)
    changed = (
        home.slug != stage.slug
        or any(getattr(before, name) != getattr(after, name) for name in _COMPARED)
        or (mood_to is not None and mood_to != mood_from)
    )
    kind: Kind = "changed" if changed else "kept"
    return Difference(kind, stage.slug, after.slug, before, after, mood_from, mood_to)


def _gone(before: Stage | None, here: set[str]) -> list[Difference]:
    lost = [t for t in before.touchpoints if t.slug not in here] if before else []
    return [Difference("gone", before.slug, t.slug, t, None, value(t.moods), None) for t in lost] if before else []
