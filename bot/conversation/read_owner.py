"""Who is meant by a name, a mention or "me"?"""

import re
from collections.abc import Collection, Mapping

from bot.conversation.tongues import has_han, listed
from prompts.loader import Words
from storage.model.refusals import made
from storage.model.types import Owner

_MENTION = re.compile(r"<@(?P<id>[UW][A-Z0-9]+)(?:\|[^>]*)?>")


def read_owner(text: str, speaker: str, names: Mapping[str, str], words: Words) -> Owner:
    """The member of this name; a name nobody has stays as label ("Web team"). Raises ChangeRefused for one too long."""
    asked = text.strip().strip(".,。，")
    if asked.casefold() in listed(words, "reading.me"):
        return made(Owner, label=names.get(speaker, speaker), member_id=speaker)
    if match := _MENTION.fullmatch(asked):
        return made(Owner, label=names.get(match["id"], match["id"]), member_id=match["id"])
    member = member_named(asked, names)
    return made(Owner, label=names[member] if member else asked.removeprefix("@"), member_id=member)


def mentions_named(text: str, names: Mapping[str, str]) -> str:
    """The text with `<@U0MIA>` written as `@Mia`."""
    return _MENTION.sub(lambda match: f"@{names.get(match['id'], match['id'])}", text)


def is_known_owner(text: str, names: Mapping[str, str], labels: Collection[str], words: Words) -> bool:
    """Whether this is "me", an @name, a member, or one of the `labels` that own something already."""
    asked = text.strip().strip(".,。，")
    if asked.startswith(("@", "<@")) or asked.casefold() in listed(words, "reading.me"):
        return True
    return member_named(asked, names) is not None or asked.casefold() in {label.casefold() for label in labels}


def member_named(text: str, names: Mapping[str, str]) -> str | None:
    """The member with this name, with or without an @; a first name counts if only one member has it."""
    asked = text.strip().removeprefix("@").casefold()
    full = [member for member, name in names.items() if name.casefold() == asked]
    first = [member for member, name in names.items() if name.casefold().split()[:1] == [asked]]
    return full[0] if full else first[0] if len(first) == 1 else None


def mentioned(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """All members named with an @ in a text, in order, once."""
    found = []
    for match in _mentions(names).finditer(text):
        member = match["id"] or member_named(match["name"], names) or member_named(match["name"].split()[0], names)
        found += [member] if member else []
    return tuple(dict.fromkeys(found))


def addressed_to_another(text: str, names: Mapping[str, str]) -> bool:
    """Whether a message starts with a member's @name. The bot's own mention is taken off before it comes here."""
    start = text.lstrip()
    if _MENTION.match(start):
        return True
    return start.startswith("@") and bool(mentioned(re.split(r"[,;，；、\n]", start)[0][:80], names))


def _mentions(names: Mapping[str, str]) -> re.Pattern[str]:
    """`<@U0MIA>`, `@` and a member's whole name (no space has to follow it), or `@` and a word or two."""
    whole = "|".join(re.escape(name) for name in sorted(names.values(), key=len, reverse=True) if has_han(name))
    word = r"[^\s@,;，；、。：:]+(?: [A-ZА-Ш][^\s@,;]*)?"
    return re.compile(rf"<@(?P<id>[UW][A-Z0-9]+)(?:\|[^>]*)?>|@(?P<name>{whole + '|' if whole else ''}{word})")
