"""All tools, written by hand: what is not listed here cannot be asked."""

from typing import Any

from tools import (
    action_status,
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
from tools.kit import Tool

CATALOGUE: dict[str, Tool[Any, Any]] = {
    tool.name: tool
    for tool in (
        drop_off.TOOL,
        conversion_rate.TOOL,
        journey_length.TOOL,
        critical_touchpoints.TOOL,
        channel_preference.TOOL,
        path_forward.TOOL,
        reality_check.TOOL,
        pain_points.TOOL,
        content_gaps.TOOL,
        map_lookup.TOOL,
        evidence_debt.TOOL,
        action_status.TOOL,
        ownership.TOOL,
        opportunities.TOOL,
        personas.TOOL,
        revenue.TOOL,
        cross_sell_timing.TOOL,
        satisfaction.TOOL,
        retention.TOOL,
        churn_reasons.TOOL,
        engagement.TOOL,
        emotion_curve.TOOL,
        compare.TOOL,
    )
}
