"""What the persona does: touchpoints with their channels, and those that teams forget."""

from collections.abc import Sequence

from bot.conversation.answers.answer import Answer
from bot.conversation.ask import Ask
from bot.conversation.asking import put
from bot.conversation.flow import answered
from bot.conversation.on_map import touchpoint_of
from bot.conversation.read_channel import channel_named, read_channel
from bot.conversation.read_items import Items, read_items, strongly_split
from bot.conversation.read_side import customer_side, is_our_side
from bot.conversation.talk import Talk, encoded
from bot.conversation.wording import channel_label, cut, noted
from bot.errors import in_words
from bot.reply import Button, Buttons, Menu, Option
from storage.errors import ChangeRefused
from storage.model.changes import (
    AddTouchpoint,
    Agree,
    Change,
    RemoveTouchpoint,
    SetMap,
    SetTouchpoint,
    SplitTouchpoint,
)
from storage.model.journey import MAX_TOUCHPOINTS, MAX_TOUCHPOINTS_OF_STAGE, Stage, Touchpoint
from storage.model.lists import OVERLOOKED, Role
from storage.model.refusals import made

ROLES: tuple[Role, ...] = ("before", "choose", "buy", "use", "after")
SHOWN_REFUSED, MOST_MENUS = 3, 5


def doing(talk: Talk, about: Ask, answer: Answer) -> None:
    """Touchpoints of a stage, several in one message."""
    add_touchpoints(talk, about.stage or "", answer.text)
    answered(talk, about)


def add_touchpoints(talk: Talk, stage_slug: str, text: str) -> None:
    """Adds what fits, says what does not, and reads all of it back."""
    there = {t.title.casefold(): t for t in _stage(talk, stage_slug).touchpoints}
    whole = " ".join(text.split())
    items = Items((whole,)) if whole.casefold() in there else read_items(text, talk.words)
    if not items.titles:
        raise ChangeRefused("empty", field=talk.words("field.title"))
    new, refused = _changes(talk, stage_slug, [title for title in items.titles if title.casefold() not in there])
    if refused and not new and len(items.titles) == 1:
        raise refused[0][1]
    before = {t.slug for t in talk.map.touchpoints()}
    said_again = [there[title.casefold()] for title in items.titles if title.casefold() in there]
    agreed: list[Change] = [Agree(item=t.slug) for t in said_again if talk.by not in (t.origin.by, *t.agreed_by)]
    if new or agreed:
        talk.do(*new, *agreed)
    added = [t for t in _stage(talk, stage_slug).touchpoints if t.slug not in before]
    _read_back(talk, stage_slug, added, items)
    for touchpoint in said_again:
        _say_there(talk, touchpoint.slug)
    if refused:
        shown = talk.words("say.semicolon").join(cut(title, 40) for title, _ in refused[:SHOWN_REFUSED])
        if len(refused) > SHOWN_REFUSED:
            shown = talk.words("say.gaps_more", list=shown, n=len(refused) - SHOWN_REFUSED)
        talk.say("some_did_not_fit", n=len(refused), all=len(items.titles), items=shown)
        talk.text(talk.words("say.between").join((refusal_text(talk, refused[0][1]), talk.words("say.rest_again"))))


def refusal_text(talk: Talk, refusal: ChangeRefused) -> str:
    """The sentence of a refusal; those of the build stand under `refused`, the others under `errors`."""
    where = "refused" if talk.words.has(f"refused.{refusal.key}") else "errors"
    return talk.words(f"{where}.{refusal.key}", **in_words(refusal.facts, talk.words))


def _changes(
    talk: Talk, stage_slug: str, titles: Sequence[str]
) -> tuple[list[Change], list[tuple[str, ChangeRefused]]]:
    """The changes for what fits, and the titles that do not fit with the reason."""
    stage = _stage(talk, stage_slug)
    room = min(MAX_TOUCHPOINTS_OF_STAGE - len(stage.touchpoints), MAX_TOUCHPOINTS - len(list(talk.map.touchpoints())))
    new: list[Change] = []
    refused: list[tuple[str, ChangeRefused]] = []
    for title in dict.fromkeys(titles):
        if len(new) >= room:
            refused.append((title, ChangeRefused("stage_full", max=MAX_TOUCHPOINTS_OF_STAGE, stage=stage.title)))
            continue
        try:
            read = read_channel(title, talk.words)
            channel_text = read.text[:40] if read.text else None
            new.append(
                made(AddTouchpoint, stage=stage_slug, title=title, channel=read.channel, channel_text=channel_text)
            )
        except ChangeRefused as refusal:
            refused.append((title, refusal))
    return new, refused


