"""Answers in Chinese and Macedonian: the same figures, and nothing left in English but names."""

import re
from typing import Any

import pytest

from bot import answers
from bot.questions import Ask, Slots
from bot.questions.commands import OutOfScope
from bot.reply import Buttons, Reply, plain
from prompts.loader import words
from tests.bot.answers import results
from tests.bot.answers.figures_guard import UTC, texts, unsupported_figures
from tests.bot.answers.test_answer import CASES

MONTHS = "9 10 11"
NO_NAME = {"n", "p", "CSV", "Wilson", "Kaplan", "Meier"}


def _answer(case: str, lang: str) -> Reply:
    ask, result = CASES[case]
    return answers.answer(ask, result, words(lang), UTC)


def _with_points(reply: Reply) -> Reply:
    """Decimal commas as points, for the guard; a comma of a list has a space behind it."""

    def pointed(value: Any) -> Any:
        match value:
            case str():
                return re.sub(r"(\d),(\d)", r"\1.\2", value)
            case dict():
                return {key: pointed(held) for key, held in value.items()}
            case list() | tuple():
                return [pointed(held) for held in value]
            case _:
                return value

    return Reply.model_validate(pointed(reply.model_dump()))


def _latin(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]+", text))


@pytest.mark.parametrize("lang", ["zh", "mk"])
@pytest.mark.parametrize("case", CASES)
def test_every_figure_is_in_the_result(case: str, lang: str) -> None:
    ask, result = CASES[case]
    explained = answers.explain(ask, result, words(lang))
    told = _answer(case, lang)
    if lang == "mk":
        told, explained = _with_points(told), _with_points(explained)
    assert unsupported_figures(told, result, MONTHS, "30") == set()
    assert unsupported_figures(explained, result, MONTHS, "2026-10-01") == set()


@pytest.mark.parametrize("lang", ["zh", "mk"])
@pytest.mark.parametrize("case", CASES)
def test_only_names_are_left_in_latin_letters(case: str, lang: str) -> None:
    ask, result = CASES[case]
    known = _latin(ask.model_dump_json() + result.model_dump_json()) | NO_NAME
    said = " ".join((*texts(_answer(case, lang)), *texts(answers.explain(ask, result, words(lang)))))
    assert _latin(said) - known == set()


def test_a_funnel_is_told_in_chinese() -> None:
    said = plain(_answer("funnel", "zh")).splitlines()
    assert said[0] == "流失 · Checkout · 2026年10月"
    assert said[1].replace("\u202f", "") == (
        "“Cart”之后流失最多：800 位客户中有 388 位（48.5%）没有继续到“Pay”。1203 位客户中的 412 位（34.2%）到达“Pay”。"
    )
    assert "[为什么在这里？]" in said[-1]


def test_a_funnel_is_told_in_macedonian() -> None:
    said = plain(_answer("funnel", "mk")).splitlines()
    assert said[0] == "Губење · Checkout · октомври 2026"
    assert said[1].replace("\u202f", " ") == (
        "Најмногу се губат по „Cart“: 388 од 800 клиенти (48,5%) не продолжуваат кон „Pay“."
        " До „Pay“ стигнуваат 412 од 1 203 клиенти (34,2%)."
    )


def test_a_chart_knows_its_language() -> None:
    charts = [part for part in _answer("funnel", "mk").parts if part.kind == "chart"]
    assert [(chart.lang, chart.title) for chart in charts] == [("mk", "Клиенти по чекор")]


@pytest.mark.parametrize(("lang", "first"), [("zh", "客户在哪里流失？"), ("mk", "Каде се губат клиентите?")])
def test_a_question_that_is_not_read_yet_gets_help_in_its_language(lang: str, first: str) -> None:
    reply = answers.out_of_scope_reply(OutOfScope(reason="language"), words(lang))
    row = reply.parts[-1]
    assert isinstance(row, Buttons)
    assert row.buttons[0].text == first
    assert Ask.model_validate_json(row.buttons[0].value) == Ask(tool="drop_off", args=Slots())
    assert words(lang)("questions.refused.language") in plain(reply)


def test_the_worst_pain_point_names_its_channel_in_the_language() -> None:
    ask = Ask(tool="pain_points", args=Slots(journey="Checkout"))
    said = plain(answers.answer(ask, results.PAINS, words("mk"), UTC))
    assert "Најлошата точка на болка" in said
    assert "претпоставк" in said
