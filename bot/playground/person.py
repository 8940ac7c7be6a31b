"""What does a person see and do in the playground? An open page of one person, for tests and scripts."""

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

import aiohttp

from bot.playground.blocks import elements_of
from bot.playground.wire import Json

WITHIN = 10.0


class NotSeen(AssertionError):
    """What was awaited did not come in time; says what was there instead."""


class Door(Protocol):
    """The control interface, as a person needs it."""

    async def get(self, call: str, **query: str | float) -> Json: ...

    async def post(self, call: str, body: Json | aiohttp.FormData) -> Json: ...

    def stream(self, user: str) -> AbstractAsyncContextManager[aiohttp.ClientResponse]: ...


class Person:
    """Somebody with an open page: knows every message the page has shown, ephemeral ones too."""

    def __init__(self, playground: Door, user: str, name: str) -> None:
        self._playground, self.id, self.name = playground, user, name
        self.messages: dict[tuple[str, str], Json] = {}
        self.views: list[Json] = []
        self.home: Json | None = None
        self.prompts: list[Json] = []
        self.statuses: dict[str, str] = {}
        self.view_errors: dict[str, str] = {}
        self.notices: list[str] = []
        self._channels: dict[str, str] = {}
        self._news = asyncio.Condition()
        self._reader: asyncio.Task[None] | None = None

    # looking

    async def looks(self) -> "Person":
        """Open the page: the stream first, then the state, so that nothing falls between."""
        opened = asyncio.Event()
        self._reader = asyncio.create_task(self._read(opened))
        await opened.wait()
        await self.reloads()
        return self

    async def leaves(self) -> None:
        if self._reader:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)

    async def reloads(self) -> None:
        """A fresh state: ephemeral messages are gone."""
        state = await self._playground.get("state", **{"as": self.id})
        self._channels = {c["name"]: c["id"] for c in state["channels"]}
        self.messages = {(c, m["ts"]): m for c, messages in state["messages"].items() for m in messages}
        self.views, self.home = state["views"], state["home"]
        self.prompts, self.statuses = state["prompts"], state["statuses"]

    async def _read(self, opened: asyncio.Event) -> None:
        async with self._playground.stream(self.id) as response:
            async for line in response.content:
                if line.startswith(b"data: "):
                    self._take(json.loads(line[6:]))
                    opened.set()
                    async with self._news:
                        self._news.notify_all()

    def _take(self, event: Json) -> None:
        kind = event["type"]
        if kind in ("message", "message_changed"):
            self.messages[event["message"]["channel"], event["message"]["ts"]] = event["message"]
        elif kind == "message_deleted":
            self.messages.pop((event["channel"], event["ts"]), None)
        elif kind == "home" or kind.startswith("view_"):
            self._take_view(kind, event)
        elif kind == "prompts":
            self.prompts = event["prompts"]
        elif kind == "channels":
            self._channels = {c["name"]: c["id"] for c in event["channels"]}
        elif kind == "interaction_failed":
            self.notices.append(event["message"])
        elif kind == "status":
            self.statuses[f"{event['channel']}:{event['thread_ts']}"] = event["text"]

    def _take_view(self, kind: str, event: Json) -> None:
        view: Json = event.get("view", {})
        if kind == "view_closed":
            self.views = [held for held in self.views if held["id"] != event["view_id"]]
        elif kind == "view_errors":
            self.view_errors = event["errors"]
        elif kind == "home":
            self.home = view
        elif kind == "view_opened":
            self.views = [view]
        elif kind == "view_pushed":
            self.views.append(view)
        elif self.home and self.home["id"] == view["id"]:
            self.home = view
        else:
            self.views = [view if held["id"] == view["id"] else held for held in self.views]

    def channel_id(self, channel: str) -> str:
        """`#vacuum-shop`, `@Waymark` (the DM with the app), or an id."""
        return self._channels.get(channel.lstrip("#@"), channel)

    async def waits(self, good: Callable[[], Any], within: float = WITHIN, what: str = "") -> Any:
        """Until `good()` gives something; looks again at every change. Raises NotSeen."""
        try:
            async with asyncio.timeout(within), self._news:
                while not (found := good()):
                    await self._news.wait()
                return found
        except TimeoutError:
            raise NotSeen(f"{self.name} saw no {what} within {within:g} s.\n{self.screen()}") from None

    def screen(self) -> str:
        """The newest messages in words, for a failing test."""
        newest = sorted(self.messages.values(), key=lambda message: str(message["ts"]))[-12:]
        return "\n".join(f"  {m['channel']} {m['user']}: {text_of(m)[:300]!r}" for m in newest)

    def shown(self, channel: str | None = None, thread: str | None = None) -> list[Json]:
        """Messages this person sees, oldest first."""
        place = self.channel_id(channel) if channel else None
        found = [
            message
            for message in self.messages.values()
            if place in (None, message["channel"]) and thread in (None, message["thread_ts"], message["ts"])
        ]
        return sorted(found, key=lambda message: str(message["ts"]))

    async def sees(self, substring: str, channel: str | None = None, thread: str | None = None, within: float = WITHIN,
                   after: str = "") -> Json:  # fmt: skip
        """The newest message with `substring` in its text, blocks or file names, later than the ts `after`."""

        def found() -> Json | None:
            hits = [m for m in self.shown(channel, thread) if substring in text_of(m) and m["ts"] > after]
            return hits[-1] if hits else None

        message: Json = await self.waits(found, within, f"message with {substring!r}")
        return message

    # acting

    async def acts(self, do: str, **fields: Any) -> Json:
        """Any act of the control interface. Raises ActRefused."""
        given = {key: value for key, value in fields.items() if value is not None}
        return await self._playground.post("act", {"as": self.id, "do": do, **given})

    async def says(self, channel: str, text: str, thread: str | None = None) -> Json:
        return await self.acts("say", channel=self.channel_id(channel), text=text, thread_ts=thread)

    async def slash(self, channel: str, text: str) -> Json:
        """`await ana.slash("#general", "/journey help")`"""
        return await self.acts("slash", channel=self.channel_id(channel), text=text)

    async def edits(self, message: Json, text: str) -> Json:
        return await self.acts("edit", channel=message["channel"], ts=message["ts"], text=text)

    async def deletes(self, message: Json) -> Json:
        return await self.acts("delete", channel=message["channel"], ts=message["ts"])

    async def reacts(self, message: Json, name: str) -> Json:
        return await self.acts("react", channel=message["channel"], ts=message["ts"], name=name)

    async def clicks(self, label: str, channel: str | None = None, thread: str | None = None, within: float = WITHIN,
                     selected: Any = None, after: str = "") -> Json:  # fmt: skip
        """The newest button (or option) with this label: in the open modal, else in a message."""

        def found() -> tuple[Json, Json, Json, Json] | None:
            places = [*(self.views[-1:])] or [m for m in reversed(self.shown(channel, thread)) if m["ts"] > after]
            for place in places:
                for block, element in elements_of(place["blocks"]):
                    if (choice := labelled(element, label)) is not None:
                        return place, block, element, choice
            return None

        place, block, element, choice = await self.waits(found, within, f"button {label!r}")
        where = {"channel": place["channel"], "ts": place["ts"]} if "channel" in place else {"view_id": place["id"]}
        fields = choice | ({"selected": selected} if selected is not None else {})
        return await self.acts("click", **where, block_id=block["block_id"], action_id=element["action_id"], **fields)

    async def uploads(self, channel: str, path: Path, text: str = "", thread: str | None = None) -> Json:
        """One file, as dropped into the channel; with an empty channel, as put into a form's file field."""
        given = {"do": "upload", "as": self.id, "channel": self.channel_id(channel), "text": text}
        form = aiohttp.FormData(given, quote_fields=False)  # names go as browsers send them
        if thread:
            form.add_field("thread_ts", thread)
        form.add_field("file", BytesIO(path.read_bytes()), filename=path.name, content_type="application/octet-stream")
        return await self._playground.post("act", form)

    async def submits(self, state: Json | None = None) -> Json:
        """The top modal, with `state` as Slack's `state.values`."""
        view = self.views[-1]
        return await self.acts("submit", view_id=view["id"], state=state or {})

    async def closes(self) -> Json:
        return await self.acts("close", view_id=self.views[-1]["id"])


def text_of(message: Json) -> str:
    """Everything readable in a message: text, texts in blocks, file names."""
    files = " ".join(file["name"] for file in message["files"])
    return " ".join([message["text"], *_texts(message["blocks"]), files])


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for key, inner in value.items() if key != "text" or not own for text in _texts(inner)]
    return [text for inner in value for text in _texts(inner)] if isinstance(value, list) else []


def labelled(element: Json, label: str) -> Json | None:
    """The click fields that mean this label: the element's own, one of its options, or a feedback button."""
    if (element.get("text") or {}).get("text") == label:
        return {}
    groups = [option for group in element.get("option_groups") or () for option in group["options"]]
    for option in [*(element.get("options") or ()), *groups]:
        if option["text"]["text"] == label:
            return {"selected": option["value"]}
    for name in ("positive_button", "negative_button"):
        if (element.get(name) or {}).get("text", {}).get("text") == label:
            return {"value": element[name]["value"]}
    return None
