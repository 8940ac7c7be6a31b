"""How does a map begin that improves another one or is laid over it, and which maps may it start from?"""

from collections.abc import Collection, Sequence

from bot.conversation.answers.answer import Answer
from bot.conversation.first_version import first_version
from bot.conversation.offered.choice import Choice
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from bot.reply import Button
from storage.model.changes import AddStage, AddTouchpoint, Change, MoveStage, MoveTouchpoint, SetTouchpoint
from storage.model.journey import BaseMap, JourneyMap, Stage, Touchpoint
from storage.model.refusals import made
from storage.model.slugs import MAX_SLUG, free, slug_of

NOTHING = "-"  # no map has this id
MOST_OFFERED, SHOWN_TITLE, TITLE_LIMIT = 5, 65, 80
ENDINGS = {"future_state": "-future", "service_blueprint": "-blueprint"}
CARRIED = ("place", "expectation", "thoughts", "content_present", "owner", "moment_of_truth")


def offered(talk: Talk) -> tuple[JourneyMap, ...]:
    """The maps with stages that are at home in this channel, newest first."""
    return tuple(m for m in _usable(talk) if talk.scene.private or m.home.channel_id == talk.scene.channel_id)


def _usable(talk: Talk) -> tuple[JourneyMap, ...]:
    """Maps whose copy may be seen here: those of this channel, and those that the whole workspace may read."""
    here = talk.scene.channel_id
    maps = (m for m in talk.scene.others if talk.scene.private or m.home.channel_id == here or m.privacy == "workspace")
    return tuple(m for m in maps if m.stages)


def choices(talk: Talk, nothing: str) -> tuple[Choice, ...]:
    """A button for each map, and one for none of them."""
    maps = offered(talk)[:MOST_OFFERED]
    titles = [cut(m.title, SHOWN_TITLE) for m in maps]
    named = (
        Choice(m.map_id, f"{title} ({m.map_id})" if titles.count(title) > 1 else title)
        for m, title in zip(maps, titles, strict=True)
    )
    return (*named, Choice(NOTHING, nothing))


def hint(talk: Talk) -> list[str]:
    """A line for each map on offer."""
    lines = [
        talk.words("say.base_line", title=cut(m.title, SHOWN_TITLE), v=m.version, s=len(m.stages), t=_count(m))
        for m in offered(talk)[:MOST_OFFERED]
    ]
    return lines or [talk.words("say.no_base_here")]


def chosen(talk: Talk, answer: Answer) -> JourneyMap | None:
    """The map that an answer names by button, id or title; if it names none, that is said."""
    asked = (answer.choice or answer.text).strip(' ."“”„«»「」').casefold()
    rules = (
        lambda m: asked in (m.map_id, m.title.casefold()),
        lambda m: m.title.casefold().startswith(asked),
        lambda m: asked in m.title.casefold(),
    )
    for rule in rules:
        hits = [m for m in _usable(talk) if asked and rule(m)]
        if len(hits) == 1:
            return hits[0]
        if hits:
            talk.say("bases_close", text=cut(asked, 40), close=_ids(talk, hits))
            return None
    known = offered(talk)
    key = "base_unknown" if known else "base_unknown_none"
    talk.say(key, text=cut(answer.text.strip(), 40), close=_ids(talk, known[:MOST_OFFERED]))
    return None


def _ids(talk: Talk, maps: Sequence[JourneyMap]) -> str:
    return talk.words("say.comma").join(m.map_id for m in maps)


def _count(journey: JourneyMap) -> int:
    return sum(1 for _ in journey.touchpoints())


def say_copied(talk: Talk, base: JourneyMap) -> None:
    """What was taken from where; a map of another channel is named as such."""
    title, stages, touchpoints = cut(base.title), len(base.stages), _count(base)
    talk.say("copied_from", title=title, v=base.version, s=stages, t=touchpoints)
    if base.home.channel_id != talk.scene.channel_id:
        talk.say("base_elsewhere", title=title)


