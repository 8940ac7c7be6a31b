"""How well the development questions are understood, where they are at hand (WAYMARK_QUESTIONS names their folder)."""

import pytest

from tests.evals import rows, tables
from tests.evals.judging import Judged, all_judged, score

Cases = tuple[Judged, ...]
pytestmark = pytest.mark.skipif(not rows.DEVELOPMENT.exists(), reason=f"no development questions in {rows.FOLDER.name}")


@pytest.fixture(scope="module")
def development() -> Cases:
    return all_judged(rows.development())


@pytest.mark.parametrize("lang", ["all", *rows.LANGUAGES])
def test_development_questions_reach_the_bars(development: Cases, lang: str) -> None:
    cases = [case for case in development if lang in ("all", case.row.lang)]
    result = score(cases)
    missed = [f"{case.row.text} → {case.tool}" for case in cases if case.verdict != "right"]
    assert result.tool >= 0.95, missed
    misread = [f"{case.row.text}: {', '.join(case.misread)}" for case in cases if case.misread]
    assert result.args >= 0.90, misread


def test_development_questions_are_printed_by_language(development: Cases, capsys: pytest.CaptureFixture[str]) -> None:
    page = tables.by_language(development)
    with capsys.disabled():
        print(f"\ndevelopment questions\n{page}")
    assert all(f"| {lang} |" in page for lang in rows.LANGUAGES)
