"""Vectors from an endpoint: good answers are used, broken ones are told from them, and a search never fails for it."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr

from storage.backends import endpoint_embedding
from storage.backends.endpoint_embedding import EndpointEmbedding
from storage.evidence_search import EmbeddingFailed, SearchBy
from storage.maps import Reader
from storage.model.evidence import Evidence
from storage.open import Stores, open_stores, try_search

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
OPERATOR = Reader("", everything=True)
MEANS = {"parcel": (1.0, 0.0, 0.0), "zásilka": (0.9, 0.1, 0.0), "battery": (0.0, 1.0, 0.0), "price": (0.0, 0.0, 1.0)}
TEXTS = ("the parcel is late", "the battery is weak", "the price is high")


class Endpoint(ThreadingHTTPServer):
    """Knows four words. `broken` answers in place of it; `asked` is every text that came, with its key and model."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.broken: Callable[[_Handler, list[str]], None] | None = None
        self.dimension = 3
        self.asked: list[tuple[str, str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def vector(self, text: str) -> list[float]:
        known = (vector for word, vector in MEANS.items() if word in text)
        return [*next(known, (0.1, 0.1, 0.1)), *([0.0] * (self.dimension - 3))]


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.headers["Authorization"]
        self.server.asked += [(text, key, body["model"]) for text in body["input"]]
        assert body["encoding_format"] == "float"
        if self.server.broken is not None:
            self.server.broken(self, body["input"])
            return
        data = [
            {"object": "embedding", "index": i, "embedding": self.server.vector(t)} for i, t in enumerate(body["input"])
        ]
        self.say(json.dumps({"object": "list", "data": data[::-1], "model": body["model"], "usage": {}}))

    def say(self, body: str, kind: str = "application/json", status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with Endpoint() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def stores(tmp_path: Path, endpoint: Endpoint) -> Iterator[Stores]:
    by = SearchBy(vectors="endpoint", url=endpoint.url, model="e5", key=SecretStr("k-1"))
    opened = open_stores(tmp_path, search=by)
    with opened.transaction() as tx:
        for number, text in enumerate(TEXTS, 1):
            tx.evidence.add(
                Evidence(
                    workspace_id="T1",
                    evidence_id=f"e{number}",
                    kind="quote",
                    text=text,
                    added_by="U0ANA",
                    added_at=AT,
                    channel_id="C0SHOP",
                    privacy="workspace",
                )
            )
    yield opened
    opened.close()


def data(*vectors: object) -> str:
    return json.dumps({"object": "list", "data": [{"index": i, "embedding": v} for i, v in enumerate(vectors)]})


BROKEN: dict[str, Callable[[_Handler, list[str]], None]] = {
    "a page": lambda h, _: h.say("<html>Bad gateway</html>", "text/html"),
    "a page called JSON": lambda h, _: h.say("<html></html>"),
    "no data": lambda h, _: h.say('{"data": []}'),
    "an error in a good answer": lambda h, _: h.say('{"error": {"message": "out of memory"}}'),
    "one vector too few": lambda h, texts: h.say(data(*[[1.0, 0.0]] * (len(texts) - 1))),
    "an empty vector": lambda h, texts: h.say(data(*[[]] * len(texts))),
    "words for numbers": lambda h, texts: h.say(data(*[["a", "b"]] * len(texts))),
    "no numbers": lambda h, texts: h.say(data(*[[float("nan")]] * len(texts))),
    "a number for a vector": lambda h, texts: h.say(data(*[3] * len(texts))),
    "a list": lambda h, _: h.say("[1, 2]"),
    "null": lambda h, _: h.say("null"),
    "nothing": lambda h, _: h.say(""),
    "a fault": lambda h, _: h.say('{"error": "x"}', status=500),
    "no entry": lambda h, _: h.say('{"error": "key"}', status=401),
    "another address": lambda h, _: (h.send_response(302), h.send_header("Location", "/v2"), h.end_headers(), None)[-1],
    "a cut line": lambda h, _: h.connection.close(),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_answer_is_no_vector(endpoint: Endpoint, broken: str) -> None:
    endpoint.broken = BROKEN[broken]
    with pytest.raises(EmbeddingFailed) as failed:
        EndpointEmbedding(endpoint.url, "e5", None).vectors(["one", "two"])
    assert failed.value.facts["where"] == endpoint.url


def test_vectors_come_in_the_order_of_the_texts_and_of_length_one(endpoint: Endpoint) -> None:
    made = EndpointEmbedding(endpoint.url, "e5", None).vectors(["battery", "parcel", "battery and parcel"])
    assert made[:2].tolist() == [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]
    assert endpoint.asked[0][1:] == ("Bearer none", "e5"), "no key of the environment is sent"


def test_an_endpoint_finds_what_shares_no_letter(stores: Stores, endpoint: Endpoint) -> None:
    found = stores.search.search("T1", "zásilka", OPERATOR)
    assert (found.pieces[0].piece.text, found.trouble) == (TEXTS[0], None)
    assert endpoint.asked[0] == ("zásilka", "Bearer k-1", "e5")
    asked = len(endpoint.asked)
    stores.search.search("T1", "zásilka", OPERATOR)
    assert len(endpoint.asked) == asked, "what was asked before is not asked again"


@pytest.mark.parametrize("broken", ["a page", "one vector too few", "a fault", "a cut line"])
def test_a_search_goes_on_without_the_endpoint_says_so_and_does_not_ask_it_again_at_once(
    stores: Stores, endpoint: Endpoint, broken: str
) -> None:
    endpoint.broken = BROKEN[broken]
    found = stores.search.search("T1", "parcels", OPERATOR)
    assert (found.pieces[0].piece.text, found.trouble) == (TEXTS[0], "embedding")
    asked = len(endpoint.asked)
    assert stores.search.search("T1", "batteries", OPERATOR).trouble == "embedding"
    assert len(endpoint.asked) == asked
    endpoint.broken = None
    assert stores.search.rebuild("T1") == len(TEXTS)
    assert stores.search.search("T1", "zásilka", OPERATOR).pieces[0].piece.text == TEXTS[0]


def test_an_endpoint_that_is_away_or_silent_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, stores: Stores, endpoint: Endpoint
) -> None:
    monkeypatch.setattr(endpoint_embedding, "SECONDS", 0.3)
    endpoint.broken = lambda *_: time.sleep(1.0)
    began = time.monotonic()
    assert stores.search.search("T1", "parcel", OPERATOR).trouble == "embedding"
    assert time.monotonic() - began < 5
    with pytest.raises(EmbeddingFailed):
        EndpointEmbedding("http://127.0.0.1:9/v1", "e5", None).vectors(["one"])


def test_a_model_of_another_dimension_gets_an_index_of_its_own(stores: Stores, endpoint: Endpoint) -> None:
    assert stores.search.search("T1", "zásilka", OPERATOR).trouble is None
    endpoint.dimension = 5
    found = stores.search.search("T1", "parcel or zásilka", OPERATOR)
    assert (found.pieces[0].piece.text, found.trouble) == (TEXTS[0], None)


def test_an_answer_of_mixed_dimensions_is_broken(endpoint: Endpoint) -> None:
    endpoint.broken = lambda h, _: h.say(data([1.0], [1.0, 2.0]))
    with pytest.raises(EmbeddingFailed, match="dimensions"):
        EndpointEmbedding(endpoint.url, "e5", None).vectors(["one", "two"])


def test_a_workspace_that_sends_nothing_to_a_model_is_searched_here(stores: Stores, endpoint: Endpoint) -> None:
    workspace = stores.workspaces.workspace("T1")
    stores.workspaces.save_workspace(workspace.model_copy(update={"model_allowed": False}))
    found = stores.search.search("T1", "parcels", OPERATOR)
    assert (found.pieces[0].piece.text, found.trouble) == (TEXTS[0], None)
    assert stores.search.rebuild("T1") == len(TEXTS)
    assert endpoint.asked == []


def test_a_model_file_that_is_missing_or_another_one_is_said(tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    with pytest.raises(EmbeddingFailed, match="no file"):
        try_search(SearchBy(vectors="minilm", file=file, sha256="0" * 64))
    file.write_bytes(b"not the one")
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(EmbeddingFailed, match="sha256"):
        try_search(SearchBy(vectors="minilm", file=file, sha256="0" * 64))
    try_search(SearchBy())
