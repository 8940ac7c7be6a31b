"""Which fields has each form, in which order, and what may stand in them?"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from bot.forms.about import Kind

Shape = Literal[
    "line", "text", "lines", "questions", "number", "address", "date", "radio", "choice", "thing", "channel", "owner"
]

LEVELS = ("1", "2", "3", "4", "5")
SCORES = ("-2", "-1", "0", "+1", "+2")
BASES = ("guess", "colleague", "walked", "numbers", "interview")
NOBODY = "-"


class Field(NamedTuple):
    """One field.

    `longest`: characters of a line, or of the whole text; `most`: lines of a list; `options`: keys of a short list,
    whose words stand under `labels`; `thing` fields offer things of the map. `group`: the heading that begins with it.
    """

    key: str
    shape: Shape = "line"
    longest: int = 200
    most: int = 1
    options: tuple[str, ...] = ()
    labels: str = ""
    needed: bool = False
    group: str = ""
    only_new: bool = False


def _radio(key: str, options: tuple[str, ...], labels: str = "", needed: bool = False) -> Field:
    return Field(key, "radio", options=options, labels=labels or f"forms.choice.{key}", needed=needed)


def _owner() -> tuple[Field, Field]:
    return Field("owner", "owner"), Field("owner_name", longest=60)


def _lists(*keys: str) -> tuple[Field, ...]:
    first, *others = keys
    return (Field(first, "lines", most=10, group=first), *(Field(key, "lines", most=10) for key in others))


_MOOD = (_radio("mood", SCORES, "lists.moods"), Field("why"))
_BASIS = _radio("basis", BASES, "lists.basis", needed=True)

FIELDS: Mapping[Kind, tuple[Field, ...]] = {
    "stage": (
        Field("title", longest=60, needed=True),
        Field("short", longest=14),
        Field("after", "thing", only_new=True),
        Field("next_step"),
        _radio("findable", ("easy", "hidden", "none")),
        *_MOOD,
        Field("questions", "questions", most=10),
        Field("metric", longest=60),
    ),
    "touchpoint": (
        Field("title", longest=120, needed=True),
        Field("stage", "thing", needed=True),
        Field("channel", "channel"),
        Field("place", longest=80),
        _radio("ours", ("yes", "no")),
        *_MOOD,
        Field("thoughts", "lines", most=5),
        Field("expectation"),
        Field("questions", "questions", most=10),
        Field("content_present", "lines", most=10),
        Field("metric", longest=60),
        Field("moment", "choice", options=("zmot", "fmot", "smot", "tmot", "other"), labels="forms.choice.moment"),
        Field("moment_why"),
        *_owner(),
        _BASIS,
    ),
    "pain_point": (
        Field("title", needed=True),
        Field("at", "thing", needed=True),
        _radio("severity", LEVELS),
        _radio("frequency", LEVELS),
        Field("cause"),
        Field(
            "pain_status",
            "choice",
            options=("open", "in_work", "fixed", "wont_fix", "disproved"),
            labels="forms.choice.pain_status",
            needed=True,
        ),
        _BASIS,
    ),
    "action": (
        Field("title", needed=True),
        Field("opportunity", "thing"),
        *_owner(),
        Field("due_on", "date"),
        Field(
            "action_status",
            "choice",
            options=("todo", "doing", "blocked", "done", "dropped"),
            labels="forms.choice.action_status",
            needed=True,
        ),
        Field("expected_metric", longest=60, group="expected"),
        Field("from_value", "number"),
        Field("to_value", "number"),
        Field("unit", longest=12),
        Field("ticket_url", "address", longest=2000),
    ),
    "persona": (
        Field("name", longest=60, needed=True),
        Field("initials", longest=3),
        _radio("persona_kind", ("customer", "user", "buyer_role", "segment"), needed=True),
        Field("one_line"),
        _radio("persona_basis", ("assumption", "mixed", "research"), needed=True),
        Field("age_range", longest=40, group="who"),
        Field("sex", longest=40),
        Field("lives", longest=40),
        Field("household", longest=40),
        Field("income", longest=40),
        Field("job_title", longest=60),
        Field("role_in_company", longest=60),
        _radio("tech_level", LEVELS),
        *_lists("goals", "needs", "struggles", "tasks", "frustrations", "questions_asked"),
        *_lists("interests", "values", "buying_motives", "preferred_channels"),
        Field("communication_style", group="voice"),
        Field("quote"),
        Field("back_story", "text", longest=2000),
        *_lists("talking_points", "objections"),
        Field("product_position"),
        Field("differentiators"),
        Field("competitors"),
        *_owner(),
    ),
}


def fields_of(kind: Kind, new: bool) -> tuple[Field, ...]:
    """The fields of one form; some are asked only when a thing is added."""
    return tuple(field for field in FIELDS[kind] if new or not field.only_new)
