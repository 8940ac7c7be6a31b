"""The questions that understanding is measured with: the development ones, and those that nobody tunes to."""

import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field

from storage.model.types import Model
from tests.bot.questions.question_cases import CASES, first_day

LANGUAGES = ("en", "zh", "mk", "de")
SPOKEN = ("en", "zh", "mk")
"""The languages of our own words: these reach the bars each; German is read as far as it came cheap."""
KINDS = ("tidy", "misspelt", "terse", "polite", "indirect", "mixed_script", "follow_up", "out_of_scope")
OUTSIDE = "out_of_scope"
FOLDER = Path(os.environ.get("WAYMARK_QUESTIONS") or Path(__file__).parents[3] / "shared" / "questions")
DEVELOPMENT = FOLDER / "development.jsonl"


class Row(Model):
    """A question and what is right: any of the tools, all of the arguments (a period by its first day).

    What was asked is not in its repr: a failing test shows nobody a held-out question.
    """

    text: str = Field(repr=False)
    lang: str
    tools: tuple[str, ...]
    kind: str
    args: dict[str, Any]
    previous: str | None = Field(None, repr=False)

    @property
    def outside(self) -> bool:
        """Whether no tool may answer it."""
        return self.tools == (OUTSIDE,)


@lru_cache
def held_out() -> tuple[Row, ...]:
    """`tests/cases/questions/held_out_<lang>.yaml`, and the second set beside it, `held_out_<lang>_2.yaml`."""
    files = ((lang, path) for lang in LANGUAGES for path in sorted(CASES.glob(f"held_out_{lang}*.yaml")))
    return tuple(_row(line, lang) for lang, path in files for line in _yaml(path))


@lru_cache
def development() -> tuple[Row, ...]:
    """The development questions; none where they are not at hand."""
    return tuple(_development()) if DEVELOPMENT.exists() else ()


def _development() -> Iterator[Row]:
    for line in DEVELOPMENT.read_text("utf-8").splitlines():
        asked = json.loads(line)
        args = {name: first_day(value) if name == "period" else value for name, value in asked["args"].items()}
        tidy = OUTSIDE if asked["tool"] == [OUTSIDE] else "follow_up" if "previous" in asked else "tidy"
        yield _row(asked | {"args": args, "kind": tidy}, asked["lang"])


def _yaml(path: Path) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    return lines


def _row(line: dict[str, Any], lang: str) -> Row:
    return Row(
        text=line["text"], lang=lang, tools=tuple(line["tool"]), kind=line["kind"], args=line.get("args", {}),
        previous=line.get("previous"),
    )  # fmt: skip
