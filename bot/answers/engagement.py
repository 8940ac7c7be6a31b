"""How engagement is told: visits and active customers against the period before, channels, mails, interactions."""

from bot.answers.figures import counted, labels, listed, number, percent, period, signed, span_names, told
from bot.answers.understood import split
from bot.questions.commands import Ask
from bot.reply import Chart, Part, Series, Table, Text
from prompts.loader import Words
from tools.engagement import EngagementResult, Figures, GroupFigures

MOST_CATEGORIES = 20
NAMED = 3


def parts(ask: Ask, result: EngagementResult, words: Words) -> tuple[Part, ...]:
    """What happened, how that changed, mails and interactions, a chart by group or over time."""
    if not result.now.visits and not result.mail and not result.social:
        return (Text(text=words("answers.engagement.nobody", period=period(result.period, words))),)
    said = [_overall(result, words), *_change(result, words), *_largest(result, words)]
    more = [*_mail(result, words), *_social(result, words)]
    drawn = tuple(part for part in (_by_group(result, words), _over_time(result, words)) if part)
    return (Text(text=told(said, words)), *(Text(text=told(more, words)) for _ in more[:1]), *drawn[-1:])


def caveats(result: EngagementResult, words: Words) -> tuple[str, ...]:
    """Opens are not reading; no period before; groups that have no room; spans that are not over."""
    said = []
    if result.mail:
        said.append(words("answers.engagement.inflated"))
    if result.period_before is None:
        said.append(words("answers.engagement.no_before"))
    if result.more_groups:
        said.append(words("answers.engagement.more_groups", n=counted("groups", result.more_groups, words)))
    names = span_names([span.starts_on for span in result.over_time], words)
    partial = [name for name, span in zip(names, result.over_time, strict=True) if span.partial]
    if partial:
        said.append(words("answers.conversion_rate.partial", days=listed(partial[-3:], words)))
    return tuple(said)


def rows(result: EngagementResult, words: Words) -> Table:
    """Everyone, each group and each span; then mails and interactions."""
    change = result.change.visits if result.change else None
    lines = [_row(words("answers.everyone"), result.now, result.before, change, words)]
    lines += [
        _row(group.value, group.now, group.before, group.change.visits if group.change else None, words)
        for group in result.groups
    ]
    names = span_names([span.starts_on for span in result.over_time], words)
    lines += [_row(name, span.now, None, None, words) for name, span in zip(names, result.over_time, strict=True)]
    columns = tuple(words.data("answers.engagement.columns"))
    return Table(title=words("answers.rows"), columns=columns, rows=tuple(lines[:99]))


def _row(
    name: str, now: Figures, before: Figures | None, change: float | None, words: Words
) -> tuple[str, ...]:  # fmt: skip
    per_customer = "–" if now.per_customer is None else number(now.per_customer, words)
    earlier = "–" if before is None else number(before.visits, words)
    return (
        name, number(now.visits, words), number(now.customers, words), per_customer, earlier, _more(change, words)
    )  # fmt: skip


def _more(change: float | None, words: Words) -> str:
    """`+12.3%`."""
    return "–" if change is None else f"{signed(change * 100, words)}%"


def _overall(result: EngagementResult, words: Words) -> str:
    return words(
        "answers.engagement.overall",
        period=period(result.period, words),
        visits=counted("visits", result.now.visits, words),
        customers=counted("customers", result.now.customers, words),
        each="–" if result.now.per_customer is None else number(result.now.per_customer, words),
    )


def _change(result: EngagementResult, words: Words) -> tuple[str, ...]:
    if result.change is None or result.change.visits is None:
        return ()
    return (
        words(
            "answers.engagement.change",
            visits=_more(result.change.visits, words),
            customers=_more(result.change.customers, words),
            before=period(result.period_before, words),
        ),
    )


def _largest(result: EngagementResult, words: Words) -> tuple[str, ...]:
    if len(result.groups) < 2:
        return ()
    groups = (_told(group, result, words) for group in result.groups[:NAMED])
    return (words("answers.engagement.largest", groups=listed(groups, words)),)


def _told(group: GroupFigures, result: EngagementResult, words: Words) -> str:
    """`website 1 200 (+3.0%)`."""
    name, n = group.value, number(group.now.visits, words)
    if group.change is None or group.change.visits is None:
        return f"{name} {n}"
    return words("answers.quoted", text=f"{name} {n}", source=_more(group.change.visits, words))


def _mail(result: EngagementResult, words: Words) -> tuple[str, ...]:
    if result.mail is None:
        return ()
    opened, clicked, earlier = result.mail.opened, result.mail.clicked, result.mail_before
    said = words(
        "answers.engagement.mail",
        n=counted("mails", opened.n, words),
        opened=percent(opened.value, words),
        clicked=percent(clicked.value, words),
    )
    if earlier is None:
        return (said,)
    before = words(
        "answers.engagement.mail_before",
        opened=percent(earlier.opened.value, words),
        clicked=percent(earlier.clicked.value, words),
        n=counted("mails", earlier.opened.n, words),
    )
    return (said, before)


def _social(result: EngagementResult, words: Words) -> tuple[str, ...]:
    if not result.social:
        return ()
    figures = []
    for one in result.social:
        said = f"{words(f'answers.engagement.social.{one.metric}')} {number(one.now, words)}"
        before = None if one.before is None else words("answers.engagement.before", n=number(one.before, words))
        figures.append(words("answers.quoted", text=said, source=before) if before else said)
    return (words("answers.engagement.interactions", figures=listed(figures, words)),)


def _by_group(result: EngagementResult, words: Words) -> Chart | None:
    groups = result.groups[:MOST_CATEGORIES]
    if not groups:
        return None
    series = [_series("period_now", [group.now for group in groups], words)]
    if result.period_before is not None:
        series.append(_series("period_before", [group.before for group in groups], words))
    return Chart(
        shape="bar",
        title=words("answers.engagement.chart_by", what=split(result.breakdown, words)),
        categories=labels([group.value for group in groups]),
        series=tuple(series),
        unit="visits",
        note=_note(result, words),
        alt=listed((_told(group, result, words) for group in groups), words),
        lang=words.lang,
    )


def _series(name: str, figures: list[Figures | None] | list[Figures], words: Words) -> Series:
    values = tuple(None if one is None else float(one.visits) for one in figures)
    return Series(name=words(f"answers.engagement.{name}"), values=values)


def _over_time(result: EngagementResult, words: Words) -> Chart | None:
    spans = result.over_time[-MOST_CATEGORIES:]
    if not spans:
        return None
    names = span_names([span.starts_on for span in spans], words)
    alt = (
        f"{name} {counted('visits', span.now.visits, words)}, {counted('customers', span.now.customers, words)}"
        for name, span in zip(names, spans, strict=True)
    )
    customers = tuple(float(span.now.customers) for span in spans)
    return Chart(
        shape="line",
        title=words("answers.engagement.chart_time"),
        categories=labels(names),
        series=(
            _series("visits", [span.now for span in spans], words),
            Series(name=words("answers.engagement.active"), values=customers),
        ),
        unit="visits",
        note=_note(result, words),
        alt=words("answers.apart").join(alt),
        lang=words.lang,
    )


def _note(result: EngagementResult, words: Words) -> str:
    return f"n = {number(result.now.customers, words)} · {period(result.period, words)}"
