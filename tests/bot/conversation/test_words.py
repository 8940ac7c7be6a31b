"""Every question has its words, and no code asks for words that are not there."""

import re
from pathlib import Path

import pytest

from bot.conversation.answering import ANSWERS
from bot.conversation.asking import words_key
from bot.conversation.controls import CONTROLS
from bot.conversation.correct import CORRECTIONS
from bot.conversation.open_questions import BEFORE_THE_MAP, CONDITIONS, OPEN, TARGETS
from prompts.loader import table, words
from storage.model.lists import CHANNELS, OVERLOOKED, STAGE_TEMPLATES

EN = words("en")
CODE = "".join(file.read_text("utf-8") for file in Path("bot/conversation").rglob("*.py"))
BUILDS = {file.stem: table(f"builds/{file.stem}") for file in Path("prompts/builds").glob("*.yaml")}


def entries(part: object) -> list[dict[str, object]]:
    if isinstance(part, str):
        return [{"ask": part}]
    if isinstance(part, list):
        return [entry for one in part for entry in entries(one)]
    assert isinstance(part, dict)
    return [{"for": part["for"]}, *entries(part["ask"])] if "for" in part else [part]


PLANNED = [entry for build in BUILDS.values() for part in build["parts"].values() for entry in entries(part)]
TAKEN = [taken for build in BUILDS.values() for taken in build["questions"].items()]


@pytest.mark.parametrize("question", sorted(ANSWERS))
def test_every_question_has_words_and_a_reason(question: str) -> None:
    assert EN.data(words_key(question))
    assert EN.data(f"why.{question}")


@pytest.mark.parametrize("entry", PLANNED, ids=str)
def test_every_planned_question_can_be_answered_and_told_open(entry: dict[str, str]) -> None:
    if "for" in entry:
        assert entry["for"] in TARGETS
        return
    assert entry["ask"] in ANSWERS
    if "when" in entry:
        assert entry["when"] in CONDITIONS
    else:
        assert entry["ask"] in {**OPEN, **BEFORE_THE_MAP}


@pytest.mark.parametrize("entry", TAKEN, ids=lambda entry: entry[0])
def test_every_question_that_takes_choices_has_them(entry: tuple[str, dict[str, str]]) -> None:
    assert entry[0] in ANSWERS
    if "choices" in entry[1]:
        assert EN.data(entry[1]["choices"])


@pytest.mark.parametrize("prefix", ["say", "warn", "refused"])
def test_every_sentence_that_code_names_is_there(prefix: str) -> None:
    method = {"say": r"talk\.say\(\s*", "warn": r"talk\.warn\(\s*"}.get(prefix, r"(?!)")
    named = set(re.findall(rf'{method}"(\w+)"', CODE)) | set(re.findall(rf'"{prefix}\.(\w+)"', CODE))
    assert named
    assert [key for key in sorted(named) if not EN.has(f"{prefix}.{key}")] == []


def test_every_correction_and_control_of_the_phrases_is_carried_out() -> None:
    of_types = [entry for entries_of in EN.data("correction_of_type").values() for entry in entries_of]
    assert {entry["do"] for entry in (*EN.data("correction"), *of_types)} == set(CORRECTIONS)
    assert set(EN.data("control")) == set(CONTROLS)


def test_no_two_controls_share_a_word() -> None:
    said = [word for listed in EN.data("control").values() for word in listed]
    assert len(said) == len(set(said))


def test_the_lists_have_a_label_for_every_key() -> None:
    assert set(EN.data("lists.channels")) == set(CHANNELS) == set(EN.data("lists.channel_words"))
    assert list(EN.data("lists.overlooked")) == list(OVERLOOKED)
    for key, steps in STAGE_TEMPLATES.items():
        assert list(EN.data("lists.templates")[key]) == [step.slug for step in steps]


FIELDS = (
    "goal:", "persona:", "want:", "stages:", "touchpoints at", "mood at", "pain at", "owner of", "due", "starts:",
    "ends:", "number:", "title:", "scope:", "ideas for", "action:", "questions at", "next after",
)  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_help_names_every_field_line(field: str) -> None:
    assert field in EN.data("say.help")


def test_every_gap_and_every_refusal_has_its_words() -> None:
    model = "".join(file.read_text("utf-8") for file in Path("storage/model").rglob("*.py"))
    gaps = set(re.findall(r'Gap\("(\w+)"', model))
    assert gaps
    assert [key for key in sorted(gaps) if not EN.has(f"gap.{key}")] == []
    refusals = set(re.findall(r'ChangeRefused\(\s*"(\w+)"', model + CODE))
    assert len(refusals) > 10
    assert [key for key in sorted(refusals) if not EN.has(f"errors.{key}") and not EN.has(f"refused.{key}")] == []
