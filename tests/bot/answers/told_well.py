"""What holds for every answer in every language: its figures, its order, its length, its letters, its buttons."""

import re

from bot import answers
from bot.questions import Ask
from bot.reply import Buttons, Chart, Reply, Table, Text
from prompts.loader import words
from storage.model.types import Model
from tests.bot.answers.figures_guard import UTC, texts, unsupported_figures
from tests.bot.answers.test_answers_in_languages import NO_NAME, _with_points
from tools.catalogue import CATALOGUE


def told(ask: Ask, result: Model, lang: str = "en") -> Reply:
    return answers.answer(ask, result, words(lang), UTC)


def sentences(reply: Reply, style: str = "plain") -> list[str]:
    return [part.text.replace("\u202f", " ") for part in reply.parts if isinstance(part, Text) and part.style == style]


def assert_told_well(ask: Ask, result: Model, *said: str, names: frozenset[str] = frozenset()) -> None:
    """`said`: figures that are no figures of the result, as months written in words; `names`: Latin words kept."""
    for lang in ("en", "zh", "mk"):
        reply, explained = told(ask, result, lang), answers.explain(ask, result, words(lang))
        _assert_shape(reply)
        if lang == "mk":
            reply, explained = _with_points(reply), _with_points(explained)
        assert unsupported_figures(reply, result, "30", *said) == set(), lang
        assert unsupported_figures(explained, result, "30", *said) == set(), lang
        if lang != "en":
            known = set(re.findall(r"[A-Za-z]+", ask.model_dump_json() + result.model_dump_json())) | NO_NAME | names
            latin = set(re.findall(r"[A-Za-z]+", " ".join((*texts(reply), *texts(explained)))))
            assert latin - known == set(), lang


def _assert_shape(reply: Reply) -> None:
    first, second, *_, basis, row = reply.parts
    assert isinstance(first, Text) and first.style == "grey"
    assert isinstance(second, Text) and second.style == "plain"
    assert isinstance(basis, Text) and basis.style == "grey"
    assert isinstance(row, Buttons) and 1 <= len(row.buttons) <= 4
    assert sum(isinstance(part, Chart) for part in reply.parts) <= 1
    assert sum(isinstance(part, Table) for part in reply.parts) <= 1
    prose = " ".join(part.text for part in reply.parts if isinstance(part, Text))
    assert len(prose.split()) <= 150
    assert len(reply.parts) <= 8
    for button in row.buttons:
        assert len(button.text) <= 75 and len(button.value) <= 2_000
        assert Ask.model_validate_json(button.value).tool in CATALOGUE
