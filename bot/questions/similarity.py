"""Which tool's examples does a question look most like?

Two opinions over words, pairs of words and parts of words, rarer ones heavier: how near the nearest examples are
(cosine, 0 to 1), and how much the features speak for a tool's examples against all others (mean log odds, as in naive
Bayes). The shares were chosen by leaving each example out once.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from bot.questions.phrases import phrases

NEAR_SHARE, EVIDENCE_SHARE = 0.5, 0.3
SMOOTHING = 0.3
UNSEEN = 0.5
"""Rarity of a feature that no example has, as a share of the rarest one's."""
_WEIGHTS = {"w": 1.0, "p": 0.7, "n": 0.5}
"""Of words, pairs of words and n-grams of letters: the first letter of a feature says which it is."""


class Bank:
    """The examples, indexed: feature → (example, weight), and feature → weight by tool."""

    def __init__(self, examples: tuple[tuple[str, str], ...]) -> None:
        counts = [Counter(_features(text)) for _, text in examples]
        seen = Counter(feature for count in counts for feature in count)
        self._rarity = {feature: math.log((1 + len(counts)) / n) for feature, n in seen.items()}
        self._unseen = UNSEEN * max(self._rarity.values())
        self._tools = [tool for tool, _ in examples]
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._mass: dict[str, float] = defaultdict(float)
        self._by_tool: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for example, count in enumerate(counts):
            for feature, weight in self._weigh(count).items():
                tool = self._tools[example]
                self._postings[feature].append((example, weight))
                self._by_tool[feature][tool] += weight
                self._mass[tool] += weight
        self._odds: dict[str, dict[str, float]] = {}

    def scores(self, masked: str) -> dict[str, float]:
        """By tool, about -1 to 1.5; above 0.35 the examples speak clearly for it."""
        vector = self._weigh(Counter(_features(masked)))
        near, evidence = self._nearness(vector), self._evidence(vector)
        return {tool: NEAR_SHARE * near.get(tool, 0.0) + EVIDENCE_SHARE * evidence[tool] for tool in self._mass}

    def _nearness(self, vector: dict[str, float]) -> dict[str, float]:
        """Mostly the nearest example, partly the three nearest."""
        nearness: dict[int, float] = defaultdict(float)
        for feature, weight in vector.items():
            for example, theirs in self._postings.get(feature, ()):
                nearness[example] += weight * theirs
        by_tool: dict[str, list[float]] = defaultdict(list)
        for example, near in nearness.items():
            by_tool[self._tools[example]].append(near)
        best = {tool: sorted(nears, reverse=True)[:3] for tool, nears in by_tool.items()}
        return {tool: 0.7 * nears[0] + 0.3 * sum(nears) / 3 for tool, nears in best.items()}

    def _evidence(self, vector: dict[str, float]) -> dict[str, float]:
        """Mean log odds of the features for each tool against all others."""
        known = {feature: weight for feature, weight in vector.items() if feature in self._by_tool}
        total = sum(vector.values()) or 1.0
        odds = {feature: self._odds_of(feature) for feature in known}
        return {tool: sum(w * odds[f][tool] for f, w in known.items()) / total for tool in self._mass}

    def _odds_of(self, feature: str) -> dict[str, float]:
        if feature not in self._odds:
            mass, smooth = sum(self._mass.values()), SMOOTHING * len(self._by_tool)
            mine = self._by_tool[feature]
            everywhere = sum(mine.values())
            self._odds[feature] = {
                tool: math.log((mine.get(tool, 0.0) + SMOOTHING) / (own + smooth))
                - math.log((everywhere - mine.get(tool, 0.0) + SMOOTHING) / (mass - own + smooth))
                for tool, own in self._mass.items()
            }
        return self._odds[feature]

    def _weigh(self, count: Counter[str]) -> dict[str, float]:
        weights = {f: self._rarity.get(f, self._unseen) * math.sqrt(n) * _WEIGHTS[f[0]] for f, n in count.items()}
        norm = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        return {feature: weight / norm for feature, weight in weights.items()}


@lru_cache
def bank(lang: str) -> Bank:
    """The examples of a language, indexed once."""
    return Bank(phrases(lang).examples)


def _features(masked: str) -> Iterator[str]:
    words = masked.split()
    for word in words:
        yield f"w{word}"
        if not word.startswith("_"):
            padded = f" {word} "
            yield from (f"n{padded[i : i + size]}" for size in (3, 4) for i in range(len(padded) - size + 1))
    yield from (f"p{a} {b}" for a, b in pairwise(words))
