"""How leaving is told: how many and when, then what customers said, and apart from it what goes with leaving."""

from bot.answers.figures import chance, counted, decimal, duration, labels, listed, number, percent, told
from bot.answers.illustrated import illustrated
from bot.questions.commands import Ask
from bot.reply import Chart, Part, Series, Table, Text
from prompts.loader import Words
from tools.churn_reasons import ChurnReasonsResult, LastTouch, Reason, WeekLeft

CLEAR = 0.05
"""p below which those who left and those who stayed are said to differ."""
FEW = 30
"""Customers below which a share is too uncertain to go without a word."""
SAID, WENT_WITH, MOST_WEEKS, MOST_NAMES = 4, 3, 16, 3


def parts(ask: Ask, result: ChurnReasonsResult, words: Words) -> tuple[Part, ...]:
    """How many and when; reasons given; what is correlated; the hazard by week."""
    if not result.left.n:
        return (Text(text=words("answers.churn_reasons.nobody")),)
    if not result.left.hits:
        said = words("answers.churn_reasons.none_left", n=counted("customers", result.left.n, words))
        return (Text(text=said), Text(text=_given(result, words)))
    return (
        Text(text=told((_left(result, words), *_when(result, words)), words)),
        Text(text=_given(result, words)),
        *(illustrated(result.given[0].illustrations, words) if result.given else ()),
        Text(text=_went_with(result, words)),
        *_chart(result, words),
    )


def caveats(result: ChurnReasonsResult, words: Words) -> tuple[str, ...]:
    """What silence and closing mean here, windows that are open, reasons left out, and what no import has brought."""
    said = []
    if 0 < result.left.n < FEW:
        said.append(words("answers.few", n=number(result.left.n, words)))
    if result.quiet:
        said.append(told((words("answers.churn_reasons.silence"), *_once(result, words)), words))
    missing = [words(f"answers.churn_reasons.missing.{name}") for name in result.missing if name != "reasons"]
    said += [told(missing, words)] if missing else []
    if result.came_back:
        said.append(words("answers.churn_reasons.came_back", n=counted("customers", result.came_back, words)))
    if result.still_open:
        n = counted("customers", result.still_open, words)
        said.append(words("answers.churn_reasons.open", n=n, quiet=duration(result.quiet_seconds, words)))
    if result.reasons_of_others:
        said.append(words("answers.churn_reasons.of_others", n=number(result.reasons_of_others, words)))
    return tuple(said)


def _once(result: ChurnReasonsResult, words: Words) -> tuple[str, ...]:
    """Where most customers buy once and never again, silence after it says little."""
    again = result.bought_again
    if again.value is None or again.value >= 0.5 or result.quiet <= result.closed:
        return ()
    once, n = number(again.n - again.hits, words), counted("customers", again.n, words)
    return (words("answers.churn_reasons.once", once=once, n=n),)


def rows(result: ChurnReasonsResult, words: Words) -> Table:
    """Reasons given, then the last visits of those who left and who stayed, then every week."""
    given = words("answers.churn_reasons.row_given")
    lines = [(given, _quote(reason, words), number(reason.times, words), "–", "–", "–") for reason in result.given]
    for reason in result.returns.reasons if result.returns else ():
        kind = words("answers.churn_reasons.row_return")
        lines.append((kind, _quote(reason, words), number(reason.times, words), "–", "–", "–"))
    for touch in result.last_touchpoints:
        lines.append(
            (
                words("answers.churn_reasons.row_visit"),
                touch.title,
                f"{number(touch.left.hits, words)} ({percent(touch.left.value, words)})",
                f"{number(touch.stayed.hits, words)} ({percent(touch.stayed.value, words)})",
                "–" if touch.lift is None else _times(touch.lift, words),
                "–" if touch.p is None else chance(touch.p, words),
            )
        )
    for week in result.weeks:
        name = words("answers.churn_reasons.week", week=number(week.week, words))
        left = f"{number(week.left, words)} ({percent(week.share, words)})"
        lines.append((words("answers.churn_reasons.row_week"), name, left, number(week.at_risk, words), "–", "–"))
    columns = tuple(words.data("answers.churn_reasons.columns"))
    return Table(title=words("answers.rows"), columns=columns, rows=tuple(lines[:99]))


