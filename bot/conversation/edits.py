"""An answer was edited or deleted: what came from it is offered for replacement or removal."""

from collections.abc import Sequence

from bot.conversation.answers.moods import own_vote, vote
from bot.conversation.answers.moods_at_once import split_stage
from bot.conversation.answers.touchpoints import add_touchpoints
from bot.conversation.flow import again
from bot.conversation.read_items import read_items
from bot.conversation.read_mood import read_mood
from bot.conversation.retold import cells_of, retell, told, told_cell
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from bot.reply import Button
from storage.model.changes import (
    Change,
    RemoveItem,
    RemoveTouchpoint,
    SetItem,
    SetMap,
    SetTouchpoint,
    TakeBackMood,
)
from storage.model.journey import Listed, Stage, Touchpoint
from storage.model.refusals import made
from storage.model.types import Anchor

Thing = Touchpoint | Listed
FIELDS = ("goal_customer", "goal_business", "starts_when", "ends_when", "title")
KEPT = 3000


def edited(talk: Talk) -> bool:
    """An edit of a message that the map knows: [Replace] [Keep]. Others are left alone."""
    link, was = talk.said.permalink, talk.said.was or ""
    if talk.journey is None or not talk.said.text.strip() or was.strip() == talk.said.text.strip():
        return False
    answered = told(talk, link) is not None or bool(_items(talk, link) or _voted(talk, link))
    if not answered and _field_with(talk, was) is None:
        return False
    talk.note(f"edited {link}", f"{was[:KEPT]}\n\0{talk.said.text[:KEPT]}")
    talk.say("edited", old=cut(was), new=cut(talk.said.text))
    talk.offer(
        Button(text=talk.words("button.replace"), action="build.replace", value=link or ""),
        Button(text=talk.words("button.keep"), action="build.kept"),
    )
    return True


def deleted(talk: Talk) -> bool:
    """A message that items came from is gone: [Remove] [Keep]."""
    link = talk.said.permalink
    items = _items(talk, link)
    count = len(items) + len(_voted(talk, link)) + len(cells_of(talk, link))
    if talk.journey is None or not count:
        return False
    talk.say("deleted" if count > 1 else "deleted_one", n=count)
    talk.offer(
        Button(text=talk.words("button.remove"), action="build.remove_message", value=link or "", style="danger"),
        Button(text=talk.words("button.keep"), action="build.kept"),
    )
    return True


def remove_of(talk: Talk, link: str) -> None:
    """Removes what came from a message; of votes only the presser's own."""
    changes: list[Change] = []
    for item in _items(talk, link):
        is_place = isinstance(item, Touchpoint)
        changes.append(RemoveTouchpoint(touchpoint=item.slug) if is_place else RemoveItem(item=item.slug))
    mine = [stage for stage in _voted(talk, link) if own_vote(talk, stage)]
    changes += [TakeBackMood(at=Anchor(stage=stage.slug)) for stage in mine]
    titles = [cut(item.title, 40) for item in _items(talk, link)] + [cut(stage.title, 40) for stage in mine]
    cells = cells_of(talk, link)
    changes += cells
    titles += [told_cell(talk, cell) for cell in cells]
    if changes:
        talk.do(*changes)
        talk.say("removed", title=" · ".join(titles))
        again(talk)


def replace_with(talk: Talk, link: str) -> None:
    """Puts the new text in the place of the old one: titles one by one, votes anew, texts of the map."""
    was, _, new = talk.session.notes.get(f"edited {link}", "").partition("\n\0")
    if not new:
        return
    talk.note(f"edited {link}", None)
    if told(talk, link) is not None:
        retell(talk, link, was, new)
        again(talk)
        return
    field = _field_with(talk, was)
    voted = [stage for stage in _voted(talk, link) if own_vote(talk, stage)]
    if voted:
        _vote_anew(talk, voted, link, new)
        return
    if field is not None and not _items(talk, link):
        talk.do(made(SetMap, field=field, value=" ".join(new.split())))
    else:
        _retitle(talk, _items(talk, link), new)
    talk.say("replaced", old=cut(was), new=cut(new))
    again(talk)


def _vote_anew(talk: Talk, voted: Sequence[Stage], link: str, new: str) -> None:
    for line in new.splitlines() if len(voted) > 1 else [new]:
        stage, rest = split_stage(talk, line)
        place = stage or voted[0]
        rating = read_mood(rest if stage else line, talk.words)
        if rating.score is None:
            continue
        old = own_vote(talk, place)
        pains = [pain for pain in talk.map.pain_points if old and pain.at.stage == place.slug and pain.title == old.why]
        if pains and rating.why and rating.score < 0 and pains[0].origin.permalink == link:
            talk.do(made(SetItem, item=pains[0].slug, field="title", value=rating.why))
        vote(talk, place.slug, rating, line)
    again(talk)


def _retitle(talk: Talk, items: Sequence[Thing], new: str) -> None:
    """Titles in order; what is too many is removed, what is new is added at the stage of the first."""
    titles = read_items(new, talk.words).titles
    changes: list[Change] = []
    for item, title in zip(items, titles, strict=False):
        if item.title != title:
            is_place = isinstance(item, Touchpoint)
            changes.append(
                made(SetTouchpoint, touchpoint=item.slug, field="title", value=title)
                if is_place
                else made(SetItem, item=item.slug, field="title", value=title)
            )
    for item in items[len(titles) :]:
        is_place = isinstance(item, Touchpoint)
        changes.append(RemoveTouchpoint(touchpoint=item.slug) if is_place else RemoveItem(item=item.slug))
    stage = talk.map.stage_of(items[0].slug) if items else None
    if changes:
        talk.do(*changes)
    if stage is not None and len(titles) > len(items):
        add_touchpoints(talk, stage.slug, "\n".join(titles[len(items) :]))


def _items(talk: Talk, link: str | None) -> list[Thing]:
    """Touchpoints and items that a message brought."""
    if talk.journey is None or not link:
        return []
    things: list[Thing] = [*talk.map.touchpoints(), *talk.map.items()]
    return [thing for thing in things if thing.origin.permalink == link]


def _voted(talk: Talk, link: str | None) -> list[Stage]:
    """Stages with a vote that a message brought."""
    if talk.journey is None or not link:
        return []
    return [stage for stage in talk.map.stages if any(given.permalink == link for given in stage.moods)]


def _field_with(talk: Talk, was: str) -> str | None:
    """The text of the map that a message gave, by its words."""
    said = " ".join(was.split())
    if talk.journey is None or not said:
        return None
    return next((field for field in FIELDS if getattr(talk.map, field) == said), None)
