"""When do customers leave, what did they visit last, which reasons do they give? Given and correlated stay apart."""

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from storage.model.types import Model
from tools.asked import Asked, event_codes, journey_if_any, look_up, stage_named
from tools.basis import events_basis, moment, rate, seconds
from tools.departures import Departures, bought_again, departures, last_places, returns
from tools.event_words import RETURNING, closing_names, says
from tools.illustrations import Illustration, illustrations
from tools.kit import Basis, DataSetLine, Excluded, JourneyArgs, Rate, Sources, Tool, Window
from tools.reasons_said import told_apart
from tools.statistics import chi_square_p, holm, lift
from tools.survival import hazards
from tools.themes import Line, themes
from tools.visits import Place, codes_at

RULE = "closing event, or silence longer than the quiet period"
DEFAULT_QUIET = 60 * 86_400
MOST_REASONS, MOST_TEXTS, QUOTES, ILLUSTRATED = 10, 5000, 2, 3
Missing = Literal["closing_events", "stayed", "reasons", "return_events", "return_reasons"]


class ChurnReasonsArgs(JourneyArgs):
    """Customers with an event that the filters let in; with `stage` an event of that stage. A plan is a filter.

    With `top_n` only so many reasons and touchpoints are given.
    """

    event: str | None = Field(
        None,
        description="The event, stage or touchpoint that closes; default: names as cancelled, closed, unsubscribed.",
    )
    quiet: Window | None = Field(
        None, description="Who was not seen for longer than this has left too, '60d'; default 60 days."
    )


class WeekLeft(Model):
    """Of those still there at the beginning of a week since the first event (from 1), how many left in it."""

    week: int
    at_risk: int
    left: int
    share: float | None = None


class LastTouch(Model):
    """A place among the last three visits, of those who left and of those who stayed. Correlated, not a cause.

    `lift` is the one share divided by the other, with its 95 % interval; None where nobody who stayed had it. `p` of
    the chi-square test, Holm-corrected over the places; `small`: fewer than `min_n` customers had it, so untested.
    """

    title: str
    left: Rate
    stayed: Rate
    lift: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    small: bool = False


class Reason(Model):
    """A theme of what customers said, `times` times; the first quote is the most frequent wording."""

    times: int
    share: float = Field(description="Of all reasons given.")
    quotes: tuple[str, ...]
    illustrations: tuple[Illustration, ...] = Field(
        (), description="Of the first reasons for leaving: evidence near in meaning, with its source; in no figure."
    )


class Returns(Model):
    """Things given back: events and customers; the median time is since the purchase before, of `after` events."""

    events: int
    customers: int
    after: int = 0
    median_seconds: float | None = None
    times: int = Field(0, description="Reasons given.")
    reasons: tuple[Reason, ...] = ()


class ChurnReasonsResult(Model):
    """`left`: of customers whose first event is older than `quiet`. `given` is said, `last_touchpoints` correlated."""

    left: Rate
    closed: int = Field(description="Left with a closing event.")
    quiet: int = Field(description="Left by silence.")
    stayed: int = Field(description="Seen within the quiet period; none of them has left.")
    still_open: int = Field(0, description="First event younger than the quiet period; in no figure.")
    came_back: int = Field(0, description="Closed, and seen again later; they count as left.")
    quiet_seconds: int
    closing_events: tuple[str, ...] = ()
    weeks: tuple[WeekLeft, ...] = ()
    worst_week: int | None = Field(None, description="Largest share among the weeks with min_n customers at risk.")
    given: tuple[Reason, ...] = ()
    times: int = Field(0, description="Reasons given for leaving.")
    more_reasons: int = Field(0, description="Themes left out of `given`.")
    reasons_of_others: int = Field(0, description="Reasons of customers who did not leave or are not asked about.")
    last_touchpoints: tuple[LastTouch, ...] = Field((), description="Highest lift first, small ones last.")
    returns: Returns | None = None
    bought_again: Rate = Field(Rate(), description="Of those who paid since their first event: more than once.")
    missing: tuple[Missing, ...] = Field((), description="What no import has brought yet.")
    basis: Basis