def _read_back(talk: Talk, stage_slug: str, added: Sequence[Touchpoint], items: Items) -> None:
    if not added:
        return
    talk.text(noted((t.title for t in added), talk.words, (channel_label(t, talk.words) for t in added)))
    nowhere = [touchpoint for touchpoint in added if touchpoint.channel is None]
    talk.parts += [channel_menu(talk, touchpoint) for touchpoint in nowhere[:MOST_MENUS]]
    if len(nowhere) > MOST_MENUS:
        more = nowhere[MOST_MENUS:]
        talk.say("where_more", n=len(more), title=cut(more[0].title, 40))
    if items.could_be and len(added) == 1:
        text = talk.words("button.split_in", n=len(items.could_be))
        talk.offer(Button(text=text, action="build.split", value=added[0].slug))
    quiet = []
    if items.by_comma and len(added) > 1:
        slugs = ",".join(t.slug for t in added)
        quiet.append(_quiet(talk, "one_item", "build.one_item", slugs))
    quiet.append(_quiet(talk, "add_mine", "build.add_mine", encoded(Ask("doing", stage_slug))))
    talk.parts.append(Buttons(buttons=tuple(quiet)))
    for touchpoint in added:
        _warn_our_side(talk, touchpoint)


def _quiet(talk: Talk, key: str, action: str, value: str) -> Button:
    return Button(text=talk.words(f"button.{key}"), action=action, value=value, style="quiet")


def channel_menu(talk: Talk, touchpoint: Touchpoint) -> Menu:
    """Where is it? What its words hint at stands first."""
    labels: dict[str, str] = talk.words.data("lists.channels")
    hinted = read_channel(touchpoint.title, talk.words).candidates
    order = dict.fromkeys((*hinted, *labels))
    options = tuple(Option(text=labels[key], value=key) for key in order)
    label = talk.words("say.where_menu", title=cut(touchpoint.title, 40))
    return Menu(label=label, action="build.channel", value=touchpoint.slug, options=options)


def _say_there(talk: Talk, slug: str) -> None:
    touchpoint = next(t for t in talk.map.touchpoints() if t.slug == slug)
    if touchpoint.agreed_by:
        names = talk.words("say.comma").join(talk.name(member) for member in touchpoint.agreed_by)
        talk.say("noted_agreed", title=cut(touchpoint.title), names=names)
    else:
        talk.say("noted_there", title=cut(touchpoint.title))


def _warn_our_side(talk: Talk, touchpoint: Touchpoint) -> None:
    """A title from our side of the counter; where the words allow it, the customer's side is offered."""
    if not is_our_side(touchpoint.title, talk.words):
        return
    keep = Button(text=talk.words("button.keep_mine"), action="build.kept")
    suggestion = customer_side(touchpoint.title, talk.words)
    if suggestion is None:
        talk.warn("company_view_plain", keep, title=cut(touchpoint.title))
        return
    use = Button(text=talk.words("button.use_that"), action="build.retitle", value=f"{touchpoint.slug}|{suggestion}")
    talk.warn("company_view", use, keep, title=cut(touchpoint.title), suggestion=cut(suggestion))


def channel(talk: Talk, about: Ask, answer: Answer) -> None:
    """Where a touchpoint happens, asked alone."""
    set_channel(talk, about.item or "", answer.choice or answer.text)
    answered(talk, about)


def set_channel(talk: Talk, slug: str, said: str) -> None:
    """A channel by key or word; an unknown word is kept as `Other`."""
    touchpoint = touchpoint_of(talk.map, slug)
    if touchpoint is None:
        return
    labels: dict[str, str] = talk.words.data("lists.channels")
    key = said if said in labels else channel_named(said, talk.words)
    if key == touchpoint.channel and key is not None:
        return
    if key is None:
        changes: list[Change] = [SetTouchpoint(touchpoint=slug, field="channel", value="other")]
        changes.append(SetTouchpoint(touchpoint=slug, field="channel_text", value=said))
    else:
        changes = [SetTouchpoint(touchpoint=slug, field="channel", value=key)]
    talk.do(*changes)
    if key is None:
        talk.say("other_channel", text=cut(said, 40))
    else:
        talk.say("noted_channel", title=cut(touchpoint.title), channel=labels[key])


def split(talk: Talk, slug: str) -> None:
    """[Split in n]: each part is read for its own channel."""
    touchpoint = touchpoint_of(talk.map, slug)
    parts = read_items(touchpoint.title, talk.words).could_be if touchpoint else ()
    if touchpoint is not None and parts:
        split_into(talk, touchpoint, parts)


def split_into(talk: Talk, touchpoint: Touchpoint, parts: Sequence[str]) -> None:
    """Several touchpoints in the place of one."""
    before = {t.slug for t in talk.map.touchpoints()}
    talk.do(made(SplitTouchpoint, touchpoint=touchpoint.slug, titles=tuple(parts)))
    new = [t for t in talk.map.touchpoints() if t.slug not in before]
    for part in new:
        read = read_channel(part.title, talk.words)
        if read.channel and read.channel != part.channel:
            talk.do(SetTouchpoint(touchpoint=part.slug, field="channel", value=read.channel))
    shown = " · ".join(f"{k} {cut(title)}" for k, title in enumerate(parts, 1))
    talk.say("split", n=len(parts), items=shown)


