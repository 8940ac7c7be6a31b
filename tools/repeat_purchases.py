"""Who buys B after A, and when? One row a customer: the first purchase of A and the next one of B at or after it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from tools.groups import in_time
from tools.marks import NO_MARKS, Marks, MarkShapes, marked_tables
from tools.narrowing import Narrowing, NarrowingShape, conditions
from tools.query import Query, code_values, has_code, number, text

if TYPE_CHECKING:
    import ibis

    from storage.event_tables import EventTables
    from storage.events import EventsToRead

PAIRS = 10
WEEK_US = 7 * 86_400_000_000
DENIED = "denied"


@dataclass(frozen=True)
class Purchases:
    """What is a purchase: an event of `codes`, or with None one with an amount above zero. Times are microseconds.

    `first` and `then` are spellings of two products; both of the same product ask for buying it again.
    """

    entry: Narrowing
    as_of_us: int
    window_us: int
    codes: tuple[int, ...] | None = None
    mapped: tuple[int, ...] = ()
    first: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    marks: Marks = NO_MARKS

    @property
    def shape(self) -> PurchaseShape:
        """Equal for questions that share their SQL."""
        codes = None if self.codes is None else len(self.codes)
        return PurchaseShape(
            self.entry.shape, codes, len(self.mapped), len(self.first), len(self.then), self.marks.shape
        )

    def values(self) -> dict[str, int | str]:
        """What fills the SQL."""
        return {
            "as_of_us": self.as_of_us,
            "window_us": self.window_us,
            **self.entry.values(),
            **self.marks.values(),
            **code_values("order", self.codes or ()),
            **code_values("mapped", self.mapped),
            **{f"first_{i}": name for i, name in enumerate(self.first)},
            **{f"then_{i}": name for i, name in enumerate(self.then)},
        }


class PurchaseShape(NamedTuple):
    """What decides the SQL."""

    entry: NarrowingShape
    codes: int | None
    mapped: int
    first: int
    then: int
    marks: MarkShapes


class Pair(NamedTuple):
    """Customers who bought `then` right after `first`, with the median time between."""

    first: str
    then: str
    customers: int
    median_us: float | None


class Followed(NamedTuple):
    """Customers whose window is over: `n` bought the first, `bought` of them the second, `together` at the same moment.

    `open`: the window is not over. `denied`: customers who denied consent; they are in no other figure.
    """

    n: int
    bought: int
    together: int
    open: int
    denied: int
    p25: float | None
    p50: float | None
    p75: float | None


def pairs(purchases: Purchases, events: EventsToRead) -> list[Pair]:
    """The most frequent ones of two different products, customers first."""
    rows = _pairs_query(purchases.shape).run(events, purchases.values())
    found = [
        Pair(str(r["first"]), str(r["then"]), cast("int", r["customers"]), cast("float | None", r["median"]))
        for r in rows
    ]
    return sorted(found, key=lambda pair: (-pair.customers, pair.first, pair.then))


def followed(purchases: Purchases, events: EventsToRead) -> Followed:
    """How many bought the second, and when."""
    (row,) = _followed_query(purchases.shape).run(events, purchases.values())
    counts = (cast("int", row[name] or 0) for name in ("n", "bought", "together", "open", "denied"))
    return Followed(*counts, *(cast("float | None", row[name]) for name in ("p25", "p50", "p75")))


def by_week(purchases: Purchases, events: EventsToRead) -> list[tuple[int, int, int]]:
    """(week from 0, bought in it, last seen in it without having bought), also of windows that are open."""
    rows = _week_query(purchases.shape).run(events, purchases.values())
    return sorted((cast("int", r["week"]), cast("int", r["bought"]), cast("int", r["left"])) for r in rows)


def places_before(purchases: Purchases, events: EventsToRead) -> dict[int, int]:
    """Code of the last visit before the second purchase → customers. Nothing without a map."""
    if not purchases.mapped:
        return {}
    rows = _before_query(purchases.shape).run(events, purchases.values())
    return {cast("int", row["name"]): cast("int", row["customers"]) for row in rows}


def scores_then(purchases: Purchases, events: EventsToRead, span_us: int) -> dict[float, int]:
    """The buyers' last CSAT score in the `span_us` before the second purchase, with how many gave it."""
    (there,) = _any_score_query().run(events, {})
    if not there["n"]:
        return {}
    rows = _scores_query(purchases.shape).run(events, {**purchases.values(), "span_us": span_us})
    return {cast("float", row["score"]): cast("int", row["customers"]) for row in rows}


def _bought(tables: EventTables, shape: PurchaseShape) -> ibis.Table:
    """The purchases until the end of the data."""
    events = tables.events
    paid = events.revenue > 0 if shape.codes is None else has_code(events.name, "order", shape.codes)
    return events.filter(paid.fill_null(False), in_time(events.at_us))


def _is(events: ibis.Table, name: str, n: int) -> ibis.Value:
    return events["product"].isin([text(f"{name}_{i}") for i in range(n)])


def _allowed(tables: EventTables) -> ibis.Table:
    """Customers with what they said of consent."""
    return tables.customers.select(of=tables.customers.customer, consent=tables.customers.consent)


