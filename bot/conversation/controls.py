"""Skip, back, why, show, pause, go on, undo, done, help: what the control words do, typed or pressed."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.conversation.answers import future_state, service_blueprint
from bot.conversation.answers.check_lists import CHECKS
from bot.conversation.answers.opening import skip_want
from bot.conversation.answers.privacy import ask_privacy
from bot.conversation.answers.weak_spots import leave_out
from bot.conversation.ask import Ask
from bot.conversation.asking import ask, put
from bot.conversation.building import skipped_line
from bot.conversation.ending import all_gaps, blocks, can_be_drawn, end_part, picture, steps_done
from bot.conversation.flow import again, is_main, proceed, resume, waiting_ask
from bot.conversation.next_step import choose_next, walk_through
from bot.conversation.offered.service_blueprint import to_place
from bot.conversation.open_questions import is_open, map_tells
from bot.conversation.persona_card import card_lines
from bot.conversation.plan import as_asked, count, previous_ask
from bot.conversation.quadrant import show_quadrant
from bot.conversation.read_dates import say_date
from bot.conversation.read_mood import signed
from bot.conversation.short_form import PART as SHORT
from bot.conversation.short_form import enter_short_form
from bot.conversation.talk import Talk
from bot.conversation.tongues import tongues
from bot.conversation.undoing import undo_last
from bot.conversation.what_next import approve, what_next
from bot.conversation.wording import cut, word
from bot.reply import Text
from prompts.loader import Words


def control_in(text: str, words: Words) -> str | None:
    """The control that a whole message is; any case, final punctuation ignored."""
    return _table(words).get(" ".join(text.split()).casefold().rstrip(" .!?。！？").replace("’", "'"))


def carry_out(talk: Talk, control: str, about: Ask | None = None) -> None:
    """Does what a control word says. A button names the question it stood under: pressed late it does nothing."""
    CONTROLS[control](talk, about)


def _skip(talk: Talk, about: Ask | None) -> None:
    opened = talk.open
    if opened is None or (about is not None and about != opened):
        if about is None:
            talk.say("nothing_to_skip")
        return
    if opened.question == "review":
        talk.keep(pending=None)
        talk.say("skipped")
        return
    if not is_main(talk, opened):
        _skip_side(talk, opened)
        return
    if opened.question in INSTEAD_OF_SKIPPING and INSTEAD_OF_SKIPPING[opened.question](talk, opened):
        return
    if opened.question == "want":
        skip_want(talk)
    if _is_answered(talk, opened):
        talk.passed(opened)
    else:
        talk.skip(opened)
        talk.text(skipped_line(talk, opened.question) if talk.session.building else talk.words("say.skipped"))
    talk.keep(pending=None)
    proceed(talk)


# What a skipped question means where the build cannot go on without an answer.
INSTEAD_OF_SKIPPING: Mapping[str, Callable[[Talk, Ask], bool]] = {
    "future.base": future_state.skip_base,
    "blue.base": service_blueprint.skip_base,
    "blue.which": service_blueprint.skip_which,
}


def _skip_side(talk: Talk, opened: Ask) -> None:
    """A question put between is simply dropped; a face that nobody gave leaves its mood under gaps."""
    if opened.question == "blue.where":
        talk.say("left_out", text=cut(to_place(talk)[0]["said"]) if to_place(talk) else "")
        leave_out(talk)
        return
    if opened.question in ("face", "unsure"):
        talk.note(opened.question, None)
        talk.skip(Ask("mood", opened.stage))
    if opened.question == "quote":
        talk.say("no_quote")
    else:
        talk.say("skipped")
    talk.keep(pending=None)
    proceed(talk)


def _is_answered(talk: Talk, about: Ask) -> bool:
    if about.question in ("pain", "want"):
        return about.question == "pain" and any(p.at.stage == about.stage for p in talk.map.pain_points)
    return map_tells(about.question) and not is_open(about, talk.view)


def _back(talk: Talk, about: Ask | None) -> None:
    main = waiting_ask(talk)
    if main is None or (about is not None and about not in (main, talk.open)):
        if about is None:
            talk.say("no_question")
        return
    if talk.open is not None and talk.open.question == "type":
        ask(talk, main)
        return
    before = previous_ask(talk.view, main)
    if before is None:
        talk.say("first_question")
        put(talk)
        return
    known = as_asked(before)
    talk.keep(
        asked=tuple(asked for asked in talk.session.asked if asked != known),
        skipped=tuple(skip for skip in talk.session.skipped if skip != known),
    )
    old = _old_answer(talk, before)
    if old:
        talk.say("so_far", text=cut(old))
    ask(talk, before)


def _old_answer(talk: Talk, about: Ask) -> str | None:
    """What was answered before, where the question itself does not show it."""
    journey, stage = talk.journey, talk.stage(about.stage)
    draft = talk.session.draft
    match about.question:
        case "goal":
            kind = journey.goal_kind if journey else draft.goal_kind
            return draft.goal_business or (talk.words.data("lists.goal_kinds")[kind] if kind else None)
        case "persona":
            return talk.persona if (journey or draft.persona_ids) else None
        case "want":
            return journey.goal_customer if journey else None
        case "stages":
            return " > ".join(known.title for known in journey.stages) if journey else None
        case "mood":
            own = next((vote for vote in stage.moods if vote.by == talk.by), None) if stage else None
            return " ".join(filter(None, (signed(own.score) + word(own.word), own.why))) if own else None
        case "bounds" if journey and journey.starts_when and journey.ends_when:
            return f"{journey.starts_when} > {journey.ends_when}"
        case "number":
            return journey.goal_business if journey else None
    return None


def _why(talk: Talk, about: Ask | None) -> None:
    asked = about or talk.open
    if asked is None or not talk.words.has(f"why.{asked.question}"):
        talk.say("no_question")
        return
    talk.text(talk.words(f"why.{asked.question}"))
    again(talk)


def _show(talk: Talk, about: Ask | None) -> None:
    persona = talk.view.persona
    if talk.session.building is not None and persona is not None:
        talk.parts.append(Text(text="\n".join(card_lines(persona, talk.words)), style="quote"))
    elif talk.journey is None:
        talk.say("show_none")
    elif not can_be_drawn(talk.map):
        talk.say("show_empty")
    else:
        picture(talk)
    again(talk)


def _pause(talk: Talk, about: Ask | None) -> None:
    if talk.session.state != "active" and about is not None:
        return
    talk.keep(state="paused", paused_at=talk.said.at)
    main = waiting_ask(talk)
    number = count(talk.view, main) if main else None
    if number is None:
        talk.say("paused_plain", v=talk.version)
    else:
        key = "paused" if talk.journey else "paused_unsaved"
        talk.say(key, k=number.k, n=number.n, v=talk.version)


def _go_on(talk: Talk, about: Ask | None) -> None:
    since = talk.session.paused_at
    was_paused = talk.session.state == "paused"
    talk.keep(state="active", paused_at=None)
    main = waiting_ask(talk)
    if was_paused and since is not None:
        day = since.astimezone(ZoneInfo(talk.scene.workspace.tz)).date()
        date = say_date(day, talk.today, talk.words)
        number, stage = count(talk.view, main) if main else None, talk.stage(main.stage) if main else None
        if number and stage:
            talk.say("resumed", date=date, stage=cut(stage.title), k=number.k, n=number.n)
        elif number:
            talk.say("resumed_no_stage", date=date, k=number.k, n=number.n)
        else:
            talk.say("resumed_plain", date=date)
    if talk.open is None and talk.session.part == "done" and talk.journey is not None:
        blocks(talk)
    else:
        resume(talk)


def _undo(talk: Talk, about: Ask | None) -> None:
    undo_last(talk)


def _done(talk: Talk, about: Ask | None) -> None:
    """That is all: the part ends here, with what there is."""
    part = talk.session.part
    can_end = talk.journey is not None and (part == SHORT or (can_be_drawn(talk.map) and part != "done"))
    if part == "persona" or can_end:
        end_part(talk)
    else:
        resume(talk)


def _stop_here(talk: Talk, about: Ask | None) -> None:
    choose_next(talk, "stop")


def _help(talk: Talk, about: Ask | None) -> None:
    talk.say("help")
    talk.text(talk.words("method.help"))
    if talk.session.building is not None or (talk.journey is None and talk.session.part != "first"):
        talk.text(talk.words("help_of.persona"))
    of_type = f"help_of.{talk.journey.type if talk.journey else talk.session.draft.type}"
    if talk.words.has(of_type):
        talk.text(talk.words(of_type))
    again(talk)


def _gaps(talk: Talk, about: Ask | None) -> None:
    all_gaps(talk)
    again(talk)


def _where(talk: Talk, about: Ask | None) -> None:
    steps_done(talk)
    again(talk)


def _walk_through(talk: Talk, about: Ask | None) -> None:
    walk_through(talk)


def _short_form(talk: Talk, about: Ask | None) -> None:
    if talk.session.part == SHORT and talk.open is not None:
        put(talk)
    elif enter_short_form(talk):
        proceed(talk)
    else:
        again(talk)


def _quadrant(talk: Talk, about: Ask | None) -> None:
    show_quadrant(talk)
    again(talk)


def _what_next(talk: Talk, about: Ask | None) -> None:
    what_next(talk)
    again(talk)


def _approve(talk: Talk, about: Ask | None) -> None:
    approve(talk)
    again(talk)


def _new(talk: Talk, about: Ask | None) -> None:
    talk.say("new_elsewhere")
    again(talk)


CONTROLS: Mapping[str, Callable[[Talk, Ask | None], None]] = {
    "skip": _skip,
    "back": _back,
    "why": _why,
    "show": _show,
    "pause": _pause,
    "go_on": _go_on,
    "undo": _undo,
    "done": _done,
    "stop_here": _stop_here,
    "help": _help,
    "gaps": _gaps,
    "where": _where,
    "new": _new,
    "walk_through": _walk_through,
    "short_form": _short_form,
    "quadrant": _quadrant,
    "what_next": _what_next,
    "approve": _approve,
    **CHECKS,
    "privacy": lambda talk, about: ask_privacy(talk),
}


@lru_cache
def _table(words: Words) -> dict[str, str]:
    """Control words of all languages; the session's own win."""
    rows = [row for tongue in reversed(tongues(words)) for row in tongue.data("control").items()]
    return {word.casefold(): control for control, known in rows for word in known}
