"""The Segment specification over HTTP: who may send what, how much of it, and what the sender is told.

A request is answered when its messages are on disk; the answer is Segment's own. Refusals are JSON with `code` and
`message`, which Segment's libraries show.
"""

import asyncio
from base64 import b64decode
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import structlog
from aiohttp import web

from bot.intake.flusher import Flusher, Journals
from bot.intake.refused import Refused, keep_refused
from bot.intake.requests import LARGEST_BODY, PATHS, BadRequest, Sent, document, messages, unpacked
from bot.intake.write_keys import WriteKeys
from prompts.loader import Words
from storage.ingest.segment import KINDS

LONGEST_JOURNAL = 128 * 1024 * 1024
SLOWEST_BODY_SECONDS = 15.0
AGAIN_SECONDS = 2
KEPT_ALIVE_SECONDS = 75.0

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = structlog.get_logger("waymark.intake")


class IntakeServer:
    """Routes over the journals; `say` gives the sentences."""

    def __init__(self, keys: WriteKeys, journals: Journals, flusher: Flusher, refused_folder: Path, say: Words) -> None:
        self._keys, self._journals, self._flusher = keys, journals, flusher
        self._refused_folder, self._say = refused_folder, say

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._in_json])
        app.router.add_post("/v1/{path}", self.take)
        return app

    async def take(self, request: web.Request) -> web.Response:
        """Journal what the request holds. Raises BadRequest."""
        kind = PATHS.get(request.path.removesuffix("/"))
        if kind is None:
            raise BadRequest(400, "no_such_kind", kind=request.match_info["path"][:40], kinds=", ".join(KINDS))
        name = self._by_header(request)
        if self._journals.bytes > LONGEST_JOURNAL:
            raise BadRequest(429, "too_busy", seconds=AGAIN_SECONDS)
        body = unpacked(await _body(request), request.headers.get("Content-Encoding", "").strip().lower())
        told = document(body)
        if name is None:
            name = self._named(told.get("writeKey"))
        sent = messages(told, kind, datetime.now(UTC).isoformat())
        await self._keep(name, sent)
        return web.json_response({"success": True} | ({"refused": len(sent.unusable)} if sent.unusable else {}))

    async def _keep(self, name: str, sent: Sent) -> None:
        """On disk when it returns. Raises BadRequest."""
        try:
            if sent.unusable:
                refused = [Refused(one.column, one.value, one.reason, one.value) for one in sent.unusable]
                await asyncio.to_thread(keep_refused, self._refused_folder, name, refused)
            if sent.lines:
                await self._journals.of(name).append(sent.lines)
                self._flusher.arrived.set()
        except OSError as error:
            log.error("events cannot be kept", error=error.strerror)
            raise BadRequest(503, "not_kept") from error

    def _by_header(self, request: web.Request) -> str | None:
        """The key that the user name of HTTP Basic gives; None: there is no such header. Raises BadRequest."""
        given = request.headers.get("Authorization")
        if given is None:
            return None
        scheme, _, coded = given.partition(" ")
        if scheme.lower() != "basic":
            raise BadRequest(401, "key_wrong")
        try:
            return self._named(b64decode(coded.strip(), validate=True).decode().partition(":")[0])
        except ValueError as error:
            raise BadRequest(401, "key_wrong") from error

    def _named(self, given: object) -> str:
        """The name of a key. Raises BadRequest."""
        if not given or not isinstance(given, str):
            raise BadRequest(401, "key_missing")
        name = self._keys.name_of(given)
        if name is None:
            raise BadRequest(401, "key_wrong")
        return name

    @web.middleware
    async def _in_json(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Whatever is refused is told in JSON, and a page of any address may read the answer."""
        try:
            answer = await handler(request)
        except BadRequest as refused:
            answer = self._refusal(refused)
        except web.HTTPMethodNotAllowed:
            answer = self._refusal(BadRequest(405, "post_alone"))
        except web.HTTPNotFound:
            answer = self._refusal(BadRequest(404, "no_such_path", path=request.path[:80]))
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer

    def _refusal(self, refused: BadRequest) -> web.Response:
        told = {"success": False, "code": refused.code, "message": self._say(f"intake.{refused.code}", **refused.facts)}
        headers = {"Retry-After": str(AGAIN_SECONDS)} if refused.status in (429, 503) else {}
        if refused.status == 401:
            headers["WWW-Authenticate"] = 'Basic realm="Waymark"'
        return web.json_response(told, status=refused.status, headers=headers)


async def _body(request: web.Request) -> bytes:
    """The body as it was sent. Raises BadRequest when it is too large, comes too slowly, or breaks off."""
    if (request.content_length or 0) > LARGEST_BODY:
        raise BadRequest(413, "body_too_large", limit=LARGEST_BODY // 1024)
    body = bytearray()
    try:
        async with asyncio.timeout(SLOWEST_BODY_SECONDS):
            async for block in request.content.iter_any():
                body += block
                if len(body) > LARGEST_BODY:
                    raise BadRequest(413, "body_too_large", limit=LARGEST_BODY // 1024)
    except TimeoutError as error:
        raise BadRequest(408, "too_slow", seconds=int(SLOWEST_BODY_SECONDS)) from error
    return bytes(body)


async def listen(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Serve until `runner.cleanup()`. Bodies come packed, so that their limit holds before they are unpacked.

    Raises OSError when the port is taken.
    """
    runner = web.AppRunner(
        app, access_log=None, shutdown_timeout=5.0, keepalive_timeout=KEPT_ALIVE_SECONDS, auto_decompress=False
    )
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
