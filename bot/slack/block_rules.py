"""What may a block be, and where may it stand?"""

from collections.abc import Callable
from typing import Any

from bot.slack import limits
from bot.slack.chart_rules import data_table, data_visualization, table
from bot.slack.element_rules import ACCESSORIES, ACTIONS, INPUTS, MODAL_ONLY, element, image
from bot.slack.findings import Findings

Block = dict[str, Any]
Rule = Callable[[Findings, str, Block], None]

EVERYWHERE = frozenset(
    ["actions", "card", "context", "divider", "header", "image", "input", "rich_text", "section", "video"]
)
MESSAGE_AND_HOME = EVERYWHERE | {"carousel", "container", "data_table", "data_visualization", "table"}
SURFACES = {
    "message": MESSAGE_AND_HOME | {"context_actions", "file", "markdown", "plan", "task_card"},
    "home": MESSAGE_AND_HOME,
    "modal": EVERYWHERE | {"alert"},
}
CONTAINER_CHILDREN = frozenset(
    ["actions", "context", "divider", "file", "header", "image", "input", "rich_text", "section", "table", "video"]
)
STATUSES = ("pending", "in_progress", "complete", "error")


def section(found: Findings, at: str, block: Block) -> None:
    if not block.get("text") and not block.get("fields"):
        found.reject(at, "section_content", "text or fields", None)
    found.text(f"{at}/text", block.get("text"), limits.SECTION_TEXT, "section_text")
    if "fields" in block:
        for index, field in enumerate(
            found.items(f"{at}/fields", block["fields"], limits.SECTION_FIELDS, "section_fields")
        ):
            found.text(f"{at}/fields/{index}", field, limits.SECTION_FIELD, "section_field", optional=False)
    if "accessory" in block:
        element(found, f"{at}/accessory", block["accessory"], ACCESSORIES)


def header(found: Findings, at: str, block: Block) -> None:
    found.text(f"{at}/text", block.get("text"), limits.HEADER_TEXT, "header_text", plain=True, optional=False)


def image_block(found: Findings, at: str, block: Block) -> None:
    image(found, at, block)
    found.text(f"{at}/title", block.get("title"), limits.IMAGE_TITLE, "image_title", plain=True)


def actions(found: Findings, at: str, block: Block) -> None:
    given = found.items(f"{at}/elements", block.get("elements"), limits.ACTIONS_ELEMENTS, "actions_elements")
    for index, entry in enumerate(given):
        element(found, f"{at}/elements/{index}", entry, ACTIONS)


def context(found: Findings, at: str, block: Block) -> None:
    given = found.items(f"{at}/elements", block.get("elements"), limits.CONTEXT_ELEMENTS, "context_elements")
    for index, entry in enumerate(given):
        place = f"{at}/elements/{index}"
        if isinstance(entry, dict) and entry.get("type") == "image":
            image(found, place, entry)
        else:
            found.text(place, entry, limits.TEXT_OBJECT, "context_text", optional=False)


def context_actions(found: Findings, at: str, block: Block) -> None:
    given = found.items(
        f"{at}/elements", block.get("elements"), limits.CONTEXT_ACTIONS_ELEMENTS, "context_actions_elements"
    )
    for index, entry in enumerate(given):
        element(found, f"{at}/elements/{index}", entry, ("feedback_buttons", "icon_button"))


def input_block(found: Findings, at: str, block: Block) -> None:
    found.text(f"{at}/label", block.get("label"), limits.INPUT_LABEL, "input_label", plain=True, optional=False)
    found.text(f"{at}/hint", block.get("hint"), limits.INPUT_HINT, "input_hint", plain=True)
    element(found, f"{at}/element", block.get("element"), INPUTS)


def markdown(found: Findings, at: str, block: Block) -> None:
    found.string(f"{at}/text", block.get("text"), limits.MARKDOWN_BLOCK, "markdown_text", optional=False)


def rich_text(found: Findings, at: str, block: Block) -> None:
    found.items(f"{at}/elements", block.get("elements"), limits.MESSAGE_TEXT, "rich_text_elements", least=0)


def alert(found: Findings, at: str, block: Block) -> None:
    found.text(f"{at}/text", block.get("text"), limits.ALERT_TEXT, "alert_text", optional=False)
    found.one_of(
        f"{at}/level", block.get("level", "default"), ("default", "info", "warning", "error", "success"), "level"
    )


