"""How does a test or a script act in the playground? People who say, click and see, over the control interface.

async with Playground.start(seed=1) as slack:
    ana = slack.person("Ana")
    await ana.says("#vacuum-shop", "@Waymark hello")
    answer = await ana.sees("Hello Ana", channel="#vacuum-shop")
    await ana.clicks("Right", thread=answer["thread_ts"])
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import aiohttp

from bot.playground.guard import HEADER
from bot.playground.person import WITHIN, NotSeen, Person
from bot.playground.server import Running, serve
from bot.playground.wire import Json
from bot.slack.manifest import MANIFEST


class ActRefused(Exception):
    """The playground refused an act of a person."""

    def __init__(self, answer: Json) -> None:
        self.code, self.message = str(answer.get("error")), str(answer.get("message"))
        super().__init__(f"{self.code}: {self.message} {answer.get('reason', '')}")


class Playground:
    """A stand-in, started here (`start`) or elsewhere (`Playground(address, token)`), with people to act as."""

    def __init__(self, page_url: str, token: str, running: Running | None = None) -> None:
        self.page_url, self.token, self.running = page_url, token, running
        self.api_url = f"{page_url}api/"
        self.bot_token = running.bot_token if running else ""
        self.app_token = running.app_token if running else ""
        self._session = aiohttp.ClientSession(headers={HEADER: token})
        self._people: dict[str, Person] = {}

    @classmethod
    @asynccontextmanager
    async def start(
        cls,
        seed: int | None = None,
        data: Path | None = None,
        bot_command: Sequence[str] | None = None,
        bot_data: Path | None = None,
        manifest: Json = MANIFEST,
    ) -> "AsyncIterator[Playground]":
        """A stand-in in this process on a free port, gone at the end."""
        running = await serve(data=data, bot_command=bot_command, seed=seed, bot_data=bot_data, manifest=manifest)
        try:
            async with cls(running.page_url, running.token, running) as playground:
                yield playground
        finally:
            await running.close()

    async def __aenter__(self) -> "Playground":
        state = await self.get("state")
        for person in state["people"]:
            if person["role"] != "bot":
                self._people[person["name"]] = await Person(self, person["id"], person["name"]).looks()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        for person in self._people.values():
            await person.leaves()
        await self._session.close()

    def person(self, name: str) -> Person:
        """Ana, Boris, Mia, Gina or Petra."""
        return self._people[name]

    async def get(self, call: str, **query: str | float) -> Json:
        async with self._session.get(f"{self.page_url}_playground/{call}", params=query) as response:
            return _checked(await response.json())

    async def post(self, call: str, body: Json | aiohttp.FormData) -> Json:
        given: dict[str, Any] = {"json": body} if isinstance(body, dict) else {"data": body}
        async with self._session.post(f"{self.page_url}_playground/{call}", **given) as response:
            return _checked(await response.json())

    def stream(self, user: str) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        """The open event stream of a person, as an aiohttp request context."""
        timeout = aiohttp.ClientTimeout(total=None)
        return self._session.get(f"{self.page_url}_playground/stream", params={"as": user}, timeout=timeout)

    async def journal(self, kind: str = "", method: str = "", since: int = 0) -> list[Json]:
        """Entries, oldest first, of this kind and method only if named."""
        entries: list[Json] = (await self.get("journal", since=since))["entries"]
        return [e for e in entries if kind in ("", e["kind"]) and method in ("", e["method"])]

    async def refusals(self, near: bool = False) -> list[Json]:
        """What the stand-in refused, and with `near` also what came close to a limit."""
        return [e for e in await self.journal("refusal") if near or e["answer"] != "near"]

    async def fault(
        self, kind: str, target: str = "*", times: int = 1, after: int = 0, value: str | float | None = None
    ) -> None:
        """`await slack.fault("429", "chat.postMessage", value=2)`; kinds in `faults.py`."""
        await self.post("faults", {"kind": kind, "target": target, "times": times, "after": after, "value": value})

    async def advance(self, seconds: float) -> None:
        """Move the stand-in's clock, and let what was due then begin."""
        await self.post("clock", {"advance": seconds})
        await asyncio.sleep(0.01)

    async def bot(self, do: str) -> Json:
        """start, stop, restart, kill or cut."""
        return await self.post("bot", {"do": do})

    async def until_connected(self, within: float = WITHIN) -> None:
        """Raises NotSeen when no bot is there in time."""
        await until(lambda: self.get("bot"), lambda facts: bool(facts["connected"]), within, "connected bot")


def _checked(answer: Json) -> Json:
    if answer.get("ok"):
        return answer
    raise ActRefused(answer)


async def until(read: Callable[[], Any], good: Callable[[Json], bool], within: float, what: str) -> Json:
    """Read again and again until it is good. Raises NotSeen."""
    deadline = asyncio.get_running_loop().time() + within
    while True:
        found: Json = await read()
        if good(found):
            return found
        if asyncio.get_running_loop().time() > deadline:
            raise NotSeen(f"No {what} within {within:g} s; last: {found}")
        await asyncio.sleep(0.05)
