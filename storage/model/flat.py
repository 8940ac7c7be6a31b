"""A map laid flat, so that two versions of it can be compared and merged field by field."""

from typing import Any

from storage.model.journey import LISTS, JourneyMap

VOTED = ("moods", "severity", "frequency", "impact", "effort")
LINKED = ("evidence", "agreed_by")


class Keyed(dict[str, Any]):
    """Things by name, in order; equal only if the order is equal too."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keyed) and dict.__eq__(self, other) and list(self) == list(other)

    __hash__ = None


def flat(journey: JourneyMap) -> Keyed:
    """Fields of the map by name; stages, touchpoints and items by slug; votes by member; links by id.

    Touchpoints lie beside the stages and name theirs in `stage`, so that a move is a change of one field.
    """
    whole = Keyed(dict(journey))
    whole["stages"] = Keyed({stage.slug: _record(stage) for stage in journey.stages})
    for stage in whole["stages"].values():
        del stage["touchpoints"]
    whole["touchpoints"] = Keyed(
        {t.slug: Keyed({"stage": stage.slug, **_record(t)}) for stage in journey.stages for t in stage.touchpoints}
    )
    for name in LISTS:
        whole[name] = Keyed({item.slug: _record(item) for item in getattr(journey, name)})
    return whole


def upright(whole: Keyed) -> JourneyMap:
    """The map of a flat one. Raises ValidationError if something points at what is not there."""
    fields = dict(whole)
    touchpoints = fields.pop("touchpoints")
    stages = {slug: {**_fields(stage), "touchpoints": []} for slug, stage in whole["stages"].items()}
    for touchpoint in touchpoints.values():
        parts = _fields(touchpoint)
        stages[parts.pop("stage")]["touchpoints"].append(parts)
    fields["stages"] = tuple(stages.values())
    for name in LISTS:
        fields[name] = tuple(_fields(item) for item in whole[name].values())
    return JourneyMap.model_validate(fields)


def _record(thing: Any) -> Keyed:
    fields = Keyed(dict(thing))
    for name in VOTED:
        if name in fields:
            fields[name] = Keyed({vote.by: vote for vote in fields[name]})
    for name in LINKED:
        if name in fields:
            fields[name] = Keyed({piece: piece for piece in fields[name]})
    return fields


def _fields(record: Keyed) -> dict[str, Any]:
    return {name: tuple(value.values()) if isinstance(value, Keyed) else value for name, value in record.items()}
