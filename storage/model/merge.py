"""Two people changed one map: which changes go together, and how is one's own last change taken back?

Source: the three-way merge of version control, here by field, vote and link instead of by line.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

from pydantic import ValidationError

from storage.errors import ChangeRefused, EditConflict
from storage.model.apply import apply
from storage.model.changes import Change, RemoveItem, RemoveStage, RemoveTouchpoint
from storage.model.flat import LINKED, VOTED, Keyed, flat, upright
from storage.model.journey import JourneyMap
from storage.model.refusals import refusal_of, revised
from storage.model.steps.items import remove_item
from storage.model.steps.stages import remove_stage
from storage.model.steps.touchpoints import remove_touchpoint
from storage.model.types import Via

GONE: Any = object()
SHOWN = 80


class Past(Protocol):
    """One version in the history of a map (`storage.maps.Saved`)."""

    @property
    def map(self) -> JourneyMap: ...
    @property
    def by(self) -> str: ...
    @property
    def undoes(self) -> int | None: ...


class Undone(NamedTuple):
    """The map with one change taken back, and the version that brought that change."""

    journey: JourneyMap
    undoes: int


class Clash(NamedTuple):
    """A field that both sides changed, each to something else."""

    path: tuple[str, ...]
    mine: Any
    theirs: Any


def undo(newest: JourneyMap, history: Sequence[Past], member: str, anyway: bool = False) -> Undone:
    """The newest map without the member's own last change that still stands; what others changed since stays.

    `history` is newest first and holds the version before that change. Raises EditConflict if somebody changed the
    same field since (`anyway` takes the change back all the same), ChangeRefused if there is nothing to take back or
    what it stood on is gone.
    """
    before, after = _last_change(history, member)
    merged = _merged(after.map, before.map, newest, anyway, history)
    if newest.status == merged.status == "archived":
        raise ChangeRefused("archived", title=newest.title)
    if merged.status == "approved" != newest.status and merged != revised(before.map, version=newest.version):
        merged = revised(merged, status="review")
    return Undone(merged, after.map.version)


def rebase(
    read: JourneyMap,
    newest: JourneyMap,
    changes: Sequence[Change],
    by: str,
    at: datetime,
    via: Via,
    permalink: str | None = None,
    theirs_by: str = "",
) -> JourneyMap:
    """Changes that were made for the version `read`, put on the newest one.

    Raises EditConflict if both changed the same field; votes and additions never conflict. `theirs_by`: who saved last.
    """
    mine = apply(read, changes, by, at, via, permalink)
    clashes: list[Clash] = []
    _merge(flat(read), flat(mine), flat(newest), (), clashes)
    for clash in clashes:
        if not (_is_addition(clash, read) or set(clash.path) & {*VOTED, *LINKED}):
            raise _conflict(clash, read, newest, theirs_by)
    return apply(newest, changes, by, at, via, permalink)


def restored(newest: JourneyMap, old: JourneyMap) -> JourneyMap:
    """A whole earlier version, to be saved as the next one; who may see the map, its owner and state stay as now."""
    if newest.status == "archived":
        raise ChangeRefused("archived", title=newest.title)
    kept = ("map_id", "version", "owner", "privacy", "readers", "editors", "home")
    status = "review" if newest.status == "approved" else newest.status
    return revised(old, status=status, **{name: getattr(newest, name) for name in kept})


def _last_change(history: Sequence[Past], member: str) -> tuple[Past, Past]:
    """The versions before and after the member's last change that is not taken back yet.

    Newest first, so that a version is only looked at if no newer one is the one.
    """
    undone = set[int]()
    for place, past in enumerate(history):
        if past.undoes is not None:
            undone.add(past.undoes)
        elif past.by == member and past.map.version not in undone and place + 1 < len(history):
            return history[place + 1], past
    raise ChangeRefused("nothing_to_undo")


def _merged(
    base: JourneyMap, mine: JourneyMap, theirs: JourneyMap, anyway: bool, history: Sequence[Past]
) -> JourneyMap:
    """`theirs` with what changed from `base` to `mine`."""
    if anyway:
        theirs = _without_what_goes(base, mine, theirs)
    clashes: list[Clash] = []
    whole = _merge(flat(base), flat(mine), flat(theirs), (), clashes)
    if clashes and not anyway:
        raise _conflict(clashes[0], base, theirs, _who(clashes[0], base, history))
    whole["version"] = theirs.version
    try:
        return upright(whole)
    except (ValidationError, KeyError) as error:
        # Something of theirs stands on what would go, or what comes back stood on what they removed.
        if anyway:
            raise ChangeRefused("undo_impossible", title=_dangling(error)) from error
        by = _latest(base, history)
        raise EditConflict(theirs.map_id, base.version, theirs.version, _dangling(error), by=by) from error


def _dangling(error: ValidationError | KeyError) -> str:
    """The title of the item that points nowhere, or the slug of the stage that a touchpoint misses."""
    return str(error.args[0] if isinstance(error, KeyError) else refusal_of(error).facts.get("title", ""))


def _merge(base: Any, mine: Any, theirs: Any, path: tuple[str, ...], clashes: list[Clash]) -> Any:
    """`theirs` with what changed from `base` to `mine`; where both changed, mine, and a clash is noted."""
    if mine in (base, theirs) or path == ("version",):
        return theirs
    if theirs == base:
        return mine
    if not all(isinstance(side, Keyed) for side in (base, mine, theirs)):
        clashes.append(Clash(path, mine, theirs))
        return mine
    parts: dict[str, Any] = {}
    for name in dict.fromkeys((*theirs, *mine, *base)):
        was, ours, now = (side.get(name, GONE) for side in (base, mine, theirs))
        parts[name] = _merge(was, ours, now, (*path, name), clashes)
    present = {name: part for name, part in parts.items() if part is not GONE}
    return Keyed({name: present[name] for name in _order(list(base), list(mine), list(theirs), set(present))})


def _order(base: list[str], mine: list[str], theirs: list[str], present: set[str]) -> list[str]:
    """Their order, with what I moved, added or brought back behind the same neighbour as in mine."""
    stayed = set(_common(base, mine))
    order = [name for name in theirs if name in present and (name in stayed or name not in mine)]
    for place, name in enumerate(mine):
        if name in present and name not in order:
            neighbour = next((left for left in reversed(mine[:place]) if left in order), None)
            order.insert(order.index(neighbour) + 1 if neighbour else 0, name)
    return order


def _common(first: list[str], second: list[str]) -> list[str]:
    """A longest common subsequence: what kept its place among the others."""
    if first == second:
        return first
    rows: list[list[list[str]]] = [[[] for _ in range(len(second) + 1)]]
    for name in first:
        row: list[list[str]] = [[]]
        for place, other in enumerate(second):
            above, left = rows[-1][place + 1], row[place]
            row.append([*rows[-1][place], name] if name == other else max(above, left, key=len))
        rows.append(row)
    return rows[-1][-1]


def _without_what_goes(base: JourneyMap, mine: JourneyMap, theirs: JourneyMap) -> JourneyMap:
    """Their map without the things that `mine` takes away, so that nothing of theirs points at them."""
    going = set(base.slugs()) - set(mine.slugs())
    for item in [item for item in theirs.items() if item.slug in going]:
        theirs = remove_item(theirs, RemoveItem(item=item.slug))
    for touchpoint in [touchpoint for touchpoint in theirs.touchpoints() if touchpoint.slug in going]:
        theirs = remove_touchpoint(theirs, RemoveTouchpoint(touchpoint=touchpoint.slug))
    for stage in [stage for stage in theirs.stages if stage.slug in going]:
        theirs = remove_stage(theirs, RemoveStage(stage=stage.slug))
    return theirs


def _is_addition(clash: Clash, read: JourneyMap) -> bool:
    """Both sides added something that got the same name; it gets another when it is applied again."""
    place: Any = flat(read)
    for name in clash.path:
        place = place.get(name, GONE)
        if place is GONE:
            return True
    return False


def _conflict(clash: Clash, read: JourneyMap, newest: JourneyMap, by: str) -> EditConflict:
    field = " · ".join(clash.path[1:] if len(clash.path) > 1 else clash.path)
    mine, theirs = _shown(clash.mine), _shown(clash.theirs)
    return EditConflict(newest.map_id, read.version, newest.version, field, mine=mine, theirs=theirs, by=by)


def _who(clash: Clash, base: JourneyMap, history: Sequence[Past]) -> str:
    """Who changed the clashing field last since `base`."""
    later = [past for past in history if past.map.version >= base.version]
    for new, old in pairwise(later):
        if _value(new.map, clash.path) != _value(old.map, clash.path):
            return new.by
    return _latest(base, history)


def _latest(base: JourneyMap, history: Sequence[Past]) -> str:
    return next((past.by for past in history if past.map.version > base.version), "")


def _value(journey: JourneyMap, path: tuple[str, ...]) -> Any:
    place: Any = flat(journey)
    for name in path:
        place = place.get(name, GONE) if isinstance(place, Keyed) else GONE
    return place


def _shown(value: Any) -> str:
    """A value as one line for a person; "" for what is gone."""
    if value is GONE or value is None:
        return ""
    text = value.get("title", "") if isinstance(value, Keyed) else getattr(value, "label", str(value))
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
