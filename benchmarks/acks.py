"""How fast does the bot ack beside an empty Bolt app, alone and with work in hand? `python benchmarks/acks.py`.

Both run as processes of their own against a stand-in in this process, in turns; medians and their ratios are printed:
acks of an event and of `/journey help`, alone; then acks of commands while five questions, an import and a picture are
at work, and the longest hold of the bot's event loop meanwhile. Bars: 2.5 and 1.5 times the empty app, 100 ms.
"""

import argparse
import asyncio
import csv
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.playground.driver import Playground
from bot.samples import load_samples
from bot.settings import Settings

EVENT_BAR, COMMAND_BAR, HOLD_BAR_MS = 2.5, 1.5, 100.0
QUESTIONS = ("where do customers drop off?", "conversion rate by device?", "how long does it take?",
             "biggest pain points?", "where do customers drop off by persona?")  # fmt: skip


def empty_app() -> None:
    """A Bolt app that acks and does nothing else."""
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncAck, AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    async def acked(ack: AsyncAck) -> None:
        await ack()

    async def run() -> None:
        token = os.environ.pop("SLACK_BOT_TOKEN")
        app = AsyncApp(client=AsyncWebClient(token=token, base_url=os.environ["SLACK_API_URL"]))
        app.event("message")(acked)
        app.event("app_mention")(acked)
        app.command("/journey")(acked)
        await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start_async()  # type: ignore[no-untyped-call]

    asyncio.run(run())


def watched_bot() -> None:
    """The bot, with a task that writes the longest hold of its event loop into the file HOLDS."""
    import bot.app
    from bot.terminal import log_to_stderr

    settings = Settings()
    log_to_stderr("WARNING")

    async def run() -> None:
        watching = asyncio.create_task(longest_hold(Path(os.environ["HOLDS"])))
        await bot.app.serve(settings)
        watching.cancel()

    asyncio.run(run())


async def longest_hold(file: Path) -> None:
    """Milliseconds by which a sleep of 5 ms came back late, at most; starting is not counted."""
    longest, step = 0.0, 0.005
    await asyncio.sleep(2)
    while True:
        began = time.perf_counter()
        await asyncio.sleep(step)
        late = (time.perf_counter() - began - step) * 1000
        if late > longest:
            longest = late
            file.write_text(f"{longest:.1f}")


def playing(role: str, data: Path) -> "Playground":
    os.environ["HOLDS"] = str(data / "holds")
    return Playground.start(seed=1, bot_command=[sys.executable, __file__, "--as", role], bot_data=data)  # type: ignore[return-value]


async def acks(slack: Playground, name: str) -> list[float]:
    """Milliseconds of the acks so far of this kind of delivery."""
    return [entry["ms"] for entry in await slack.journal("ack", name)]


async def alone(slack: Playground, times: int) -> tuple[float, float]:
    """Median acks of a message between people, and of a command."""
    ana = slack.person("Ana")
    for number in range(times):
        await ana.says("#general", f"between people {number}")
        await ana.slash("#general", "/journey help")
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.5)
    return statistics.median(await acks(slack, "message")), statistics.median(await acks(slack, "slash_commands"))


async def with_work_in_hand(slack: Playground, data: Path, rows: int) -> tuple[float, float]:
    """The slowest ack of a command while the bot works, and the longest hold of its loop."""
    ana, file = slack.person("Ana"), data / "many.csv"
    with file.open("w", newline="") as out:
        written = csv.writer(out)
        written.writerow(("customer", "time", "event"))
        written.writerows((f"c{n % 5_000}", f"2026-01-{1 + n % 28:02}T10:00:00Z", "Ad Clicked") for n in range(rows))
    said = await ana.uploads("#vacuum-shop", file, text="@Waymark")
    await ana.clicks("Import", channel="#vacuum-shop", within=60)
    await ana.says("#vacuum-shop", "@Waymark show vacuum-break-again")
    for question in QUESTIONS:
        await ana.says("#general", f"@Waymark {question}")
    before = len(await acks(slack, "slash_commands"))
    for _ in range(60):
        await ana.slash("#general", "/journey help")
        await asyncio.sleep(0.05)
    await ana.sees("rows read", channel="#vacuum-shop", within=60, after=said["ts"])
    await slack.bot("stop")
    return max((await acks(slack, "slash_commands"))[before:]), float((data / "holds").read_text())


async def measure(rounds: int, times: int, rows: int) -> bool:
    found: dict[str, list[tuple[float, float]]] = {"empty": [], "bot": []}
    worked: list[tuple[float, float]] = []
    for _ in range(rounds):
        for role in ("empty", "bot"):
            with tempfile.TemporaryDirectory() as folder:
                data = Path(folder)
                if role == "bot":
                    load_samples(Settings(WAYMARK_DATA=data))
                async with playing(role, data) as slack:
                    await slack.until_connected(20)
                    found[role].append(await alone(slack, times))
                    if role == "bot":
                        worked.append(await with_work_in_hand(slack, data, rows))
    ratios = []
    for place, (what, bar) in enumerate((("event", EVENT_BAR), ("/journey help", COMMAND_BAR))):
        ours, peers = (statistics.median(each[place] for each in found[role]) for role in ("bot", "empty"))
        ratios.append(ours / peers <= bar)
        print(f"ack of {what}: {ours:.1f} ms, empty app {peers:.1f} ms, ratio {ours / peers:.2f} (bar {bar})")
    slowest, hold = (statistics.median(each[place] for each in worked) for place in (0, 1))
    print(
        f"at work: slowest ack of a command {slowest:.0f} ms, longest hold of the loop {hold:.0f} ms"
        f" (bar {HOLD_BAR_MS:.0f} each)"
    )
    return all(ratios) and max(slowest, hold) <= HOLD_BAR_MS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--as", dest="role", choices=("empty", "bot"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--rows", type=int, default=200_000)
    given = parser.parse_args()
    if given.role:
        (empty_app if given.role == "empty" else watched_bot)()
        return
    sys.exit(0 if asyncio.run(measure(given.rounds, given.times, given.rows)) else 1)


if __name__ == "__main__":
    main()
