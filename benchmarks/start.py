"""How quickly is Waymark there, and how much memory does it hold while it waits? Peer: `python -c pass` for the start.

Prints medians of five: `waymark --help`, the playground's first page and the bot's connection, and resident memory of
both processes at rest.
"""

import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROUNDS = 5
PATIENCE = 30
WAYMARK = str(Path(sys.executable).with_name("waymark"))


def seconds(command: list[str]) -> float:
    """Wall time of one run."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def resident_mb(pid: int) -> float:
    """Resident memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def playground(data: str) -> tuple[float, float, float, float]:
    """Seconds to the address, seconds to a connected bot, megabytes of the stand-in and of the bot at rest."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [WAYMARK, "playground", "--port", "0", "--data", data], stdout=subprocess.PIPE, text=True
    )
    try:
        address = re.search(r"http\S+", process.stdout.readline())[0]
        html = urllib.request.urlopen(address).read().decode()
        page = time.perf_counter() - began
        token = re.search(r'playground-token" content="([^"]+)"', html)[1]
        request = urllib.request.Request(f"{address}_playground/bot", headers={"X-Playground-Token": token})
        while not (bot := json.load(urllib.request.urlopen(request)))["connected"]:
            if time.perf_counter() - began > PATIENCE:
                raise SystemExit("The bot did not connect.")
            time.sleep(0.02)
        connected = time.perf_counter() - began
        time.sleep(4)
        return page, connected, resident_mb(process.pid), resident_mb(bot["pid"])
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def main() -> None:
    """Print the table."""
    os.environ.pop("SLACK_BOT_TOKEN", None)
    for _ in range(2):
        seconds([WAYMARK, "--help"])
    ours = statistics.median(seconds([WAYMARK, "--help"]) for _ in range(ROUNDS))
    bare = statistics.median(seconds([sys.executable, "-c", "pass"]) for _ in range(ROUNDS))
    print(f"waymark --help        {ours:.3f} s, {ours / bare:.1f} times python -c pass ({bare:.3f} s); bar 0.3 s")
    with tempfile.TemporaryDirectory() as data:
        playground(data)
        runs = [playground(data) for _ in range(ROUNDS)]
    page, connected, stand_in, bot = (statistics.median(column) for column in zip(*runs, strict=True))
    print(f"playground, page      {page:.2f} s; bar 3 s")
    print(f"playground, connected {connected:.2f} s")
    print(
        f"idle memory           bot {bot:.0f} MB, stand-in {stand_in:.0f} MB, "
        f"together {bot + stand_in:.0f} MB; bar 250 MB"
    )


if __name__ == "__main__":
    main()
