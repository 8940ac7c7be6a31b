"""How well questions are understood that nobody tuned the phrases to: misspelt, terse, indirect, out of scope."""

from typing import Any

import pytest
import yaml

from bot.questions import Clarify
from bot.questions.phrases import phrases
from bot.questions.read import read
from tests.bot.questions.question_cases import CASES, NAMES, TODAY, asked, first_reading, slots_of, tool_of, wrong_args

ROWS: list[dict[str, Any]] = yaml.safe_load((CASES / "held_out_en.yaml").read_text("utf-8"))


def test_held_out_questions_are_right_or_ask_back_with_the_right_reading(capsys: pytest.CaptureFixture[str]) -> None:
    right, shown, wrong, args_right, args_asked = 0, 0, [], 0, 0
    for row in ROWS:
        understood = asked(*_thread(row))
        tool = tool_of(understood)
        if tool in row["tool"]:
            right += 1
        elif isinstance(understood, Clarify) and any(option.tool in row["tool"] for option in understood.options):
            shown += 1
        elif tool not in ("clarify", "out_of_scope"):
            wrong.append(f"{row['text']} → {tool}")
        if first_reading(understood) and tool in row["tool"] and row.get("args"):
            args_asked += 1
            args_right += not wrong_args(row["args"], slots_of(understood))
    with capsys.disabled():
        print(
            f"\nheld-out questions (en): {len(ROWS)}, right {right}, right reading shown {shown}, wrong {len(wrong)}, "
            f"arguments right {args_right} of {args_asked}"
        )
    assert (right + shown) / len(ROWS) >= 0.90
    assert len(wrong) / len(ROWS) <= 0.05, wrong
    assert args_right / args_asked >= 0.90


def test_out_of_scope_questions_are_hardly_ever_answered() -> None:
    outside = [row for row in ROWS if row["tool"] == ["out_of_scope"]]
    answered = [row["text"] for row in outside if tool_of(asked(*_thread(row))) not in ("out_of_scope", "clarify")]
    assert len(answered) / len(outside) <= 0.05, answered


def _thread(row: dict[str, Any]) -> tuple[str, ...]:
    """The question first, then what was asked before it."""
    return (row["text"], *([row["previous"]] if "previous" in row else []))


def test_no_example_of_the_bank_is_a_held_out_question() -> None:
    held = {_masked(row["text"]) for row in ROWS if len(row["text"].split()) > 2}
    assert not held & {text for _, text in phrases("en").examples}


def _masked(text: str) -> str:
    return read(text, NAMES, TODAY, "en").masked
