"""The check lists: what was ticked is good, what was not is offered as pain points."""

from collections.abc import Callable, Mapping
from functools import partial

from bot.conversation.answers.answer import Answer
from bot.conversation.answers.pains import add_pains
from bot.conversation.ask import Ask
from bot.conversation.asking import ask_between, put
from bot.conversation.check_lists import CHANNELS_OF, CHECKED, kind_checked, stage_checked
from bot.conversation.flow import again, answered
from bot.conversation.offered.check_lists import QUESTIONS, points
from bot.conversation.read_items import picked
from bot.conversation.talk import Talk
from bot.conversation.wording import cut, dotted
from bot.reply import Button
from prompts.loader import Words


def checked(talk: Talk, about: Ask, answer: Answer) -> None:
    """By menu, by number or by name; all of them, none of them."""
    kind = kind_checked(about)
    known = points(talk, kind)
    ticked = _ticked(known, answer, talk.words)
    if not ticked and answer.choice != "none":
        talk.say("not_understood")
        put(talk)
        return
    lacking = [key for key in known if key not in ticked]
    talk.text(
        talk.words("check.good", n=len(known) - len(lacking), all=len(known), name=talk.words(f"check_of.{kind}"))
    )
    if lacking:
        _offer(talk, kind, lacking)
    done = talk.session.notes.get(CHECKED, "").split()
    talk.note(CHECKED, " ".join(dict.fromkeys((*done, kind))))
    answered(talk, about)


def _ticked(known: Mapping[str, Mapping[str, str]], answer: Answer, words: Words) -> tuple[str, ...]:
    if answer.choice is not None:
        return tuple(known) if answer.choice == "all" else ()
    keys = list(known)

    def named(part: str) -> list[str]:
        if part.isdecimal():
            return keys[int(part) - 1 : int(part)] if int(part) else []
        return [key for key, point in known.items() if point["good"].casefold() == part.casefold()]

    return tuple(key for key in known if key in (answer.chosen or picked(answer.text, named, words)))


def _offer(talk: Talk, kind: str, lacking: list[str]) -> None:
    said = [points(talk, kind)[key]["lacking"] for key in lacking]
    talk.text(talk.words("check.lacking", items=dotted(f"{k} {text}" for k, text in enumerate(said, 1))))
    stage = stage_checked(talk.map, kind) if talk.journey else None
    if stage is not None:
        value = f"{kind}|{','.join(lacking)}|{stage.slug}"
        talk.offer(
            Button(text=talk.words("check.add", stage=cut(stage.title, 35)), action="build.lacking", value=value)
        )


def add_lacking(talk: Talk, value: str) -> None:
    """[Add as pain points]; pressed twice they are there once."""
    kind, keys, stage = (*value.split("|"), "", "", "")[:3]
    known = talk.words.data("check_list").get(kind, {})
    titles = [known[key]["lacking"] for key in keys.split(",") if key in known]
    there = {pain.title.casefold() for pain in talk.map.pain_points if pain.at.stage == stage}
    new = [title for title in titles if title.casefold() not in there]
    if talk.stage(stage) is None:
        talk.say("nothing_to_press")
    elif new:
        add_pains(talk, stage, new)
        again(talk)


def ask_check(kind: str, talk: Talk, under: Ask | None = None) -> None:
    """The list of this kind, on request."""
    about = Ask(f"check.{kind}")
    if talk.journey is None:
        talk.text(talk.words("refused.no_map_yet"))
        again(talk)
    elif talk.open == about:
        put(talk)
    else:
        ask_between(talk, about)


ANSWERS: Mapping[str, Callable[[Talk, Ask, Answer], None]] = dict.fromkeys(QUESTIONS, checked)
CHECKS: Mapping[str, Callable[[Talk, Ask | None], None]] = {
    f"check_{kind}": partial(ask_check, kind) for kind in CHANNELS_OF
}
"""What the control words do."""
