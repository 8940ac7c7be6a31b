"""A transcript is read in a process of its own, with caps on time and memory: files come from anybody.

`python -m bot.evidence.reading_apart FILE NAME` writes one JSON document: the transcript, or why it was refused.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path

from storage.errors import ImportRefused
from storage.ingest.transcript import Transcript

LONGEST_SECONDS, CPU_SECONDS, MEMORY = 30, 20, 1_500_000_000


def read_apart(path: Path, name: str) -> Transcript:
    """Like `read_transcript`; the caller's thread waits. Raises ImportRefused, also where the file took too much."""
    command = [sys.executable, "-m", "bot.evidence.reading_apart", str(path), name]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, names go as arguments
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=LONGEST_SECONDS, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise ImportRefused("document_too_heavy", file=name) from error
    told = json.loads(done.stdout)
    if "refused" in told:
        raise ImportRefused(told["refused"], **told["facts"])
    return Transcript.model_validate(told)


def main(path: str, name: str) -> None:
    """The process's part."""
    from storage.ingest.transcript import read_transcript

    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        answer = read_transcript(Path(path), name).model_dump_json()
    except ImportRefused as error:
        answer = json.dumps({"refused": error.key, "facts": error.facts}, default=str)
    sys.stdout.write(answer)


if __name__ == "__main__":
    main(*sys.argv[1:])
