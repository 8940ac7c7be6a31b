"""BM25 by hand, beside a plain one on random texts, and after any changes as if made anew."""

import math
import random
from collections import Counter

import pytest

from storage.backends.search_tokens import concepts, concepts_in, tokens
from storage.backends.sql_evidence_rows import EvidenceRow
from storage.backends.text_index import TextIndex
from storage.maps import Reader

OPERATOR = Reader("", everything=True)


def row(number: int, text: str | None, changed: int = 1) -> EvidenceRow:
    return EvidenceRow(number, changed, text, "workspace", "C0SHOP", "U0ANA")


def scores(index: TextIndex, words: str) -> dict[int, float]:
    found = index.scores(words, index.readable(OPERATOR))
    return {index.number_at(place): score for place, score in enumerate(found.tolist()) if score > 0}


def plain_bm25(texts: dict[int, str], words: str) -> dict[int, float]:
    """From the formula, one text after the other; each of these words gives tokens of its own."""
    held = {number: Counter(tokens(text)) for number, text in texts.items()}
    mean = max(sum(sum(own.values()) for own in held.values()) / len(held), 1.0)

    def idf(n: int) -> float:
        return math.log(1 + (len(held) - n + 0.5) / (n + 0.5))

    found: dict[int, float] = {}
    most, told = 0.0, set()
    for word in words.split():
        known = 0.0
        mine = [token for token in dict.fromkeys(tokens(word)) if token not in told]
        told.update(mine)
        for token in mine:
            n = sum(token in own for own in held.values())
            known += idf(n) if n else 0.0
            for number, own in held.items():
                if f := own[token]:
                    length = sum(own.values())
                    gain = idf(n) * f * 2.2 / (f + 1.2 * (0.25 + 0.75 * length / mean))
                    found[number] = found.get(number, 0.0) + gain
        most += (known or idf(0)) if mine else 0.0
    return {number: score / most for number, score in found.items()}


def test_a_case_by_hand() -> None:
    """One text of mean length holds "kiwi": f = 1 gives idf x 2.2 / (1 + 1.2) = idf, and idf is all that is asked."""
    index = TextIndex()
    index.put([row(1, "kiwi"), row(2, "plum"), row(3, "figs")])
    assert scores(index, "kiwi") == {1: pytest.approx(1.0)}
    assert scores(index, "kiwi plum") == {1: pytest.approx(0.5), 2: pytest.approx(0.5)}
    twice = TextIndex()
    twice.put([row(1, "kiwi kiwi"), row(2, "plum"), row(3, "figs")])
    longer = 2 / (4 / 3)
    assert scores(twice, "kiwi")[1] == pytest.approx(2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * longer)))


def test_random_texts_have_the_scores_of_the_formula_after_any_changes() -> None:
    rng = random.Random(7)
    words = ["parcel", "late", "пратка", "доцни", "电池", "很短", "price", "noise", "manual", "returns", "baby"]
    for _ in range(200):
        index, texts = TextIndex(), {}
        for change in range(rng.randint(1, 40)):
            number = rng.randint(1, 12)
            if rng.random() < 0.25:
                index.drop([number])
                texts.pop(number, None)
            elif rng.random() < 0.1:
                index.put([row(number, None, change)])
                texts.pop(number, None)
            else:
                texts[number] = " ".join(rng.choices(words, k=rng.randint(1, 6)))
                index.put([row(number, texts[number], change)])
        assert len(index) == len(texts)
        if texts:
            asked = " ".join(rng.choices(words, k=rng.randint(1, 4)))
            assert scores(index, asked) == pytest.approx(plain_bm25(texts, asked))


def test_places_of_forgotten_texts_are_given_away() -> None:
    index = TextIndex()
    for change in range(500):
        index.put([row(1, f"parcel number {change}", change), row(2, "battery", change)])
    assert scores(index, "499") == {1: pytest.approx(scores(index, "499")[1])}
    assert len(index) == 2
    assert len(index.readable(OPERATOR)) < 130


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("deliveries", "delivered"), ("пратката", "пратки"), ("pratka", "пратка"), ("приклучок", "приклучоците"),
        ("парцела", "parcela"), ("退款", "快退款了"), ("Café", "cafes"),
    ],
)  # fmt: skip
def test_forms_and_scripts_of_a_word_share_a_token(one: str, other: str) -> None:
    assert set(tokens(one)) & set(tokens(other))


def test_every_word_of_a_concept_means_it() -> None:
    listed = concepts()
    han = [word for word, _ in listed.han]
    assert len(listed.beginnings) > 200
    assert len(han) > 250
    assert all(f"#{concept}" in concepts_in(f"大{word}小") for word, concept in listed.han)
    for near in listed.beginnings.values():
        assert all(f"#{concept}" in concepts_in(word) for word, concept in near)
    assert concepts_in("开心") == ("#satisfied",)
    assert concepts_in("appointment") == ("#doctor",), "app is no beginning of it"
