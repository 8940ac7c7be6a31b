"""What follows an answer? The question that waited, the next one of the part, or the ending."""

from bot.conversation.ask import Ask
from bot.conversation.asking import ask, ask_between, put
from bot.conversation.ending import end_part
from bot.conversation.open_questions import is_open, map_tells
from bot.conversation.plan import count, next_ask, of_pending
from bot.conversation.talk import Talk, decoded

INVITED = "invited"
"""Where the session keeps the questions that members were invited to, one a line."""


def proceed(talk: Talk) -> None:
    """Puts the question that waited, else the next of the part, else ends the part."""
    waiting = talk.session.waiting
    if waiting is not None and not _is_gone(talk, of_pending(waiting)):
        talk.keep(pending=waiting, waiting=None)
        put(talk)
        return
    talk.keep(waiting=None)
    talk.keep(pending=None)
    if talk.session.state != "active":
        return
    invited = _asked_of_others(talk)
    if invited is not None:
        ask_between(talk, invited)
        return
    if talk.session.part == "done":
        return
    following = next_ask(talk.view)
    if following is not None:
        ask(talk, following)
    else:
        end_part(talk)


def _asked_of_others(talk: Talk) -> Ask | None:
    """The next question that members were invited to, past those that are answered or gone."""
    left = talk.session.notes.get(INVITED, "").splitlines()
    while left:
        about, _ = decoded(left.pop(0))
        talk.note(INVITED, "\n".join(left) or None)
        if not _is_gone(talk, about) and (not map_tells(about.question) or is_open(about, talk.view)):
            return about
    return None


def answered(talk: Talk, about: Ask) -> None:
    """The question is done; on to what follows."""
    close(talk, about)
    proceed(talk)


def resume(talk: Talk) -> None:
    """After something on the side: the open question once more, else what follows."""
    if talk.open is not None:
        again(talk)
    else:
        proceed(talk)


def close(talk: Talk, about: Ask) -> None:
    """Takes the question off the table without asking another."""
    if is_main(talk, about):
        talk.passed(about)
    if talk.open == about:
        talk.keep(pending=None)


def is_main(talk: Talk, about: Ask) -> bool:
    """Whether it is a question of the plan, with a number, and not one put between."""
    return count(talk.view, about) is not None


def again(talk: Talk) -> None:
    """After something else was done: the open question once more, or the next one if that is answered by now."""
    about = talk.open
    if about is None or talk.session.state != "active":
        return
    if _is_gone(talk, about):
        talk.keep(pending=None)
        proceed(talk)
    else:
        put(talk)


def again_unless_answered(talk: Talk, was_open: bool) -> None:
    """As `again`, and past the open question if the map answers it now and did not before."""
    about = talk.open
    if about is not None and was_open and is_main(talk, about) and not is_open(about, talk.view):
        answered(talk, about)
    else:
        again(talk)


def open_now(talk: Talk) -> bool:
    """Whether the open question is one that the map does not answer yet."""
    about = talk.open
    if about is None or not is_main(talk, about) or not map_tells(about.question):
        return False
    return is_open(about, talk.view)


def _is_gone(talk: Talk, about: Ask) -> bool:
    """Whether the stage or item that a question is about was removed meanwhile."""
    if about.stage is not None and talk.stage(about.stage) is None:
        return True
    return about.item is not None and talk.journey is not None and about.item not in set(talk.map.slugs())


def waiting_ask(talk: Talk) -> Ask | None:
    """The main question that a side question put off, or the open one."""
    pending = talk.session.waiting or talk.session.pending
    return of_pending(pending) if pending else None
