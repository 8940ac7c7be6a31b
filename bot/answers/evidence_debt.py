"""How missing evidence is told: how much is assumed, what to check next, what has grown old."""

from bot.answers.figures import counted, day, number, percent, told
from bot.answers.one_journey import without_the_only_journey
from bot.questions.commands import Ask
from bot.reply import Part, Table, Text
from prompts.loader import Words
from tools.evidence_debt import EvidenceDebtResult, Unproven

SHOWN, OLD = 8, 3


def parts(ask: Ask, result: EvidenceDebtResult, words: Words) -> tuple[Part, ...]:
    """The share that is backed, the next thing to check, then the weakest items."""
    if not result.items:
        return (Text(text=words("answers.evidence_debt.none")),)
    said = [
        words(
            "answers.evidence_debt.backed",
            backed=number(result.backed, words),
            items=counted("things", result.items, words),
            percent=percent(result.backed / result.items, words),
        )
    ]
    if result.next:
        said.append(
            words(
                f"answers.evidence_debt.next.{result.next.check}",
                title=result.next.title,
                stage=result.next.stage or result.next.journey,
            )
        )
    old = tuple(
        Text(text=words("answers.evidence_debt.old_line", text=piece.text, day=day(piece.on, words)), style="quote")
        for piece in result.old[:OLD]
    )
    if result.old_total:
        pieces, days = counted("pieces", result.old_total, words), counted("day", result.review_days, words)
        said.append(words("answers.evidence_debt.old", n=pieces, days=days))
    weakest = (_table(result.unproven[: ask.args.top_n or SHOWN], words),) if result.unproven else ()
    return (Text(text=told(said, words)), *weakest, *old)


def caveats(result: EvidenceDebtResult, words: Words) -> tuple[str, ...]:
    """Nothing is counted but lines of maps."""
    return ()


def rows(result: EvidenceDebtResult, words: Words) -> Table:
    """All that is not researched."""
    return _table(result.unproven[:99], words)


def _table(lines: tuple[Unproven, ...], words: Words) -> Table:
    rows = tuple(
        (
            line.title,
            words(f"answers.evidence_debt.kinds.{line.kind}"),
            line.stage or "–",
            words(f"answers.confidence.{line.confidence}"),
            words(f"answers.evidence_debt.check.{line.check}"),
            line.journey,
        )
        for line in lines
    )
    return without_the_only_journey(
        Table(
            title=words("answers.evidence_debt.title"),
            columns=tuple(words.data("answers.evidence_debt.columns")),
            rows=rows,
        )
    )
