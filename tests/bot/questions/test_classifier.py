"""The stored weights belong to the bank, training is repeatable, and its arithmetic is that of logistic regression."""

from pathlib import Path

import numpy as np
import pytest
from scipy.special import softmax

from bot.questions.classifier import Weights, fingerprint, likelihoods, weights
from bot.questions.features import PLACES, features
from bot.questions.training import bank, fit, matrix

FEW = (
    ("drop_off", "where do they stop"),
    ("drop_off", "哪一步流失"),
    ("revenue", "how much money"),
    ("revenue", "колку пари"),
    ("out_of_scope", "tell me a joke"),
)
TEXTS, TOOLS = [text for _, text in FEW], [tool for tool, _ in FEW]


def test_the_stored_weights_were_trained_on_the_bank_as_it_stands() -> None:
    assert weights().fingerprint == fingerprint(bank()), "make train-questions"


def test_a_text_has_length_one_and_its_places_do_not_depend_on_the_process() -> None:
    found = features("where _stage_ 流失")
    assert sum(weight * weight for weight in found.values()) == pytest.approx(1.0)
    assert features("where _stage_ 流失") == found
    assert all(0 <= place < PLACES for place in found)
    assert features("") == {}


def test_training_twice_gives_the_same_weights_and_stored_ones_come_back(tmp_path: Path) -> None:
    first, second = (Weights.rounded(*fit(matrix(TEXTS), TOOLS), fingerprint(FEW)) for _ in range(2))
    assert np.array_equal(first.table, second.table)
    first.store(tmp_path / "weights.npz")
    with np.load(tmp_path / "weights.npz") as stored:
        assert np.array_equal(stored["table"], first.table)
        assert tuple(stored["classes"]) == first.classes == ("drop_off", "out_of_scope", "revenue")


def test_at_the_optimum_the_slope_of_the_penalised_loss_is_zero() -> None:
    x, penalty = matrix(TEXTS), 0.5
    classes, table = fit(x, TOOLS, penalty)
    y = np.array([[tool == name for name in classes] for tool in TOOLS], dtype=float)
    wrong = softmax(x @ table[:PLACES] + table[PLACES], axis=1) - y
    assert np.abs(x.T @ wrong + penalty * table[:PLACES]).max() < 1e-3
    assert np.abs(wrong.sum(axis=0)).max() < 1e-3


def test_scores_are_the_weights_of_the_places_that_a_text_has() -> None:
    classes, table = fit(matrix(TEXTS), TOOLS)
    rounded = Weights.rounded(classes, table, "")
    for tool, text in FEW:
        by_hand = matrix([text]) @ (rounded.table[:PLACES] * rounded.scale) + rounded.table[PLACES] * rounded.scale
        assert list(rounded.scores(text).values()) == pytest.approx(by_hand[0].tolist(), abs=1e-6)
        assert max(rounded.scores(text), key=rounded.scores(text).__getitem__) == tool


def test_likelihoods_are_shares_of_one() -> None:
    shares = likelihoods({"a": 1000.0, "b": 1000.0, "c": -1000.0})
    assert shares == pytest.approx({"a": 0.5, "b": 0.5, "c": 0.0})
