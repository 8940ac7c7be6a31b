"""What happens when something happens? The parts of the stand-in together: state, rules, link and open pages."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from bot.playground import events
from bot.playground.app_settings import BOT_USER, app_settings
from bot.playground.clock import SEED_EPOCH, Clock
from bot.playground.contents import Contents
from bot.playground.faults import Faults
from bot.playground.ids import Ids
from bot.playground.journal import Journal
from bot.playground.link import Link
from bot.playground.modals import View, Views
from bot.playground.pages import Pages
from bot.playground.rates import Rates
from bot.playground.sample import sample_workspace
from bot.playground.shapes import api_message, page_channels, page_message
from bot.playground.tickets import ResponseUrls, Triggers
from bot.playground.wire import Json
from bot.playground.workspace import Channel, File, Message, Person, Workspace
from bot.playground.workspace_file import WorkspaceFile
from bot.slack.limits import STATUS_SECONDS
from bot.slack.manifest import MANIFEST

SAVE_EVERY = 0.5


class StandIn:
    """One Slack. `data` is the folder where the workspace lasts; a seed makes ids and timestamps repeat.

    Raises WorkspaceUnreadable when that folder holds a workspace of another kind.
    """

    def __init__(self, *, data: Path | None = None, seed: int | None = None, manifest: Json = MANIFEST) -> None:
        if data:
            data.mkdir(parents=True, exist_ok=True)
        self.app = app_settings(manifest)
        self.base = ""  # the address, known once the server listens
        self.clock = Clock(None if seed is None else SEED_EPOCH)
        self.ids = Ids(seed, self.clock)
        self.pages = Pages()
        self.faults = Faults()
        self.rates = Rates(self.clock)
        self.journal = Journal(self.clock, data / "journal.jsonl" if data else None, self._journal_grew)
        self.contents = Contents(data / "files" if data else None)
        self.link = Link(self.clock, self.ids, self.journal, self.faults, seed, self.bot_changed)
        self.triggers = Triggers(self.clock, self.ids)
        self.response_urls = ResponseUrls(self.clock, self.ids)
        self.bot_token = f"xoxb-{self.ids.secret()}"
        self.app_token = f"xapp-1-{self.ids.secret()}"
        self.page_token = self.ids.secret()
        self.bot_running: Callable[[], bool] = lambda: self.link.connected
        self._store = WorkspaceFile(data / "workspace.json") if data else None
        self._unsaved = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._begin(sample_workspace())
        saved = self._store.read() if self._store else None
        if saved:
            self._load(saved)

    def _begin(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.views = Views(self.ids)
        self.uploads: dict[str, File] = {}
        self.statuses: dict[str, str] = {}
        self._status_due: dict[str, float] = {}
        self.streams: dict[tuple[str, str], float] = {}  # a message that grows, and when it began
        self.stopped: set[tuple[str, str | None]] = set()  # threads whose reader pressed Stop
        self.prompts: dict[str, list[Json]] = {}
        self.offered: dict[tuple[str, str], list[Json]] = {}
        self.message_state: dict[tuple[str, str, str], Json] = {}

    def _load(self, saved: Json) -> None:
        self.workspace.restore(saved["workspace"])
        self.prompts = saved["prompts"]
        self.views.homes = {user: View(**view) for user, view in saved["homes"].items()}
        self.ids.serial, self.ids.last_ts = saved["serial"], saved["last_ts"]

    def save(self) -> None:
        """Keep the workspace, if it lasts and has changed."""
        if self._store and self._unsaved:
            self._unsaved = False
            self._store.save(
                {
                    "workspace": self.workspace.snapshot(),
                    "prompts": self.prompts,
                    "homes": {user: vars(view) for user, view in self.views.homes.items()},
                    "serial": self.ids.serial,
                    "last_ts": self.ids.last_ts,
                }
            )

    async def keep_saving(self) -> None:
        """Runs as long as the server does; half a second is the most that a crash can lose."""
        while True:
            await asyncio.sleep(SAVE_EVERY)
            self.save()

    def reset(self) -> None:
        """Back to the empty sample workspace; pages are told to start afresh."""
        for file in self.workspace.files:
            self.contents.drop(file)
        self.faults.clear()
        self._begin(sample_workspace())
        self._unsaved = True
        self.pages.tell({"type": "reset"})

    # messages

    def person(self, user: str) -> Person:
        return self.workspace.people[user]

    def post(self, message: Message) -> None:
        """A new message: stored, shown, sent to the app. An ephemeral one is only shown."""
        self._unsaved = True
        self.workspace.add(message)
        self._show("message", message)
        if message.only_for:
            return
        if message.is_bot and (message.channel, message.ts) not in self.streams:
            self.set_status(message.channel, message.thread_ts or message.ts, "")
        self._show_root(message)
        for event in events.of_new_message(self.workspace, message, self.base):
            self.emit(event, self.workspace.channels[message.channel])

    def change(self, message: Message, before: Json) -> None:
        """The message is different now; `before` is its former wire shape."""
        self._unsaved = True
        self._show("message_changed", message)
        if message.only_for is None:
            channel, at = self.workspace.channels[message.channel], self.ids.ts()
            for event in events.of_changed_message(self.workspace, before, message, at, self.base):
                self.emit(event, channel)

    def delete(self, message: Message) -> None:
        self._unsaved = True
        audience, before = self.workspace.audience(message), api_message(self.workspace, message, self.base)
        self.workspace.remove(message)
        gone = {"type": "message_deleted", "channel": message.channel, "ts": message.ts}
        self.pages.tell(gone, audience)
        self._show_root(message)
        if message.only_for is None:
            channel, at = self.workspace.channels[message.channel], self.ids.ts()
            for event in events.of_deleted_message(self.workspace, before, message, at):
                self.emit(event, channel)

    def react(self, message: Message, user: str, name: str, added: bool) -> None:
        """Add or take away a reaction, which the caller found to be possible."""
        self._unsaved = True
        users = message.reactions.setdefault(name, [])
        if added:
            users.append(user)
        else:
            users.remove(user)
        if not users:
            del message.reactions[name]
        self._show("message_changed", message)
        event = events.of_reaction(user, name, message, self.ids.ts(), added)
        self.emit(event, self.workspace.channels[message.channel])

    def join(self, channel: Channel, user: str, inviter: str) -> None:
        self._unsaved = True
        channel.members.append(user)
        for person in self.workspace.people_who_write():
            self.tell_channels(person.id)
        event: Json = {
            "type": "member_joined_channel",
            "user": user,
            "channel": channel.id,
            "channel_type": "G" if channel.kind == "private" else "C",
            "team": self.workspace.team["id"],
            "inviter": inviter,
            "event_ts": self.ids.ts(),
        }
        self.emit(event, channel)

    def _show(self, kind: str, message: Message) -> None:
        shape = page_message(self.workspace, message)
        self.pages.tell({"type": kind, "message": shape}, self.workspace.audience(message))

    def _show_root(self, reply: Message) -> None:
        root = self.workspace.find(reply.channel, reply.thread_ts) if reply.thread_ts else None
        if root:
            self._show("message_changed", root)

    # to the app

    def emit(self, event: Json, channel: Channel | None) -> None:
        """Send an event if the app subscribes to it, may have it and is where it happened."""
        if not self.app.gets(events.subscription(event)) or (channel and BOT_USER not in channel.members):
            return
        team = str(self.workspace.team["id"])
        event_time = int(float(event["event_ts"]))
        payload = events.wrapped(team, channel, event, self.ids.new("Ev"), event_time)
        self.link.send_event(event["type"], payload)

    # what pages see beside messages

    def set_status(self, channel: str, thread_ts: str, text: str) -> None:
        """Shown under the composer until a message comes, but for two minutes at most. Empty: gone."""
        key = f"{channel}:{thread_ts}"
        if self.statuses.get(key, "") == text and not text:
            return
        if text:
            self.statuses[key] = text
            self._status_due[key] = self.clock.now() + STATUS_SECONDS
            self.in_background(self._forget_status(key))
        else:
            del self.statuses[key]
        shown = {"type": "status", "channel": channel, "thread_ts": thread_ts, "text": text}
        place = self.workspace.channels[channel]
        self.pages.tell(shown, [p.id for p in self.workspace.people_who_write() if self.workspace.sees(p.id, place)])

    async def _forget_status(self, key: str) -> None:
        await self.clock.sleep(STATUS_SECONDS)
        if key in self.statuses and self._status_due[key] <= self.clock.now():
            channel, thread_ts = key.split(":")
            self.set_status(channel, thread_ts, "")

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def set_prompts(self, user: str, prompts: list[Json]) -> None:
        self._unsaved = True
        self.prompts[user] = prompts
        self.pages.tell({"type": "prompts", "prompts": prompts}, [user])

    def show_view(self, kind: str, view: View) -> None:
        """`kind` is view_opened, view_pushed, view_updated or home."""
        self._unsaved = True
        self.pages.tell({"type": kind, "view": view.shape(self.workspace.team["id"])}, [view.user])

    def close_views(self, gone: list[View]) -> None:
        for view in gone:
            self.pages.tell({"type": "view_closed", "view_id": view.id}, [view.user])

    def tell_channels(self, user: str) -> None:
        self.pages.tell({"type": "channels", "channels": page_channels(self.workspace, user)}, [user])

    def mark_unsaved(self) -> None:
        self._unsaved = True

    def bot_changed(self) -> None:
        self.pages.tell({"type": "bot", "running": self.bot_running(), "connected": self.link.connected})

    def _journal_grew(self, entry: Json) -> None:
        self.pages.tell({"type": "journal", "entry": entry})
        if entry["kind"] == "refusal":
            self.pages.tell({"type": "rejected", "entry": entry})

    async def close(self) -> None:
        self.save()
        self.pages.end()
        for task in list(self._tasks):
            task.cancel()
        await self.link.close()
