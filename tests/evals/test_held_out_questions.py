"""How well questions are understood that nobody tuned the reader to: misspelt, terse, indirect, out of scope.

A failing bar names mistakes by their kind, never a question: who reads them could tune to them.
"""

from collections import Counter

import pytest

from bot.questions.phrases import examples
from bot.questions.tokens import words_in
from bot.questions.understand import Asking, taken_apart
from tests.bot.questions.question_cases import NAMES, TODAY
from tests.evals import rows, tables
from tests.evals.judging import Judged, all_judged, score

Cases = tuple[Judged, ...]
LEAST = {"zh": 130, "mk": 130, "de": 40}
SHORT = 3
"""Questions of so few words are bound to be said the same way by two people."""


@pytest.fixture(scope="module")
def held_out() -> Cases:
    return all_judged(rows.held_out())


@pytest.mark.parametrize("lang", ["all", *rows.SPOKEN])
def test_held_out_questions_reach_the_bars(held_out: Cases, lang: str) -> None:
    cases = [case for case in held_out if lang in ("all", case.row.lang)]
    result, mistakes = score(cases), f"\n{tables.mistaken_tools(cases)}\n{tables.mistaken_arguments(cases)}"
    assert result.helped >= 0.90, mistakes
    assert result.misled <= 0.05, mistakes
    assert result.trespassed <= 0.05, mistakes
    assert result.args >= 0.90, mistakes


def test_held_out_questions_are_printed_by_language_and_kind(
    held_out: Cases, capsys: pytest.CaptureFixture[str]
) -> None:
    page = f"{tables.by_language(held_out)}\n{tables.by_kind(held_out)}"
    with capsys.disabled():
        print(f"\nheld-out questions\n{page}")
    assert all(f"| {name} |" in page for name in (*rows.LANGUAGES, *rows.KINDS))


def test_held_out_questions_are_many_of_every_kind_in_every_language() -> None:
    held = rows.held_out()
    assert len(held) >= 600
    assert sum(row.outside for row in held) >= 130
    assert {row.kind for row in held} == set(rows.KINDS)
    counts = Counter(row.lang for row in held)
    assert all(counts[lang] >= least for lang, least in LEAST.items())
    assert [text for text, n in Counter(row.text for row in held if not row.previous).items() if n > 1] == []
    assert all((row.kind == rows.OUTSIDE) == row.outside for row in held)


@pytest.mark.parametrize("lang", rows.LANGUAGES)
def test_no_example_of_the_bank_is_a_held_out_question(lang: str) -> None:
    asking = Asking(names=NAMES, today=TODAY)
    read = [taken_apart(row.text, asking) for row in rows.held_out() if row.lang == lang and not row.previous]
    held = {said.masked for said in read if said and words_in(said.tokens) > SHORT}
    assert sorted(held & {text for _, text in examples(lang)}) == [], "take these out of the bank"
