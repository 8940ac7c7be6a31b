"""How a map is held against reality: who keeps to it, what is unused or missing, moods, evidence, health in a table."""

from bot.answers.figures import aside, counted, day, decimal, labels, listed, mood, number, percent, share, told
from bot.questions.commands import Ask
from bot.reply import Chart, Part, Series, Table, Text
from prompts.loader import Words
from tools.reality_check import Health, RealityCheckResult

NAMED = 3
ARROW = " → "


def parts(ask: Ask, result: RealityCheckResult, words: Words) -> tuple[Part, ...]:
    """The fit in a sentence, what deviates, and the map's health as chart and table."""
    said = [*_fit(result, words), *_astray(result, words), *_places(result, words), *_moods(result, words)]
    return (Text(text=told(said, words)), *_chart(result, words), _table(result, words))


def caveats(result: RealityCheckResult, words: Words) -> tuple[str, ...]:
    """What nothing can tell, and how old the evidence is."""
    said = []
    if 0 < result.fits.n < 30:
        said.append(words("answers.few", n=number(result.fits.n, words)))
    if result.unmeasured:
        n = counted("touchpoints", len(result.unmeasured), words)
        said.append(words("answers.reality_check.unmeasured", n=n, names=listed(result.unmeasured[:NAMED], words)))
    if result.drawn_rule == "order":
        said.append(words("answers.reality_check.no_edges"))
    evidence = result.evidence
    if evidence.newest_on is None:
        said.append(words("answers.reality_check.no_evidence"))
    else:
        newest = day(evidence.newest_on, words)
        key = "old_evidence" if evidence.old else "evidence"
        old = counted("pieces", evidence.old, words)
        said.append(words(f"answers.reality_check.{key}", newest=newest, old=old))
    return tuple(said)


def rows(result: RealityCheckResult, words: Words) -> Table:
    """Everything that was found, kind by kind."""
    kinds = words.data("answers.reality_check.kinds")
    lines = [(kinds["astray"], f"{one.start}{ARROW}{one.end}", number(one.n or 0, words)) for one in result.astray]
    lines += [(kinds["way"], ARROW.join(way.places), number(way.customers, words)) for way in result.ways]
    lines += [(kinds["unused"], f"{one.touchpoint} ({one.stage})", "0") for one in result.unused]
    lines += [(kinds["unmeasured"], name, "–") for name in result.unmeasured]
    lines += [(kinds["off_map"], one.event, number(one.customers, words)) for one in result.off_map]
    lines += [
        (
            kinds["mood"],
            check.title,
            words(
                "answers.reality_check.mood",
                drawn=mood(check.drawn, words),
                metric=words(f"answers.reality_check.metrics.{check.metric}"),
                score=decimal(f"{check.score:.1f}", words),
                n=number(check.n, words),
            ),
        )
        for check in result.moods
    ]
    columns = tuple(words.data("answers.reality_check.row_columns"))
    return Table(title=words("answers.rows"), columns=columns, rows=tuple(lines[:99]))


def _fit(result: RealityCheckResult, words: Words) -> list[str]:
    if result.drawn_rule is None or not result.fits.n:
        return [words("answers.reality_check.not_measured")]
    return [
        words(
            f"answers.reality_check.fit_{result.drawn_rule}",
            share=share(result.fits, words),
            finished=number(result.finished, words),
        )
    ]


def _astray(result: RealityCheckResult, words: Words) -> list[str]:
    if not result.astray:
        return []
    moves = [aside(f"{one.start}{ARROW}{one.end}", number(one.n or 0, words), words) for one in result.astray[:NAMED]]
    return [words("answers.reality_check.astray", moves=listed(moves, words))]


def _places(result: RealityCheckResult, words: Words) -> list[str]:
    """Drawn and unused; used and not drawn."""
    said = []
    if result.unused:
        names = listed((one.touchpoint for one in result.unused[:NAMED]), words)
        said.append(words("answers.reality_check.unused", names=names))
    if result.off_map:
        events = [aside(one.event, counted("customers", one.customers, words), words) for one in result.off_map[:NAMED]]
        said.append(words("answers.reality_check.off_map", events=listed(events, words)))
    return said


def _moods(result: RealityCheckResult, words: Words) -> list[str]:
    """Where mood and answers contradict each other."""
    return [
        words(
            "answers.reality_check.contradiction",
            title=check.title,
            drawn=mood(check.drawn, words),
            metric=words(f"answers.reality_check.metrics.{check.metric}"),
            score=decimal(f"{check.score:.1f}", words),
            n=number(check.n, words),
        )
        for check in result.moods
        if check.contradicts
    ][:NAMED]


def _chart(result: RealityCheckResult, words: Words) -> tuple[Chart, ...]:
    """The share that is well, of every line of the table that could be told."""
    known = [line for line in result.health if line.n]
    if not known:
        return ()
    names = [words(f"answers.reality_check.parts.{line.part}") for line in known]
    shares = [(line.hits or 0) / (line.n or 1) for line in known]
    return (
        Chart(
            shape="bar",
            title=words("answers.reality_check.chart"),
            categories=labels(names),
            series=(
                Series(
                    name=words("answers.reality_check.well"), values=tuple(round(value * 100, 1) for value in shares)
                ),
            ),
            unit="%",
            note=f"n = {number(result.fits.n, words)}",
            alt=listed((f"{name} {percent(value, words)}" for name, value in zip(names, shares, strict=True)), words),
            lang=words.lang,
        ),
    )


def _table(result: RealityCheckResult, words: Words) -> Table:
    lines = tuple(_line(line, words) for line in result.health)
    columns = tuple(words.data("answers.reality_check.columns"))
    return Table(title=words("answers.reality_check.title"), columns=columns, rows=lines)


def _line(line: Health, words: Words) -> tuple[str, ...]:
    if not line.n:
        found = "–"
    else:
        found = (
            f"{number(line.hits or 0, words)} / {number(line.n, words)} ({percent((line.hits or 0) / line.n, words)})"
        )
    state = words(f"answers.reality_check.states.{line.state}")
    return (words(f"answers.reality_check.parts.{line.part}"), found, state)
