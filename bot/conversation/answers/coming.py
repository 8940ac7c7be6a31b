"""What comes and what goes on a future map: touchpoints added and removed, in one answer."""

import re
from collections.abc import Sequence

from bot.conversation.answers.touchpoints import add_touchpoints, move_menu
from bot.conversation.find import closest, find
from bot.conversation.read_items import read_items
from bot.conversation.read_paragraph import guess
from bot.conversation.talk import Talk
from bot.conversation.unanswered.future_state import noted_lows
from bot.conversation.wording import cut
from storage.errors import ChangeRefused
from storage.model.changes import RemoveTouchpoint
from storage.model.journey import Touchpoint


def add_coming(talk: Talk, coming: Sequence[tuple[str, str]]) -> None:
    """`("new", "comparison page")`, `("gone", "PDF leaflet")`: several behind one label, too."""
    for label, text in coming:
        if label == "new":
            add_new(talk, text)
        else:
            remove_gone(talk, text)


def add_new(talk: Talk, text: str) -> None:
    """New touchpoints stand at the stage they name or speak of, else at the worst low point; a menu moves them."""
    if not talk.map.stages:
        raise ChangeRefused("no_stages_yet")
    before = {t.slug for t in talk.map.touchpoints()}
    by_stage: dict[str, list[str]] = {}
    for title in read_items(text, talk.words).titles:
        bare, stage = _placed(talk, title)
        by_stage.setdefault(stage or guess(title, talk.map, _worst(talk), talk.words).stage, []).append(bare)
    for stage, titles in by_stage.items():
        add_touchpoints(talk, stage, "\n".join(titles))
    added = [t for t in talk.map.touchpoints() if t.slug not in before]
    if len(talk.map.stages) > 1:
        talk.parts += [move_menu(talk, t) for t in added]


def _worst(talk: Talk) -> str:
    lows = noted_lows(talk.view)
    return lows[0][0] or talk.map.stages[0].slug if lows else talk.map.stages[0].slug


def _placed(talk: Talk, title: str) -> tuple[str, str | None]:
    """`comparison page at Compare`: the title and the stage."""
    for pattern in talk.words.data("reading.at_stage"):
        if match := re.fullmatch(pattern, title, re.IGNORECASE):
            hits = find(talk.map, match["stage"], talk.words, ("stage",), loosely=False)
            if len(hits) == 1:
                return match["title"].strip(), hits[0].slug
    return title, None


def remove_gone(talk: Talk, text: str) -> None:
    """Touchpoints that disappear; what fits none or several is said, and the others go."""
    gone: dict[str, Touchpoint] = {}
    for title in read_items(text, talk.words).titles:
        hits = find(talk.map, title, talk.words, ("touchpoint",))
        if len(hits) == 1:
            gone[hits[0].slug] = next(t for t in talk.map.touchpoints() if t.slug == hits[0].slug)
            continue
        close = hits or closest(talk.map, title, talk.words, ("touchpoint",))
        if close:
            shown = talk.words("say.comma").join(cut(hit.title, 40) for hit in close[:3])
            talk.say("none_close", text=cut(title, 40), close=shown)
        else:
            talk.say("none_at_all", text=cut(title, 40))
    if gone:
        talk.do(*(RemoveTouchpoint(touchpoint=slug) for slug in gone))
        talk.say(
            "gone_here",
            titles=talk.words("say.or").join(
                talk.words("say.quoted", text=cut(point.title)) for point in gone.values()
            ),
        )
