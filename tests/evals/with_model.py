"""How well a model chooses tools and keeps to their figures: every held-out question, three times.

The tools answer with made-up figures, the same for all, so that a model is measured and no analysis.
"""

import re
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bot.answers.figures import percent, share
from bot.llm.agent import converse
from bot.llm.turn import Counted, Heard, NoHelp, Turn
from bot.questions import Ask, Asking
from bot.reply import Reply, Text
from bot.settings import Endpoint
from prompts.loader import Words, words
from tests.bot.questions.question_cases import NAMES, TODAY, asked, first_reading, wrong_args
from tests.evals.rows import LANGUAGES, OUTSIDE, Row
from tests.evals.tables import table
from tools.basis import rate

TRIALS = 3
AT_ONCE = 4
ANSWERED_IN = {"en": "en", "zh": "zh", "mk": "mk", "de": "en"}
HITS, OF, OTHER = 412, 9137, 0.0832
ABOUT = f"""Every held-out question, {TRIALS} times, whatever the rules make of it. The bars: right tool at least 0.95,
arguments at least 0.90, out of scope refused at least 0.95, invented figures none. An answer without its words is one
where the model named a figure of its own or wrote no plain sentence: the answer stands without them."""
_FIGURE = re.compile(r"\d+(?:[.,\u202f\u00a0]\d+)*")
HEAD = (
    "n", "right tool", "in every trial", "arguments right", "out of scope refused", "invented figures",
    "answers with its words", "no help", "s p50 / p95",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What a model made of a question once. No tools: it refused; None: it gave nothing that could be used."""

    row: Row
    tools: tuple[str, ...] | None
    args_right: bool | None
    prose: str
    invented: tuple[str, ...]
    seconds: float

    @property
    def right(self) -> bool:
        """Whether each tool that it called may answer, or it refused what no tool may answer."""
        return self.tools is not None and set(self.tools or (OUTSIDE,)) <= set(self.row.tools)


def measured(rows: Sequence[Row], endpoint: Endpoint, trials: int = TRIALS, at_once: int = AT_ONCE) -> tuple[Told, ...]:
    """All of them, all times. Nothing that is sent is kept."""
    silent = endpoint.model_copy(update={"kept_in": None})
    with ThreadPoolExecutor(at_once) as threads:
        return tuple(threads.map(lambda row: _told(row, silent), [row for row in rows for _ in range(trials)]))


def _told(row: Row, endpoint: Endpoint) -> Told:
    said = words(ANSWERED_IN[row.lang])
    frame = first_reading(asked(row.previous)) if row.previous else None
    asking = Asking(names=NAMES, today=TODAY, thread_frame=frame)
    answer = _answer(said)

    def count(ask: Ask) -> Counted[Ask]:
        return Counted(ask, ask, (answer,))

    begun = time.perf_counter()
    try:
        heard = converse(Turn(row.text, asking, said.lang, "T0EVALS", count), endpoint)
    except NoHelp:
        return Told(row, None, None, "", (), time.perf_counter() - begun)
    seconds = time.perf_counter() - begun
    tools = tuple(call.ask.tool for call in heard.answers)
    return Told(row, tools, _args_right(row, heard), heard.prose, invented(heard.prose, answer), seconds)


def _args_right(row: Row, heard: Heard[Ask]) -> bool | None:
    """None where no arguments were asked for, or another tool was called."""
    if not row.args or not heard.answers or heard.answers[0].ask.tool not in row.tools:
        return None
    return not wrong_args(row.args, heard.answers[0].ask.args)


def _answer(said: Words) -> Reply:
    return Reply(parts=(Text(text=share(rate(HITS, OF), said)), Text(text=percent(OTHER, said))))


def invented(prose: str, answer: Reply) -> tuple[str, ...]:
    """Figures that are shown and are none of the answer's."""
    known = {figure for part in answer.parts if isinstance(part, Text) for figure in _FIGURE.findall(part.text)}
    return tuple(figure for figure in _FIGURE.findall(prose) if figure not in known)


def by_language(told: Sequence[Told]) -> str:
    """A line for each language, and one for all."""
    groups = {lang: [case for case in told if case.row.lang == lang] for lang in LANGUAGES}
    lines = [(lang, *_line(group)) for lang, group in groups.items() if group]
    return table(("language", *HEAD), [*lines, ("all", *_line(told))])


def _line(told: Sequence[Told]) -> tuple[str, ...]:
    with_args = [case.args_right for case in told if case.args_right is not None]
    outside = [case.right for case in told if case.row.outside]
    answered = [bool(case.prose) for case in told if case.tools]
    missed = {_question(case) for case in told if not case.right}
    seconds = sorted(case.seconds for case in told)
    return (
        str(len(told)),
        _share([case.right for case in told]),
        _share([question not in missed for question in {_question(case) for case in told}]),
        _share(with_args),
        _share(outside),
        str(sum(len(case.invented) for case in told)),
        _share(answered),
        str(sum(case.tools is None for case in told)),
        f"{seconds[len(seconds) // 2]:.1f} / {seconds[len(seconds) * 95 // 100]:.1f}",
    )


def _question(case: Told) -> tuple[str, str | None]:
    return case.row.text, case.row.previous


def _share(held: Sequence[bool]) -> str:
    return f"{sum(held) / len(held):.2f} ({sum(held)} of {len(held)})" if held else "–"
