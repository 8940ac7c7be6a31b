"""Which tools may a model choose from, and does its choice hold? Pure: no model is known here.

A choice consists of names that were offered and of words of the question itself, so nothing that a model made up can
reach a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema, create_model

from bot.questions.commands import Ask, Slots, arguments
from bot.questions.phrases import phrases
from bot.questions.workspace import Name, Names
from prompts.loader import text
from tools.catalogue import CATALOGUE
from tools.kit import JourneyArgs, Period

MOST_NAMES = 300
"""Names of one kind that are offered; those of the newest maps come first."""
FIRST_YEAR, LAST_YEAR = 1970, 2100
LONGEST_WINDOW, LONGEST_BREAKDOWN = 8, 80
"""Characters."""
NO_TOOL = "out_of_scope"

FREE = (
    "start", "goal", "words", "a", "b", "action", "other_map", "return_event", "owner", "first", "then", "event",
    "experiment",
)  # fmt: skip
"""Arguments that may hold words of the question."""
TOLD_ONCE = frozenset(("persona", "stage", "channel", "device", "period", "top_n", "breakdown"))
"""What these arguments mean stands in `prompts/system/analyst.md`, for all tools."""
NOT_OFFERED = {"ConversionRateArgs": {"stage"}}
"""There a stage is a start or a goal."""
_FORBID = ConfigDict(extra="forbid")


class Unfit(Exception):
    """What a model chose does not hold."""


@dataclass(frozen=True)
class Choice:
    """A tool as a model sees it. One argument is always required, so that a cut call is not taken for a whole one."""

    name: str
    text: str
    args: type[BaseModel]

    def function(self) -> dict[str, Any]:
        """In the form of OpenAI's `tools`."""
        function = {"name": self.name, "description": self.text, "parameters": self.parameters}
        return {"type": "function", "function": function}

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The arguments as a JSON schema; an optional one is left out, never null, which keeps it short."""
        schema = self.args.model_json_schema()
        places = {name: _slim(place, name in schema["required"]) for name, place in schema["properties"].items()}
        return {"type": "object", "properties": places, "required": schema["required"], "additionalProperties": False}

    def read(self, given: Mapping[str, object]) -> dict[str, Any]:
        """The arguments that are there, as JSON; null stands for left out. Raises ValidationError."""
        there = {name: value for name, value in given.items() if value is not None or name == "journey"}
        return self.args.model_validate(there).model_dump(mode="json", exclude_unset=True, exclude_none=True)


def listed(names: Names) -> dict[str, tuple[str, ...]]:
    """The names that arguments may hold, by argument."""
    known = phrases("en")
    return {
        "journey": _titles(names.journeys),
        "persona": _titles(names.personas),
        "stage": _titles(names.stages),
        "channel": names.channels or tuple(known.channels),
        "device": tuple(sorted(set(known.devices.values()))),
    }


@lru_cache(maxsize=4)
def choices(names: Names) -> tuple[Choice, ...]:
    """Every tool, and `out_of_scope`."""
    tools = (Choice(tool.name, text(f"tools/{tool.name}"), _args(tool.args, names)) for tool in CATALOGUE.values())
    none = create_model(NO_TOOL, __config__=_FORBID, reason=(str, ...))
    return (*tools, Choice(NO_TOOL, text(f"system/{NO_TOOL}"), none))


def checked(tool: str, given: Mapping[str, object], names: Names, question: str) -> Ask | None:
    """The choice as an Ask like those of the rules; None for `out_of_scope`. Raises Unfit, ValidationError."""
    choice = next((choice for choice in choices(names) if choice.name == tool), None)
    if choice is None:
        raise Unfit("unknown tool")
    said = choice.read(given)
    if tool == NO_TOOL:
        return None
    places = {stage.title for stage in names.stages}
    free = (*(said[name] for name in FREE if name in said), *said.get("steps", ()))
    if not all(value in places or _stands_in(value, question) for value in free):
        raise Unfit("words that nobody said")
    ask = Ask(tool=tool, args=Slots.model_validate(said | ({"relation": "in"} if "stage" in said else {})))
    if arguments(ask).unused:
        raise Unfit("arguments that the tool does not take")
    return ask


def _args(args: type[JourneyArgs], names: Names) -> type[BaseModel]:
    """Those arguments that a question in plain words can have, with the names of the workspace as closed lists."""
    lists, fields = _lists(names), dict[str, Any]()
    for name, info in args.model_fields.items():
        if name == "journey":
            fields[name] = (lists[name] and lists[name] | None, Field())
        elif name not in Slots.model_fields or name in NOT_OFFERED.get(args.__name__, ()):
            continue
        elif name not in lists:
            fields[name] = (info.annotation, info)
        elif lists[name] is not None:
            described = None if name in TOLD_ONCE else info.description
            fields[name] = (lists[name] | None, Field(None, description=described))
    return create_model(args.__name__, __config__=_FORBID, **fields)


def _lists(names: Names) -> dict[str, Any]:
    """What is narrower than the tools' own arguments; None where there is nothing to choose from."""
    return {name: _one_of(values) for name, values in listed(names).items()} | {
        "breakdown": Annotated[str, Field(max_length=LONGEST_BREAKDOWN)],
        "top_n": Annotated[int, Field(ge=1, le=50)],
        "period": Annotated[str, AfterValidator(_period)],
        "window": Annotated[str, Field(max_length=LONGEST_WINDOW)],
        "order": Literal["strict", "any"],
    }


def _titles(named: tuple[Name, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.title for name in named))[:MOST_NAMES]


def _one_of(values: tuple[str, ...]) -> Any:
    """A closed list; a model gets it once, beside the question, and not with each tool."""
    return Annotated[Literal[values], WithJsonSchema({"type": "string"})] if values else None


def _period(written: str) -> str:
    try:
        period = Period.read(written)
    except OverflowError as error:
        raise ValueError("no such day") from error
    if any(day and not FIRST_YEAR <= day.year <= LAST_YEAR for day in (period.start, period.end)):
        raise ValueError("a year far away")
    return written


def _slim(place: dict[str, Any], required: bool) -> dict[str, Any]:
    kept = {key: value for key, value in place.items() if key not in ("title", "default", "anyOf")}
    options = [option for option in place.get("anyOf", ()) if required or option != {"type": "null"}]
    return kept | (options[0] if len(options) == 1 else {"anyOf": options} if options else {})


def _stands_in(value: str, question: str) -> bool:
    said = " ".join(value.casefold().split())
    return bool(said) and said in question.casefold()
