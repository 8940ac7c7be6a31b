"""What does each button do? It carries all it needs in its value: twice it counts once, late it harms nothing."""

from collections.abc import Callable, Mapping

from bot.conversation.answering import ANSWERS, choice_of, give, known_choices
from bot.conversation.answers import (
    basis,
    check_lists,
    context,
    empathy_links,
    goals,
    moods,
    moods_at_once,
    pains,
    personas,
    touchpoints,
)
from bot.conversation.answers.answer import Answer
from bot.conversation.answers.privacy import widen
from bot.conversation.ask import Ask
from bot.conversation.asking import ask_between
from bot.conversation.building import enter
from bot.conversation.controls import CONTROLS, carry_out
from bot.conversation.correct import corrected
from bot.conversation.corrections.things import move, remove_slug
from bot.conversation.drafted_text import read_again
from bot.conversation.edits import remove_of, replace_with
from bot.conversation.flow import again, again_unless_answered, open_now, proceed, waiting_ask
from bot.conversation.newer_base import take_over
from bot.conversation.next_step import choose_next, still_right, walk_through
from bot.conversation.on_map import pain_of
from bot.conversation.plan import kind_of
from bot.conversation.proposals import pressed_proposal
from bot.conversation.read_mood import Rating
from bot.conversation.spoken import keep_names
from bot.conversation.talk import Talk, decoded
from bot.conversation.undoing import undo_version
from bot.conversation.versions import restore
from bot.conversation.wording import cut
from bot.reply import Buttons, Press
from storage.model.changes import RemoveItem
from storage.model.journey import Stage

LEVELS = ("severity", "frequency", "impact", "effort")
MANY = ("overlooked", "moments", "sentences", "pain")


def pressed(talk: Talk, press: Press) -> None:
    """Does what the button says. One that belongs to something that is gone says so."""
    if press.action in PRESSES:
        PRESSES[press.action](talk, press)
    elif press.action in PRESSES_ON_A_MAP and talk.journey is not None:
        PRESSES_ON_A_MAP[press.action](talk, press)
    else:
        talk.say("nothing_to_press")


def _answer(talk: Talk, press: Press) -> None:
    """An answer by button or menu."""
    about, choice = decoded(press.value)
    chosen = press.chosen
    if about.question not in ANSWERS or (about.stage and talk.stage(about.stage) is None):
        talk.say("nothing_to_press")
        return
    if not choice and chosen and about.question not in MANY and not kind_of(about.question).get("many"):
        choice = chosen[0]
    known = {known.key for known in known_choices(talk, about)} if _can_list(talk, about) else set()
    if choice and choice not in known:
        if not _is_again(talk, press):
            talk.say("nothing_to_press")
        return
    if talk.open == about or waiting_ask(talk) == about:
        _give(talk, press, about, Answer(press.text, choice or None, chosen))
    elif about.question == "mood" and talk.journey is not None:
        _late_mood(talk, about, int(choice))
    elif about.question in LEVELS and talk.journey is not None:
        pains.vote_level(talk, about, int(choice))
    elif not _is_again(talk, press):
        talk.say("answered_already")
        again(talk)


def _can_list(talk: Talk, about: Ask) -> bool:
    """Whether the buttons of a question can be told: some stand in a note that may be gone."""
    return about.question != "unsure" or "unsure" in talk.session.notes


def _give(talk: Talk, press: Press, about: Ask, answer: Answer) -> None:
    if talk.open != about:
        talk.keep(pending=talk.session.waiting, waiting=None)
    if answer.choice is None and not answer.chosen:
        again(talk)
        return
    talk.note("pressed", _mark(talk, press))
    give(talk, about, answer)


def _is_again(talk: Talk, press: Press) -> bool:
    """The same press as the last one that counted."""
    return talk.session.notes.get("pressed") == _mark(talk, press)


def _mark(talk: Talk, press: Press) -> str:
    return f"{press.value}|{','.join(press.chosen)}"[:200]


