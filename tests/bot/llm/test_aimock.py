"""The same turns with an endpoint that others wrote: aimock, which streams as OpenAI does.

Run where it is installed (`npm install --no-save @copilotkit/aimock@1.43.0`, Node 20.15 or newer), left out elsewhere.
"""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Endpoint
from storage.open import Stores
from tests.bot.llm.turns import EN, STORY, UNCLEAR, asked, by_rules, reached, told

ROOT = Path(__file__).parents[3]
AIMOCK = shutil.which("llmock", path=str(ROOT / "node_modules" / ".bin")) or shutil.which("llmock")
TROUBLES = ("dropRate", "malformedRate", "disconnectRate")
DROP_OFF = {"name": "drop_off", "arguments": json.dumps({"journey": None})}
CALLS = {"content": json.dumps({"calls": [{"tool": "drop_off", "arguments": {"journey": None}}]})}
FIXTURES = [
    {"match": {"model": "tools", "hasToolResult": False}, "response": {"toolCalls": [DROP_OFF]}},
    {"match": {"model": "tools", "hasToolResult": True}, "response": {"content": "{F1} do not go on to Purchase."}},
    {"match": {"model": "invents", "hasToolResult": False}, "response": {"toolCalls": [DROP_OFF]}},
    {"match": {"model": "invents", "hasToolResult": True}, "response": {"content": "{F1} left, 4,321 of them twice."}},
    {"match": {"model": "json", "userMessage": UNCLEAR}, "response": CALLS},
    {"match": {"model": "json", "userMessage": '"facts"'}, "response": {"content": "{F1} do not go on to Purchase."}},
    *({"match": {"model": name}, "response": {"toolCalls": [DROP_OFF]}, "chaos": {name: 1}} for name in TROUBLES),
]

pytestmark = [pytest.mark.node, pytest.mark.skipif(AIMOCK is None, reason="aimock is not installed")]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    fixtures = tmp_path_factory.mktemp("aimock") / "fixtures.json"
    fixtures.write_text(json.dumps({"fixtures": FIXTURES}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(AIMOCK),
        "--port",
        str(port),
        "--fixtures",
        str(fixtures),
        "--log-level",
        "silent",
        "--chunk-size",
        "7",
    ]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until_open(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(10)


def _until_open(port: int) -> None:
    end = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.1)


def _at(address: str, model: str) -> Endpoint:
    way = "json_schema" if model == "json" else "tools"
    return Endpoint.model_validate({"url": f"{address}/v1", "name": model, "way": way})


@pytest.mark.parametrize("model", ["tools", "json"])
def test_a_turn_with_tools_and_words_about_them(model: str, address: str, sampled: Stores) -> None:
    answered = asked(UNCLEAR, sampled, _at(address, model))
    assert reached(answered) == STORY["reached"]
    assert "do not go on to Purchase." in told(answered).splitlines()[0]
    assert told(answered).splitlines()[1] == EN("model.read")


def test_an_invented_figure_is_dropped(address: str, sampled: Stores) -> None:
    said = told(asked(UNCLEAR, sampled, _at(address, "invents")))
    assert said.splitlines()[0] == EN("model.read_only") and "4,321" not in said


@pytest.mark.parametrize("trouble", TROUBLES)
def test_its_troubles_leave_the_rules(trouble: str, address: str, sampled: Stores) -> None:
    said = told(asked(UNCLEAR, sampled, _at(address, trouble)))
    assert said == f"{by_rules(UNCLEAR, sampled)}\n{EN('model.no_help')}"


def test_a_question_that_it_has_no_answer_to_leaves_the_rules(address: str, sampled: Stores) -> None:
    assert told(asked(UNCLEAR, sampled, _at(address, "unknown"))).endswith(EN("model.no_help"))
