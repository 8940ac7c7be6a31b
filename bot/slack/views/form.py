"""A form as a Slack modal: one input block a field, a notice on top, both texts side by side where two people typed."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from bot.forms.form import NONE, Choice, Entry, Form, Heading, Note, Row, channel_label
from bot.slack import limits
from bot.slack.escape import cut, mrkdwn, mrkdwn_object, plain_text
from prompts.loader import Words

Block = dict[str, Any]

FORM, CHOOSER, CHOSEN = "form", "form_choose", "chosen"
SETTLE = "settle"
"""The radio buttons that settle a clash stand in a block of this name before the field's."""
CHANNEL = "channel"
PLAIN, SIDE = 120, 1_000
"""Letters of a heading, and of each of two texts side by side: a form in full dispute fits into one view."""


def form_view(form: Form, shown: Iterable[Row], words: Words) -> Block:
    """The modal. A block's id carries the version: a newer one brings new blocks, so that Slack shows its texts.

    Slack keeps what was typed in blocks whose id stays, whatever the update says.
    """
    version = form.about.version
    blocks = [_alert(form.notice)] if form.notice else []
    for row in shown:
        blocks += _row(row, version, words)
    if len(blocks) > limits.VIEW_BLOCKS:
        blocks = [block for block in blocks if block["type"] not in ("header", "context")]
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": form.about.model_dump_json(exclude_defaults=True),
        "title": _plain(words(f"forms.title.{'new_' * form.about.new}{form.about.kind}"), limits.VIEW_TITLE),
        "submit": _plain(words("forms.button.save"), limits.VIEW_SUBMIT),
        "close": _plain(words("forms.button.cancel"), limits.VIEW_CLOSE),
        "blocks": blocks,
    }


def waiting_view(words: Words) -> Block:
    """What stands there until the form is read."""
    return message_view(words("forms.waiting"), words)


def message_view(text: str, words: Words, notes: Sequence[str] = ()) -> Block:
    """A modal that only says something; `notes` are texts to copy."""
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": _plain(words("forms.title.any"), limits.VIEW_TITLE),
        "close": _plain(words("forms.button.close"), limits.VIEW_CLOSE),
        "blocks": [_section(text), *(_section(note) for note in notes[: limits.VIEW_BLOCKS - 1])],
    }


def chooser_view(map_id: str, title: str, things: Sequence[Choice], words: Words, notice: str = "") -> Block:
    """Which thing of the map?"""
    picker = _select(things, "", words("forms.choose_placeholder"))
    return {
        "type": "modal",
        "callback_id": CHOOSER,
        "private_metadata": map_id,
        "title": _plain(words("forms.title.any"), limits.VIEW_TITLE),
        "submit": _plain(words("forms.button.next"), limits.VIEW_SUBMIT),
        "close": _plain(words("forms.button.cancel"), limits.VIEW_CLOSE),
        "blocks": [
            *([_alert(notice)] if notice else []),
            _section(title, bold=True),
            _input(CHOSEN, words("forms.choose"), picker | {"action_id": CHOSEN}),
        ],
    }


def with_notice(view: Block, text: str) -> Block:
    """The view that was sent with a sentence on top. Its blocks keep their ids, so that what was typed stays."""
    given = ("type", "callback_id", "private_metadata", "title", "submit", "close")
    blocks = [block for block in view["blocks"] if block["type"] != "alert"]
    return {name: view[name] for name in given if view.get(name)} | {"blocks": [_alert(text), *blocks]}


def block_id(key: str, version: int) -> str:
    """The id of a field's block."""
    return f"{key}@{version}"


def _row(row: Row, version: int, words: Words) -> list[Block]:
    match row:
        case Heading(text):
            return [{"type": "header", "text": _plain(text, limits.HEADER_TEXT)}]
        case Note(text, quoted):
            return [_section(f"“{text}”")] if quoted else [_context(text)]
        case Entry():
            return _entry(row, version, words)


