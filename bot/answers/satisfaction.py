"""How satisfaction is told: the score with its interval, the best and the worst place, over time."""

from bot.answers.figures import counted, decimal, labels, listed, number, percent, signed, span_names, told
from bot.answers.understood import split
from bot.questions.commands import Ask
from bot.reply import Chart, Part, Series, Table, Text
from prompts.loader import Words
from tools.feedback import Metric
from tools.satisfaction import SatisfactionResult, Score

MOST_CATEGORIES = 20
UNITS = {"csat": "%", "nps": "points", "ces": "score"}


def parts(ask: Ask, result: SatisfactionResult, words: Words) -> tuple[Part, ...]:
    """The score in a sentence, the ends of the ranking; a chart of the split, else of how the answers fall."""
    overall = result.overall
    if overall.value is None:
        return (Text(text=words("answers.satisfaction.nobody", metric=metric_name(result.metric, words))),)
    said = [overall_words(result.metric, overall, words), *_ends(result, words)]
    if result.others:
        others = (f"{metric_name(o.metric, words)} {score_words(o.metric, o.score, words)}" for o in result.others)
        said.append(words("answers.satisfaction.others", others=listed(others, words)))
    drawn = tuple(part for part in (_by_group(result, words), _over_time(result, words)) if part)
    return (Text(text=told(said, words)), *_interval(result, words), drawn[-1] if drawn else _answers(result, words))


def caveats(result: SatisfactionResult, words: Words) -> tuple[str, ...]:
    """Few answers, small groups, places that the map lacks, scores off the scale, spans that are not over."""
    said = []
    if result.overall.n > 0 and result.small:
        said.append(words("answers.few", n=number(result.overall.n, words)))
    small = [
        words("answers.only_n", value=group.value, n=number(group.score.n, words))
        for group in result.groups
        if group.small
    ]
    if small:
        said.append(words("answers.not_ranked", groups=listed(small, words)))
    if result.more_groups:
        said.append(words("answers.satisfaction.more_groups", n=counted("groups", result.more_groups, words)))
    for left_out in result.basis.excluded:
        names = listed((name for name, _ in result.unmatched), words)
        said.append(
            words(f"answers.satisfaction.{left_out.why}", n=counted("feedback", left_out.n, words), names=names)
        )
    called = span_names([span.starts_on for span in result.over_time], words)
    partial = [name for name, span in zip(called, result.over_time, strict=True) if span.partial]
    if partial:
        said.append(words("answers.conversion_rate.partial", days=listed(partial[-3:], words)))
    return tuple(said)


def rows(result: SatisfactionResult, words: Words) -> Table:
    """Everyone, each group and each span: n, score, interval, mean, and the three kinds of answers."""
    lines = [_row(words("answers.everyone"), result.metric, result.overall, words)]
    lines += [_row(group.value, result.metric, group.score, words) for group in result.groups]
    names = span_names([span.starts_on for span in result.over_time], words)
    lines += [_row(name, result.metric, s.score, words) for name, s in zip(names, result.over_time, strict=True)]
    columns = tuple(words.data("answers.satisfaction.columns"))
    return Table(title=words("answers.rows"), columns=columns, rows=tuple(lines[:99]))


def metric_name(metric: Metric, words: Words) -> str:
    """`CSAT`, `NPS`, `effort`."""
    return words(f"answers.satisfaction.metric.{metric}")


def overall_words(metric: Metric, score: Score, words: Words) -> str:
    """The score of n answers as a sentence."""
    return words(
        f"answers.satisfaction.overall.{metric}",
        value=_value(metric, score.value, words),
        mean=_places(score.mean, words),
        n=counted("feedback", score.n, words),
        good=number(score.good, words),
        middle=number(score.middle, words),
        bad=number(score.bad, words),
    )


def score_words(metric: Metric, score: Score, words: Words) -> str:
    """`62.3% (n = 214)`."""
    return words("answers.satisfaction.short", value=_value(metric, score.value, words), n=number(score.n, words))


def _value(metric: Metric, value: float | None, words: Words) -> str:
    """A share of satisfied, points of NPS, a mean of effort."""
    if metric == "csat":
        return percent(value, words)
    return signed(value, words, 0) if metric == "nps" else _places(value, words)


