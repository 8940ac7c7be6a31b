"""How engaged are customers? Visits by channel, active customers, mails opened and clicked, comments, likes, shares."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from pydantic import Field

from storage.model.types import Model
from tools.activity import (
    SOCIAL,
    Activity,
    Done,
    Mails,
    done,
    done_by_group,
    done_by_span,
    mails,
    social,
)
from tools.asked import Asked, asked_breakdown, journey_if_any, look_up, persona_names, stage_named, step_named
from tools.basis import events_basis, rate
from tools.buckets import Per, local_day, spans
from tools.groups import group_title, group_values
from tools.kit import MAX_GROUPS, SPLIT_BY, Basis, Breakdown, JourneyArgs, Period, Rate, Sources, Tool
from tools.visits import codes_at

DEFAULT_DAYS = 30
RULE = "each event is a visit"


class EngagementArgs(JourneyArgs):
    """Visits are events on the map; without a map all events. Default period: the last 30 days of the data."""

    touchpoint: str | None = Field(None, description="Only visits of this touchpoint or event.")
    breakdown: Breakdown | None = Field(None, description=f"{SPLIT_BY[:-1]}; default: by channel.")
    per: Per | None = Field(None, description="Visits and active customers per day, week or month.")


class Figures(Model):
    """Visits, and the different customers who made them."""

    visits: int
    customers: int
    per_customer: float | None = Field(None, description="Visits a customer.")


class Change(Model):
    """Now against before, 0.1 = a tenth more; None where there was nothing before."""

    visits: float | None = None
    customers: float | None = None


class GroupFigures(Model):
    """One value of the breakdown; `before` is the period before, None where the data do not reach back so far."""

    value: str
    values: tuple[str, ...] = ()
    now: Figures
    before: Figures | None = None
    change: Change | None = None


class SpanFigures(Model):
    """One day, week or month; `partial`: not wholly inside the period and the data."""

    starts_on: date
    now: Figures
    partial: bool = False


class MailFigures(Model):
    """A mail is a campaign to a customer. Opened and clicked since the delivery; shares of the mails delivered."""

    opened: Rate
    clicked: Rate


class SocialFigures(Model):
    """Comments, likes or shares, as counted elsewhere and imported."""

    metric: str
    now: int
    before: int | None = None


class EngagementResult(Model):
    """The period and, where the data reach back so far, the one of the same length before it."""

    period: Period
    period_before: Period | None = None
    now: Figures
    before: Figures | None = None
    change: Change | None = None
    breakdown: str
    groups: tuple[GroupFigures, ...] = ()
    more_groups: int = Field(0, description="Groups beyond those shown, which have most visits.")
    over_time: tuple[SpanFigures, ...] = ()
    mail: MailFigures | None = None
    mail_before: MailFigures | None = None
    social: tuple[SocialFigures, ...] = ()
    basis: Basis


def run(args: EngagementArgs, sources: Sources) -> EngagementResult:
    """Raises MapNotFound, ToolError (no_events, unknown_step, unknown_property …)."""
    asked = look_up(args, sources, journey_if_any(args, sources))
    period = _period(args, asked, sources)
    earlier = _before(period, sources)
    activity = Activity(_visits(args, asked), asked.as_of_us, asked.entry, asked.marks)
    now, before = _between(activity, period, sources), _between(activity, earlier, sources) if earlier else None
    assert now is not None
    breakdown, groups, more = _groups(args, asked, now, before, sources)
    mail, mail_before = _mail(now, asked, sources), _mail(before, asked, sources) if before else None
    here, there = done(now, sources.events), done(before, sources.events) if before else None
    return EngagementResult(
        period=period,
        period_before=earlier,
        now=_figures(here),
        before=_figures(there) if there else None,
        change=_change(here, there) if there else None,
        breakdown=breakdown,
        groups=groups,
        more_groups=more,
        over_time=_over_time(args, now, sources) if args.per else (),
        mail=mail,
        mail_before=mail_before if mail else None,
        social=_social(args, period, earlier, asked, sources),
        basis=events_basis(
            args.model_copy(update={"period": period}), asked, sources,
            customers=here.customers,
            rule=RULE,
        ),
    )  # fmt: skip


def _period(args: EngagementArgs, asked: Asked, sources: Sources) -> Period:
    """With both ends: what is open reaches to the ends of the data."""
    first, last = _first_day(sources), local_day(asked.as_of_us, sources.zone) + timedelta(days=1)
    if args.period is None:
        return Period(start=last - timedelta(days=DEFAULT_DAYS), end=last)
    start, end = args.period.start or first, args.period.end or last
    return Period(start=start, end=max(end, start + timedelta(days=1)))


def _first_day(sources: Sources) -> date:
    times = [line.from_us for line in sources.events.data_sets() if line.from_us is not None]
    return local_day(min(times), sources.zone)


def _before(period: Period, sources: Sources) -> Period | None:
    """The days before, as many; None where the data begin later."""
    assert period.start and period.end
    start = period.start - (period.end - period.start)
    return Period(start=start, end=period.start) if start >= _first_day(sources) else None


def _visits(args: EngagementArgs, asked: Asked) -> tuple[int, ...] | None:
    if args.touchpoint:
        return step_named(asked, args.touchpoint).codes
    if args.stage and asked.journey:
        return step_named(asked, stage_named(asked.journey, args.stage).slug).codes
    return asked.mapped


def _between(activity: Activity, period: Period, sources: Sources) -> Activity:
    start_us, end_us = period.bounds_us(sources.zone)
    return activity.between(cast("int", start_us), cast("int", end_us))


def _groups(
    args: EngagementArgs, asked: Asked, now: Activity, before: Activity | None, sources: Sources
) -> tuple[str, tuple[GroupFigures, ...], int]:
    """The name of the breakdown, the groups with most visits first, and how many more there are."""
    split = args.breakdown or ("channel",)
    titles: dict[object, str] = {}
    if split == ("stage",):
        if asked.journey is None:
            return "stage", (), 0
        places = [(s.title, codes_at(asked.placed, asked.codes, s.slug)) for s in asked.journey.stages]
        places = [(title, codes) for title, codes in places if codes]
        titles = {i: title for i, (title, _) in enumerate(places)}
        grouped = replace(now, places=tuple(codes for _, codes in places))
    else:
        by, names = asked_breakdown(split, sources), persona_names(split, sources)
        grouped = replace(now, breakdown=by, persona_names=names)
    here = done_by_group(grouped, sources.events)
    there = done_by_group(replace(grouped, entry=before.entry), sources.events) if before else {}
    ordered = sorted(here, key=lambda group: (-here[group].visits, str(group)))
    shown = ordered[: args.top_n or MAX_GROUPS]
    groups = tuple(
        GroupFigures(
            value=titles.get(group) or group_title(group),
            values=(titles[group],) if group in titles else group_values(group),
            now=_figures(here[group]),
            before=_figures(there.get(group, Done(0, 0))) if before else None,
            change=_change(here[group], there.get(group, Done(0, 0))) if before else None,
        )
        for group in shown
    )
    return ", ".join(split), groups, len(ordered) - len(shown)


def _over_time(args: EngagementArgs, now: Activity, sources: Sources) -> tuple[SpanFigures, ...]:
    assert args.per is not None
    last_us = min(now.entry.end_us - 1, now.as_of_us)
    if last_us < now.entry.start_us:
        return ()
    found = spans(now.entry.start_us, last_us, args.per, sources.zone)
    counted = done_by_span(now, found, sources.events)
    return tuple(
        SpanFigures(
            starts_on=span.starts_on,
            now=_figures(counted.get(k, Done(0, 0))),
            partial=span.start_us < now.entry.start_us or span.end_us - 1 > last_us,
        )
        for k, span in enumerate(found, 1)
    )


def _mail(asked: Activity, ground: Asked, sources: Sources) -> MailFigures | None:
    counted = mails(asked, ground.codes, sources.events)
    if counted is None or not counted.delivered:
        return None
    return MailFigures(opened=_share(counted.opened, counted), clicked=_share(counted.clicked, counted))


def _share(hits: int, counted: Mails) -> Rate:
    return rate(hits, counted.delivered)


def _social(
    args: EngagementArgs, period: Period, earlier: Period | None, asked: Asked, sources: Sources
) -> tuple[SocialFigures, ...]:
    """Counted elsewhere, so nothing but time and channel can narrow it."""
    columns = dict(asked.entry.columns)
    channels = columns.pop("channel", ())
    if columns or asked.entry.properties or asked.entry.traits or args.stage or args.touchpoint:
        return ()
    start_us, end_us = cast("tuple[int, int]", period.bounds_us(sources.zone))
    now = social(start_us, end_us, args.period is None, channels, sources.events)
    before: dict[str, int] = {}
    if earlier:
        start_us, end_us = cast("tuple[int, int]", earlier.bounds_us(sources.zone))
        before = social(start_us, end_us, False, channels, sources.events)
    return tuple(
        SocialFigures(metric=metric, now=now.get(metric, 0), before=before.get(metric) if earlier else None)
        for metric in SOCIAL
        if metric in now or metric in before
    )


def _figures(counted: Done) -> Figures:
    per_customer = counted.visits / counted.customers if counted.customers else None
    return Figures(visits=counted.visits, customers=counted.customers, per_customer=per_customer)


def _change(now: Done, before: Done) -> Change:
    changes = (here / there - 1 if there else None for here, there in zip(now, before, strict=True))
    return Change(**dict(zip(Done._fields, changes, strict=True)))


TOOL = Tool("engagement", EngagementArgs, EngagementResult, run)
