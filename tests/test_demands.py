"""Is docs/demands.md true? Each demand stands in it once, and each test that it names is there."""

import ast
import re
from functools import cache
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


def test_every_test_that_the_page_names_is_there() -> None:
    missing = []
    for name in NAMED:
        file, function, case = re.fullmatch(r"(.+?)::(\w+)(?:\[(.+)\])?", name).groups()
        tests, texts = _written_in(ROOT / file)
        cases = texts | {path.stem for path in (ROOT / "tests" / "cases").rglob("*.yaml")}
        if function not in tests or (case and case not in cases):
            missing.append(name)
    assert missing == []


@cache
def _written_in(file: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The tests of a file, and the texts in it, which may name cases of theirs."""
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    functions = (node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    texts = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return frozenset(name for name in functions if name.startswith("test_")), frozenset(texts)
