"""A transcript as pieces of evidence: its speakers under other names, cut where a sentence ends."""

import re
from collections.abc import Mapping, Sequence

from bot.conversation.read_paragraph import PIECE, pieces, sentences
from bot.conversation.read_quote import Quote
from bot.conversation.redact import redacted
from bot.conversation.talk import Talk
from bot.reply import Button, Press
from prompts.loader import Words
from storage.ingest.transcript import Transcript

LONGEST_VALUE, SHORTEST_NAME = 1_900, 3
_LABEL = re.compile(r"^(?P<who>[^:：\n]{1,60})[:：] ?")


def pseudonyms(speakers: Sequence[str], words: Words) -> dict[str, str]:
    """`Ana Petrova` → `Speaker 1`. A label that says what somebody is (Customer, Moderator) names nobody and stays."""
    named: dict[str, str] = {}
    for speaker in speakers:
        told = _role(speaker, words) is not None
        named[speaker] = speaker if told else _numbered(1 + sum(v != k for k, v in named.items()), words)
    return named


def _numbered(n: int | str, words: Words) -> str:
    """A name and no sentence: it stands in the text as it is looked for."""
    return str(words.data("evidence.speaker")).format(n=n)


def asks(label: str, words: Words) -> bool:
    """Whether this is the one who leads the talk: what such a person says is no evidence of a customer."""
    return _role(label, words) == "asks"


def _role(label: str, words: Words) -> str | None:
    roles: dict[str, list[str]] = words.data("evidence.roles")
    bare = re.sub(r"\s*\d+$", "", label).strip().casefold()
    return next((role for role, labels in roles.items() if bare in labels), None)


def quotes_of(transcript: Transcript, named: Mapping[str, str]) -> tuple[Quote, ...]:
    """Pieces of at most 4000 characters, a line a passage, with the speaker before it; redacted before it is cut."""
    lines = [
        (named.get(passage.speaker or ""), part)
        for passage in transcript.passages
        for part in pieces(_hidden(redacted(passage.text).text, named), PIECE - 200)
    ]
    found: list[list[tuple[str | None, str]]] = [[]]
    for who, text in lines:
        if found[-1] and _length(found[-1]) + _length([(who, text)]) > PIECE:
            found.append([])
        found[-1].append((who, text))
    return tuple(_quote(piece) for piece in found if piece)


def _quote(lines: Sequence[tuple[str | None, str]]) -> Quote:
    """Of one speaker alone the words; of several, each line says whose it is."""
    speakers = {who for who, _ in lines}
    if len(speakers) == 1:
        return Quote("\n".join(text for _, text in lines), who=next(iter(speakers)))
    return Quote("\n".join(f"{who}: {text}" if who else text for who, text in lines))


def _length(lines: Sequence[tuple[str | None, str]]) -> int:
    return sum(len(who or "") + len(text) + len(": \n") for who, text in lines)


def _hidden(text: str, named: Mapping[str, str]) -> str:
    """Names of speakers in what is said are replaced too, first names alone included."""
    for name, other in sorted(named.items(), key=lambda pair: -len(pair[0])):
        if name == other:
            continue
        for part in dict.fromkeys((name, name.split()[0])):
            if len(part) >= SHORTEST_NAME and part.isascii():
                text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", other, text)
            elif len(part) >= 2:
                text = re.sub(
                    rf"(?<!\w){re.escape(part)}(?!\w)" if part[0] < "\u2e80" else re.escape(part), other, text
                )
    return text


def told(text: str, who: str | None, words: Words) -> list[str]:
    """The sentences of a piece that may belong on a map: without labels, without what the asking side said."""
    found = []
    for line in text.splitlines():
        match = _LABEL.match(line)
        speaker = match["who"] if match and (match["who"] == who or _is_label(match["who"], words)) else None
        if asks(speaker or who or "", words):
            continue
        body = line[match.end() :] if match and speaker else line
        found += [part for part in sentences(body) if not part.endswith(("?", "？"))]
    return found


def _is_label(label: str, words: Words) -> bool:
    numbered = re.escape(_numbered("#", words)).replace("\\#", r"\d+")
    return _role(label, words) is not None or re.fullmatch(numbered, label) is not None


def keep_names_button(named: Mapping[str, str], ids: Sequence[str], words: Words) -> Button | None:
    """[Keep the names]; the names travel in the button alone. None where there are none, or too many for a button."""
    pairs = [f"{other}={name}" for name, other in named.items() if name != other]
    value = ",".join(ids) + "|" + "|".join(pairs)
    if not pairs or len(value) > LONGEST_VALUE:
        return None
    return Button(text=words("evidence.keep_names"), action="build.names", value=value)


def keep_names(talk: Talk, press: Press) -> None:
    """The speakers' own names after all, in the pieces of that file."""
    ids, *pairs = press.value.split("|")
    own = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    for piece in talk.scene.evidence:
        if piece.evidence_id in ids.split(",") and piece.text:
            who = own.get(piece.who or "", piece.who)
            talk.evidence.append(piece.model_copy(update={"text": _renamed(piece.text, own), "who": who}))
    talk.say("names_kept")


def _renamed(text: str, own: Mapping[str, str]) -> str:
    for other, name in sorted(own.items(), key=lambda pair: -len(pair[0])):
        text = re.sub(rf"{re.escape(other)}(?!\d)", lambda _, name=name: name, text)  # type: ignore[misc]
    return text[:PIECE]
