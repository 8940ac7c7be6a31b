"""Forms as people fill them: fields by their key, values as they are typed or chosen."""

from typing import Any

from bot.playground.person import Person
from bot.playground.wire import Json

FIELDS = {"users_select": "selected_user", "datepicker": "selected_date", "plain_text_input": "value"}


async def form(person: Person, title: str = "", within: float = 15) -> Json:
    """The top modal, once it has fields."""

    def shown() -> Json | None:
        views = [v for v in person.views[-1:] if any(block["type"] == "input" for block in v["blocks"])]
        return views[0] if views and title in views[0]["title"]["text"] else None

    view: Json = await person.waits(shown, within, f"form {title!r}")
    return view


def typed(view: Json, **filled: str) -> Json:
    """Slack's state.values for some fields; all others stay as they stand. `settle_title` settles a clash."""
    state: dict[str, Any] = {}
    for block in view["blocks"]:
        key = (block.get("block_id") or "").partition("@")[0].replace("settle:", "settle_")
        if key in filled:
            element = block["element"]
            kind, value = element["type"], filled[key]
            given = {FIELDS[kind]: value} if kind in FIELDS else {"selected_option": {"value": value}}
            state[block["block_id"]] = {element["action_id"]: {"type": kind, **given}}
    assert len(state) == len(filled), (sorted(filled), sorted(state))
    return state


async def sends(person: Person, view: Json, **filled: str) -> Json:
    """Type into the form and press Save."""
    return await person.acts("submit", view_id=view["id"], state=typed(view, **filled))
