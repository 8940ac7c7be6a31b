"""Future-state maps: the buttons, menus and hints of their questions."""

from collections.abc import Callable, Mapping

from bot.conversation import based_map
from bot.conversation.ask import Ask
from bot.conversation.offered.choice import Choice
from bot.conversation.offered.journey import mood_choices
from bot.conversation.on_map import touchpoint_of
from bot.conversation.talk import Talk, encoded
from bot.conversation.wording import cut, mean
from bot.reply import Menu, Option, Part
from storage.model.journey import JourneyMap
from storage.model.mood import stage_value, value
from storage.model.types import Anchor


def _bases(talk: Talk, about: Ask) -> tuple[Choice, ...]:
    return based_map.choices(talk, talk.words("button.from_nothing"))


def low_options(journey: JourneyMap) -> tuple[Option, ...]:
    """What can be a low point of a map without moods: its touchpoints, its stages where it has none."""
    places = [(f"{stage.slug}/{t.slug}", t.title) for stage in journey.stages for t in stage.touchpoints]
    places = places or [(f"{stage.slug}/", stage.title) for stage in journey.stages]
    return tuple(Option(text=f"{k} · {cut(title, 60)}", value=slug) for k, (slug, title) in enumerate(places, 1))


def _low_menu(talk: Talk, about: Ask) -> list[Part]:
    options = low_options(talk.map)
    text = talk.words("future.low")
    return (
        [Menu(label=text, action="build.answer", value=encoded(about), options=options, many=True)] if options else []
    )


def felt_today(talk: Talk, about: Ask) -> float | None:
    """The mood of this place on the map that is improved."""
    base = talk.base
    if base is None:
        return None
    if about.item:
        point = touchpoint_of(base, about.item)
        return value(point.moods) if point else None
    stage = base.stage(about.stage or "")
    return stage_value(stage) if stage else None


def place_title(talk: Talk, about: Ask) -> str:
    """What the low point is called: as the base has it, because the ideal may have renamed it here."""
    base, stage = talk.base, talk.stage(about.stage)
    point = (touchpoint_of(base, about.item) if base else None) or touchpoint_of(talk.map, about.item)
    return point.title if about.item and point else stage.title if stage else ""


def _today(talk: Talk, about: Ask) -> list[str]:
    felt, told = felt_today(talk, about), touchpoint_of(talk.map, talk.session.notes.get(f"ideal {about.stage}"))
    lines = [talk.words("say.today", mood=mean(felt))] if felt is not None else []
    return [*lines, talk.words("say.so_far", text=cut(told.title))] if told and not about.item else lines


def _for_that(talk: Talk, about: Ask) -> list[str]:
    """Which ideal "that" is."""
    point = touchpoint_of(talk.map, about.item or talk.session.notes.get(f"ideal {about.stage}"))
    title = point.title if point else place_title(talk, about)
    place = Anchor(stage=about.stage or "", touchpoint=about.item)
    there = [cut(need.title, 40) for need in talk.map.requirements if need.at == place]
    so_far = [talk.words("say.so_far", text=talk.words("say.or").join(there))] if there else []
    skipped = any(
        (skip.question, skip.stage, skip.item) == ("ask.future.ideal", about.stage, about.item)
        for skip in talk.session.skipped
    )
    key = "say.for_perfect" if skipped and (point is None or about.item) else "say.for_that"
    return [talk.words(key, title=cut(title)), *so_far]


def _values(talk: Talk, about: Ask) -> dict[str, str]:
    return {"place": cut(place_title(talk, about))}


CHOICES: Mapping[str, Callable[[Talk, Ask], tuple[Choice, ...]]] = {
    "future.base": _bases,
    "future.mood": mood_choices,
}

MENUS: Mapping[str, Callable[[Talk, Ask], list[Part]]] = {"future.low": _low_menu}

HINTS: Mapping[str, Callable[[Talk, Ask], list[str]]] = {
    "future.base": lambda talk, about: based_map.hint(talk),
    "future.ideal": _today,
    "future.inside": _for_that,
}

VALUES: Mapping[str, Callable[[Talk, Ask], dict[str, str]]] = {"future.ideal": _values, "future.mood": _values}
