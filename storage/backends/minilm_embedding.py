"""Vectors from a sentence model in ONNX on this machine (all-MiniLM-L6-v2: English). Nothing is ever downloaded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage.backends.embedding import of_length_one
from storage.evidence_search import EmbeddingFailed

if TYPE_CHECKING:
    import numpy as np

MOST_TOKENS, AT_ONCE = 256, 32


class MiniLM:
    """`storage.backends.embedding.Embedding`. The mean of the token vectors that the mask lets in."""

    at_once = 64

    def __init__(self, file: Path | None, sha256: str) -> None:
        self._where = str(file or "")
        if file is None or not file.is_file() or not (file.parent / "tokenizer.json").is_file():
            raise EmbeddingFailed(self._where, "no file")
        with file.open("rb") as model:
            found = file_digest(model, "sha256").hexdigest()
        if found != sha256.lower():
            raise EmbeddingFailed(self._where, "sha256")
        self._file, self.name = file, f"minilm-{found[:12]}"
        self._loaded: tuple[Any, Any] | None = None

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        try:
            return self._made(texts)
        except _wrong() as error:
            raise EmbeddingFailed(self._where, "no such model") from error

    def _made(self, texts: Sequence[str]) -> np.ndarray:
        import numpy as np

        session, tokenizer = self._model()
        wanted = {given.name for given in session.get_inputs()}
        made = []
        for start in range(0, len(texts), AT_ONCE):
            encoded = tokenizer.encode_batch(list(texts[start : start + AT_ONCE]))
            mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
            inputs = {
                "input_ids": np.array([one.ids for one in encoded], dtype=np.int64),
                "attention_mask": mask,
                "token_type_ids": np.zeros_like(mask),
            }
            (hidden, *_) = session.run(None, {name: inputs[name] for name in inputs if name in wanted})
            shown = mask[:, :, None].astype(np.float32)
            made.append((hidden * shown).sum(axis=1) / np.clip(shown.sum(axis=1), 1e-9, None))
        return of_length_one(np.concatenate(made))

    def _model(self) -> tuple[Any, Any]:
        """Loaded when first needed. Raises what `_wrong` names."""
        if self._loaded is None:
            from onnxruntime import InferenceSession, SessionOptions
            from tokenizers import Tokenizer

            options = SessionOptions()
            options.intra_op_num_threads = 1
            written: dict[str, object] = json.loads((self._file.parent / "tokenizer.json").read_text("utf-8"))
            tokenizer = Tokenizer.from_str(json.dumps(written))
            tokenizer.enable_truncation(max_length=MOST_TOKENS)
            tokenizer.enable_padding()
            session = InferenceSession(str(self._file), options, providers=["CPUExecutionProvider"])
            self._loaded = (session, tokenizer)
        return self._loaded


def _wrong() -> tuple[type[Exception], ...]:
    """What a file that is no such model ends in."""
    from onnxruntime.capi import onnxruntime_pybind11_state as runtime

    own = (runtime.Fail, runtime.InvalidArgument, runtime.InvalidGraph, runtime.InvalidProtobuf, runtime.NotImplemented)
    return (*own, runtime.RuntimeException, OSError, ValueError, LookupError, TypeError)
