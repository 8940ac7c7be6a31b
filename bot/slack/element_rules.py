"""What may an element be? Buttons, selects, inputs and the small objects in them."""

from collections.abc import Callable
from typing import Any

from bot.slack import limits
from bot.slack.findings import Findings

Element = dict[str, Any]
Rule = Callable[[Findings, str, Element], None]

LISTS = ("static_select", "multi_static_select")
SELECTS = (
    *LISTS,
    *("external_select", "users_select", "conversations_select", "channels_select"),
    *("multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select"),
)
PICKERS = ("datepicker", "timepicker", "datetimepicker")
CHOICES = ("checkboxes", "radio_buttons")
TYPED = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input")
INPUTS = (*SELECTS, *PICKERS, *CHOICES, *TYPED, "file_input")
MODAL_ONLY = ("file_input",)
ACTIONS = (*SELECTS, *PICKERS, *CHOICES, "button", "workflow_button", "overflow", "rich_text_input")
ACCESSORIES = (*SELECTS, *PICKERS, *CHOICES, "button", "workflow_button", "overflow", "image")


def confirm(found: Findings, at: str, value: Any) -> None:
    if value is None:
        return
    if not isinstance(value, dict):
        found.reject(at, "type", "object", type(value).__name__)
        return
    for name, limit in limits.CONFIRM.items():
        found.text(f"{at}/{name}", value.get(name), limit, f"confirm_{name}", plain=name != "text", optional=name in
                   ("confirm", "deny"))  # fmt: skip


def option(found: Findings, at: str, value: Any, *, plain: bool) -> None:
    if not isinstance(value, dict):
        found.reject(at, "type", "object", type(value).__name__)
        return
    found.text(f"{at}/text", value.get("text"), limits.OPTION_TEXT, "option_text", plain=plain, optional=False)
    found.string(f"{at}/value", value.get("value"), limits.OPTION_VALUE, "option_value", optional=False)
    found.text(
        f"{at}/description", value.get("description"), limits.OPTION_DESCRIPTION, "option_description", plain=plain
    )


def options(found: Findings, at: str, value: Any, kind: str, *, plain: bool) -> None:
    """`kind` names the limit in `limits.OPTIONS`."""
    given = found.items(at, value, limits.OPTIONS[kind], f"{kind}_options")
    for index, entry in enumerate(given):
        option(found, f"{at}/{index}", entry, plain=plain)


def option_lists(found: Findings, at: str, element: Element) -> None:
    """Exactly one of options and option_groups."""
    if ("options" in element) == ("option_groups" in element):
        found.reject(at, "options_or_groups", "exactly one", [k for k in ("options", "option_groups") if k in element])
        return
    if "options" in element:
        options(found, f"{at}/options", element["options"], "select", plain=True)
        return
    groups = element["option_groups"]
    for place, group in found.objects(f"{at}/option_groups", groups, limits.OPTIONS["option_groups"], "option_groups"):
        label = group.get("label")
        found.text(f"{place}/label", label, limits.OPTION_GROUP_LABEL, "group_label", plain=True, optional=False)
        options(found, f"{place}/options", group.get("options"), "select", plain=True)


def button(found: Findings, at: str, element: Element) -> None:
    found.text(f"{at}/text", element.get("text"), limits.BUTTON_TEXT, "button_text", plain=True, optional=False)
    found.string(f"{at}/value", element.get("value"), limits.BUTTON_VALUE, "button_value")
    found.string(f"{at}/url", element.get("url"), limits.BUTTON_URL, "button_url")
    found.string(f"{at}/accessibility_label", element.get("accessibility_label"), limits.BUTTON_LABEL, "button_label")
    if "style" in element:
        found.one_of(f"{at}/style", element["style"], ("primary", "danger"), "button_style")


