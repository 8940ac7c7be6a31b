"""Makes any text safe for a place in Slack. Nothing else may build Slack text from people's words."""

import re
import unicodedata
from typing import Any

from bot.addresses import ADDRESS

_OURS = re.compile(
    r"https://[a-z0-9-]+(?:\.enterprise)?\.slack\.com/archives/[CDG][A-Z0-9]+/p\d{16}"
    r"(?:\?thread_ts=\d+\.\d+&cid=[CDG][A-Z0-9]+)?"
)


def mrkdwn(text: str) -> str:
    """For mrkdwn objects and `text`: nothing in it becomes a mention, a link or an entity."""
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mrkdwn_object(safe: str) -> dict[str, Any]:
    """A text object of what `mrkdwn` made safe, with our own marks. Verbatim: bare addresses do not become links."""
    return {"type": "mrkdwn", "text": safe, "verbatim": True}


def permalink(text: str) -> str:
    """For mrkdwn objects: the address of a message in Slack as a link, all else as text."""
    return f"<{mrkdwn(text)}>" if _OURS.fullmatch(text) else mrkdwn(text)


def markdown(text: str) -> str:
    """For markdown text and stream chunks: nothing in it becomes a mention, a link or a picture. `&` stays.

    Markdown has no `verbatim`: bare addresses stand as code, and no other code can tear them open.
    """
    safe = visible(text).replace("<", "&lt;").replace(">", "&gt;").replace("`", "'")
    return ADDRESS.sub(lambda found: f"`{found[0]}`", safe.replace("](", "] (").replace("![", "! ["))


def plain_text(text: str, longest: int) -> str:
    """For plain_text objects: one line without unseen characters, cut with an ellipsis at `longest` UTF-16 units."""
    return cut(" ".join(visible(text).split()), longest)


def cut(text: str, longest: int) -> str:
    """The text, or its beginning and an ellipsis, in at most `longest` UTF-16 units."""
    if _units(text) <= longest:
        return text
    kept = ""
    room = longest - 1
    for character in text:
        room -= _units(character)
        if room < 0:
            break
        kept += character
    return kept.rstrip() + "…"


def visible(text: str) -> str:
    """Without control, direction, tag and other unseen characters; line breaks and joiners stay."""
    return "".join(
        c for c in text if c in "\n\t\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )


def _units(text: str) -> int:
    return len(text) + sum(c > "\uffff" for c in text)
