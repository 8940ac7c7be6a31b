"""How a conversion rate is told: the rate with its interval, by group, over time."""

from bot.answers.figures import (
    WHOLE,
    chance,
    counted,
    duration,
    labels,
    listed,
    number,
    percent,
    share,
    sizes,
    span_names,
    still_open,
    told,
)
from bot.answers.understood import split
from bot.questions.commands import Ask
from bot.reply import Chart, Part, Series, Table, Text
from prompts.loader import Words
from tools.conversion_rate import ConversionRateResult
from tools.kit import Rate

MOST_CATEGORIES = 20
CLEAR = 0.05
"""p below which the persona and the rest are said to differ."""


def parts(ask: Ask, result: ConversionRateResult, words: Words) -> tuple[Part, ...]:
    """The rate in a sentence; the two steps as a funnel, or the groups or the course of time."""
    if not result.rate.n:
        return (Text(text=words("answers.conversion_rate.nobody", start=result.start)),)
    rate = words("answers.conversion_rate.rate", share=share(result.rate, words), start=result.start, goal=result.goal)
    said = Text(text=told((rate, *_against_the_rest(result, words), *_best_and_worst(result, words)), words))
    drawn = tuple(part for part in (_by_group(result, words), _over_time(result, words)) if part)
    return (said, *_interval(result.rate, words), *(drawn or (_funnel(result, words),)))


def caveats(result: ConversionRateResult, words: Words) -> tuple[str, ...]:
    """Few customers, open windows, small groups, buckets that are not over."""
    said = []
    if 0 < result.rate.n < 30:
        said.append(words("answers.few", n=number(result.rate.n, words)))
    if result.more_groups:
        key = "more_low_groups" if result.worst_first else "more_groups"
        said.append(words(f"answers.conversion_rate.{key}", n=counted("groups", result.more_groups, words)))
    small = [
        words("answers.only_n", value=group.value, n=number(group.rate.n, words))
        for group in result.groups
        if group.small
    ]
    if small:
        said.append(words("answers.not_ranked", groups=listed(small, words)))
    names = span_names([bucket.starts_on for bucket in result.over_time], words)
    partial = [name for name, bucket in zip(names, result.over_time, strict=True) if bucket.partial]
    if partial:
        said.append(words("answers.conversion_rate.partial", days=listed(partial[-3:], words)))
    if result.still_open:
        said.append(still_open(result.still_open, result.rate.n + result.still_open, words))
    return tuple(said)


def rows(result: ConversionRateResult, words: Words) -> Table:
    """The rate of everyone, of each group and of each bucket, with intervals."""
    lines = [_row(words("answers.everyone"), result.rate, words)]
    if result.rest:
        lines.append(_row(words("answers.conversion_rate.rest_name"), result.rest, words))
    lines += [_row(group.value, group.rate, words) for group in result.groups]
    names = span_names([bucket.starts_on for bucket in result.over_time], words)
    lines += [_row(name, bucket.rate, words) for name, bucket in zip(names, result.over_time, strict=True)]
    return Table(
        title=words("answers.rows"),
        columns=tuple(words.data("answers.conversion_rate.columns")),
        rows=tuple(lines[:99]),
    )


def _row(name: str, rate: Rate, words: Words) -> tuple[str, ...]:
    return (
        name,
        number(rate.n, words),
        number(rate.hits, words),
        percent(rate.value, words),
        percent(rate.low, words),
        percent(rate.high, words),
    )


def _interval(rate: Rate, words: Words) -> tuple[Text, ...]:
    if rate.low is None or rate.high is None:
        return (Text(text=words("answers.no_interval"), style="grey"),)
    return (
        Text(
            text=words("answers.interval", low=percent(rate.low, words), high=percent(rate.high, words)), style="grey"
        ),
    )


