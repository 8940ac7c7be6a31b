"""How a funnel is told: where most are lost, the funnel itself, and how the groups differ."""

from bot.answers.figures import (
    WHOLE,
    aside,
    chance,
    counted,
    duration,
    labels,
    listed,
    number,
    percent,
    share,
    sizes,
    still_open,
    told,
)
from bot.answers.understood import split
from bot.questions.commands import Ask
from bot.reply import Chart, Part, Series, Table, Text
from prompts.loader import Words
from tools.drop_off import DropOffResult, Group, Step
from tools.explanation import Explanation
from tools.typed_counts import RULE as TYPED

MOST_SERIES = 6
CLEAR = 0.05
"""p below which groups are said to differ."""


def parts(ask: Ask, result: DropOffResult, words: Words) -> tuple[Part, ...]:
    """The sentence, the chart or table, and what is known about the worst step."""
    if not result.steps or not result.steps[0].reached:
        return (Text(text=words("answers.drop_off.nobody")),)
    if result.explanation is not None and result.worst is not None:
        return (_why(ask, result, words), *_explained(result, words))
    said = Text(text=told((_sentence(ask, result, words), *_of_groups(result, words)), words))
    return (said, *_drawn(result, words))


def caveats(result: DropOffResult, words: Words) -> tuple[str, ...]:
    """Few customers, open windows, small groups."""
    if not result.steps:
        return ()
    said = [words("answers.drop_off.typed")] if result.basis.rule == TYPED else []
    entered, unfinished = result.steps[0].reached, result.steps[0].still_open
    if result.worst is None and entered and any(step.lost for step in result.steps):
        said.append(words("answers.few", n=number(entered, words)))
    if result.unmeasured:
        said.append(words("answers.drop_off.unmeasured", steps=listed(result.unmeasured, words)))
    if result.unseen:
        said.append(words("answers.drop_off.unseen", steps=listed(result.unseen, words)))
    if result.more_groups:
        said.append(words("answers.drop_off.more_groups", n=counted("groups", result.more_groups, words)))
    small = [
        words("answers.only_n", value=group.value, n=number(_entered(group), words))
        for group in result.groups
        if group.small
    ]
    if small:
        said.append(words("answers.not_ranked", groups=listed(small, words)))
    if unfinished:
        said.append(still_open(unfinished, entered + unfinished, words))
    return tuple(said)


def rows(result: DropOffResult, words: Words) -> Table:
    """All steps, all figures; with groups one block of rows each."""
    lines = [_row("", step, words) for step in result.steps]
    for group in result.groups:
        lines += [_row(group.value, step, words) for step in group.steps]
    skip = 0 if result.groups else 1
    columns = tuple(words.data("answers.drop_off.columns"))[skip:]
    return Table(title=words("answers.rows"), columns=columns, rows=tuple(line[skip:] for line in lines[:99]))


def _row(group: str, step: Step, words: Words) -> tuple[str, ...]:
    lost = "–" if step.lost is None else number(step.lost, words)
    return (
        group or words("answers.everyone"),
        step.title,
        number(step.reached, words),
        percent(step.from_previous.value, words),
        percent(step.from_start.value, words),
        lost,
        duration(step.median_seconds, words),
        number(step.skipped, words),
    )


def _sentence(ask: Ask, result: DropOffResult, words: Words) -> str:
    steps = result.steps
    end = _end(steps, words)
    if len(steps) == 1:
        return end
    named, at = _named(ask, steps), _at(ask, result)
    if at is not None and at + 1 < len(steps):
        key = "at" if named is not None else "worst"
        return told((_loss(key, steps, at, words), end), words)
    if not any(step.lost for step in steps):
        return told((words("answers.drop_off.none_lost"), end), words)
    return end


def _why(ask: Ask, result: DropOffResult, words: Words) -> Text:
    """What the reasons below are of: the worst step. Where another one was named, its loss stands before it."""
    worst = next(i for i, step in enumerate(result.steps) if step.name == result.worst)
    named = _named(ask, result.steps)
    elsewhere = named is not None and named != worst and named + 1 < len(result.steps)
    said = [_loss("at", result.steps, named, words)] if elsewhere and named is not None else []
    return Text(text=told((*said, _loss("why", result.steps, worst, words)), words))


def _at(ask: Ask, result: DropOffResult) -> int | None:
    """The step that is spoken of: the one the question names, else the worst."""
    named = _named(ask, result.steps)
    return named if named is not None else next((i for i, s in enumerate(result.steps) if s.name == result.worst), None)


def _end(steps: tuple[Step, ...], words: Words) -> str:
    """Of typed numbers more may have come to the last step than to the first: then without a share."""
    last = steps[-1]
    if last.from_start.value is None:
        return words("answers.drop_off.end_more", n=counted("customers", last.reached, words), step=last.title)
    return words("answers.drop_off.end", share=share(last.from_start, words), step=last.title)


def _loss(key: str, steps: tuple[Step, ...], at: int, words: Words) -> str:
    step, then = steps[at], steps[at + 1]
    lost = step.lost or 0
    return words(
        f"answers.drop_off.{key}",
        step=step.title,
        next=then.title,
        lost=number(lost, words),
        n=counted("customers", step.reached, words),
        percent=percent(lost / step.reached if step.reached else None, words),
    )


def _named(ask: Ask, steps: tuple[Step, ...]) -> int | None:
    """The step that the question is about: the named stage, or the one before it ("before Activation")."""
    stage = (ask.args.stage or "").casefold()
    found = next((i for i, step in enumerate(steps) if stage in (step.title.casefold(), step.name.casefold())), None)
    if found is None or not stage:
        return None
    return found - 1 if found and ask.args.relation == "before" else found


