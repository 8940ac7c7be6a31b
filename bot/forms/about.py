"""What is a form about, and what was typed into it? Ids and texts: all that leaves and re-enters the house."""

from collections.abc import Mapping
from typing import Literal

from storage.model.types import Model

Kind = Literal["stage", "touchpoint", "pain_point", "action", "persona"]
KINDS: tuple[Kind, ...] = ("stage", "touchpoint", "pain_point", "action", "persona")

Filled = Mapping[str, str]
"""The fields of a form as texts, "" for an empty one; lists have an entry a line."""


class About(Model):
    """One form: which thing of which map.

    `thing` is the slug of a stage, touchpoint or item, or the id of a persona; "" for a new one, which belongs to the
    stage `at`. `version` is that of the map (of the persona, for a persona) as the form shows it. `clashing` are the
    fields that somebody else changed meanwhile: the form asks which text counts.
    """

    map_id: str
    kind: Kind
    thing: str = ""
    at: str = ""
    version: int = 0
    clashing: tuple[str, ...] = ()

    @property
    def new(self) -> bool:
        """Whether the form adds something."""
        return not self.thing


class Sent(Model):
    """A form that was sent: `before` is what it showed, `after` what stood in it."""

    about: About
    before: Mapping[str, str]
    after: Mapping[str, str]


def pointer(about: About) -> str:
    """The value of a button that opens this form, as the newest version then is."""
    return "|".join((about.map_id, about.kind, about.thing, about.at))


def pointed(value: str) -> About | None:
    """The form that a button's value names; None if it names none."""
    map_id, kind, thing, at = (*value.split("|", 3), "", "", "")[:4]
    known = next((one for one in KINDS if one == kind), None)
    return About(map_id=map_id, kind=known, thing=thing, at=at) if known and map_id else None
