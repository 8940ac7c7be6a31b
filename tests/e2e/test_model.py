"""A model beside the bot, in a whole conversation in Slack: it helps, invents, breaks, and is switched off."""

import json
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.playground.person import Person, text_of
from bot.samples import load_samples
from bot.settings import Settings
from prompts.loader import words
from tests.bot.scripted_model import ScriptedModel, Told, call, completion, message, says
from tests.e2e.conftest import bot_here
from tests.e2e.hearing import hears, newest, taken_by_slack

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
STORY = json.loads((Path(__file__).parents[2] / "examples" / "story.json").read_text("utf-8"))
EN = words("en")
UNREAD = "고객은 어디서 이탈하나요?"
"""In a language that no rule reads."""
COLLEEN = message(call("drop_off", {"journey": None, "persona": "Curious Colleen", "device": "mobile"}))
EVERYBODY = message(call("drop_off", {"journey": None}))
BROKEN = {
    "html": Told("<html>Welcome</html>", content_type="text/html"),
    "no choices": completion([]),
    "an error in a 200": Told('{"error": {"message": "overloaded"}}'),
    "cut in the middle": Told(choices=EVERYBODY.choices, unfinished=True),
    "malformed arguments": message(call("drop_off", '{"journey": nu')),
    "a call as text": says('<tool_call>{"name": "drop_off"}</tool_call>'),
    "nothing": says(""),
    "a thousand calls": message(*(call("drop_off", {"journey": None}) for _ in range(1_000))),
    "hung up": Told("", hang_up=True),
}


async def _asks(ana: Person, thread: str, part: str) -> str:
    """What Waymark says to a question that the rules cannot read."""
    before = newest(ana)
    await ana.says("#vacuum-shop", f"@Waymark {UNREAD}", thread=thread)
    return text_of(await hears(ana, part, thread=thread, after=before))


async def test_a_conversation_with_a_model_that_helps_invents_breaks_and_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_samples(Settings(WAYMARK_DATA=tmp_path))
    script = [COLLEEN, says("{F1} of Colleen's people do not go on to Purchase.")]
    script += [EVERYBODY, says("{F1} do not go on. That is 4,321 more than last year.")]
    script += [answer for broken in BROKEN.values() for answer in (broken, broken)]
    with ExitStack() as endpoint:
        model = endpoint.enter_context(ScriptedModel(*script).running())
        monkeypatch.setenv("WAYMARK_MODEL_URL", model.url)
        monkeypatch.setenv("WAYMARK_MODEL", "scripted")
        async with bot_here(tmp_path) as slack:
            ana = slack.person("Ana")
            thread = (await ana.says("#vacuum-shop", f"@Waymark {UNREAD}"))["message"]["ts"]
            helped = text_of(await hears(ana, EN("model.read"), thread=thread))
            share = _lost(STORY["colleen_by_device"]["mobile"])
            said = f"{share} of Colleen's people do not go on to Purchase."
            assert helped.index(said) < helped.index(EN("model.read"))
            assert helped.count(share) >= 2 and EN("answers.basis", basis="") in helped
            invented = await _asks(ana, thread, EN("model.read_only"))
            assert "4,321" not in invented and _lost(STORY["reached"]) in invented
            assert len(model.asked) == 4
            for broken in BROKEN:
                ruled = await _asks(ana, thread, EN("model.no_help"))
                assert "tool_call" not in ruled and "Welcome" not in ruled, broken
            assert len(model.asked) == 4 + 2 * len(BROKEN)
            endpoint.close()
            await _asks(ana, thread, EN("model.no_help"))
            before = newest(ana)
            await ana.says("#vacuum-shop", "@Waymark where do customers drop off?", thread=thread)
            sure = text_of(await hears(ana, "do not go on to Purchase", thread=thread, after=before))
            assert EN("model.no_help") not in sure
            assert await taken_by_slack(slack) == []


def _lost(reached: list[int]) -> str:
    """The share that does not go on from the third step, as it is written."""
    return f"({1 - reached[3] / reached[2]:.1%})"
