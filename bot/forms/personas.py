"""What becomes of a persona's form? The persona as it is to be stored, and its place on the map."""

from collections.abc import Collection

from bot.forms.about import About, Filled
from bot.forms.changes import Names, owner
from bot.forms.fields import fields_of
from bot.forms.filled import PERSONA_NAMES
from storage.model.changes import Change, SetMap
from storage.model.journey import JourneyMap
from storage.model.persona import Persona
from storage.model.refusals import made, revised
from storage.model.slugs import initials, numbered, slug_of
from storage.model.types import Owner


def persona_after(
    about: About,
    journey: JourneyMap,
    persona: Persona | None,
    before: Filled,
    after: Filled,
    by: str,
    names: Names,
    taken: Collection[str],
) -> Persona | None:
    """The persona with what was typed; None if nothing was changed. Raises ChangeRefused."""
    if persona is None:
        name = after["name"]
        return made(
            Persona,
            workspace_id=journey.workspace_id,
            persona_id=slug_of(name, taken, journey.lang) or numbered("", "persona", taken),
            **_values(after),
            owner=owner(before, after, names) or Owner(label=names.get(by, by), member_id=by),
        )
    new = revised(persona, **_values(after))
    if (before["owner"], before["owner_name"]) != (after["owner"], after["owner_name"]):
        new = revised(new, owner=owner(before, after, names) or persona.owner)
    return new if new != persona else None


def joins(journey: JourneyMap, persona: Persona) -> tuple[Change, ...]:
    """A new persona joins the map whose form brought it."""
    return (SetMap(field="persona_ids", value=(*journey.persona_ids, persona.persona_id)),)


def _values(after: Filled) -> dict[str, object]:
    values: dict[str, object] = {}
    for field in fields_of("persona", new=False):
        if field.shape == "owner" or field.key == "owner_name":
            continue
        text = after[field.key]
        name = PERSONA_NAMES.get(field.key, field.key)
        values[name] = tuple(text.splitlines()) if field.shape == "lines" else text or None
    return values | {"initials": after["initials"] or initials(after["name"])}
