"""What holds for the whole house: every tool has its words, every setting its line, every key its sentence."""

import re
import string
import subprocess
from pathlib import Path

import pytest
import yaml

from bot.answers.answer import TELLERS
from bot.settings import Settings
from prompts.loader import text, words
from tools.catalogue import CATALOGUE

ROOT = Path(__file__).parents[1]
CODE = sorted(path for room in ("bot", "tools", "storage") for path in (ROOT / room).rglob("*.py"))


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("tool", CATALOGUE.values(), ids=lambda tool: tool.name)
def test_every_tool_is_described_told_and_explained(tool):
    assert len(text(f"tools/{tool.name}")) > 80
    assert tool.name in TELLERS
    assert words().has(f"answers.how.{tool.name}.definition")
    assert words().has(f"questions.tools.{tool.name}")
    undescribed = [name for name, field in tool.args.model_fields.items() if not field.description]
    assert undescribed == []


def test_every_setting_has_a_line_in_the_example_and_the_other_way_round():
    names = {field.validation_alias for field in Settings.model_fields.values()}
    lines = (ROOT / ".env.example").read_text().splitlines()
    written = {line.split("=")[0] for line in lines if re.match(r"[A-Z_]+=", line)}
    assert written == names
    for place, line in enumerate(lines):
        if re.match(r"[A-Z_]+=", line):
            assert lines[place - 1].startswith("# "), f"{line} has no explanation above it"


def test_every_key_that_code_names_has_a_sentence():
    spoken = words()
    named = {
        (key, path.name)
        for path in CODE
        for key in re.findall(
            r'\b(?:words|spoken|self\._words)(?:\([^()]*\))?\(\s*"([a-z_]+(?:\.[a-z_0-9]+)+)"', path.read_text()
        )
    }
    assert len(named) > 80
    assert sorted((key, file) for key, file in named if not spoken.has(key)) == []


def test_every_sentence_can_be_filled():
    spoken = words()
    patterns = set(yaml.safe_load((ROOT / "prompts/locales/en/phrases.yaml").read_text()))
    for key in sorted(spoken.keys()):
        sentence = spoken.data(key)
        if isinstance(sentence, str) and key.split(".")[0] not in patterns:
            names = [name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None]
            assert all(re.fullmatch(r"[a-z_][a-z_0-9]*", name) for name in names), f"{key}: {sentence}"


def test_no_tracked_file_names_a_machine_or_a_registry():
    marks = re.compile(r"/wor[k]/|/roo[t]/|pyp[i]\.org|files\.pythonhoste[d]|--(?:extra-)?index-ur[l]")
    found = []
    for path in tracked():
        if path.suffix in (".png", ".ttf", ".otf"):
            continue
        found += [f"{path.relative_to(ROOT)}: {hit}" for hit in marks.findall(path.read_text("utf-8", "ignore"))]
    assert found == []


def test_locks_are_pinned_with_hashes():
    for name in ("run.lock", "dev.lock"):
        pinned = re.findall(r"^([a-z0-9][\w.-]*)==", (ROOT / "requirements" / name).read_text(), re.MULTILINE)
        hashed = re.findall(
            r"^([a-z0-9][\w.-]*)==[^\n]*\\\n\s+--hash=", (ROOT / "requirements" / name).read_text(), re.MULTILINE
        )
        assert pinned
        assert pinned == hashed
