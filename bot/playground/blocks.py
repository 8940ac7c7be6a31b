"""Which elements stand in these blocks, and under which ids? Ids that the app left out are given here."""

import copy
from collections.abc import Iterator

from bot.playground.ids import Ids
from bot.playground.wire import Json

NESTED = ("elements", "actions", "child_blocks", "blocks")
INTERACTIVE = [
    "button",
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
    "multi_static_select",
    "multi_external_select",
    "multi_users_select",
    "multi_conversations_select",
    "multi_channels_select",
    "overflow",
    "datepicker",
    "timepicker",
    "datetimepicker",
    "checkboxes",
    "radio_buttons",
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
    "feedback_buttons",
    "icon_button",
    "workflow_button",
]


def elements_of(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with the block that holds it, in reading order."""
    for block in blocks:
        for name in ("accessory", "element"):
            if isinstance(block.get(name), dict) and block[name].get("type") in INTERACTIVE:
                yield block, block[name]
        for name in NESTED:
            for child in block.get(name) or ():
                if isinstance(child, dict) and child.get("type") in INTERACTIVE:
                    yield block, child
                elif isinstance(child, dict) and block.get("type") in ("carousel", "container"):
                    yield from elements_of([child])


def with_ids(blocks: list[Json], ids: Ids) -> list[Json]:
    """A copy in which every block has a block_id and every interactive element an action_id."""
    copied = copy.deepcopy(blocks)
    for block in copied:
        block.setdefault("block_id", ids.new("")[1:6])
    for block, element in elements_of(copied):
        block.setdefault("block_id", ids.new("")[1:6])
        element.setdefault("action_id", ids.new("")[1:6])
    return copied


def find_element(blocks: list[Json], block_id: str, action_id: str) -> Json | None:
    for block, element in elements_of(blocks):
        if block.get("block_id") == block_id and element.get("action_id") == action_id:
            return element
    return None
