"""An app that only notes which listeners were registered."""

from collections import defaultdict
from collections.abc import Callable


class Registered:
    """`names["event"]` are the names of the events that have a listener; patterns count by their text."""

    def __init__(self) -> None:
        self.names: dict[str, set[str]] = defaultdict(set)

    def __getattr__(self, kind: str) -> Callable[..., Callable[[object], object]]:
        def register(name: object) -> Callable[[object], object]:
            self.names[kind].add(str(getattr(name, "pattern", name)))
            return lambda listener: listener

        return register
