"""How opportunities are told: what to do first, then the list by impact and effort."""

from bot.answers.figures import aside, counted, listed, number, told
from bot.answers.one_journey import without_the_only_journey
from bot.questions.commands import Ask
from bot.reply import Part, Picture, Table, Text
from prompts.loader import Words
from tools.opportunities import OpportunitiesResult, RatedOpportunity

SHOWN, NAMED = 10, 3


def parts(ask: Ask, result: OpportunitiesResult, words: Words) -> tuple[Part, ...]:
    """What to do first in a sentence, then the table."""
    if not result.opportunities:
        return (Text(text=words("answers.opportunities.none")),)
    first = [one.title for one in result.opportunities if one.group == "do_first"]
    said = [
        words("answers.opportunities.first", titles=words("answers.apart").join(first[:NAMED]))
        if first
        else words("answers.opportunities.no_first", best=result.opportunities[0].title)
    ]
    groups = ((f"pictures.quadrant.{group}", n) for group, n in result.groups if n)
    said.append(
        words(
            "answers.opportunities.counts",
            n=counted("opportunities", result.total, words),
            groups=listed((aside(words(key), number(n, words), words) for key, n in groups), words),
        )
    )
    shown = result.opportunities[: ask.args.top_n or SHOWN]
    if result.total > len(shown):
        said.append(words("answers.shown_of", shown=number(len(shown), words), total=number(result.total, words)))
    return (Text(text=told(said, words)), *_quadrant(result, told(said, words)), _table(shown, words))


def _quadrant(result: OpportunitiesResult, alt: str) -> tuple[Picture, ...]:
    """The picture of one map's opportunities by impact and effort, where anything is rated."""
    basis = result.basis
    rated = any(one.group != "waiting" for one in result.opportunities)
    if not rated or basis.map_id is None or basis.version is None:
        return ()
    return (Picture(picture="quadrant", map_id=basis.map_id, version=basis.version, alt=alt),)


def caveats(result: OpportunitiesResult, words: Words) -> tuple[str, ...]:
    """Ideas that nobody voted on have no place in the order."""
    waiting = dict(result.groups).get("waiting", 0)
    return (words("answers.opportunities.waiting", n=counted("opportunities", waiting, words)),) if waiting else ()


def rows(result: OpportunitiesResult, words: Words) -> Table:
    """All of it."""
    return _table(result.opportunities[:99], words)


def _table(lines: tuple[RatedOpportunity, ...], words: Words) -> Table:
    rows = tuple(
        (
            line.title,
            line.stage or "–",
            _level(line.impact, words),
            _level(line.effort, words),
            words(f"pictures.quadrant.{line.group}"),
            words(f"exports.values.idea_status.{line.status}"),
            line.owner or "–",
            line.journey,
        )
        for line in lines
    )
    return without_the_only_journey(
        Table(
            title=words("answers.opportunities.title"),
            columns=tuple(words.data("answers.opportunities.columns")),
            rows=rows,
        )
    )


def _level(value: float | None, words: Words) -> str:
    return "–" if value is None else number(value, words)
