"""Results worked out by hand, for the answer tests."""

from datetime import UTC, date, datetime

from tools.contents import FoundItem
from tools.conversion_rate import ConversionRateResult, GroupRate, PeriodRate
from tools.drop_off import Difference, DropOffResult, Explanation, Group, Step
from tools.journey_length import JourneyLengthResult, Length
from tools.kit import Basis, DataSetLine, Excluded, Period, Rate
from tools.map_lookup import FoundMap, FoundStage, MapLookupResult
from tools.pain_points import PainPointsResult, RankedPain

AS_OF = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
BASIS = Basis(
    journey="Checkout",
    map_id="checkout",
    version=3,
    period=Period.read("2026-10"),
    as_of=AS_OF,
    data_sets=(DataSetLine(title="Shop events", rows=20_000, newest=AS_OF),),
    customers=1_244,
    window_seconds=30 * 86_400,
    rule="any entry, ordered",
    excluded=(Excluded(why="still_open", n=41),),
    off_the_map=0.12,
)
DAY = 86_400


def rate(hits: int, n: int, low: float | None = None, high: float | None = None) -> Rate:
    return Rate(value=hits / n if n else None, low=low, high=high, hits=hits, n=n)


def steps(*reached: int, names: tuple[str, ...] = ("browse", "cart", "pay")) -> tuple[Step, ...]:
    """A funnel from the numbers who reached each step."""
    made = []
    for i, n in enumerate(reached):
        before = reached[i - 1] if i else n
        lost = n - reached[i + 1] if i + 1 < len(reached) else None
        made.append(
            Step(
                name=names[i],
                title=names[i].title(),
                reached=n,
                from_previous=rate(n, before),
                from_start=rate(n, reached[0]),
                lost=lost,
                median_seconds=None if lost is None else 5_400.0 * (i + 1),
            )
        )
    return tuple(made)


FUNNEL = DropOffResult(
    steps=(steps(1_203, 800, 412)[0].model_copy(update={"still_open": 41}), *steps(1_203, 800, 412)[1:]),
    worst="cart",
    basis=BASIS,
)
BY_PERSONA = FUNNEL.model_copy(
    update={
        "breakdown": "persona",
        "groups": (
            Group(value="Busy parent", steps=steps(700, 500, 150), worst="cart"),
            Group(value="Student", steps=steps(496, 296, 260), worst="cart"),
            Group(value="Maria", steps=steps(7, 4, 2), small=True),
        ),
        "difference": Difference(step="cart", p=0.00012, groups=2),
    }
)
BY_PERSONA_AND_DEVICE = FUNNEL.model_copy(
    update={
        "breakdown": "persona, device",
        "groups": tuple(
            Group(
                value=f"{persona} · {device}",
                values=(persona, device),
                steps=steps(reached, reached - 40, reached - 50 - 10 * place),
                worst="cart",
            )
            for place, (persona, device, reached) in enumerate(
                (
                    ("Curious Colleen of the North", "mobile", 300),
                    ("Curious Colleen of the North", "desktop", 250),
                    ("Curious Colleen of the South", "mobile", 200),
                    ("Curious Colleen of the South", "desktop", 160),
                    ("Busy parent", "mobile", 150),
                    ("Busy parent", "desktop", 140),
                    ("(unknown)", "(unknown)", 130),
                )
            )
        ),
        "difference": Difference(step="cart", p=0.00012, groups=7),
    }
)
EXPLAINED = FUNNEL.model_copy(
    update={
        "explanation": Explanation(
            pain_points=("The form is too long",),
            evidence=("I gave up at the address",),
            last_events=(("view_cart", 120),),
        )
    }
)
CONVERSION = ConversionRateResult(
    start="Browse", goal="Pay", rate=rate(412, 1_203, 0.316, 0.37), still_open=41, median_seconds=2.1 * DAY, basis=BASIS
)
CONVERSION_BY_DEVICE = CONVERSION.model_copy(
    update={
        "breakdown": "device",
        "groups": (
            GroupRate(value="desktop", rate=rate(300, 600)),
            GroupRate(value="mobile", rate=rate(112, 600)),
            GroupRate(value="tablet", rate=rate(3, 3), small=True),
        ),
    }
)
CONVERSION_PER_WEEK = CONVERSION.model_copy(
    update={
        "over_time": (
            PeriodRate(starts_on=date(2026, 10, 19), rate=rate(100, 250)),
            PeriodRate(starts_on=date(2026, 10, 26), rate=rate(20, 200), partial=True),
        )
    }
)
LENGTH = JourneyLengthResult(
    start="Browse",
    goal="Pay",
    overall=Length(
        n=412,
        open=60,
        median_seconds=2 * DAY + 3 * 3_600,
        p25_seconds=3_600,
        p75_seconds=4 * DAY,
        p90_seconds=20 * DAY,
        mean_seconds=3 * DAY,
        median_visits=6.5,
        median_all_seconds=2 * DAY + 9 * 3_600,
    ),
    breakdown="persona",
    groups=(
        Length(value="Busy parent", n=200, open=3, median_seconds=3 * DAY),
        Length(value="Student", n=205, open=2, median_seconds=DAY),
        Length(value="Maria", n=7, open=0, median_seconds=9 * DAY, small=True),
    ),
    basis=BASIS.model_copy(update={"customers": 472, "excluded": (Excluded(why="still_open", n=60),)}),
)
PAIN = RankedPain(
    title="The form is too long",
    slug="form",
    map_id="checkout",
    journey="Checkout",
    stage="Cart",
    touchpoint="Address form",
    channel="website",
    severity=4.0,
    frequency=3.5,
    customers=800,
    reach=0.665,
    score=9.31,
    status="open",
    confidence="partial",
    evidence=("I gave up at the address",),
)
GUESS = PAIN.model_copy(
    update={
        "title": "Delivery is late",
        "slug": "late",
        "confidence": "assumption",
        "severity": None,
        "customers": None,
        "reach": None,
        "score": 2.0,
    }
)
PAINS = PainPointsResult(
    pains=(PAIN, GUESS), total=8, assumptions=3, breakdown="stage", groups=(("Cart", 6), ("Pay", 2)), basis=BASIS
)
MAP = FoundMap(
    map_id="checkout",
    title="Checkout",
    type="current_state",
    status="draft",
    version=3,
    owner="Ana",
    personas=("Busy parent",),
    stages=("Browse", "Cart", "Pay"),
    touchpoints=4,
    lowest="Cart",
    lowest_score=-1.5,
    changed_at=AS_OF,
)
MAP_LIST = MapLookupResult(maps=(MAP,), total=1, basis=Basis())
OUTLINE = MapLookupResult(
    maps=(MAP,),
    outline=(
        FoundStage(slug="browse", title="Browse", mood=1.0, touchpoints=("Search", "Product page"), pain_points=()),
        FoundStage(
            slug="cart",
            title="Cart",
            mood=-1.5,
            touchpoints=("Address form", "Coupon"),
            pain_points=("The form is too long",),
        ),
        FoundStage(slug="pay", title="Pay", mood=None, touchpoints=(), pain_points=()),
    ),
    total=1,
    basis=BASIS,
)
QUOTES = MapLookupResult(
    found=(FoundItem(kind="evidence", text="It took 3 weeks", journey="Checkout", who="Interview 4", on="2026-09-01"),),
    total=12,
    hidden=2,
    basis=BASIS,
)
