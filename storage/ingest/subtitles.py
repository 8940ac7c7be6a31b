"""What do subtitles say? Cues of WebVTT and SubRip, without times, numbers and markup."""

import html
import re

from storage.ingest.passages import Passage, by_speakers, labelled

_ARROW = re.compile(r"^\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{3}\s+-->\s+(?:\d+:)?\d{1,2}:\d{2}[.,]\d{3}")
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]+)>")
_TAG = re.compile(r"</?[a-zA-Z0-9][^>]*>")


def cues(text: str) -> list[Passage]:
    """The passages in order; notes, styles and regions are left out."""
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    spoken: list[tuple[str | None, str]] = []
    for block in blocks:
        lines = block.strip().splitlines()
        at = next((place for place, line in enumerate(lines) if _ARROW.match(line)), None)
        if at is not None:
            spoken += _voices("\n".join(lines[at + 1 :]))
    if any(speaker for speaker, _ in spoken):
        return [Passage(text=said, speaker=speaker) for speaker, said in spoken]
    return by_speakers(said for _, said in spoken)


def _voices(cue: str) -> list[tuple[str | None, str]]:
    """One cue may hold several voices: `<v Ana>Hello</v>`, or `- Ana: Hello` a line each."""
    pieces = _VOICE.split(cue)
    found = [(None, _clean(pieces[0]))] + [
        (html.unescape(name).strip(), _clean(said)) for name, said in zip(pieces[1::2], pieces[2::2], strict=True)
    ]
    lines = [(speaker, line) for speaker, said in found for line in _turns(said)]
    return [(speaker, line) for speaker, line in lines if line]


def _turns(said: str) -> list[str]:
    """The cue's lines as one, unless each names a speaker."""
    lines = [line.strip().removeprefix("- ") for line in said.splitlines() if line.strip()]
    return lines if len(lines) > 1 and all(labelled(line) for line in lines) else [" ".join(lines)]


def _clean(text: str) -> str:
    return html.unescape(_TAG.sub("", text)).strip()
