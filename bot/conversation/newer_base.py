"""Has the map that this one starts from changed since, or is it gone? Told once; the changes can be taken over."""

from collections.abc import Callable
from typing import TypeVar

from bot.conversation import based_map
from bot.conversation.flow import again
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from bot.reply import Button, Buttons, Part, Press, Text
from storage.model.blueprint import LANES
from storage.model.changes import AddStage, Change, RemoveTouchpoint, SetMap, SetStage, SetTouchpoint
from storage.model.journey import BaseMap, JourneyMap, Stage, Touchpoint

Place = TypeVar("Place", Stage, Touchpoint)


def tell_of_base(talk: Talk) -> None:
    """In front of what is said anyway: a newer version of the base, or that it cannot be read any more."""
    stored = talk.scene.journey
    if stored is None or stored.base_map is None or talk.new_map or not talk.parts:
        return
    newest = _newest(talk, stored.base_map.map_id)
    known = talk.session.notes.get("base_seen")
    if newest is None and talk.scene.base is None:
        _tell(talk, "gone", known, [Text(text=talk.words("say.base_gone", map_id=stored.base_map.map_id))])
    elif newest is not None and newest.version > stored.base_map.version:
        said = talk.words("say.base_newer", title=cut(newest.title), new=newest.version, v=stored.base_map.version)
        take = Button(text=talk.words("button.take_over"), action="build.take_over", value=str(newest.version))
        leave = Button(text=talk.words("button.leave_base"), action="build.kept")
        _tell(talk, str(newest.version), known, [Text(text=said, style="warning"), Buttons(buttons=(take, leave))])


def _tell(talk: Talk, seen: str, known: str | None, parts: list[Part]) -> None:
    if seen != known:
        talk.note("base_seen", seen)
        talk.parts[:0] = parts


def _newest(talk: Talk, map_id: str) -> JourneyMap | None:
    return next((other for other in talk.scene.others if other.map_id == map_id), None)


def take_over(talk: Talk, press: Press) -> None:
    """What the base has gained, renamed and lost since, as far as nobody worked on it here. Twice counts once."""
    over, then = talk.map.base_map, talk.base
    new = _newest(talk, over.map_id) if over else None
    if over is None or new is None or then is None or new.version <= over.version:
        talk.say("nothing_to_take")
        again(talk)
        return
    told, changes = _since(talk.map, then, new)
    talk.do(*changes, SetMap(field="base_map", value=BaseMap(map_id=new.map_id, version=new.version)))
    if told:
        listed = (talk.words(f"say.taken_{key}", n=n) for key, n in told.items() if n)
        talk.say("taken_over", v=new.version, list=talk.words("say.comma").join(listed))
    else:
        talk.say("taken_nothing", v=new.version)
    talk.offer(talk.undo_button())
    again(talk)


def _since(journey: JourneyMap, then: JourneyMap, new: JourneyMap) -> tuple[dict[str, int], list[Change]]:
    """New touchpoints come to a future map alone: the columns of a blueprint were chosen."""
    before, after = ({t.slug: t for t in m.touchpoints()} for m in (then, new))
    taken = set(journey.slugs())
    fresh = (
        [slug for slug in after if slug not in before and slug not in taken] if journey.type == "future_state" else []
    )
    lost = [
        t for t in journey.touchpoints() if t.slug in before and t.slug not in after and _untouched(t, before[t.slug])
    ]
    changes: list[Change] = [*_new_stages(journey, then, new), *based_map.adding(journey, new, set(fresh))]
    renamed = [
        *_renamed(
            journey.stages, then.stage, new.stage, lambda s: SetStage(stage=s.slug, field="title", value=s.title)
        ),
        *_renamed(
            tuple(journey.touchpoints()),
            before.get,
            after.get,
            lambda t: SetTouchpoint(touchpoint=t.slug, field="title", value=t.title),
        ),
    ]
    changes += [*renamed, *(RemoveTouchpoint(touchpoint=t.slug) for t in lost)]
    stages = sum(isinstance(change, AddStage) for change in changes)
    told = {"new": len(fresh) + stages, "renamed": len(renamed), "gone": len(lost)}
    return (told if any(told.values()) else {}), changes


def _new_stages(journey: JourneyMap, then: JourneyMap, new: JourneyMap) -> list[Change]:
    """Stages without touchpoints; those with some come with them."""
    known = {stage.slug for stage in (*journey.stages, *then.stages)}
    bare = [stage for stage in new.stages if stage.slug not in known and not stage.touchpoints]
    fresh = bare if journey.type == "future_state" else []
    return [AddStage(title=stage.title, slug=stage.slug, role=stage.role) for stage in fresh]


def _renamed(
    ours: tuple[Place, ...],
    then: Callable[[str], Place | None],
    new: Callable[[str], Place | None],
    change: Callable[[Place], Change],
) -> list[Change]:
    """A title that nobody changed here follows its base."""
    found: list[Change] = []
    for place in ours:
        old, fresh = then(place.slug), new(place.slug)
        if old is not None and fresh is not None and place.title == old.title != fresh.title:
            found.append(change(fresh))
    return found


def _untouched(point: Touchpoint, before: Touchpoint) -> bool:
    """Nobody renamed it here, rated it, or filled a cell of it."""
    filled = any(getattr(point, lane) is not None for lane in LANES)
    return point.title == before.title and not point.moods and not filled and point.hand_over is None
