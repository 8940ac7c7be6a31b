"""How cross-selling is told: who buys the other, after how long, in which week, and what was there before."""

from bot.answers.figures import counted, duration, number, percent, share, still_open, told
from bot.questions.commands import Ask
from bot.reply import Chart, Part, Series, Table, Text
from prompts.loader import Words
from tools.cross_sell_timing import CrossSellTimingResult

MOST_WEEKS = 20


def parts(ask: Ask, result: CrossSellTimingResult, words: Words) -> tuple[Part, ...]:
    """The share and the time in a sentence, the hazard as bars, other pairs as a table."""
    if result.first is None or result.then is None:
        return (Text(text=words("answers.cross_sell_timing.no_pairs")),)
    pair = {"first": result.first, "then": result.then}
    if not result.within.n:
        return (Text(text=words("answers.cross_sell_timing.nobody", **pair)), *_pairs(result, words))
    said = [words("answers.cross_sell_timing.within", share=share(result.within, words), **pair)]
    if result.median_seconds is not None:
        said.append(
            words(
                "answers.cross_sell_timing.time",
                median=duration(result.median_seconds, words),
                p25=duration(result.p25_seconds, words),
                p75=duration(result.p75_seconds, words),
            )
        )
    best = next((week for week in result.hazard if week.week == result.best_week), None)
    if best:
        said.append(
            words(
                "answers.cross_sell_timing.best_week",
                week=number(best.week, words),
                bought=number(best.bought, words),
                n=counted("customers", best.at_risk, words),
                percent=percent(best.share, words),
            )
        )
    if result.before:
        before = result.before[0]
        customers = counted("customers", before.customers, words)
        said.append(words("answers.cross_sell_timing.before", stage=before.stage, customers=customers))
    if result.satisfied.n:
        said.append(words("answers.cross_sell_timing.satisfied", share=share(result.satisfied, words)))
    return (Text(text=told(said, words)), *_weeks(result, words), *_pairs(result, words))


def caveats(result: CrossSellTimingResult, words: Words) -> tuple[str, ...]:
    """Few customers, bought at one moment, open windows."""
    said = []
    if 0 < result.within.n < 30:
        said.append(words("answers.few", n=number(result.within.n, words)))
    if result.together:
        said.append(words("answers.cross_sell_timing.together", n=counted("customers", result.together, words)))
    unfinished = sum(left.n for left in result.basis.excluded if left.why == "still_open")
    if unfinished:
        said.append(still_open(unfinished, result.basis.customers, words))
    return tuple(said)


def rows(result: CrossSellTimingResult, words: Words) -> Table:
    """Every week, with customers at risk and buyers."""
    lines = tuple(
        (number(week.week, words), number(week.at_risk, words), number(week.bought, words), percent(week.share, words))
        for week in result.hazard[:99]
    )
    columns = tuple(words.data("answers.cross_sell_timing.week_columns"))
    return Table(title=words("answers.rows"), columns=columns, rows=lines)


def _weeks(result: CrossSellTimingResult, words: Words) -> tuple[Chart, ...]:
    weeks = result.hazard[:MOST_WEEKS]
    if not weeks:
        return ()
    values = tuple(None if week.share is None else round(week.share * 100, 1) for week in weeks)
    alt = "; ".join(
        f"{number(week.week, words)}: {percent(week.share, words)} (n = {number(week.at_risk, words)})"
        for week in weeks
    )
    return (
        Chart(
            shape="bar",
            title=words("answers.cross_sell_timing.chart", first=result.first, then=result.then),
            categories=tuple(number(week.week, words) for week in weeks),
            series=(Series(name=words("answers.cross_sell_timing.hazard"), values=values),),
            unit="%",
            note=f"n = {number(weeks[0].at_risk, words)}",
            alt=alt,
            lang=words.lang,
        ),
    )


def _pairs(result: CrossSellTimingResult, words: Words) -> tuple[Table, ...]:
    if len(result.pairs) < 2:
        return ()
    lines = tuple(
        (pair.first, pair.then, number(pair.customers, words), duration(pair.median_seconds, words))
        for pair in result.pairs
    )
    columns = tuple(words.data("answers.cross_sell_timing.columns"))
    return (Table(title=words("answers.cross_sell_timing.pairs"), columns=columns, rows=lines),)