def _of_groups(result: DropOffResult, words: Words) -> tuple[str, ...]:
    """Which group loses most at the worst step, and whether the groups differ at all."""
    at = next((i for i, step in enumerate(result.steps) if step.name == result.worst), None)
    ranked = [group for group in result.groups if not group.small]
    if at is None or at + 1 >= len(result.steps) or not ranked or len(ranked) + result.more_groups < 2:
        return ()
    worst = max(ranked, key=lambda group: _lost_share(group, at))
    step = worst.steps[at]
    said = [
        words(
            "answers.drop_off.group",
            group=worst.value,
            lost=number(step.lost or 0, words),
            n=counted("customers", step.reached, words),
            percent=percent(_lost_share(worst, at), words),
            step=step.title,
        )
    ]
    if result.difference:
        key = "differ" if result.difference.p < CLEAR else "same"
        said.append(words(f"answers.{key}", p=chance(result.difference.p, words)))
    return tuple(said)


def _lost_share(group: Group, at: int) -> float:
    step = group.steps[at]
    return (step.lost or 0) / step.reached if step.reached else 0.0


def _entered(group: Group) -> int:
    return group.steps[0].reached if group.steps else 0


def _drawn(result: DropOffResult, words: Words) -> tuple[Part, ...]:
    """The funnel; of groups the largest as a chart, and where these are not all, a table of all."""
    if not result.groups:
        return (_funnel(result, words),)
    chart = _chart_of_groups(result.groups[:MOST_SERIES], result, words)
    return (chart, _table_of_groups(result, words)) if len(result.groups) > MOST_SERIES else (chart,)


def _funnel(result: DropOffResult, words: Words) -> Chart:
    steps = result.steps
    return Chart(
        shape="bar",
        funnel=True,
        unit="customers",
        title=words("answers.drop_off.chart"),
        categories=labels([step.title for step in steps], WHOLE),
        series=(Series(name=words("answers.drop_off.reached"), values=tuple(float(step.reached) for step in steps)),),
        note=f"n = {number(steps[0].reached, words)}",
        alt=_told(steps, words),
        lang=words.lang,
    )


def _chart_of_groups(groups: tuple[Group, ...], result: DropOffResult, words: Words) -> Chart:
    names = labels([group.value for group in groups])
    series = tuple(
        Series(
            name=name,
            values=tuple(
                None if s.from_start.value is None else round(s.from_start.value * 100, 1) for s in group.steps
            ),
        )
        for name, group in zip(names, groups, strict=True)
    )
    alt = "\n".join(f"{group.value}: {_told(group.steps, words)}" for group in groups)
    note = sizes(((group.value, _entered(group)) for group in groups), words)
    title = words("answers.drop_off.chart_by", what=split(result.breakdown or "", words))
    return Chart(
        shape="bar",
        funnel=True,
        unit="%",
        title=title,
        categories=labels([step.title for step in result.steps], WHOLE),
        series=series,
        note=note,
        alt=alt,
        lang=words.lang,
    )


def _told(steps: tuple[Step, ...], words: Words) -> str:
    first, *others = steps
    said = [f"{first.title} {number(first.reached, words)}"]
    said += [f"{s.title} {number(s.reached, words)} ({percent(s.from_previous.value, words)})" for s in others]
    return " → ".join(said)


def _table_of_groups(result: DropOffResult, words: Words) -> Table:
    lines = tuple(
        (
            group.value,
            number(_entered(group), words),
            number(group.steps[-1].reached, words),
            percent(group.steps[-1].from_start.value, words),
        )
        for group in result.groups
        if group.steps
    )
    return Table(
        title=words("answers.drop_off.chart"), columns=tuple(words.data("answers.drop_off.group_columns")), rows=lines
    )


def _explained(result: DropOffResult, words: Words) -> tuple[Text, ...]:
    """What else is known there: pain points, last events, what customers said. None known is said too."""
    explanation = result.explanation
    if explanation is None:
        return ()
    worst = next((step.title for step in result.steps if step.name == result.worst), "")
    said = []
    if explanation.pain_points:
        said.append(
            words("answers.drop_off.pains", step=worst, pains=words("answers.apart").join(explanation.pain_points[:3]))
        )
    if explanation.last_events:
        said.append(words("answers.drop_off.last_events", step=worst, events=_events(explanation.last_events, words)))
    if explanation.errors:
        said.append(words("answers.drop_off.errors", step=worst, events=_events(explanation.errors, words)))
    if explanation.csat.n:
        csat = explanation.csat
        n, share_of = number(csat.n, words), percent(csat.value, words)
        said.append(words("answers.drop_off.csat", step=worst, hits=number(csat.hits, words), n=n, percent=share_of))
    if explanation.splits:
        said.append(_persona_or_page(explanation, words))
    quotes = tuple(Text(text=quote, style="quote") for quote in explanation.evidence[:2])
    if not said and not quotes:
        return (Text(text=words("answers.drop_off.no_reasons")),)
    known = (Text(text=told(said, words)),) if said else ()
    return (*known, *quotes)


def _events(counts: tuple[tuple[str, int], ...], words: Words) -> str:
    return listed((aside(name, number(n, words), words) for name, n in counts[:3]), words)


def _persona_or_page(explanation: Explanation, words: Words) -> str:
    """Which of the two splits goes further with being lost, or that nobody can tell."""
    more = next((split for split in explanation.splits if split.split == explanation.explains_more), None)
    if more is None:
        return words("answers.drop_off.cannot_tell")
    return words(
        f"answers.drop_off.more_{more.split}",
        worst=more.worst or "",
        lost=number(more.lost, words),
        n=number(more.n, words),
        percent=percent(more.lost / more.n if more.n else None, words),
    )
