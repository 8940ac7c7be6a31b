"""Who says which line? Lines of a text as passages of speakers: `Ana: …`, `[00:12] Ana: …`, a name on its own line."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from storage.model.types import Model

_TIME = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?"
_NAME = r"(?P<name>[^\W\d_][^:：\[\]()\d\"“„]{0,38}(?: ?\d{1,3})?)"
_LABELLED = re.compile(rf"^(?:{_TIME}\s*[-–]?\s*)?{_NAME}\s*(?:{_TIME})?\s*[:：]\s*(?P<text>\S.*)$")
_ALONE = re.compile(rf"^(?:{_NAME}\s+{_TIME}|{_TIME}\s+[-–]?\s*{_NAME.replace('?P<name>', '?P<late>')})$")
_MARKDOWN = re.compile(r"^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+)|\*\*|__|`")
_NAME_WORDS, _NAME_HAN = 4, 8


class Passage(Model):
    """What one speaker said in one go."""

    text: str
    speaker: str | None = None


def by_speakers(lines: Iterable[str]) -> list[Passage]:
    """The lines with their speakers. A label counts as one where it comes twice, with a time, or where
    most lines have one."""
    read = [_MARKDOWN.sub("", line).strip() for line in lines]
    given = [line for line in read if line]
    labels = [_labelled(line) for line in given]
    known = _speakers([label for label in labels if label], len(given))
    known |= {label[0] for label in labels if label and not label[1]}
    passages: list[Passage] = []
    speaker: str | None = None
    for line, label in zip(given, labels, strict=True):
        if label and label[0] in known:
            speaker = label[0]
            if label[1]:
                passages.append(Passage(text=label[1], speaker=speaker))
        else:
            passages.append(Passage(text=line, speaker=speaker))
    return passages


def merged(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Neighbours of the same speaker as one passage, a line each."""
    found: list[Passage] = []
    for passage in passages:
        if found and found[-1].speaker == passage.speaker:
            found[-1] = Passage(text=f"{found[-1].text}\n{passage.text}", speaker=passage.speaker)
        else:
            found.append(passage)
    return tuple(found)


def labelled(line: str) -> tuple[str, str] | None:
    """The name before a colon and what follows it."""
    match = _LABELLED.match(line)
    name = " ".join(match["name"].split()) if match else ""
    return (name, match["text"]) if match and _is_name(name) else None


def _labelled(line: str) -> tuple[str, str] | None:
    """`Ana: text`, or `Ana 00:12` with the text on the lines below."""
    alone = _ALONE.match(line)
    if alone is None:
        return labelled(line)
    name = " ".join((alone["name"] or alone["late"]).split())
    return (name, "") if _is_name(name) else None


def _is_name(name: str) -> bool:
    long = len(name.split()) > _NAME_WORDS or sum("\u4e00" <= c <= "\u9fff" for c in name) > _NAME_HAN
    return bool(name) and not long and not name.casefold().startswith(("http", "www"))


def _speakers(labels: Sequence[tuple[str, str]], lines: int) -> set[str]:
    counts = Counter(name for name, _ in labels)
    most = len(labels) * 2 > lines and len(labels) > 1
    return {name for name, count in counts.items() if count > 1 or most}