def _places(value: float | None, words: Words) -> str:
    return "–" if value is None else decimal(f"{value:.1f}", words)


def _row(name: str, metric: Metric, score: Score, words: Words) -> tuple[str, ...]:
    kinds = (
        ("–", "–", "–") if metric == "ces" else tuple(number(n, words) for n in (score.good, score.middle, score.bad))
    )
    figures = (_value(metric, value, words) for value in (score.value, score.low, score.high))
    return (name, number(score.n, words), *figures, _places(score.mean, words), *kinds)


def _interval(result: SatisfactionResult, words: Words) -> tuple[Text, ...]:
    overall = result.overall
    if overall.low is None or overall.high is None:
        return (Text(text=words("answers.no_interval"), style="grey"),)
    low, high = (_value(result.metric, value, words) for value in (overall.low, overall.high))
    return (Text(text=words("answers.interval", low=low, high=high), style="grey"),)


def _ends(result: SatisfactionResult, words: Words) -> tuple[str, ...]:
    """The highest and the lowest of the groups that are large enough; of effort nobody says which end is good."""
    unknown = words("answers.unknown_group")
    known = (g for g in result.groups if not g.small and g.value != unknown and g.score.value is not None)
    ranked = sorted(known, key=lambda group: group.score.value or 0.0)
    if not ranked or len(ranked) + result.more_groups < 2:
        return ()
    low, high = ranked[0], ranked[-1]
    return (
        words(
            f"answers.satisfaction.{'highest' if result.more_groups else 'ends'}",
            high=high.value,
            high_score=score_words(result.metric, high.score, words),
            low=low.value,
            low_score=score_words(result.metric, low.score, words),
        ),
    )


def _answers(result: SatisfactionResult, words: Words) -> Chart | Table:
    """How many answers are good, in the middle and bad; of effort, where nobody says which those are, a row."""
    if result.metric == "ces":
        return rows(result, words).model_copy(update={"title": metric_name(result.metric, words)})
    overall, kinds = result.overall, tuple(words.data(f"answers.satisfaction.kinds.{result.metric}"))
    counts = (overall.good, overall.middle, overall.bad)
    return Chart(
        shape="bar",
        title=words("answers.satisfaction.chart_answers", metric=metric_name(result.metric, words)),
        categories=kinds,
        series=(Series(name=words("answers.satisfaction.answers_name"), values=tuple(map(float, counts))),),
        unit="answers",
        note=f"n = {number(overall.n, words)}",
        alt=listed((f"{kind}: {number(n, words)}" for kind, n in zip(kinds, counts, strict=True)), words),
        lang=words.lang,
    )


def _by_group(result: SatisfactionResult, words: Words) -> Chart | None:
    groups = result.groups[:MOST_CATEGORIES]
    if not groups:
        return None
    title = words(
        "answers.satisfaction.chart_by",
        metric=metric_name(result.metric, words),
        what=split(result.breakdown or "", words),
    )
    names = [group.value for group in groups]
    return _chart("bar", title, names, [group.score for group in groups], result, words)


def _over_time(result: SatisfactionResult, words: Words) -> Chart | None:
    shown = result.over_time[-MOST_CATEGORIES:]
    if not shown:
        return None
    title = words("answers.satisfaction.chart_time", metric=metric_name(result.metric, words))
    names = span_names([span.starts_on for span in shown], words)
    return _chart("line", title, names, [span.score for span in shown], result, words)


def _chart(
    shape: str, title: str, names: list[str], scores: list[Score], result: SatisfactionResult, words: Words
) -> Chart:
    times = 100 if result.metric == "csat" else 1
    values = tuple(None if score.value is None else round(score.value * times, 1) for score in scores)
    alt = (f"{name} {score_words(result.metric, score, words)}" for name, score in zip(names, scores, strict=True))
    return Chart(
        shape="line" if shape == "line" else "bar",
        title=title,
        categories=labels(names),
        series=(Series(name=metric_name(result.metric, words), values=values),),
        unit=UNITS[result.metric],
        note=f"n = {number(result.overall.n, words)}",
        alt=listed(alt, words),
        lang=words.lang,
    )
