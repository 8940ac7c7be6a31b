"""How a comparison is told: both sides, the difference and how sure it is, what may be said, what it is not."""

from bot.answers.compared_maps import map_parts, map_rows
from bot.answers.figures import (
    chance,
    counted,
    decimal,
    duration,
    listed,
    money,
    number,
    percent,
    period,
    signed,
    told,
)
from bot.answers.satisfaction import metric_name
from bot.answers.understood import channel
from bot.questions.commands import Ask
from bot.reply import Chart, Part, Series, Table, Text
from prompts.loader import Words
from tools.compare import CompareResult, SideResult
from tools.promise import Promise

DAY, HOUR = 86_400, 3_600


def parts(ask: Ask, result: CompareResult, words: Words) -> tuple[Part, ...]:
    """Both sides in a sentence, what may be said of them, the promise of an action, both intervals as a picture."""
    if result.what == "maps":
        return map_parts(result, words)
    if result.verdict == "nobody":
        return (Text(text=_nobody(result, words)),)
    said = [_sides(result, words), words(f"answers.compare.verdict.{_verdict(result)}", **_facts(result, words))]
    promise = (Text(text=_promise(result.promise, result, words)),) if result.promise else ()
    return (Text(text=told(said, words)), *_sureness(result, words), *promise, _forest(result, words))


def caveats(result: CompareResult, words: Words) -> tuple[str, ...]:
    """What it is not: an experiment, independent sides, closed windows, all variants."""
    if result.what == "maps":
        return ()
    said = []
    if not result.experiment:
        said.append(words(f"answers.compare.no_experiment.{'before' if result.what == 'before_after' else 'other'}"))
    if result.both and result.verdict != "same_people":
        said.append(words("answers.compare.both", n=counted("customers", result.both, words)))
    unfinished = result.a.still_open + result.b.still_open
    if unfinished and result.measure == "length":
        said.append(words("answers.compare.unfinished", n=counted("customers", unfinished, words)))
    elif unfinished:
        said.append(words("answers.excluded.still_open", n=counted("customers", unfinished, words)))
    if result.others:
        said.append(words("answers.compare.others", names=listed(result.others, words)))
    return tuple(said)


def rows(result: CompareResult, words: Words) -> Table:
    """Both sides and the difference, with intervals."""
    if result.what == "maps":
        return map_rows(result, words)
    lines = [_row(side, result, words) for side in (result.a, result.b)]
    edges = (_difference(value, result, words) for value in (result.difference, result.low, result.high))
    p = "–" if result.p is None else chance(result.p, words)
    lines.append((words("answers.compare.difference"), "–", *edges, p))
    return Table(title=words("answers.rows"), columns=tuple(words.data("answers.compare.columns")), rows=tuple(lines))


def side_name(side: SideResult, result: CompareResult, words: Words) -> str:
    """The value, `all others`, or the days."""
    if result.what == "before_after":
        key = "before" if side == result.a else "after"
        return words(f"answers.compare.{key}", period=period(side.period, words))
    if side.period is not None:
        return period(side.period, words)
    if not side.name:
        return words("answers.compare.rest")
    return channel(side.name, words) if result.column == "channel" else side.name


def _row(side: SideResult, result: CompareResult, words: Words) -> tuple[str, ...]:
    figures = (_figure(value, result, words) for value in (side.value, side.low, side.high))
    return (side_name(side, result, words), number(side.n, words), *figures, "–")


def _figure(value: float | None, result: CompareResult, words: Words) -> str:
    """A value in the measure's own terms."""
    if value is None:
        return "–"
    match result.measure, result.metric:
        case "length", _:
            return duration(value, words)
        case "revenue", _:
            return money(value, result.currency or "", words)
        case "satisfaction", "nps":
            return signed(value, words, 0)
        case "satisfaction", "ces":
            return decimal(f"{value:.1f}", words)
    return percent(value, words)


def _difference(value: float | None, result: CompareResult, words: Words, unit: bool = True) -> str:
    """`+20.0 points` of shares; otherwise with its sign in the measure's terms."""
    if value is None:
        return "–"
    if _is_share(result) or result.metric == "nps":
        points = signed(value * 100, words) if _is_share(result) else signed(value, words, 0)
        return words("answers.compare.points", n=points) if unit else points
    sign = "-" if value < 0 else "+"
    return f"{sign}{_figure(abs(value), result, words)}"


def _is_share(result: CompareResult) -> bool:
    return result.measure == "conversion" or result.metric == "csat"


def _sides(result: CompareResult, words: Words) -> str:
    """`A: 20.0% (n = 200), B: 40.0% (n = 200).`"""
    said = (
        words(
            "answers.compare.side",
            name=side_name(side, result, words),
            value=_figure(side.value, result, words),
            n=number(side.n, words),
        )
        for side in (result.a, result.b)
    )
    return words(
        f"answers.compare.measured.{result.measure}",
        sides=words("answers.apart").join(said),
        start=result.start,
        goal=result.goal,
        metric=metric_name(result.metric, words) if result.metric else "",
    )


