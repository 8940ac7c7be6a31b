"""The desk's part for evidence: its subcommands, its buttons, and the questions it answers."""

import re
from typing import Literal

from bot.evidence import habits, telling
from bot.evidence.drafts import Draft
from bot.evidence.keeping import keep
from bot.evidence.places import places
from bot.evidence.refusing import agreed, refused
from bot.exchange import Incoming, Outcome
from bot.reply import Menu, Option, Press, Reply, Text
from prompts.loader import Words
from storage.model.journey import JourneyMap
from storage.open import Stores

Topic = Literal["weak", "old", "questions"]
NAMES = ("evidence", "emoji", "privacy")


def command(name: str, rest: str, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """`evidence [map]`, `emoji [:name:]`, `privacy`. Raises MapNotFound."""
    match name:
        case "emoji":
            return habits.set_emoji(rest, incoming, stores, words)
        case "privacy":
            return habits.privacy(incoming, stores, words)
        case _:
            return about("weak", rest, None, incoming, stores, words)


def asked(text: str, words: Words) -> Topic | None:
    """Whether somebody asks what is guessed, what is old, or what to ask a customer."""
    said = text.strip().casefold().rstrip("?？.! ")
    topics: dict[Topic, list[str]] = words.data("evidence.asks")
    return next((topic for topic, says in topics.items() if any(re.search(one, said) for one in says)), None)


def about(
    topic: Topic, named: str, journey: JourneyMap | None, incoming: Incoming, stores: Stores, words: Words
) -> Outcome:
    """Of the named map, else the thread's own, else the only one; else a menu of maps. Raises MapNotFound."""
    if named:
        journey = stores.maps.find(incoming.workspace_id, named, incoming.reader)
    if journey is None:
        lines = stores.maps.lines(incoming.workspace_id, incoming.reader)
        if not lines:
            return Outcome((Reply(parts=(Text(text=words("slack.no_maps")),)),))
        if len(lines) > 1:
            options = tuple(Option(text=line.title[:75], value=line.map_id) for line in lines[:25])
            menu = Menu(label=words("evidence.which_map"), action="evidence.map", value=topic, options=options)
            return Outcome((Reply(parts=(menu,)),))
        journey = stores.maps.get(incoming.workspace_id, lines[0].map_id, incoming.reader)
    return Outcome((_reply(topic, journey, incoming, stores, words),))


def _reply(topic: Topic, journey: JourneyMap, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    if topic == "questions":
        return telling.questions(journey, incoming, stores, words)
    linkable = places(journey, incoming.said.by)
    tell = telling.old if topic == "old" else telling.listing
    return tell(journey, linkable, incoming, stores, words)


def pressed(press: Press, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """A button or menu of evidence. Raises MapNotFound: rights are checked again here."""
    chosen = press.chosen[0] if press.chosen else press.value
    match press.action:
        case "evidence.keep":
            return keep(Draft.model_validate_json(press.value), incoming, stores, words)
        case "evidence.refuse" | "evidence.refuse_sure":
            return refused(press.value.split(","), press.action.endswith("sure"), incoming, stores, words)
        case "evidence.agree":
            return agreed(press.value, incoming, stores, words)
        case "evidence.piece":
            found = stores.evidence.get(incoming.workspace_id, (chosen,), incoming.reader)
            return Outcome(tuple(telling.piece_shown(piece, words) for piece in found))
        case "evidence.map":
            return about(_topic(press.value), chosen, None, incoming, stores, words)
        case "evidence.questions":
            return about("questions", chosen, None, incoming, stores, words)
        case "evidence.never" | "evidence.again":
            return habits.switched(press.action == "evidence.never", incoming, words)
        case "evidence.not_now":
            return Outcome(
                (Reply(parts=(Text(text=words("evidence.nothing_kept"), style="grey"),), whisper=True, replaces=True),)
            )
        case _:
            return Outcome((Reply(parts=(Text(text=words("evidence.how_to_add")),), whisper=True),))


def _topic(value: str) -> Topic:
    return "old" if value == "old" else "questions" if value == "questions" else "weak"
