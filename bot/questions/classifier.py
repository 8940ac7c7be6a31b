"""How likely does a question mean each tool, judged by examples? A linear model; its weights come as bytes."""

import hashlib
import io
import math
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.questions.features import PLACES, features
from prompts import loader

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "questions/weights.npz"


class Weights(NamedTuple):
    """`table`: a row for each place of a feature and a last one for the classes' own weights, in bytes of `scale`."""

    classes: tuple[str, ...]
    table: "NDArray[np.int8]"
    scale: float
    fingerprint: str

    @classmethod
    def rounded(cls, classes: tuple[str, ...], table: "NDArray[np.float64]", fingerprint: str) -> "Weights":
        """Weights rounded to a byte each."""
        import numpy as np

        scale = float(np.abs(table).max()) / 127
        return cls(classes, np.round(table / scale).astype(np.int8), scale, fingerprint)

    def store(self, path: Path) -> None:
        """Write the file."""
        import numpy as np

        np.savez_compressed(
            path, classes=np.array(self.classes), table=self.table, scale=self.scale, of=self.fingerprint
        )

    def scores(self, masked: str) -> dict[str, float]:
        """By tool, the logarithm of its likelihood up to a constant."""
        total = [float(own) for own in self.table[PLACES]]
        for place, weight in features(masked).items():
            for i, value in enumerate(self.table[place].tolist()):
                total[i] += weight * value
        return {tool: score * self.scale for tool, score in zip(self.classes, total, strict=True)}


@lru_cache
def weights() -> Weights:
    """The weights that come with Waymark."""
    import numpy as np

    with np.load(io.BytesIO(loader.binary(FILE))) as stored:
        classes = tuple(str(name) for name in stored["classes"])
        return Weights(classes, stored["table"], float(stored["scale"]), str(stored["of"]))


def likelihoods(scores: dict[str, float]) -> dict[str, float]:
    """Scores as shares of one."""
    most = max(scores.values())
    shares = {tool: math.exp(score - most) for tool, score in scores.items()}
    total = sum(shares.values())
    return {tool: share / total for tool, share in shares.items()}


def fingerprint(examples: Iterable[tuple[str, str]]) -> str:
    """Tells whether weights were trained on these examples."""
    said = "\n".join(f"{tool}\t{text}" for tool, text in examples)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
