"""What stands behind which label? `front: chatbot; back: fraud check`, in one line or several, in any order."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.conversation.tongues import any_whole, either, listed
from prompts.loader import Words

Labels = Mapping[str, Sequence[str]]
_AROUND = " \t\n;；,，、·"


class Part(NamedTuple):
    """What stands behind a label, by the label's key; None: nothing stood before it."""

    label: str | None
    text: str


def labels(words: Words, key: str) -> Labels:
    """The labels listed under a key, in all languages: `{"front_stage": ("front", "前台", …)}`."""
    return {name: listed(words, f"{key}.{name}") for name in words.data(key)}


def read_labels(text: str, known: Labels) -> tuple[Part, ...]:
    """The parts of a text, in order; a text without any label is one part."""
    names = {word.casefold(): name for name, said in known.items() for word in said}
    pattern = rf"(?<!\w)(?P<label>{either(names)})\s*[:：]".replace("\\ ", r"\s+")
    found = list(re.finditer(pattern, text, re.IGNORECASE))
    parts = [Part(None, text[: found[0].start() if found else len(text)].strip(_AROUND))]
    ends = [*(following.start() for following in found[1:]), len(text)]
    for match, end in zip(found, ends, strict=False):
        behind = text[match.end() : end]
        parts.append(Part(names[" ".join(match["label"].split()).casefold()], behind.strip(_AROUND)))
    return tuple(part for part in parts if part.text)


def label_in(text: str, known: Labels) -> tuple[str, str] | None:
    """A label that stands in a text as a word of its own, and the text without it."""
    for name, said in known.items():
        if match := re.search(any_whole(said), text, re.IGNORECASE):
            return name, f"{text[: match.start()]} {text[match.end() :]}".strip(_AROUND)
    return None
