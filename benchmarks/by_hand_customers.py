"""Tools that follow customers over all their events, beside SQL by hand: credit, leaving, buying again, activity."""

from typing import Any

import duckdb

from benchmarks.hand_sql import Facts, Pair, milliseconds, rows
from benchmarks.logs import FUNNEL
from tools import churn_reasons, compare, critical_touchpoints, cross_sell_timing, engagement
from tools.churn_reasons import ChurnReasonsArgs
from tools.compare import CompareArgs
from tools.crediting import by_effect, removal_effects
from tools.critical_touchpoints import CriticalTouchpointsArgs
from tools.cross_sell_timing import CrossSellTimingArgs
from tools.engagement import EngagementArgs
from tools.kit import Sources
from tools.touches import Move


def credit_figures(sources: Sources) -> object:
    """Channels by the models of the first, the last and any touch, and by Markov."""
    args = CriticalTouchpointsArgs(goal=FUNNEL[-1], by="channel", models=("first", "last", "linear", "markov"))
    found = critical_touchpoints.run(args, sources)
    lines = [
        [one.name, *one.credits.values(), one.touched, one.alone, one.not_converted]
        for one in sorted(found.contributions, key=lambda one: one.name)
    ]
    return [lines, found.conversions, found.conversions + found.untouched]


def credit_by_hand(cursor: duckdb.DuckDBPyConnection, facts: Facts) -> object:
    """The chain is solved as the tool solves it: it is held against ChannelAttribution."""
    rows(cursor, "credit_paths", facts)
    ((converted, ordered),) = rows(cursor, "credit_ends", facts)
    moves = [Move(*row) for row in rows(cursor, "credit_moves", facts)]
    markov = by_effect(removal_effects(moves), converted)
    members = rows(cursor, "credit_members", facts)
    lines = [
        [*touched, markov[touched[0]], *member[1:]]
        for touched, member in zip(rows(cursor, "credit_touches", facts), members, strict=True)
    ]
    return [lines, converted, ordered]


def churn_figures(sources: Sources) -> object:
    found = churn_reasons.run(ChurnReasonsArgs(), sources)
    weeks = [[week.at_risk, week.left] for week in found.weeks]
    last = sorted([one.title, one.left.hits, one.stayed.hits] for one in found.last_touchpoints)
    back, again = found.returns, found.bought_again
    assert back is not None
    given_back = [back.events, back.customers, back.after, milliseconds(back.median_seconds)]
    return [[found.left.hits, found.stayed, found.still_open], weeks, last, [given_back], [[again.n, again.hits]]]


def churn_by_hand(cursor: duckdb.DuckDBPyConnection, facts: Facts) -> object:
    rows(cursor, "churn_people", facts)
    weeks = rows(cursor, "churn_weeks", facts)
    totals = [sum(week[k] for week in weeks) for k in (1, 2, 3)]
    curve = at_risk([[week, left, left + stayed] for week, left, stayed, _ in weeks])
    last, back, again = (rows(cursor, f"churn_{what}", facts) for what in ("last", "returns", "again"))
    return [totals, curve, last, back, again]


def at_risk(weeks: list[list[int]]) -> list[list[int]]:
    """[at risk, finished] of each week up to the last in which somebody finished."""
    found = {week: (finished, ended) for week, finished, ended in weeks}
    last = max((week for week, (finished, _) in found.items() if finished), default=-1)
    return [
        [sum(n for k, (_, n) in found.items() if k >= week), found.get(week, (0, 0))[0]] for week in range(last + 1)
    ]


def pair_figures(sources: Sources) -> object:
    found = cross_sell_timing.run(CrossSellTimingArgs(window="30d"), sources)
    pairs = [[p.first, p.then, p.customers, milliseconds(p.median_seconds)] for p in found.pairs]
    quartiles = (found.p25_seconds, found.median_seconds, found.p75_seconds)
    within = [found.within.n, found.within.hits, found.together, *map(milliseconds, quartiles)]
    return [pairs, [within], [[week.at_risk, week.bought] for week in found.hazard]]


def pairs_by_hand(cursor: duckdb.DuckDBPyConnection, facts: Facts) -> object:
    """The timing is that of the most frequent pair."""
    pairs = rows(cursor, "cross_sell_pairs", facts)
    best = {"first": pairs[0][0], "second": pairs[0][1]}
    weeks: list[list[Any]] = rows(cursor, "cross_sell_weeks", facts, **best)
    return [pairs, rows(cursor, "cross_sell_followed", facts, **best), at_risk(weeks)]


def engagement_figures(sources: Sources) -> object:
    found = engagement.run(EngagementArgs(), sources)
    assert found.before
    lines: list[list[object]] = [
        [None, now, of.visits, of.customers] for now, of in ((True, found.now), (False, found.before))
    ]
    for group in sorted(found.groups, key=lambda group: group.value):
        assert group.before
        lines += [[group.value, now, of.visits, of.customers] for now, of in ((True, group.now), (False, group.before))]
    return lines


def engagement_by_hand(cursor: duckdb.DuckDBPyConnection, facts: Facts) -> object:
    return rows(cursor, "engagement", facts)


def compare_figures(sources: Sources) -> object:
    found = compare.run(
        CompareArgs(breakdown="device", a="mobile", b="desktop", start=FUNNEL[0], goal=FUNNEL[-1]), sources
    )
    return [[[side.name, side.n, side.hits, side.still_open] for side in (found.a, found.b)], [[found.both]]]


def compare_by_hand(cursor: duckdb.DuckDBPyConnection, facts: Facts) -> object:
    return [rows(cursor, "compare", facts), rows(cursor, "compare_both", facts)]


OF_CUSTOMERS = {
    "critical_touchpoints": Pair(credit_figures, credit_by_hand),
    "churn_reasons": Pair(churn_figures, churn_by_hand),
    "cross_sell_timing": Pair(pair_figures, pairs_by_hand),
    "engagement": Pair(engagement_figures, engagement_by_hand),
    "compare": Pair(compare_figures, compare_by_hand),
}
