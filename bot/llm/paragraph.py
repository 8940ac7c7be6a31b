"""What does a model find in a pasted paragraph for the map? One call through the same boundary; a person decides."""

import json
from collections.abc import Sequence
from typing import Annotated

from langchain.messages import AIMessage, HumanMessage
from pydantic import WithJsonSchema, create_model

from bot.conversation.drafting import Draft, Drafted
from bot.conversation.redact import redacted
from bot.llm.boundary import ended_in_time, line
from bot.llm.probing import way_of
from bot.llm.record import Record
from bot.questions.choices import Choice, Unfit
from bot.settings import Endpoint
from prompts.loader import text
from storage.model.lists import CHANNELS

SECONDS = 60.0
MOST_DRAFTED = 60
_ITEMS = WithJsonSchema({"type": "array", "items": Drafted.model_json_schema()})


def draft(
    sentences: Sequence[str], stages: Sequence[str], persona: str, endpoint: Endpoint, workspace_id: str
) -> Draft:
    """What the model finds in the sentences for the map. Raises NoHelp."""
    told = {
        "persona": redacted(persona).text,
        "stages": list(stages),
        "channels": list(CHANNELS),
        "sentences": [{"n": number, "text": redacted(said).text} for number, said in enumerate(sentences, 1)],
    }
    message = json.dumps(told, ensure_ascii=False)
    record = Record(endpoint.kept_in, workspace_id, endpoint.name)
    return ended_in_time(_found(message, endpoint, record), endpoint, SECONDS)


async def _found(message: str, endpoint: Endpoint, record: Record) -> Draft:
    items = create_model("Drafted", items=(Annotated[list[Drafted], _ITEMS], ...))
    offered = [Choice("draft", text("system/draft"), items)]
    way = await way_of(endpoint, record)
    async with line(endpoint, way, record, SECONDS) as spoken:
        said = await spoken.say(
            text("system/drafting"), [HumanMessage(message)], offered, True, check=lambda call: _draft(call, endpoint)
        )
    return _draft(said, endpoint)


def _draft(said: AIMessage, endpoint: Endpoint) -> Draft:
    """Raises Unfit and ValidationError."""
    if [call["name"] for call in said.tool_calls] != ["draft"]:
        raise Unfit("another tool")
    items = said.tool_calls[0]["args"].get("items")
    if not isinstance(items, list) or len(items) > MOST_DRAFTED:
        raise Unfit("no list of items")
    return Draft(items=tuple(Drafted.model_validate(item) for item in items), model_name=endpoint.name[:60])
