"""Who is described? The name before the first comma, an age if there is one, the rest as one line."""

import re
from typing import NamedTuple

from bot.conversation.read_number import plain_digits
from bot.conversation.tongues import HAN, either, has_han, listed, tongues
from prompts.loader import Words

NAME_LIMIT = 60
_HAN_NAME = re.compile(rf"(?!他|她|它|其)(?:[{HAN}·]*的)?(?:(?!的)[{HAN}]){{2,4}}")


class PersonaRead(NamedTuple):
    """A sentence without a short name at its beginning is cut for the name and kept whole as `one_line`."""

    name: str
    age: str | None = None
    one_line: str | None = None


def read_persona(text: str, words: Words) -> PersonaRead:
    """ "Ben, 41, runs a bakery, orders late at night"; "好奇的科琳，32 岁，自雇"."""
    whole = " ".join(text.split())
    name, rest = _first_part(whole)
    if len(name) > NAME_LIMIT:
        return PersonaRead(name[:NAME_LIMIT].rsplit(" ", 1)[0].strip(), None, whole)
    maybe_age, after = _first_part(rest)
    age = _age(maybe_age, words)
    return PersonaRead(name, age, after or None) if age else PersonaRead(name, None, rest or None)


def two_names(name: str, words: Words) -> tuple[str, ...]:
    """Both names if two are joined ("Ben and Dana", 科琳和李明); () for one."""
    joined = listed(words, "reading.joined_by")
    spaced = re.split(rf"\s+(?:{either(word for word in joined if not has_han(word))}|&)\s+", name)
    if len(spaced) > 1:
        parts = [part.strip() for part in spaced]
        return tuple(parts) if all(part and part[0].isupper() for part in parts) else ()
    parts = [part.strip() for part in re.split(either(word for word in joined if has_han(word)), name)]
    return tuple(parts) if len(parts) == 2 and all(_HAN_NAME.fullmatch(part) for part in parts) else ()


def _age(text: str, words: Words) -> str | None:
    for tongue in tongues(words):
        if match := re.fullmatch(tongue.data("reading.age"), plain_digits(text), re.IGNORECASE):
            return re.sub(r"\s", "", match["age"])
    return None


def _first_part(text: str) -> tuple[str, str]:
    """What stands before the first comma, and what behind it."""
    parts = re.split(r"\s*[,，]\s*", text, maxsplit=1)
    return parts[0].strip(), parts[1].strip().rstrip("。") if len(parts) > 1 else ""