def _late_mood(talk: Talk, about: Ask, score: int) -> None:
    stage = _stage_of(talk, about)
    own = moods.own_vote(talk, stage)
    if own is not None and own.score == score:
        return
    main = waiting_ask(talk)
    if main is not None and main.question == "moods":
        moods_at_once.rated_in_menu(talk, main, stage.slug, score)
        return
    was_open = open_now(talk)
    moods.vote(talk, stage.slug, Rating(score), "")
    if moods.needs_why(talk, stage.slug):
        ask_between(talk, Ask("mood_why", stage.slug))
    else:
        moods.read_back_source(talk, stage.slug)
        again_unless_answered(talk, was_open)


def _stage_of(talk: Talk, about: Ask) -> Stage:
    stage = talk.stage(about.stage)
    assert stage is not None
    return stage


def _control(talk: Talk, press: Press) -> None:
    control, _, rest = press.value.partition("|")
    if control in CONTROLS:
        carry_out(talk, control, decoded(rest)[0] if rest else None)


def _basis(talk: Talk, press: Press) -> None:
    about, more = decoded(press.value)
    by, _, key = more.rpartition("|")
    if key in talk.words.data("choice.basis") and (about.stage is None or talk.stage(about.stage)):
        basis.set_basis(talk, about, by, key)


def _not_pain(talk: Talk, press: Press) -> None:
    pain = pain_of(talk.map, press.value)
    if pain is not None:
        talk.do(RemoveItem(item=pain.slug))
        talk.say("not_pain", title=cut(pain.title))
        again(talk)


def _channel(talk: Talk, press: Press) -> None:
    if press.chosen:
        touchpoints.set_channel(talk, press.value, press.chosen[0])


def _move(talk: Talk, press: Press) -> None:
    if press.chosen:
        move(talk, press.value, press.chosen[0])


def _add_mine(talk: Talk, press: Press) -> None:
    about, _ = decoded(press.value)
    there = about.stage is None or talk.stage(about.stage) is not None
    if about.question in ANSWERS and about.question in ("doing", "mood") and there and talk.open != about:
        ask_between(talk, about)


def _retitle(talk: Talk, press: Press) -> None:
    slug, _, title = press.value.partition("|")
    if title:
        touchpoints.retitle(talk, slug, title)


def _change_type(talk: Talk, press: Press) -> None:
    if talk.journey is None and talk.open != Ask("type"):
        ask_between(talk, Ask("type"))


def _change_title(talk: Talk, press: Press) -> None:
    if talk.open != Ask("title"):
        ask_between(talk, Ask("title"))


def _merge_how(talk: Talk, press: Press) -> None:
    if len(talk.map.stages) > 1:
        first, second = talk.map.stages[:2]
        talk.text(talk.words("warn.merge_how", a=first.title, b=second.title))


def _add_stage(talk: Talk, press: Press) -> None:
    if talk.map.stages and talk.open != Ask("stages"):
        talk.text(talk.words("warn.add_how", stage=talk.map.stages[-1].title))
        ask_between(talk, Ask("stages"))


def _kept(talk: Talk, press: Press) -> None:
    talk.say("kept")


def _value(talk: Talk, press: Press) -> None:
    field, _, value = press.value.partition("|")
    if value:
        was_open = open_now(talk)
        context.choose_value(talk, field, value)
        again_unless_answered(talk, was_open)


def _say(talk: Talk, press: Press) -> None:
    """A correction with the thing that was meant in the place of the words."""
    if not corrected(talk, press.value):
        talk.say("nothing_to_press")


def _as_answer(talk: Talk, press: Press) -> None:
    """What looked like a correction was an answer."""
    about = talk.open
    if about is not None and not _is_again(talk, press):
        talk.note("pressed", _mark(talk, press))
        chosen = choice_of(talk, about, press.value)
        give(talk, about, Answer(press.value, chosen.key if chosen else None))


