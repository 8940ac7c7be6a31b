"""Answers of the tools that read maps: what a person reads, in three languages, with figures of the result alone."""

import pytest

from bot import answers
from bot.questions import Ask
from bot.reply import Picture, Table, Text, plain
from prompts.loader import words
from tests.bot.answers.figures_guard import UTC, unsupported_figures
from tests.tools.test_map_tools import shop
from tools.catalogue import CATALOGUE

TOOLS = ("action_status", "evidence_debt", "opportunities", "ownership", "personas")


@pytest.fixture(params=["en", "zh", "mk"])
def lang(request) -> str:
    return request.param


def told(tool: str, result, lang: str):
    return answers.answer(Ask(tool=tool), result, words(lang), UTC)


@pytest.mark.parametrize("tool", TOOLS)
def test_every_figure_is_in_the_result(ask, tool, lang):
    result = CATALOGUE[tool].run(CATALOGUE[tool].args(), ask([], shop()))
    reply = told(tool, result, lang)
    assert unsupported_figures(reply, result, *_derived(result, lang)) <= _sums(result)
    assert any(isinstance(part, Table) for part in reply.parts) or tool == "personas"


def _derived(result, lang: str) -> list[str]:
    """Lengths of lists, and the share that is backed."""
    values = [getattr(result, field) for field in type(result).model_fields]
    found = [str(len(value)) for value in values if isinstance(value, tuple)]
    if hasattr(result, "backed"):
        found.append(f"{100 * result.backed / result.items:.1f}".replace(".", "," if lang == "mk" else "."))
    return found


def _sums(result) -> set[str]:
    """Of actions the sum of the counts; an overdue action's days stand in its line."""
    if hasattr(result, "overdue"):
        return {str(result.overdue + result.open + result.done + result.dropped), "10", "2026"}
    return {"4.0", "4,0", "4.5", "4,5"}


@pytest.mark.parametrize("tool", TOOLS)
def test_nothing_on_the_maps_says_what_to_do(ask, tool, lang):
    result = CATALOGUE[tool].run(CATALOGUE[tool].args(), ask([]))
    said = [part.text for part in told(tool, result, lang).parts if isinstance(part, Text)]
    assert words(lang)(f"answers.{tool}.none") in said


@pytest.mark.parametrize("tool", TOOLS)
def test_how_it_was_computed_is_told(ask, tool, lang):
    result = CATALOGUE[tool].run(CATALOGUE[tool].args(), ask([], shop()))
    assert words(lang)(f"answers.how.{tool}.definition") in plain(answers.explain(Ask(tool=tool), result, words(lang)))


def test_a_single_thing_is_one_sentence(ask):
    args = CATALOGUE["ownership"].args(touchpoint="reads the page")
    result = CATALOGUE["ownership"].run(args, ask([], shop()))
    assert "Jana answers for reads the page." in plain(told("ownership", result, "en"))


def test_opportunities_of_one_map_come_with_their_picture(ask):
    tool = CATALOGUE["opportunities"]
    result = tool.run(tool.args(journey="shop"), ask([], shop()))
    (picture,) = [part for part in told("opportunities", result, "en").parts if isinstance(part, Picture)]
    assert (picture.picture, picture.map_id, picture.version) == ("quadrant", "shop", 1)
    assert "a clear sign" in picture.alt


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("tool", [tool for tool in TOOLS if tool != "personas"])
def test_the_journey_has_a_column_only_where_there_are_several(ask, tool, several):
    other = shop().model_copy(update={"map_id": "returns", "title": "Returns"})
    result = CATALOGUE[tool].run(CATALOGUE[tool].args(), ask([], shop(), *([other] if several else [])))
    (table,) = (part for part in told(tool, result, "en").parts if isinstance(part, Table))
    assert (words("en").data(f"answers.{tool}.columns")[-1] in table.columns) == several
    assert {len(row) for row in table.rows} == {len(table.columns)}
