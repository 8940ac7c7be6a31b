"""What stands in a form that Slack sent: its ids, the texts in its fields, the choices that settle clashes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from bot.forms.about import About, Filled
from bot.forms.form import NONE
from bot.slack.views.form import CHOSEN, SETTLE
from storage.model.types import Model

Block = dict[str, Any]


class Typed(Model):
    """`filled`: what stands in the fields; `shown`: what stood there when the form was drawn."""

    about: About
    filled: Mapping[str, str]
    shown: Mapping[str, str]
    settled: Mapping[str, str]


def typed(view: Block) -> Typed | None:
    """None for a view that is no form of ours."""
    try:
        about = About.model_validate_json(view.get("private_metadata") or "")
    except ValidationError:
        return None
    filled: dict[str, str] = {}
    settled: dict[str, str] = {}
    for name, states in ((view.get("state") or {}).get("values") or {}).items():
        key = name.partition("@")[0]
        text = next((value_of(state) for state in states.values()), "")
        if key.startswith(f"{SETTLE}:"):
            settled[key.partition(":")[2]] = text
        else:
            filled[key] = text
    return Typed(about=about, filled=filled, shown=dict(_shown(view.get("blocks") or ())), settled=settled)


def chosen(view: Block) -> str:
    """What was chosen in the list of things."""
    states = ((view.get("state") or {}).get("values") or {}).get(CHOSEN) or {}
    return next((value_of(state) for state in states.values()), "")


def value_of(state: Block) -> str:
    """The text of one field: typed, picked or chosen; "" for none."""
    option = state.get("selected_option") or {}
    found = state.get("value") or state.get("selected_user") or state.get("selected_date") or option.get("value") or ""
    return "" if found == NONE and option else str(found)


def _shown(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        element = block.get("element") or {}
        if block.get("type") != "input" or block["block_id"].startswith(SETTLE):
            continue
        option = element.get("initial_option") or {}
        first = (element.get(name) for name in ("initial_value", "initial_user", "initial_date"))
        found = next((value for value in first if value), option.get("value") or "")
        yield block["block_id"].partition("@")[0], "" if found == NONE and option else str(found)


def fields_in(view: Block) -> Filled:
    """Key of each field and the id of its block, so that errors stand beside them."""
    return {
        block["block_id"].partition("@")[0]: block["block_id"]
        for block in view.get("blocks") or ()
        if block.get("type") == "input"
    }