def _keep_first(talk: Talk, press: Press) -> None:
    """[Keep the first n]: the answer cut to what fits."""
    about, text = decoded(press.value)
    if talk.open == about and text:
        give(talk, about, Answer(text))


def _remove(talk: Talk, press: Press) -> None:
    was_open = open_now(talk)
    if press.value in set(talk.map.slugs()):
        remove_slug(talk, press.value)
        again_unless_answered(talk, was_open)


def _undo(talk: Talk, press: Press) -> None:
    undo_version(talk, press.value)


def _undo_anyway(talk: Talk, press: Press) -> None:
    undo_version(talk, press.value, anyway=True)


def _restore(talk: Talk, press: Press) -> None:
    if press.value.isdecimal():
        restore(talk, int(press.value))


def _persona(talk: Talk, press: Press) -> None:
    """[Build it properly]: the questions about the persona come first, then the build goes on where it was."""
    if talk.persona_with(press.value) is None:
        talk.say("nothing_to_press")
    elif talk.session.building is None:
        enter(talk, press.value)
        proceed(talk)


def _map_about(talk: Talk, press: Press) -> None:
    """The first map of a persona that was just built, in the same thread."""
    if talk.journey is None and talk.session.building is None and talk.open is None:
        draft = talk.session.draft.model_copy(update={"persona_ids": (press.value,)})
        talk.keep(draft=draft, part="first", state="active", asked=(), pending=None)
        proceed(talk)


PRESSES: Mapping[str, Callable[[Talk, Press], None]] = {
    "build.names": keep_names,
    "build.answer": _answer,
    "build.control": _control,
    "build.persona": _persona,
    "build.map_about": _map_about,
    "build.personas": lambda talk, press: personas.two_personas(talk, press.value),
    "build.goals": lambda talk, press: goals.two_goals(talk, press.value),
    "build.change_type": _change_type,
    "build.kept": _kept,
    "build.as_answer": _as_answer,
    "build.keep_first": _keep_first,
    "build.next": lambda talk, press: choose_next(talk, press.value),
}
PRESSES_ON_A_MAP: Mapping[str, Callable[[Talk, Press], None]] = {
    "build.basis": _basis,
    "build.not_pain": _not_pain,
    "build.channel": _channel,
    "build.move": _move,
    "build.split": lambda talk, press: touchpoints.split(talk, press.value),
    "build.one_item": lambda talk, press: touchpoints.one_item(talk, press.value.split(",")),
    "build.add_mine": _add_mine,
    "build.retitle": _retitle,
    "build.change_title": _change_title,
    "build.merge_how": _merge_how,
    "build.take_over": take_over,
    "build.add_stage": _add_stage,
    "build.lacking": lambda talk, press: check_lists.add_lacking(talk, press.value),
    "build.value": _value,
    "build.say": _say,
    "build.remove": _remove,
    "build.undo": _undo,
    "build.undo_anyway": _undo_anyway,
    "build.proposal": pressed_proposal,
    "build.try_again": lambda talk, press: read_again(talk, press.value),
    "build.restore": _restore,
    "build.privacy": lambda talk, press: widen(talk, press.value),
    "build.walk_through": lambda talk, press: walk_through(talk),
    "build.still_right": lambda talk, press: still_right(talk),
    "build.replace": lambda talk, press: replace_with(talk, press.value),
    "build.strip": empathy_links.to_strip,
    "build.link": empathy_links.link_in_menu,
    "build.remove_message": lambda talk, press: remove_of(talk, press.value),
}


def buttons_of(talk: Talk) -> tuple[tuple[str, str, str], ...]:
    """Text, action and value of this turn's buttons, to be typed next. The grey ones have control words."""
    rows = [part for part in talk.parts if isinstance(part, Buttons)]
    shown = [button for row in rows for button in row.buttons if button.style != "quiet"]
    return tuple((button.text, button.action, button.value) for button in shown if button.action != "build.undo")


def is_rating(about: Ask | None) -> bool:
    """Whether a question waits for a number."""
    return about is not None and bool(kind_of(about.question).get("rating"))
