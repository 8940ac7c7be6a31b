"""A scripted OpenAI-compatible endpoint on loopback: real sockets, one prepared answer a request."""

import asyncio
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(frozen=True)
class Told:
    """One answer. `pieces` are sent `pause` seconds apart; `hang_up` cuts the connection instead."""

    body: str
    status: int = 200
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0.0
    hang_up: bool = False


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]


class ScriptedModel:
    """Answers in the order of `script`; the last one is said again and again."""

    def __init__(self, *script: Told) -> None:
        self._script = list(script)
        self.asked: list[Asked] = []
        self.url = ""

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(Asked(request.path, dict(request.headers), await request.json()))
        told = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        if told.hang_up:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if not told.pause:
            return web.Response(
                text=told.body, status=told.status, content_type=told.content_type, headers=dict(told.headers)
            )
        response = web.StreamResponse(headers={"Content-Type": told.content_type})
        await response.prepare(request)
        for character in told.body:
            await response.write(character.encode())
            await asyncio.sleep(told.pause)
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


def call(name: str, arguments: object) -> dict[str, Any]:
    """One tool call as OpenAI writes it; `arguments` that are no text are written as JSON."""
    written = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return {"id": "call_1", "type": "function", "function": {"name": name, "arguments": written}}


def message(*calls: dict[str, Any], content: str | None = None) -> Told:
    """A whole chat completion with these calls."""
    said = {"role": "assistant", "content": content, **({"tool_calls": list(calls)} if calls else {})}
    return completion([{"index": 0, "message": said, "finish_reason": "tool_calls" if calls else "stop"}])


def completion(choices: object) -> Told:
    """A chat completion with anything as its choices."""
    return Told(
        json.dumps({"id": "1", "object": "chat.completion", "created": 1, "model": "scripted", "choices": choices})
    )
