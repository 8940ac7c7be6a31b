"""A model in a thread: its sentences are seen while it writes, its figures are the tools', a Stop ends it, and so does
the end of its endpoint."""

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.playground.driver import Playground
from bot.playground.person import text_of
from bot.samples import load_samples
from bot.settings import Settings
from prompts.loader import words
from tests.bot.scripted_model import ScriptedModel, call, message, says
from tests.e2e.conftest import bot_apart
from tests.e2e.hearing import hears, newest, said_by_waymark, taken_by_slack

HERE = "#vacuum-shop"
EN = words("en")
KOREAN = "고객은 어디서 이탈하나요?"
"""In a language that no rule reads, so that the model is asked."""
DROP_OFF = message(call("drop_off", {"journey": None}))
FIRST, SECOND = "{F1} do not go on to Purchase.", "That is the largest loss on the way."
SLOW = replace(says(f"{FIRST} {SECOND} {SECOND} {SECOND}"), pause=0.25)
INVENTED = replace(says(f"{FIRST} It was 99% in May. {SECOND}"), pause=0.1)
LOSS = "1 168 of 1 868 customers (62.5%) do not go on to Purchase."

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@asynccontextmanager
async def with_model(model: ScriptedModel, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Playground]:
    load_samples(Settings(WAYMARK_DATA=folder))
    monkeypatch.setenv("WAYMARK_MODEL_URL", model.url)
    monkeypatch.setenv("WAYMARK_MODEL", "scripted")
    async with bot_apart(folder) as slack:
        yield slack


def flat(text: str) -> str:
    return text.replace("\u202f", " ")


async def test_sentences_are_seen_while_the_model_writes_and_an_invented_figure_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with ScriptedModel(DROP_OFF, SLOW, DROP_OFF, INVENTED).running() as model:
        async with with_model(model, tmp_path, monkeypatch) as slack:
            ana = slack.person("Ana")
            said = await ana.says(HERE, f"@Waymark {KOREAN}")
            thread = said["ts"]
            await ana.waits(lambda: EN("threads.doing.model") in ana.statuses.values(), 20, "status")
            begun = await hears(ana, "Purchase", thread=thread, within=30)
            assert LOSS in flat(begun["text"]) and SECOND not in begun["text"]
            answer = await hears(ana, EN("model.read"), thread=thread, within=30)
            assert answer["ts"] == begun["ts"]
            assert flat(text_of(answer)).count(LOSS) >= 1 and SECOND in text_of(answer)
            assert not any(ana.statuses.values())

            await ana.says(HERE, f"@Waymark {KOREAN}", thread=thread)
            read_only = await hears(ana, EN("model.read_only"), thread=thread, within=30)
            assert "99%" not in " ".join(said_by_waymark(ana, thread=thread))
            assert "do not go on to" in text_of(read_only)
            assert len([m for m in ana.shown(thread=thread) if m["is_bot"]]) == 2
            assert await taken_by_slack(slack) == []


async def test_a_stop_while_the_model_writes_leaves_what_was_said_and_the_endpoint_may_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    endless = replace(says(f"{FIRST} " + f"{SECOND} " * 40), pause=0.3)
    with ExitStack() as endpoint:
        model = endpoint.enter_context(ScriptedModel(DROP_OFF, endless, DROP_OFF, endless).running())
        async with with_model(model, tmp_path, monkeypatch) as slack:
            ana, boris = slack.person("Ana"), slack.person("Boris")
            said = await ana.says(HERE, f"@Waymark {KOREAN}")
            thread = said["ts"]
            begun = await hears(ana, "Purchase", thread=thread, within=30)
            await boris.acts("stop", channel="C0VACUUM", thread_ts=thread)
            await hears(ana, EN("threads.stopped", name="Boris"), thread=thread)
            kept = [m for m in ana.shown(thread=thread) if m["is_bot"]]
            assert [m["ts"] == begun["ts"] for m in kept] == [True, False]
            assert LOSS in flat(kept[0]["text"])

            before = newest(ana)
            await ana.says(HERE, f"@Waymark {KOREAN}", thread=thread)
            await hears(ana, "Purchase", thread=thread, within=30, after=before)
            await ana.says(HERE, "stop", thread=thread)
            await hears(ana, EN("threads.stopped", name="Ana"), thread=thread, after=before)
            before = newest(ana)
            endpoint.close()
            await ana.says(HERE, f"@Waymark {KOREAN}", thread=thread)
            await hears(ana, EN("model.no_help"), thread=thread, within=30, after=before)
