"""Corrections of what stands on the map: rename, remove, move, merge, split, add, channel, owner, date, state."""

from bot.conversation.answers.ideas import remark_on
from bot.conversation.answers.pains import read_level, vote_level
from bot.conversation.answers.touchpoints import add_touchpoints, set_channel, split_into
from bot.conversation.ask import Ask
from bot.conversation.corrections.match import Found
from bot.conversation.corrections.target import Answered, Unfound, named, stage_named
from bot.conversation.find import Hit, Kind
from bot.conversation.offered.journey import owner_labels
from bot.conversation.on_map import touchpoint_of
from bot.conversation.read_dates import read_date, say_date
from bot.conversation.read_items import strongly_split
from bot.conversation.read_owner import is_known_owner, read_owner
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from bot.reply import Button
from storage.errors import ChangeRefused
from storage.model.changes import (
    Change,
    MergeTouchpoints,
    MoveStage,
    MoveTouchpoint,
    RemoveItem,
    RemoveStage,
    RemoveTouchpoint,
    SetItem,
    SetStage,
    SetTouchpoint,
)
from storage.model.journey import Action, Opportunity, PainPoint
from storage.model.refusals import made


def rename(talk: Talk, found: Found) -> None:
    """A new title; the slug stays."""
    hit = named(talk, found, "item")
    new = found.parts["new"].strip("\"“”„'「」«»")
    talk.do(_set(hit, "title", new))
    talk.say("renamed", old=cut(hit.title), new=cut(new))


def _set(hit: Hit, field: str, value: object) -> Change:
    match hit.kind:
        case "stage":
            return made(SetStage, stage=hit.slug, field=field, value=value)
        case "touchpoint":
            return made(SetTouchpoint, touchpoint=hit.slug, field=field, value=value)
    return made(SetItem, item=hit.slug, field=field, value=value)


def remove(talk: Talk, found: Found) -> None:
    """At once, unless it holds other things or evidence: then it is confirmed first."""
    hit = named(talk, found, "item")
    held = _holds(talk, hit)
    if held:
        talk.say("confirm_remove", title=cut(hit.title), what=talk.words("say.comma").join(held))
        yes = Button(text=talk.words("button.remove"), action="build.remove", value=hit.slug, style="danger")
        talk.offer(yes, Button(text=talk.words("button.keep"), action="build.kept"))
    else:
        remove_slug(talk, hit.slug)


def remove_slug(talk: Talk, slug: str) -> None:
    """Removes a stage, touchpoint or item; one that is gone already is left alone."""
    stage, touchpoint = talk.stage(slug), touchpoint_of(talk.map, slug)
    item = next((item for item in talk.map.items() if item.slug == slug), None)
    thing = stage or touchpoint or item
    if thing is None:
        return
    change: Change = RemoveItem(item=slug)
    if stage is not None:
        change = RemoveStage(stage=slug)
    elif touchpoint is not None:
        change = RemoveTouchpoint(touchpoint=slug)
    talk.do(change)
    talk.say("removed", title=cut(thing.title))
    talk.offer(talk.undo_button())


def _holds(talk: Talk, hit: Hit) -> list[str]:
    """What goes with it: touchpoints and moods of a stage, moods and evidence of the others."""
    stage, touchpoint = talk.stage(hit.slug), touchpoint_of(talk.map, hit.slug)
    item = next((item for item in talk.map.items() if item.slug == hit.slug), None)
    moods = len(stage.moods) if stage else len(touchpoint.moods) if touchpoint else 0
    evidence = len(touchpoint.evidence) if touchpoint else len(item.evidence) if item else 0
    counts = {
        "holds_touchpoints": len(stage.touchpoints) if stage else 0,
        "holds_moods": moods,
        "holds_evidence": evidence,
    }
    return [talk.words(f"say.{key}", n=n) for key, n in counts.items() if n]