def begin(talk: Talk, base: JourneyMap, stages: tuple[Stage, ...]) -> None:
    """The first version of the map, with what it takes over from its base."""
    draft, taken = talk.session.draft, talk.scene.taken_map_ids | {base.map_id}
    own = talk.session.notes.get("title")
    stem = base.map_id[: MAX_SLUG - len(ENDINGS[draft.type])].strip("-") + ENDINGS[draft.type]
    kept = {name: getattr(base, name) for name in ("goal_customer", "customer_group", "starts_when", "ends_when")}
    goals = draft if draft.goal_kind is not None else base
    private = base.privacy == "private" and not talk.scene.private
    first_version(
        talk,
        own or _title(talk, base),
        **kept,
        map_id=(slug_of(own, taken, talk.session.lang) if own else None) or free(stem, taken),
        privacy="private" if private or talk.scene.private else "channel",
        readers=base.readers if private else (),
        persona_ids=base.persona_ids,
        goal_kind=goals.goal_kind,
        goal_business=goals.goal_business,
        overlooked_asked=base.overlooked_asked,
        base_map=BaseMap(map_id=base.map_id, version=base.version),
        stages=stages,
    )
    talk.say("map_saved", map_id=talk.map.map_id)
    talk.offer(Button(text=talk.words("button.change_title"), action="build.change_title"))


def _title(talk: Talk, base: JourneyMap) -> str:
    key = f"say.based.{talk.session.draft.type}"
    return talk.words(key, title=cut(base.title, TITLE_LIMIT - len(talk.words(key, title=""))))


def copied(base: JourneyMap, only: Collection[str] | None = None) -> tuple[Stage, ...]:
    """Stages and touchpoints with their slugs, without moods and evidence; `only`: these touchpoints, their stages."""
    stages = (
        stage.model_copy(
            update={
                "moods": (),
                "event_names": (),
                "event_rules": (),
                "touchpoints": tuple(_bare(t) for t in stage.touchpoints if only is None or t.slug in only),
            }
        )
        for stage in base.stages
    )
    return tuple(stage for stage in stages if only is None or stage.touchpoints)


def _bare(touchpoint: Touchpoint) -> Touchpoint:
    empty = dict.fromkeys(("moods", "evidence", "agreed_by", "walks", "event_names", "event_rules"), ())
    return touchpoint.model_copy(update={**empty, "basis": "guess"})


def adding(journey: JourneyMap, base: JourneyMap, slugs: Collection[str]) -> list[Change]:
    """The changes that bring touchpoints of the base onto a map that is there already, in the order of the base."""
    changes: list[Change] = []
    stages = [stage.slug for stage in journey.stages]
    for stage in base.stages:
        wanted = [touchpoint for touchpoint in stage.touchpoints if touchpoint.slug in slugs]
        if wanted and stage.slug not in stages:
            changes += _new_stage(stage, base, stages)
            stages.append(stage.slug)
        ours = journey.stage(stage.slug)
        here = [touchpoint.slug for touchpoint in ours.touchpoints] if ours else []
        for touchpoint in wanted:
            later = stage.touchpoints[stage.touchpoints.index(touchpoint) + 1 :]
            ahead = next((known.slug for known in later if known.slug in here), None)
            changes += _copy_of(touchpoint, stage.slug, ahead)
    return changes


def _new_stage(stage: Stage, base: JourneyMap, there: Collection[str]) -> list[Change]:
    """Behind the nearest stage before it that is on the map, else at the front."""
    earlier = reversed(base.stages[: base.stages.index(stage)])
    after = next((known.slug for known in earlier if known.slug in there), None)
    new: list[Change] = [AddStage(title=stage.title, slug=stage.slug, role=stage.role, after=after)]
    return new if after or not there else [*new, MoveStage(stage=stage.slug, after=None)]


def _copy_of(touchpoint: Touchpoint, stage: str, ahead: str | None) -> list[Change]:
    shared = {
        name: getattr(touchpoint, name) for name in ("title", "slug", "channel", "channel_text", "ours", "overlooked")
    }
    filled = {name: value for name in CARRIED if (value := getattr(touchpoint, name))}
    changes: list[Change] = [made(AddTouchpoint, stage=stage, **shared)]
    changes += [SetTouchpoint(touchpoint=touchpoint.slug, field=name, value=value) for name, value in filled.items()]
    return [*changes, MoveTouchpoint(touchpoint=touchpoint.slug, stage=stage, before=ahead)] if ahead else changes
