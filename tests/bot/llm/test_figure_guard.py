"""No figure of a model reaches a person: only facts pass, in any script, as digits, signs or words."""

from pathlib import Path

import pytest
import yaml

from bot.llm.facts import Facts
from bot.llm.guard import Unsaid, passed, prose, sentences, without_thoughts

FACTS = Facts(
    forms={"F1": "1,168 of 1,868 customers (62.5%)", "F2": "Q3"},
    told=['{"said": ["After Compare {F1} go to Zürich Café Покупка 结账"]}'],
)

INVENTED = yaml.safe_load((Path(__file__).parents[2] / "cases" / "model" / "invented.yaml").read_text("utf-8"))


@pytest.mark.parametrize("said", [said for kind in INVENTED.values() for said in kind])
def test_what_is_no_fact_or_no_plain_word_is_not_said(said: str) -> None:
    for lang in ("en", "zh", "mk"):
        with pytest.raises(Unsaid):
            prose(said, FACTS, lang)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Most are lost after Compare: {F1} do not go on."),
        ("en", "{F1} leave. The first stage is fine, and one step stands out."),
        ("en", "In {F2}, people from Zürich leave at the Café ({F1})."),
        ("en", "{F1} leave at Покупка, and at 结账."),
        ("zh", "流失最多的是“Compare”：{F1}没有继续。这一步值得看一看。"),
        ("zh", "大多数人在第一个阶段就离开了，{F1}；一些人还会回来，十分常见。"),
        ("mk", "Најмногу се губат по Compare: {F1} не продолжуваат."),
        ("mk", "Еден чекор се издвојува: {F1}. Пред тоа е добро."),
    ],
)
def test_plain_words_with_facts_are_said(lang: str, said: str) -> None:
    assert prose(said, FACTS, lang) == FACTS.filled(said)


def test_words_of_another_script_are_only_those_that_were_told() -> None:
    for lang, said in (
        ("en", "{F1} Клиенти"),
        ("mk", "{F1} veertig"),
        ("zh", "{F1} veertig"),
        ("en", "{F1} 多"),
        ("en", "{F1} שתיים"),
    ):
        with pytest.raises(Unsaid, match="foreign"):
            passed(said, FACTS, lang)


def test_words_without_a_fact_and_speeches_are_not_said() -> None:
    assert prose("Nobody knows.", Facts(), "en") == "Nobody knows."
    for said in ("Most leave.", "{F1} leave. " * 5, "{F1} " + "very " * 200 + "sad.", "", "  \n"):
        with pytest.raises(Unsaid):
            prose(said, FACTS, "en")


def test_thoughts_are_not_said_and_nothing_is_while_a_model_thinks() -> None:
    assert without_thoughts("<think>42 leave</think>\n{F1} leave.") == "{F1} leave."
    assert without_thoughts(" <Thinking>42\n</Thinking> Hm") == "Hm"
    for unfinished in ("<think>42 leave. So", "<think", "<", "  <thi"):
        assert without_thoughts(unfinished).replace("<thi", "<") in ("", "  <", "<", " <")
        assert sentences(without_thoughts(unfinished))[0] == []


def test_only_whole_sentences_go_on() -> None:
    assert sentences("{F1} leave. Most at Pay") == (["{F1} leave."], "Most at Pay")
    assert sentences("{F1}离开。多在") == (["{F1}离开。"], "多在")
    assert sentences("{F1} lea") == ([], "{F1} lea")
    assert sentences("a.b") == ([], "a.b")
