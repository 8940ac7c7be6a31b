"""What holds for every tool: it is listed, told to a model, described, and its refusals have words."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from prompts.loader import text, words
from tools.catalogue import CATALOGUE

TOOLS = Path(__file__).parents[2] / "tools"


def test_every_tool_is_in_the_catalogue():
    files = {file.stem for file in TOOLS.glob("*.py") if re.search(r"^TOOL = ", file.read_text("utf-8"), re.MULTILINE)}
    assert files == set(CATALOGUE)


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_every_tool_is_told_to_a_model_with_described_arguments(name):
    assert "Not for:" in text(f"tools/{name}")
    for field in CATALOGUE[name].args.model_fields.values():
        assert field.description


def test_every_refusal_has_words():
    raised = {
        key for file in TOOLS.glob("*.py") for key in re.findall(r'ToolError\(\s*"(\w+)"', file.read_text("utf-8"))
    }
    assert raised
    for key in raised:
        assert words("en").has(f"errors.{key}"), key


def test_the_facts_of_a_refusal_fill_its_words():
    for file in TOOLS.glob("*.py"):
        for key, facts in re.findall(r'ToolError\(\s*"(\w+)"((?:,\s*\w+=[^\n]+?)*)\s*\)\n', file.read_text("utf-8")):
            given = set(re.findall(r"(\w+)=", facts))
            assert set(re.findall(r"\{(\w+)\}", words("en").data(f"errors.{key}"))) <= {*given, "what"}, key


def test_the_catalogue_loads_no_engine():
    code = "import sys, tools.catalogue; print(sorted({'ibis', 'duckdb', 'scipy', 'sqlalchemy'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=TOOLS.parent)
    assert shown.stdout.strip() == "[]"
