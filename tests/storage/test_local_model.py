"""Vectors from a model file: a tiny real one in ONNX, made here, with a real tokenizer."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from storage.backends.minilm_embedding import MiniLM
from storage.evidence_search import EmbeddingFailed, SearchBy
from storage.maps import Reader
from storage.open import open_stores
from tests.storage.test_evidence_search import keep

WORDS = ["[UNK]", "parcel", "package", "battery", "late"]
MEANS = np.array([[0, 0, 0], [1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float32)
FLOAT, INT64 = 1, 7


def field(number: int, value: int | bytes | str) -> bytes:
    """One field in the wire format of Protocol Buffers."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    raw = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(raw)) + raw


def varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out += bytes((value & 127 | 128,))
        value >>= 7
    return out + bytes((value,))


def tensor(name: str, kind: int, *sides: str) -> bytes:
    shape = b"".join(field(1, field(2, side)) for side in sides)
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, shape)))


def onnx() -> bytes:
    """A model that looks each token up in a table."""
    table = field(1, len(WORDS)) + field(1, 3) + field(2, FLOAT) + field(8, "table") + field(9, MEANS.tobytes())
    gather = field(1, "table") + field(1, "input_ids") + field(2, "hidden") + field(4, "Gather")
    inputs = field(11, tensor("input_ids", INT64, "n", "t")) + field(11, tensor("attention_mask", INT64, "n", "t"))
    output = field(12, tensor("hidden", FLOAT, "n", "t", "d"))
    graph = field(1, gather) + field(2, "tiny") + field(5, table) + inputs + output
    return field(1, 8) + field(8, field(2, 13)) + field(7, graph)


@pytest.fixture
def by(tmp_path: Path) -> SearchBy:
    file = tmp_path / "model.onnx"
    file.write_bytes(onnx())
    tokenizer = Tokenizer(WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return SearchBy(vectors="minilm", file=file, sha256=hashlib.sha256(onnx()).hexdigest())


def test_a_vector_is_the_mean_of_the_tokens_without_the_padding(by: SearchBy) -> None:
    made = MiniLM(by.file, by.sha256).vectors(["parcel", "late parcel", "battery battery battery late"])
    half = 2**-0.5
    expected = [[1, 0, 0], [half, 0, half], [0, 3 / 10**0.5, 1 / 10**0.5]]
    np.testing.assert_allclose(made, expected, atol=1e-6)


def test_what_means_the_same_to_the_model_is_found(by: SearchBy, tmp_path: Path) -> None:
    stores = open_stores(tmp_path / "data", search=by)
    keep(stores, "parcel", "battery")
    found = stores.search.search("T1", "package", Reader("U0ANA"))
    assert (found.pieces[0].piece.text, found.trouble) == ("parcel", None)
    stores.close()


def test_a_file_that_is_no_model_is_said_and_searched_without(by: SearchBy, tmp_path: Path) -> None:
    assert by.file is not None
    by.file.write_bytes(b"no model")
    other = by.model_copy(update={"sha256": hashlib.sha256(b"no model").hexdigest()})
    with pytest.raises(EmbeddingFailed):
        MiniLM(other.file, other.sha256).vectors(["parcel"])
    stores = open_stores(tmp_path / "data", search=other)
    keep(stores, "parcel", "battery")
    found = stores.search.search("T1", "parcels", Reader("U0ANA"))
    assert (found.pieces[0].piece.text, found.trouble) == ("parcel", "embedding")
    stores.close()