@lru_cache(maxsize=32)
def _pairs_query(shape: PurchaseShape) -> Query:
    """first, then, customers, median (microseconds)."""
    import ibis
    from ibis import _

    tables = marked_tables(shape.marks)
    bought = _bought(tables, shape)
    bought = bought.filter(bought["product"].notnull())
    order = ibis.window(group_by="customer", order_by=["at_us", "event_id"])
    let_in = ibis.and_(*conditions(bought, tables, shape.entry))
    nexts = bought.select(
        "customer", first=bought["product"], at=bought.at_us, counts=let_in,
        then=bought["product"].lead().over(order), then_us=bought.at_us.lead().over(order),
    )  # fmt: skip
    allowed = _allowed(tables)
    nexts = nexts.filter(nexts.counts, nexts.then.notnull(), nexts.first != nexts.then)
    nexts = nexts.left_join(allowed, nexts.customer == allowed.of)
    nexts = nexts.filter(nexts.consent.fill_null("") != DENIED)
    grouped = nexts.group_by("first", "then").agg(customers=_.customer.nunique(), median=(_.then_us - _.at).median())
    return Query(grouped.order_by(_.customers.desc(), _.first, _.then).limit(PAIRS))


def _ways(shape: PurchaseShape) -> ibis.Table:
    """customer, t0, t1 (null where there is none), denied."""
    tables = marked_tables(shape.marks)
    bought = _bought(tables, shape)
    begun = bought.filter(_is(bought, "first", shape.first), *conditions(bought, tables, shape.entry))
    begun = begun.group_by("customer").agg(t0=begun.at_us.min())
    firsts = begun.select(of="customer", since="t0")
    later = bought.filter(_is(bought, "then", shape.then)).inner_join(firsts, bought.customer == firsts.of)
    later = later.filter(later.at_us >= later.since, ~(_is(later, "first", shape.first) & (later.at_us == later.since)))
    later = later.group_by("of").agg(t1=later.at_us.min())
    allowed = _allowed(tables).rename(who="of")
    ways = begun.left_join(later, begun.customer == later.of).drop("of")
    ways = ways.left_join(allowed, ways.customer == allowed.who)
    return ways.mutate(denied=ways.consent.fill_null("") == DENIED).select("customer", "t0", "t1", "denied")


@lru_cache(maxsize=32)
def _followed_query(shape: PurchaseShape) -> Query:
    """One row with the columns of `Followed`."""
    ways = _ways(shape)
    closed = ~ways.denied & (ways.t0 + number("window_us") <= number("as_of_us"))
    took = ways.t1 - ways.t0
    hit = closed & (took <= number("window_us")).fill_null(False)
    return Query(
        ways.agg(
            n=ways.count(where=closed),
            bought=ways.count(where=hit),
            together=ways.count(where=hit & (took == 0)),
            open=ways.count(where=~ways.denied & ~closed),
            denied=ways.count(where=ways.denied),
            p25=took.quantile(0.25, where=hit),
            p50=took.quantile(0.5, where=hit),
            p75=took.quantile(0.75, where=hit),
        )
    )


@lru_cache(maxsize=32)
def _week_query(shape: PurchaseShape) -> Query:
    """week, bought, left."""
    import ibis

    ways = _ways(shape)
    ways = ways.filter(~ways.denied)
    took = ways.t1 - ways.t0
    hit = (took <= number("window_us")).fill_null(False)
    watched = ibis.least(number("as_of_us") - ways.t0, number("window_us"))
    ways = ways.mutate(hit=hit, week=(hit.ifelse(took, watched) // WEEK_US).cast("int64"))
    return Query(ways.group_by("week").agg(bought=ways.count(where=ways.hit), left=ways.count(where=~ways.hit)))


def _buyers(shape: PurchaseShape) -> ibis.Table:
    """Those who bought the second within the window: buyer, since, until."""
    ways = _ways(shape)
    hit = ways.filter(~ways.denied, (ways.t1 - ways.t0 <= number("window_us")).fill_null(False))
    return hit.select(buyer="customer", since="t0", until="t1")


@lru_cache(maxsize=32)
def _before_query(shape: PurchaseShape) -> Query:
    """name, customers: the last visit since the first purchase and before the second."""
    import ibis
    from ibis import _

    events = marked_tables(shape.marks).events
    buyers = _buyers(shape)
    seen = events.filter(has_code(events.name, "mapped", shape.mapped)).inner_join(
        buyers, events.customer == buyers.buyer
    )
    seen = seen.filter(seen.at_us >= seen.since, seen.at_us < seen.until)
    order = ibis.window(group_by="customer", order_by=[seen.at_us.desc(), seen.event_id.desc()])
    last = seen.mutate(place=ibis.row_number().over(order)).filter(_.place == 0)
    return Query(last.group_by("name").agg(customers=last.count()))


@lru_cache(maxsize=1)
def _any_score_query() -> Query:
    """n: CSAT scores of anybody."""
    from storage.event_tables import event_tables

    given = event_tables().feedback
    return Query(given.agg(n=given.count(where=(given.kind == "csat") & given.score.notnull())))


@lru_cache(maxsize=32)
def _scores_query(shape: PurchaseShape) -> Query:
    """score, customers."""
    import ibis
    from ibis import _

    feedback = marked_tables(shape.marks).feedback
    buyers = _buyers(shape)
    given = feedback.filter(feedback.kind == "csat", feedback.score.notnull())
    given = given.inner_join(buyers, given.customer == buyers.buyer)
    given = given.filter(given.at_us <= given.until, given.at_us >= given.until - number("span_us"))
    order = ibis.window(group_by="customer", order_by=[given.at_us.desc(), given.feedback_id.desc()])
    last = given.mutate(place=ibis.row_number().over(order)).filter(_.place == 0)
    return Query(last.group_by("score").agg(customers=last.count()))
