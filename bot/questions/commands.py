"""What a question in plain words turns into: an Ask, a Clarify or an OutOfScope."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError

from storage.model.types import Model
from tools.catalogue import CATALOGUE
from tools.kit import JourneyArgs, Period, Window, columns

Relation = Literal["in", "at", "before", "after", "from"]
Reason = Literal[
    "not_yet",
    "greeting",
    "about_me",
    "off_topic",
    "orders",
    "deletion",
    "sql",
    "other_companies",
    "forecast",
    "personal_data",
    "instructions",
    "language",
    "unknown",
    "empty",
]

OVER_MAPS = frozenset(
    {"pain_points", "map_lookup", "emotion_curve", "content_gaps", "ownership", "opportunities", "action_status"}
)
"""Tools that read maps: there "on mobile" means the channel `mobile_app`, because maps know no devices."""


def _read_period(value: object) -> object:
    return Period.read(value) if isinstance(value, str) else value


class Slots(Model):
    """All that a question may name, whatever the tool; `arguments` picks what the tool takes."""

    journey: str | None = None
    persona: str | None = None
    stage: str | None = None
    relation: Relation | None = Field(None, description="How the stage was meant: 'in Verify', 'before Activation'.")
    touchpoint: str | None = None
    channel: str | None = None
    device: str | None = None
    period: Annotated[Period | None, BeforeValidator(_read_period)] = None
    breakdown: str | None = Field(None, description="`device`, or two columns: `persona, device`.")
    top_n: int | None = None
    worst_first: bool | None = Field(None, description="The `top_n` lowest instead of the highest.")
    window: Window | None = None
    start: str | None = None
    goal: str | None = None
    steps: tuple[str, ...] | None = None
    order: Literal["strict", "any"] | None = None
    explain: bool | None = None
    per: Literal["day", "week", "month"] | None = None
    words: str | None = None
    kind: str | None = None
    metric: Literal["nps", "csat", "ces"] | None = None
    measure: Literal["conversion", "length", "satisfaction", "revenue"] | None = None
    a: str | None = Field(None, description="The base side of a comparison.")
    b: str | None = None
    on: date | None = Field(None, description="Before and after this day.")
    action: str | None = None
    against: Annotated[Period | None, BeforeValidator(_read_period)] = Field(None, description="Held against `period`.")
    experiment: str | None = None
    other_map: str | None = None
    models: tuple[str, ...] | None = Field(None, description="Of credit.")
    value: bool | None = Field(None, description="Credit in money.")
    look_back: Window | None = None
    owner: str | None = None
    standing: str | None = None
    status: str | None = None
    currency: str | None = None
    first: str | None = Field(None, description="The product bought first.")
    then: str | None = None
    event: str | None = None
    quiet: Window | None = None
    return_event: str | None = None
    by: Literal["touchpoint", "channel"] | None = None
    remove: str | None = None


class Ask(Model):
    """A tool and what it is asked."""

    tool: str
    args: Slots = Slots()


Frame = Ask
"""What a thread was about last; follow-ups inherit from it."""


class Clarify(Model):
    """The question can be read in two or three ways, likeliest first."""

    options: tuple[Ask, ...] = Field(min_length=2, max_length=3)


class OutOfScope(Model):
    """No answer, and why. `asked`: what was understood where its tool is not there yet; `nearest`: what can be done."""

    reason: Reason
    asked: Ask | None = None
    nearest: tuple[Ask, ...] = Field((), max_length=3)

    @property
    def tool(self) -> str:
        """The name of the tool that was recognised, `out_of_scope` where none was."""
        return self.asked.tool if self.asked else "out_of_scope"


Understood = Ask | Clarify | OutOfScope


class Arguments(Model):
    """What a tool is run with, and the names of slots that were said but that it cannot use."""

    args: JourneyArgs
    unused: tuple[str, ...] = ()


def arguments(ask: Ask) -> Arguments:
    """The tool's own checked arguments. Raises KeyError for a tool that is not in the catalogue."""
    model: type[JourneyArgs] = CATALOGUE[ask.tool].args
    said = placed(ask).model_dump(exclude_none=True)
    taken = {name: value for name, value in said.items() if name in model.model_fields}
    refused: set[str] = set()
    while True:
        try:
            args = model.model_validate({name: value for name, value in taken.items() if name not in refused})
        except ValidationError as error:
            refused |= {str(problem["loc"][0]) for problem in error.errors()}
            continue
        unused = (said.keys() - taken.keys() - {"relation"}) | refused
        return Arguments(args=args, unused=tuple(sorted(unused)))


def placed(ask: Ask) -> Slots:
    """The slots as the tool means them: where a stage is an end and not a filter, where a device is a channel."""
    slots = ask.args
    if ask.tool in OVER_MAPS and slots.device == "mobile" and not slots.channel:
        slots = slots.model_copy(update={"device": None, "channel": "mobile_app"})
    if ask.tool == "drop_off":
        return _placed_in_funnel(slots)
    if ask.tool in ("conversion_rate", "journey_length") and slots.stage and slots.relation not in (None, "in", "at"):
        end = "start" if slots.relation in ("after", "from") else "goal"
        return slots.model_copy(update={end: getattr(slots, end) or slots.stage, "stage": None})
    if ask.tool == "conversion_rate" and slots.stage:
        return slots.model_copy(update={"goal": slots.goal or slots.stage, "stage": None})
    if ask.tool == "critical_touchpoints":
        return _placed_in_paths(slots)
    if ask.tool == "churn_reasons" and slots.window:
        return slots.model_copy(update={"quiet": slots.quiet or slots.window, "window": None})
    if ask.tool == "pain_points" and slots.touchpoint and not slots.words:
        return slots.model_copy(update={"words": slots.touchpoint, "touchpoint": None})
    return slots


def _placed_in_paths(slots: Slots) -> Slots:
    """A touchpoint or channel is what credit is asked for, a stage the goal; a split by channel says whose credit."""
    by_channel = slots.channel is not None or "channel" in columns(slots.breakdown or "")
    others = ", ".join(column for column in columns(slots.breakdown or "") if column != "channel")
    return slots.model_copy(
        update={
            "by": slots.by or ("channel" if by_channel and slots.touchpoint is None else None),
            "remove": slots.remove or slots.touchpoint or slots.channel,
            "goal": slots.goal or slots.stage,
            "look_back": slots.look_back or slots.window,
            "window": None,
            "breakdown": others or None,
            "touchpoint": None,
            "channel": None,
            "stage": None,
        }
    )


def _placed_in_funnel(slots: Slots) -> Slots:
    """Only "in Verify" narrows to that stage's touchpoints; "at" and "before Verify" ask about the whole funnel."""
    change: dict[str, object] = {}
    if slots.breakdown:
        change["breakdown"] = ", ".join(column for column in columns(slots.breakdown) if column != "stage") or None
    if slots.relation != "in":
        change["stage"] = None
    return slots.model_copy(update=change)
