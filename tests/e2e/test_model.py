"""A model beside the bot: a question that the rules cannot read, typed in Slack, is answered with the true figures."""

import json
from pathlib import Path

import pytest

from bot.playground.driver import Playground
from bot.playground.person import text_of
from bot.samples import load_samples
from bot.settings import Settings
from prompts.loader import words
from tests.bot.scripted_model import ScriptedModel, Told, call, message
from tests.e2e.conftest import BOT
from tests.e2e.hearing import hears, newest, taken_by_slack

STORY = json.loads((Path(__file__).parents[2] / "examples" / "story.json").read_text("utf-8"))
EN = words("en")


async def test_a_model_reads_a_question_in_slack_and_its_failure_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_samples(Settings(WAYMARK_DATA=tmp_path))
    right = message(call("drop_off", {"journey": None, "persona": "Curious Colleen", "device": "mobile"}))
    with ScriptedModel(right, Told("<html>", content_type="text/html")).running() as model:
        monkeypatch.setenv("WAYMARK_MODEL_URL", model.url)
        monkeypatch.setenv("WAYMARK_MODEL", "scripted")
        async with Playground.start(seed=7, bot_command=BOT, bot_data=tmp_path) as slack:
            await slack.until_connected(20)
            ana = slack.person("Ana")
            asked = await ana.says("#vacuum-shop", "@Waymark wo verlieren wir Colleen am Handy?")
            thread = asked["message"]["ts"]
            answer = await hears(ana, EN("model.read"), thread=thread)
            reached = STORY["colleen_by_device"]["mobile"]
            assert f"({1 - reached[3] / reached[2]:.1%}) do not go on to Purchase" in text_of(answer)
            before = newest(ana)
            await ana.says("#vacuum-shop", "@Waymark was nervt am meisten?", thread=thread)
            await hears(ana, EN("model.no_help"), thread=thread, after=before)
            assert await taken_by_slack(slack) == []
    assert len(model.asked) == 3
