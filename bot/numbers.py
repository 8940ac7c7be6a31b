"""Six numbers of a map, and each of its touchpoints in figures; what is missing says which import would fill it."""

from collections.abc import Callable
from itertools import takewhile
from typing import NamedTuple

from bot import asking, lookups
from bot.answers.figures import counted, money, number, percent, period, signed
from bot.answers.satisfaction import metric_name, score_words
from bot.errors import error_words
from bot.exchange import Incoming
from bot.reply import Part, Reply, Table, Text
from prompts.loader import Words
from storage.model.journey import JourneyMap, Stage, Touchpoint
from storage.open import Stores
from tools import conversion_rate, engagement, retention, revenue, satisfaction
from tools.asked import look_up
from tools.conversion_rate import ConversionRateArgs
from tools.engagement import EngagementArgs
from tools.feedback import Metric
from tools.kit import Basis, JourneyArgs, Rate, Sources, ToolError
from tools.reach import MAX_PLACES, reached
from tools.retention import RetentionArgs
from tools.revenue import RevenueArgs
from tools.satisfaction import SatisfactionArgs, SatisfactionResult, Score
from tools.visits import Place

MOST_SOURCES = 2


class Found(NamedTuple):
    """One number: its value, of how many, how it is counted, and what it stands on."""

    value: str
    n: int
    how: str
    basis: Basis


Counting = Callable[[JourneyMap, Sources, Words], Found | str]
"""A number, or the sentence that says what would fill it."""


