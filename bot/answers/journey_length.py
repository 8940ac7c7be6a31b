"""How a duration is told: the median, its quartiles, the touchpoints on the way, and the groups."""

from bot.answers.figures import DAY, HOUR, MINUTE, counted, duration, labels, listed, number, sizes, told
from bot.answers.understood import split
from bot.questions.commands import Ask
from bot.reply import Chart, Part, Series, Table, Text
from prompts.loader import Words
from tools.journey_length import JourneyLengthResult, Length

MOST_CATEGORIES = 20
MANY_OPEN = 0.05


def parts(ask: Ask, result: JourneyLengthResult, words: Words) -> tuple[Part, ...]:
    """The median in a sentence; the quartiles as bars, or the medians of the groups."""
    overall = result.overall
    if not overall.n or overall.median_seconds is None:
        return (Text(text=words("answers.journey_length.nobody", start=result.start, goal=result.goal)),)
    key = "in_stage" if result.start == result.goal else "from_to"
    said = [
        words(
            f"answers.journey_length.{key}",
            start=result.start,
            goal=result.goal,
            median=duration(overall.median_seconds, words),
        ),
        words(
            "answers.journey_length.quartiles",
            p25=duration(overall.p25_seconds, words),
            p75=duration(overall.p75_seconds, words),
            p90=duration(overall.p90_seconds, words),
        ),
    ]
    if overall.median_visits is not None:
        said.append(words("answers.journey_length.visits", n=number(overall.median_visits, words)))
    drawn = _by_group(result, words) if result.groups else _quartiles(result, words)
    return (Text(text=told((*said, *_extremes(result, words)), words)), drawn)


def caveats(result: JourneyLengthResult, words: Words) -> tuple[str, ...]:
    """Few journeys, many of them open, small groups."""
    overall = result.overall
    total = counted("customers", result.basis.customers, words)
    said = []
    if overall.small and overall.n:
        said.append(words("answers.few", n=number(overall.n, words)))
    if result.more_groups:
        said.append(words("answers.journey_length.more_groups", n=counted("groups", result.more_groups, words)))
    if overall.open and overall.median_all_seconds is not None:
        said.append(
            words(
                "answers.journey_length.with_open",
                open=number(overall.open, words),
                total=total,
                median=duration(overall.median_all_seconds, words),
            )
        )
    elif overall.open and overall.open > MANY_OPEN * (overall.n + overall.open):
        said.append(words("answers.journey_length.open", open=number(overall.open, words), total=total))
    small = [words("answers.only_n", value=g.value or "–", n=number(g.n, words)) for g in result.groups if g.small]
    if small:
        said.append(words("answers.not_ranked", groups=listed(small, words)))
    return tuple(said)


def rows(result: JourneyLengthResult, words: Words) -> Table:
    """Everyone and each group: n, open, quartiles, mean, touchpoints."""
    lines = [_row(words("answers.everyone"), result.overall, words)]
    lines += [_row(group.value or "–", group, words) for group in result.groups]
    return Table(
        title=words("answers.rows"), columns=tuple(words.data("answers.journey_length.columns")), rows=tuple(lines[:99])
    )


def _row(name: str, length: Length, words: Words) -> tuple[str, ...]:
    times = (length.p25_seconds, length.median_seconds, length.p75_seconds, length.p90_seconds, length.mean_seconds)
    visits = "–" if length.median_visits is None else number(length.median_visits, words)
    told_times = (duration(seconds, words) for seconds in times)
    return (name, number(length.n, words), number(length.open, words), *told_times, visits)


def _extremes(result: JourneyLengthResult, words: Words) -> tuple[str, ...]:
    """The slowest and the fastest of the groups that are large enough to be ranked; of some left out the slowest."""
    unknown = words("answers.unknown_group")
    known = (g for g in result.groups if not g.small and g.value != unknown and g.median_seconds is not None)
    ranked = sorted(known, key=lambda group: group.median_seconds or 0.0)
    if not ranked or len(ranked) + result.more_groups < 2:
        return ()
    fast, slow = ranked[0], ranked[-1]
    fast_time, slow_time = duration(fast.median_seconds, words), duration(slow.median_seconds, words)
    if fast_time == slow_time and not result.more_groups:
        return (words("answers.journey_length.alike", slow=slow.value, fast=fast.value, time=slow_time),)
    key = "slowest" if result.more_groups else "extremes"
    facts = {"slow": slow.value, "slow_time": slow_time, "fast": fast.value, "fast_time": fast_time}
    return (words(f"answers.journey_length.{key}", **facts),)


def _unit(longest: float) -> tuple[str, int]:
    """In which unit so many seconds are drawn, and how many seconds it has."""
    return next(
        ((unit, size) for unit, size in (("days", DAY), ("hours", HOUR)) if longest >= size), ("minutes", MINUTE)
    )


def _quartiles(result: JourneyLengthResult, words: Words) -> Chart:
    """Within which time a quarter, half, three quarters and nine in ten arrived."""
    overall = result.overall
    times = (overall.p25_seconds, overall.median_seconds, overall.p75_seconds, overall.p90_seconds)
    unit, size = _unit(max(seconds or 0.0 for seconds in times))
    names = tuple(words.data("answers.journey_length.columns"))[3:7]
    key = "chart_in_stage" if result.start == result.goal else "chart_plain"
    return Chart(
        shape="bar",
        title=words(f"answers.journey_length.{key}"),
        categories=names,
        series=(
            Series(
                name=words("answers.journey_length.within"),
                values=tuple(None if seconds is None else round(seconds / size, 2) for seconds in times),
            ),
        ),
        unit=unit,
        note=f"n = {number(overall.n, words)}",
        alt=listed((f"{name} {duration(s, words)}" for name, s in zip(names, times, strict=True)), words),
        lang=words.lang,
    )


def _by_group(result: JourneyLengthResult, words: Words) -> Chart:
    groups = result.groups[:MOST_CATEGORIES]
    unit, size = _unit(max((group.median_seconds or 0.0 for group in groups), default=0.0))
    values = tuple(None if g.median_seconds is None else round(g.median_seconds / size, 2) for g in groups)
    alt = [f"{g.value or '–'} {duration(g.median_seconds, words)} (n = {number(g.n, words)})" for g in groups]
    return Chart(
        shape="bar",
        title=words("answers.journey_length.chart", what=split(result.breakdown or "", words)),
        categories=labels([group.value or "–" for group in groups]),
        series=(Series(name=words("answers.journey_length.median"), values=values),),
        unit=unit,
        note=sizes(((group.value or "–", group.n) for group in groups), words),
        alt=listed(alt, words),
        lang=words.lang,
    )
