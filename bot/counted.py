"""The numbers that a picture of a map shows, where the stored events answer them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.pictures.figures import day
from bot.pictures.stage_numbers import JourneyNumbers, StageNumbers
from prompts.loader import Words
from storage.errors import WaymarkError
from storage.maps import Reader
from storage.model.journey import JourneyMap
from storage.open import Stores
from tools import drop_off
from tools.kit import Sources

OPERATOR = Reader("", everything=True)


def stage_numbers(journey: JourneyMap, stores: Stores, spoken: Words) -> JourneyNumbers | None:
    """The funnel of the map where events answer it."""
    events = stores.events(journey.workspace_id)
    newest = events.newest_us()
    if newest is None or len(journey.stages) < 2:
        return None
    tz = stores.workspaces.workspace(journey.workspace_id).tz
    given = Sources(
        journey.workspace_id, OPERATOR, stores.maps, stores.personas, stores.evidence, events,
        datetime.fromtimestamp(newest / 1e6, UTC), tz,
    )  # fmt: skip
    try:
        funnel = drop_off.run(drop_off.DropOffArgs(journey=journey.map_id), given)
    except WaymarkError:
        return None
    entered = funnel.steps[0].reached
    sets = events.data_sets()
    first = min((s.from_us for s in sets if s.from_us is not None), default=newest)
    days = [datetime.fromtimestamp(us / 1e6, ZoneInfo(tz)).date() for us in (first, newest)]
    stages = tuple(
        StageNumbers(
            stage=step.name,
            reached=step.reached,
            rate=step.reached / entered if entered else None,
            lost=step.lost / step.reached if step.lost is not None and step.reached else None,
        )
        for step in funnel.steps
    )
    return JourneyNumbers(
        stages=stages,
        n=entered,
        period=spoken("pictures.metrics.period", first=day(days[0], spoken.lang), last=day(days[1], spoken.lang)),
        source=", ".join(s.title for s in sets)[:120],
    )
