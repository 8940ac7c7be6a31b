"""How retention is told: who comes back after one span and later, by cohort or by group, the renewal rate."""

from collections.abc import Iterator

from bot.answers.figures import counted, day, duration, labels, listed, number, percent, sizes, told
from bot.answers.understood import split
from bot.questions.commands import Ask
from bot.reply import Chart, Part, Series, Table, Text
from prompts.loader import Words
from tools.kit import Rate
from tools.retention import CohortRow, RetentionResult

MOST_ROWS = 12
MOST_LINES, MOST_TOLD = 6, 5
FEW = 30


def parts(ask: Ask, result: RetentionResult, words: Words) -> tuple[Part, ...]:
    """The first and the last span that is over, the groups, the renewal rate; the heat table, or a line a group."""
    if not result.customers:
        return (Text(text=words("answers.retention.nobody")),)
    said = [_overall(result, words), *_of_groups(result, words)]
    if result.renewal is not None:
        said.append(_renewal(result, result.renewal, words))
    if not any(result.overall):
        return (Text(text=told(said, words)),)
    return (Text(text=told(said, words)), _lines(result, words) if result.groups else _heat(result, words))


def caveats(result: RetentionResult, words: Words) -> tuple[str, ...]:
    """What the picture leaves out or greys, cohorts and groups that are small, renewals that may still come."""
    said = _of_lines(result, words) if result.groups else _of_cohorts(result, words)
    if result.renewal_open:
        said.append(words("answers.excluded.still_open", n=counted("customers", result.renewal_open, words)))
    if result.renewal is not None and 0 < result.renewal.n < FEW:
        said.append(words("answers.few", n=number(result.renewal.n, words)))
    return tuple(said)


def _of_cohorts(result: RetentionResult, words: Words) -> list[str]:
    said = []
    if any(cell is None for row in result.cohorts for cell in row.back):
        said.append(words("answers.retention.grey"))
    small = sum(row.small for row in result.cohorts)
    if small:
        said.append(words("answers.retention.small", n=counted("groups", small, words)))
    if len(_begun(result)) > MOST_ROWS:
        said.append(words("answers.retention.newest", n=number(MOST_ROWS, words)))
    return said


def _of_lines(result: RetentionResult, words: Words) -> list[str]:
    said = []
    if any(rate and rate.n < result.customers for rate in result.overall):
        said.append(words("answers.retention.over"))
    if result.more_groups:
        said.append(words("answers.retention.more_groups", n=counted("groups", result.more_groups, words)))
    if len(result.groups) > MOST_LINES:
        said.append(words("answers.retention.largest", n=number(MOST_LINES, words)))
    small = [
        words("answers.only_n", value=group.value, n=number(group.customers, words))
        for group in result.groups
        if group.small
    ]
    if small:
        said.append(words("answers.not_ranked", groups=listed(small, words)))
    return said


def rows(result: RetentionResult, words: Words) -> Table:
    """Each cohort, and all of them, with the share of every span; by group a row for each group and span."""
    if result.groups:
        return _group_rows(result, words)
    spans = [
        words(f"answers.retention.after.{result.per}", n=number(k, words)) for k, _ in enumerate(result.overall, 1)
    ]
    columns = (*words.data("answers.retention.columns"), *spans)
    everyone = (words("answers.everyone"), number(result.customers, words), *_shares(result.overall, words))
    lines = [
        (day(row.starts_on, words), number(row.customers, words), *_shares(row.back, words)) for row in result.cohorts
    ]
    return Table(title=words("answers.rows"), columns=columns, rows=(everyone, *lines[:98]))


def _group_rows(result: RetentionResult, words: Words) -> Table:
    named = [(words("answers.everyone"), result.overall), *((group.value, group.back) for group in result.groups)]
    return Table(
        title=words("answers.rows"),
        columns=tuple(words.data("answers.retention.group_columns")),
        rows=tuple(
            (
                name,
                _after(result, k, words),
                number(cell.n, words),
                number(cell.hits, words),
                percent(cell.value, words),
            )
            for name, back in named
            for k, cell in enumerate(back, 1)
            if cell is not None
        ),
    )


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


def _of_groups(result: RetentionResult, words: Words) -> tuple[str, ...]:
    """The groups that are large enough by the first span, most first."""
    firsts = [(group, group.back[0]) for group in result.groups if not group.small]
    ranked = sorted(((group, rate) for group, rate in firsts if rate), key=lambda pair: -(pair[1].value or 0.0))
    if not ranked:
        return ()
    shares = (_with_n(group.value, rate, words) for group, rate in ranked[:MOST_TOLD])
    return (
        words(
            f"answers.retention.by_group.{result.kind}",
            what=split(result.breakdown or "", words),
            span=_after(result, 1, words),
            shares=listed(shares, words),
        ),
    )


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


def _lines(result: RetentionResult, words: Words) -> Chart:
    """A line for each of the largest groups over the spans that are over."""
    shown = result.groups[:MOST_LINES]
    columns = max(k for k, rate in enumerate(result.overall, 1) if rate is not None)
    return Chart(
        shape="line",
        title=words("answers.retention.chart_by", what=split(result.breakdown or "", words)),
        categories=tuple(_after(result, k, words) for k in range(1, columns + 1)),
        series=tuple(
            Series(name=name, values=tuple(_points(cell) for cell in group.back[:columns]))
            for name, group in zip(labels([group.value for group in shown]), shown, strict=True)
        ),
        unit="%",
        note=sizes(((group.value, group.customers) for group in shown), words),
        alt="\n".join(
            words("answers.fact", name=group.value, value=listed(_each(result, group.back, words), words))
            for group in shown
        ),
        lang=words.lang,
    )


def _each(result: RetentionResult, back: tuple[Rate | None, ...], words: Words) -> Iterator[str]:
    for k, rate in enumerate(back, 1):
        if rate is not None:
            yield _with_n(_after(result, k, words), rate, words)


def _with_n(name: str, rate: Rate, words: Words) -> str:
    """`computer 26.1% (n = 1 502)`."""
    return words("answers.retention.group", group=name, percent=percent(rate.value, words), n=number(rate.n, words))


def _heat(result: RetentionResult, words: Words) -> Chart:
    shown = _begun(result)[-MOST_ROWS:]
    columns = max(k for row in shown for k, cell in enumerate(row.back, 1) if cell is not None)
    series = tuple(
        Series(name=_cohort(row, words), values=tuple(_points(cell) for cell in row.back[:columns])) for row in shown
    )
    return Chart(
        shape="heat",
        title=words(f"answers.retention.chart.{result.per}"),
        categories=tuple(_after(result, k, words) for k in range(1, columns + 1)),
        series=series,
        unit="%",
        note=f"n = {number(result.customers, words)}",
        alt=listed(_each(result, result.overall, words), words),
        lang=words.lang,
    )


def _begun(result: RetentionResult) -> list[CohortRow]:
    """Cohorts with a span that is over."""
    return [row for row in result.cohorts if any(cell is not None for cell in row.back)]


def _cohort(row: CohortRow, words: Words) -> str:
    return f"{day(row.starts_on, words)} (n = {number(row.customers, words)})"


def _points(cell: Rate | None) -> float | None:
    return None if cell is None or cell.value is None else round(cell.value * 100, 1)