def card(found: Findings, at: str, block: Block) -> None:
    if not any(block.get(name) for name in ("hero_image", "title", "actions", "body")):
        found.reject(at, "card_content", "hero_image, title, actions or body", None)
    for name, limit in limits.CARD.items():
        found.text(f"{at}/{name}", block.get(name), limit, f"card_{name}")
    if "actions" in block:
        for index, entry in enumerate(
            found.items(f"{at}/actions", block["actions"], limits.CARD_ACTIONS, "card_actions")
        ):
            element(found, f"{at}/actions/{index}", entry, ("button",))


def carousel(found: Findings, at: str, block: Block) -> None:
    given = found.items(f"{at}/elements", block.get("elements"), limits.CAROUSEL_CARDS, "carousel_cards")
    for index, entry in enumerate(given):
        block_rule(found, f"{at}/elements/{index}", entry, frozenset({"card"}))


def container(found: Findings, at: str, block: Block) -> None:
    if not block.get("title") and not block.get("rich_text_title"):
        found.reject(at, "container_title", "title or rich_text_title", None)
    for name, limit in limits.CONTAINER.items():
        found.text(f"{at}/{name}", block.get(name), limit, f"container_{name}", plain=name == "title")
    given = found.items(
        f"{at}/child_blocks", block.get("child_blocks"), limits.CONTAINER_CHILDREN, "container_children"
    )
    for index, entry in enumerate(given):
        block_rule(found, f"{at}/child_blocks/{index}", entry, CONTAINER_CHILDREN)


def task(found: Findings, at: str, given: Block) -> None:
    found.string(f"{at}/task_id", given.get("task_id"), limits.BLOCK_ID, "task_id", optional=False)
    found.string(f"{at}/title", given.get("title"), limits.TEXT_OBJECT, "task_title", optional=False)


def task_card(found: Findings, at: str, block: Block) -> None:
    """A card that stands alone cannot be pending."""
    task(found, at, block)
    found.one_of(f"{at}/status", block.get("status"), STATUSES[1:], "task_status")


def plan(found: Findings, at: str, block: Block) -> None:
    found.string(f"{at}/title", block.get("title"), limits.TEXT_OBJECT, "plan_title", optional=False)
    tasks = found.objects(f"{at}/tasks", block.get("tasks"), limits.PLAN_TASKS, "plan_tasks", least=0)
    for place, entry in tasks:
        task(found, place, entry)
        found.one_of(f"{place}/status", entry.get("status"), STATUSES, "task_status")
    found.unique(f"{at}/tasks", [entry.get("task_id") for _, entry in tasks], "task_id_unique")


def nothing_more(found: Findings, at: str, block: Block) -> None:
    """Dividers, and blocks whose content the bot never makes (file, video)."""


RULES: dict[str, Rule] = {
    "actions": actions,
    "alert": alert,
    "card": card,
    "carousel": carousel,
    "container": container,
    "context": context,
    "context_actions": context_actions,
    "data_table": data_table,
    "data_visualization": data_visualization,
    "divider": nothing_more,
    "file": nothing_more,
    "header": header,
    "image": image_block,
    "input": input_block,
    "markdown": markdown,
    "plan": plan,
    "rich_text": rich_text,
    "section": section,
    "table": table,
    "task_card": task_card,
    "video": nothing_more,
}


def block_rule(found: Findings, at: str, block: Any, allowed: frozenset[str]) -> None:
    """One block, which must be of a type that may stand here."""
    if not isinstance(block, dict):
        found.reject(at, "type", "object", type(block).__name__)
        return
    kind = block.get("type")
    if not isinstance(kind, str) or kind not in RULES:
        found.reject(f"{at}/type", "block_type", "a known block type", kind)
    elif kind not in allowed:
        found.reject(f"{at}/type", "block_surface", ", ".join(sorted(allowed)), kind)
    else:
        found.string(f"{at}/block_id", block.get("block_id"), limits.BLOCK_ID, "block_id")
        RULES[kind](found, at, block)
        if kind == "input" and "alert" not in allowed:
            _not_modal_only(found, f"{at}/element", block.get("element"))


def _not_modal_only(found: Findings, at: str, element: Any) -> None:
    if isinstance(element, dict) and element.get("type") in MODAL_ONLY:
        found.reject(f"{at}/type", "block_surface", "modal", element["type"])