def _left(result: ChurnReasonsResult, words: Words) -> str:
    ways = []
    if result.closed:
        events = listed(result.closing_events[:MOST_NAMES], words)
        ways.append(words("answers.churn_reasons.closed", n=number(result.closed, words), events=events))
    if result.quiet:
        quiet = duration(result.quiet_seconds, words)
        ways.append(words("answers.churn_reasons.quiet", n=number(result.quiet, words), quiet=quiet))
    return words(
        "answers.churn_reasons.left",
        n=number(result.left.hits, words),
        all=counted("customers", result.left.n, words),
        percent=percent(result.left.value, words),
        ways=words("answers.apart").join(ways),
    )


def _when(result: ChurnReasonsResult, words: Words) -> tuple[str, ...]:
    week = next((week for week in result.weeks if week.week == result.worst_week), None)
    if week is None:
        return ()
    return (
        words(
            "answers.churn_reasons.when",
            week=number(week.week, words),
            left=number(week.left, words),
            n=number(week.at_risk, words),
            percent=percent(week.share, words),
        ),
    )


def _given(result: ChurnReasonsResult, words: Words) -> str:
    """What was said, of leaving and of giving back; that nothing was said is said too."""
    said = [words("answers.churn_reasons.none_given")]
    if result.given:
        quotes = listed((_counted_quote(reason, words) for reason in result.given[:SAID]), words)
        said = [words("answers.churn_reasons.given", n=number(result.times, words), reasons=quotes)]
    back = result.returns
    if back and back.events:
        events, customers = number(back.events, words), counted("customers", back.customers, words)
        said.append(words("answers.churn_reasons.returns", n=events, customers=customers))
        if back.median_seconds is not None:
            said.append(words("answers.churn_reasons.after", median=duration(back.median_seconds, words)))
    if back and back.reasons:
        quotes = listed((_counted_quote(reason, words) for reason in back.reasons[:SAID]), words)
        said.append(words("answers.churn_reasons.return_reasons", n=number(back.times, words), reasons=quotes))
    return told(said, words)


def _counted_quote(reason: Reason, words: Words) -> str:
    return words("answers.churn_reasons.reason", quote=_quote(reason, words), n=number(reason.times, words))


def _quote(reason: Reason, words: Words) -> str:
    text = reason.quotes[0]
    return text if len(text) <= 120 else f"{text[:119].rstrip()}…"


def _went_with(result: ChurnReasonsResult, words: Words) -> str:
    """Only places that differ clearly and more often end with leaving."""
    stayed = result.left.n - result.left.hits
    if not result.last_touchpoints:
        return words("answers.churn_reasons.nothing_to_hold_against")
    clear = [t for t in result.last_touchpoints if t.p is not None and t.p < CLEAR and t.left.value and _more(t)]
    if not clear:
        return words("answers.churn_reasons.no_difference", n=counted("customers", stayed, words))
    first = clear[0]
    said = [
        words(
            "answers.churn_reasons.went_with" if first.lift is not None else "answers.churn_reasons.went_with_alone",
            place=first.title,
            lift="" if first.lift is None else _times(first.lift, words),
            left=percent(first.left.value, words),
            left_n=number(first.left.n, words),
            stayed=percent(first.stayed.value, words),
            stayed_n=number(first.stayed.n, words),
            p=chance(first.p or 0.0, words),
        )
    ]
    others = [t.title for t in clear[1:WENT_WITH]]
    if others:
        said.append(words("answers.churn_reasons.also", places=listed(others, words)))
    return told(said, words)


def _more(touch: LastTouch) -> bool:
    return touch.lift is None or touch.lift > 1


def _times(lift: float, words: Words) -> str:
    return decimal(f"{lift:.1f}", words)


def _week(week: WeekLeft, words: Words) -> str:
    """Its number, and how many it stands on where these are few."""
    name = words("answers.churn_reasons.week", week=number(week.week, words))
    return name if week.at_risk >= FEW else f"{name} (n = {number(week.at_risk, words)})"


def _chart(result: ChurnReasonsResult, words: Words) -> tuple[Chart, ...]:
    weeks = result.weeks[:MOST_WEEKS]
    if len(weeks) < 2:
        return ()
    names = [_week(week, words) for week in weeks]
    told_weeks = (
        f"{words('answers.churn_reasons.week', week=number(week.week, words))} {percent(week.share, words)}"
        f" (n = {number(week.at_risk, words)})"
        for week in weeks
    )
    values = tuple(None if week.share is None else round(week.share * 100, 1) for week in weeks)
    return (
        Chart(
            shape="bar",
            title=words("answers.churn_reasons.chart"),
            categories=labels(names),
            series=(Series(name=words("answers.churn_reasons.share"), values=values),),
            unit="%",
            note=f"n = {number(result.left.n, words)}",
            alt=listed(told_weeks, words),
            lang=words.lang,
        ),
    )
