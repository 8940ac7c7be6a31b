"""The workspace of the question tests, and how a case of theirs is judged."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.questions import Ask, Asking, Clarify, Name, Names, OutOfScope, Slots, Understood, understand
from tools.kit import Period

CASES = Path(__file__).parents[2] / "cases" / "questions"
_WORKSPACE = yaml.safe_load((CASES / "workspace.yaml").read_text("utf-8"))


def _named(kind: str) -> tuple[Name, ...]:
    return tuple(Name.model_validate(line) for line in _WORKSPACE[kind])


NAMES = Names(
    journeys=_named("journeys"),
    personas=_named("personas"),
    stages=_named("stages"),
    touchpoints=_named("touchpoints"),
    channels=tuple(_WORKSPACE["channels"]),
)
TODAY: date = _WORKSPACE["today"]


def asked(text: str, *previous: str, default_journey: str | None = None) -> Understood:
    """What `text` means after the `previous` questions of its thread."""
    frame: Ask | None = None
    for said in (*previous, text):
        asking = Asking(names=NAMES, today=TODAY, thread_frame=frame, default_journey=default_journey)
        understood = understand(said, asking)
        frame = first_reading(understood)
    return understood


def first_reading(understood: Understood) -> Ask | None:
    """The likeliest Ask in what was understood."""
    match understood:
        case Ask():
            return understood
        case Clarify():
            return understood.options[0]
        case OutOfScope():
            return understood.asked


def tool_of(understood: Understood) -> str:
    return "clarify" if isinstance(understood, Clarify) else understood.tool


def slots_of(understood: Understood) -> Slots:
    reading = first_reading(understood)
    return reading.args if reading else Slots()


def wrong_args(expected: dict[str, Any], slots: Slots) -> list[str]:
    """The named arguments that were not understood. A stage may be an end of a way, a persona or channel a side of a
    comparison; a period is judged by its start."""
    return [
        f"{name}: {value!r}, got {_got(name, slots)!r}"
        for name, value in expected.items()
        if not _same(name, value, slots)
    ]


def _same(name: str, value: Any, slots: Slots) -> bool:
    got = _got(name, slots)
    if name == "period":
        return got == str(value)
    if name == "channel":
        return str(value).replace(" ", "_") in str(got)
    if name == "persona" and slots.a:
        return str(value) in (slots.a, slots.b)
    return str(got) == str(value)


def _got(name: str, slots: Slots) -> object:
    if name == "stage":
        return slots.stage or slots.start or slots.goal
    if name == "channel":
        compared = slots.a if slots.breakdown == "channel" else None
        return slots.channel or compared or ("mobile_app" if slots.device == "mobile" else None)
    if name == "period":
        return str(slots.period.start) if slots.period else None
    return getattr(slots, name)


def first_day(written: str) -> str:
    """The first day of a period as the development questions write it, asked on 2026-11-21."""
    spoken = {"last30d": "2026-10-22", "lastweek": "2026-11-09", "last6m": "2026-05-21"}
    return spoken.get(written) or str(Period.read(written).start)
