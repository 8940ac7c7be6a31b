"""The buttons at the end of a part: more questions, other people, review, export, or enough for now."""

from collections.abc import Callable, Mapping

from bot.conversation.ask import Ask
from bot.conversation.asking import ask_between
from bot.conversation.ending import BLOCKS, blocking, blocks, gaps_line, next_steps
from bot.conversation.flow import proceed
from bot.conversation.plan import entered, next_ask, parts_of
from bot.conversation.talk import Talk
from bot.export_menu import formats_menu
from bot.reply import Button
from storage.model.changes import SetMap, SetStatus


def choose_next(talk: Talk, key: str) -> None:
    """[Fill the gaps], [Go deeper], [Ask others], [Ask for review], [Export], [Stop here] and the blocks."""
    invites = key == "others" and talk.session.building is not None
    if talk.journey is None and key != "stop" and not invites:
        talk.text(talk.words("refused.no_map_yet"))
    elif key in BLOCKS:
        _enter(talk, key)
    elif key in STEPS:
        STEPS[key](talk)
    else:
        talk.say("nothing_to_press")


def _enter(talk: Talk, part: str) -> None:
    """A block of questions; pressed again while it runs nothing happens."""
    if talk.session.part == part and talk.open is not None:
        return
    session = entered(talk.view, part).model_copy(update={"state": "active", "paused_at": None})
    talk.session = session
    if next_ask(talk.view) is not None:
        proceed(talk)
        return
    talk.keep(part="done")
    talk.say("nothing_left", block=talk.words.data("choice.blocks")[part])
    if blocking(talk):
        talk.text(gaps_line(talk, blocking(talk)))
    next_steps(talk, with_fill=False)


def _in_stages(talk: Talk) -> None:
    """[Draw it in stages]: the long way, with what the short form told."""
    if not talk.map.stages:
        talk.session = entered(talk.view, "first").model_copy(update={"state": "active", "paused_at": None})
        proceed(talk)
    else:
        blocks(talk)


def walk_through(talk: Talk) -> None:
    """Stage by stage over the map, with a question for ideas at each."""
    if talk.journey is None or not talk.map.stages:
        talk.text(talk.words("refused.no_stages_yet"))
    elif "walk" not in parts_of(talk.view):
        talk.text(talk.words("walk.not_for_this_type"))
    else:
        _enter(talk, "walk")


def still_right(talk: Talk) -> None:
    """[It is still right], when the map was due for a look."""
    talk.do(SetMap(field="last_reviewed_at", value=talk.said.at))
    talk.text(talk.words("reminder.thanks", v=talk.version))


def _others(talk: Talk) -> None:
    talk.keep(state="active", paused_at=None)
    if talk.open != Ask("others"):
        ask_between(talk, Ask("others"))


def _review(talk: Talk) -> None:
    """To review, if nothing is missing; then when to ask again."""
    if talk.map.status != "draft":
        if talk.map.status == "review" and talk.open is None and talk.session.state == "active":
            ask_between(talk, Ask("review"))
        return
    missing = blocking(talk)
    if missing:
        talk.text(gaps_line(talk, missing))
        fill = Button(text=talk.words.data("choice.next_steps")["fill"], action="build.next", value="fill")
        talk.offer(fill)
        return
    talk.do(SetStatus(status="review"))
    talk.say("status", status=talk.words.data("lists.status")["review"], v=talk.version)
    ask_between(talk, Ask("review"))


def _export(talk: Talk) -> None:
    """Which file? A menu of formats."""
    talk.parts += formats_menu(talk.map, talk.version, talk.words)


def _stop(talk: Talk) -> None:
    """Closes the build; the map stays open to corrections and "go on"."""
    if talk.session.state == "closed":
        return
    talk.keep(state="closed", pending=None, waiting=None, paused_at=talk.said.at)
    if talk.journey is None:
        talk.say("stopped_unsaved")
    else:
        talk.say("stopped", v=talk.version)


STEPS: Mapping[str, Callable[[Talk], None]] = {
    "deeper": blocks,
    "stages": _in_stages,
    "others": _others,
    "review": _review,
    "export": _export,
    "stop": _stop,
}
