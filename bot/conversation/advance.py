"""A guided build goes on by one message or press: (scene, what was said) → turn. No clock, no store, no surface."""

import json
from collections.abc import Callable
from functools import partial

from pydantic import ValidationError

from bot.conversation.answering import as_answer, give
from bot.conversation.answers.moods import given_late, rated
from bot.conversation.answers.moods_at_once import given_beside, split_stage
from bot.conversation.ask import Ask
from bot.conversation.asking import put
from bot.conversation.begin import begin
from bot.conversation.controls import carry_out, control_in
from bot.conversation.correct import corrected
from bot.conversation.corrections.match import blocks
from bot.conversation.counted import asks_to_count
from bot.conversation.drafted_text import sentences_of
from bot.conversation.edits import deleted, edited
from bot.conversation.ending import blocking, next_steps
from bot.conversation.flow import proceed
from bot.conversation.newer_base import tell_of_base
from bot.conversation.out_of_place import evidence_alone, only_signs
from bot.conversation.paragraph import is_for_map, take
from bot.conversation.plan import kind_of, of_pending
from bot.conversation.presses import buttons_of, is_rating, pressed
from bot.conversation.proposals import numbers_for_proposal
from bot.conversation.read_mood import because, is_late_vote, read_mood
from bot.conversation.read_owner import addressed_to_another
from bot.conversation.read_question import is_question
from bot.conversation.read_quote import has_quote
from bot.conversation.refusing import refuse
from bot.conversation.short_form import enter_short_form
from bot.conversation.small_talk import small_talk
from bot.conversation.talk import Talk
from bot.conversation.team_wishes import team_asked
from bot.conversation.turn import Opening, Said, Scene, Turn
from bot.conversation.undoing_personas import remember
from bot.conversation.versions import carry_out_wish
from bot.reply import Button, Press
from prompts.loader import Words
from storage.errors import WaymarkError
from storage.model.journey import MapType
from storage.model.refusals import refusal_of
from storage.model.session import Draft, Session

NOT_FOR_BOT = "//"
TITLE_LIMIT, LONGEST_AGAIN = 80, 1900


def start(
    scene: Scene,
    said: Said,
    words: Words,
    title: str | None = None,
    kind: MapType = "current_state",
    opening: Opening | None = None,
) -> Turn:
    """A new map or persona in this thread: the first question. `opening`: what is known already."""
    session = Session(
        workspace_id=scene.workspace.workspace_id,
        session_id=f"{scene.channel_id}:{scene.thread}",
        draft=Draft(type=kind),
        lang=words.lang,
        started_by=said.by,
        started_at=said.at,
    )
    talk = Talk(scene, said, words, session)
    if title and control_in(title, words) == "short_form":
        enter_short_form(talk)
    elif title and title.strip():
        talk.note("title", " ".join(title.split())[:TITLE_LIMIT])
    if opening is not None:
        begin(talk, opening)
    proceed(talk)
    return _finished(talk)


def advance(scene: Scene, said: Said, words: Words) -> Turn:
    """What a message or press in the map's thread does. Raises nothing that a person can cause."""
    if scene.session is None:
        return _left_alone(scene)
    talk = Talk(scene, said, words, scene.session)
    try:
        for_us = not _is_not_for_bot(talk) and any(read(talk) for read in _readers(said))
    except ValidationError as error:
        talk, for_us = _refused(scene, said, words, refusal_of(error)), True
    except WaymarkError as error:
        talk, for_us = _refused(scene, said, words, error), True
    return _finished(talk) if for_us else _left_alone(scene)


def edit(scene: Scene, said: Said, words: Words) -> Turn | None:
    """A button, a correction, an undo or a wish about versions in another thread of the map; None for all else.

    Nothing is asked there, and no build begins.
    """
    assert scene.session is not None
    if said.press is not None:
        return advance(scene, said, words).model_copy(update={"session": None})
    talk = Talk(scene, said, words, scene.session)
    try:
        undo = control_in(said.text, words) == "undo"
        if undo:
            carry_out(talk, "undo")
        if not (undo or carry_out_wish(talk) or corrected(talk, said.text)):
            return None
    except ValidationError as error:
        talk = _refused(scene, said, words, refusal_of(error))
    except WaymarkError as error:
        talk = _refused(scene, said, words, error)
    return _finished(talk).model_copy(update={"session": None})


def sentences_to_draft(scene: Scene, said: Said, words: Words) -> tuple[str, ...]:
    """What a model may read for this turn: a pasted paragraph, or a text that was not understood; () for all else."""
    if scene.session is None or scene.journey is None or said.deleted or said.was is not None:
        return ()
    if said.press is not None:
        return sentences_of(said.press.value) if said.press.action == "build.try_again" else ()
    talk = Talk(scene, said, words, scene.session)
    for_map = scene.session.state == "active" and not _is_not_for_bot(talk) and is_for_map(talk)
    return sentences_of(said.text) if for_map and said.file is None and not blocks(said.text, words) else ()


def _is_not_for_bot(talk: Talk) -> bool:
    """`//`, another member's @name where no name was asked for, and a file without a word."""
    text = talk.said.text.strip()
    if talk.said.press is not None or talk.said.deleted or talk.said.file is not None:
        return False
    if not text or text.startswith(NOT_FOR_BOT):
        return True
    names_asked = talk.open is not None and talk.open.question in (
        "others",
        "owner",
        "action_owner",
        "walked",
        "readers",
    )
    return not names_asked and addressed_to_another(text, talk.names)


def _button(talk: Talk) -> bool:
    """A press, or the text of a button of the last message."""
    press = talk.said.press or _typed(talk)
    if press is None:
        return False
    pressed(talk, press)
    return True


