"""What stands in the evidence rows for a search index, and what of it is new?"""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple, Protocol

from sqlalchemy import func, select

from storage.backends.sql_tables import evidence
from storage.backends.sql_work import Work

AT_ONCE = 256

State = tuple[int, int, int]
"""Differs whenever a row came, went or changed."""


class EvidenceRow(NamedTuple):
    """`changed` grows with every change of the row; `text` is None where it was erased."""

    number: int
    changed: int
    text: str | None
    privacy: str
    channel_id: str
    added_by: str


class Follower(Protocol):
    """An index that follows the rows."""

    state: State | None

    def known(self) -> Mapping[int, int]:
        """Number of a row → the change at which it was taken in."""
        ...

    def put(self, rows: Collection[EvidenceRow]) -> None:
        """Take in rows, in place of what is known of them; one without text leaves nothing but its change."""
        ...

    def drop(self, numbers: Collection[int]) -> None:
        """Forget rows."""
        ...


class SqlEvidenceRows:
    """The rows of one workspace, whoever may see them."""

    def __init__(self, work: Work, workspace_id: str) -> None:
        self._work, self._here = work, evidence.c.workspace_id == workspace_id

    def state(self) -> State:
        """Cheap to ask before every search."""
        columns = (func.count(), func.max(evidence.c.changed), func.sum(evidence.c.changed))
        with self._work.reading() as connection:
            count, newest, together = connection.execute(select(*columns).where(self._here)).one()
        return count, newest or 0, int(together or 0)

    def erased_after(self, change: int) -> bool:
        """Whether a text was erased after this change."""
        later = select(evidence.c.piece).where(self._here, evidence.c.changed > change)
        with self._work.reading() as connection:
            return any(json.loads(piece)["text"] is None for piece in connection.execute(later).scalars())

    def missing(self, follower: Follower) -> list[int]:
        """The rows that the index has not taken in as they are now, after it dropped those that are gone."""
        there = self._changes()
        known = follower.known()
        if gone := [number for number in known if number not in there]:
            follower.drop(gone)
        return [number for number, changed in there.items() if known.get(number) != changed]

    def read(self, numbers: Collection[int], at_once: int = AT_ONCE) -> Iterator[list[EvidenceRow]]:
        """The rows, some at a time."""
        wanted = list(numbers)
        for start in range(0, len(wanted), at_once):
            some = select(evidence).where(self._here, evidence.c.number.in_(wanted[start : start + at_once]))
            with self._work.reading() as connection:
                rows = connection.execute(some).all()
            yield [
                EvidenceRow(
                    row.number, row.changed, json.loads(row.piece)["text"], row.privacy, row.channel_id, row.added_by
                )
                for row in rows
            ]

    def _changes(self) -> dict[int, int]:
        with self._work.reading() as connection:
            rows = connection.execute(select(evidence.c.number, evidence.c.changed).where(self._here))
            return {row.number: row.changed for row in rows}


def catch_up(follower: Follower, rows: SqlEvidenceRows) -> None:
    """Afterwards the index holds what the rows held when this began, or more."""
    state = rows.state()
    if follower.state == state:
        return
    for some in rows.read(rows.missing(follower)):
        follower.put(some)
    follower.state = state
