"""A scripted OpenAI-compatible endpoint on loopback: real sockets, one prepared answer a request, as a stream."""

import asyncio
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from prompts.loader import text

PIECE = 9
"""Characters of a text or of arguments in one piece of a stream."""


@dataclass(frozen=True)
class Told:
    """One answer. `body` is sent as it is, `choices` as a chat completion, whole or as a stream.

    `pause`: seconds after each character. `hang_up` cuts the connection before anything is said, `cut` ends the
    stream after so many pieces, as if it were over; `unfinished` leaves out its last piece.
    """

    body: str = ""
    status: int = 200
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0.0
    hang_up: bool = False
    choices: object = None
    cut: int | None = None
    unfinished: bool = False


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    query: str = ""


class ScriptedModel:
    """Answers in the order of `script`; the last one is said again and again.

    `way`: how it gives tool calls; what it is asked to find that out stands in `probed`.
    """

    def __init__(self, *script: Told, way: str = "tools") -> None:
        self._script = list(script)
        self.asked: list[Asked] = []
        self.probed: list[Asked] = []
        self.url, self.way = "", way

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        asked = Asked(request.path, dict(request.headers), await request.json(), request.query_string)
        if str(asked.body["messages"][0]["content"]).startswith(text("system/probe")):
            self.probed.append(asked)
            return await self._send(self._ready(asked.body), request, asked)
        self.asked.append(asked)
        told = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        return await self._send(told, request, asked)

    def _ready(self, body: dict[str, Any]) -> Told:
        form = body.get("response_format", {}).get("type") or ("tools" if "tools" in body else "prompt")
        if form != self.way:
            return Told('{"error": {"message": "unknown form"}}', status=400)
        if form == "tools":
            return message(call("ready", {"answer": "yes"}))
        return as_json(("ready", {"answer": "yes"}))

    async def _send(self, told: Told, request: web.Request, asked: Asked) -> web.StreamResponse:
        if told.hang_up:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if told.choices is not None and asked.body.get("stream"):
            return await self._stream(told, request)
        body = told.body or json.dumps(_completion("chat.completion", told.choices))
        if told.choices is None:
            body = told.body
        if not told.pause:
            return web.Response(
                text=body, status=told.status, content_type=told.content_type, headers=dict(told.headers)
            )
        response = web.StreamResponse(headers={"Content-Type": told.content_type})
        await response.prepare(request)
        for character in body:
            await response.write(character.encode())
            await asyncio.sleep(told.pause)
        return response

    async def _stream(self, told: Told, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        pieces = _pieces(told.choices)
        ending = [] if told.unfinished else pieces[-1:]
        for piece in [*pieces[:-1], *ending][: told.cut]:
            await response.write(f"data: {json.dumps(_completion('chat.completion.chunk', piece))}\n\n".encode())
            await asyncio.sleep(told.pause)
        if not told.unfinished and told.cut is None:
            await response.write(b"data: [DONE]\n\n")
        return response

    async def _serve(self, ready: threading.Event, stop: asyncio.Event) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        ready.set()
        await stop.wait()
        await runner.cleanup()

    @contextmanager
    def running(self) -> Iterator["ScriptedModel"]:
        """The endpoint in a thread of its own."""
        ready, stop, loop = threading.Event(), asyncio.Event(), asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_until_complete, args=(self._serve(ready, stop),))
        thread.start()
        assert ready.wait(10)
        try:
            yield self
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join(10)
            loop.close()


def call(name: str, arguments: object, call_id: str = "call_1") -> dict[str, Any]:
    """One tool call as OpenAI writes it; `arguments` that are no text are written as JSON."""
    written = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return {"id": call_id, "type": "function", "function": {"name": name, "arguments": written}}


def message(*calls: dict[str, Any], content: str | None = None) -> Told:
    """A whole chat completion with these calls."""
    said = {"role": "assistant", "content": content, **({"tool_calls": list(calls)} if calls else {})}
    return completion([{"index": 0, "message": said, "finish_reason": "tool_calls" if calls else "stop"}])


def says(content: str) -> Told:
    """A whole chat completion with this text."""
    return message(content=content)


def as_json(*calls: tuple[str, object]) -> Told:
    """Calls as the text of an endpoint that calls no tools."""
    return says(json.dumps({"calls": [{"tool": tool, "arguments": given} for tool, given in calls]}))


def completion(choices: object) -> Told:
    """A chat completion with anything as its choices."""
    return Told(choices=choices)


def events(*chunks: object) -> Told:
    """A stream of exactly these chunks."""
    body = "".join(f"data: {chunk if isinstance(chunk, str) else json.dumps(chunk)}\n\n" for chunk in chunks)
    return Told(body, content_type="text/event-stream")


def delta(finish: str | None = None, **said: object) -> dict[str, Any]:
    """One chunk of a stream."""
    return _completion("chat.completion.chunk", [{"index": 0, "delta": said, "finish_reason": finish}])


def _completion(kind: str, choices: object) -> dict[str, Any]:
    return {"id": "1", "object": kind, "created": 1, "model": "scripted", "choices": choices}


def _pieces(choices: object) -> list[object]:
    """The choices of each chunk: a well-formed message in pieces, anything else as it is."""
    match choices:
        case [{"message": {"role": "assistant"} as said, "finish_reason": str() as finish}]:
            deltas = [{"role": "assistant"}, *({"content": piece} for piece in _cut(said.get("content") or ""))]
            for index, made in enumerate(said.get("tool_calls", ())):
                function = made["function"]
                deltas.append({"tool_calls": [made | {"index": index, "function": function | {"arguments": ""}}]})
                deltas += [
                    {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}
                    for piece in _cut(function["arguments"])
                ]
            parts = [[{"index": 0, "delta": said, "finish_reason": None}] for said in deltas]
            return [*parts, [{"index": 0, "delta": {}, "finish_reason": finish}]]
    return [choices]


def _cut(text: str) -> list[str]:
    return [text[at : at + PIECE] for at in range(0, len(text), PIECE)]
