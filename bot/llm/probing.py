"""In which way does this endpoint give tool calls? Tried once for an endpoint and model, then remembered.

Remembered in a file beside the record, for every process that uses the data folder. What does not work at all is tried
again after some minutes; an endpoint that cannot be reached, or refuses the key, is nothing to remember.
"""

import json
import os
import time
from pathlib import Path
from typing import Any

from langchain.messages import AIMessage, HumanMessage
from pydantic import create_model

from bot.llm.boundary import ended_in_time, line
from bot.llm.record import Record
from bot.llm.turn import NoHelp
from bot.llm.ways import WAYS
from bot.questions.choices import Choice, Unfit
from bot.settings import Endpoint, Way
from prompts.loader import text

SECONDS = 10.0
"""For each way."""
FORM = frozenset({400, 415, 422, 501})
"""What an endpoint answers to a form that it does not know; another refusal is about the key, the model or the load."""
READY = Choice("ready", "Says that the connection works.", create_model("Ready", answer=(str, ...)))
FILE = "ways.json"
OFF_SECONDS = 300.0
"""So long nothing is asked of an endpoint that no way worked with, unless another process finds one."""
_off: dict[str, float] = {}


async def way_of(endpoint: Endpoint, record: Record) -> Way:
    """The way that is set, remembered, or found now. Raises NoHelp."""
    if endpoint.way is not None:
        return endpoint.way
    if (known := remembered(endpoint)) is not None:
        return known
    off_since = _off.get(_key(endpoint))
    if off_since is not None and time.monotonic() < off_since + OFF_SECONDS:
        raise NoHelp("model_off", endpoint)
    return await _found(endpoint, record)


def probe(endpoint: Endpoint) -> Way:
    """The way, tried anew and remembered. Raises NoHelp."""
    record = Record(None, "", endpoint.name)
    return ended_in_time(_found(endpoint, record), endpoint, SECONDS * len(WAYS))


def remembered(endpoint: Endpoint) -> Way | None:
    """What was found before, by any process."""
    known = _known(endpoint.kept_in).get(_key(endpoint))
    return known if known in WAYS else None


def forget() -> None:
    """What this process holds for off."""
    _off.clear()


async def _found(endpoint: Endpoint, record: Record) -> Way:
    for way in WAYS:
        try:
            async with line(endpoint, way, record, SECONDS, again=0) as spoken:
                await spoken.say(text("system/probe"), [HumanMessage(READY.name)], [READY], True, check=_is_ready)
        except NoHelp as error:
            if error.key == "model_broken" or error.facts["status"] in FORM:
                continue
            raise
        _remember(endpoint, way)
        return way
    _off[_key(endpoint)] = time.monotonic()
    raise NoHelp("model_off", endpoint)


def _is_ready(message: AIMessage) -> None:
    called = [(call["name"], call["args"]) for call in message.tool_calls]
    if len(called) != 1 or called[0][0] != READY.name or not READY.read(called[0][1]):
        raise Unfit("another call")


def _key(endpoint: Endpoint) -> str:
    return f"{endpoint.name} {endpoint.url}"


def _known(folder: Path | None) -> dict[str, Any]:
    if folder is None or not (folder / FILE).is_file():
        return {}
    try:
        known = json.loads((folder / FILE).read_text("utf-8"))
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}


def _remember(endpoint: Endpoint, way: Way) -> None:
    _off.pop(_key(endpoint), None)
    if endpoint.kept_in is None:
        return
    endpoint.kept_in.mkdir(parents=True, exist_ok=True)
    whole = endpoint.kept_in / f"{FILE}.{os.getpid()}"
    whole.write_text(json.dumps(_known(endpoint.kept_in) | {_key(endpoint): way}), "utf-8")
    whole.replace(endpoint.kept_in / FILE)
