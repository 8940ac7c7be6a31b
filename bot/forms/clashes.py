"""Two people filled the same form: what goes together silently, and where must a person choose?"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from bot.forms.about import About, Filled
from bot.forms.fields import fields_of
from storage.model.types import Model

Choice = Literal["mine", "theirs", "both"]
CHOICES: tuple[Choice, ...] = ("mine", "theirs", "both")
JOINED = " / "


class Clash(Model):
    """A field that both changed, each to something else; `by` is who saved theirs."""

    mine: str
    theirs: str
    by: str


class Merged(NamedTuple):
    """Theirs with what I changed; `clashing` fields hold mine until somebody chooses."""

    filled: Filled
    clashing: tuple[str, ...]


def merge(before: Filled, mine: Filled, theirs: Filled) -> Merged:
    """Field by field: whoever changed a field alone is right.

    The same rule as `storage.model.merge`, a field of the form at a time, since a person must see each of them.
    """
    filled: dict[str, str] = {}
    clashing = []
    for key, now in theirs.items():
        was, wanted = before.get(key, ""), mine.get(key, now)
        filled[key] = now if wanted == was else wanted
        if wanted not in (was, now) and now != was:
            clashing.append(key)
    return Merged(filled, tuple(clashing))


def settled(about: About, mine: Filled, before: Filled, chosen: Mapping[str, str]) -> tuple[Filled, tuple[str, ...]]:
    """Mine with the choices carried out, and the fields for which nothing was chosen."""
    shapes = {field.key: field.shape for field in fields_of(about.kind, about.new)}
    filled, open_ = dict(mine), []
    for key in about.clashing:
        theirs = before.get(key, "")
        match chosen.get(key):
            case "theirs":
                filled[key] = theirs
            case "both":
                filled[key] = _both(shapes[key], theirs, mine[key])
            case "mine":
                continue
            case _:
                open_.append(key)
    return filled, tuple(open_)


def can_be_both(shape: str) -> bool:
    """Whether two texts can stand one behind the other in such a field."""
    return shape in ("line", "text", "lines", "questions")


def _both(shape: str, theirs: str, mine: str) -> str:
    if shape in ("lines", "questions", "text"):
        return "\n".join(dict.fromkeys((*theirs.splitlines(), *mine.splitlines())))
    return JOINED.join(text for text in dict.fromkeys((theirs, mine)) if text)
