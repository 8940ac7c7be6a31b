"""A tool's result in words: what was understood, the figure that answers, a chart, the basis, caveats, buttons."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.answers import (
    action_status,
    buttons,
    channel_preference,
    churn_reasons,
    compare,
    content_gaps,
    conversion_rate,
    critical_touchpoints,
    cross_sell_timing,
    drop_off,
    emotion_curve,
    engagement,
    evidence_debt,
    journey_length,
    map_lookup,
    opportunities,
    ownership,
    pain_points,
    path_forward,
    personas,
    reality_check,
    retention,
    revenue,
    satisfaction,
)
from bot.answers.buttons import SPLITS, follow_ups
from bot.answers.figures import listed, period, told
from bot.answers.group_names import in_words
from bot.answers.understood import all_caveats, basis_line, caveats, filters, reading
from bot.answers.unsplit import without_unknown_alone
from bot.questions.commands import Ask, Slots
from bot.reply import Buttons, Chart, Part, Reply, Table, Text
from prompts.loader import Words
from storage.model.types import Model
from tools.kit import Basis, JourneyArgs


class Teller(NamedTuple):
    """How the result of one tool is told."""

    parts: Callable[[Ask, Any, Words], tuple[Part, ...]]
    caveats: Callable[[Any, Words], tuple[str, ...]]
    rows: Callable[[Any, Words], Table]


TELLERS: dict[str, Teller] = {
    "drop_off": Teller(drop_off.parts, drop_off.caveats, drop_off.rows),
    "conversion_rate": Teller(conversion_rate.parts, conversion_rate.caveats, conversion_rate.rows),
    "journey_length": Teller(journey_length.parts, journey_length.caveats, journey_length.rows),
    "critical_touchpoints": Teller(critical_touchpoints.parts, critical_touchpoints.caveats, critical_touchpoints.rows),
    "channel_preference": Teller(channel_preference.parts, channel_preference.caveats, channel_preference.rows),
    "path_forward": Teller(path_forward.parts, path_forward.caveats, path_forward.rows),
    "reality_check": Teller(reality_check.parts, reality_check.caveats, reality_check.rows),
    "pain_points": Teller(pain_points.parts, pain_points.caveats, pain_points.rows),
    "content_gaps": Teller(content_gaps.parts, content_gaps.caveats, content_gaps.rows),
    "map_lookup": Teller(map_lookup.parts, map_lookup.caveats, map_lookup.rows),
    "evidence_debt": Teller(evidence_debt.parts, evidence_debt.caveats, evidence_debt.rows),
    "action_status": Teller(action_status.parts, action_status.caveats, action_status.rows),
    "ownership": Teller(ownership.parts, ownership.caveats, ownership.rows),
    "opportunities": Teller(opportunities.parts, opportunities.caveats, opportunities.rows),
    "personas": Teller(personas.parts, personas.caveats, personas.rows),
    "cross_sell_timing": Teller(cross_sell_timing.parts, cross_sell_timing.caveats, cross_sell_timing.rows),
    "revenue": Teller(revenue.parts, revenue.caveats, revenue.rows),
    "satisfaction": Teller(satisfaction.parts, satisfaction.caveats, satisfaction.rows),
    "churn_reasons": Teller(churn_reasons.parts, churn_reasons.caveats, churn_reasons.rows),
    "retention": Teller(retention.parts, retention.caveats, retention.rows),
    "engagement": Teller(engagement.parts, engagement.caveats, engagement.rows),
    "emotion_curve": Teller(emotion_curve.parts, emotion_curve.caveats, emotion_curve.rows),
    "compare": Teller(compare.parts, compare.caveats, compare.rows),
}
"""One for each tool of the catalogue."""


def answer(ask: Ask, result: Model, words: Words, zone: ZoneInfo, splits: Collection[str] = SPLITS) -> Reply:
    """One message for a thread. Every figure in it comes from `result`; days are those of `zone`.

    `splits`: by which of persona, device and channel the customers can be told apart.
    """
    teller, basis = TELLERS[ask.tool], basis_of(result)
    result, unsplit = without_unknown_alone(ask, result, splits, words)
    result = in_words(result, words)
    return Reply(
        parts=(
            Text(text=reading(ask, words), style="grey"),
            *unsplit,
            *_dated(teller.parts(ask, result, words), basis, words),
            *caveats(ask, basis, words, teller.caveats(result, words)),
            basis_line(ask, basis, words, zone),
            follow_ups(ask, basis, words, zone, splits),
        )
    )


def _dated(parts: tuple[Part, ...], basis: Basis, words: Words) -> tuple[Part, ...]:
    """The same with the period in the note of every chart of counted data, so that a picture says it too."""
    days = period(basis.period, words)
    if not basis.data_sets:
        return parts
    return tuple(
        part.model_copy(update={"note": " · ".join(filter(None, (part.note, days)))})
        if isinstance(part, Chart) and days not in part.note
        else part
        for part in parts
    )


def answer_tool(name: str, args: JourneyArgs, result: Model, words: Words, zone: ZoneInfo) -> Reply:
    """The same for a tool that was called with its own arguments."""
    return answer(Ask(tool=name, args=_slots(args)), result, words, zone)


def explain(ask: Ask, result: Model, words: Words) -> Reply:
    """How an answer was computed: definition, filters, formula, rows."""
    basis = basis_of(result)
    result = in_words(result, words)
    kept_in_mind = told(all_caveats(ask, basis, words, TELLERS[ask.tool].caveats(result, words)), words)
    narrowed = listed(filters(basis, words), words) or words("answers.no_filters")
    return Reply(
        parts=(
            Text(text=words("answers.how_title", what=reading(ask, words)), style="headline"),
            Text(text=words(f"answers.how.{ask.tool}.definition")),
            Text(text=words("answers.how_formula", formula=words(f"answers.how.{ask.tool}.formula"))),
            Text(text=words("answers.how_filters", filters=narrowed), style="grey"),
            *((Text(text=kept_in_mind, style="warning"),) if kept_in_mind else ()),
            TELLERS[ask.tool].rows(result, words),
        )
    )


def with_share(reply: Reply, ask: Ask, words: Words) -> Reply:
    """A private answer with a button that posts it to the channel."""
    return _with_row(reply, lambda row: buttons.with_share(row, ask, words))


def with_others(reply: Reply, ask: Ask, words: Words) -> Reply:
    """An answer that can be asked of others in the same way."""
    return _with_row(reply, lambda row: buttons.with_others(row, ask, words))


def _with_row(reply: Reply, changed: Callable[[Buttons], Buttons]) -> Reply:
    """The same with its row of buttons changed; an answer ends with it."""
    *parts, row = reply.parts
    return reply.model_copy(update={"parts": (*parts, changed(row))}) if isinstance(row, Buttons) else reply


def after(earlier: Reply, later: Reply) -> Reply:
    """The later of two answers to one question: without the caveats and the basis where they are the same."""
    said = [part for part in earlier.parts if isinstance(part, Text) and part.style in ("grey", "warning")]
    return later.model_copy(update={"parts": tuple(part for part in later.parts if part not in said)})


def shared(reply: Reply, name: str, words: Words) -> Reply:
    """An answer as it is posted to the channel, saying who shared it."""
    line = Text(text=words("answers.shared_by", name=name), style="grey")
    return reply.model_copy(update={"parts": (line, *reply.parts), "public": True})


def basis_of(result: Model) -> Basis:
    """Where the figures of any tool come from."""
    basis = getattr(result, "basis", None)
    if not isinstance(basis, Basis):
        raise TypeError(f"{type(result).__name__} has no basis")
    return basis


def _slots(args: JourneyArgs) -> Slots:
    said = args.model_dump(exclude_defaults=True, exclude_none=True)
    return Slots.model_validate({name: value for name, value in said.items() if name in Slots.model_fields})
