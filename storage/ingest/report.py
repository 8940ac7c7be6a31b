"""What was refused, in a file a person can open and mend: line, column, value, reason."""

import csv
from collections.abc import Iterable
from pathlib import Path

from storage.events import Refusal

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_refused(refusals: Iterable[Refusal], source: Path, folder: Path | None) -> Path | None:
    """Write `<source>.refused.csv` beside the source, else into `folder`; None when neither can be written to."""
    for place in (source.parent, folder):
        if place is None:
            continue
        target = place / f"{source.name}.refused.csv"
        try:
            file = target.open("w", encoding="utf-8", newline="")
        except OSError:  # not ours to write in: the next place
            continue
        with file:
            writer = csv.writer(file)
            writer.writerow(("line", "column", "value", "reason"))
            writer.writerows((r.line, plain(r.column), plain(r.value), r.reason) for r in refusals)
        return target
    return None


def plain(text: str) -> str:
    """Text that a spreadsheet shows and does not run."""
    return f"'{text}" if text.startswith(_FORMULA) else text
