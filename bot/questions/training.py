"""Trains the classifier from the example banks: `make train-questions`. Seedless and repeatable: the loss is convex.

Multinomial logistic regression with a quadratic penalty, fitted by L-BFGS; the weights are rounded to a byte each.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bot.questions.classifier import Weights, fingerprint
from bot.questions.features import PLACES, features
from bot.questions.language import LANGUAGES
from bot.questions.phrases import examples

PENALTY = 0.03
ROUNDS = 150
Example = tuple[str, str]
"""Tool and masked question."""


def bank() -> tuple[Example, ...]:
    """The examples of all languages."""
    return tuple(example for lang in LANGUAGES for example in examples(lang))


def matrix(texts: Sequence[str]) -> csr_matrix:
    """A row for each text, a column for each place."""
    rows, places, weights = [], [], []
    for row, text in enumerate(texts):
        for place, weight in features(text).items():
            rows.append(row)
            places.append(place)
            weights.append(weight)
    return csr_matrix((weights, (rows, places)), shape=(len(texts), PLACES))


def fit(x: csr_matrix, tools: Sequence[str], penalty: float = PENALTY) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """The classes in the order of the alphabet, and a row of weights for each place, the last the classes' own."""
    classes = tuple(sorted(set(tools)))
    number = {tool: i for i, tool in enumerate(classes)}
    y = np.zeros((len(tools), len(classes)))
    y[np.arange(len(tools)), [number[tool] for tool in tools]] = 1.0
    seen = np.unique(x.indices)
    dense = x[:, seen]
    shape = (len(seen) + 1, len(classes))

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        w = flat.reshape(shape)
        z = dense @ w[:-1] + w[-1]
        z -= z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        wrong = np.exp(log_p) - y
        slope = np.vstack([dense.T @ wrong + penalty * w[:-1], wrong.sum(axis=0, keepdims=True)])
        return float(-(y * log_p).sum() + 0.5 * penalty * (w[:-1] ** 2).sum()), slope.ravel()

    found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    weights = np.zeros((PLACES + 1, len(classes)))
    weights[[*seen, PLACES]] = found.x.reshape(shape)
    return classes, weights


def main(path: Path) -> None:
    """Train on the whole bank and store the weights."""
    examples = bank()
    classes, weights = fit(matrix([text for _, text in examples]), [tool for tool, _ in examples])
    Weights.rounded(classes, weights, fingerprint(examples)).store(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
