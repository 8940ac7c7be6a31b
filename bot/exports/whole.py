"""What goes out of the house: one map with everything about it that its reader may see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from bot.pictures.content import personas_of
from prompts.loader import Words
from storage.maps import Saved
from storage.model.confidence import Backings
from storage.model.evidence import Evidence
from storage.model.journey import JourneyMap
from storage.model.persona import Persona


@dataclass(frozen=True)
class Whole:
    """A map version. `evidence` is what the reader may see, nothing else of it leaves; `on` is the version's day.

    `backings` are the facts of all of it, so that a map is as well backed in a file as in its picture. `pictures` are
    the SVGs of the full picture; `names` says how members are called; `font` is one more font file; `raster` draws an
    SVG at a zoom as PNG.
    """

    journey: JourneyMap
    words: Words
    on: date
    personas: tuple[Persona, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    versions: tuple[Saved, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    backings: Backings = field(default_factory=dict)
    pictures: tuple[str, ...] = ()
    alt: str = ""
    font: Path | None = None
    raster: Callable[[str, float], bytes] | None = None

    @cached_property
    def _shown(self) -> frozenset[str]:
        return frozenset(piece.evidence_id for piece in self.evidence)

    def seen(self, evidence_ids: tuple[str, ...]) -> str:
        """Those of the pieces that the reader may see: "e3, e5"."""
        return ", ".join(piece for piece in evidence_ids if piece in self._shown)

    def name(self, member_id: str) -> str:
        """How a member is called."""
        return self.names.get(member_id, member_id.removeprefix("local:"))

    def persona(self, persona_id: str | None) -> str:
        """The name of a persona; its id where the persona is not at hand."""
        if persona_id is None:
            return ""
        return next((p.name for p in self.personas if p.persona_id == persona_id), persona_id)

    def persona_names(self) -> str:
        """The personas of the map in its order."""
        return ", ".join(p.name for p in personas_of(self.journey, self.personas)) or ", ".join(
            self.journey.persona_ids
        )
