"""Vectors from any OpenAI-compatible /v1/embeddings. A broken answer is told from a good one before it is used."""

from __future__ import annotations

import math
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from storage.backends.embedding import of_length_one
from storage.evidence_search import EmbeddingFailed

if TYPE_CHECKING:
    import numpy as np

SECONDS = 10.0
AT_ONCE = 64
MOST_CHARACTERS = 4000


class EndpointEmbedding:
    """`storage.backends.embedding.Embedding`."""

    at_once = AT_ONCE

    def __init__(self, url: str, model: str, key: SecretStr | None) -> None:
        self._url, self._model, self._key = url, model, key
        self.name = f"endpoint-{sha256(f'{url} {model}'.encode()).hexdigest()[:12]}"

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        import numpy as np

        rows: list[list[float]] = []
        for start in range(0, len(texts), AT_ONCE):
            rows += self._asked(texts[start : start + AT_ONCE])
        if len({len(row) for row in rows}) > 1:
            raise EmbeddingFailed(self._url, "dimensions")
        return of_length_one(np.array(rows, dtype=np.float32))

    def _asked(self, texts: Sequence[str]) -> list[list[float]]:
        from openai import APIConnectionError, APIStatusError, APITimeoutError, DefaultHttpxClient, OpenAI, OpenAIError

        key = self._key.get_secret_value() if self._key else "none"  # else the client takes one from the environment
        try:
            with DefaultHttpxClient(timeout=SECONDS, follow_redirects=False) as http:
                client = OpenAI(base_url=self._url, api_key=key, http_client=http, timeout=SECONDS, max_retries=0)
                answer = client.embeddings.create(
                    model=self._model, input=[text[:MOST_CHARACTERS] for text in texts], encoding_format="float"
                )
        except APITimeoutError as error:
            raise EmbeddingFailed(self._url, "slow") from error
        except APIConnectionError as error:
            raise EmbeddingFailed(self._url, "unreachable") from error
        except APIStatusError as error:
            raise EmbeddingFailed(self._url, f"status {error.status_code}") from error
        except (OpenAIError, LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise EmbeddingFailed(self._url, "answer") from error
        return self._checked(answer, len(texts))

    def _checked(self, answer: Any, n: int) -> list[list[float]]:
        """In the order of the texts, finite numbers, one vector each. Raises EmbeddingFailed."""
        data = getattr(answer, "data", None)
        if not isinstance(data, list) or len(data) != n:
            raise EmbeddingFailed(self._url, "answer")
        placed = {getattr(one, "index", None): getattr(one, "embedding", None) for one in data}
        rows = [placed.get(place) for place in range(n)]
        if not all(isinstance(row, list) and row and all(_finite(number) for number in row) for row in rows):
            raise EmbeddingFailed(self._url, "answer")
        return [row for row in rows if row is not None]


def _finite(number: object) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and math.isfinite(number)
