"""How the emotion curve is told: its ends, its biggest fall, where drawn and measured contradict each other."""

from bot.answers.figures import decimal, labels, listed, mood, number, percent, signed, told
from bot.answers.satisfaction import metric_name
from bot.questions.commands import Ask
from bot.reply import Chart, Part, Series, Table, Text
from prompts.loader import Words
from tools.emotion_curve import Contradiction, EmotionCurveResult, Point, Score

MOST_POINTS, SHOWN = 20, 3


def parts(ask: Ask, result: EmotionCurveResult, words: Words) -> tuple[Part, ...]:
    """Lowest and highest with the reason given, the fall, contradictions, where most leave, the curve."""
    if not result.points:
        return (Text(text=words("answers.emotion_curve.none")),)
    said = [*_ends(result, words), *_fall(result, words), *_disagreement(result, words)]
    beside = [*(_contradiction(one, words) for one in result.contradictions[:SHOWN]), *_loss(result, words)]
    return (
        Text(text=told(said, words)),
        *(Text(text=told(beside, words)) for _ in beside[:1]),
        _curve(result, words),
    )


def caveats(result: EmotionCurveResult, words: Words) -> tuple[str, ...]:
    """Moods are the team's votes; nothing measured beside them; stages without a mood."""
    said = []
    if result.points:
        said.append(words("answers.emotion_curve.votes"))
        if not any(point.measured for point in result.points) and not result.contradictions:
            said.append(words("answers.emotion_curve.not_measured"))
    if result.silent and result.points:
        said.append(words("answers.emotion_curve.silent", stages=listed(result.silent, words)))
    small = [
        words("answers.only_n", value=point.title, n=number(point.measured.n, words))
        for point in result.points
        if point.measured and point.measured.small
    ]
    if small:
        said.append(words("answers.emotion_curve.small", places=listed(small, words)))
    return tuple(said)


def rows(result: EmotionCurveResult, words: Words) -> Table:
    """Each point: mood, votes, the score beside it; then what is lost at each stage."""
    lines = [
        (
            point.title,
            mood(point.mood, words),
            number(point.votes, words),
            score(point.measured, words) if point.measured else "–",
            "–" if point.measured is None else number(point.measured.n, words),
            "–",
        )
        for point in result.points
    ]
    lines += [
        (loss.stage, "–", "–", "–", number(loss.lost.n, words), percent(loss.lost.value, words))
        for loss in result.losses
    ]
    columns = tuple(words.data("answers.emotion_curve.columns"))
    return Table(title=words("answers.rows"), columns=columns, rows=tuple(lines[:99]))


def score(measured: Score, words: Words) -> str:
    """`CSAT 2.9`, `NPS +12`."""
    metric = metric_name(measured.metric, words)
    if measured.metric == "nps":
        return f"{metric} {signed(measured.score, words, 0)}"
    return f"{metric} {decimal(f'{measured.score:.1f}', words)}"


def _ends(result: EmotionCurveResult, words: Words) -> tuple[str, ...]:
    low = next(point for point in result.points if point.title == result.lowest)
    high = next(point for point in result.points if point.title == result.highest)
    if low == high:
        return (_end("only", low, words),)
    return (_end("lowest", low, words), _end("highest", high, words))


def _end(key: str, point: Point, words: Words) -> str:
    said = words(f"answers.emotion_curve.{key}", title=point.title, mood=mood(point.mood, words))
    if not point.why:
        return words("answers.emotion_curve.plain", said=said)
    return words("answers.emotion_curve.because", said=said, why=point.why)


def _fall(result: EmotionCurveResult, words: Words) -> tuple[str, ...]:
    fall = result.fall
    if fall is None:
        return ()
    levels = decimal(f"{fall.levels:g}", words)
    return (words("answers.emotion_curve.fall", start=fall.start, end=fall.end, levels=levels),)


def _disagreement(result: EmotionCurveResult, words: Words) -> tuple[str, ...]:
    """The point with the widest votes, where they lie 2 or more apart."""
    apart = [point for point in result.points if point.voices]
    if not apart:
        return ()
    widest = max(apart, key=lambda point: point.high - point.low)
    low, high = mood(widest.low, words), mood(widest.high, words)
    return (words("answers.emotion_curve.apart", title=widest.title, low=low, high=high),)


def _contradiction(one: Contradiction, words: Words) -> str:
    return words(
        "answers.emotion_curve.contradiction",
        title=one.title,
        drawn=mood(one.drawn, words),
        score=score(one.measured, words),
        n=number(one.measured.n, words),
    )


def _loss(result: EmotionCurveResult, words: Words) -> tuple[str, ...]:
    """The stage where the largest share leaves."""
    if not result.losses:
        return ()
    worst = max(result.losses, key=lambda loss: loss.lost.value or 0.0)
    if not worst.lost.hits:
        return ()
    share = percent(worst.lost.value, words)
    return (words("answers.emotion_curve.loss", stage=worst.stage, percent=share, n=number(worst.lost.n, words)),)


def _curve(result: EmotionCurveResult, words: Words) -> Chart:
    points = result.points[:MOST_POINTS]
    series = [Series(name=words("answers.emotion_curve.drawn"), values=tuple(point.mood for point in points))]
    measured = [point.measured for point in points]
    metrics = sorted({one.metric for one in measured if one})
    for metric in metrics:
        values = tuple(round(one.mood, 1) if one and one.metric == metric else None for one in measured)
        series.append(Series(name=words(f"answers.emotion_curve.scale.{metric}"), values=values))
    alt = (
        f"{point.title} {mood(point.mood, words)}"
        + (f" ({score(point.measured, words)}, n = {number(point.measured.n, words)})" if point.measured else "")
        for point in points
    )
    return Chart(
        shape="line",
        title=words("answers.emotion_curve.chart"),
        categories=labels([point.title for point in points]),
        series=tuple(series),
        unit="mood",
        note=words("answers.emotion_curve.note", n=number(sum(point.votes for point in points), words)),
        alt=listed(alt, words),
        lang=words.lang,
    )
