"""Whatever an endpoint answers, the person gets an answer: the rules' where nothing was counted, and a line says so."""

import json
import socket
import time

import pytest

from bot.llm import turn as turns
from bot.settings import Endpoint, Settings
from storage.maps import Reader
from storage.open import Stores
from tests.bot.llm.turns import (
    DROP_OFF,
    EN,
    EVERYTHING,
    NOW,
    SAID,
    STORY,
    UNCLEAR,
    asked,
    by_rules,
    endpoint,
    reached,
    told,
)
from tests.bot.scripted_model import ScriptedModel, Told, as_json, call, completion, delta, events, message, says

OBJECT = {"id": "call_1", "type": "function", "function": {"name": "drop_off", "arguments": {"journey": None}}}
WHOLE = {"role": "assistant", "tool_calls": [call("drop_off", {"journey": None})]}
PROTOCOL = {
    "html": Told("<html>Welcome</html>", content_type="text/html"),
    "html that says it is json": Told("<html>Welcome</html>"),
    "nothing": Told(""),
    "an empty stream": Told("data: [DONE]\n\n", content_type="text/event-stream"),
    "comments for ever": Told(": wait\n\n" * 50, content_type="text/event-stream"),
    "no choices": completion([]),
    "choices null": completion(None),
    "choices of text": events({"choices": ["drop_off"]}),
    "a choice without a delta": events({"choices": [{"index": 0}]}),
    "an answer that is no stream": Told(json.dumps({"choices": [{"message": WHOLE, "finish_reason": "stop"}]})),
    "an error in a 200": Told('{"error": {"message": "overloaded"}}'),
    "an error in the stream": events(delta(content="Hm"), {"error": {"message": "overloaded", "code": 500}}),
    "json without end": Told("data: " + "[" * 200_000 + "\n\n", content_type="text/event-stream"),
    "no json": events("{'choices': 1}"),
    "cut before the end": Told(choices=DROP_OFF.choices, unfinished=True),
    "cut in the arguments": Told(choices=DROP_OFF.choices, cut=3),
    "stopped for its length": events(delta(tool_calls=[call("drop_off", "{}") | {"index": 0}]), delta("length")),
    "filtered": events(delta(content="no"), delta("content_filter")),
    "cut arguments": message(call("drop_off", '{"journey": nu')),
    "arguments cut to nothing": message(call("drop_off", "{}")),
    "arguments empty": message(call("drop_off", "")),
    "arguments that are an object": events(delta(tool_calls=[OBJECT | {"index": 0}]), delta("tool_calls")),
    "arguments that are a list": message(call("drop_off", "[1]")),
    "no name": message(call("", {"journey": None})),
    "no call": message(content="Most customers leave at Compare: 4,321."),
    "an empty answer": says(""),
    "a thought without end": says("<think>4,321 or so, let me see"),
    "a call as text": says('<tool_call>{"name": "drop_off", "arguments": {"journey": null}}</tool_call>'),
    "four calls": message(*(call("drop_off", {"journey": None, "top_n": n}) for n in (1, 2, 3, 4))),
    "a thousand calls": message(*(call("drop_off", {"journey": None}) for _ in range(1_000))),
    "a huge answer": says("4,321 left. " * 2_200),
    "a wrong key": Told('{"error": {"message": "no"}}', status=401),
    "nothing there": Told("not found", status=404, content_type="text/plain"),
    "too many": Told("{}", status=429),
    "trouble": Told("oops", status=500, content_type="text/plain"),
    "a way elsewhere": Told("", status=307, headers={"Location": "http://127.0.0.1:9/v1/chat/completions"}),
    "a connection cut": Told("", hang_up=True),
    "no gzip": Told("{}", headers={"Content-Encoding": "gzip"}),
}
"""The answer itself is broken: asked for once more, then left."""
ARGUMENTS = {
    "a journey that is not there": {"journey": "Secret plans"},
    "a persona that is not there": {"persona": "Everybody: 4,321"},
    "an argument too much": {"workspace_id": "T2"},
    "an argument of ours": {"min_n": 1},
    "free filters": {"filters": {"customer": "c1"}},
    "another day": {"as_of": "2026-01-01"},
    "the context of the run": {"runtime": {"context": "T2"}, "workspace": "T2"},
    "steps that nobody said": {"steps": ["4,321", "customers"]},
    "a period in words": {"period": "last month"},
    "the end of time": {"period": "9999-12-31"},
    "the beginning of time": {"period": "0001-01-01"},
    "an endless window": {"window": "9" * 400 + "d"},
    "a window below zero": {"window": "-3d"},
    "no lines": {"top_n": 0},
    "a split by three": {"breakdown": "persona, device, channel"},
}
"""A call that is well-formed and does not hold: the model is told why, a few times, then left."""
OTHERS = {
    "an unknown tool": call("delete_map", {"map": "curious-colleen"}),
    "words that nobody said": call("map_lookup", {"journey": None, "words": "4,321 customers left"}),
    "no words": call("map_lookup", {"journey": None, "words": " "}),
    "a goal that nobody said": call("conversion_rate", {"journey": None, "goal": "4,321 customers"}),
    "lines without end": call("drop_off", '{"journey": null, "top_n": 1e999}'),
}
DOES_NOT_HOLD = {name: call("drop_off", {"journey": None} | more) for name, more in ARGUMENTS.items()} | OTHERS


