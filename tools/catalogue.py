"""All tools, written by hand: what is not listed here cannot be asked."""

from typing import Any

from tools import (
    action_status,
    conversion_rate,
    drop_off,
    evidence_debt,
    journey_length,
    map_lookup,
    opportunities,
    ownership,
    pain_points,
    personas,
    revenue,
)
from tools.kit import Tool

CATALOGUE: dict[str, Tool[Any, Any]] = {
    tool.name: tool
    for tool in (
        drop_off.TOOL,
        conversion_rate.TOOL,
        journey_length.TOOL,
        pain_points.TOOL,
        map_lookup.TOOL,
        evidence_debt.TOOL,
        action_status.TOOL,
        ownership.TOOL,
        opportunities.TOOL,
        personas.TOOL,
        revenue.TOOL,
    )
}