def add(talk: Talk, found: Found) -> None:
    """A touchpoint at a stage."""
    add_touchpoints(talk, stage_named(talk, found), found.parts["text"])


def move_before(talk: Talk, found: Found) -> None:
    """In front of another thing of its kind."""
    hit, other = (
        named(talk, found, "item", ("stage", "touchpoint")),
        named(talk, found, "other", ("stage", "touchpoint")),
    )
    if hit.kind == other.kind == "stage":
        order = [stage.slug for stage in talk.map.stages if stage.slug != hit.slug]
        place = order.index(other.slug) if other.slug in order else 0
        _move(talk, hit, "moved_before", other, MoveStage(stage=hit.slug, after=order[place - 1] if place else None))
    elif other.kind == "touchpoint" and hit.kind == "touchpoint":
        stage = _stage_of(talk, other)
        change = MoveTouchpoint(touchpoint=hit.slug, stage=stage, before=other.slug)
        _move(talk, hit, "moved_before", other, change)
    else:
        raise Unfound


def move_after(talk: Talk, found: Found) -> None:
    """Behind another thing of its kind."""
    hit, other = (
        named(talk, found, "item", ("stage", "touchpoint")),
        named(talk, found, "other", ("stage", "touchpoint")),
    )
    if hit.kind == other.kind == "stage":
        _move(talk, hit, "moved_after", other, MoveStage(stage=hit.slug, after=other.slug))
    elif other.kind == "touchpoint" and hit.kind == "touchpoint":
        stage = _stage_of(talk, other)
        _move(talk, hit, "moved_after", other, MoveTouchpoint(touchpoint=hit.slug, stage=stage, after=other.slug))
    else:
        raise Unfound


def move_to(talk: Talk, found: Found) -> None:
    """To the end of a stage."""
    hit, other = named(talk, found, "item", ("touchpoint",)), named(talk, found, "other", ("stage",))
    move(talk, hit.slug, other.slug)


def move(talk: Talk, slug: str, stage_slug: str) -> None:
    """A touchpoint to another stage; where it is already it stays."""
    touchpoint, stage = touchpoint_of(talk.map, slug), talk.stage(stage_slug)
    here = talk.map.stage_of(slug)
    if touchpoint is None or stage is None or here is None or here.slug == stage_slug:
        return
    talk.do(MoveTouchpoint(touchpoint=slug, stage=stage_slug))
    talk.say("moved", title=cut(touchpoint.title), where=talk.words("say.moved_to", other=cut(stage.title)))


def _move(talk: Talk, hit: Hit, where: str, other: Hit, change: Change) -> None:
    talk.do(change)
    talk.say("moved", title=cut(hit.title), where=talk.words(f"say.{where}", other=cut(other.title)))


def _stage_of(talk: Talk, hit: Hit) -> str:
    stage = talk.map.stage_of(hit.slug)
    if stage is None:
        raise Unfound
    return stage.slug


def merge(talk: Talk, found: Found) -> None:
    """Two touchpoints become one; of two stages the first gets what the second had."""
    hit, other = (
        named(talk, found, "item", ("stage", "touchpoint")),
        named(talk, found, "other", ("stage", "touchpoint")),
    )
    if hit.kind != other.kind:
        raise Unfound
    if hit.slug == other.slug:
        raise ChangeRefused("merge_with_itself", named=hit.title)
    if hit.kind == "touchpoint":
        talk.do(MergeTouchpoints(keep=hit.slug, drop=other.slug))
        talk.say("merged", title=cut(hit.title))
        return
    _merge_stages(talk, hit, other)


