"""Rows cut line by line are those that Python's own CSV reader sees, as long as nothing is broken."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.ingest.lines import clean_copy

CELL = st.text(alphabet='ab ,"\n;é', max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=12))
def test_whole_files_are_copied_as_they_are(rows: list[list[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([["x", "y", "z"], *rows])
    with TemporaryDirectory() as folder:
        source, copy = Path(folder, "in.csv"), Path(folder, "out.csv")
        source.write_text(text.getvalue(), encoding="utf-8", newline="")
        starts, refusals = clean_copy(source, ",", 3, copy)
        with copy.open(encoding="utf-8", newline="") as file:
            assert list(csv.reader(file)) == [["x", "y", "z"], *rows]
    breaks = [sum(cell.count("\n") for cell in row) + 1 for row in rows]
    assert list(starts) == [2 + sum(breaks[:place]) for place in range(len(rows))]
    assert refusals == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["good", '"open', 'clo"sed" x', '"a" b', 'end"', '"'])))
def test_every_line_is_either_a_row_or_refused(cells: list[str]) -> None:
    lines = [f"{place},{cell},z" for place, cell in enumerate(cells)]
    with TemporaryDirectory() as folder:
        source, copy = Path(folder, "in.csv"), Path(folder, "out.csv")
        source.write_text("\n".join(["x,y,z", *lines, ""]), encoding="utf-8")
        starts, refusals = clean_copy(source, ",", 3, copy)
        with copy.open(encoding="utf-8", newline="") as file:
            kept = list(csv.reader(file))[1:]
    spans = [row[1].count("\n") + row[2].count("\n") + 1 for row in kept]
    covered = [line for start, span in zip(starts, spans, strict=True) for line in range(start, start + span)]
    assert sorted(covered + [refusal.line for refusal in refusals]) == list(range(2, len(lines) + 2))
    assert {place for place, cell in enumerate(cells) if cell == "good"} <= {line - 2 for line in covered}
