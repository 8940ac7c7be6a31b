"""Who is described? The name before the first comma, an age if there is one, the rest as one line."""

import re
from typing import NamedTuple

from prompts.loader import Words

NAME_LIMIT = 60


class PersonaRead(NamedTuple):
    """A sentence without a short name at its beginning is cut for the name and kept whole as `one_line`."""

    name: str
    age: str | None = None
    one_line: str | None = None


def read_persona(text: str, words: Words) -> PersonaRead:
    """ "Ben, 41, runs a bakery, orders late at night"."""
    whole = " ".join(text.split())
    name, rest = _first_part(whole)
    if len(name) > NAME_LIMIT:
        return PersonaRead(name[:NAME_LIMIT].rsplit(" ", 1)[0].strip(), None, whole)
    maybe_age, after = _first_part(rest)
    age = re.compile(words.data("reading.age"), re.IGNORECASE).fullmatch(maybe_age)
    if age:
        return PersonaRead(name, re.sub(r"\s", "", age["age"]), after or None)
    return PersonaRead(name, None, rest or None)


def two_names(name: str, words: Words) -> tuple[str, ...]:
    """Both names if two are joined ("Ben and Dana"); () for one."""
    joined = "|".join(map(re.escape, words.data("reading.joined_by")))
    parts = [part.strip() for part in re.split(rf"\s+(?:{joined}|&)\s+", name)]
    return tuple(parts) if len(parts) > 1 and all(part and part[0].isupper() for part in parts) else ()


def _first_part(text: str) -> tuple[str, str]:
    """What stands before the first comma, and what behind it."""
    parts = re.split(r"\s*[,，]\s*", text, maxsplit=1)
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""
