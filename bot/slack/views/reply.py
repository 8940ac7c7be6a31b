"""A Reply as Slack messages: Block Kit and the text beside it. Pictures and files part it into several messages.

A chart that Slack cannot draw itself is a table in the message, and a picture after it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.reply import Button, Buttons, Chart, FilePart, Menu, Part, Reply, Table, Text, plain
from bot.slack import limits
from bot.slack.escape import cut, mrkdwn, mrkdwn_object, permalink, plain_text, visible
from bot.slack.views.chart_tables import is_native, table_of
from bot.slack.views.data import beyond, chart_block, table_block
from prompts.loader import Words
from storage.model.types import Model

Block = dict[str, Any]

MAX_TEXT = 3_500
TICK = "pick"
TAKE = "take"
MORE = "more"


class Post(Model):
    """A message. `text`: for notifications, readers, the last resort; `charts`: to draw them if blocks are refused.

    Charts that are drawn in any case are no part of `charts`.
    """

    text: str
    blocks: tuple[Block, ...]
    charts: tuple[Chart, ...] = ()


class File(Model):
    """A picture or file to share in the thread; a chart is a picture."""

    part: FilePart | Chart


def messages(reply: Reply, words: Words) -> list[Post | File]:
    """The reply in sending order."""
    sent: list[Post | File] = []
    parts: list[Part] = []
    for part in reply.parts:
        if isinstance(part, FilePart):
            sent += _run(parts, words)
            parts = []
            sent.append(File(part=part))
        else:
            parts.append(part)
    return sent + _run(parts, words)


def _run(parts: Sequence[Part], words: Words) -> list[Post | File]:
    """What is said first, then the charts in it that have to be pictures."""
    return [
        *_post(parts, words),
        *(File(part=part) for part in parts if isinstance(part, Chart) and not is_native(part)),
    ]


def _post(parts: Sequence[Part], words: Words) -> list[Post]:
    """One message of the parts, or several where Slack's limits ask for it."""
    blocks = [block for number, part in enumerate(parts) for block in part_blocks(part, number, words)]
    posts: list[Post] = []
    charts = tuple(part for part in parts if isinstance(part, Chart) and is_native(part))
    text = cut(mrkdwn(plain(Reply(parts=tuple(parts)))), MAX_TEXT)
    while blocks:
        fitting, blocks = _fitting(blocks)
        posts.append(Post(text=text, blocks=tuple(fitting), charts=charts if not posts else ()))
    return posts


def _fitting(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """As many blocks as one message holds, and the rest."""
    letters = tables = charts = count = 0
    for block in blocks:
        letters += _letters(block)
        tables += block["type"] in ("table", "data_table")
        charts += block["type"] == "data_visualization"
        full = count == limits.MESSAGE_BLOCKS or letters > 10_000
        if count and (full or tables > limits.TABLES_PER_MESSAGE or charts > limits.CHARTS_PER_MESSAGE):
            break
        count += 1
    return blocks[:count], blocks[count:]


def _letters(value: object) -> int:
    if isinstance(value, dict):
        return sum(_letters(v) for v in value.values())
    if isinstance(value, list | tuple):
        return sum(_letters(v) for v in value)
    return len(value) if isinstance(value, str) else 0


def part_blocks(part: Part, number: int, words: Words) -> Iterator[Block]:
    """The blocks of one part; `number` keeps block ids apart."""
    match part:
        case Text():
            yield from _text_blocks(part)
        case Buttons():
            yield from _button_blocks(part, number)
        case Menu():
            yield from _menu_blocks(part, number, words)
        case Chart():
            if is_native(part):
                yield chart_block(part)
            else:
                yield from _table_blocks(table_of(part), words)
            yield _context(part.note)
        case Table():
            yield from _table_blocks(part, words)


def _text_blocks(part: Text) -> Iterator[Block]:
    for piece in _pieces(part.text, limits.SECTION_TEXT - 100):
        safe = mrkdwn(piece)
        match part.style:
            case "headline" | "question":
                yield _section("\n".join(f"*{line}*" if line.strip() else line for line in safe.split("\n")))
            case "hint" | "grey":
                yield _context(piece)
            case "source":
                yield {"type": "context", "elements": [mrkdwn_object(permalink(piece))]}
            case "warning":
                yield _section(f":warning: {safe}")
            case "quote":
                yield _section("\n".join(f"&gt; {line}" for line in safe.split("\n")).replace("&gt; ", "> "))
            case _:
                yield _section(safe)


def _pieces(text: str, longest: int) -> Iterator[str]:
    """The text cut at line ends, else hard, into pieces that stay under the limit once escaped."""
    text = visible(text)
    while len(mrkdwn(text)) > longest:
        end = longest // 2
        at = text.rfind("\n", 0, end)
        at = at if at > 0 else end
        yield text[:at]
        text = text[at:].lstrip("\n")
    if text.strip():
        yield text


def _section(text: str) -> Block:
    return {"type": "section", "text": mrkdwn_object(text)}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [mrkdwn_object(cut(mrkdwn(text), 2_900) or "…")]}