def _verdict(result: CompareResult) -> str:
    """Only an experiment has a winner."""
    if result.verdict in ("a_higher", "b_higher"):
        return "winner" if result.experiment and result.measure != "length" else "higher"
    if result.verdict == "unclear" and result.needed is None:
        return "unclear_plain"
    return result.verdict


def _facts(result: CompareResult, words: Words) -> dict[str, object]:
    ahead, behind = (result.a, result.b) if result.verdict == "a_higher" else (result.b, result.a)
    smaller = min(result.a.n, result.b.n)
    return {
        "ahead": side_name(ahead, result, words),
        "behind": side_name(behind, result, words),
        "difference": _difference(result.difference, result, words).lstrip("+-"),
        "needed": "–" if result.needed is None else number(result.needed, words),
        "n": number(smaller, words),
        "p": "" if result.ratio_p is None else chance(result.ratio_p, words),
        "n_a": number(result.a.n + result.a.still_open, words),
        "n_b": number(result.b.n + result.b.still_open, words),
    }


def _sureness(result: CompareResult, words: Words) -> tuple[Text, ...]:
    """The difference with its interval, p and the lift; grey."""
    if result.low is None or result.high is None:
        return (Text(text=words("answers.no_interval"), style="grey"),)
    said = [
        words(
            "answers.compare.sureness",
            difference=_difference(result.difference, result, words),
            low=_difference(result.low, result, words, unit=False),
            high=_difference(result.high, result, words),
        )
    ]
    if result.p is not None:
        said.append(words("answers.compare.chance", p=chance(result.p, words)))
    if result.lift is not None and result.lift_low is not None and result.lift_high is not None:
        edges = (signed(value * 100, words) for value in (result.lift, result.lift_low, result.lift_high))
        said.append(words("answers.compare.lift", **dict(zip(("lift", "low", "high"), edges, strict=True))))
    return (Text(text=told(said, words), style="grey"),)


def _nobody(result: CompareResult, words: Words) -> str:
    empty = [side_name(side, result, words) for side in (result.a, result.b) if not side.n]
    still_open = sum(side.still_open for side in (result.a, result.b) if not side.n)
    if still_open:
        return words("answers.compare.all_open", sides=listed(empty, words))
    return words("answers.compare.nobody", sides=listed(empty, words))


def _promise(promise: Promise, result: CompareResult, words: Words) -> str:
    unit = promise.unit or ""
    said = [
        words(
            f"answers.compare.promised.{'range' if promise.from_value is not None else 'target'}",
            action=result.action,
            metric=promise.metric,
            start=_promised(promise.from_value, unit, words),
            target=_promised(promise.to_value, unit, words),
        )
    ]
    measured = words(
        f"answers.compare.{'lost' if promise.loss else 'found'}",
        before=_figure(promise.before, result, words),
        after=_figure(promise.after, result, words),
        low=_figure(promise.low, result, words),
        high=_figure(promise.high, result, words),
    )
    return told((*said, measured, words(f"answers.compare.kept.{promise.verdict}")), words)


def _promised(value: float | None, unit: str, words: Words) -> str:
    if value is None:
        return "–"
    written = decimal(f"{value:,g}", words)
    return f"{written}%" if unit == "%" else f"{written} {unit}".strip()


def _forest(result: CompareResult, words: Words) -> Chart:
    """Both sides with their intervals, against the line of the base side."""
    unit, size = _scale(result)
    sides = (result.a, result.b)
    names = tuple(side_name(side, result, words) for side in sides)

    def scaled(value: float | None) -> float | None:
        return None if value is None else round(value / size, 2)

    series = tuple(
        Series(name=words(f"answers.compare.{name}"), values=tuple(scaled(getattr(side, name)) for side in sides))
        for name in ("value", "low", "high")
    )
    alt = (f"{name} {listed(_row(side, result, words)[2:5], words)}" for name, side in zip(names, sides, strict=True))
    return Chart(
        shape="intervals",
        title=words(f"answers.compare.chart.{result.measure}"),
        categories=names,
        series=series,
        reference=scaled(result.a.value),
        unit=unit,
        note=f"n = {number(result.a.n, words)} + {number(result.b.n, words)}",
        alt=words("answers.apart").join(alt),
        lang=words.lang,
    )


def _scale(result: CompareResult) -> tuple[str, float]:
    """The unit of the picture, and how much of the figure it is."""
    if result.measure == "length":
        longest = max(result.a.value or 0.0, result.b.value or 0.0)
        return ("days", DAY) if longest >= DAY else ("hours", HOUR)
    if result.measure == "revenue":
        return result.currency or "amount", 1
    return ("%", 0.01) if _is_share(result) else ("points" if result.metric == "nps" else "score", 1)
