"""Which buttons stand under an answer: up to three variations, how it was computed, and what else behind "…"."""

from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot.questions.commands import Ask
from bot.reply import Button, Buttons
from prompts.loader import Words
from tools.kit import Basis, Period, columns

FOLLOW_UPS: dict[str, tuple[str, ...]] = {
    "drop_off": ("why", "persona", "device", "channel", "recent"),
    "conversion_rate": ("persona", "device", "month", "channel", "recent"),
    "journey_length": ("stage", "persona", "device", "recent"),
    "critical_touchpoints": ("channel", "path_forward", "drop_off", "recent"),
    "channel_preference": ("stage", "persona", "critical_touchpoints", "recent"),
    "path_forward": ("drop_off", "reality_check", "recent"),
    "reality_check": ("path_forward", "evidence_debt", "drop_off"),
    "pain_points": ("quotes", "stage", "persona", "drop_off"),
    "content_gaps": ("stage", "pain_points", "quotes"),
    "map_lookup": ("drop_off", "pain_points"),
    "evidence_debt": ("pain_points", "quotes", "ownership"),
    "action_status": ("opportunities", "ownership", "pain_points"),
    "ownership": ("action_status", "evidence_debt"),
    "opportunities": ("action_status", "pain_points", "ownership"),
    "cross_sell_timing": ("revenue", "retention", "satisfaction", "recent"),
    "revenue": ("persona", "channel", "month", "recent"),
    "personas": ("journey_length", "pain_points", "drop_off"),
    "satisfaction": ("stage", "channel", "persona", "month", "emotion_curve"),
    "churn_reasons": ("retention", "drop_off", "pain_points"),
    "retention": ("persona", "device", "month", "conversion_rate", "drop_off"),
    "engagement": ("persona", "device", "stage", "month"),
    "emotion_curve": ("satisfaction", "pain_points", "drop_off"),
    "compare": ("conversion_rate", "drop_off", "satisfaction"),
}
"""Likeliest first, a variation or another tool; those that were asked already are left out."""
MOST = 4


SPLITS = ("persona", "device", "channel")
"""Variations that show one group of "(unknown)" where no event says it."""


def follow_ups(ask: Ask, basis: Basis, words: Words, zone: ZoneInfo, splits: Collection[str] = SPLITS) -> Buttons:
    """The row of buttons; a press comes back with the whole next question as JSON.

    `splits`: by which of persona, device and channel anybody can be told apart.
    """
    names = (name for name in FOLLOW_UPS[ask.tool] if name not in SPLITS or name in splits or not basis.data_sets)
    offered = [(name, same) for name in names if (same := _varied(ask, name, basis, zone))]
    row = [
        Button(text=_text(name, words), action="ask.same", value=written(same)) for name, same in offered[: MOST - 1]
    ]
    row.append(Button(text=words("answers.follow_up.how"), action="ask.explain", value=written(ask), style="quiet"))
    return Buttons(buttons=tuple(row), more=_more(ask, words, ("csv", "picture", "delete")))


def with_share(row: Buttons, ask: Ask, words: Words) -> Buttons:
    """The row under an answer that one person alone sees: sharing it in place of the third variation."""
    share = Button(text=words("answers.share_button"), action="ask.share", value=written(ask))
    *variations, how = row.buttons
    return row.model_copy(update={"buttons": (*variations[: MOST - 2], how, share)})


def with_others(row: Buttons, ask: Ask, words: Words) -> Buttons:
    """The row where the same can be asked of other journeys or personas."""
    *files, delete = row.more
    return row.model_copy(update={"more": (*files, *_more(ask, words, ("for",)), delete)})


def _more(ask: Ask, words: Words, names: tuple[str, ...]) -> tuple[Button, ...]:
    """What a press asks for travels as a handle: the options of a menu have no room for the question."""
    return tuple(Button(text=words(f"answers.more.{name}"), action=f"ask.{name}", value=handle(ask)) for name in names)


def handle(ask: Ask) -> str:
    """A short name of a question, the same for the same question; the workspace keeps what it stands for."""
    return f"#{sha256(written(ask).encode()).hexdigest()[:20]}"


def _text(name: str, words: Words) -> str:
    key = f"answers.follow_up.{name}"
    return words(key if words.has(key) else f"questions.tools.{name}")


def written(ask: Ask) -> str:
    """A question as a button carries it."""
    return ask.model_dump_json(exclude_none=True)


def _varied(ask: Ask, name: str, basis: Basis, zone: ZoneInfo) -> Ask | None:
    """The question changed in one way; None where that is what was asked, or cannot be."""
    args = ask.args
    change: dict[str, object]
    match name:
        case "why":
            return None if args.explain or args.steps else _with(ask, {"explain": True, "breakdown": None})
        case "persona" | "device" | "channel" | "stage":
            asked = name in (*columns(args.breakdown or ""), args.by) or getattr(args, name) is not None
            nobody = bool(basis.data_sets) and not basis.customers
            same = (
                ask.tool == "pain_points" and name == "persona" and basis.map_id
            )  # a map's pains are of all its personas
            return None if asked or nobody or same else _with(ask, {"breakdown": name, "explain": None})
        case "month":
            return None if args.per else _with(ask, {"per": "month", "breakdown": None})
        case "recent":
            if args.period or not basis.as_of:
                return None
            end = basis.as_of.astimezone(zone).date() + timedelta(days=1)
            return _with(ask, {"period": Period(start=end - timedelta(days=30), end=end)})
        case "quotes":
            change = {"kind": "evidence", "breakdown": None}
            return Ask(tool="map_lookup", args=args.model_copy(update=change)) if args.journey else None
        case _:
            return Ask(tool=name, args=args.model_copy(update={"words": None, "kind": None})) if args.journey else None


def _with(ask: Ask, change: dict[str, object]) -> Ask:
    return ask.model_copy(update={"args": ask.args.model_copy(update=change)})
