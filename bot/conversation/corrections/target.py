"""The thing that a correction names: found, offered as buttons if several fit, or answered with the closest names."""

from collections.abc import Sequence

from bot.conversation.corrections.match import Found
from bot.conversation.find import ALL, Hit, Kind, closest, find
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from bot.reply import Button

AT_MOST = 5


class Unfound(Exception):
    """A careful pattern names nothing on the map: the message is no correction."""


class Answered(Exception):
    """The person was asked which thing is meant, or told that there is none: nothing else is to be done."""


def named(talk: Talk, found: Found, part: str, kinds: Sequence[Kind] = ALL) -> Hit:
    """The one thing that a part of a correction means. Raises Unfound or Answered."""
    text = found.parts[part]
    hits = find(talk.map, text, talk.words, kinds, loosely=not found.strict) if talk.journey else ()
    if found.careful and not hits:
        raise Unfound
    if len(hits) == 1:
        return hits[0]
    if hits:
        talk.say("which_one", text=cut(text, 40))
        talk.offer(*(_say_again(talk, found, part, hit) for hit in hits[:AT_MOST]))
    else:
        _say_none(talk, found, part, kinds)
    raise Answered


def stage_named(talk: Talk, found: Found, part: str = "stage") -> str:
    """The slug of the stage that a part means. Raises Unfound or Answered."""
    return named(talk, found, part, ("stage",)).slug


def _say_again(talk: Talk, found: Found, part: str, hit: Hit) -> Button:
    return Button(text=cut(hit.title, 60), action="build.say", value=found.with_part(part, hit.slug))


def _say_none(talk: Talk, found: Found, part: str, kinds: Sequence[Kind]) -> None:
    text = cut(found.parts[part], 40)
    close = closest(talk.map, found.parts[part], talk.words, kinds) if talk.journey is not None else ()
    if not close:
        talk.say("none_at_all", text=text)
        return
    talk.say("none_close", text=text, close=talk.words("say.comma").join(cut(hit.title, 40) for hit in close))
    buttons = [_say_again(talk, found, part, hit) for hit in close]
    if talk.open is not None:
        as_answer = Button(text=talk.words("button.as_answer"), action="build.as_answer", value=found.line)
        buttons.append(as_answer)
    talk.offer(*buttons)
