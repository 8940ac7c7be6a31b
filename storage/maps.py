"""What a store of maps and personas must do. Every call names the workspace; nothing crosses it."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

from pydantic import AwareDatetime

from storage.model.changes import Change
from storage.model.journey import JourneyMap
from storage.model.persona import Persona
from storage.model.types import MemberId, Model

Reason = Literal["chat", "button", "form", "import", "proposal", "undo", "restore"]


class Saved(Model):
    """One version in the history of a map: what changed, by whom, when, why, and the map after it."""

    map: JourneyMap
    changes: tuple[Change, ...]
    by: MemberId
    at: AwareDatetime
    reason: Reason
    undoes: int | None = None


class MapLine(NamedTuple):
    """One line of a list of maps."""

    map_id: str
    title: str
    type: str
    status: str
    version: int
    owner: str
    privacy: str
    channel_id: str
    changed_at: AwareDatetime


class Reader(NamedTuple):
    """Who reads, and in which channels they are; decides which maps exist for them.

    `everything` is for the operator at the command line. In a channel answer, `channels` holds that channel alone.
    """

    member_id: str
    channels: frozenset[str] = frozenset()
    guest: bool = False
    everything: bool = False


class MapsToRead(Protocol):
    """Maps for whom nothing but reading is left: the tools."""

    def get(self, workspace_id: str, map_id: str, reader: Reader, version: int | None = None) -> JourneyMap:
        """One map, the newest version unless another is named.

        Raises MapNotFound, with close names, also for a map outside the reader's scope.
        """
        ...

    def find(self, workspace_id: str, words: str, reader: Reader) -> JourneyMap:
        """A map by id, exact title, or the beginning or a part of its title, in any script. Raises MapNotFound."""
        ...

    def lines(self, workspace_id: str, reader: Reader) -> tuple[MapLine, ...]:
        """The maps that the reader may see, last changed first."""
        ...


class Maps(MapsToRead, Protocol):
    """Maps with all their versions."""

    def create(self, journey: JourneyMap, by: MemberId, at: AwareDatetime, reason: Reason = "chat") -> JourneyMap:
        """Store version 1. Raises EditConflict if the map_id is taken (use `free_id` first)."""
        ...

    def save(
        self,
        journey: JourneyMap,
        changes: Sequence[Change],
        by: MemberId,
        at: AwareDatetime,
        reason: Reason = "chat",
        undoes: int | None = None,
        renamed_from: str | None = None,
    ) -> JourneyMap:
        """Store `journey` as the version after the one it carries and return that.

        `renamed_from` is the id under which the map was read, where a change gave it another one.
        Raises EditConflict if a newer version is stored or the new id is taken, MapNotFound if the map is gone.
        """
        ...

    def history(self, workspace_id: str, map_id: str, reader: Reader, newest: int = 200) -> Sequence[Saved]:
        """The versions of a map, newest first; each is read when it is looked at."""
        ...

    def free_id(self, workspace_id: str, wanted: str) -> str:
        """`wanted`, or `wanted-2`, `wanted-3` … if that is taken."""
        ...

    def forget(self, workspace_id: str, map_id: str) -> None:
        """Delete a map with all versions and the builds of it."""
        ...


class PersonasToRead(Protocol):
    """Personas for whom nothing but reading is left."""

    def list(self, workspace_id: str) -> tuple[Persona, ...]:
        """All personas, last changed first."""
        ...


class Personas(PersonasToRead, Protocol):
    """The persona library of a workspace."""

    def save(self, persona: Persona) -> Persona:
        """Store a new persona (version 1), or the version after the one it carries. Raises EditConflict."""
        ...

    def get(self, workspace_id: str, persona_id: str) -> Persona:
        """Raises PersonaNotFound."""
        ...

    def forget(self, workspace_id: str, persona_id: str) -> None:
        """Delete a persona; one that is gone already is left alone."""
        ...
