"""How an endpoint gives tool calls is found out once, remembered for every process, and shown by `waymark doctor`."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import SecretStr

from bot.errors import error_words
from bot.llm import probing
from bot.llm.boundary import ended_in_time, line
from bot.llm.record import Record
from bot.llm.turn import NoHelp
from bot.settings import Endpoint, Settings
from storage.errors import WaymarkError
from storage.open import Stores
from tests.bot.command_line import Shell
from tests.bot.llm.turns import DROP_OFF, EN, SAID, UNCLEAR, asked, by_rules, endpoint, told
from tests.bot.scripted_model import ScriptedModel, Told, as_json, call, message, says


def _unknown(model: ScriptedModel, kept_in: Path | None = None) -> Endpoint:
    return endpoint(model, kept_in=kept_in).model_copy(update={"way": None})


@pytest.mark.parametrize("way", ["json_schema", "tools", "json_object", "prompt"])
def test_the_first_way_that_works_is_found_and_tried_in_order(way: str, tmp_path: Path) -> None:
    order = ["json_schema", "tools", "json_object", "prompt"]
    with ScriptedModel(way=way).running() as model:
        assert probing.probe(_unknown(model, tmp_path)) == way
        assert len(model.probed) == order.index(way) + 1
    forms = [asked.body.get("response_format", {}).get("type") for asked in model.probed]
    assert forms == ["json_schema", None, "json_object", None][: len(forms)]
    assert probing.remembered(_unknown(model, tmp_path)) == way


def test_it_is_found_out_with_the_first_question_and_not_again(sampled: Stores, tmp_path: Path) -> None:
    script = as_json(("drop_off", {"journey": None}))
    with ScriptedModel(script, SAID, script, SAID, way="json_object").running() as model:
        for _ in range(2):
            assert "do not go on" in told(asked(UNCLEAR, sampled, _unknown(model, tmp_path)))
    assert len(model.probed) == 3
    assert json.loads((tmp_path / "ways.json").read_text()) == {f"scripted {model.url}": "json_object"}


def test_a_machine_that_has_just_started_asks_an_endpoint_it_never_asked(
    sampled: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "time", SimpleNamespace(monotonic=lambda: 5.0))
    with ScriptedModel(DROP_OFF, SAID).running() as model:
        assert "do not go on" in told(asked(UNCLEAR, sampled, _unknown(model, tmp_path)))


def test_a_model_without_any_way_is_off_for_some_minutes(sampled: Stores, tmp_path: Path) -> None:
    with ScriptedModel(DROP_OFF, way="off").running() as model:
        for _ in range(2):
            said = told(asked(UNCLEAR, sampled, _unknown(model, tmp_path)))
            assert said == f"{by_rules(UNCLEAR, sampled)}\n{EN('model.no_help')}"
        assert len(model.probed) == 4 and model.asked == []
        with pytest.raises(NoHelp) as raised:
            probing.probe(_unknown(model, tmp_path))
        assert raised.value.key == "model_off"
        model.way = "tools"
        assert probing.probe(_unknown(model, tmp_path)) == "tools"
        assert told(asked(UNCLEAR, sampled, _unknown(model, tmp_path))) != said


def test_an_endpoint_that_was_away_is_asked_with_the_next_question(sampled: Stores, tmp_path: Path) -> None:
    away = Told(hang_up=True)
    with ScriptedModel(DROP_OFF, SAID, away, away, DROP_OFF, SAID).running() as model:
        said = [told(asked(UNCLEAR, sampled, _unknown(model, tmp_path))) for _ in range(3)]
    assert ["do not go on" in one for one in said] == [True, False, True]
    assert said[1] == f"{by_rules(UNCLEAR, sampled)}\n{EN('model.no_help')}"


def test_an_endpoint_that_works_again_is_asked_after_some_minutes(
    sampled: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedModel(DROP_OFF, SAID, way="off").running() as model:
        asked(UNCLEAR, sampled, _unknown(model, tmp_path))
        model.way = "tools"
        assert EN("model.no_help") in told(asked(UNCLEAR, sampled, _unknown(model, tmp_path)))
        monkeypatch.setattr(probing, "OFF_SECONDS", 0.0)
        assert "do not go on" in told(asked(UNCLEAR, sampled, _unknown(model, tmp_path)))


def test_an_endpoint_that_works_again_is_asked_at_once_after_waymark_doctor(sampled: Stores, tmp_path: Path) -> None:
    waymark = Shell(tmp_path)
    with ScriptedModel(DROP_OFF, SAID, way="off").running() as model:
        settings = Settings().model_copy(update={"data": waymark.data, "model_url": model.url, "model": "scripted"})
        at = settings.endpoint()
        assert at is not None
        assert EN("model.no_help") in told(asked(UNCLEAR, sampled, at))
        model.way = "tools"
        waymark.apart("doctor", WAYMARK_MODEL_URL=model.url, WAYMARK_MODEL="scripted")
        assert "do not go on" in told(asked(UNCLEAR, sampled, at))


@pytest.mark.parametrize(
    ("answer", "key"), [(Told("{}", status=401), "model_refused"), (Told(hang_up=True), "model_down")]
)
def test_an_endpoint_that_refuses_or_is_away_is_nothing_to_remember(
    answer: Told, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedModel(DROP_OFF).running() as model:
        monkeypatch.setattr(model, "_ready", lambda body: answer)
        with pytest.raises(NoHelp) as raised:
            probing.probe(_unknown(model, tmp_path))
    assert raised.value.key == key and len(model.probed) == 1
    assert model.url in error_words(raised.value, EN)
    assert not (tmp_path / "ways.json").exists()
    assert not probing._off


def test_a_damaged_memory_is_found_out_anew(tmp_path: Path) -> None:
    for written in ("{", "[]", '{"scripted URL": "magic"}'):
        with ScriptedModel(way="tools").running() as model:
            (tmp_path / "ways.json").write_text(written.replace("URL", model.url))
            assert probing.remembered(_unknown(model, tmp_path)) is None
            assert probing.probe(_unknown(model, tmp_path)) == "tools"


@pytest.mark.parametrize(
    "answer",
    [
        says("yes"),
        message(call("other", {"answer": "yes"})),
        message(call("ready", {"reply": "yes"})),
        says('{"calls": []}'),
    ],
)
def test_an_answer_beside_the_question_is_no_way(answer: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedModel().running() as model:
        monkeypatch.setattr(model, "_ready", lambda body: answer)
        with pytest.raises(NoHelp) as raised:
            probing.probe(_unknown(model))
    assert raised.value.key == "model_off" and len(model.probed) == 4
    assert EN.has("errors.model_off")


def test_azure_gets_its_own_header_and_the_version_of_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.llm.boundary.AZURE", ("127.0.0.1",))

    async def said(at: Endpoint) -> None:
        async with line(at, "tools", Record(None, "", ""), 5.0) as spoken:
            await spoken.say("s", [], (), False)

    with ScriptedModel(says("hm")).running() as model:
        at = Endpoint(url=f"{model.url}/deployments/d?api-version=2024-10-21", name="m", key=SecretStr("secret"))
        ended_in_time(said(at), at, 5.0)
    assert model.asked[0].path == "/v1/deployments/d/chat/completions"
    assert model.asked[0].headers["api-key"] == "secret"
    assert model.asked[0].query == "api-version=2024-10-21"


def test_doctor_says_how_the_model_answers_and_what_to_mend(tmp_path: Path) -> None:
    waymark = Shell(tmp_path)

    def found(code: int = 0, **setting: str) -> tuple[bool | None, str]:
        lines = waymark("doctor", "--json", code=code, **setting).document
        (model,) = (finding for finding in lines if finding["what"] == "model")
        return model["ok"], model["text"]

    with ScriptedModel(way="json_object").running() as model:
        setting = {"WAYMARK_MODEL_URL": model.url, "WAYMARK_MODEL": "scripted"}
        way = EN("model.ways.json_object")
        assert found(**setting) == (True, EN("model.reachable", name="scripted", url=model.url, way=way))
        model.way = "off"
        assert found(3, **setting) == (False, EN("errors.model_off", url=model.url, name="scripted"))
    assert found() == (None, EN("model.not_set"))
    assert found(3, WAYMARK_MODEL="scripted")[0] is False


def test_half_a_setting_or_a_wrong_one_is_told() -> None:
    nothing = Settings().model_copy(update={"model_url": None, "model": None})
    assert nothing.endpoint() is None
    for change, name in (
        ({"model": "m"}, "WAYMARK_MODEL_URL"),
        ({"model_url": "http://localhost:1/v1"}, "WAYMARK_MODEL"),
        ({"model_url": "localhost:11434", "model": "m"}, "WAYMARK_MODEL_URL"),
        ({"model_url": "http://127.0.0.1:99999/v1", "model": "m"}, "WAYMARK_MODEL_URL"),
    ):
        with pytest.raises(WaymarkError) as raised:
            nothing.model_copy(update=change).endpoint()
        assert raised.value.facts["name"] == name


def test_the_example_settings_set_no_model_and_no_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text((Path(__file__).parents[3] / ".env.example").read_text("utf-8"))
    monkeypatch.chdir(tmp_path)
    settings = Settings()
    assert settings.endpoint() is None
    assert (settings.slack_bot_token, settings.font, settings.model_tracing) == (None, None, False)
