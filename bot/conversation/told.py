"""What does a change do, in one line? For proposals, the history, and what two versions differ in."""

from datetime import date
from typing import Any

from bot.conversation.read_dates import say_date
from bot.conversation.read_mood import signed
from bot.conversation.wording import cut
from prompts.loader import Words
from storage.model import changes as c
from storage.model.changes import Change
from storage.model.journey import JourneyMap
from storage.model.types import Anchor, Model

NAMED = ("touchpoint", "item", "drop", "stage")
"""The fields that name the thing a change is about."""
LISTS = {
    "channel": "lists.channels",
    "customer_group": "lists.customer_groups",
    "goal_kind": "lists.goal_kinds",
    "status": "item_status",
    "type": "lists.map_types",
}
"""Where the words of a field's keys stand."""


def told(change: Change, journey: JourneyMap, words: Words) -> str:
    """The change on this map; things that the map does not have yet are called by their slug."""
    titles = _titles(journey)
    given = dict(change)
    place = given.get("at") or given.get("mood_at")
    slug = next((given[name] for name in NAMED if given.get(name)), None) or (_of(place) if place else "")
    facts = given | {
        "title": cut(given.get("title") or titles.get(slug, slug)),
        "stage": cut(_title_of(titles, _of(place) if place else given.get("stage"))),
        "other": cut(_title_of(titles, given.get("keep"))),
        "n": len(given.get("titles", ())),
        "why": cut(given.get("why") or ""),
        "field": field_words(given["field"], words) if "field" in given else "",
        "value": _key_words(given.get("field"), given.get("value"), words) or value_words(given.get("value"), words),
    }
    return words(_key(change), **facts | _labels(change, words))


def _key(change: Change) -> str:
    detail = ""
    if isinstance(change, c.AddTouchpoint) and change.channel:
        detail = "_channel"
    elif isinstance(change, c.VoteMood) and change.why:
        detail = "_why"
    return f"change.{change.kind}{detail}"


def _labels(change: Change, words: Words) -> dict[str, str]:
    """The words for what a change holds as a key."""
    match change:
        case c.AddTouchpoint() if change.channel:
            return {"channel": words.data("lists.channels").get(change.channel, change.channel)}
        case c.AddNote():
            return {"box": words(f"change.box.{change.quadrant or change.strip or 'says'}")}
        case c.VoteMood():
            return {"score": signed(change.score)}
        case c.SetStatus():
            return {"status": words.data("lists.status")[change.status]}
    return {}


def _of(place: Anchor) -> str:
    return place.touchpoint or place.stage


def _title_of(titles: dict[str, str], slug: str | None) -> str:
    return titles.get(slug or "", slug or "")


def _titles(journey: JourneyMap) -> dict[str, str]:
    return {thing.slug: thing.title for thing in (*journey.stages, *journey.touchpoints(), *journey.items())}


def field_words(field: str, words: Words) -> str:
    """A field of a map or thing as people call it."""
    for key in (f"field.{field}", f"fields.{field}"):
        if words.has(key):
            return words(key)
    return field.replace("_", " ")


def _key_words(field: str | None, value: Any, words: Words) -> str | None:
    """The words of a list for a value that is kept as its key."""
    if field not in LISTS or not isinstance(value, str):
        return None
    labels: dict[str, str] = words.data(LISTS[field])
    return labels.get(value)


def value_words(value: Any, words: Words) -> str:
    """A value as one short line."""
    match value:
        case None | ():
            return words("change.nothing")
        case bool():
            return words("change.yes" if value else "change.no")
        case date():
            return say_date(value, value, words)
        case Model() | dict():
            parts = dict(value).values()
            return value_words(tuple(part for part in parts if part not in (None, (), False)), words)
        case tuple() | list():
            return cut(words("change.comma").join(value_words(part, words) for part in value))
    return cut(str(value))
