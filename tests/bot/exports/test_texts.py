"""Mermaid and Markdown: what people wrote stays text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from whole_maps import PERSONA, filled_map, whole

from bot.addresses import ADDRESS
from bot.exports.markdown import escaped, markdown
from bot.exports.mermaid import mermaid
from storage.model import changes as c
from storage.model.apply import apply

# Mermaid's own grammar of `journey` (its lexer's rules), one line each.
TITLE, SECTION = re.compile(r"    title [^#\n;]+"), re.compile(r"    section [^#:\n;]+")
TASK = re.compile(r"      (?!title\s|section\s|accTitle|accDescr|%%)[^#:\n;]+: [1-5]: [^#\n;]+")


def with_mood(score: int | None, text: str = "reads"):
    journey = filled_map().model_copy(update={"pain_points": (), "opportunities": (), "actions": (), "notes": ()})
    changes = [c.SetTouchpoint(touchpoint="page-404", field="title", value=text), c.TakeBackMood(at=spot("reads"))]
    changes += [] if score is None else [c.VoteMood(at=spot("page-404"), score=score)]
    return apply(journey, changes, "U0ANA", journey.stages[0].touchpoints[0].origin.at, "chat")


def spot(touchpoint: str):
    return {"stage": "compare", "touchpoint": touchpoint}


def scores(journey) -> dict[str, int]:
    lines = [line.strip().split(": ") for line in mermaid(whole(journey)).decode().splitlines() if ": " in line]
    return {name: int(score) for name, score, _ in lines}


@pytest.mark.parametrize(("mood", "score"), [(-2, 1), (-1, 2), (0, 3), (1, 4), (2, 5)])
def test_a_mermaid_score_is_the_mood_plus_three(mood, score):
    assert scores(with_mood(mood))["reads"] == score


def test_a_touchpoint_without_votes_has_the_mood_of_its_stage_and_without_any_the_middle():
    assert scores(with_mood(2))["reads reviews on other sites"] == 5
    assert set(scores(with_mood(None)).values()) == {3}


@given(st.text(min_size=1, max_size=60).filter(lambda text: any(char.isalnum() for char in text)))
def test_no_text_breaks_out_of_its_line_of_mermaid(text):
    lines = mermaid(whole(with_mood(-1, text))).decode().splitlines()
    assert lines[0] == "journey"
    assert TITLE.fullmatch(lines[1]) and SECTION.fullmatch(lines[2])
    assert all(TASK.fullmatch(line) for line in lines[3:]) and len(lines) == 5


@pytest.mark.parametrize("text", ["section 5: pay", "title; of it", "%%{init: {}}%%", "accTitle: x", "# comment"])
def test_what_mermaid_would_take_for_an_order_is_a_task(text):
    lines = mermaid(whole(with_mood(-1, text))).decode().splitlines()
    assert TASK.fullmatch(lines[4]) and lines[4].endswith(f": 2: {PERSONA.name}")


NASTY = (
    "<script>alert(1)</script>", "![](@U123)", "[x](https://a|b><!channel>)", "# head", "- item", "1. one", "*b* _i_",
    "`code`", "<!channel>", "&lt;!here&gt;", "| a | b |", "~~gone~~", "> quote", "line\n# head",
    "https://evil.example/a_b?c=d&e=f", "see www.evil.example, please", "ceo@evil.example", "`evil.example`",
    "1. evil.example/# head", "- mailto:ceo@evil.example",
)  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_what_people_wrote_is_text_in_markdown(text):
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(escaped(text))
    kinds = {inner.type for token in tokens for inner in (token, *(token.children or ()))}
    assert kinds <= {
        "paragraph_open",
        "paragraph_close",
        "inline",
        "text",
        "text_special",
        "hardbreak",
        "softbreak",
        "code_inline",
    }
    inline = [inner for token in tokens for inner in token.children or ()]
    assert "".join(inner.content for inner in inline).replace("\u2060", "") == text.replace("\n", "")
    addresses = [found for inner in inline for found in ADDRESS.findall(inner.content) if inner.type != "code_inline"]
    assert addresses == []
    assert all(ADDRESS.fullmatch(inner.content) for inner in inline if inner.type == "code_inline")


def test_a_document_tells_the_map_stage_by_stage():
    told = markdown(whole()).decode()
    assert told.startswith("# Vacuum\n")
    assert "## 1. Compare (-2)" in told
    assert "- reads reviews on other sites (Review site · -2 · without us)" in told
    assert told.index("**Pain points**") < told.index("too much text") < told.index("## Evidence")


def test_a_document_is_the_same_map_in_chinese():
    told = markdown(whole(filled_map(lang="zh"))).decode()
    assert "## 1. 比较 (-2)" in told and "**痛点**" in told and "## 依据" in told