pytestmark = pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")  # langchain's, of a broken chunk


@pytest.fixture(scope="module")
def ruled(sampled: Stores) -> str:
    """What the rules alone say."""
    return by_rules(UNCLEAR, sampled)


@pytest.mark.parametrize("case", PROTOCOL)
def test_a_broken_answer_leaves_what_the_rules_make_of_it(case: str, sampled: Stores, ruled: str) -> None:
    with ScriptedModel(PROTOCOL[case]).running() as model:
        answered = asked(UNCLEAR, sampled, endpoint(model))
    assert told(answered) == f"{ruled}\n{EN('model.no_help')}"
    assert answered.document()["read_by"] == "rules"
    assert len(model.asked) == 2


@pytest.mark.parametrize("case", DOES_NOT_HOLD)
def test_a_call_that_does_not_hold_counts_nothing(case: str, sampled: Stores, ruled: str) -> None:
    with ScriptedModel(message(DOES_NOT_HOLD[case])).running() as model:
        answered = asked(UNCLEAR, sampled, endpoint(model))
    assert told(answered) == f"{ruled}\n{EN('model.no_help')}"
    assert "4,321" not in json.dumps(answered.document())
    assert len(model.asked) <= 5


@pytest.mark.parametrize("case", list(PROTOCOL)[::3])
def test_what_was_counted_stands_when_the_words_about_it_break(case: str, sampled: Stores) -> None:
    with ScriptedModel(DROP_OFF, PROTOCOL[case]).running() as model:
        answered = asked(UNCLEAR, sampled, endpoint(model))
    assert told(answered).splitlines()[0] == EN("model.read_only")
    assert reached(answered) == STORY["reached"]
    assert "4,321" not in told(answered) and "<t" not in told(answered)


def test_a_second_attempt_may_be_right_and_asks_for_less(sampled: Stores) -> None:
    with ScriptedModel(Told('{"error": "tool_choice"}', status=400), DROP_OFF, SAID).running() as model:
        answered = asked(UNCLEAR, sampled, endpoint(model))
    assert reached(answered) == STORY["reached"]
    assert [request.body.get("tool_choice") for request in model.asked] == ["required", "auto", None]


@pytest.mark.parametrize(
    "written", ["Sure!", "{}", '{"calls": 1}', '{"calls": [{"tool": "drop_off"}]}', '{"calls": [1]}']
)
def test_json_out_of_form_is_no_answer(written: str, sampled: Stores, ruled: str) -> None:
    with ScriptedModel(says(written), way="prompt").running() as model:
        answered = asked(UNCLEAR, sampled, endpoint(model))
    assert told(answered) == f"{ruled}\n{EN('model.no_help')}"


def test_json_behind_thoughts_and_fences_is_read(sampled: Stores) -> None:
    body = json.dumps({"calls": [{"tool": "drop_off", "arguments": {"journey": None}}]})
    fenced = says(f"<think>{{hm}}</think>Here you are:\n```json\n{body}\n```")
    with ScriptedModel(fenced, SAID, way="prompt").running() as model:
        assert reached(asked(UNCLEAR, sampled, endpoint(model))) == STORY["reached"]
    assert as_json(("drop_off", {"journey": None})).choices


def test_an_endpoint_that_is_not_there_leaves_the_rules(sampled: Stores) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        gone = Endpoint(url=f"http://127.0.0.1:{free.getsockname()[1]}/v1", name="gone")
        answered = asked(UNCLEAR, sampled, gone)
    assert told(answered).splitlines()[-1] == EN("model.no_help")


@pytest.mark.parametrize("slow", [Told("x", pause=60), Told("data: x" * 500, pause=0.05)], ids=["silent", "dripping"])
def test_a_slow_endpoint_is_left_after_the_time_for_one_question(
    slow: Told, sampled: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "SECONDS", 0.7)
    with ScriptedModel(slow).running() as model:
        begun = time.monotonic()
        answered = asked(UNCLEAR, sampled, endpoint(model))
        took = time.monotonic() - begun
    assert told(answered).splitlines()[-1] == EN("model.no_help")
    assert 0.6 < took < 6
    assert len(model.asked) == 1


def test_a_hostile_model_learns_nothing_of_other_workspaces(sampled: Stores) -> None:
    ours = sampled.maps.lines(Settings().workspace, EVERYTHING)
    journey = sampled.maps.get(Settings().workspace, ours[0].map_id, EVERYTHING)
    secret = journey.model_copy(update={"workspace_id": "T2", "map_id": "secret-plans", "title": "Secret plans"})
    if not sampled.maps.lines("T2", EVERYTHING):
        sampled.maps.create(secret, "U0ANA", NOW, "")
    script = (message(call(tool, {"journey": "Secret plans"})) for tool in ("drop_off", "map_lookup", "emotion_curve"))
    with ScriptedModel(*script).running() as model:
        answered = asked(UNCLEAR, sampled, endpoint(model), reader=Reader("", everything=True))
    assert answered.result is None
    assert told(answered).splitlines()[-1] == EN("model.no_help")
    assert all("Secret plans" not in json.dumps(request.body["tools"]) for request in model.asked)
    assert sampled.maps.lines(Settings().workspace, EVERYTHING) == ours
    assert len(sampled.maps.lines("T2", EVERYTHING)) == 1
