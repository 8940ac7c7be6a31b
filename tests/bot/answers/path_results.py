"""Results of the tools about paths and channels, worked out by hand."""

from datetime import date

from tests.bot.answers.results import BASIS, rate
from tools.channel_preference import ChannelLine, ChannelPreferenceResult, GroupUse
from tools.critical_touchpoints import Contribution, CriticalTouchpointsResult, Lost, Refused, Revenue
from tools.kit import Excluded
from tools.path_forward import Connection, Move, Path, PathForwardResult, StageForward
from tools.reality_check import Evidence, Health, MoodCheck, OffMap, RealityCheckResult, Unused, Way
from tools.satisfaction import Score

CREDIT = CriticalTouchpointsResult(
    goal="Pay",
    by="touchpoint",
    models=("last", "linear", "markov"),
    contributions=(
        Contribution(
            name="Product page", stage="browse", credits={"last": 100, "linear": 180.5, "markov": 160.25}, touched=390,
            first=200, last=100, assists=290, alone=12, not_converted=700, removal_effect=0.61,
        ),
        Contribution(
            name="Newsletter", stage="browse", credits={"last": 312, "linear": 231.5, "markov": 251.75}, touched=350,
            first=212, last=312, assists=38, alone=40, not_converted=20, removal_effect=0.5,
        ),
        Contribution(
            name="Fair", credits={"last": 0, "linear": 0, "markov": 0}, touched=0, first=0, last=0, assists=0, alone=0,
            not_converted=7, removal_effect=0.0, small=True,
        ),
    ),
    conversions=412,
    untouched=9,
    not_converted=782,
    still_open=41,
    basis=BASIS.model_copy(update={"rule": "touches before the first conversion", "excluded": ()}),
)  # fmt: skip
FEW_PATHS = CREDIT.model_copy(
    update={
        "models": ("last", "linear"),
        "refused": (Refused(model="markov", paths=212, needed=300), Refused(model="shapley", paths=212, needed=300)),
        "lost": Lost(name="Newsletter", conversions=None, effect=None, touched=350, alone=40),
    }
)
WITHOUT = CREDIT.model_copy(
    update={"lost": Lost(name="Newsletter", conversions=206.0, effect=0.5, touched=350, alone=40)}
)
NO_CREDIT = CREDIT.model_copy(update={"contributions": (), "conversions": 0, "untouched": 0})
REVENUE = CREDIT.model_copy(
    update={
        "contributions": tuple(
            one.model_copy(
                update={
                    "revenue": (Revenue(currency="EUR", total=5000, credits={"last": n, "linear": n, "markov": n}),)
                }
            )
            for one, n in zip(CREDIT.contributions, (2000.0, 3000.0, 0.0), strict=True)
        ),
        "revenue": (Revenue(currency="EUR", total=5000),),
    }
)
CHANNEL_CREDIT = CREDIT.model_copy(
    update={
        "by": "channel",
        "contributions": tuple(
            one.model_copy(update={"name": name})
            for one, name in zip(CREDIT.contributions, ("website", "email", "fair"), strict=True)
        ),
    }
)

STAGES = (
    StageForward(
        name="browse", title="Browse", next_step="Ask for a demo", findable="easy", measured=True,
        ended=rate(200, 800), still_open=12,
    ),
    StageForward(name="cart", title="Cart", measured=True, ended=rate(300, 500), still_open=9),
    StageForward(name="pay", title="Pay", next_step="Rate us", findable="hidden", measured=True, final=True,
                 ended=rate(150, 150)),
)  # fmt: skip
FORWARD = PathForwardResult(
    stages=STAGES,
    places=("Browse", "Cart", "Pay"),
    moves=(
        Move(start="Browse", end="Cart", n=600, share=0.75, median_seconds=5_400),
        Move(start="Cart", end=None, n=300, share=0.6),
        Move(start="Browse", end=None, n=200, share=0.25),
        Move(start="Cart", end="Pay", n=150, share=0.3, median_seconds=86_400),
        Move(start="Cart", end="Browse", n=50, share=0.1, median_seconds=60, back=True),
        Move(start="Browse", end="Browse", n=40, median_seconds=30),
    ),
    loops=(Connection(start="Search", end="Product page", n=31),),
    drawn=(
        Connection(start="Search", end="Fair", n=0),
        Connection(start="Search", end="Address form", n=20, share=0.1),
    ),
    undrawn=(Connection(start="Product page", end="Coupon", n=45, share=0.2),),
    paths=(Path(places=("Search", "Product page", "Coupon"), n=33),),
    paths_counted=120,
    basis=BASIS.model_copy(update={"rule": "each visit to the next", "excluded": (Excluded(why="still_open", n=21),)}),
)
MAP_ONLY = PathForwardResult(
    stages=tuple(StageForward(name=s.name, title=s.title, next_step=s.next_step, findable=s.findable) for s in STAGES),
    map_only=True,
    basis=BASIS.model_copy(update={"data_sets": (), "off_the_map": None, "excluded": ()}),
)

