"""How pain points are told: the worst in a sentence, the list as a table, guesses marked."""

from collections.abc import Sequence

from bot.answers.figures import about, counted, decimal, listed, money, number, percent, told
from bot.answers.group_names import group_name
from bot.answers.illustrated import illustrated
from bot.answers.understood import channel
from bot.questions.commands import Ask
from bot.reply import Part, Table, Text
from prompts.loader import Words
from tools.pain_points import MoneyAtRisk, PainPointsResult, RankedPain, group_values

SHOWN, SHOWN_OF_A_GROUP, MOST_GROUPS = 5, 3, 5


def parts(ask: Ask, result: PainPointsResult, words: Words) -> tuple[Part, ...]:
    """The worst, then the ranking; with a breakdown how many each group has, and the worst of each."""
    if not result.pains:
        return (Text(text=words("answers.pain_points.none")),)
    worst = result.pains[0]
    several = len({pain.journey for pain in result.pains}) > 1
    place = listed((_place(worst, words), *([worst.journey] if several else [])), words)
    said = [words("answers.pain_points.worst", title=worst.title, place=place)]
    if worst.customers is not None and worst.reach is not None:
        said.append(
            words(
                "answers.pain_points.reach",
                n=counted("customers", worst.customers, words),
                percent=percent(worst.reach, words),
            )
        )
    if worst.money_at_risk:
        said.append(_money(worst.money_at_risk, worst, words))
    by_group = _by_group(result)
    shown = [pain for _, pains in by_group for pain in pains] or list(result.pains[: ask.args.top_n or SHOWN])
    distinct = len({(pain.map_id, pain.slug) for pain in shown})
    if result.total > distinct:
        total = number(result.total, words)
        said.append(words("answers.pain_points.more", shown=number(distinct, words), total=total))
    said += _counted_groups(result, bool(by_group), words)
    drawn = _of_groups(by_group, result.breakdown or "", words) if by_group else _ranking(shown, words)
    return (Text(text=told(said, words)), drawn, *_quotes(worst, words))


def _by_group(result: PainPointsResult) -> list[tuple[str, tuple[RankedPain, ...]]]:
    """The worst of each group; none where all groups have the same."""
    found = [
        (value, tuple(pain for pain in result.pains if value in group_values(pain, result.breakdown or "")))
        for value, _ in result.groups[:MOST_GROUPS]
    ]
    if len({pains for _, pains in found}) < 2:
        return []
    return [(value, pains[:SHOWN_OF_A_GROUP]) for value, pains in found if pains]


def _counted_groups(result: PainPointsResult, apart: bool, words: Words) -> list[str]:
    """How many each group has; where all have the same, that nobody told them apart."""
    if not result.groups or result.breakdown is None:
        return []
    if not apart and len(result.groups) > 1:
        return [words("answers.pain_points.not_apart", groups=listed((value for value, _ in result.groups), words))]
    named = ((group_name(value, result.breakdown, words), n) for value, n in result.groups[:10])
    groups = listed((f"{value} {number(n, words)}" for value, n in named), words)
    return [words("answers.pain_points.groups", what=words(f"questions.breakdown.{result.breakdown}"), groups=groups)]


def _quotes(worst: RankedPain, words: Words) -> tuple[Part, ...]:
    """One quote: of linked evidence, else what customers said there most often, else what is near in meaning."""
    if worst.quotes and not any(one.linked for one in worst.illustrations):
        return (Text(text=worst.quotes[0], style="quote"),)
    return illustrated(worst.illustrations, words)


def caveats(result: PainPointsResult, words: Words) -> tuple[str, ...]:
    """How many rest on guesses; whether anybody was counted."""
    said = []
    if result.assumptions:
        said.append(
            words(
                "answers.pain_points.assumptions",
                n=number(result.assumptions, words),
                total=counted("pain_points", result.total, words),
            )
        )
    if result.pains and result.pains[0].money_at_risk:
        risk = result.pains[0].money_at_risk
        order = money(risk.order_value, risk.currency, words)
        facts = {"lost": number(risk.lost, words), "share": percent(risk.later.value, words), "order": order}
        said.append(words("answers.pain_points.money_caveat", **facts))
    if result.pains and all(pain.customers is None for pain in result.pains):
        said.append(words("answers.pain_points.no_events"))
    return tuple(said)


def rows(result: PainPointsResult, words: Words) -> Table:
    """Every factor of every score."""
    lines = tuple(
        (
            pain.title,
            pain.journey,
            _place(pain, words),
            _level(pain.severity, words),
            _level(pain.frequency, words),
            percent(pain.reach, words),
            decimal(f"{pain.score:.2f}", words),
            _at_risk(pain, words),
            number(pain.said, words),
            words(f"answers.confidence.{pain.confidence}"),
        )
        for pain in result.pains[:99]
    )
    return Table(title=words("answers.rows"), columns=tuple(words.data("answers.pain_points.factors")), rows=lines)


def _ranking(pains: Sequence[RankedPain], words: Words) -> Table:
    lines = tuple(_line(str(rank), pain, words) for rank, pain in enumerate(pains, 1))
    return Table(
        title=words("answers.pain_points.title"), columns=tuple(words.data("answers.pain_points.columns")), rows=lines
    )


def _of_groups(by_group: list[tuple[str, tuple[RankedPain, ...]]], breakdown: str, words: Words) -> Table:
    what = words(f"questions.breakdown.{breakdown}")
    lines = tuple(
        _line(group_name(value, breakdown, words), pain, words) for value, pains in by_group for pain in pains
    )
    columns = (what[:1].upper() + what[1:], *words.data("answers.pain_points.columns")[1:])
    return Table(title=words("answers.pain_points.title_by", what=what), columns=columns, rows=lines)


def _line(first: str, pain: RankedPain, words: Words) -> tuple[str, ...]:
    return (
        first,
        pain.title,
        _place(pain, words),
        _level(pain.severity, words),
        _level(pain.frequency, words),
        "–" if pain.customers is None else number(pain.customers, words),
        words(f"answers.confidence.{pain.confidence}"),
    )


def _money(risk: MoneyAtRisk, pain: RankedPain, words: Words) -> str:
    return words(
        "answers.pain_points.money",
        stage=pain.stage,
        value=about(risk.value, risk.currency, words),
        low=about(risk.low, risk.currency, words),
        high=about(risk.high, risk.currency, words),
    )


def _at_risk(pain: RankedPain, words: Words) -> str:
    risk = pain.money_at_risk
    return "–" if risk is None else about(risk.value, risk.currency, words)


def _place(pain: RankedPain, words: Words) -> str:
    named = [pain.stage, pain.touchpoint or "", channel(pain.channel, words) if pain.channel else ""]
    return " · ".join(name for name in named if name)


def _level(value: float | None, words: Words) -> str:
    return "–" if value is None else number(value, words)
