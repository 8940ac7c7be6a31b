"""Service blueprints: the buttons, menus and hints of their questions."""

import json
from collections.abc import Callable, Mapping, Sequence

from bot.conversation import based_map
from bot.conversation.ask import Ask
from bot.conversation.offered.choice import Choice, row
from bot.conversation.on_map import touchpoint_of
from bot.conversation.talk import Talk, encoded
from bot.conversation.unanswered.service_blueprint import LANE_OF
from bot.conversation.wording import cut
from bot.reply import Menu, Option, Part
from storage.model.blueprint import LANES, Lane
from storage.model.journey import JourneyMap, Stage, Touchpoint
from storage.model.mood import curve, stage_value, value

ENOUGH = 6


def _bases(talk: Talk, about: Ask) -> tuple[Choice, ...]:
    return based_map.choices(talk, talk.words("button.new_base"))


def base_of(talk: Talk) -> JourneyMap | None:
    """The map that the blueprint is laid over; one begun in this thread is that map until the blueprint exists."""
    if talk.journey is not None:
        return talk.base if talk.journey.type == "service_blueprint" else talk.journey
    named = talk.session.draft.base_map
    return next((other for other in talk.scene.others if named and other.map_id == named.map_id), None)


def rows(base: JourneyMap) -> list[tuple[Stage, Touchpoint]]:
    """The touchpoints to choose from, in map order."""
    return [(stage, touchpoint) for stage in base.stages for touchpoint in stage.touchpoints]


def lowest(base: JourneyMap) -> tuple[str, ...]:
    """The six touchpoints with the lowest moods, those of their stages counting where they have none; in map order."""

    def felt(place: tuple[Stage, Touchpoint]) -> float:
        stage, touchpoint = place
        own = value(touchpoint.moods)
        mood = stage_value(stage) if own is None else own
        return 9.0 if mood is None else mood

    ticked = {touchpoint.slug for _, touchpoint in sorted(rows(base), key=felt)[:ENOUGH]}
    return tuple(touchpoint.slug for _, touchpoint in rows(base) if touchpoint.slug in ticked)


def _which(talk: Talk, about: Ask) -> list[Part]:
    base = base_of(talk)
    if base is None:
        return []
    options = tuple(
        Option(
            text=talk.words("say.column", k=k, title=cut(touchpoint.title, 40), stage=cut(stage.title, 20)),
            value=touchpoint.slug,
        )
        for k, (stage, touchpoint) in enumerate(rows(base), 1)
    )
    there = (
        [t.slug for t in talk.map.touchpoints()] if talk.journey and talk.journey.type == "service_blueprint" else []
    )
    ticked = tuple(there) or lowest(base)
    label = talk.words("blue.which")
    menu = Menu(label=label, action="build.answer", value=encoded(about), options=options, many=True, chosen=ticked)
    return [menu, *row(about, _which_choices(talk, about))] if options else []


def _which_choices(talk: Talk, about: Ask) -> tuple[Choice, ...]:
    """One button for those that are ticked at first."""
    base = base_of(talk)
    key = "lowest" if base is not None and curve(base) else "first"
    return (Choice("lowest", talk.words.data("choice.blue_which")[key]),)


def filled(journey: JourneyMap, touchpoint: str | None = None) -> list[tuple[Touchpoint, Lane]]:
    """Every cell that holds something, in map order; `touchpoint`: of that one alone."""
    return [
        (point, lane)
        for point in journey.touchpoints()
        for lane in LANES
        if getattr(point, lane) is not None and touchpoint in (None, point.slug)
    ]


def to_place(talk: Talk) -> list[dict[str, str]]:
    """Fail points, waits and hand-overs whose place nobody named, as the session keeps them."""
    found: list[dict[str, str]] = json.loads(talk.session.notes.get("to_place", "[]"))
    return found


