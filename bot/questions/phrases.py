"""The phrases of a language, loaded and compiled: patterns by tool, refusals, spellings, words for things."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from bot.questions import normalise
from bot.questions.commands import Ask, Reason, Relation, Slots
from bot.questions.periods import words_of as period_words
from bot.questions.tokens import join
from prompts import loader

SLOT_NAMES = ("journey", "persona", "stage", "touchpoint", "channel", "device", "period")
OFTEN = 3
"""A word that so many examples hold is taken for spelt right."""
_SLOT = re.compile(rf"\{{({'|'.join(SLOT_NAMES)})\}}")
_WORD = re.compile(r"[^\W\d_]+")


class Phrase(NamedTuple):
    """A pattern and how strongly it speaks for its tool."""

    pattern: re.Pattern[str]
    weight: float


class Refusal(NamedTuple):
    """A pattern of questions that no tool may answer, and why."""

    pattern: re.Pattern[str]
    reason: Reason


class Beside(NamedTuple):
    """The words before or after a name that tell its kind: "the *flow*", "*stage* Verify"."""

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None


class Phrases(NamedTuple):
    """`prompts/phrases/<lang>.yaml`, and the words of the examples in `prompts/questions/<lang>.yaml`."""

    lang: str
    tools: dict[str, tuple[Phrase, ...]]
    nearest: dict[str, tuple[Ask, ...]]
    refusals: tuple[Refusal, ...]
    respell: dict[str, str]
    devices: dict[str, str]
    channels: dict[str, tuple[str, ...]]
    breakdowns: dict[str, str]
    kinds: dict[str, str]
    numbers: dict[str, int]
    relations: dict[Relation, re.Pattern[str]]
    beside: dict[str, Beside]
    before_after: frozenset[str]
    options: dict[str, dict[str, tuple[str, ...]]]
    units: dict[str, str]
    over_time: dict[str, str]
    domain: frozenset[str]
    not_events: frozenset[str]
    not_searched: frozenset[str]
    patterns: dict[str, re.Pattern[str]]
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
    data, spelt = loader.table(f"phrases/{lang}"), _spelt(lang)
    sure = _words_of([*_said_words(data), *data["domain"].split()]) | period_words(lang)
    repairs = sure | _often(tokens for tool, tokens in spelt if tool != "out_of_scope")
    known = (
        repairs
        | _often(tokens for _, tokens in spelt)
        | _words_of([data["common"], data.get("groups", ""), *_stage_words()])
        | _of_patterns(data)
    )
    choices = tuple(sorted(word for word in repairs if len(word) >= normalise.SHORTEST))
    return Phrases(
        lang=lang,
        tools={tool: tuple(_phrase(line) for line in part["phrases"]) for tool, part in data["tools"].items()},
        nearest={tool: tuple(_ask(line) for line in part.get("nearest", ())) for tool, part in data["tools"].items()},
        refusals=tuple(Refusal(_compile(line["say"]), line["reason"]) for line in data["refusals"]),
        respell=data["respell"],
        devices=data["devices"],
        channels={key: tuple(said) for key, said in data["channels"].items()},
        breakdowns=_turned(data["breakdowns"]),
        kinds=_turned(data["kinds"]),
        numbers=data["numbers"],
        relations={relation: re.compile(say) for relation, say in data["relations"].items()},
        beside={kind: _beside(line) for kind, line in data["beside"].items()},
        before_after=frozenset(data.get("before_after", "").split()),
        options={
            name: {value: tuple(said) for value, said in values.items()}
            for name, values in data.get("options", {}).items()
        },
        units=data["units"],
        over_time=_turned(data["over_time"]),
        domain=frozenset(data["domain"].split()),
        not_events=frozenset(data["not_events"].split()),
        not_searched=frozenset(data["not_searched"].split()),
        patterns=_patterns(data),
        vocabulary=known,
        repairs=frozenset(choices),
    )


@lru_cache
def examples(lang: str) -> tuple[tuple[str, str], ...]:
    """Tool and masked question of each example, read as a question is."""
    known = phrases(lang)
    choices = tuple(sorted(known.repairs))
    return tuple((tool, join(normalise.repair(tokens, known.vocabulary, choices))) for tool, tokens in _spelt(lang))


@lru_cache
def _spelt(lang: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The examples of the bank and of the phrases' tests, in tokens."""
    data, bank = loader.table(f"phrases/{lang}"), loader.table(f"questions/{lang}")
    asked = [(tool, text) for tool, texts in bank.items() for text in texts]
    asked += [(tool, text) for tool, part in data["tools"].items() for text in part.get("tests", ())]
    return tuple((tool, _tokens(text, data["respell"])) for tool, text in asked)