def icon_button(found: Findings, at: str, element: Element) -> None:
    found.text(f"{at}/text", element.get("text"), limits.BUTTON_TEXT, "button_text", plain=True, optional=False)
    found.string(f"{at}/value", element.get("value"), limits.BUTTON_VALUE, "button_value")
    found.string(f"{at}/icon", element.get("icon"), limits.BUTTON_LABEL, "icon", optional=False)


def feedback_buttons(found: Findings, at: str, element: Element) -> None:
    for name in ("positive_button", "negative_button"):
        given = element.get(name)
        if not isinstance(given, dict):
            found.reject(f"{at}/{name}", "required", "a button", None)
            continue
        found.text(
            f"{at}/{name}/text", given.get("text"), limits.FEEDBACK_TEXT, "feedback_text", plain=True, optional=False
        )
        found.string(f"{at}/{name}/value", given.get("value"), limits.BUTTON_VALUE, "button_value", optional=False)


def select(found: Findings, at: str, element: Element) -> None:
    if element["type"] in LISTS:
        option_lists(found, at, element)


def choice(found: Findings, at: str, element: Element) -> None:
    options(found, f"{at}/options", element.get("options"), element["type"], plain=False)


def overflow(found: Findings, at: str, element: Element) -> None:
    options(found, f"{at}/options", element.get("options"), "overflow", plain=True)


def typed(found: Findings, at: str, element: Element) -> None:
    for name in ("min_length", "max_length"):
        value = element.get(name)
        if isinstance(value, int) and not 0 <= value <= limits.PLAIN_TEXT_INPUT:
            found.reject(f"{at}/{name}", f"input_{name}", limits.PLAIN_TEXT_INPUT, value)
    if element["type"] == "number_input" and not isinstance(element.get("is_decimal_allowed"), bool):
        found.reject(f"{at}/is_decimal_allowed", "required", "true or false", element.get("is_decimal_allowed"))


def file_input(found: Findings, at: str, element: Element) -> None:
    value = element.get("max_files", 1)
    if not isinstance(value, int) or not 1 <= value <= limits.FILE_INPUT_FILES:
        found.reject(f"{at}/max_files", "file_input_files", limits.FILE_INPUT_FILES, value)


def nothing_more(found: Findings, at: str, element: Element) -> None:
    """Pickers and workflow buttons have only the common fields."""


def image(found: Findings, at: str, element: Element) -> None:
    """An image element or block: exactly one source, and words for those who do not see it."""
    sources = [name for name in ("image_url", "slack_file") if name in element]
    if len(sources) != 1:
        found.reject(at, "image_source", "exactly one of image_url and slack_file", sources)
    found.string(f"{at}/image_url", element.get("image_url"), limits.IMAGE_URL, "image_url")
    found.string(f"{at}/alt_text", element.get("alt_text"), limits.IMAGE_ALT, "image_alt", optional=False)


RULES: dict[str, Rule] = {
    **dict.fromkeys(SELECTS, select),
    **dict.fromkeys(CHOICES, choice),
    **dict.fromkeys(TYPED, typed),
    **dict.fromkeys((*PICKERS, "workflow_button"), nothing_more),
    "button": button,
    "icon_button": icon_button,
    "feedback_buttons": feedback_buttons,
    "overflow": overflow,
    "file_input": file_input,
    "image": image,
}


def element(found: Findings, at: str, value: Any, allowed: tuple[str, ...]) -> None:
    """One element, which must be of an allowed type."""
    if not isinstance(value, dict):
        found.reject(at, "type", "object", type(value).__name__)
        return
    if not found.one_of(f"{at}/type", value.get("type"), allowed, "element_type"):
        return
    found.string(f"{at}/action_id", value.get("action_id"), limits.ACTION_ID, "action_id")
    found.text(f"{at}/placeholder", value.get("placeholder"), limits.PLACEHOLDER, "placeholder", plain=True)
    confirm(found, f"{at}/confirm", value.get("confirm"))
    RULES[value["type"]](found, at, value)
