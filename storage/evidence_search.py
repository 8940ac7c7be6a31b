"""Which evidence is about this? What a search over evidence must do, what it finds, and by what it is set up.

The rows in the evidence store are the truth; the index is derived from them and may be deleted at any time.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from storage.errors import StorageError
from storage.maps import Reader
from storage.model.evidence import Evidence
from storage.model.types import Model

VectorsBy = Literal["ngram", "minilm", "endpoint"]
Trouble = Literal["in_use", "index", "indexing", "embedding"]


class SearchBy(BaseModel):
    """How texts become vectors, and where these are kept.

    `ngram` needs nothing. `minilm` wants `file`, an ONNX model with its tokenizer.json beside it, and its `sha256`.
    `endpoint` wants `url` and `model` of an OpenAI-compatible /v1/embeddings. `chroma_url`: a Chroma server in place of
    a folder of our own, for several processes.
    """

    model_config = ConfigDict(frozen=True)
    vectors: VectorsBy = "ngram"
    url: str = ""
    model: str = ""
    key: SecretStr | None = None
    file: Path | None = None
    sha256: str = ""
    chroma_url: str = Field("", repr=False)


class EmbeddingFailed(StorageError):
    """The model that turns texts into vectors did not do it; `why` is one of a few words, never a text of others."""

    advice = "try later"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where} made no vectors: {why}", where=where, why=why)


class FoundPiece(Model):
    """A piece of evidence and how much of what was asked it holds, 0 to 1."""

    piece: Evidence
    score: float


class Found(Model):
    """The best first. `trouble`: why the vectors that are set up took no part; then built-in ones did."""

    pieces: tuple[FoundPiece, ...] = ()
    trouble: Trouble | None = None


class EvidenceToSearch(Protocol):
    """A search of which nothing but the finding is left."""

    def search(
        self, workspace_id: str, words: str, reader: Reader, most: int = 5, among: Collection[str] | None = None
    ) -> Found:
        """The pieces that are most about the words, of those that the reader may see. With `among`: of these alone.

        Raises ValueError without a workspace; StoreUnavailable.
        """
        ...


class EvidenceSearch(EvidenceToSearch, Protocol):
    """Search with its index, which is built and mended when it is needed."""

    def rebuild(self, workspace_id: str) -> int:
        """Make the index of a workspace anew; gives the number of pieces in it. Raises IndexInUse, EmbeddingFailed."""
        ...

    def sweep(self, workspace_id: str) -> None:
        """Take out of the index what was erased since it was used last. Does nothing where there is no index."""
        ...

    def close(self) -> None:
        """Give files and connections back."""
        ...


class NothingToSearch(EvidenceToSearch):
    """Where there is no index: nothing is found."""

    def search(
        self, workspace_id: str, words: str, reader: Reader, most: int = 5, among: Collection[str] | None = None
    ) -> Found:
        return Found()


class IndexInUse(StorageError):
    """Another process has the search index of this data folder open."""

    advice = "try later"

    def __init__(self, folder: Path) -> None:
        super().__init__(f"Another process has the search index in {folder} open.", folder=folder)


class IndexBroken(StorageError):
    """The search index cannot be read or written."""

    advice = "try later"

    def __init__(self, where: str) -> None:
        super().__init__(f"The search index at {where} does not work.", where=where)