LIKED = Score(value=0.8, low=0.7, high=0.88, mean=4.1, n=90, good=72, middle=10, bad=8)
LINES = (
    ChannelLine(
        channel="website", customers=600, customer_share=rate(600, 1_203), visits=2_000, visit_share=0.8,
        seconds_per_customer=840, conversions=300, conversion_share=0.75, preferred_by=("Busy parent",), liked=LIKED,
    ),
    ChannelLine(
        channel="store", customers=400, customer_share=rate(400, 1_203), visits=490, visit_share=0.196, conversions=100,
        conversion_share=0.25,
    ),
    ChannelLine(
        channel="fair", customers=7, customer_share=rate(7, 1_203), visits=10, visit_share=0.004, conversions=0,
        conversion_share=0.0, small=True,
    ),
)  # fmt: skip
CHANNELS = ChannelPreferenceResult(
    channels=LINES,
    goal="Pay",
    conversions=400,
    metric="csat",
    also_preferred=(("Student", "Instagram"),),
    basis=BASIS.model_copy(update={"rule": "every visit by its channel", "excluded": ()}),
)
CHANNELS_BY_PERSONA = CHANNELS.model_copy(
    update={
        "breakdown": "persona",
        "metric": None,
        "groups": (
            GroupUse(value="Busy parent", customers=700, visits=1_500, channels=LINES[:2]),
            GroupUse(value="Maria", customers=8, visits=20, channels=LINES[1:2], small=True),
        ),
    }
)

REALITY = RealityCheckResult(
    health=(
        Health(part="fit", state="look", hits=600, n=1_203),
        Health(part="touchpoints", state="look", hits=3, n=4),
        Health(part="events", state="well", hits=950, n=1_000),
        Health(part="moods", state="look", hits=0, n=1),
        Health(part="evidence", state="look", hits=3, n=9),
        Health(part="age", state="unknown"),
    ),
    drawn_rule="edges",
    fits=rate(600, 1_203),
    finished=210,
    elsewhere=40,
    astray=(Connection(start="Search", end="Coupon", n=88, share=0.3),),
    ways=(Way(places=("Browse", "Cart"), customers=300),),
    different_ways=17,
    unused=(Unused(touchpoint="Fair", stage="Browse"),),
    unmeasured=("Friends", "Letter"),
    touchpoints=6,
    events=1_000,
    events_on_map=950,
    off_map=(OffMap(event="page_viewed", customers=120, events=340),),
    moods=(
        MoodCheck(title="Coupon", drawn=1.0, metric="csat", score=2.9, measured_mood=-0.1, n=214, contradicts=True),
    ),
    evidence=Evidence(
        backed=3, items=9, pieces=4, old=2, newest_on=date(2026, 9, 12), oldest_on=date(2026, 1, 3), review_days=60
    ),
    basis=BASIS.model_copy(update={"rule": "all visits against the drawing", "excluded": ()}),
)
NO_EVENTS = REALITY.model_copy(
    update={
        "drawn_rule": None, "fits": rate(0, 0), "astray": (), "ways": (), "unused": (), "off_map": (), "moods": (),
        "health": tuple(Health(part=line.part, state="unknown") for line in REALITY.health),
        "evidence": Evidence(backed=0, items=9, pieces=0, old=0, review_days=60),
    }
)  # fmt: skip
