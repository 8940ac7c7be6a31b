"""Did an action keep what it promised? The figure after its day against the one that was promised."""

from typing import Literal

from pydantic import Field

from storage.model.journey import Action, Expected, JourneyMap
from storage.model.types import Model
from tools.held_against import Held
from tools.kit import ToolError
from tools.names import close_names, plain, same_key

Kept = Literal["kept", "kept_unsure", "missed_unsure", "missed", "unknown"]
SECONDS = {"d": 86_400.0, "h": 3_600.0, "m": 60.0, "s": 1.0}


class Promise(Model):
    """What was promised, and the figures before and after in the same terms.

    `loss`: the promise is about those who do not arrive (1 - the conversion rate). `verdict` kept: the whole interval
    reaches it; kept_unsure: the figure does, the interval not wholly; unknown: nothing to hold against each other.
    """

    metric: str
    unit: str | None = None
    from_value: float | None = None
    to_value: float | None = None
    loss: bool = False
    before: float | None = Field(None, description="Shares 0 to 1, lengths in seconds.")
    after: float | None = None
    low: float | None = None
    high: float | None = None
    verdict: Kept


def action_named(journey: JourneyMap, asked: str) -> Action:
    """An action by its slug, title, or a part of the title that only one has. Raises ToolError (unknown_action)."""
    key = same_key(asked)
    for action in journey.actions:
        if key in (same_key(action.slug), same_key(action.title)):
            return action
    parts = [action for action in journey.actions if plain(asked) in plain(action.title)]
    if len(parts) == 1:
        return parts[0]
    titles = [action.title for action in journey.actions]
    raise ToolError("unknown_action", asked=asked, journey=journey.title, close=close_names(asked, titles))


def promised(expected: Expected, measure: str, held: Held) -> Promise:
    """The verdict; a conversion rate that is to fall is read as the share of those who do not arrive."""
    start = expected.from_value
    falls = expected.to_value is not None and start is not None and expected.to_value < start
    loss = falls and measure == "conversion"
    before, after, interval = held.a.value, held.b.value, held.b.interval
    low, high = interval if interval else (None, None)
    if loss:
        before, after = (None if value is None else 1 - value for value in (before, after))
        low, high = (None if edge is None else 1 - edge for edge in (high, low))
    target = _in_terms(expected, measure)
    return Promise(
        metric=expected.metric,
        unit=expected.unit,
        from_value=start,
        to_value=expected.to_value,
        loss=loss,
        before=before,
        after=after,
        low=low,
        high=high,
        verdict=_verdict(target, before, after, low, high, falls if start is not None else None),
    )


def _in_terms(expected: Expected, measure: str) -> float | None:
    """The promised figure as the measure counts: percent as a share, times in seconds."""
    value, unit = expected.to_value, (expected.unit or "").strip()
    if value is None:
        return None
    if measure == "length":
        return value * SECONDS[unit[:1].lower()] if unit[:1].lower() in SECONDS else None
    return value / 100 if unit == "%" else value


def _verdict(
    target: float | None, before: float | None, after: float | None, low: float | None, high: float | None,
    falls: bool | None,
) -> Kept:  # fmt: skip
    """Without a figure promised at the start, the one measured before says which way is better."""
    if target is None or after is None or (falls is None and before is None):
        return "unknown"
    down = falls if falls is not None else target < (before or 0.0)
    reached = after <= target if down else after >= target
    worst, best = (high, low) if down else (low, high)
    if worst is None or best is None:
        return "kept_unsure" if reached else "missed_unsure"
    if reached:
        return "kept" if (worst <= target if down else worst >= target) else "kept_unsure"
    return "missed" if (best > target if down else best < target) else "missed_unsure"
