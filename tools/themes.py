"""What do many short texts say? Those of nearly the same words are one theme, in English, Chinese and Macedonian.

The rule is plain and gives the same themes every time: a text is the set of its telling words; the most frequent text
leads, and one joins the leader whose words it shares by at least `ALIKE` (Dice: twice the shared words by all of both).
Words are one where they differ by an ending or a letter. Texts that mean the same in other words stay apart.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from storage.model.letters import HAN, one_spelling
from storage.model.slugs import STOP_WORDS

ALIKE = 0.5
"""Half of the words: "price of a spare battery" and "what does a spare battery cost" are one, "battery life" is not."""
COVERED = 0.6
"""Share of a text's words that another must hold to answer it."""
SAME_WORD, STEM = 85, 4
"""Two words are one from this similarity on, or when one begins the other, if their first letters are the same."""

_ENGLISH = STOP_WORDS | {
    "how", "why", "where", "much", "many", "long", "there", "has", "have", "had", "me", "us", "your", "if", "as",
    "so", "too", "very", "just", "about", "please", "get", "got", "any", "some", "than", "then", "am", "into",
    "up", "out", "also", "really", "hi", "hello", "thanks", "does", "don", "t", "s", "m", "re", "ve", "ll", "d",
    "don't", "it's", "because", "more",
}  # fmt: skip
_MACEDONIAN = {
    "dali", "kako", "koga", "kade", "zoshto", "shto", "koj", "koja", "koe", "koi", "kolku", "mozhe", "mozham",
    "imate", "ima", "imam", "sum", "si", "se", "e", "sme", "ste", "ja", "go", "gi", "mi", "vi", "ni", "ne", "da",
    "na", "vo", "od", "do", "za", "so", "i", "ili", "no", "a", "kaj", "po", "pri", "premnogu", "mnogu", "zatoa",
    "bidejkji", "ovaa", "ovoj", "ova", "toj", "taa", "edna", "eden", "edno", "bi", "kje", "li", "beshe", "bev",
    "ti", "me", "mene", "ve", "moe", "moja", "moj",
}  # fmt: skip
_CHINESE = (
    "为什么", "怎么样", "多少钱", "有没有", "是不是", "能不能", "可不可以", "请问", "怎么", "什么", "哪里", "哪个",
    "哪些", "如何", "多少", "多久", "可以", "我们", "你们", "您们", "他们", "这个", "那个", "因为", "所以", "非常",
    "还是", "没有", "需要", "想要", "的", "了", "吗", "呢", "啊", "吧", "我", "你", "您", "是", "有", "在", "和",
    "与", "就", "都", "也", "很", "太", "能", "会", "要", "想", "被", "把", "给", "对", "到", "这", "那", "不",
    "最", "一", "个",
)  # fmt: skip
_STOP = re.compile("|".join(_CHINESE))


@dataclass(frozen=True)
class Line:
    """A text said `times` times; `hidden`: it may be counted and not shown. `key`: whatever its sayer knows of it."""

    text: str
    times: int = 1
    hidden: bool = False
    key: object = None


@dataclass(frozen=True)
class Theme:
    """Lines of nearly the same words, the most frequent first."""

    lines: tuple[Line, ...]

    @property
    def times(self) -> int:
        """How often it was said."""
        return sum(line.times for line in self.lines)

    @property
    def quotes(self) -> tuple[str, ...]:
        """The texts that may be shown, the most frequent first, each once."""
        return tuple(dict.fromkeys(line.text for line in self.lines if not line.hidden))


def themes(lines: Iterable[Line]) -> tuple[Theme, ...]:
    """The themes, most said first. A text without a letter or digit is a theme of its own."""
    ordered = sorted(lines, key=lambda line: (-line.times, line.hidden, line.text))
    spelled = _one_of_each(dict.fromkeys(line.text for line in ordered))
    members: list[list[Line]] = []
    leaders: list[frozenset[str]] = []
    holding: dict[str, list[int]] = defaultdict(list)
    for line in ordered:
        words = spelled[line.text]
        shared = Counter(place for word in words for place in holding[word])
        alike = [(2 * n / (len(words) + len(leaders[place])), -place) for place, n in shared.items()]
        best = max(alike, default=(0.0, 0))
        if best[0] >= ALIKE:
            members[-best[1]].append(line)
            continue
        for word in words:
            holding[word].append(len(leaders))
        leaders.append(words)
        members.append([line])
    return tuple(sorted((Theme(tuple(own)) for own in members), key=lambda theme: (-theme.times, theme.lines[0].text)))


def covered(text: str, others: Sequence[str]) -> tuple[str, float] | None:
    """The first of the texts that holds most words of `text`, with the share held, if that is at least `COVERED`."""
    spelled = _one_of_each([text, *others])
    wanted = spelled[text]
    shares = [(len(wanted & spelled[other]) / len(wanted), other) for other in others] if wanted else []
    best = max(shares, key=lambda pair: pair[0], default=None)
    return (best[1], best[0]) if best and best[0] >= COVERED else None


def _one_of_each(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """Text → its telling words; words that are one are written like the one that comes first."""
    first: dict[str, list[str]] = defaultdict(list)
    known: dict[str, str] = {}

    def one(word: str) -> str:
        if word not in known:
            beginnings = first[word[:STEM]]
            known[word] = next((other for other in beginnings if _same(word, other)), word)
            if known[word] == word:
                beginnings.append(word)
        return known[word]

    return {text: frozenset(one(_singular(word)) for word in telling(text)) for text in texts}


def _singular(word: str) -> str:
    """Of English alone; a word of another language loses nothing that tells it apart."""
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > STEM else word


def _same(word: str, other: str) -> bool:
    """Called for words with the same first letters."""
    if min(len(word), len(other)) < STEM or re.match(f"[{HAN}]", word):
        return word == other
    return word.startswith(other) or other.startswith(word) or fuzz.ratio(word, other) >= SAME_WORD


@lru_cache(maxsize=16384)
def telling(text: str) -> frozenset[str]:
    """Words without those that stand in every question; of Han every two characters side by side."""
    found: set[str] = set()
    everything = one_spelling(text).split()
    for run in everything:
        if re.match(f"[{HAN}]", run):
            for piece in _STOP.split(run):
                found |= {piece} if len(piece) == 1 else {piece[i : i + 2] for i in range(len(piece) - 1)}
        elif run not in _ENGLISH and run not in _MACEDONIAN:
            found.add(run)
    return frozenset(found - {""}) or frozenset(everything)
