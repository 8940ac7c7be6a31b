"""Measures how questions are understood and writes docs/evals.md: `make evals`."""

from pathlib import Path

from bot.settings import Endpoint, Settings
from tests.evals import rows, tables
from tests.evals.judging import Judged, all_judged
from tests.evals.left_out import left_out

PAGE = Path(__file__).parents[2] / "docs" / "evals.md"
HEAD = """# How well questions are understood

Written by `make evals`; `WAYMARK_QUESTIONS` names the folder of the development questions, `WAYMARK_MODEL_URL` and
`WAYMARK_MODEL` the model to measure. What is right is written beside each question in `tests/cases/questions/`.

- **right**: the right tool at once, or a refusal where no tool may answer. **right reading shown**: asked back, and one
  of the buttons is right. **wrong answer**: answered with another tool, or a question for no tool answered.
- **arguments right**: all that the question names, of the questions with the right tool. A period is judged by its
  first day.
- **ms of computing**: of one thread, for one question.
- **mixed_script**: two scripts in one question, or a language in another's letters, as Macedonian in Latin ones.
- The bars, for all languages together and for English, Chinese and Macedonian each (German is read as far as it came
  cheap): development questions, right tool at least 0.95; held-out, right or shown at least 0.90, wrong at most 0.05,
  out of scope answered at most 0.05, arguments at least 0.90.
"""


def measured() -> str:
    """The page."""
    parts = [HEAD.strip()]
    parts += _part("Development questions", "Tidy, by one author; the reader may be tuned to them.", rows.development())
    parts += _part("Held-out questions", "Nobody tunes the reader to them or quotes them.", rows.held_out())
    bank = left_out()
    parts += [
        "## The bank, a fifth left out in turn",
        "Each example of `prompts/questions/` asked while the classifier is trained without its fifth.",
        tables.by_language(bank),
        "### Mistakes that remain",
        tables.mistaken_tools(bank),
    ]
    parts += _with_model(Settings().endpoint())
    return "\n\n".join(parts) + "\n"


def _part(title: str, about: str, asked: tuple[rows.Row, ...]) -> list[str]:
    if not asked:
        return [f"## {title}", "Not measured: they are not at hand."]
    cases = all_judged(asked)
    return [f"## {title}", about, tables.by_language(cases), tables.by_kind(cases), *_mistakes(cases)]


def _with_model(endpoint: Endpoint | None) -> list[str]:
    if endpoint is None:
        return ["## With a model", "Not measured: no endpoint (`WAYMARK_MODEL_URL`, `WAYMARK_MODEL`)."]
    from tests.evals.with_model import ABOUT, by_language, measured  # langchain takes seconds to import

    return [f"## With the model {endpoint.name}", ABOUT, by_language(measured(rows.held_out(), endpoint))]


def _mistakes(cases: tuple[Judged, ...]) -> list[str]:
    return ["### Mistakes that remain", tables.mistaken_tools(cases), tables.mistaken_arguments(cases)]


if __name__ == "__main__":
    page = measured()
    PAGE.write_text(page, "utf-8")
    print(page)