def _merge_stages(talk: Talk, hit: Hit, other: Hit) -> None:
    dropped = talk.stage(other.slug)
    assert dropped is not None
    changes: list[Change] = [MoveTouchpoint(touchpoint=t.slug, stage=hit.slug) for t in dropped.touchpoints]
    for pain in talk.map.pain_points:
        if pain.at.stage == other.slug and pain.at.touchpoint is None:
            changes.append(SetItem(item=pain.slug, field="at", value={"stage": hit.slug}))
    talk.do(*changes, RemoveStage(stage=other.slug))
    stage = talk.stage(hit.slug)
    held = len(stage.touchpoints) if stage else 0
    talk.say("merged_stages" if held else "merged", title=cut(hit.title), n=held)
    talk.offer(talk.undo_button())


def split(talk: Talk, found: Found) -> None:
    """One touchpoint becomes several."""
    hit = named(talk, found, "item", ("touchpoint",))
    parts = strongly_split(found.parts["text"])
    touchpoint = touchpoint_of(talk.map, hit.slug)
    if touchpoint is None or len(parts) < 2:
        raise Unfound
    split_into(talk, touchpoint, parts)


def channel(talk: Talk, found: Found) -> None:
    """Where a touchpoint is."""
    set_channel(talk, named(talk, found, "item", ("touchpoint",)).slug, found.parts["channel"])


def level(talk: Talk, found: Found) -> None:
    """The writer's vote on severity, frequency, impact or effort."""
    field = found.parts["field"]
    kinds: tuple[Kind, ...] = ("pain_point",) if field in ("severity", "frequency") else ("opportunity",)
    hit = named(talk, found, "item", kinds)
    number = read_level(found.parts["level"])
    if number is None:
        raise ChangeRefused("not_a_level")
    vote_level(talk, Ask(field, None, hit.slug), number)


def owner(talk: Talk, found: Found) -> None:
    """Who answers for a touchpoint, an idea, an action, or all touchpoints of a stage.

    With a known owner the message can be no answer, whatever it calls the item; but people do own things in a journey.
    """
    a_deed = found.do == "owns" and talk.open is not None and talk.open.question == "doing"
    if talk.journey and not a_deed:
        known = is_known_owner(found.parts["owner"], talk.names, owner_labels(talk.journey), talk.words)
        found = found._replace(careful=found.careful and not known)
    hit = named(talk, found, "item", ("action", "touchpoint", "opportunity", "stage"))
    who = read_owner(found.parts["owner"], talk.by, talk.names, talk.words)
    if hit.kind == "stage":
        stage = talk.stage(hit.slug)
        places = stage.touchpoints if stage else ()
        if not places:
            raise Unfound
        talk.do(*(SetTouchpoint(touchpoint=t.slug, field="owner", value=who) for t in places))
        talk.say("noted_owner", owner=who.label, n=len(places), stage=cut(hit.title))
        return
    talk.do(_set(hit, "owner", who))
    talk.say("noted_owner_of", owner=who.label, title=cut(hit.title))


def due(talk: Talk, found: Found) -> None:
    """Until when an action is to be done."""
    hit = named(talk, found, "item", ("action",))
    day = read_date(found.parts["date"], talk.today, talk.words)
    if day is None:
        raise ChangeRefused("not_a_date", value=cut(found.parts["date"], 40))
    talk.do(SetItem(item=hit.slug, field="due_on", value=day))
    talk.say("noted_due", title=cut(hit.title), date=say_date(day, talk.today, talk.words))
    remark_on(talk, day)


def finished(talk: Talk, found: Found) -> None:
    """An action or idea that is done, a pain point that is fixed."""
    hit = named(talk, found, "item", ("action", "pain_point", "opportunity"))
    item = next(item for item in talk.map.items() if item.slug == hit.slug)
    assert isinstance(item, PainPoint | Opportunity | Action)
    status = "fixed" if isinstance(item, PainPoint) else "done"
    if item.status == status:
        raise Answered
    talk.do(SetItem(item=hit.slug, field="status", value=status))
    key = "done" if isinstance(item, Opportunity) else status
    talk.say("noted_status", title=cut(hit.title), status=talk.words.data("item_status")[key])
