"""Is docs/demands.md true? Each demand stands in it once, and each test that it names is there."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "demands.md").read_text("utf-8")
LAST = {"W": 12, "M": 37, "Q": 14, "T": 8, "A": 20, "D": 12, "S": 13}
IDS = [f"{letter}{n}" for letter, last in LAST.items() for n in range(1, last + 1)]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| ")]
NAMED = sorted(set(re.findall(r"`(tests/[^`]+?\.py::[^`]+)`", PAGE)))


def test_every_demand_stands_in_the_page_once() -> None:
    assert [row[0] for row in ROWS if row[0] != "Id"] == IDS


def test_every_demand_names_a_test_or_says_what_is_not_there_yet() -> None:
    for row in ROWS[1:]:
        assert row[0] == "Id" or "::test_" in row[2] or "**not yet:**" in row[2], row[0]


def test_every_test_that_the_page_names_is_collected() -> None:
    files = sorted({name.partition("::")[0] for name in NAMED})
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *files],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert listed.returncode == 0, listed.stdout[-2000:]
    found = set(listed.stdout.splitlines())
    found |= {name.partition("[")[0] for name in found}
    assert [name for name in NAMED if name not in found] == []
