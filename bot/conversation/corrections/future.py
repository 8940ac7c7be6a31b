"""Corrections of a future map: what comes and goes, what must be true inside, an ideal, the number, the test."""

from bot.conversation.answers.answer import set_map
from bot.conversation.answers.coming import add_coming
from bot.conversation.answers.future_state import add_requirements
from bot.conversation.answers.ideal import tell_ideal
from bot.conversation.ask import Ask
from bot.conversation.corrections.match import Found
from bot.conversation.corrections.target import Unfound, named
from bot.conversation.read_future import read_coming, read_ideal
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from storage.model.types import Anchor


def coming(talk: Talk, found: Found) -> None:
    """`new: comparison page; gone: PDF leaflet`. While just that is asked, such a line is the answer."""
    _need_future(talk, "future.change")
    add_coming(talk, read_coming(found.line, talk.words))
    talk.passed(Ask("future.change"))


def requirement(talk: Talk, found: Found) -> None:
    """`requirement at Compare: technology: product data`."""
    _need_future(talk)
    add_requirements(talk, _place(talk, found), found.parts["text"])


def ideal(talk: Talk, found: Found) -> None:
    """`ideal at Compare: sees three models side by side, +1 sure`."""
    _need_future(talk)
    at = _place(talk, found)
    text = found.parts["text"]
    tell_ideal(talk, Ask("future.ideal", at.stage, at.touchpoint), read_ideal(text, talk.words), text)


def experiment(talk: Talk, found: Found) -> None:
    """`test: chart for half of the visitors`."""
    _need_future(talk, "future.test")
    set_map(talk, experiment=" ".join(found.parts["text"].split()))
    talk.say("noted_field", field=talk.words("field.experiment"), text=cut(talk.map.experiment or ""))


def _place(talk: Talk, found: Found) -> Anchor:
    hit = named(talk, found, "item", ("stage", "touchpoint"))
    home = talk.map.stage_of(hit.slug)
    return Anchor(stage=home.slug, touchpoint=hit.slug) if hit.kind == "touchpoint" and home else Anchor(stage=hit.slug)


def _need_future(talk: Talk, asked: str = "") -> None:
    """On another map, or while just that is asked, the line is no correction."""
    open_now = talk.open.question if talk.open else ""
    if talk.journey is None or talk.map.type != "future_state" or (asked and open_now == asked):
        raise Unfound