def place_options(talk: Talk, waiting: Mapping[str, str]) -> tuple[Option, ...]:
    """Where it may be: a cell, or for a hand-over a touchpoint; all of them where none is as named."""
    if waiting["kind"] == "hand_over":
        points = tuple(talk.map.touchpoints())
        named = [point for point in points if point.slug == waiting.get("touchpoint")] or points
        return tuple(Option(text=cut(point.title, 60), value=point.slug) for point in named)
    cells = filled(talk.map, waiting.get("touchpoint")) or filled(talk.map)
    cells = [cell for cell in cells if cell[1] == waiting.get("lane")] or cells
    return tuple(Option(text=_place(talk, point, lane), value=f"{point.slug}/{lane}") for point, lane in cells)


def _place(talk: Talk, point: Touchpoint, lane: Lane) -> str:
    text = cut(getattr(point, lane).text, 25)
    return talk.words("say.place", title=cut(point.title, 25), lane=talk.words(f"lane.{lane}"), text=text)


def _where(talk: Talk, about: Ask) -> list[Part]:
    waiting = to_place(talk)
    options = place_options(talk, waiting[0]) if waiting else ()
    return (
        [Menu(label=talk.words("menu.where"), action="build.answer", value=encoded(about), options=options)]
        if options
        else []
    )


def _where_hint(talk: Talk, about: Ask) -> list[str]:
    """How a place is written, by the first one that is offered."""
    waiting = to_place(talk)
    first = next(iter(place_options(talk, waiting[0])), None) if waiting else None
    point = touchpoint_of(talk.map, first.value.partition("/")[0]) if first else None
    if point is None or first is None:
        return []
    lane = first.value.partition("/")[2]
    named = talk.words.data("reading.lanes")[lane][0] if lane else ""
    title = cut(point.title, 40)
    return [talk.words("say.where_hint", place=talk.words("say.lane_at", lane=named, title=title) if lane else title)]


def _where_choices(talk: Talk, about: Ask) -> tuple[Choice, ...]:
    waiting = to_place(talk)
    return tuple(Choice(o.value, o.text) for o in place_options(talk, waiting[0])) if waiting else ()


def _where_values(talk: Talk, about: Ask) -> dict[str, str]:
    waiting: Sequence[Mapping[str, str]] = to_place(talk)
    return {"text": cut(waiting[0]["said"]) if waiting else ""}


def _cell_hint(talk: Talk, about: Ask) -> list[str]:
    """Which touchpoint it is about, what stands there so far, and, the first time, that all four may come at once."""
    point = touchpoint_of(talk.map, about.item)
    if point is None:
        return []
    cell = getattr(point, LANE_OF[about.question])
    lines = [] if about.question == "blue.evidence" else [talk.words("say.about_place", title=cut(point.title))]
    lines += [talk.words("say.so_far", text=cut(cell.text))] if cell else []
    if about.question == "blue.evidence" and not filled(talk.map):
        lines.append(talk.words("say.all_lanes"))
    return lines


def _which_hint(talk: Talk, about: Ask) -> list[str]:
    base = base_of(talk)
    return [talk.words("say.lowest_ticked")] if base is not None and curve(base) else []


CHOICES: Mapping[str, Callable[[Talk, Ask], tuple[Choice, ...]]] = {
    "blue.base": _bases,
    "blue.which": _which_choices,
    "blue.where": _where_choices,
}

MENUS: Mapping[str, Callable[[Talk, Ask], list[Part]]] = {"blue.which": _which, "blue.where": _where}

HINTS: Mapping[str, Callable[[Talk, Ask], list[str]]] = {
    "blue.base": lambda talk, about: based_map.hint(talk),
    "blue.which": _which_hint,
    "blue.where": _where_hint,
    **dict.fromkeys(LANE_OF, _cell_hint),
}

VALUES: Mapping[str, Callable[[Talk, Ask], dict[str, str]]] = {"blue.where": _where_values}
