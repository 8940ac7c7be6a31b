"""What can the page and tests see and do? The control interface under /_playground/ (see README.md)."""

import asyncio
import json

from aiohttp import web

from bot.playground.act import Act
from bot.playground.acts import perform
from bot.playground.api_door import file_response
from bot.playground.app_settings import BOT_USER
from bot.playground.bot_process import BotProcess
from bot.playground.sample import ANA
from bot.playground.saying import upload
from bot.playground.shapes import NEWEST, page_channels, page_message, page_people
from bot.playground.stand_in import StandIn
from bot.playground.wire import Json, NotPossible

HEARTBEAT = 15.0
LONGEST_WAIT = 60.0


class Control:
    """Routes for the page, the driver and tests."""

    def __init__(self, slack: StandIn, bot: BotProcess | None) -> None:
        self._slack, self._bot = slack, bot

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/_playground/state", self.state),
            web.get("/_playground/stream", self.stream),
            web.post("/_playground/act", self.act),
            web.get("/_playground/file/{file}", self.file),
            web.get("/_playground/canvas/{canvas}", self.canvas),
            web.get("/_playground/journal", self.journal),
            web.get("/_playground/faults", self.faults),
            web.post("/_playground/faults", self.set_fault),
            web.delete("/_playground/faults", self.clear_faults),
            web.post("/_playground/clock", self.clock),
            web.get("/_playground/bot", self.bot),
            web.post("/_playground/bot", self.tell_bot),
            web.post("/_playground/reset", self.reset),
        ]

    async def canvas(self, request: web.Request) -> web.Response:
        """A canvas for its page. Raises NotPossible."""
        canvas = self._slack.workspace.canvases.get(request.match_info["canvas"])
        if canvas is None:
            raise NotPossible("no_canvas")
        return web.json_response({"ok": True, "title": canvas.title, "markdown": canvas.markdown})

    def _who(self, request: web.Request) -> str:
        """The person in `as`; Ana when none is named. Raises NotPossible."""
        user = request.query.get("as") or ANA
        if user not in {person.id for person in self._slack.workspace.people_who_write()}:
            raise NotPossible("unknown_person", id=user)
        return user

    async def state(self, request: web.Request) -> web.Response:
        return web.json_response({"ok": True, **self._state(self._who(request))})

    def _state(self, user: str) -> Json:
        """Ephemeral messages are not in it: a reload loses them, as in Slack."""
        slack, workspace = self._slack, self._slack.workspace
        channels = page_channels(workspace, user)
        home = slack.views.homes.get(user)
        seen = {channel["id"] for channel in channels}
        return {
            "team": {"id": workspace.team["id"], "name": workspace.team["name"]},
            "me": user,
            "bot": {"user_id": BOT_USER, "name": workspace.people[BOT_USER].name, **self._bot_facts()},
            "people": page_people(workspace),
            "channels": channels,
            "messages": {
                channel: [page_message(workspace, m) for m in workspace.shown(channel, NEWEST)] for channel in seen
            },
            "commands": list(slack.app.commands),
            "shortcuts": list(slack.app.shortcuts),
            "views": [view.shape(workspace.team["id"]) for view in slack.views.stack(user)],
            "home": home.shape(workspace.team["id"]) if home else None,
            "prompts": slack.prompts.get(user, []),
            "statuses": {key: text for key, text in slack.statuses.items() if key.split(":")[0] in seen},
            "rejected": slack.journal.refusals(),
        }

    def _bot_facts(self) -> Json:
        return {"running": self._slack.bot_running(), "connected": self._slack.link.connected}

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events; a comment line keeps quiet connections open."""
        user = self._who(request)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
        await response.prepare(request)
        queue = self._slack.pages.open(user)
        try:
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), HEARTBEAT)
                    if event is None:
                        return response
                    line = f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
                except TimeoutError:
                    line = ": still here\n\n"
                await response.write(line.encode())
        except ConnectionResetError:
            return response
        finally:
            self._slack.pages.close(queue)

    async def act(self, request: web.Request) -> web.Response:
        if request.content_type.startswith("multipart/"):
            return web.json_response({"ok": True, **await self._upload(request)})
        return web.json_response({"ok": True, **await perform(self._slack, await body_of(request))})

    async def _upload(self, request: web.Request) -> Json:
        form = await request.post()
        wanted: Json = {name: value for name, value in form.items() if isinstance(value, str)}
        user = str(wanted.get("as", ""))
        parts = [(f.filename, f.file.read()) for f in form.getall("file", []) if isinstance(f, web.FileField)]
        if user not in self._slack.workspace.people or not parts:
            raise NotPossible("missing_field", name="as, file")
        self._slack.journal.add("act", "upload", actor=user, channel=str(wanted.get("channel", "")),
                                payload={**wanted, "files": [name for name, _ in parts]})  # fmt: skip
        return upload(Act(self._slack, user, wanted), parts)

    async def file(self, request: web.Request) -> web.Response:
        file_id = request.match_info["file"]
        if file_id not in self._slack.workspace.files:
            raise NotPossible("file_not_found")
        return file_response(self._slack, file_id)

    async def journal(self, request: web.Request) -> web.Response:
        since, wait = number(request, "since"), min(number(request, "wait"), LONGEST_WAIT)
        entries = await self._slack.journal.wait_since(int(since), wait)
        return web.json_response({"ok": True, "entries": entries})

    async def faults(self, request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "faults": self._slack.faults.listed()})

    async def set_fault(self, request: web.Request) -> web.Response:
        """A disconnect of the target `link` happens now; every other fault waits for what it hits."""
        wanted = await body_of(request)
        fault = self._slack.faults.add(wanted)
        if fault.kind == "disconnect" and fault.target == "link":
            self._slack.faults.take("link")
            await self._slack.link.disconnect(str(fault.value or "refresh_requested"))
        return web.json_response({"ok": True, "faults": self._slack.faults.listed()})

    async def clear_faults(self, request: web.Request) -> web.Response:
        self._slack.faults.clear()
        return web.json_response({"ok": True, "faults": []})

    async def clock(self, request: web.Request) -> web.Response:
        seconds = (await body_of(request)).get("advance")
        if not isinstance(seconds, int | float) or seconds < 0:
            raise NotPossible("bad_number", name="advance")
        self._slack.clock.advance(float(seconds))
        return web.json_response({"ok": True, "now": self._slack.clock.now()})

    async def bot(self, request: web.Request) -> web.Response:
        pid = self._bot.pid if self._bot else None
        return web.json_response({"ok": True, **self._bot_facts(), "pid": pid})

    async def tell_bot(self, request: web.Request) -> web.Response:
        do = str((await body_of(request)).get("do"))
        if do == "cut":
            await self._slack.link.disconnect("reset")
        elif self._bot is None:
            raise NotPossible("no_bot")
        elif do in ("start", "stop", "restart", "kill"):
            await {
                "start": self._bot.start,
                "stop": self._bot.stop,
                "restart": self._bot.restart,
                "kill": self._bot.kill,
            }[do]()
        else:
            raise NotPossible("unknown_order", name=do, known="start, stop, restart, kill, cut")
        self._slack.journal.add("bot", do, actor="person")
        self._slack.bot_changed()
        return await self.bot(request)

    async def reset(self, request: web.Request) -> web.Response:
        self._slack.reset()
        return web.json_response({"ok": True})


def number(request: web.Request, name: str) -> float:
    """Raises NotPossible."""
    try:
        return float(request.query.get(name) or 0)
    except ValueError:
        raise NotPossible("bad_number", name=name) from None


async def body_of(request: web.Request) -> Json:
    """Raises NotPossible."""
    try:
        body = await request.json()
    except json.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        raise NotPossible("bad_json")
    return body
