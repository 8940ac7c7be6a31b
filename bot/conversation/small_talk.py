"""Thanks, a greeting, a nod in the middle of a build: a kind word back, and the open question stays open."""

import re
from functools import lru_cache

from bot.conversation.asking import put
from bot.conversation.plan import kind_of
from bot.conversation.read_quote import has_quote
from bot.conversation.talk import Talk
from bot.conversation.tongues import any_whole, listed
from prompts.loader import Words

KINDS = ("thanks", "greeting", "goodbye", "nod")
"""Of several in one message the first is answered."""
_SHORTCODE = re.compile(r":[a-z0-9_'+-]+:")


def small_talk(talk: Talk) -> bool:
    """Answered with a word, unless it may answer the open question: "ok" is a rating, "thank you" what was heard."""
    kind, about = kind_in(talk.said.text, talk.words), talk.open
    if kind is None or talk.session.state != "active":
        return False
    takes = kind_of(about.question) if about is not None else {}
    if takes.get("small_talk_ok") or (takes.get("rating") and kind == "nod"):
        return False
    talk.say(f"small_talk.{kind}")
    put(talk)
    return True


def kind_in(text: str, words: Words) -> str | None:
    """What a whole message is, in any of the languages, with signs and emoji around it; None where it is more."""
    said = _SHORTCODE.sub(" ", text.casefold())
    if has_quote(text) or not _whole(words).fullmatch(said):
        return None
    return next((kind for kind in KINDS if _one_of(words, kind).search(said)), None)


@lru_cache
def _whole(words: Words) -> re.Pattern[str]:
    every = [word for kind in (*KINDS, "beside") for word in listed(words, f"reading.small_talk.{kind}")]
    return re.compile(rf"(?:{any_whole(every)}|[\W_])++")


@lru_cache
def _one_of(words: Words, kind: str) -> re.Pattern[str]:
    return re.compile(any_whole(listed(words, f"reading.small_talk.{kind}")))
