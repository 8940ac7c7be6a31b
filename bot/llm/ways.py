"""How is an endpoint asked for tool calls that it understands, and how is its answer read? Pure.

Endpoints differ: some keep to a JSON schema, some call tools, some write JSON when told to. All four ways end in the
same calls, checked the same. The order is the order in which they are tried.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, get_args

from bot.questions.choices import Choice
from bot.settings import Way
from prompts.loader import text

WAYS: tuple[Way, ...] = get_args(Way)
MOST_CALLS = 3
"""Answers of tools in one turn."""


class Broken(Exception):
    """What came back is no answer; the message names why, never the text."""


class Call(NamedTuple):
    """A tool that a model wants, with whatever arguments it wrote."""

    tool: str
    args: Mapping[str, Any]


def system(way: Way, told: str, offered: Sequence[Choice]) -> str:
    """The system text: with the tools written out where the endpoint does not take them apart from it."""
    if way == "tools" or not offered:
        return told
    tools = [choice.function()["function"] for choice in offered]
    return f"{told}\n\n{text('system/as_json')}\n{json.dumps(tools, ensure_ascii=False)}"


def settings(way: Way, offered: Sequence[Choice], required: bool) -> dict[str, Any]:
    """What the request says besides its messages."""
    if not offered:
        return {}
    if way == "tools":
        choice = "required" if required else "auto"
        return {"tools": [choice.function() for choice in offered], "tool_choice": choice}
    if way == "json_schema":
        schema = {"name": "calls", "strict": False, "schema": _schema(offered)}
        return {"extra_body": {"response_format": {"type": "json_schema", "json_schema": schema}}}
    return {"extra_body": {"response_format": {"type": "json_object"}}} if way == "json_object" else {}


def calls_in(written: str) -> tuple[Call, ...]:
    """The calls of a text that holds the JSON object that was asked for. Raises Broken."""
    decoder = json.JSONDecoder()
    for place in (at for at, character in enumerate(written) if character == "{"):
        try:
            found, _ = decoder.raw_decode(written, place)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and isinstance(found.get("calls"), list):
            return tuple(_call(call) for call in found["calls"])
    raise Broken("no JSON of calls")


def _call(call: object) -> Call:
    if isinstance(call, dict) and isinstance(call.get("tool"), str) and isinstance(call.get("arguments"), dict):
        return Call(call["tool"], call["arguments"])
    raise Broken("no call")


def _bare(schema: Any) -> Any:
    """Without the descriptions: they stand in the system text."""
    if isinstance(schema, list):
        return [_bare(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {name: _bare(part) for name, part in schema.items() if name != "description" or isinstance(part, dict)}


def _schema(offered: Sequence[Choice]) -> dict[str, Any]:
    options = [
        {
            "type": "object",
            "properties": {"tool": {"type": "string", "enum": [choice.name]}, "arguments": _bare(choice.parameters)},
            "required": ["tool", "arguments"],
            "additionalProperties": False,
        }
        for choice in offered
    ]
    calls = {"type": "array", "minItems": 1, "maxItems": MOST_CALLS, "items": {"anyOf": options}}
    return {"type": "object", "properties": {"calls": calls}, "required": ["calls"], "additionalProperties": False}