def run(args: ChurnReasonsArgs, sources: Sources) -> ChurnReasonsResult:
    """Raises MapNotFound, ToolError (no_events, unknown_step, unknown names)."""
    asked = look_up(args, sources, journey_if_any(args, sources))
    closing = _closing(args, asked)
    spots = _spots(asked)
    of = Departures(
        entry=asked.entry,
        as_of_us=asked.as_of_us,
        quiet_us=(args.quiet or DEFAULT_QUIET) * 1_000_000,
        start=_start(args, asked),
        closing=closing,
        returning=_coded(asked, (name for name in asked.codes if says(name, RETURNING))),
        buying=_buying(asked),
        places=tuple(codes for _, codes in spots),
        marks=asked.marks,
    )
    counted, ends = departures(of, sources.events)
    left = rate(counted.closed + counted.quiet, counted.closed + counted.quiet + counted.stayed)
    weeks = _weeks(ends)
    ranked = [week for week in weeks if week.at_risk >= args.min_n and week.left]
    leaving, returning, elsewhere = told_apart(of, asked, sources.events)
    given, times = _reasons(leaving)
    touches = _last(args, of, [title for title, _ in spots], asked, left, sources)
    back = _returns(of, returning, args.top_n, sources)
    bought, again = bought_again(of, sources.events)
    return ChurnReasonsResult(
        left=left,
        closed=counted.closed,
        quiet=counted.quiet,
        stayed=counted.stayed,
        still_open=counted.open,
        came_back=counted.back,
        quiet_seconds=of.quiet_us // 1_000_000,
        closing_events=tuple(sorted(title for title, code in asked.codes.items() if code in closing)),
        weeks=weeks,
        worst_week=max(ranked, key=lambda week: (week.share or 0, -week.week)).week if ranked else None,
        given=tuple(_illustrated(given[: args.top_n or MOST_REASONS], sources)),
        times=times,
        reasons_of_others=elsewhere,
        more_reasons=max(0, len(given) - (args.top_n or MOST_REASONS)),
        last_touchpoints=touches[: args.top_n],
        returns=back,
        bought_again=rate(again, bought),
        missing=_missing(closing, counted.stayed, times, back),
        basis=_basis(args, asked, left.n, counted.open, sources),
    )


def _closing(args: ChurnReasonsArgs, asked: Asked) -> tuple[int, ...]:
    if args.event:
        return event_codes(asked, [args.event])
    return _coded(asked, closing_names(asked.codes))


