"""When do customers of one product buy the other? Share, time, hazard by week, and what was there just before."""

from pydantic import Field

from storage.model.types import Model
from tools.asked import SPELLINGS, Asked, asked_journey, look_up, spelled_in, values_known
from tools.basis import events_basis, rate, seconds
from tools.kit import Basis, Excluded, JourneyArgs, Rate, Sources, Tool, ToolError, Window
from tools.names import same_key
from tools.repeat_purchases import Purchases, by_week, followed, pairs, places_before, scores_then
from tools.scores import CSAT_SCALE, csat
from tools.survival import hazards
from tools.visits import codes_at

RULE = "first purchase of the one to the next of the other"
DEFAULT_WINDOW = 180 * 86_400
SCORE_SPAN_US = 90 * 86_400_000_000


class CrossSellTimingArgs(JourneyArgs):
    """From a purchase of one product to the next of another; by default the most frequent pair.

    With a journey purchases are the events of its buying stage, else the events with an amount.
    """

    first: str | None = Field(None, description="The product bought first.")
    then: str | None = Field(None, description="The product bought afterwards; the same asks for buying it again.")
    window: Window | None = Field(None, description="Longest time between; default 180 days.")


class ProductPair(Model):
    """One product bought right after another, by how many customers; seconds are the median between."""

    first: str
    then: str
    customers: int
    median_seconds: float | None = None


class WeekHazard(Model):
    """Of those who had not bought at the beginning of a week (from 1), how many did in it."""

    week: int
    at_risk: int
    bought: int
    share: float | None = None


class BeforeIt(Model):
    """A stage in which buyers were seen last before the second purchase."""

    stage: str
    customers: int


class CrossSellTimingResult(Model):
    """`within`: of the customers whose window is over, those who bought the other. Quartiles (type 7) are of those.

    `hazard` also counts windows that are open, as far as they were watched.
    """

    first: str | None
    then: str | None
    pairs: tuple[ProductPair, ...] = ()
    within: Rate = Rate()
    together: int = Field(0, description="Bought both at one moment; they are in `within`.")
    median_seconds: float | None = None
    p25_seconds: float | None = None
    p75_seconds: float | None = None
    hazard: tuple[WeekHazard, ...] = ()
    best_week: int | None = Field(None, description="Week with the highest hazard among those with min_n at risk.")
    before: tuple[BeforeIt, ...] = Field((), description="Most customers first; empty without a journey.")
    satisfied: Rate = Field(Rate(), description="Share of 4 and 5 of 5 in the 90 days before the second purchase.")
    basis: Basis


def run(args: CrossSellTimingArgs, sources: Sources) -> CrossSellTimingResult:
    """Raises MapNotFound, ToolError (no_events, no_products, unknown_in_events …)."""
    journey = asked_journey(args, sources) if args.journey else None
    asked = look_up(args, sources, journey)
    purchases = Purchases(
        entry=asked.entry,
        as_of_us=asked.as_of_us,
        window_us=(args.window or DEFAULT_WINDOW) * 1_000_000,
        codes=_buying(asked),
        mapped=asked.mapped or (),
        marks=asked.marks,
    )
    found = tuple(
        ProductPair(first=p.first, then=p.then, customers=p.customers, median_seconds=seconds(p.median_us))
        for p in pairs(purchases, sources.events)
    )
    if not found and not sources.events.dimension_values("product", 1):
        raise ToolError("no_products")
    first, then = _products(args, found)
    if first is None or then is None:
        basis = events_basis(args, asked, sources, customers=0, rule=RULE, window_seconds=args.window or DEFAULT_WINDOW)
        return CrossSellTimingResult(first=first, then=then, pairs=found, basis=basis)
    return _timing(args, first, then, found, purchases, asked, sources)


def _buying(asked: Asked) -> tuple[int, ...] | None:
    """Codes of the buying stage; None without a journey or where no event reaches it."""
    if asked.journey is None:
        return None
    stages = [stage for stage in asked.journey.stages if stage.role == "buy"]
    return tuple(code for stage in stages for code in codes_at(asked.placed, asked.codes, stage.slug)) or None


def _products(args: CrossSellTimingArgs, found: tuple[ProductPair, ...]) -> tuple[str | None, str | None]:
    """The named ones, completed by the most frequent pair that holds the one that is named."""
    fits = [
        pair
        for pair in found
        if (args.first is None or same_key(pair.first) == same_key(args.first))
        and (args.then is None or same_key(pair.then) == same_key(args.then))
    ]
    best = fits[0] if fits else None
    return args.first or (best.first if best else None), args.then or (best.then if best else None)


def _timing(
    args: CrossSellTimingArgs, first: str, then: str, found: tuple[ProductPair, ...], purchases: Purchases,
    asked: Asked, sources: Sources,
) -> CrossSellTimingResult:  # fmt: skip
    known = values_known("product", SPELLINGS, sources)
    names = [spelled_in(known, "product", name, frozenset((same_key(name),))) for name in (first, then)]
    asked_for = Purchases(**{**vars(purchases), "first": names[0], "then": names[1]})
    counted = followed(asked_for, sources.events)
    weeks = _weeks(asked_for, sources)
    ranked = [week for week in weeks if week.at_risk >= args.min_n and week.bought and week.share is not None]
    scores = {
        s: n
        for s, n in scores_then(asked_for, sources.events, SCORE_SPAN_US).items()
        if CSAT_SCALE[0] <= s <= CSAT_SCALE[1]
    }
    given = csat(scores)
    return CrossSellTimingResult(
        first=first,
        then=then,
        pairs=found,
        within=rate(counted.bought, counted.n),
        together=counted.together,
        median_seconds=seconds(counted.p50),
        p25_seconds=seconds(counted.p25),
        p75_seconds=seconds(counted.p75),
        hazard=weeks,
        best_week=max(ranked, key=lambda week: (week.share or 0, -week.week)).week if ranked else None,
        before=_before(asked_for, asked, sources),
        satisfied=rate(given.satisfied, given.n) if given else Rate(),
        basis=events_basis(
            args, asked, sources,
            customers=counted.n + counted.open,
            rule=RULE,
            window_seconds=asked_for.window_us // 1_000_000,
            excluded=(Excluded(why="still_open", n=counted.open), Excluded(why="consent_denied", n=counted.denied)),
        ),
    )  # fmt: skip


def _weeks(purchases: Purchases, sources: Sources) -> tuple[WeekHazard, ...]:
    ends = by_week(purchases, sources.events)
    last = max((week for week, bought, _ in ends if bought), default=-1)
    return tuple(
        WeekHazard(week=place + 1, at_risk=one.at_risk, bought=one.finished, share=one.rate)
        for place, one in enumerate(hazards(ends, range(last + 2)))
    )


def _before(purchases: Purchases, asked: Asked, sources: Sources) -> tuple[BeforeIt, ...]:
    if asked.journey is None:
        return ()
    titles = {stage.slug: stage.title for stage in asked.journey.stages}
    at = {asked.codes[name]: titles[place.stage] for name, place in asked.placed.items()}
    counts: dict[str, int] = {}
    for code, n in places_before(purchases, sources.events).items():
        counts[at[code]] = counts.get(at[code], 0) + n
    return tuple(
        BeforeIt(stage=stage, customers=n) for stage, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )


TOOL = Tool("cross_sell_timing", CrossSellTimingArgs, CrossSellTimingResult, run)
