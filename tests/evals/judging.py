"""What became of a question: right, right reading shown, asked back otherwise, refused or wrong."""

import time
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from bot.questions import Ask, Asking, Clarify, OutOfScope, Understood, understand
from tests.bot.questions.question_cases import NAMES, TODAY, asked, first_reading, slots_of, tool_of, wrong_args
from tests.evals.rows import Row

Verdict = Literal["right", "shown", "asked_back", "refused", "wrong"]
Reader = Callable[[str, Asking], Understood]


class Judged(NamedTuple):
    """A question with what was understood. `misread`: the names of wrong arguments; None where none were asked for."""

    row: Row
    verdict: Verdict
    tool: str
    misread: tuple[str, ...] | None
    seconds: float


def judged(row: Row, reader: Reader = understand) -> Judged:
    """Ask one question, after the one before it in its thread."""
    frame = first_reading(asked(row.previous)) if row.previous else None
    asking = Asking(names=NAMES, today=TODAY, thread_frame=frame)
    begun = time.thread_time()
    understood = reader(row.text, asking)
    seconds = time.thread_time() - begun
    verdict = _verdict(row, understood)
    misread = None
    if row.args and verdict == "right":
        misread = tuple(name for name, value in row.args.items() if wrong_args({name: value}, slots_of(understood)))
    return Judged(row, verdict, tool_of(understood), misread, seconds)


def _verdict(row: Row, understood: Understood) -> Verdict:
    match understood:
        case _ if tool_of(understood) in row.tools:
            return "right"
        case Clarify(options=options):
            return "shown" if any(option.tool in row.tools for option in options) else "asked_back"
        case OutOfScope():
            return "refused"
        case Ask():
            return "wrong"


def all_judged(rows: tuple[Row, ...]) -> tuple[Judged, ...]:
    """All of them, the first asked twice, so that loading is not measured."""
    if rows:
        judged(rows[0])
    return tuple(judged(row) for row in rows)


class Score(NamedTuple):
    """How a set of questions went. `outside` and `answered`: questions for no tool, and those of them answered."""

    n: int
    right: int
    shown: int
    asked_back: int
    refused: int
    wrong: int
    with_args: int
    args_right: int
    outside: int
    answered: int
    p50: float
    p95: float

    @property
    def tool(self) -> float:
        """Share with the right tool at once."""
        return self.right / self.n

    @property
    def helped(self) -> float:
        """Share right, or with the right reading among those shown."""
        return (self.right + self.shown) / self.n

    @property
    def misled(self) -> float:
        """Share answered with something else than was asked."""
        return self.wrong / self.n

    @property
    def trespassed(self) -> float:
        """Share of the questions for no tool that were answered."""
        return self.answered / self.outside if self.outside else 0.0

    @property
    def args(self) -> float:
        """Share with all arguments right, of those with arguments and the right tool."""
        return self.args_right / self.with_args if self.with_args else 1.0


def score(cases: Iterable[Judged]) -> Score:
    """Counts and times (seconds) of at least one question."""
    known = tuple(cases)
    verdicts = [case.verdict for case in known]
    misread = [case.misread for case in known if case.misread is not None]
    outside = [case for case in known if case.row.outside]
    seconds = sorted(case.seconds for case in known)
    return Score(
        n=len(known),
        right=verdicts.count("right"),
        shown=verdicts.count("shown"),
        asked_back=verdicts.count("asked_back"),
        refused=verdicts.count("refused"),
        wrong=verdicts.count("wrong"),
        with_args=len(misread),
        args_right=misread.count(()),
        outside=len(outside),
        answered=sum(case.verdict == "wrong" for case in outside),
        p50=seconds[len(seconds) // 2],
        p95=seconds[len(seconds) * 95 // 100],
    )