def shown(rest: str, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """`/journey numbers MAP`; without a name the only map, else the list. Raises MapNotFound."""
    lines = stores.maps.lines(incoming.workspace_id, incoming.reader)
    if not rest and len(lines) != 1:
        return lookups.maps_list(incoming, stores, words)
    journey = stores.maps.find(incoming.workspace_id, rest or lines[0].map_id, incoming.reader)
    return told(journey, asking.sources(incoming.workspace_id, incoming.reader, incoming.said.at, stores), words)


def told(journey: JourneyMap, sources: Sources, words: Words) -> Reply:
    """The six numbers, then a line for each touchpoint."""
    parts: list[Part] = [
        Text(text=words("numbers.title", journey=journey.title), style="headline"),
        _six(journey, sources, words),
    ]
    if any(True for _ in journey.touchpoints()):
        touchpoints = Text(text=words("numbers.touchpoints"), style="headline")
        parts += [touchpoints, _touchpoints(journey, sources, words)]
    return Reply(parts=tuple(parts))


def _six(journey: JourneyMap, sources: Sources, words: Words) -> Table:
    rows = []
    for name, counting in SIX.items():
        try:
            found = counting(journey, sources, words)
        except ToolError as error:
            short = f"numbers.none.{error.key}"
            found = words(short) if words.has(short) else error_words(error, words)
        title = words(f"numbers.names.{name}")
        if isinstance(found, str):
            rows.append((title, "–", "–", "–", found, "–"))
            continue
        named = [line.title for line in found.basis.data_sets]
        source = words("answers.listed").join(named[:MOST_SOURCES]) + (" …" if len(named) > MOST_SOURCES else "")
        days = period(found.basis.period, words)
        rows.append((title, found.value, number(found.n, words), days, found.how, source or "–"))
    return Table(title="", columns=tuple(words.data("numbers.columns")), rows=tuple(rows))


def _conversion(journey: JourneyMap, sources: Sources, words: Words) -> Found | str:
    result = conversion_rate.run(ConversionRateArgs(journey=journey.map_id), sources)
    if not result.rate.n:
        return words("answers.conversion_rate.nobody", start=result.start)
    how = words("numbers.how.conversion", start=result.start, goal=result.goal)
    return Found(_rate(result.rate, words), result.rate.n, how, result.basis)


def _score(metric: Metric) -> Counting:
    def counted_score(journey: JourneyMap, sources: Sources, words: Words) -> Found | str:
        result = satisfaction.run(SatisfactionArgs(journey=journey.map_id, metric=metric), sources)
        score = result.overall
        if score.value is None or score.low is None or score.high is None:
            return words("answers.satisfaction.nobody", metric=metric_name(metric, words))
        how = words(f"numbers.how.{metric}")
        if metric == "csat":
            rate = Rate(value=score.value, low=score.low, high=score.high, hits=score.good, n=score.n)
            return Found(_rate(rate, words), score.n, how, result.basis)
        value, low, high = (signed(one, words, 0) for one in (score.value, score.low, score.high))
        return Found(words("numbers.interval", value=value, low=low, high=high), score.n, how, result.basis)

    return counted_score


def _engagement(journey: JourneyMap, sources: Sources, words: Words) -> Found | str:
    result = engagement.run(EngagementArgs(journey=journey.map_id), sources)
    visits, customers = counted("visits", result.now.visits, words), counted("customers", result.now.customers, words)
    value = words("numbers.engagement", visits=visits, customers=customers)
    if result.mail:
        value += words("numbers.opened", percent=percent(result.mail.opened.value, words))
    return Found(value, result.now.customers, words("numbers.how.engagement"), result.basis)


def _retention(journey: JourneyMap, sources: Sources, words: Words) -> Found | str:
    result = retention.run(RetentionArgs(journey=journey.map_id, per="month", columns=1), sources)
    rate = result.overall[0]
    if rate is None or not rate.n:
        return words("answers.retention.too_early", n=counted("customers", result.customers, words))
    return Found(_rate(rate, words), rate.n, words("numbers.how.retention"), result.basis)


def _revenue(journey: JourneyMap, sources: Sources, words: Words) -> Found | str:
    result = revenue.run(RevenueArgs(journey=journey.map_id), sources)
    if not result.totals:
        return words("answers.revenue.nobody")
    value = words("answers.listed").join(money(one.cents / 100, one.currency, words) for one in result.totals)
    return Found(value, result.basis.customers, words("numbers.how.revenue"), result.basis)


SIX: dict[str, Counting] = {
    "conversion": _conversion,
    "csat": _score("csat"),
    "engagement": _engagement,
    "nps": _score("nps"),
    "retention": _retention,
    "revenue": _revenue,
}


def _rate(rate: Rate, words: Words) -> str:
    """`20.4% (19.0% to 21.8%)`."""
    value, low, high = (percent(one, words) for one in (rate.value, rate.low, rate.high))
    return words("numbers.interval", value=value, low=low, high=high)


class _Seen(NamedTuple):
    """What is known of all touchpoints: customers of each that events reach, answers, and stages before the goal."""

    customers: dict[Place, int]
    answers: SatisfactionResult | None
    before_goal: frozenset[str]


def _touchpoints(journey: JourneyMap, sources: Sources, words: Words) -> Table:
    seen = _Seen(_customers(journey, sources), _answers(journey, sources), _before_goal(journey, sources))
    rows = tuple(
        _touchpoint(spot, stage, seen, journey, sources, words)
        for stage in journey.stages
        for spot in stage.touchpoints
    )
    return Table(title="", columns=tuple(words.data("numbers.touchpoint_columns")), rows=rows)


def _customers(journey: JourneyMap, sources: Sources) -> dict[Place, int]:
    places = [Place(stage.slug, spot.slug) for stage in journey.stages for spot in stage.touchpoints]
    try:
        asked = look_up(JourneyArgs(), sources, journey)
    except ToolError as error:
        if error.key == "no_events":
            return {}
        raise
    found: dict[Place, int] = {}
    for first in range(0, len(places), MAX_PLACES):
        found |= reached(asked, places[first : first + MAX_PLACES], sources.events)[0]
    return found


def _before_goal(journey: JourneyMap, sources: Sources) -> frozenset[str]:
    """Slugs of the stages before the one that is to be reached; none where that cannot be counted."""
    try:
        goal = conversion_rate.run(ConversionRateArgs(journey=journey.map_id), sources).goal
    except ToolError:
        return frozenset()
    return frozenset(stage.slug for stage in takewhile(lambda stage: stage.title != goal, journey.stages))


def _answers(journey: JourneyMap, sources: Sources) -> SatisfactionResult | None:
    try:
        return satisfaction.run(SatisfactionArgs(journey=journey.map_id, breakdown="touchpoint"), sources)
    except ToolError as error:
        if error.key == "no_feedback":
            return None
        raise


def _touchpoint(
    spot: Touchpoint, stage: Stage, seen: _Seen, journey: JourneyMap, sources: Sources, words: Words
) -> tuple[str, ...]:
    """Customers seen there, how many of them reach the goal, what they answer, good or weak, and what is missing."""
    customers, missing = seen.customers.get(Place(stage.slug, spot.slug)), []
    share = "–"
    if customers is None:
        missing.append(words("numbers.missing.events"))
    elif stage.slug in seen.before_goal:
        rate = conversion_rate.run(ConversionRateArgs(journey=journey.map_id, start=spot.slug), sources).rate
        share = _rate(rate, words) if rate.n else "–"
    answers, said, judged = seen.answers, "–", "–"
    score = next((group.score for group in answers.groups if group.value == spot.title), None) if answers else None
    if answers and score:
        said = f"{metric_name(answers.metric, words)} {score_words(answers.metric, score, words)}"
        judged = words(f"numbers.judged.{judgement(score, answers.overall)}")
    else:
        missing.append(words("numbers.missing.feedback"))
    shown_customers = "–" if customers is None else number(customers, words)
    gaps = words("answers.apart").join(missing) or "–"
    return (spot.title, stage.title, shown_customers, share, said, judged, gaps)


def judgement(score: Score, overall: Score) -> str:
    """good or weak where the whole interval lies on one side of the map's own score; effort has no good end."""
    if score.low is None or score.high is None or overall.value is None or not overall.good + overall.bad:
        return "usual"
    if score.low > overall.value:
        return "good"
    return "weak" if score.high < overall.value else "usual"