def _entry(entry: Entry, version: int, words: Words) -> list[Block]:
    field = entry.field
    made = _input(block_id(field.key, version), entry.label, _element(entry, words), entry.hint, not field.needed)
    if not entry.settle:
        return [made]
    sides = ((words("forms.yours"), entry.mine), (words("forms.theirs_by", name=entry.by), entry.theirs))
    both = {
        "type": "section",
        "fields": [
            mrkdwn_object(f"*{mrkdwn(plain_text(name, PLAIN))}*\n{cut(mrkdwn(text), SIDE)}") for name, text in sides
        ],
    }
    radios = {"type": "radio_buttons", "options": _options(entry.settle), "action_id": SETTLE}
    label = words("forms.settle_label", field=entry.label)
    return [both, _input(f"{SETTLE}:{block_id(field.key, version)}", label, radios), made]


def _element(entry: Entry, words: Words) -> Block:
    """The control of a field with its value."""
    field, value = entry.field, entry.value
    match field.shape:
        case "radio":
            made: Block = {"type": "radio_buttons", "options": _options(entry.choices)}
            made |= _initial(entry.choices, value)
        case "choice" | "thing":
            made = _select(entry.choices, value, words("forms.choose_placeholder"))
        case "channel":
            made = {"type": "external_select", "min_query_length": 0}
            made |= {"placeholder": _plain(words("forms.channel_placeholder"), limits.PLACEHOLDER)}
            made |= {"initial_option": option(channel_label(value, words), value)} if value else {}
        case "owner":
            made = {"type": "users_select"} | ({"initial_user": value} if value else {})
        case "date":
            made = {"type": "datepicker"} | ({"initial_date": value} if value else {})
        case _:
            made = {"type": "plain_text_input", "multiline": field.shape in ("text", "lines", "questions")}
            made |= {"initial_value": value} if value else {}
    return made | {"action_id": CHANNEL if field.shape == "channel" else field.key}


def _select(choices: Sequence[Choice], value: str, placeholder: str) -> Block:
    """A menu, in groups where the choices name them."""
    made: Block = {"type": "static_select", "placeholder": _plain(placeholder, limits.PLACEHOLDER)}
    if any(choice.group for choice in choices):
        groups = [(group, tuple(row)) for group, row in groupby(choices, key=lambda choice: choice.group)]
        made["option_groups"] = [
            {"label": _plain(group, limits.OPTION_GROUP_LABEL), "options": _options(row[: limits.OPTIONS["select"]])}
            for group, row in groups[: limits.OPTIONS["option_groups"]]
        ]
    else:
        made["options"] = _options(choices[: limits.OPTIONS["select"]])
    return made | _initial(choices, value)


def _initial(choices: Sequence[Choice], value: str) -> Block:
    """The choice that stands there; an empty value is the choice of none, where there is one."""
    found = next((choice for choice in choices if choice.value == (value or NONE)), None)
    return {"initial_option": option(found.text, found.value)} if found else {}


def _options(choices: Iterable[Choice]) -> list[Block]:
    return [option(choice.text, choice.value) for choice in choices]


def option(text: str, value: str) -> Block:
    """An option object."""
    return {"text": _plain(text, limits.OPTION_TEXT), "value": value}


def _input(name: str, label: str, element: Block, hint: str = "", optional: bool = False) -> Block:
    made: Block = {
        "type": "input",
        "block_id": name,
        "label": _plain(label, limits.INPUT_LABEL),
        "element": element,
        "optional": optional,
    }
    return made | ({"hint": _plain(hint, limits.INPUT_HINT)} if hint else {})


def _alert(text: str) -> Block:
    return {"type": "alert", "level": "warning", "text": _plain(text, limits.ALERT_TEXT)}


def _section(text: str, bold: bool = False) -> Block:
    safe = cut(mrkdwn(text), limits.SECTION_TEXT - 2)
    return {"type": "section", "text": mrkdwn_object(f"*{safe}*" if bold else safe)}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [mrkdwn_object(cut(mrkdwn(text), limits.SECTION_TEXT))]}


def _plain(text: str, longest: int) -> Block:
    return {"type": "plain_text", "text": plain_text(text, longest) or "…"}