def _control(talk: Talk) -> bool:
    control = control_in(talk.said.text, talk.words)
    if control is None:
        return False
    carry_out(talk, control)
    return True


def _paragraph(talk: Talk) -> bool:
    if talk.session.state != "active" or not is_for_map(talk):
        return False
    take(talk)
    return True


def _file(talk: Talk) -> bool:
    """A text that came as a file is taken at any time, also when nothing is asked any more."""
    take(talk)
    return True


def _correction(talk: Talk) -> bool:
    return corrected(talk, talk.said.text)


def _question_in_the_middle(talk: Talk) -> bool:
    """Answered by the caller first; then the open question comes again."""
    text = talk.said.text.strip()
    expected = talk.open is not None and bool(kind_of(talk.open.question).get("questions_ok"))
    if expected or has_quote(text) or not is_question(text, talk.words, partial(asks_to_count, talk)):
        return False
    talk.question = text
    if talk.session.state == "active":
        put(talk)
    return True


def _late_vote(talk: Talk) -> bool:
    """A score for the stage asked last, or for a named one, while no rating is asked."""
    text = talk.said.text.strip()
    if talk.journey is None:
        return False
    if "\n" in text:
        return given_beside(talk, text)
    stage, rest = split_stage(talk, text)
    opened = talk.open
    if stage is not None and is_late_vote(rest, talk.words) and (opened is None or opened.question != "moods"):
        rated(talk, Ask("mood", stage.slug), read_mood(rest, talk.words), rest)
        return True
    last = talk.stage(talk.session.last_mood_stage)
    if last is None or is_rating(opened) or not is_late_vote(text, talk.words):
        return False
    rated(talk, Ask("mood", last.slug), read_mood(text, talk.words), text)
    return True


def _chosen_of_proposal(talk: Talk) -> bool:
    return talk.journey is not None and not is_rating(talk.open) and numbers_for_proposal(talk, talk.said.text)


def _late_reason(talk: Talk) -> bool:
    """ "because …" right after the writer's own vote without a reason, unless the reason is what is asked."""
    why = because(talk.said.text, talk.words)
    if why is None or talk.journey is None or (talk.open is not None and talk.open.question == "mood_why"):
        return False
    return given_late(talk, why)


def _answer(talk: Talk) -> bool:
    about = talk.open
    if about is None or talk.session.state != "active":
        return False
    meant = _meant(talk, about)
    if meant is None:
        return False
    give(talk, meant, as_answer(talk, meant, talk.said.text))
    return True


def _nothing(talk: Talk) -> bool:
    """Not understood. While nothing is asked, people talk to each other: then the bot keeps quiet."""
    if talk.session.state != "active":
        return False
    talk.say("not_understood")
    talk.say("not_understood_help")
    if talk.scene.has_model and talk.journey is not None:
        again = talk.words("proposal.try_again")
        talk.offer(Button(text=again, action="build.try_again", value=talk.said.text[:LONGEST_AGAIN]))
    if talk.open is None and talk.journey is not None:
        next_steps(talk, with_fill=bool(blocking(talk)))
    put(talk)
    return True


# The order in which a message is read.
READERS: tuple[Callable[[Talk], bool], ...] = (
    _button,
    _control,
    small_talk,
    carry_out_wish,
    team_asked,
    _chosen_of_proposal,
    _late_reason,
    _correction,
    _paragraph,
    evidence_alone,
    _question_in_the_middle,
    _late_vote,
    only_signs,
    _answer,
    _nothing,
)


def _readers(said: Said) -> tuple[Callable[[Talk], bool], ...]:
    """A message edited or deleted afterwards is no new answer."""
    if said.deleted:
        return (deleted,)
    if said.file is not None:
        return (_file,)
    return (edited,) if said.was is not None else READERS


def _typed(talk: Talk) -> Press | None:
    """A button of the bot's last message, typed instead of pressed; between two parts, what can follow at any time."""
    asked = talk.said.text.strip().strip("[]【】").rstrip(".!。！").casefold()
    buttons = json.loads(talk.session.notes.get("buttons", "[]"))
    found = next(((action, value) for text, action, value in buttons if text.casefold() == asked), None)
    nothing_asked = talk.open is None or talk.session.state != "active"
    if found is None and nothing_asked and talk.journey is not None:
        labels: dict[str, str] = talk.words.data("choice.blocks") | talk.words.data("choice.next_steps")
        found = next((("build.next", key) for key, text in labels.items() if text.casefold() == asked), None)
    return Press(action=found[0], value=found[1], text=talk.said.text) if found else None


def _meant(talk: Talk, about: Ask) -> Ask | None:
    """A quote is asked of one person; what another writes without marks answers the question before it, if any."""
    waiting = talk.session.waiting
    asked_of = talk.session.notes.get("quote", "").partition("|")[0]
    if about.question != "quote" or asked_of == talk.by or has_quote(talk.said.text):
        return about
    if waiting is None:
        return None
    talk.keep(pending=waiting, waiting=None)
    return of_pending(waiting)


def _refused(scene: Scene, said: Said, words: Words, error: WaymarkError) -> Talk:
    """A fresh talk, in which nothing happened but the refusal."""
    assert scene.session is not None
    talk = Talk(scene, said, words, scene.session)
    refuse(talk, error)
    return talk


def _finished(talk: Talk) -> Turn:
    tell_of_base(talk)
    talk.offer_undo()
    remember(talk)
    if talk.parts:
        talk.note("buttons", json.dumps(buttons_of(talk), ensure_ascii=False))
    return talk.turn()


def _left_alone(scene: Scene) -> Turn:
    return Turn(session=scene.session, journey=scene.journey, for_us=False)
