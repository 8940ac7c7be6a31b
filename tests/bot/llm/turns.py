"""A question asked over the sample with a scripted model beside the rules."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot import asking
from bot.answered import Answered
from bot.questions.commands import Ask
from bot.reply import plain
from bot.settings import Endpoint, Settings
from prompts.loader import words
from storage.maps import Reader
from storage.open import Stores
from tests.bot.scripted_model import ScriptedModel, call, message, says

EN = words("en")
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
EVERYTHING = Reader("", everything=True)
STORY = json.loads((Path(__file__).parents[3] / "examples" / "story.json").read_text("utf-8"))
UNCLEAR = "고객은 어디서 이탈하나요?"
"""In a language that no rule reads, so that the model is asked whatever the rules learn."""
DROP_OFF = message(call("drop_off", {"journey": None}))
SAID = says("{F1} do not go on to Purchase.")
"""What the tests' models say when a tool has counted."""


def endpoint(model: ScriptedModel, key: str | None = None, kept_in: Path | None = None) -> Endpoint:
    """The scripted model, asked by its own way."""
    secret = SecretStr(key) if key else None
    return Endpoint.model_validate(
        {
            "url": model.url,
            "name": "scripted",
            "key": secret,
            "way": None if model.way == "off" else model.way,
            "kept_in": kept_in,
        }
    )


def asked(
    question: str,
    stores: Stores,
    model: Endpoint | None,
    frame: Ask | None = None,
    reader: Reader = EVERYTHING,
    lang: str = "en",
) -> Answered:
    """The answer, as every surface gets it."""
    thread = asking.Thread(Settings().workspace, reader, NOW, frame=frame, model=model)
    return asking.answer(question, thread, stores, words(lang))


def told(answered: Answered) -> str:
    """All of its words."""
    return "\n".join(plain(reply) for one in answered.all for reply in one.replies)


def by_rules(question: str, stores: Stores, lang: str = "en") -> str:
    """What is said without a model."""
    return told(asked(question, stores, None, lang=lang))


def reached(answered: Answered) -> list[int]:
    """Of a funnel."""
    return [step["reached"] for step in answered.document()["result"]["steps"]]


def sent(model: ScriptedModel, request: int = 0) -> dict[str, Any]:
    """What the person's part of a request says."""
    said: dict[str, Any] = json.loads(model.asked[request].body["messages"][1]["content"])
    return said


def offered(model: ScriptedModel, name: str, request: int = 0) -> dict[str, Any]:
    """A tool as the model got it."""
    functions = (tool["function"] for tool in model.asked[request].body["tools"])
    return next(function for function in functions if function["name"] == name)
