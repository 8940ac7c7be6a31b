"""What did the person choose? The `actions[]` entry and the state value of one interactive element."""

from bot.playground.wire import Json, NotPossible

TEXT_INPUTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
SINGLE = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
SEVERAL = {
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}
ONE_OPTION = ("static_select", "external_select", "radio_buttons", "overflow")
MANY_OPTIONS = ("multi_static_select", "multi_external_select", "checkboxes")
STATELESS = ("button", "overflow", "feedback_buttons", "icon_button", "workflow_button")


def options_in(element: Json, offered: list[Json]) -> list[Json]:
    """Every option the element has, or that the app offered for its search."""
    groups = [option for group in element.get("option_groups") or () for option in group.get("options", ())]
    initial = [element[name] for name in ("initial_option",) if name in element]
    return [*(element.get("options") or ()), *groups, *offered, *initial, *(element.get("initial_options") or ())]


def chosen(element: Json, offered: list[Json], value: object) -> Json:
    """The option with this value (or this option itself). Raises NotPossible."""
    if isinstance(value, dict):
        return value
    for option in options_in(element, offered):
        if option.get("value") == value:
            return option
    raise NotPossible("no_such_option", value=value)


def selection(element: Json, offered: list[Json], wanted: Json) -> Json:
    """The fields that say what was chosen: `{"selected_option": …}`, `{"value": …}` and the like."""
    kind = element["type"]
    value = wanted.get("selected") if "selected" in wanted else wanted.get("value")
    several = value if isinstance(value, list) else [] if value is None else [value]
    single = several[0] if several else None
    if kind in ONE_OPTION:
        return {"selected_option": chosen(element, offered, single) if single is not None else None}
    if kind in MANY_OPTIONS:
        return {"selected_options": [chosen(element, offered, entry) for entry in several]}
    if kind in SINGLE:
        return {SINGLE[kind]: single}
    if kind in SEVERAL:
        return {SEVERAL[kind]: several}
    if kind in TEXT_INPUTS:
        return {"value": single}
    if kind == "feedback_buttons":
        return _feedback(element, value)
    return {"value": element["value"]} if "value" in element else {}


def _feedback(element: Json, value: object) -> Json:
    """Raises NotPossible."""
    for name in ("positive_button", "negative_button"):
        if element[name].get("value") == value:
            return {"value": value, "text": element[name].get("text")}
    raise NotPossible("no_such_option", value=value)


INITIAL = {
    "initial_option": "selected_option",
    "initial_options": "selected_options",
    "initial_value": "value",
    "initial_user": "selected_user",
    "initial_users": "selected_users",
    "initial_conversation": "selected_conversation",
    "initial_conversations": "selected_conversations",
    "initial_channel": "selected_channel",
    "initial_channels": "selected_channels",
    "initial_date": "selected_date",
    "initial_time": "selected_time",
    "initial_date_time": "selected_date_time",
}


def untouched(element: Json) -> Json:
    """What stands in an element that nobody has touched: what the app put there, else nothing."""
    kind = element["type"]
    given = {INITIAL[name]: value for name, value in element.items() if name in INITIAL}
    if given or kind == "file_input":
        return {"type": kind, **given}
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": None}
    if kind in MANY_OPTIONS or kind in SEVERAL:
        return {"type": kind, SEVERAL.get(kind, "selected_options"): []}
    return {"type": kind, SINGLE.get(kind, "value"): None}


def action(element: Json, block_id: str, chosen_fields: Json, at: str) -> Json:
    """One entry of `actions[]`."""
    entry: Json = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id, "action_ts": at}
    for name in ("text", "style", "placeholder"):
        if name in element:
            entry[name] = element[name]
    return {**entry, **chosen_fields}