def one_item(talk: Talk, slugs: Sequence[str]) -> None:
    """[One item]: what commas had split is one again."""
    known = [t for slug in slugs if (t := touchpoint_of(talk.map, slug))]
    if len(known) < 2 or len(known) != len(slugs):
        return
    title = ", ".join(t.title for t in known)
    talk.do(
        SetTouchpoint(touchpoint=known[0].slug, field="title", value=title),
        *(RemoveTouchpoint(touchpoint=t.slug) for t in known[1:]),
    )
    one = touchpoint_of(talk.map, known[0].slug)
    if one is not None:
        talk.text(noted([one.title], talk.words, [channel_label(one, talk.words)]))


def retitle(talk: Talk, slug: str, title: str) -> None:
    """[Use that]: the title from the customer's side."""
    touchpoint = touchpoint_of(talk.map, slug)
    if touchpoint is not None and touchpoint.title != title:
        talk.do(SetTouchpoint(touchpoint=slug, field="title", value=title))
        talk.say("renamed", old=cut(touchpoint.title), new=cut(title))


def overlooked(talk: Talk, about: Ask, answer: Answer) -> None:
    """Which of the forgotten touchpoints the persona meets too."""
    if answer.choice == "more":
        talk.note("overlooked", f"{talk.session.notes.get('overlooked', '')} more".strip())
        put(talk)
        return
    if answer.choice == "none":
        talk.do(SetMap(field="overlooked_asked", value=True))
        talk.say("noted_none")
        answered(talk, about)
        return
    keys = answer.chosen or _listed_in(talk, answer.text)
    if keys:
        add_overlooked(talk, keys)
    else:
        items = strongly_split(answer.text)
        stage = talk.map.stages[-1].slug
        talk.do(SetMap(field="overlooked_asked", value=True))
        add_touchpoints(talk, stage, "\n".join(items))
    answered(talk, about)


def add_overlooked(talk: Talk, keys: Sequence[str]) -> None:
    """Forgotten touchpoints at the stage of their role, each with a menu to move it."""
    titles = talk.words.data("lists.overlooked")
    there = {t.overlooked for t in talk.map.touchpoints()}
    wanted = [key for key in keys if key in OVERLOOKED and key not in there]
    before = {t.slug for t in talk.map.touchpoints()}
    changes: list[Change] = [
        AddTouchpoint(stage=stage_for(talk.map.stages, OVERLOOKED[key].role).slug, title=titles[key], overlooked=key)
        for key in wanted
    ]
    if not talk.map.overlooked_asked:
        changes.append(SetMap(field="overlooked_asked", value=True))
    if changes:
        talk.do(*changes)
    added = {t.overlooked: t for t in talk.map.touchpoints() if t.slug not in before}
    shown = [added[key] for key in wanted]
    if shown:
        talk.text(noted((t.title for t in shown), talk.words, (channel_label(t, talk.words) for t in shown)))
        talk.parts += [move_menu(talk, t) for t in shown]


def stage_for(stages: Sequence[Stage], role: Role) -> Stage:
    """The stage of this role, else of the nearest one; own stages have no role, there the place in the row counts."""
    with_role = [stage for stage in stages if stage.role]
    if with_role:
        return min(with_role, key=lambda stage: abs(ROLES.index(stage.role or role) - ROLES.index(role)))
    return stages[round(ROLES.index(role) / (len(ROLES) - 1) * (len(stages) - 1))]


def move_menu(talk: Talk, touchpoint: Touchpoint) -> Menu:
    here = talk.map.stage_of(touchpoint.slug)
    options = tuple(Option(text=stage.title, value=stage.slug) for stage in talk.map.stages)
    chosen = (here.slug,) if here else ()
    return Menu(label=cut(touchpoint.title), action="build.move", value=touchpoint.slug, options=options, chosen=chosen)


def _listed_in(talk: Talk, text: str) -> tuple[str, ...]:
    """Forgotten touchpoints that a text names by title, with or without brackets around them."""
    said = text.casefold()
    titles: dict[str, str] = talk.words.data("lists.overlooked")
    named = [key for key, title in titles.items() if title.casefold() in said]
    return tuple(sorted(named, key=lambda key: said.index(titles[key].casefold())))


def _stage(talk: Talk, slug: str) -> Stage:
    stage = talk.stage(slug)
    if stage is None:
        listed = talk.words("say.comma").join(known.title for known in talk.map.stages)
        raise ChangeRefused("unknown_stage" if listed else "no_stages_yet", value=slug, close=listed)
    return stage
