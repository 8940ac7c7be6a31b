"""An answer to a question: what was written, or which of its buttons was pressed."""

from typing import NamedTuple

from bot.conversation.talk import Talk
from storage.model.changes import SetMap


class Answer(NamedTuple):
    """`choice`: the key of the button pressed (or typed); `chosen`: what was ticked in a menu of many."""

    text: str = ""
    choice: str | None = None
    chosen: tuple[str, ...] = ()


def last_to_set(talk: Talk, field: str) -> str | None:
    """The member who gave the map's field its present value, if the history tells."""
    value = getattr(talk.map, field)
    for newer, older in zip(talk.scene.history, talk.scene.history[1:], strict=False):
        if getattr(newer.map, field) == value and getattr(older.map, field) != value:
            return newer.by
    oldest = talk.scene.history[-1] if talk.scene.history else None
    return oldest.by if oldest and oldest.map.version == 1 else None


def is_disputed(talk: Talk, field: str, value: str) -> str | None:
    """Who said something else in a field with room for one value; None if nobody did."""
    present = getattr(talk.map, field)
    if present is None or present == value:
        return None
    other = last_to_set(talk, field)
    return other if other is not None and other != talk.by else None


def set_map(talk: Talk, **fields: object) -> None:
    """Sets fields of the map that are new; what is there already stays without a change."""
    new = {field: value for field, value in fields.items() if getattr(talk.map, field) != value}
    if new:
        talk.do(*(SetMap(field=field, value=value) for field, value in new.items()))
