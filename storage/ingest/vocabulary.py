"""What do the words in a table of somebody else's mean? The caller brings the words; this room knows none."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Field = Literal[
    "stage", "touchpoint", "channel", "mood", "why", "thought", "question", "expectation", "customer_goal", "metric",
    "pain_point", "severity", "frequency", "cause", "opportunity", "impact", "effort", "action", "owner", "due",
    "physical_evidence", "front_stage", "back_stage", "support", "requirement", "side", "target", "says", "thinks",
    "does", "feels", "lane", "text", "refers", "nothing",
]  # fmt: skip
FIELDS: tuple[Field, ...] = get_args(Field)
THINGS: tuple[Field, ...] = (
    "touchpoint", "mood", "thought", "question", "expectation", "customer_goal", "metric", "pain_point", "opportunity",
    "action", "physical_evidence", "front_stage", "back_stage", "support", "requirement", "target", "says", "thinks",
    "does", "feels",
)  # fmt: skip
"""What a note on a wall, or a row of a lane, can be."""


@dataclass(frozen=True)
class Vocabulary:
    """`fields`: folded word → field. `facts`: folded label of an overview → field of the map.

    `channel` gives (key or None, the person's own name); `mood` a score or None; `day` a date or None.
    """

    fields: Mapping[str, Field]
    facts: Mapping[str, str]
    channel: Callable[[str], tuple[str | None, str | None]]
    mood: Callable[[str], int | None]
    day: Callable[[str], date | None]

    def field(self, header: str) -> Field | None:
        """The field that a header, a lane's label or a sheet's name means."""
        asked = folded(header)
        if not asked or len(asked) > 40:
            return None
        return self.fields.get(asked) or self.fields.get(asked.removesuffix("s"))

    def label(self, text: str) -> str:
        """The label of an overview as `facts` knows it."""
        return folded(text)

    def marked(self, note: str) -> tuple[Field | None, str]:
        """`Pain: too slow` → (pain_point, "too slow"); None without such a mark."""
        mark, sign, rest = re.split("([:：])", note, maxsplit=1) if re.search("[:：]", note) else (note, "", "")
        field = self.field(mark) if sign and rest.strip() else None
        return (field, rest.strip()) if field in THINGS else (None, note)


def folded(text: str) -> str:
    """Letters and digits alone, small, so that `Pain-Points:` and `pain points` are one word."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if character.isalnum())
