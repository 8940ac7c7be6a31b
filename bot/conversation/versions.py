"""The versions of a map: who changed what, what two of them differ in, and one of them brought back."""

import re
from functools import lru_cache
from typing import NamedTuple

from bot.conversation.flow import again_unless_answered, open_now
from bot.conversation.read_dates import say_date
from bot.conversation.talk import Talk
from bot.conversation.told import told
from bot.conversation.tongues import tongues
from bot.reply import Button
from prompts.loader import Words
from storage.maps import Saved
from storage.model.changes import Restore
from storage.model.merge import restored

SHOWN, SHOWN_CHANGES, ALL_VERSIONS = 10, 4, 200


class Wish(NamedTuple):
    """What somebody wants of the versions: `history`, `since` (from a version on), `between` or `restore`."""

    do: str
    first: int = 0
    last: int = 0


def versions_wish(text: str, words: Words) -> Wish | None:
    """What a whole message asks of the versions, in any of the languages; None for all else."""
    asked = " ".join(text.split()).rstrip(" .!?。！？")
    for do, pattern in _patterns(words):
        match = pattern.fullmatch(asked)
        if match:
            numbers = [int(number) for number in match.groups() if number]
            return Wish(do, *numbers)
    return None


def carry_out_wish(talk: Talk) -> bool:
    """Answers a message that asks for versions; False for all else. The open question comes again behind it."""
    wish = versions_wish(talk.said.text, talk.words)
    if wish is None or talk.journey is None:
        return False
    was_open = open_now(talk)
    match wish.do:
        case "history":
            _history(talk)
        case "restore":
            restore(talk, wish.first)
        case "since":
            _differences(talk, wish.first, talk.map.version)
        case _:
            _differences(talk, *sorted((wish.first, wish.last)))
    again_unless_answered(talk, was_open)
    return True


def restore(talk: Talk, number: int) -> None:
    """A whole earlier version as a new one; at once, with [Undo]."""
    saved = _version(talk, number)
    if saved is None:
        talk.text(talk.words("versions.unknown", n=number, last=talk.map.version))
        return
    if number == talk.map.version:
        talk.text(talk.words("versions.is_newest", n=number))
        return
    talk.journey = restored(talk.map, saved.map)
    talk.changes.append(Restore(version=number))
    talk.restores = True
    talk.text(talk.words("versions.restored", n=number, v=talk.version))
    talk.offer(talk.undo_button())


def _history(talk: Talk) -> None:
    """The newest versions, each with who, when and what."""
    shown = talk.scene.history[:SHOWN]
    lines = [_line(talk, saved) for saved in shown]
    talk.text("\n".join([talk.words("versions.head", n=talk.map.version), *lines]))
    older = [saved.map.version for saved in shown if saved.map.version != talk.map.version][:3]
    talk.offer(*(_restore_button(talk, number) for number in older))


def _line(talk: Talk, saved: Saved) -> str:
    day = say_date(saved.at.date(), talk.today, talk.words)
    what = _changes(talk, saved)
    if saved.undoes is not None:
        what = talk.words("versions.undo_of", n=saved.undoes)
    elif not what:
        what = talk.words("versions.first" if saved.map.version == 1 else "versions.nothing_told")
    return talk.words("versions.line", n=saved.map.version, date=day, name=talk.name(saved.by), what=what)


def _changes(talk: Talk, saved: Saved) -> str:
    lines = list(dict.fromkeys(told(change, saved.map, talk.words) for change in saved.changes))
    more = len(lines) - SHOWN_CHANGES
    listed = talk.words("say.semicolon").join(lines[:SHOWN_CHANGES])
    return talk.words("versions.and_more", list=listed, n=more) if more > 0 else listed


def _differences(talk: Talk, first: int, last: int) -> None:
    """What happened after one version up to another, oldest first."""
    if _version(talk, first) is None or _version(talk, last) is None:
        unknown = first if _version(talk, first) is None else last
        talk.text(talk.words("versions.unknown", n=unknown, last=talk.map.version))
        return
    between = [saved for saved in talk.scene.history if first < saved.map.version <= last]
    if not between:
        talk.text(talk.words("versions.no_difference", a=first, b=last))
        return
    lines = [_line(talk, saved) for saved in reversed(between[:SHOWN])]
    if len(between) > SHOWN:
        lines.insert(0, talk.words("versions.earlier", n=len(between) - SHOWN))
    talk.text("\n".join([talk.words("versions.between", a=first, b=last), *lines]))
    talk.offer(_restore_button(talk, first))


def _restore_button(talk: Talk, number: int) -> Button:
    text = talk.words("versions.restore_button", n=number)
    return Button(text=text, action="build.restore", value=str(number), style="quiet")


def _version(talk: Talk, number: int) -> Saved | None:
    return next((saved for saved in talk.scene.history if saved.map.version == number), None)


@lru_cache
def _patterns(words: Words) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """`{n}` is a number; a space is any white space or none before a number."""
    found = []
    for tongue in tongues(words):
        for do, phrases in tongue.data("versions.asked").items():
            for phrase in phrases:
                pattern = re.escape(phrase).replace(r"\ ", r"\s*").replace(r"\{n\}", r"\s*v?(\d{1,6})\s*")
                found.append((do, re.compile(pattern, re.IGNORECASE)))
    return tuple(found)
