"""How the questions went, as tables for people."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from tests.evals.judging import Judged, Score, score
from tests.evals.rows import KINDS, LANGUAGES

HEAD = (
    "n", "right", "right reading shown", "asked back otherwise", "refused wrongly", "wrong answer", "arguments right",
    "out of scope answered", "ms of computing, p50 / p95",
)  # fmt: skip
FEWEST = 2
"""A mistake made once is counted with the others."""


def by_language(cases: Sequence[Judged]) -> str:
    """A line for each language, and one for all."""
    return _scores("language", cases, LANGUAGES, lambda case: case.row.lang)


def by_kind(cases: Sequence[Judged]) -> str:
    """A line for each kind of question, and one for all."""
    return _scores("kind", cases, KINDS, lambda case: case.row.kind)


def mistaken_tools(cases: Iterable[Judged]) -> str:
    """What was meant and what was understood, most frequent first."""
    wrong = [case for case in cases if case.verdict not in ("right", "shown")]
    counts = Counter((case.row.lang, " or ".join(case.row.tools), case.tool) for case in wrong)
    often = [(pair, n) for pair, n in counts.most_common() if n >= FEWEST]
    lines = [(lang, f"`{meant}`", f"`{taken}`", str(n)) for (lang, meant, taken), n in often]
    rest = len(wrong) - sum(n for _, n in often)
    return table(("language", "meant", "understood", "n"), [*lines, ("", "others, once each", "", str(rest))])


def mistaken_arguments(cases: Iterable[Judged]) -> str:
    """Which arguments were not understood, of the questions whose tool was."""
    known = [case for case in cases if case.misread is not None]
    asked = Counter((case.row.lang, name) for case in known for name in case.row.args)
    missed = Counter((case.row.lang, name) for case in known for name in case.misread or ())
    lines = [(lang, f"`{name}`", str(n), str(asked[lang, name])) for (lang, name), n in missed.most_common()]
    return table(("language", "argument", "missed", "of"), lines)


def _scores(head: str, cases: Sequence[Judged], names: Iterable[str], of: Callable[[Judged], str]) -> str:
    groups = {name: [case for case in cases if of(case) == name] for name in names}
    lines = [(name, *_line(score(group))) for name, group in groups.items() if group]
    return table((head, *HEAD), [*lines, ("all", *_line(score(cases)))])


def _line(s: Score) -> tuple[str, ...]:
    return (
        str(s.n),
        _share(s.right, s.n),
        _share(s.shown, s.n),
        _share(s.asked_back, s.n),
        _share(s.refused, s.n),
        _share(s.wrong, s.n),
        _share(s.args_right, s.with_args),
        _share(s.answered, s.outside),
        f"{s.p50 * 1000:.1f} / {s.p95 * 1000:.1f}",
    )


def _share(part: int, of: int) -> str:
    return f"{part / of:.2f} ({part} of {of})" if of else "–"


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Markdown."""
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
