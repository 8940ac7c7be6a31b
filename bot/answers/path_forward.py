"""How ways forward are told: stages without a clear next step, what customers do next, dead ends, drawn and real."""

from bot.answers.figures import aside, counted, duration, listed, number, percent, told
from bot.questions.commands import Ask
from bot.reply import Chart, Link, Part, Table, Text
from prompts.loader import Words
from tools.path_forward import Connection, Move, PathForwardResult, StageForward

NEXT, MOST_LINKS, SMALL = 3, 30, 30
ARROW = " → "


def parts(ask: Ask, result: PathForwardResult, words: Words) -> tuple[Part, ...]:
    """What is unclear or leads nowhere in words; the moves as a picture, or without any the stages as a table."""
    if result.map_only:
        said = [words("answers.path_forward.map_only"), *_unclear(result, words)]
        return (Text(text=told(said, words)), _table(result, words))
    asked = _asked(ask, result)
    said = list(_around(ask, asked, result, words)) if asked else [*_dead_end(result, words), *_back(result, words)]
    said += _unclear(result, words) if asked is None else []
    said += [*_against_map(result, words), *_way(result, words)]
    moves = _shown(asked, result)
    sentence = told(said, words) or words("answers.path_forward.nothing")
    return (Text(text=sentence), _chart(moves, result, words) if moves else _table(result, words))


def caveats(result: PathForwardResult, words: Words) -> tuple[str, ...]:
    """Open windows, stages that events do not show, a map without connections."""
    if result.map_only:
        return ()
    said = []
    unfinished = sum(stage.still_open for stage in result.stages)
    if unfinished:
        total = counted("customers", result.basis.customers, words)
        said.append(words("answers.path_forward.still_open", n=number(unfinished, words), total=total))
    silent = [stage.title for stage in result.stages if not stage.measured]
    if silent:
        said.append(words("answers.path_forward.unmeasured", stages=listed(silent, words)))
    if not result.drawn:
        said.append(words("answers.path_forward.nothing_drawn"))
    return tuple(said)


def rows(result: PathForwardResult, words: Words) -> Table:
    """Every move, every drawn connection, and the next step that is written at each stage."""
    lines: list[tuple[str, ...]] = [
        (
            move.start,
            move.end or words("answers.path_forward.out"),
            number(move.n, words),
            percent(move.share, words),
            duration(move.median_seconds, words),
        )
        for move in result.moves
    ]
    lines += [_row(words("answers.path_forward.drawn"), one, words) for one in result.drawn]
    lines += [_row(words("answers.path_forward.undrawn"), one, words) for one in result.undrawn]
    lines += [_written_step(stage, words) for stage in result.stages]
    columns = tuple(words.data("answers.path_forward.row_columns"))
    return Table(title=words("answers.rows"), columns=columns, rows=tuple(lines[:99]))


def _row(kind: str, one: Connection, words: Words) -> tuple[str, ...]:
    n = "–" if one.n is None else number(one.n, words)
    return (words("answers.fact", name=kind, value=one.start), one.end, n, percent(one.share, words), "–")


def _written_step(stage: StageForward, words: Words) -> tuple[str, ...]:
    name = words.data("answers.path_forward.columns")[1]
    step = stage.next_step or words("answers.path_forward.none")
    return (words("answers.fact", name=name, value=stage.title), step, "–", "–", "–")


def _asked(ask: Ask, result: PathForwardResult) -> StageForward | None:
    """The stage that the question names."""
    wanted = (ask.args.stage or "").casefold()
    return next((s for s in result.stages if wanted and wanted in (s.title.casefold(), s.name.casefold())), None)


def _around(ask: Ask, stage: StageForward, result: PathForwardResult, words: Words) -> tuple[str, ...]:
    """What customers do after the stage, or did before it; the stage's places are those of no other stage."""
    others = {one.title for one in result.stages if one.title != stage.title}
    before = ask.args.relation == "before"
    found: dict[str, int] = {}
    for move in result.moves:
        here, there = (move.end, move.start) if before else (move.start, move.end)
        if here is not None and here not in others and there in others:
            found[there] = found.get(there, 0) + move.n
    ranked = sorted(found.items(), key=lambda pair: -pair[1])[:NEXT]
    said = []
    if ranked:
        places = listed((aside(name, number(n, words), words) for name, n in ranked), words)
        key = "before" if before else "after"
        said.append(words(f"answers.path_forward.{key}", stage=stage.title, places=places))
    if not before and stage.ended.n and not stage.final:
        said.append(_ended(stage, words))
    if not before:
        said.append(_next_step(stage, words))
    return tuple(said)


def _next_step(stage: StageForward, words: Words) -> str:
    if stage.next_step is None:
        return words("answers.path_forward.no_step_here", stage=stage.title)
    findable = words(f"answers.path_forward.findable.{stage.findable or 'unknown'}")
    return words("answers.path_forward.step", stage=stage.title, step=stage.next_step, findable=findable)


