"""A program as a process of its own that answers by lines. It loads the log first; only what it is asked is timed."""

import json
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Facts = dict[str, Any]
"""What is asked: `coded` (Parquet: customer, name, at_us, event_id as integers, sorted by customer, time and id),
`names` (code → title), `steps` (codes), `window_us`, `as_of_us`, `paths` (JSON lines of paths), `drawn` (pairs)."""


def answer(load: Callable[[Facts], Any], tasks: dict[str, Callable[[Any, Facts], object]]) -> None:
    """Facts come as JSON in the first argument, names of tasks as lines; answers go out as lines of JSON."""
    facts: Facts = json.loads(sys.argv[1])
    say = os.fdopen(os.dup(1), "w")  # what a program prints itself goes to standard error
    os.dup2(2, 1)
    log = load(facts)
    print(json.dumps({"ready": sorted(tasks)}), file=say, flush=True)
    for line in sys.stdin:
        began, busy = time.perf_counter(), time.process_time()
        result = tasks[line.strip()](log, facts)
        seconds, processor = time.perf_counter() - began, time.process_time() - busy
        took = {"seconds": seconds, "processor": processor, "megabytes": peak_megabytes()}
        print(json.dumps({**took, "result": result}), file=say, flush=True)


def peak_megabytes() -> float:
    """The most memory this process has held; what its parent held, which `getrusage` would count, is not in it."""
    (kilobytes,) = re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(kilobytes) / 1024
