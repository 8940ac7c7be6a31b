"""How well the development questions are understood, where they are at hand (WAYMARK_QUESTIONS names their folder)."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.bot.questions.question_cases import asked, first_day, slots_of, tool_of, wrong_args

FOLDER = Path(os.environ.get("WAYMARK_QUESTIONS") or Path(__file__).parents[3] / "shared" / "questions")
FILE = FOLDER / "development.jsonl"


def _rows() -> list[dict[str, Any]]:
    lines = (json.loads(line) for line in FILE.read_text("utf-8").splitlines())
    return [line for line in lines if line["lang"] == "en"]


@pytest.mark.skipif(not FILE.exists(), reason=f"no development questions in {FOLDER.name}")
def test_english_development_questions_reach_the_bar(capsys: pytest.CaptureFixture[str]) -> None:
    rows, wrong_tools, wrong_arguments = _rows(), [], []
    for row in rows:
        understood = asked(row["text"], *([row["previous"]] if "previous" in row else []))
        if tool_of(understood) not in row["tool"]:
            wrong_tools.append(f"{row['text']} → {tool_of(understood)}")
        expected = {name: first_day(value) if name == "period" else value for name, value in row["args"].items()}
        if expected and (wrong := wrong_args(expected, slots_of(understood))):
            wrong_arguments.append(f"{row['text']}: {'; '.join(wrong)}")
    tools, args = 1 - len(wrong_tools) / len(rows), 1 - len(wrong_arguments) / len(rows)
    with capsys.disabled():
        print(f"\ndevelopment questions (en): {len(rows)}, tool accuracy {tools:.3f}, arguments right {args:.3f}")
    assert tools >= 0.95, wrong_tools
    assert args >= 0.90, wrong_arguments
