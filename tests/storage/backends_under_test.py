"""The backends that every store test runs on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.open import Stores, open_stores

Opener = Callable[[], Stores]


@contextmanager
def sqlite(folder: Path) -> Iterator[Opener]:
    """Opens the same SQLite file each time it is called; what is left open is closed at the end."""
    opened: list[Stores] = []

    def open_again() -> Stores:
        opened.append(open_stores(folder))
        return opened[-1]

    try:
        yield open_again
    finally:
        for stores in opened:
            stores.close()


# A further backend is a further line: a context manager that gives an opener.
BACKENDS = {"sqlite": sqlite}
