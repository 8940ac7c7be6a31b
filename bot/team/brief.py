"""A map on one screen: its newest version, goal, lowest point, largest loss with its money, and what is to be done."""

from datetime import date
from zoneinfo import ZoneInfo

from bot.answers.figures import counted, day, money, mood, number, percent
from bot.asking import sources
from bot.conversation.read_dates import say_date
from bot.conversation.wording import cut
from bot.exchange import Incoming
from bot.team.meeting import open_actions
from prompts.loader import Words
from storage.errors import StoreUnavailable
from storage.model.journey import JourneyMap
from storage.model.mood import curve, lowest, reason
from storage.open import Stores
from tools import drop_off, revenue
from tools.kit import Sources, ToolError

SHORT = 80


def brief(journey: JourneyMap, incoming: Incoming, stores: Stores, words: Words) -> str:
    """A line for each; what is not known is left out."""
    zone = ZoneInfo(stores.workspaces.workspace(incoming.workspace_id).tz)
    today = incoming.said.at.astimezone(zone).date()
    lines = (_version(journey, incoming, stores, zone, words), _goal(journey, words), _lowest(journey, words))
    return "\n".join(filter(None, (*lines, _loss(journey, incoming, stores, words), _actions(journey, today, words))))


def _version(journey: JourneyMap, incoming: Incoming, stores: Stores, zone: ZoneInfo, words: Words) -> str:
    newest = stores.maps.history(incoming.workspace_id, journey.map_id, incoming.reader, 1)[0]
    return words("team.brief.version", v=newest.map.version, date=day(newest.at.astimezone(zone).date(), words))


def _goal(journey: JourneyMap, words: Words) -> str:
    goal = journey.goal_business or journey.goal_customer
    return words("team.brief.goal", goal=cut(goal, SHORT)) if goal else ""


def _lowest(journey: JourneyMap, words: Words) -> str:
    point = lowest(curve(journey))
    if point is None:
        return ""
    why = reason(point)
    key = "lowest_why" if why else "lowest"
    return words(
        f"team.brief.{key}", title=cut(point.title, SHORT), score=mood(point.value, words), why=cut(why or "", SHORT)
    )


def _loss(journey: JourneyMap, incoming: Incoming, stores: Stores, words: Words) -> str:
    """As the funnel counts it; nothing where no events are, or another process has them."""
    args = drop_off.DropOffArgs(journey=journey.map_id)
    try:
        given = sources(incoming.workspace_id, incoming.reader, incoming.said.at, stores)
        steps, worst = (found := drop_off.run(args, given)).steps, found.worst
    except (ToolError, StoreUnavailable):
        return ""
    step = next((one for one in steps if one.name == worst), None)
    if step is None or not step.lost:
        return ""
    loss = words(
        "team.brief.loss",
        step=step.title,
        lost=number(step.lost, words),
        n=counted("customers", step.reached, words),
        percent=percent(step.lost / step.reached, words),
    )
    return "\n".join(filter(None, (loss, _money(journey, step.name, given, words))))


def _money(journey: JourneyMap, step: str, given: Sources, words: Words) -> str:
    """What those lost at the step would have brought; nothing where no amounts are, or nothing is bought."""
    try:
        at_risk = revenue.run(revenue.RevenueArgs(journey=journey.map_id), given).at_risk
    except ToolError:
        return ""
    risk = next((one for one in at_risk if one.step == step), None)
    if risk is None:
        return ""
    value, low, high = (money(one, risk.currency, words) for one in (risk.value, risk.low, risk.high))
    return words("team.brief.money", value=value, low=low, high=high)


def _actions(journey: JourneyMap, today: date, words: Words) -> str:
    """How many are open, how many too late, and which comes next."""
    todo = open_actions(journey)
    dated = sorted((action.due_on, n) for n, action in enumerate(todo) if action.due_on is not None)
    if not dated:
        return words("team.brief.open", open=len(todo)) if todo else ""
    on, at = dated[0]
    owner = todo[at].owner
    return words(
        "team.brief.due",
        open=len(todo),
        late=sum(1 for due_on, _ in dated if due_on < today),
        title=cut(todo[at].title, SHORT),
        owner=owner.label if owner else words("team.meeting.nobody"),
        date=say_date(on, today, words),
    )