def _ended(stage: StageForward, words: Words) -> str:
    return words(
        "answers.path_forward.dead_end",
        stage=stage.title,
        hits=number(stage.ended.hits, words),
        n=counted("customers", stage.ended.n, words),
        percent=percent(stage.ended.value, words),
    )


def _dead_end(result: PathForwardResult, words: Words) -> tuple[str, ...]:
    """The stage before the goal where most are last seen."""
    known = [stage for stage in result.stages if stage.ended.n >= SMALL and not stage.final and stage.ended.hits]
    return (_ended(max(known, key=lambda stage: stage.ended.value or 0.0), words),) if known else ()


def _back(result: PathForwardResult, words: Words) -> list[str]:
    """The most frequent way back, and the most frequent round trip."""
    said = []
    back = next((move for move in result.moves if move.back), None)
    if back:
        n = number(back.n, words)
        said.append(words("answers.path_forward.back", start=back.start, end=back.end or "", n=n))
    if result.loops:
        loop = result.loops[0]
        n = number(loop.n or 0, words)
        said.append(words("answers.path_forward.loop", start=loop.start, end=loop.end, n=n))
    return said


def _unclear(result: PathForwardResult, words: Words) -> list[str]:
    """Stages before the last without a written next step, and those where it is hidden."""
    said = []
    missing = [stage.title for stage in result.stages[:-1] if stage.next_step is None]
    hidden = [stage.title for stage in result.stages if stage.next_step and stage.findable in ("hidden", "none")]
    if missing:
        said.append(words("answers.path_forward.no_step", stages=listed(missing, words)))
    if hidden:
        said.append(words("answers.path_forward.hidden", stages=listed(hidden, words)))
    if not missing and not hidden:
        said.append(words("answers.path_forward.all_clear"))
    return said


def _against_map(result: PathForwardResult, words: Words) -> list[str]:
    said = []
    unused = [f"{one.start}{ARROW}{one.end}" for one in result.drawn if one.n == 0]
    if unused:
        said.append(words("answers.path_forward.unused", moves=listed(unused[:NEXT], words)))
    if result.undrawn:
        often = ((f"{one.start}{ARROW}{one.end}", percent(one.share, words)) for one in result.undrawn[:NEXT])
        moves = [aside(move, share, words) for move, share in often]
        said.append(words("answers.path_forward.not_drawn", moves=listed(moves, words)))
    return said


def _way(result: PathForwardResult, words: Words) -> tuple[str, ...]:
    if not result.paths:
        return ()
    first = result.paths[0]
    return (words("answers.path_forward.way", way=ARROW.join(first.places), n=number(first.n, words)),)


def _shown(asked: StageForward | None, result: PathForwardResult) -> tuple[Move, ...]:
    """Moves away from a place, most frequent first; of a stage that was asked for those to it and from it."""
    others = {one.title for one in result.stages if asked and one.title != asked.title}
    moves = (m for m in result.moves if m.share is not None and not {m.start, m.end or m.start} <= others)
    return tuple(moves)[:MOST_LINKS]


def _chart(moves: tuple[Move, ...], result: PathForwardResult, words: Words) -> Chart:
    """Places in map order and below them the way out."""
    out = words("answers.path_forward.out")
    there = {place for move in moves for place in (move.start, move.end)}
    places = tuple(place for place in result.places if place in there)
    links = tuple(
        Link(
            start=move.start,
            end=move.end or out,
            value=float(move.n),
            label=_link(move, words),
        )
        for move in moves
    )
    ends = any(move.end is None for move in moves)
    alt = [f"{move.start}{ARROW}{move.end or out} {number(move.n, words)} ({_link(move, words)})" for move in moves]
    return Chart(
        shape="flow",
        title=words("answers.path_forward.chart"),
        categories=(*places, *((out,) if ends else ())),
        links=links,
        ways_out=int(ends),
        unit="visits",
        note=words("answers.path_forward.note", n=number(result.basis.customers, words)),
        alt="\n".join(alt),
        lang=words.lang,
    )


def _link(move: Move, words: Words) -> str:
    share = percent(move.share, words)
    return share if move.median_seconds is None else f"{share} · {duration(move.median_seconds, words)}"


def _table(result: PathForwardResult, words: Words) -> Table:
    lines: list[tuple[str, ...]] = []
    for stage in result.stages:
        findable = words(f"answers.path_forward.findable.{stage.findable or 'unknown'}") if stage.next_step else "–"
        lines.append((stage.title, stage.next_step or words("answers.path_forward.none"), findable))
        if not result.map_only:
            ended = f"{number(stage.ended.hits, words)} / {number(stage.ended.n, words)}" if stage.ended.n else "–"
            share = words("answers.path_forward.goal") if stage.final else percent(stage.ended.value, words)
            lines[-1] = (*lines[-1], ended, share)
    columns = tuple(words.data("answers.path_forward.columns"))[: len(lines[0])]
    return Table(title=words("answers.path_forward.title"), columns=columns, rows=tuple(lines))
