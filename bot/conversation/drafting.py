"""What a text holds for the whole map, as changes that a person can take or leave.

A reader (a model) names stages and items by their titles and says which sentences they came from; here they become
changes of the closed list, checked against the map. What does not fit the map or stands on it already is left out.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import Field, ValidationError

from storage.errors import ChangeRefused
from storage.model.apply import apply
from storage.model.changes import AddAction, AddOpportunity, AddPainPoint, AddStage, AddTouchpoint, Change, VoteMood
from storage.model.journey import JourneyMap
from storage.model.lists import CHANNELS
from storage.model.proposal import MOST_CHANGES, Proposed
from storage.model.slugs import Kind, numbered, slug_of
from storage.model.types import Anchor, Model

LONGEST = {"stage": 60, "touchpoint": 120}
LONGEST_TITLE = 200


class Drafted(Model):
    """One thing that a reader found in the text. `stage`: a stage by its title, on the map or new in the same draft."""

    what: Literal["stage", "touchpoint", "mood", "pain_point", "opportunity", "action"]
    title: str = Field(min_length=1, max_length=400)
    stage: str | None = None
    channel: str | None = None
    score: int | None = Field(None, ge=-2, le=2)
    sentences: tuple[int, ...] = Field((), max_length=10, description="Numbers of the sentences it came from, from 1.")


class Draft(Model):
    """All that a reader found, and who it was (None: the rules)."""

    items: tuple[Drafted, ...]
    model_name: str | None = None


def proposed(
    draft: Draft, journey: JourneyMap, sentences: Sequence[str], sources: Sequence[str], by: str, at: datetime
) -> tuple[Proposed, ...]:
    """The changes in the order of the draft, stages first, at most as many as a proposal may hold.

    `sentences`: the text in the order that was given to the reader; `sources`: the evidence id of each of them.
    """
    made = _Making(journey, by, at)
    for item in sorted(draft.items, key=lambda item: item.what != "stage"):
        numbers = [n for n in item.sentences if 1 <= n <= len(sentences)]
        made.add(
            item,
            tuple(dict.fromkeys(sources[n - 1] for n in numbers)),
            " ".join(sentences[n - 1] for n in numbers)[:1000] or None,
        )
    return tuple(made.kept[:MOST_CHANGES])


class _Making:
    """The changes so far, and the map as it would be with them."""

    def __init__(self, journey: JourneyMap, by: str, at: datetime) -> None:
        self.journey, self.by, self.at, self.kept = journey, by, at, list[Proposed]()

    def add(self, item: Drafted, sources: tuple[str, ...], words: str | None) -> None:
        """Leaves out what the map refuses or has already."""
        try:
            change = self._change(item)
            if change is None:
                return
            self.journey = apply(self.journey, [change], self.by, self.at, "proposal")
        except (ChangeRefused, ValidationError):
            return
        self.kept.append(Proposed(change=change, sources=sources, words=words))

    def _change(self, item: Drafted) -> Change | None:
        title = _cut(item.title, LONGEST.get(item.what, LONGEST_TITLE))
        stage = self._stage(item.stage)
        if item.what != "mood" and self._is_there(title):
            return None
        if item.what == "stage":
            return AddStage(title=title, slug=self._slug("stage", title, ""))
        if item.what in ("touchpoint", "mood", "pain_point") and stage is None:
            return None
        at = Anchor(stage=stage) if stage else None
        match item.what:
            case "touchpoint":
                channel = item.channel if item.channel in CHANNELS else None
                slug = self._slug("touchpoint", title, stage or "")
                return AddTouchpoint(stage=stage or "", title=title, slug=slug, channel=channel)
            case "mood":
                return None if item.score is None or at is None else VoteMood(at=at, score=item.score, why=title)
            case "pain_point":
                slug = self._slug("pain_point", title, stage or "")
                return None if at is None else AddPainPoint(at=at, title=title, slug=slug)
            case "opportunity":
                return AddOpportunity(title=title, stage=stage, slug=self._slug("opportunity", title, stage or ""))
        return AddAction(title=title, stage=stage, slug=self._slug("action", title, ""))

    def _slug(self, kind: Kind, title: str, parent: str) -> str:
        taken = set(self.journey.slugs())
        return slug_of(title, taken, self.journey.lang) or numbered(parent, kind, taken)

    def _stage(self, named: str | None) -> str | None:
        asked = (named or "").strip().casefold()
        return next((s.slug for s in self.journey.stages if asked in (s.title.casefold(), s.slug)), None)

    def _is_there(self, title: str) -> bool:
        things = (*self.journey.stages, *self.journey.touchpoints(), *self.journey.items())
        return any(thing.title.casefold() == title.casefold() for thing in things)


def _cut(text: str, limit: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit + 1].rsplit(" ", 1)[0][:limit]