def _tokens(text: str, respell: dict[str, str]) -> tuple[str, ...]:
    """An example's tokens as a question's are, slots as `_journey_`."""
    parts = _SLOT.split(text)
    said = (normalise.spelt(part, respell) if n % 2 == 0 else (f"_{part}_",) for n, part in enumerate(parts))
    return tuple(token for tokens in said for token in tokens)


def _often(examples: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Words that stand in several examples, which a misspelt one does not."""
    counts = Counter(token for tokens in examples for token in set(tokens))
    return frozenset(word for word, n in counts.items() if n >= OFTEN and _WORD.fullmatch(word))


def _said_words(data: dict[str, Any]) -> list[str]:
    """What the lists of spellings, devices, channels, breakdowns and kinds hold."""
    said = [*data["respell"].values(), *data["devices"]]
    return said + [
        word for part in ("channels", "breakdowns", "kinds") for words in data[part].values() for word in words
    ]


def _words_of(texts: list[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in _WORD.findall(text.lower()))


def _of_patterns(data: dict[str, Any]) -> frozenset[str]:
    """Whole words that stand in the patterns; beginnings such as `abandon\\w*` are left out."""
    patterns = [line["say"] for part in data["tools"].values() for line in part["phrases"]]
    patterns += [line["say"] for line in data["refusals"]]
    text = " ".join(re.sub(r"\\[bsdw]|\\{|\\}|[^\W\d_]+\\w[*+]", " ", pattern) for pattern in patterns)
    return frozenset(re.findall(r"[^\W\d_]{4,}", text))


def _patterns(data: dict[str, Any]) -> dict[str, re.Pattern[str]]:
    number = r"\d{1,4}|" + _any_of(data["numbers"])
    lists = {
        "{number}": number,
        "{breakdown}": _any_of(_turned(data["breakdowns"])),
        "{stage_word}": _any_of(_stage_words()),
        "{group}": _any_of(data.get("groups", "").split()),
    }
    return {name: re.compile(_filled(pattern, lists), re.IGNORECASE) for name, pattern in data["patterns"].items()}


def _filled(pattern: str, lists: dict[str, str]) -> str:
    for name, words in lists.items():
        pattern = pattern.replace(name, words)
    return pattern


def _stage_words() -> tuple[str, ...]:
    """What stages are called everywhere, in all languages."""
    return tuple(word for row in loader.table("phrases/stages").values() for word in row["words"])


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _phrase(line: dict[str, Any]) -> Phrase:
    return Phrase(_compile(line["say"]), float(line["weight"]))


def _compile(pattern: str) -> re.Pattern[str]:
    for name in SLOT_NAMES:
        pattern = pattern.replace(rf"\{{{name}\}}", f"_{name}_")
    return re.compile(pattern)


def _beside(line: dict[str, str]) -> Beside:
    return Beside(*(re.compile(line[side]) if side in line else None for side in ("before", "after")))


def _ask(line: dict[str, Any]) -> Ask:
    return Ask(tool=line["tool"], args=Slots.model_validate({k: v for k, v in line.items() if k != "tool"}))


def _turned(table: dict[str, list[str]]) -> dict[str, Any]:
    return {word: key for key, words in table.items() for word in words}
