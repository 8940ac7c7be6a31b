"""What would Slack reject in this message or view? One checker for the outbox, the tests and the stand-in."""

import json
from typing import Any

from bot.slack import limits
from bot.slack.block_rules import SURFACES, Block, block_rule
from bot.slack.chart_rules import cell_text
from bot.slack.element_rules import option_lists
from bot.slack.findings import Finding, Findings, length

__all__ = ["Finding", "check_blocks", "check_message", "check_options", "check_view"]

EVERYONE = ("<!channel", "<!here", "<!everyone")


def check_message(payload: dict[str, Any], *, update: bool = False) -> list[Finding]:
    """Findings in text, blocks, attachments, markdown_text and metadata of a post, or of a chat.update."""
    found = Findings()
    text, blocks, markdown = payload.get("text"), payload.get("blocks"), payload.get("markdown_text")
    if not (text or blocks or payload.get("attachments") or markdown):
        found.reject("", "no_text", "text, blocks, attachments or markdown_text", None)
    if markdown and (text or blocks):
        found.reject("/markdown_text", "markdown_text_conflict", "without text and blocks", length(str(markdown)))
    if markdown:
        found.at_most("/markdown_text", "msg_too_long", length(str(markdown)), limits.MARKDOWN_TEXT_ARGUMENT)
    if blocks and not text:
        found.near("/text", "text_missing", "text beside blocks, for notifications and screen readers", None)
    if text:
        _text(found, str(text), update=update)
    if blocks:
        _message_blocks(found, blocks)
    if payload.get("attachments"):
        found.at_most("/attachments", "too_many_attachments", len(payload["attachments"]), limits.ATTACHMENTS)
    if payload.get("metadata"):
        found.at_most("/metadata", "metadata_too_large", _bytes(payload["metadata"]), limits.METADATA_BYTES)
    if any(mark in json.dumps(payload, ensure_ascii=False) for mark in EVERYONE):
        found.near("", "mentions_everyone", "no <!channel>, <!here>, <!everyone>", 1)
    return found


def check_blocks(blocks: list[Block]) -> list[Finding]:
    """Findings in the blocks of a message alone."""
    found = Findings()
    _message_blocks(found, blocks)
    return found


def check_options(answer: dict[str, Any]) -> list[Finding]:
    """Findings in what an external select was offered: at most 100 options, or groups of them."""
    found = Findings()
    if answer.get("options") or answer.get("option_groups"):
        option_lists(found, "", answer)
    return found


def check_view(view: dict[str, Any]) -> list[Finding]:
    """Findings in a modal or a Home tab."""
    found = Findings()
    if not found.one_of("/type", view.get("type"), ("modal", "home"), "view_type"):
        return found
    found.at_most("", "view_too_large", _bytes(view), limits.VIEW_BYTES)
    found.string("/private_metadata", view.get("private_metadata"), limits.PRIVATE_METADATA, "private_metadata")
    found.string("/callback_id", view.get("callback_id"), limits.CALLBACK_ID, "callback_id")
    found.string("/external_id", view.get("external_id"), limits.EXTERNAL_ID, "external_id")
    blocks = found.items("/blocks", view.get("blocks"), limits.VIEW_BLOCKS, "view_blocks", least=0)
    _each_block(found, blocks, view["type"])
    if view["type"] == "modal":
        found.text("/title", view.get("title"), limits.VIEW_TITLE, "view_title", plain=True, optional=False)
        found.text("/submit", view.get("submit"), limits.VIEW_SUBMIT, "view_submit", plain=True)
        found.text("/close", view.get("close"), limits.VIEW_CLOSE, "view_close", plain=True)
        has_input = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
        if has_input and not view.get("submit"):
            found.reject("/submit", "submit_required", "submit, since there is an input block", None)
    return found


def _bytes(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _text(found: Findings, text: str, *, update: bool) -> None:
    """Above 40,000 characters a post is cut, not refused; an update is refused above 4,000."""
    if update:
        found.at_most("/text", "msg_too_long", length(text), limits.UPDATE_TEXT)
    elif length(text) > limits.MESSAGE_TEXT:
        found.near("/text", "text_truncated", limits.MESSAGE_TEXT, length(text))


def _message_blocks(found: Findings, blocks: Any) -> None:
    if not isinstance(blocks, list):
        found.reject("/blocks", "type", "array", type(blocks).__name__)
        return
    found.at_most("/blocks", "msg_blocks_too_many", len(blocks), limits.MESSAGE_BLOCKS)
    _each_block(found, blocks, "message")
    of_type = [block.get("type") for block in blocks if isinstance(block, dict)]
    if of_type.count("data_visualization") > limits.CHARTS_PER_MESSAGE:
        found.reject("/blocks", "charts_per_message", limits.CHARTS_PER_MESSAGE, of_type.count("data_visualization"))
    if of_type.count("table") > limits.TABLES_PER_MESSAGE:
        found.reject("/blocks", "tables_per_message", limits.TABLES_PER_MESSAGE, of_type.count("table"))
    markdown = [block for block in blocks if isinstance(block, dict) and block.get("type") == "markdown"]
    if len(markdown) > 1:
        found.at_most("/blocks", "markdown_total", cell_text(markdown), limits.MARKDOWN_TOTAL)
    tables = [block for block in blocks if isinstance(block, dict) and block.get("type") == "data_table"]
    if len(tables) > 1:
        found.at_most("/blocks", "data_table_total", cell_text(tables), limits.DATA_TABLE_TEXT)
    others = [block for block in blocks if block not in tables]
    found.at_most("/blocks", "msg_blocks_too_long", cell_text(others), limits.MESSAGE_BLOCKS_TEXT)


def _each_block(found: Findings, blocks: list[Any], surface: str) -> None:
    for index, block in enumerate(blocks):
        block_rule(found, f"/blocks/{index}", block, frozenset(SURFACES[surface]))
    given = [block["block_id"] for block in blocks if isinstance(block, dict) and block.get("block_id")]
    found.unique("/blocks", given, "block_id_unique")
    for index, block in enumerate(blocks):
        elements = block.get("elements") if isinstance(block, dict) and block.get("type") == "actions" else None
        if isinstance(elements, list):
            actions = [e["action_id"] for e in elements if isinstance(e, dict) and e.get("action_id")]
            found.unique(f"/blocks/{index}/elements", actions, "action_id_unique")
