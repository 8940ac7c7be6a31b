"""How does a call of the app arrive? Slack's HTTP side: methods, uploads, files and response URLs."""

import json
import time
from typing import Any

from aiohttp import web

from bot.playground.faults import Fault
from bot.playground.responses import respond
from bot.playground.stand_in import StandIn
from bot.playground.uploads import RASTER
from bot.playground.web_api import METHODS
from bot.playground.web_api.call import Call, Method
from bot.playground.web_api.files import received
from bot.playground.wire import Json, Refused

HTTP_FAULTS = ("429", "500", "503", "error", "drop_before", "drop_after", "slow", "disconnect")
URL_ERRORS = ("expired_url", "used_url", "invalid_url")


class ApiDoor:
    """Routes for the app; the stand-in behind it decides."""

    def __init__(self, slack: StandIn) -> None:
        self._slack = slack

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/api/{method:.+}", self.method),
            web.get("/link/", self._slack.link.serve),
            web.route("*", "/upload/v1/{key}", self.upload),
            web.get("/files/{file}/{rest:.+}", self.file),
            web.post("/response/{key}", self.response_url),
        ]

    async def method(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"].strip("/")
        given = await arguments(request)
        token = str(given.pop("token", "") or request.headers.get("Authorization", "").removeprefix("Bearer ").strip())
        began = time.perf_counter()
        answer = await self._spoiled(request, name, given)
        if answer is None:
            answer = self._answer(name, given, token)
        shown = answer_of(answer)
        self._slack.journal.add(
            "call", name, actor="bot", channel=str(given.get("channel") or given.get("channel_id") or ""),
            thread_ts=str(given.get("thread_ts") or ""), payload=given, answer=shown,
            ms=round((time.perf_counter() - began) * 1000, 1),
        )  # fmt: skip
        if fault := self._slack.faults.take(name, ("drop_after",)):
            drop(request)
            self._note(name, fault)
        return answer

    def _answer(self, name: str, given: Json, token: str) -> web.Response:
        try:
            answer = {"ok": True, **self._run(name, given, token)}
        except Refused as refused:
            return self._refused(name, given, refused)
        return web.json_response(answer, headers={"x-oauth-scopes": self._slack.app.granted})

    def _run(self, name: str, given: Json, token: str) -> Json:
        """Raises Refused."""
        if name not in METHODS:
            raise Refused("unknown_method", req_method=name)
        method, call = METHODS[name], Call(self._slack, name, given)
        self._authorize(method, call, token)
        if seconds := self._slack.rates.wait_for_method(name):
            raise Refused("ratelimited", retry_after=seconds)
        return method.run(call)

    def _authorize(self, method: Method, call: Call, token: str) -> None:
        if method.no_token:
            return
        if not token:
            raise Refused("not_authed")
        if token not in (self._slack.bot_token, self._slack.app_token):
            raise Refused("invalid_auth")
        if (token == self._slack.app_token) != method.app_token:
            raise Refused("not_allowed_token_type")
        if method.scope:
            call.require(method.scope)

    def _refused(self, name: str, given: Json, refused: Refused) -> web.Response:
        facts = dict(refused.facts)
        seconds = facts.pop("retry_after", None)
        self._slack.journal.add(
            "refusal", name, actor="bot", channel=str(given.get("channel") or given.get("channel_id") or ""),
            payload={"messages": facts.get("response_metadata", {}).get("messages", [])}, answer=refused.code,
            verdicts=refused.verdicts,
        )  # fmt: skip
        answer = {"ok": False, "error": refused.code, **facts}
        if seconds is not None:
            return web.json_response(answer, status=429, headers={"Retry-After": str(seconds)})
        return web.json_response(answer, headers={"x-oauth-scopes": self._slack.app.granted})

    async def _spoiled(self, request: web.Request, name: str, given: Json) -> web.Response | None:
        """The answer of a fault set for this call; None lets the call through."""
        fault = self._slack.faults.take(name, tuple(kind for kind in HTTP_FAULTS if kind != "drop_after"))
        if fault is None:
            return None
        self._note(name, fault)
        if fault.kind == "429":
            answer = {"ok": False, "error": "ratelimited"}
            return web.json_response(answer, status=429, headers={"Retry-After": str(int(fault.seconds))})
        if fault.kind in ("500", "503"):
            return web.Response(status=int(fault.kind), text="upstream error", content_type="text/plain")
        if fault.kind == "error":
            return web.json_response({"ok": False, "error": str(fault.value)})
        if fault.kind == "drop_before":
            drop(request)
            return web.Response()
        if fault.kind == "slow":
            await self._slack.clock.sleep(fault.seconds)
        else:
            await self._slack.link.disconnect(str(fault.value or "refresh_requested"))
        return None

    def _note(self, name: str, fault: Fault) -> None:
        self._slack.journal.add("fault", name, payload={"kind": fault.kind, "value": fault.value})

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """Raw bytes, or a form with one file, to the address that files.getUploadURLExternal gave."""
        spoiled = await self._spoiled(request, "upload", {})
        if spoiled is not None:
            return spoiled
        file = self._slack.uploads.get(request.match_info["key"])
        if file is None:
            return web.Response(status=404, text="unknown upload")
        if request.content_type.startswith("multipart/"):
            data = b"".join(
                value.file.read() for value in (await request.post()).values() if isinstance(value, web.FileField)
            )
        else:
            data = await request.read()
        received(self._slack, file, data)
        self._slack.journal.add(
            "file", "upload", actor="bot", payload={"file": file.id, "name": file.name, "bytes": len(data)}
        )
        return web.Response(text=f"OK - {len(data)}")

    async def file(self, request: web.Request) -> web.StreamResponse:
        """The bytes, for the app's token only; others get a page, as from Slack."""
        spoiled = await self._spoiled(request, "file", {})
        if spoiled is not None:
            return spoiled
        file = self._slack.workspace.files.get(request.match_info["file"])
        if request.headers.get("Authorization") != f"Bearer {self._slack.bot_token}":
            return web.Response(
                text="<!doctype html><title>Sign in</title>Sign in to see this file.", content_type="text/html"
            )
        if file is None:
            raise web.HTTPNotFound(text="file_not_found")
        return file_response(self._slack, file.id)

    async def response_url(self, request: web.Request) -> web.StreamResponse:
        """JSON, no token; 404 once the address is used up or old."""
        given = await arguments(request)
        spoiled = await self._spoiled(request, "response_url", given)
        if spoiled is not None:
            return spoiled
        answer: Json = {"ok": True}
        status = 200
        try:
            respond(self._slack, self._slack.response_urls.spend(request.match_info["key"]), given)
        except Refused as refused:
            answer = {"ok": False, "error": refused.code}
            status = 404 if refused.code in URL_ERRORS else 400
            self._slack.journal.add("refusal", "response_url", actor="bot", payload=given, answer=refused.code,
                                    verdicts=refused.verdicts)  # fmt: skip
        self._slack.journal.add("response_url", "response_url", actor="bot", payload=given, answer=answer)
        if self._slack.faults.take("response_url", ("drop_after",)):
            drop(request)
        return web.json_response(answer, status=status)


async def arguments(request: web.Request) -> Json:
    """Query string, form and JSON body together; the body wins."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        text = await request.text()
        body: Any = json.loads(text) if text.strip() else {}
        given |= body if isinstance(body, dict) else {}
    elif request.can_read_body:
        given |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return {name: value for name, value in given.items() if name != "team_id"}


def answer_of(response: web.Response) -> Any:
    """What the journal shows of an answer."""
    return (
        json.loads(response.text or "{}")
        if response.content_type == "application/json"
        else {"status": response.status}
    )


def drop(request: web.Request) -> None:
    """Break the connection under the answer."""
    if request.transport is not None:
        request.transport.abort()


def file_response(slack: StandIn, file_id: str) -> web.Response:
    """Raster images to look at, everything else as a download."""
    file = slack.workspace.files[file_id]
    shown = file.mimetype in RASTER.values()
    name = "".join(c if c.isalnum() or c in "._- " else "_" for c in file.name if c.isascii()) or file.id
    disposition = "inline" if shown else f'attachment; filename="{name}"'
    content_type = file.mimetype if shown else "application/octet-stream"
    return web.Response(
        body=slack.contents.get(file.id), headers={"Content-Disposition": disposition, "Content-Type": content_type}
    )
