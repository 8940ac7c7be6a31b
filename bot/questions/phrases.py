"""The phrases of a language, loaded and compiled: patterns by tool, refusals, spellings, words for things."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from bot.questions.commands import Ask, Reason, Relation, Slots
from bot.questions.periods import WORDS as PERIOD_WORDS
from prompts import loader

SLOT_NAMES = ("journey", "persona", "stage", "touchpoint", "channel", "device", "period")


class Phrase(NamedTuple):
    """A pattern and how strongly it speaks for its tool."""

    pattern: re.Pattern[str]
    weight: float


class Refusal(NamedTuple):
    """A pattern of questions that no tool may answer, and why."""

    pattern: re.Pattern[str]
    reason: Reason


class Phrases(NamedTuple):
    """`prompts/phrases/<lang>.yaml` and the examples of `prompts/questions/<lang>.yaml`; slots stand as `_journey_`."""

    tools: dict[str, tuple[Phrase, ...]]
    nearest: dict[str, tuple[Ask, ...]]
    refusals: tuple[Refusal, ...]
    respell: dict[str, str]
    devices: dict[str, str]
    channels: dict[str, tuple[str, ...]]
    breakdowns: dict[str, str]
    kinds: dict[str, str]
    numbers: dict[str, int]
    relations: dict[str, Relation]
    units: dict[str, str]
    over_time: dict[str, str]
    domain: frozenset[str]
    not_events: frozenset[str]
    not_searched: frozenset[str]
    patterns: dict[str, re.Pattern[str]]
    examples: tuple[tuple[str, str], ...]
    vocabulary: frozenset[str]
    repairs: frozenset[str]

    def number(self, said: str) -> int:
        """`14` or `two`."""
        return int(said) if said.isdigit() else self.numbers[said]

    def scores(self, masked: str) -> dict[str, float]:
        """Summed weights of the patterns found, by tool; only tools with any."""
        found: dict[str, float] = {}
        for tool, phrases in self.tools.items():
            weights = [phrase.weight for phrase in phrases if phrase.pattern.search(masked)]
            if weights:
                found[tool] = sum(weights)
        return found

    def refusal(self, masked: str) -> Reason | None:
        """Why this question must not be answered, if a refusal's pattern is in it."""
        return next((refusal.reason for refusal in self.refusals if refusal.pattern.search(masked)), None)


@lru_cache
def phrases(lang: str) -> Phrases:
    """The phrases of a language. Raises FileNotFoundError for one that is not on offer."""
    data, bank = loader.table(f"phrases/{lang}"), loader.table(f"questions/{lang}")
    examples = tuple((tool, _plain(text)) for tool, texts in bank.items() for text in texts)
    examples += tuple((tool, _plain(text)) for tool, part in data["tools"].items() for text in part.get("tests", ()))
    return Phrases(
        tools={tool: tuple(_phrase(line) for line in part["phrases"]) for tool, part in data["tools"].items()},
        nearest={tool: tuple(_ask(line) for line in part.get("nearest", ())) for tool, part in data["tools"].items()},
        refusals=tuple(Refusal(_compile(line["say"]), line["reason"]) for line in data["refusals"]),
        respell=data["respell"],
        devices=data["devices"],
        channels={key: tuple(said) for key, said in data["channels"].items()},
        breakdowns=_turned(data["breakdowns"]),
        kinds=_turned(data["kinds"]),
        numbers=data["numbers"],
        relations=_turned(data["relations"]),
        units=data["units"],
        over_time=_turned(data["over_time"]),
        domain=frozenset(data["domain"].split()),
        not_events=frozenset(data["not_events"].split()),
        not_searched=frozenset(data["not_searched"].split()),
        patterns=_patterns(data),
        examples=examples,
        vocabulary=_words_of([*_said_words(data), data["common"], *(text for _, text in examples)])
        | _of_patterns(data)
        | PERIOD_WORDS,
        repairs=_words_of([*_said_words(data), *(text for tool, text in examples if tool != "out_of_scope")])
        | PERIOD_WORDS,
    )


def _said_words(data: dict[str, Any]) -> list[str]:
    """What the lists of spellings, devices, channels, breakdowns and kinds hold."""
    said = [*data["respell"].values(), *data["devices"]]
    return said + [
        word for part in ("channels", "breakdowns", "kinds") for words in data[part].values() for word in words
    ]


def _words_of(texts: list[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in re.findall(r"[a-z]+", re.sub(r"_\w+_", " ", text.lower())))


def _of_patterns(data: dict[str, Any]) -> frozenset[str]:
    """Whole words that stand in the patterns; beginnings such as `abandon\\w*` are left out."""
    patterns = [line["say"] for part in data["tools"].values() for line in part["phrases"]]
    patterns += [line["say"] for line in data["refusals"]]
    text = " ".join(re.sub(r"\\[bsdw]|\\{|\\}|[a-z]+\\w[*+]", " ", pattern) for pattern in patterns)
    return frozenset(re.findall(r"[a-z]{4,}", text))


def _patterns(data: dict[str, Any]) -> dict[str, re.Pattern[str]]:
    number = r"\d{1,4}|" + _any_of(data["numbers"])
    breakdown = _any_of(_turned(data["breakdowns"]))
    return {
        name: re.compile(pattern.replace("{number}", number).replace("{breakdown}", breakdown), re.IGNORECASE)
        for name, pattern in data["patterns"].items()
    }


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _phrase(line: dict[str, Any]) -> Phrase:
    return Phrase(_compile(line["say"]), float(line["weight"]))


def _compile(pattern: str) -> re.Pattern[str]:
    for name in SLOT_NAMES:
        pattern = pattern.replace(rf"\{{{name}\}}", f"_{name}_")
    return re.compile(pattern)


def _plain(text: str) -> str:
    for name in SLOT_NAMES:
        text = text.replace(f"{{{name}}}", f"_{name}_")
    return " ".join(re.findall(r"_\w+_|[^\W_]+", text.lower().replace("'", "").replace("%", " percent ")))


def _ask(line: dict[str, Any]) -> Ask:
    return Ask(tool=line["tool"], args=Slots.model_validate({k: v for k, v in line.items() if k != "tool"}))


def _turned(table: dict[str, list[str]]) -> dict[str, Any]:
    return {word: key for key, words in table.items() for word in words}