def _button_blocks(part: Buttons, number: int) -> Iterator[Block]:
    most = limits.ACTIONS_ELEMENTS - bool(part.more)
    for first in range(0, len(part.buttons), most):
        row = part.buttons[first : first + most]
        yield {
            "type": "actions",
            "block_id": f"buttons-{number}-{first}",
            "elements": [*(_button(button, first + place) for place, button in enumerate(row)), *_more(part, first)],
        }


def _more(part: Buttons, first: int) -> Iterator[Block]:
    """What stands behind "…" at the end of the first row. Its action and value travel in the option."""
    if not part.more or first:
        return
    options = [
        {
            "text": {"type": "plain_text", "text": plain_text(button.text, limits.OPTION_TEXT) or "…", "emoji": True},
            "value": f"{button.action}|{button.value}",
        }
        for button in part.more[: limits.OPTIONS["overflow"]]
    ]
    yield {"type": "overflow", "action_id": f"{MORE}#menu", "options": options}


def _button(button: Button, place: int) -> Block:
    made: Block = {
        "type": "button",
        "action_id": f"{button.action}#{place}",
        "text": {"type": "plain_text", "text": plain_text(button.text, limits.BUTTON_TEXT) or "…", "emoji": True},
        "value": button.value,
    }
    if button.style in ("primary", "danger"):
        made["style"] = button.style
    return made


def _menu_blocks(part: Menu, number: int, words: Words) -> Iterator[Block]:
    """A select answers at once; ticks wait for the button beside them. The menu's value travels in the block id."""
    options = [
        {
            "text": {"type": "plain_text", "text": plain_text(option.text, limits.OPTION_TEXT) or "…", "emoji": True},
            "value": option.value,
        }
        | (
            {"description": {"type": "plain_text", "text": plain_text(option.description, 75)}}
            if option.description
            else {}
        )
        for option in part.options[: limits.OPTIONS["select"]]
    ]
    block_id = f"menu-{number}|{part.value}"
    placeholder = {"type": "plain_text", "text": plain_text(part.label, limits.PLACEHOLDER)}
    if not part.many:
        element: Block = {"type": "static_select", "action_id": f"{part.action}#menu", "placeholder": placeholder}
        yield {"type": "actions", "block_id": block_id, "elements": [element | {"options": options}]}
        return
    if len(options) <= limits.OPTIONS["checkboxes"]:
        ticks: Block = {"type": "checkboxes", "action_id": f"{TICK}#menu", "options": options}
    else:
        ticks = {
            "type": "multi_static_select",
            "action_id": f"{TICK}#menu",
            "placeholder": placeholder,
            "options": options,
        }
    chosen = [option for option in options if option["value"] in part.chosen]
    if chosen:
        ticks["initial_options"] = chosen
    take: Block = {
        "type": "button",
        "action_id": f"{TAKE}#{part.action}",
        "text": {"type": "plain_text", "text": words("slack.take_ticked")},
        "value": block_id,
        "style": "primary",
    }
    yield {"type": "actions", "block_id": block_id, "elements": [ticks, take]}


def _table_blocks(part: Table, words: Words) -> Iterator[Block]:
    """A table with its title; what has no room in it is counted below."""
    if part.title:
        yield _section(f"*{cut(mrkdwn(part.title), limits.SECTION_TEXT - 10)}*")
    if not part.rows:
        return
    yield table_block(part)
    for key, left_out in zip(("more_rows", "more_columns"), beyond(part), strict=True):
        if left_out:
            yield _context(words(f"charts.{key}", n=left_out))