def _coded(asked: Asked, names: Iterable[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(also for name in names for also in asked.marks.also(asked.codes[name])))


def _start(args: ChurnReasonsArgs, asked: Asked) -> tuple[int, ...] | None:
    if not args.stage or asked.journey is None:
        return None
    return codes_at(asked.placed, asked.codes, stage_named(asked.journey, args.stage).slug)


def _buying(asked: Asked) -> tuple[int, ...]:
    stages = asked.journey.stages if asked.journey else ()
    return tuple(
        code for stage in stages if stage.role == "buy" for code in codes_at(asked.placed, asked.codes, stage.slug)
    )


def _spots(asked: Asked) -> list[tuple[str, tuple[int, ...]]]:
    """Title and codes of each touchpoint, and of each stage for the events that belong to none of its touchpoints."""
    found: dict[Place, list[int]] = {}
    for name, place in asked.placed.items():
        found.setdefault(place, []).append(asked.codes[name])
    stages = asked.journey.stages if asked.journey else ()
    spots = [(s.title, Place(s.slug)) for s in stages]
    spots += [(t.title, Place(s.slug, t.slug)) for s in stages for t in s.touchpoints]
    return [(title, tuple(found[place])) for title, place in spots if place in found]


def _weeks(ends: list[tuple[int, int, int]]) -> tuple[WeekLeft, ...]:
    """Up to the last week in which somebody left."""
    last = max((week for week, gone, _ in ends if gone), default=-1)
    return tuple(
        WeekLeft(week=place + 1, at_risk=one.at_risk, left=one.finished, share=one.rate)
        for place, one in enumerate(hazards(ends, range(last + 2)))
    )


def _last(
    args: ChurnReasonsArgs, of: Departures, titles: list[str], asked: Asked, left: Rate, sources: Sources
) -> tuple[LastTouch, ...]:  # fmt: skip
    """None where everybody left or everybody stayed: there is nobody to hold them against."""
    gone_n, stayed_n = left.hits, left.n - left.hits
    if not gone_n or not stayed_n:
        return ()
    names = titles or asked.titles
    counted = last_places(of, sources.events)
    tested = {
        place: p
        for place, (gone, stayed) in counted.items()
        if gone + stayed >= args.min_n
        and (p := chi_square_p([(gone, gone_n - gone), (stayed, stayed_n - stayed)])) is not None
    }
    corrected = dict(zip(tested, holm(list(tested.values())), strict=True))
    found = []
    for place, (gone, stayed) in counted.items():
        more = lift((stayed, stayed_n), (gone, gone_n))
        touch = LastTouch(
            title=names[place],
            left=rate(gone, gone_n),
            stayed=rate(stayed, stayed_n),
            lift=1 + more.value if more else None,
            low=1 + more.interval.low if more and more.interval else None,
            high=1 + more.interval.high if more and more.interval else None,
            p=corrected.get(place),
            small=gone + stayed < args.min_n,
        )
        found.append(touch)
    return tuple(sorted(found, key=_by_lift))


def _by_lift(touch: LastTouch) -> tuple[bool, float, int, str]:
    """Of those whom nobody who stayed visited the lift is without end."""
    return touch.small, -(float("inf") if touch.lift is None else touch.lift), -touch.left.hits, touch.title


def _reasons(lines: list[Line]) -> tuple[tuple[Reason, ...], int]:
    """Themes, most said first; beyond the most frequent texts each stands for itself and is only counted."""
    times = sum(line.times for line in lines)
    kept = sorted(lines, key=lambda line: (-line.times, line.text))[:MOST_TEXTS]
    found = tuple(
        Reason(times=theme.times, share=theme.times / times, quotes=theme.quotes[:QUOTES]) for theme in themes(kept)
    )
    return found, times


def _illustrated(given: tuple[Reason, ...], sources: Sources) -> Iterator[Reason]:
    for rank, reason in enumerate(given):
        found = illustrations(reason.quotes[0], (), sources) if rank < ILLUSTRATED else ()
        yield reason.model_copy(update={"illustrations": found})


def _returns(of: Departures, lines: list[Line], top_n: int | None, sources: Sources) -> Returns | None:
    """None where nothing was given back and nobody said why."""
    back = returns(of, sources.events)
    if not back.events and not lines:
        return None
    found, times = _reasons(lines)
    return Returns(
        events=back.events,
        customers=back.customers,
        after=back.after,
        median_seconds=seconds(back.median_us),
        times=times,
        reasons=found[: top_n or MOST_REASONS],
    )


def _basis(args: ChurnReasonsArgs, asked: Asked, n: int, still_open: int, sources: Sources) -> Basis:
    """Events, and the files in which customers said why."""
    excluded = (Excluded(why="still_open", n=still_open),)
    counted = events_basis(args, asked, sources, customers=n + still_open, rule=RULE, excluded=excluded)
    said = tuple(
        DataSetLine(title=data.title, rows=data.rows_stored, newest=moment(data.to_us), kind="feedback")
        for data in sources.events.data_sets()
        if data.rows_stored and data.kind == "feedback"
    )
    return counted.model_copy(update={"data_sets": (*counted.data_sets, *said)})


def _missing(closing: tuple[int, ...], stayed: int, times: int, back: Returns | None) -> tuple[Missing, ...]:
    lacking: dict[Missing, bool] = {
        "closing_events": not closing,
        "stayed": not stayed,
        "reasons": not times,
        "return_events": back is None or not back.events,
        "return_reasons": back is not None and not back.times,
    }
    return tuple(name for name, lacks in lacking.items() if lacks)


TOOL = Tool("churn_reasons", ChurnReasonsArgs, ChurnReasonsResult, run)
