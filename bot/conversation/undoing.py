"""Taking back one's own last change: the map without it, and a sentence about what is as it was."""

from collections.abc import Iterable

from bot.conversation.answers.moods import own_vote
from bot.conversation.ask import Ask
from bot.conversation.flow import proceed, resume
from bot.conversation.open_questions import is_open, map_tells
from bot.conversation.read_mood import signed
from bot.conversation.talk import Talk
from bot.conversation.undoing_personas import take_back
from bot.conversation.wording import cut, name_of
from bot.reply import Button
from storage.errors import ChangeRefused, EditConflict
from storage.maps import Saved
from storage.model import changes as c
from storage.model.changes import Change
from storage.model.journey import JourneyMap
from storage.model.merge import undo


def undo_last(talk: Talk, anyway: bool = False) -> None:
    """The writer's own last change that still stands."""
    if not anyway and take_back(talk):
        return
    if talk.journey is None:
        _nothing_to_undo(talk)
        return
    try:
        back = undo(talk.map, talk.scene.history, talk.by, anyway)
    except ChangeRefused:
        _nothing_to_undo(talk)
        return
    except EditConflict as conflict:
        who = name_of(conflict.by, talk.names) if conflict.by else talk.words("say.somebody")
        talk.say("undo_clash", name=who)
        number = _number_of_last(talk)
        talk.offer(Button(text=talk.words("button.take_back"), action="build.undo_anyway", value=str(number)))
        return
    talk.journey, talk.undoes = back.journey, back.undoes
    saved = _version(talk, back.undoes)
    before = _version(talk, back.undoes - 1)
    what = _what(talk, saved.changes, before.map, saved.map) if saved and before else talk.words("undone.restore")
    talk.say("undone", what=what, v=talk.version)
    _ask_again_what_is_open(talk)


def _nothing_to_undo(talk: Talk) -> None:
    """Answers given before there was a map are no changes of it: going back is the way to them."""
    talk.say("nothing_to_undo_but_back" if talk.session.asked and talk.open else "nothing_to_undo")
    resume(talk)


def undo_version(talk: Talk, value: str, anyway: bool = False) -> None:
    """[Undo] of one version: only if it is the presser's last one that stands."""
    number = int(value) if value.isdecimal() and len(value) < 9 else 0
    saved = _version(talk, number)
    if saved is None or any(past.undoes == number for past in talk.scene.history):
        return
    if saved.by != talk.by:
        talk.say("undo_not_yours", name=talk.name(saved.by))
    elif _number_of_last(talk) != number:
        talk.say("undo_not_last")
    else:
        undo_last(talk, anyway)


def _number_of_last(talk: Talk) -> int | None:
    undone = {past.undoes for past in talk.scene.history}
    mine = (past.map.version for past in talk.scene.history if past.by == talk.by and past.undoes is None)
    return next((number for number in mine if number not in undone), None)


def _version(talk: Talk, number: int) -> Saved | None:
    return next((past for past in talk.scene.history if past.map.version == number), None)


def _ask_again_what_is_open(talk: Talk) -> None:
    """A question whose answer went away with the undo is asked again."""
    reopened = []
    for asked in talk.session.asked:
        about = Ask(asked.question.removeprefix("ask."), asked.stage, asked.item)
        if map_tells(about.question) and asked not in talk.session.skipped and is_open(about, talk.view):
            reopened.append(asked)
    if not reopened or talk.session.state != "active" or talk.session.waiting is not None:
        resume(talk)
        return
    talk.keep(asked=tuple(asked for asked in talk.session.asked if asked not in reopened), pending=None)
    proceed(talk)


def _what(talk: Talk, changes: Iterable[Change], before: JourneyMap, after: JourneyMap) -> str:
    """What is as it was, in the words of each change."""
    said = list(dict.fromkeys(_one(talk, change, before, after) for change in changes))
    if not said:
        return talk.words("undone.restore")
    return talk.words("say.semicolon").join(said) if len(said) <= 2 else talk.words("undone.several", n=len(said))


def _one(talk: Talk, change: Change, before: JourneyMap, after: JourneyMap) -> str:
    titles = _titles(after) | _titles(before)
    match change:
        case c.SetMap():
            known = talk.words.has(f"field.{change.field}")
            field = talk.words(f"field.{change.field}") if known else change.field.replace("_", " ")
            return talk.words("undone.set_map", field=field)
        case c.SetStatus():
            label = talk.words.data("lists.status")[before.status]
            return talk.words("undone.set_status", status=label)
        case (
            c.AddStage() | c.AddTouchpoint() | c.AddPainPoint() | c.AddOpportunity() | c.AddAction()
            | c.AddRequirement() | c.AddTarget() | c.AddNote() | c.AddEdge() | c.AddRoute()
        ):  # fmt: skip
            return talk.words(f"undone.{change.kind}", title=cut(change.title))
        case c.VoteMood() | c.TakeBackMood():
            title = cut(titles.get(change.at.stage, change.at.stage))
            stage = before.stage(change.at.stage)
            old = own_vote(talk, stage) if stage else None
            if old is None:
                return talk.words("undone.first_vote", title=title)
            return talk.words(f"undone.{change.kind}", title=title, score=signed(old.score))
        case c.MergeTouchpoints():
            return talk.words("undone.merge_touchpoints", title=cut(titles.get(change.drop, change.drop)))
        case c.SetBasis() | c.LinkEvidence() | c.UnlinkEvidence():
            slug = change.item or (change.mood_at.stage if change.mood_at else "")
            return talk.words(f"undone.{change.kind}", title=cut(titles.get(slug, slug)))
        case c.Restore():
            return talk.words("undone.restore")
    slug = _slug_of(change)
    return talk.words(f"undone.{change.kind}", title=cut(titles.get(slug, slug)))


def _slug_of(change: Change) -> str:
    """The slug that a change names."""
    named = (getattr(change, field, None) for field in ("touchpoint", "item", "stage"))
    return next((str(slug) for slug in named if slug), "")


def _titles(journey: JourneyMap) -> dict[str, str]:
    return {thing.slug: thing.title for thing in (*journey.stages, *journey.touchpoints(), *journey.items())}
