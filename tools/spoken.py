"""What did customers say in words, where, and how often? Texts of feedback that a question lets in."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, cast

from tools.feedback import LetIn, LetInShape, answers_of, let_in_conditions
from tools.kit import Sources
from tools.query import Query

MOST_TEXTS = 5000
"""The most frequent ones are read; of the others only the number is known."""


class Spoken(NamedTuple):
    """A text said `times` times at a touchpoint and stage as the files write them."""

    text: str
    touchpoint: str | None
    stage: str | None
    times: int


def spoken(narrowed: LetIn, kinds: tuple[str, ...], sources: Sources) -> tuple[list[Spoken], int]:
    """The texts, most frequent first, and how often anything was said at all, beyond `MOST_TEXTS` texts too."""
    rows = _spoken_query(kinds, narrowed.shape).run(sources.events, narrowed.values())
    (all_of,) = _times_query(kinds, narrowed.shape).run(sources.events, narrowed.values())
    found = [
        Spoken(
            str(row["text"]), cast("str | None", row["touchpoint"]), cast("str | None", row["stage"]),
            cast("int", row["times"]),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.times, str(one))), cast("int", all_of["times"] or 0)


@lru_cache(maxsize=32)
def _spoken_query(kinds: tuple[str, ...], shape: LetInShape) -> Query:
    """The columns of `Spoken`."""
    from ibis import _

    answers = answers_of(kinds)
    alike = answers.filter(*let_in_conditions(answers, shape, untimed=True)).group_by("text", "touchpoint", "stage")
    alike = alike.agg(times=_.times.sum())
    return Query(alike.order_by(_.times.desc(), _.text, _.touchpoint, _.stage).limit(MOST_TEXTS))


@lru_cache(maxsize=32)
def _times_query(kinds: tuple[str, ...], shape: LetInShape) -> Query:
    """One row: times."""
    answers = answers_of(kinds)
    kept = answers.filter(*let_in_conditions(answers, shape, untimed=True))
    return Query(kept.agg(times=kept.times.sum()))
