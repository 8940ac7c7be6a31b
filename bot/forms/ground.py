"""What must be known to show or judge a form? Read from the stores for one person, whose rights are checked here."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.forms.about import About, Filled
from bot.forms.filled import blank, filled, thing_of
from storage.errors import ChangeRefused, NotAllowed, PersonaNotFound
from storage.maps import Reader, Saved
from storage.model.journey import JourneyMap, PainPoint
from storage.model.persona import Persona
from storage.open import Stores

PAST = 50


class Asker(NamedTuple):
    """Who opens or sends a form, and when."""

    workspace_id: str
    reader: Reader
    by: str
    at: datetime
    names: Mapping[str, str]


class Ground(NamedTuple):
    """The map as it is now and what a form of `by` needs besides.

    `past`: its versions since the form was shown, newest first; `persona_ids`: those that are taken; `quotes`: the
    evidence of a pain point that this person may read, and `hidden` the number of pieces they may not.
    """

    journey: JourneyMap
    persona: Persona | None
    persona_ids: Collection[str]
    past: Sequence[Saved]
    quotes: tuple[str, ...]
    hidden: int
    by: str
    at: datetime
    names: Mapping[str, str]

    def version(self, about: About) -> int:
        """The version that a form shown now would carry."""
        if about.kind == "persona":
            return self.persona.version if self.persona else 0
        return self.journey.version

    def now(self, about: About) -> Filled | None:
        """The fields as they are now; None if the thing is gone."""
        return filled(about, self.journey, self.persona, self.by)

    def before(self, about: About, shown: Filled) -> Filled:
        """The fields as they were when the form was made. `shown` is what a persona's form began with.

        A persona keeps no older versions: a form that asked already and is outdated again finds everything in doubt.
        """
        if about.new:
            return blank(about, self.journey)
        if self.version(about) == about.version:
            return self.now(about) or {}
        if about.kind == "persona":
            return {} if about.clashing else shown
        then = next((past.map for past in self.past if past.map.version == about.version), None)
        return (filled(about, then, None, self.by) if then is not None else None) or {}


def open_map(map_id: str, asker: Asker, stores: Stores) -> JourneyMap:
    """Raises MapNotFound for a map outside the asker's scope, NotAllowed for guests, ChangeRefused for an archive."""
    journey = stores.maps.get(asker.workspace_id, map_id, asker.reader)
    if asker.reader.guest:
        raise NotAllowed(journey.owner.label)
    if journey.status == "archived":
        raise ChangeRefused("archived", title=journey.title)
    return journey


def ground(about: About, asker: Asker, stores: Stores) -> Ground:
    """Raises as `open_map`."""
    journey, workspace_id, reader = open_map(about.map_id, asker, stores), asker.workspace_id, asker.reader
    since = min(journey.version - about.version + 1, PAST) if about.version and about.kind != "persona" else 1
    thing = thing_of(about, journey)
    linked = thing.evidence if isinstance(thing, PainPoint) else ()
    pieces = stores.evidence.get(workspace_id, linked, reader) if linked else ()
    return Ground(
        journey=journey,
        persona=_persona(about, workspace_id, stores),
        persona_ids=tuple(persona.persona_id for persona in stores.personas.list(workspace_id)),
        past=stores.maps.history(workspace_id, about.map_id, reader, max(since, 1)),
        quotes=tuple(piece.text for piece in pieces if piece.text),
        hidden=len(linked) - len(pieces),
        by=asker.by,
        at=asker.at,
        names=asker.names,
    )


def _persona(about: About, workspace_id: str, stores: Stores) -> Persona | None:
    if about.kind != "persona" or about.new:
        return None
    try:
        return stores.personas.get(workspace_id, about.thing)
    except PersonaNotFound:
        return None
