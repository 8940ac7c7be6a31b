"""What can go wrong that Waymark knows of: facts as attributes; the words are the locales' `errors.<class name>`."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import ClassVar, Literal

Advice = Literal["change the input", "try later", "stop"]


class WaymarkError(Exception):
    """We know what this is: `facts` fill the sentence `errors.<class name>`; `advice` says whether to try again."""

    advice: ClassVar[Advice] = "change the input"

    def __init__(self, message: str, **facts: object) -> None:
        self.facts = facts
        super().__init__(message)


class StorageError(WaymarkError):
    """A store could not do what was asked."""


class MapNotFound(StorageError):
    """No map that the asker may see has this name or id."""

    def __init__(self, asked: str, known: Collection[str]) -> None:
        self.asked = asked
        self.close = tuple(get_close_matches(asked.lower(), sorted(known), n=3, cutoff=0.4))
        self.key = "MapNotFound" if self.close else "no_such_map"
        super().__init__(f"No map is called {asked!r}.", id=asked, close=", ".join(self.close))


class PersonaNotFound(StorageError):
    """No persona of this workspace has this id."""

    def __init__(self, asked: str, known: Collection[str]) -> None:
        self.asked = asked
        self.close = tuple(get_close_matches(asked.lower(), sorted(known), n=3, cutoff=0.4))
        self.key = "PersonaNotFound" if self.close else "no_such_persona"
        super().__init__(f"No persona is called {asked!r}.", id=asked, close=", ".join(self.close))


class EditConflict(StorageError):
    """Somebody saved the same field of the map since it was read. `by` is their member id, where it is known."""

    def __init__(
        self,
        map_id: str,
        read_version: int,
        stored_version: int,
        field: str = "",
        *,
        mine: str = "",
        theirs: str = "",
        by: str = "",
    ) -> None:
        self.map_id, self.read_version, self.stored_version, self.field = map_id, read_version, stored_version, field
        self.mine, self.theirs, self.by = mine, theirs, by
        self.key = "EditConflict" if field else "map_moved_on"
        super().__init__(
            f"Map {map_id!r} is at version {stored_version}; version {read_version} was read.",
            map_id=map_id, read=read_version, v=stored_version, field=field, mine=mine, theirs=theirs, name=by,
        )  # fmt: skip


class StoreUnavailable(StorageError):
    """The store did not take the write or give the rows; nothing is half done."""

    advice = "try later"


class StoresNotOpened(StoreUnavailable):
    """The stores of a data folder could not be opened at all."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"The stores in {folder} cannot be opened.", folder=folder)


class StoreTooNew(StorageError):
    """The stored data has tables that this version of Waymark does not know."""

    advice = "stop"

    def __init__(self, stored: str) -> None:
        super().__init__(f"The tables are at revision {stored}, which this version does not know.", stored=stored)


class NotAllowed(StorageError):
    """The member may not do this here."""

    def __init__(self, who: str) -> None:
        super().__init__(f"Only {who} can do that.", who=who)


class ChangeRefused(WaymarkError):
    """A change does not fit the map: `key` names the sentence, `facts` fill it. The map is untouched."""

    def __init__(self, key: str, **facts: object) -> None:
        self.key = key
        super().__init__(f"{key}: {facts}", **facts)


class ImportRefused(WaymarkError):
    """A file could not be taken in at all: `key` names the sentence, `facts` say where and what."""

    def __init__(self, key: str, **facts: object) -> None:
        self.key = key
        super().__init__(f"{key}: {facts}", **facts)
