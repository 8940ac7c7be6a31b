"""Which texts hold the words? BM25 over the tokens of all texts of a workspace, in memory, each with who may see it.

BM25 (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009) with k1 = 1.2 and b = 0.75; a score is divided
by what a text of mean length reaches that holds each of the words once: the share of their weight that it holds. Of a
word those tokens count that any text holds; one that no text holds in any form counts as the rarest. For each reader
only the texts that they may see are there.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from storage.backends.search_tokens import tokens, tokens_by_word
from storage.backends.sql_evidence_rows import EvidenceRow, State
from storage.backends.sql_scope import may_see
from storage.maps import Reader

if TYPE_CHECKING:
    import numpy as np

K1, B = 1.2, 0.75
NOWHERE = (array("i"), array("d"))
Scope = tuple[str, str, str]


class TextIndex:
    """`storage.backends.sql_evidence_rows.Follower`. A text has a place; one that changes gets a new place."""

    def __init__(self) -> None:
        self.state: State | None = None
        self._known: dict[int, int] = {}
        self._clear()

    def _clear(self) -> None:
        self._places: dict[int, int] = {}
        self._numbers, self._lengths, self._scope_of = array("q"), array("d"), array("i")
        self._alive = bytearray()
        self._scopes: dict[Scope, int] = {}
        self._holding: dict[str, tuple[array[int], array[float]]] = {}

    def __len__(self) -> int:
        return len(self._places)

    def known(self) -> Mapping[int, int]:
        return self._known

    def put(self, rows: Collection[EvidenceRow]) -> None:
        self.drop([row.number for row in rows])
        for row in rows:
            self._known[row.number] = row.changed
            if row.text:
                self._add(row, row.text)

    def drop(self, numbers: Collection[int]) -> None:
        for number in numbers:
            self._known.pop(number, None)
            place = self._places.pop(number, None)
            if place is not None:
                self._alive[place] = 0
        if len(self._alive) > 64 and len(self._places) * 2 < len(self._alive):
            self._close_ranks()

    def _add(self, row: EvidenceRow, text: str) -> None:
        place, counted = len(self._numbers), Counter(tokens(text))
        self._places[row.number] = place
        self._numbers.append(row.number)
        self._lengths.append(counted.total())
        scope = (row.privacy, row.channel_id, row.added_by if row.privacy == "private" else "")
        self._scope_of.append(self._scopes.setdefault(scope, len(self._scopes)))
        self._alive.append(1)
        for token, times in counted.items():
            places, often = self._holding.setdefault(token, (array("i"), array("d")))
            places.append(place)
            often.append(times)

    def _close_ranks(self) -> None:
        """Give the places of forgotten texts to those that stay."""
        import numpy as np

        alive = np.frombuffer(bytes(self._alive), dtype=bool)
        new = np.cumsum(alive) - 1
        for name in ("_numbers", "_lengths", "_scope_of"):
            kept: array[float] = getattr(self, name)
            setattr(self, name, array(kept.typecode, np.asarray(kept)[alive].tolist()))
        for token, (places, often) in list(self._holding.items()):
            stay = alive[np.asarray(places)]
            if stay.any():
                moved = new[np.asarray(places)[stay]].tolist()
                self._holding[token] = (array("i", moved), array("d", np.asarray(often)[stay].tolist()))
            else:
                del self._holding[token]
        self._places = {number: place for place, number in enumerate(self._numbers)}
        self._alive = bytearray(b"\1" * len(self._numbers))

    def readable(self, reader: Reader) -> np.ndarray:
        """For every place whether there is a text that the reader may see."""
        import numpy as np

        seen = np.array([may_see(reader, privacy, channel, (by,)) for privacy, channel, by in self._scopes], dtype=bool)
        found: np.ndarray = seen[np.asarray(self._scope_of)] & np.frombuffer(bytes(self._alive), dtype=bool)
        return found

    def among(self, numbers: Collection[int]) -> np.ndarray:
        """For every place whether its text is one of these rows'."""
        import numpy as np

        found = np.zeros(len(self._numbers), dtype=bool)
        found[[self._places[number] for number in numbers if number in self._places]] = True
        return found

    def scores(self, words: str, seen: np.ndarray) -> np.ndarray:
        """For every place the share of the words' weight that its text holds, as if only `seen` were there.

        Above 1 for a short text that holds them all, or holds them often.
        """
        import numpy as np

        lengths, n = np.asarray(self._lengths), int(seen.sum())
        norm = K1 * (1 - B + B * lengths / max(float(lengths[seen].mean()), 1.0))
        total, most = np.zeros(len(lengths)), 0.0
        for of_word in tokens_by_word(words):
            weights = []
            for token in of_word:
                places, often = (np.asarray(part) for part in self._holding.get(token, NOWHERE))
                if holding := int(seen[places].sum()) if len(places) else 0:
                    weights.append(_weight(n, holding))
                    total[places] += weights[-1] * often * (K1 + 1) / (often + norm[places])
            most += sum(weights) or _weight(n, 0)
        share: np.ndarray = np.where(seen, total / most if most else 0.0, 0.0)
        return share

    def scopes(self, reader: Reader) -> list[str] | None:
        """The scopes that the reader may see, as they stand beside vectors; None: all of them."""
        seen = [scope for scope in self._scopes if may_see(reader, scope[0], scope[1], scope[2:])]
        return None if len(seen) == len(self._scopes) else [" ".join(scope) for scope in seen]

    def number_at(self, place: int) -> int:
        """The number of the row whose text has this place."""
        return self._numbers[place]

    def place_of(self, number: int) -> int | None:
        """The place of a row's text."""
        return self._places.get(number)


def _weight(n: int, holding: int) -> float:
    """Of a token that so many of n texts hold: the fewer, the more it tells."""
    return math.log(1 + (n - holding + 0.5) / (holding + 0.5))
