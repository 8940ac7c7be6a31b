"""The type of the fixture `take`: content (and a mapping's keywords) → the report of its import."""

from collections.abc import Callable

from storage.events import ImportReport

Take = Callable[..., ImportReport]
