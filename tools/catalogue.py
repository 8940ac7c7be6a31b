"""All tools, written by hand: what is not listed here cannot be asked."""

from typing import Any

from tools import conversion_rate, drop_off, journey_length, map_lookup, pain_points
from tools.kit import Tool

CATALOGUE: dict[str, Tool[Any, Any]] = {
    tool.name: tool
    for tool in (drop_off.TOOL, conversion_rate.TOOL, journey_length.TOOL, pain_points.TOOL, map_lookup.TOOL)
}
