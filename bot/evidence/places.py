"""Where on the maps would a sentence belong? Items that evidence can stand behind, and the likeliest of them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from storage.model.changes import LinkEvidence
from storage.model.journey import JourneyMap
from storage.model.types import Anchor

SHORTEST_WORD, STEM = 4, 5
MOST = 90


class Place(NamedTuple):
    """`value` finds its way back (`places.link`); `title` as on the map, `stage` the title of its stage."""

    value: str
    title: str
    stage: str


def places(journey: JourneyMap, member: str) -> tuple[Place, ...]:
    """Pain points, the member's own moods, touchpoints: stage by stage."""
    found = []
    for stage in journey.stages:
        pains = [pain for pain in journey.pain_points if pain.at.stage == stage.slug]
        found += [Place(f"{journey.map_id}|{pain.slug}", pain.title, stage.title) for pain in pains]
        if any(vote.by == member for vote in stage.moods):
            found.append(Place(f"{journey.map_id}|@{stage.slug}", "", stage.title))
        found += [Place(f"{journey.map_id}|{t.slug}", t.title, stage.title) for t in stage.touchpoints]
    return tuple(found[:MOST])


def likely(text: str, offered: Sequence[Place]) -> Place | None:
    """The place whose title shares most words with the text; the stage's title counts half. None: none shares any."""
    said = _stems(text)
    scored = [(len(said & _stems(p.title)) + len(said & _stems(p.stage)) / 2, -n, p) for n, p in enumerate(offered)]
    best = max(scored, default=None)
    return best[2] if best and best[0] > 0 else None


def map_of(place: str) -> str:
    """The map's id, empty for no place."""
    return place.partition("|")[0]


def link(place: str, evidence_id: str) -> LinkEvidence | None:
    """The change that puts a piece behind the item of the place."""
    item = place.partition("|")[2]
    if not item:
        return None
    if not item.startswith("@"):
        return LinkEvidence(evidence_id=evidence_id, item=item)
    stage, _, touchpoint = item[1:].partition("/")
    return LinkEvidence(evidence_id=evidence_id, mood_at=Anchor(stage=stage, touchpoint=touchpoint or None))


def title_of(place: str, journey: JourneyMap) -> str | None:
    """The title of the item, or of the stage whose mood it is; None if it is gone."""
    item = place.partition("|")[2]
    if item.startswith("@"):
        stage = journey.stage(item[1:].partition("/")[0])
        return stage.title if stage else None
    things = (*journey.touchpoints(), *journey.items())
    return next((thing.title for thing in things if thing.slug == item), None)


def _stems(text: str) -> frozenset[str]:
    """Beginnings of longer words, and pairs of Han characters."""
    words = {word.casefold()[:STEM] for word in re.findall(rf"[^\W_]{{{SHORTEST_WORD},}}", text) if word[0] < "\u2e80"}
    pairs = {run[n : n + 2] for run in re.findall(r"[\u4e00-\u9fff]{2,}", text) for n in range(len(run) - 1)}
    return frozenset(words | pairs)
