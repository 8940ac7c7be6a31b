"""What are the things of a workspace called?"""

from storage.model.lists import Role
from storage.model.types import Model


class Name(Model):
    """A thing of the workspace as people call it. Of a stage: its role, and the titles of its maps, if known."""

    title: str
    aliases: tuple[str, ...] = ()
    role: Role | None = None
    maps: tuple[str, ...] = ()


class Names(Model):
    """The names of a workspace. `channels` are keys; none means that all channels may be named.

    `owners`: people and teams who answer for something on a map.
    """

    journeys: tuple[Name, ...] = ()
    personas: tuple[Name, ...] = ()
    stages: tuple[Name, ...] = ()
    touchpoints: tuple[Name, ...] = ()
    channels: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()

    def words(self) -> tuple[str, ...]:
        """Every title and alias."""
        named = (*self.journeys, *self.personas, *self.stages, *self.touchpoints)
        return tuple(said for name in named for said in (name.title, *name.aliases))
