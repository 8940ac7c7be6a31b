"""How fast are events acknowledged and seen, beside a bare handler that appends? `python benchmarks/intake.py`.

Both serve in processes of their own, in turns; medians of the rounds and their ratio are printed: milliseconds until a
request is answered (single events, and batches of 100, from four senders at a time; the bare handler parses the body,
appends it and syncs it to disk), then the official Segment library: seconds until it has sent its events with four
threads and until the store holds all of them once. Bars: p95 of 20 ms for a single event, 2 seconds until seen.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64encode
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import aiohttp
from aiohttp import web

WORKSPACE, ACK_BAR_MS, SEEN_BAR_SECONDS = "T0WAYMARK", 20.0, 2.0
SENDERS = 4


async def bare(folder: Path, port: int) -> None:
    """The peer: one file, one sync a request."""
    file = (folder / "events.jsonl").open("ab", buffering=0)

    def append(block: bytes) -> None:
        file.write(block + b"\n")
        os.fsync(file.fileno())

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        json.loads(body)
        await asyncio.to_thread(append, body)
        return web.json_response({"success": True})

    app = web.Application()
    app.router.add_post("/v1/batch", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


async def ours(folder: Path, port: int) -> None:
    """The intake of the bot: journal, and less than half a second later the store. Tells how many events it holds."""
    from bot.app import TURN_SECONDS
    from bot.intake.keeping import receiving
    from bot.settings import Settings
    from storage.open import open_stores

    sys.setswitchinterval(TURN_SECONDS)  # as the bot does
    stores = open_stores(folder)
    settings = Settings(WAYMARK_DATA=folder, WAYMARK_INTAKE_PORT=port)
    async with receiving(settings, stores, WORKSPACE):
        while True:
            count = await asyncio.to_thread(stores.events(WORKSPACE).count)
            (folder / "stored.new").write_text(str(count))
            (folder / "stored.new").replace(folder / "stored")
            await asyncio.sleep(0.05)


class Served:
    """One of the two in a process of its own."""

    def __init__(self, role: str) -> None:
        from bot.intake.keeping import write_keys

        self._temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self._temporary.name)
        self.key = write_keys(self.folder).first().key
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        command = [
            sys.executable,
            str(Path(__file__).resolve()),
            "--as",
            role,
            "--folder",
            str(self.folder),
            "--port",
            str(self.port),
        ]
        self._process = subprocess.Popen(command)

    async def __aenter__(self) -> "Served":
        for _ in range(600):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return self
        raise RuntimeError("it does not listen")

    async def __aexit__(self, *error: object) -> None:
        self._process.kill()
        self._process.wait()
        self._temporary.cleanup()

    @property
    def stored(self) -> int:
        try:
            return int((self.folder / "stored").read_text())
        except FileNotFoundError:
            return 0


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def batch(first: int, n: int) -> bytes:
    at = "2026-03-01T12:00:00.000Z"
    events = [
        {
            "type": "track", "event": "Product Viewed", "userId": f"u{number % 5000}", "messageId": f"m{number}",
            "timestamp": at, "properties": {"product_id": f"p{number % 300}", "price": 12.5, "currency": "EUR"},
            "context": {"library": {"name": "analytics-python", "version": "2.4.0"}},
        }
        for number in range(first, first + n)
    ]  # fmt: skip
    return json.dumps({"batch": events, "sentAt": at}).encode()


async def answered(served: Served, requests: int, size: int) -> list[float]:
    """Milliseconds of every request."""
    headers = {"Authorization": f"Basic {b64encode(f'{served.key}:'.encode()).decode()}"}
    times: list[float] = []

    async def sender(which: int) -> None:
        for number in range(requests // SENDERS):
            body = batch((which * requests + number) * size, size)
            began = time.perf_counter()
            async with session.post(served.url + "/v1/batch", data=body, headers=headers) as answer:
                await answer.read()
                assert answer.status == 200, answer.status
            times.append((time.perf_counter() - began) * 1000)

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(sender(which) for which in range(SENDERS)))
    return times


def spread(times: list[float]) -> tuple[float, float, float]:
    """Median, 95th and 99th hundredth."""
    cut = statistics.quantiles(times, n=100)
    return cut[49], cut[94], cut[98]


async def by_the_library(events: int) -> tuple[float, float]:
    """Seconds until the library has sent them, and from then until the store holds them."""
    from segment.analytics.client import Client

    async with Served("ours") as served:
        sender = Client(served.key, host=served.url, max_queue_size=events + 1, max_retries=3)

        def track(which: int) -> None:
            for number in range(events // SENDERS):
                sender.track(f"u{number % 5000}", "Product Viewed", {"sender": which, "price": 12.5})

        began = time.perf_counter()
        threads = [threading.Thread(target=track, args=(which,)) for which in range(SENDERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            await asyncio.to_thread(thread.join)
        await asyncio.to_thread(sender.shutdown)
        sent = time.perf_counter()
        while served.stored < events and time.perf_counter() - sent < 60:
            await asyncio.sleep(0.02)
        seen = time.perf_counter()
        await asyncio.sleep(1)
        assert served.stored == events, f"{served.stored} of {events}"
    return sent - began, seen - sent


async def measure(rounds: int, requests: int, events: int) -> bool:
    good = []
    for size in (1, 100):
        found: dict[str, list[tuple[float, float, float]]] = {"bare": [], "ours": []}
        for _ in range(rounds):
            for role in found:
                async with Served(role) as served:
                    await answered(served, 40, size)
                    found[role].append(spread(await answered(served, requests // (1 if size == 1 else 4), size)))
        middle = {
            role: [statistics.median(each[place] for each in found[role]) for place in range(3)] for role in found
        }
        told = {role: " / ".join(f"{ms:.1f}" for ms in figures) for role, figures in middle.items()}
        ratio = middle["ours"][1] / middle["bare"][1]
        print(
            f"{size:>3} a request, ms p50 / p95 / p99: ours {told['ours']}, bare {told['bare']}; p95 ratio {ratio:.2f}"
        )
        if size == 1:
            good.append(middle["ours"][1] <= ACK_BAR_MS)
    times = [await by_the_library(events) for _ in range(rounds)]
    sending, seen = (statistics.median(each[place] for each in times) for place in (0, 1))
    print(f"{events} events by the Segment library: sent in {sending:.1f} s, all stored once {seen:.2f} s later")
    good.append(seen <= SEEN_BAR_SECONDS)
    met = "met" if all(good) else "missed"
    print(f"bars: p95 {ACK_BAR_MS:.0f} ms for one event, {SEEN_BAR_SECONDS:.0f} s until seen: {met}")
    return all(good)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--as", dest="role", choices=("bare", "ours"))
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--port", type=int)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--events", type=int, default=100_000)
    given = parser.parse_args()
    if given.role:
        asyncio.run((bare if given.role == "bare" else ours)(given.folder, given.port))
        return
    sys.exit(0 if asyncio.run(measure(given.rounds, given.requests, given.events)) else 1)


if __name__ == "__main__":
    main()
