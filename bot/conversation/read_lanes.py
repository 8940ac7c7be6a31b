"""What works behind a touchpoint: cells of a service blueprint, where it can fail or wait, who hands over to whom."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from bot.conversation.read_labels import labels, read_labels
from bot.conversation.tongues import any_whole, either, listed, tongues
from prompts.loader import Words
from storage.model.blueprint import LANES, Cell, HandOver, Lane
from storage.model.refusals import made

LONGEST_NAME = 60
_NUMBER = r"\d+(?:[.,]\d+)?"


class Fail(NamedTuple):
    """Where something can fail or wait, as far as it was said. `place`: the words in front of a colon."""

    text: str | None
    minutes: int | None = None
    place: str | None = None


class Passing(NamedTuple):
    """Work that passes to another team; `place`: after what."""

    hand_over: HandOver
    place: str | None = None


def read_cells(text: str, asked: Lane | None, words: Words) -> Mapping[Lane, str]:
    """What stands in which lane; without a label it is the lane that was asked for."""
    found: dict[Lane, str] = {}
    lanes: dict[str, Lane] = {lane: lane for lane in LANES}
    for part in read_labels(text, labels(words, "reading.lanes")):
        lane = lanes[part.label] if part.label else asked
        if lane is not None:
            found[lane] = f"{found[lane]}; {part.text}" if lane in found else part.text
    return found


def cell_of(lane: Lane, text: str) -> Cell:
    """`payment provider, Finance` under support is a system and the department that owns it."""
    said = " ".join(text.split())
    if lane != "support":
        return made(Cell, text=said)
    system, department = _owned(said)
    return made(Cell, text=system, system=system if len(system) <= LONGEST_NAME else None, department=department)


def _owned(text: str) -> tuple[str, str | None]:
    match = re.fullmatch(rf"(?P<system>.*\S)\s*[,，、]\s*(?P<department>[^,，、;；]{{1,{LONGEST_NAME}}})", text)
    return (match["system"], match["department"].strip()) if match else (text, None)


def read_fail(text: str, words: Words) -> Fail:
    """`stock data is a day old; wait 24 h`; `back at pays by card: manual check; 2 days`."""
    flat = " ".join(text.split())
    head, colon, rest = flat.partition(":") if ":" in flat else flat.partition("：")
    place, said = (head.strip(), rest.strip()) if colon and rest.strip() else (None, flat)
    clauses = re.split(r"\s*[;；,，]\s*", said)
    waits = [clause for clause in clauses if _minutes(clause, words) is not None]
    told = next((clause for clause in waits if _only_a_wait(clause, words)), waits[-1] if waits else None)
    if told is None:
        return Fail(said.rstrip("."), None, place)
    left = said
    if _only_a_wait(told, words):
        left = re.sub(rf"\s*[;；,，]?\s*{re.escape(told)}\s*[;；,，]?\s*", "; ", said, count=1).strip("; ")
    return Fail(left.rstrip(".") or None, _minutes(told, words), place)


def _minutes(clause: str, words: Words) -> int | None:
    match = _duration(words).search(clause)
    if match is None:
        return None
    units = labels(words, "reading.wait_units")
    unit = next(int(name) for name, said in units.items() if match["unit"].casefold() in said)
    return round(float(match["n"].replace(",", ".")) * unit)


def _only_a_wait(clause: str, words: Words) -> bool:
    """Whether nothing but the length of a wait is said: `wait 24 h`, `about 2 days`."""
    left = _duration(words).sub(" ", clause)
    return not re.sub(any_whole(listed(words, "reading.wait_words")), " ", left, flags=re.IGNORECASE).strip(" .~")


@lru_cache
def _duration(words: Words) -> re.Pattern[str]:
    units = [unit for said in labels(words, "reading.wait_units").values() for unit in said]
    return re.compile(rf"(?P<n>{_NUMBER})\s*(?P<unit>{either(units)})(?![^\W\u3400-\u9fff])", re.IGNORECASE)


def read_hand_over(text: str, words: Words) -> Passing:
    """`Sales to Fulfilment after payment`: the text stays whole, the teams and the place are taken from it."""
    said = " ".join(text.split()).rstrip(".")
    for pattern in _hand_overs(words):
        if match := pattern.fullmatch(said):
            teams = {name: match[name].strip()[:LONGEST_NAME] for name in ("from_team", "to_team")}
            return Passing(made(HandOver, text=said, **teams), match.groupdict().get("place"))
    return Passing(made(HandOver, text=said))


@lru_cache
def _hand_overs(words: Words) -> tuple[re.Pattern[str], ...]:
    patterns = (pattern for tongue in tongues(words) for pattern in tongue.data("reading.hand_over"))
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
