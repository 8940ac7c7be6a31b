"""Makes any text safe for a place in Slack. Nothing else may build Slack text from people's words."""

import unicodedata


def mrkdwn(text: str) -> str:
    """For mrkdwn objects and `text`: nothing in it becomes a mention, a link or an entity."""
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def markdown(text: str) -> str:
    """For markdown text and stream chunks: nothing in it becomes a mention, a link or a picture. `&` stays."""
    safe = visible(text).replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace("](", "] (").replace("![", "! [")


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
