"""Which stage do the words mean that stages have everywhere: "awareness", "购买", "споредба"? On each map its own."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.questions.commands import Ask
from bot.questions.workspace import Name, Names
from prompts import loader
from tools.names import same_key

BUY = "buy"
ENDS = ("stage", "start", "goal")
"""Slots that may hold a stage."""


class Meaning(NamedTuple):
    """A kind of stage: its role in the journey, its words in all languages, and the same as keys."""

    role: str
    words: tuple[str, ...]
    keys: frozenset[str]

    def called(self, stages: Sequence[Name]) -> list[Name]:
        """The stages that one of the words names."""
        return [s for s in stages if any(same_key(said) in self.keys for said in (s.title, *s.aliases))]

    def stage(self, stages: Sequence[Name]) -> Name | None:
        """The stage of a map that is called so, else the only one of the role; where people buy the role goes first."""
        called = self.called(stages)
        of_role = [s for s in stages if s.role == self.role]
        if self.role == BUY:
            return next(reversed(of_role or called), None)
        return next(iter(called or (of_role if len(of_role) == 1 else ())), None)


@lru_cache
def meanings() -> tuple[Meaning, ...]:
    """All kinds of stages."""
    rows = loader.table("phrases/stages").values()
    return tuple(Meaning(row["role"], tuple(row["words"]), frozenset(map(same_key, row["words"]))) for row in rows)


def general_words(names: Names) -> Iterator[tuple[str, str]]:
    """Words and the title of a stage that they mean; which one on a certain map, `on_its_map` tells."""
    for meaning in meanings():
        by_role = (stage for stages in _by_map(names) if (stage := meaning.stage(stages)))
        found = next(iter(meaning.called(names.stages)), None) or next(by_role, None)
        if found:
            yield from ((word, found.title) for word in meaning.words)


def buying(names: Names) -> str | None:
    """The stage where people buy; which one on a certain map, `on_its_map` tells."""
    meaning = next(meaning for meaning in meanings() if "purchase" in meaning.keys)
    return next((stage.title for stages in _by_map(names) if (stage := meaning.stage(stages))), None)


def on_its_map(ask: Ask, names: Names) -> Ask:
    """The ask with stages of other maps replaced by those that mean the same on the map it is about."""
    journey = next((j for j in names.journeys if ask.args.journey in (j.title, *j.aliases)), None)
    if journey is None:
        return ask
    here = _of_map(names, journey.title)
    moved = {end: _here(value, here, names) for end in ENDS if (value := getattr(ask.args, end))}
    return ask.model_copy(update={"args": ask.args.model_copy(update=moved)})


def _here(title: str, here: Sequence[Name], names: Names) -> str:
    if any(title in (stage.title, *stage.aliases) for stage in here):
        return title
    elsewhere = [stage for stage in names.stages if stage.title == title]
    same = (stage for meaning in meanings() if meaning.stage(elsewhere) and (stage := meaning.stage(here)))
    return next((stage.title for stage in same), title)


def _by_map(names: Names) -> Iterator[tuple[Name, ...]]:
    for journey in names.journeys:
        yield _of_map(names, journey.title)


def _of_map(names: Names, journey: str) -> tuple[Name, ...]:
    return tuple(stage for stage in names.stages if not stage.maps or journey in stage.maps)
