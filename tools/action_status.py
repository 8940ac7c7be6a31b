"""What is being done, what is overdue, what has nobody and no day?"""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field

from storage.model.journey import Action, JourneyMap
from storage.model.types import Model
from tools.asked import stage_named
from tools.basis import map_basis
from tools.journeys import asked_journeys
from tools.kit import Basis, JourneyArgs, Sources, Tool, ToolError
from tools.names import close_names, same_key

Standing = Literal["overdue", "open", "done", "dropped"]
_ORDER: tuple[Standing, ...] = ("overdue", "open", "done", "dropped")


class ActionStatusArgs(JourneyArgs):
    """All maps that the asker may see, or one journey; `period` is when actions are due."""

    owner: str | None = Field(None, description="Only actions of this person or team.")
    standing: Standing | None = Field(None, description="Only these; default: overdue and open ones.")


class ActionLine(Model):
    """One action; `days_over` the days past its due date, `promise` what it is to change."""

    title: str
    journey: str
    stage: str | None = None
    owner: str | None = None
    due_on: date | None = None
    status: str
    standing: Standing
    days_over: int = 0
    promise: str | None = Field(None, description="Metric, from and to, with the unit.")


class ActionStatusResult(Model):
    """Overdue ones first, then by due date; counts are over all that the arguments leave, before `top_n`."""

    actions: tuple[ActionLine, ...]
    total: int
    overdue: int
    open: int = Field(description="Not done and not overdue.")
    done: int
    dropped: int
    without_owner: int = Field(description="Of those not done.")
    without_day: int = Field(description="Of those not done.")
    today: date
    basis: Basis


def run(args: ActionStatusArgs, sources: Sources) -> ActionStatusResult:
    """Raises MapNotFound, ToolError (unknown stage, persona, owner)."""
    journeys = asked_journeys(args, sources)
    today = sources.now.astimezone(sources.zone).date()
    lines = [line for journey in journeys for line in _lines(journey, args, today)]
    if args.owner:
        owners = {line.owner for line in lines if line.owner}
        lines = [line for line in lines if line.owner and same_key(line.owner) == same_key(args.owner)]
        if not lines:
            raise ToolError("unknown_owner", asked=args.owner, close=close_names(args.owner, owners))
    counts = {standing: sum(line.standing == standing for line in lines) for standing in _ORDER}
    running = [line for line in lines if line.standing in ("overdue", "open")]
    shown = [line for line in lines if line.standing == args.standing] if args.standing else running
    shown.sort(key=lambda line: (_ORDER.index(line.standing), line.due_on or date.max))
    return ActionStatusResult(
        actions=tuple(shown[: args.top_n]),
        total=len(shown),
        overdue=counts["overdue"],
        open=counts["open"],
        done=counts["done"],
        dropped=counts["dropped"],
        without_owner=sum(line.owner is None for line in running),
        without_day=sum(line.due_on is None for line in running),
        today=today,
        basis=map_basis(args, journeys[0] if args.journey else None),
    )


def _lines(journey: JourneyMap, args: ActionStatusArgs, today: date) -> Iterator[ActionLine]:
    titles = {stage.slug: stage.title for stage in journey.stages}
    at = {pain.slug: pain.at.stage for pain in journey.pain_points}
    ideas = {idea.slug: idea.stage or next((at[p] for p in idea.pain_points), None) for idea in journey.opportunities}
    only = stage_named(journey, args.stage).slug if args.stage else None
    for action in journey.actions:
        stage = action.stage or ideas.get(action.opportunity or "")
        if only in (None, stage) and _due_in(action, args):
            late = (today - action.due_on).days if action.due_on else 0
            yield ActionLine(
                title=action.title,
                journey=journey.title,
                stage=titles.get(stage or ""),
                owner=action.owner.label if action.owner else None,
                due_on=action.due_on,
                status=action.status,
                standing=_standing(action, late),
                days_over=max(late, 0) if _standing(action, late) == "overdue" else 0,
                promise=_promise(action),
            )


def _due_in(action: Action, args: ActionStatusArgs) -> bool:
    if args.period is None:
        return True
    start, end = args.period.start or date.min, args.period.end or date.max
    return action.due_on is not None and start <= action.due_on < end


def _standing(action: Action, late: int) -> Standing:
    if action.status in ("done", "dropped"):
        return "done" if action.status == "done" else "dropped"
    return "overdue" if late > 0 else "open"


def _promise(action: Action) -> str | None:
    if action.expected is None:
        return None
    promised = action.expected
    unit = f" {promised.unit}".replace(" %", "%") if promised.unit else ""
    ends = [f"{value:g}{unit}" for value in (promised.from_value, promised.to_value) if value is not None]
    return " ".join((promised.metric, " → ".join(ends))).strip()


TOOL = Tool("action_status", ActionStatusArgs, ActionStatusResult, run, needs_events=False)
