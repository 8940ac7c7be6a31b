"""How retention is told: who comes back after one span and later, the cohorts as a heat table, the renewal rate."""

from bot.answers.figures import counted, day, duration, listed, number, percent, told
from bot.questions.commands import Ask
from bot.reply import Chart, Part, Series, Table, Text
from prompts.loader import Words
from tools.kit import Rate
from tools.retention import CohortRow, RetentionResult

MOST_ROWS = 12
FEW = 30


def parts(ask: Ask, result: RetentionResult, words: Words) -> tuple[Part, ...]:
    """The first and the last span that is over, the renewal rate, and the heat table."""
    if not result.customers:
        return (Text(text=words("answers.retention.nobody")),)
    said = [_overall(result, words)]
    if result.renewal is not None:
        said.append(_renewal(result, result.renewal, words))
    drawn = (_heat(result, words),) if any(rate for rate in result.overall) else ()
    return (Text(text=told(said, words)), *drawn)


def caveats(result: RetentionResult, words: Words) -> tuple[str, ...]:
    """What is grey, cohorts that are small, renewals that may still come, cohorts that have no room."""
    said = []
    if any(cell is None for row in result.cohorts for cell in row.back):
        said.append(words("answers.retention.grey"))
    small = sum(row.small for row in result.cohorts)
    if small:
        said.append(words("answers.retention.small", n=counted("groups", small, words)))
    if len(_begun(result)) > MOST_ROWS:
        said.append(words("answers.retention.newest", n=number(MOST_ROWS, words)))
    if result.renewal_open:
        said.append(words("answers.excluded.still_open", n=counted("customers", result.renewal_open, words)))
    if result.renewal is not None and 0 < result.renewal.n < FEW:
        said.append(words("answers.few", n=number(result.renewal.n, words)))
    return tuple(said)


def rows(result: RetentionResult, words: Words) -> Table:
    """Each cohort, and all of them, with the share of every span."""
    spans = [
        words(f"answers.retention.after.{result.per}", n=number(k, words)) for k, _ in enumerate(result.overall, 1)
    ]
    columns = (*words.data("answers.retention.columns"), *spans)
    everyone = (words("answers.everyone"), number(result.customers, words), *_shares(result.overall, words))
    lines = [
        (day(row.starts_on, words), number(row.customers, words), *_shares(row.back, words)) for row in result.cohorts
    ]
    return Table(title=words("answers.rows"), columns=columns, rows=(everyone, *lines[:98]))


def _after(result: RetentionResult, k: int, words: Words) -> str:
    """`week 3`: that many weeks after the first one."""
    return words(f"answers.retention.after.{result.per}", n=number(k, words))


def _shares(cells: tuple[Rate | None, ...], words: Words) -> tuple[str, ...]:
    return tuple("–" if cell is None else percent(cell.value, words) for cell in cells)


def _overall(result: RetentionResult, words: Words) -> str:
    """After one span, and after the last one that is over for any cohort."""
    known = [(k, rate) for k, rate in enumerate(result.overall, 1) if rate is not None and rate.value is not None]
    customers = counted("customers", result.customers, words)
    if not known:
        return words("answers.retention.too_early", n=customers)
    ends = (known[0], known[-1]) if len(known) > 1 else known
    told_shares = (
        words(
            f"answers.retention.{result.kind}",
            percent=percent(rate.value, words),
            span=_after(result, k, words),
            n=number(rate.n, words),
        )
        for k, rate in ends
    )
    key = "back_with" if result.return_event else "back"
    return words(f"answers.retention.{key}", n=customers, event=result.return_event, shares=listed(told_shares, words))


def _renewal(result: RetentionResult, rate: Rate, words: Words) -> str:
    if not rate.n:
        return words("answers.retention.no_renewal", start=result.start)
    return words(
        "answers.retention.renewal",
        start=result.start,
        event=result.return_event,
        percent=percent(rate.value, words),
        n=counted("customers", rate.n, words),
        low=percent(rate.low, words),
        high=percent(rate.high, words),
        window=duration(result.basis.window_seconds, words),
    )


def _heat(result: RetentionResult, words: Words) -> Chart:
    shown = _begun(result)[-MOST_ROWS:]
    columns = max(k for row in shown for k, cell in enumerate(row.back, 1) if cell is not None)
    series = tuple(
        Series(name=_cohort(row, words), values=tuple(_points(cell) for cell in row.back[:columns])) for row in shown
    )
    alt = (
        f"{_after(result, k, words)} {percent(rate.value, words)} (n = {number(rate.n, words)})"
        for k, rate in enumerate(result.overall, 1)
        if rate is not None
    )
    return Chart(
        shape="heat",
        title=words(f"answers.retention.chart.{result.per}"),
        categories=tuple(_after(result, k, words) for k in range(1, columns + 1)),
        series=series,
        unit="%",
        note=f"n = {number(result.customers, words)}",
        alt=listed(alt, words),
        lang=words.lang,
    )


def _begun(result: RetentionResult) -> list[CohortRow]:
    """Cohorts with a span that is over."""
    return [row for row in result.cohorts if any(cell is not None for cell in row.back)]


def _cohort(row: CohortRow, words: Words) -> str:
    return f"{day(row.starts_on, words)} (n = {number(row.customers, words)})"


def _points(cell: Rate | None) -> float | None:
    return None if cell is None or cell.value is None else round(cell.value * 100, 1)