def _against_the_rest(result: ConversionRateResult, words: Words) -> tuple[str, ...]:
    """All other customers beside the persona that was asked for, and whether they differ."""
    rest = result.rest
    if rest is None or rest.value is None or rest.low is None or rest.high is None:
        return ()
    said = [
        words(
            "answers.conversion_rate.rest",
            share=share(rest, words),
            low=percent(rest.low, words),
            high=percent(rest.high, words),
        )
    ]
    if result.rest_p is not None:
        key = "differ" if result.rest_p < CLEAR else "same"
        said.append(words(f"answers.{key}", p=chance(result.rest_p, words)))
    return tuple(said)


def _best_and_worst(result: ConversionRateResult, words: Words) -> tuple[str, ...]:
    """The highest and the lowest of the groups that are large enough; where some are left out the one asked for."""
    unknown = words("answers.unknown_group")
    known = (g for g in result.groups if not g.small and g.value != unknown and g.rate.value is not None)
    ranked = sorted(known, key=lambda group: group.rate.value or 0.0)
    if not ranked or len(ranked) + result.more_groups < 2:
        return ()
    low, high = ranked[0], ranked[-1]
    key = "groups" if not result.more_groups else "lowest" if result.worst_first else "highest"
    return (
        words(
            f"answers.conversion_rate.{key}",
            high=high.value,
            high_rate=percent(high.rate.value, words),
            high_n=number(high.rate.n, words),
            low=low.value,
            low_rate=percent(low.rate.value, words),
            low_n=number(low.rate.n, words),
        ),
    )


def _funnel(result: ConversionRateResult, words: Words) -> Chart:
    """Who started and who of them arrived; n, and the window within which they did."""
    rate, window = result.rate, result.basis.window_seconds
    within = (words("answers.window", window=duration(window, words)),) if window else ()
    arrived = f"{number(rate.hits, words)} ({percent(rate.value, words)})"
    return Chart(
        shape="bar",
        funnel=True,
        unit="customers",
        title=words("answers.conversion_rate.chart_plain"),
        categories=labels([result.start, result.goal], WHOLE),
        series=(Series(name=words("answers.conversion_rate.customers"), values=(float(rate.n), float(rate.hits))),),
        note=" · ".join((f"n = {number(rate.n, words)}", *within)),
        alt=f"{result.start} {number(rate.n, words)} → {result.goal} {arrived}",
        lang=words.lang,
    )


def _by_group(result: ConversionRateResult, words: Words) -> Chart | None:
    if not result.groups:
        return None
    groups = result.groups[:MOST_CATEGORIES]
    title = words("answers.conversion_rate.chart_by", what=split(result.breakdown or "", words))
    alt = listed((_told(g.value, g.rate, words) for g in groups), words)
    values = tuple(_points(group.rate) for group in groups)
    note = sizes(((group.value, group.rate.n) for group in groups), words)
    return _chart("bar", title, labels([group.value for group in groups]), values, note, alt, words)


def _over_time(result: ConversionRateResult, words: Words) -> Chart | None:
    buckets = result.over_time[-MOST_CATEGORIES:]
    if not buckets:
        return None
    names = span_names([bucket.starts_on for bucket in buckets], words)
    alt = listed((_told(name, b.rate, words) for name, b in zip(names, buckets, strict=True)), words)
    values = tuple(_points(bucket.rate) for bucket in buckets)
    note = f"n = {number(result.rate.n, words)}"
    return _chart("line", words("answers.conversion_rate.chart_time"), labels(names), values, note, alt, words)


def _told(name: str, rate: Rate, words: Words) -> str:
    return f"{name} {percent(rate.value, words)} (n = {number(rate.n, words)})"


def _points(rate: Rate) -> float | None:
    return None if rate.value is None else round(rate.value * 100, 1)


def _chart(
    shape: str,
    title: str,
    categories: tuple[str, ...],
    values: tuple[float | None, ...],
    note: str,
    alt: str,
    words: Words,
) -> Chart:
    series = (Series(name=words("answers.conversion_rate.rate_name"), values=values),)
    return Chart(
        shape="line" if shape == "line" else "bar",
        title=title,
        categories=categories,
        series=series,
        unit="%",
        note=note,
        alt=alt,
        lang=words.lang,
    )
