"""Steps on the map as a whole: its own fields, and its status."""

from storage.errors import ChangeRefused, NotAllowed
from storage.model.changes import SetMap, SetStatus
from storage.model.gaps import gaps
from storage.model.journey import LISTS, JourneyMap
from storage.model.refusals import refuse_field, revised
from storage.model.steps.places import Writer

# Stages, items, status and version have changes of their own or are the store's.
_NOT_SET = ("schema_version", "workspace_id", "status", "version", "stages", *LISTS)
MAP_FIELDS = tuple(name for name in JourneyMap.model_fields if name not in _NOT_SET)


def set_map(journey: JourneyMap, change: SetMap) -> JourneyMap:
    """Any field of its own; the id only while the map is a draft, because links point at it later."""
    if change.field not in MAP_FIELDS:
        refuse_field("map", change.field, MAP_FIELDS)
    if change.field == "map_id" and journey.status != "draft":
        raise ChangeRefused("id_is_fixed", id=journey.map_id, status=journey.status)
    return revised(journey, **{change.field: change.value})


def set_status(journey: JourneyMap, change: SetStatus, writer: Writer) -> JourneyMap:
    """Review needs a map without blocking gaps; approval needs a review and the owner."""
    if change.status == "review" and journey.status == "draft":
        missing = [gap.key for gap in gaps(journey) if gap.blocking]
        if missing:
            raise ChangeRefused("not_ready_for_review", n=len(missing), gaps=tuple(missing))
    if change.status == "approved" and journey.status != "approved":
        if journey.status != "review":
            raise ChangeRefused("not_in_review", status=journey.status)
        if journey.owner.member_id not in (None, writer.by):
            raise NotAllowed(journey.owner.label)
    return revised(journey, status=change.status)
