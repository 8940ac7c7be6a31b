"""Is a message about the team's work on the map? Meeting view, who answers for what, and which guest may edit."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from bot.conversation.read_owner import member_named
from bot.conversation.tongues import tongues
from prompts.loader import Words

Topic = Literal["meeting", "unowned", "owners", "owner_of", "let_edit", "stop_edit"]
ABOUT_PEOPLE: tuple[Topic, ...] = ("let_edit", "stop_edit")
_MENTION = re.compile(r"<@(?P<id>[UW][A-Z0-9]+)(?:\|[^>]*)?>")


class TeamWish(NamedTuple):
    """`about`: the thing of the map whose owner is asked for, or the id of the member who may edit."""

    topic: Topic
    about: str = ""


def team_wish(text: str, words: Words, names: Mapping[str, str]) -> TeamWish | None:
    """What a whole message asks for, in any of the languages. A member must be known by name or mentioned."""
    said = text.strip().rstrip("?？.。!！ ").strip()
    for topic, pattern in _patterns(words):
        match = pattern.fullmatch(said)
        if match is None:
            continue
        about = (match.groupdict().get("about") or "").strip(" \"'“”„«»")
        if topic not in ABOUT_PEOPLE:
            return TeamWish(topic, about)
        if member := _member(about, names):
            return TeamWish(topic, member)
    return None


def _member(text: str, names: Mapping[str, str]) -> str | None:
    mention = _MENTION.fullmatch(text)
    return mention["id"] if mention else member_named(text, names)


@lru_cache
def _patterns(words: Words) -> tuple[tuple[Topic, re.Pattern[str]], ...]:
    """Topic by topic, so that "who answers for what" is no question about something called "what"."""
    order: tuple[Topic, ...] = ("meeting", "unowned", "owners", "stop_edit", "let_edit", "owner_of")
    return tuple(
        (topic, re.compile(said, re.IGNORECASE))
        for topic in order
        for tongue in tongues(words)
        for said in tongue.data(f"team.asks.{topic}")
    )
