"""What was sent to a model and what came back can be listed, names nobody, and goes after two weeks."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.llm.record import DAYS, RecordDamaged, records
from bot.samples import load_samples
from bot.settings import Settings
from storage.open import Stores
from tests.bot.command_line import Shell
from tests.bot.llm.turns import DROP_OFF, EN, SAID, UNCLEAR, asked, endpoint
from tests.bot.scripted_model import ScriptedModel, Told, call, message, says

WORKSPACE = Settings().workspace


def test_a_turn_is_kept_as_it_was_sent_and_answered(sampled: Stores, tmp_path: Path) -> None:
    with ScriptedModel(Told("<html>"), DROP_OFF, says("{F1} leave, 42 of them.")).running() as model:
        asked(f"anna@example.com {UNCLEAR}", sampled, endpoint(model, kept_in=tmp_path))
    kept = list(records(tmp_path, WORKSPACE))
    assert [record["what"] for record in kept] == ["sent", "broken", "sent", "received", "sent", "received", "dropped"]
    assert json.loads(kept[0]["messages"][0]["text"])["question"] == f"[e-mail] {UNCLEAR}"
    assert kept[3]["calls"] == [{"tool": "drop_off", "arguments": '{"journey": null}'}]
    assert kept[4]["messages"][2]["role"] == "tool" and '"facts"' in kept[4]["messages"][2]["text"]
    assert kept[5]["text"] == "{F1} leave, 42 of them."
    assert kept[6]["why"] == "a figure"
    assert {record["workspace"] for record in kept} == {WORKSPACE}
    assert list(records(tmp_path, "T2")) == []


def test_what_is_older_than_two_weeks_goes(sampled: Stores, tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    for days in (0, DAYS, DAYS + 1, 400):
        (tmp_path / f"{today - timedelta(days=days)}.jsonl").write_text("")
    (tmp_path / "ways.json").write_text("{}")
    assert list(records(tmp_path, WORKSPACE)) == []
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {f"{today}.jsonl", f"{today - timedelta(days=DAYS)}.jsonl", "ways.json"}
    (tmp_path / f"{today - timedelta(days=DAYS + 1)}.jsonl").write_text("")
    with ScriptedModel(DROP_OFF, SAID).running() as model:
        asked(UNCLEAR, sampled, endpoint(model, kept_in=tmp_path))
    assert {path.name for path in tmp_path.iterdir()} == left


def test_a_long_text_is_kept_by_its_beginning(sampled: Stores, tmp_path: Path) -> None:
    with ScriptedModel(message(call("drop_off", {"journey": "x" * 9_000})), DROP_OFF, SAID).running() as model:
        asked(UNCLEAR, sampled, endpoint(model, kept_in=tmp_path))
    assert all(len(line) < 20_000 for file in tmp_path.glob("*.jsonl") for line in file.read_text().splitlines())


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / f"{datetime.now(UTC).date()}.jsonl"
    file.write_text(json.dumps({"workspace": "T2"}) + "\n{half")
    with pytest.raises(RecordDamaged) as raised:
        list(records(tmp_path, WORKSPACE))
    assert raised.value.facts == {"path": str(file), "line": 2}


def test_the_command_line_asks_the_model_that_is_set_and_lists_what_was_said(tmp_path: Path) -> None:
    waymark = Shell(tmp_path)
    load_samples(Settings().model_copy(update={"data": waymark.data}))
    assert waymark("model-log").out.startswith("Nothing is kept")
    with ScriptedModel(DROP_OFF, SAID).running() as model:
        setting = {"WAYMARK_MODEL_URL": model.url, "WAYMARK_MODEL": "scripted"}
        by_model = waymark.apart("ask", UNCLEAR, "--json", **setting).document
        by_rules = waymark("ask", UNCLEAR, "--json", "--no-model", **setting).document
    assert (by_model["read_by"], by_model["tool"]) == ("model", "drop_off")
    assert (by_rules["read_by"], by_rules["tool"]) == ("rules", "out_of_scope")
    assert (len(model.probed), len(model.asked)) == (2, 2)
    kept = waymark("model-log", "--json").document
    assert [record["what"] for record in kept] == [
        "sent", "broken", "sent", "received", "sent", "received", "sent", "received",
    ]  # fmt: skip
    said = waymark("model-log").out
    assert UNCLEAR in said and EN("model.log.received") in said and 'drop_off {"journey": null}' in said


LOADED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import bot.app, bot.cli, bot.model_log
from bot import asking
from bot.samples import load_samples
from bot.settings import Endpoint, Settings
from prompts.loader import words
from storage.maps import Reader
from storage.open import open_stores
settings = Settings().model_copy(update={"data": Path(sys.argv[1])})
load_samples(settings)
stores = open_stores(settings.data)
heavy = {"langchain", "langchain_core", "langchain_openai", "langgraph", "langsmith", "openai"}
model = Endpoint(url="http://127.0.0.1:9/v1", name="m")
clear, unclear, loaded = "where do customers drop off?", sys.argv[2], []
for asked, of in ((unclear, None), (clear, model), (unclear, model)):
    thread = asking.Thread(settings.workspace, Reader("", everything=True), datetime(2026, 11, 1, tzinfo=UTC), model=of)
    asking.answer(asked, thread, stores, words("en"))
    loaded.append(not heavy.isdisjoint(name.split(".")[0] for name in sys.modules))
stores.close()
print(loaded)
"""


def test_langchain_is_loaded_only_when_a_model_is_asked(tmp_path: Path) -> None:
    """Without a model, with one that is not needed, and with one that is."""
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, str(tmp_path), UNCLEAR], capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[-1] == str([False, False, True])
