"""Buttons and menus: which one was used, on which message, with which ticks."""

import re
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.reply import Press
from bot.slack.heard import Body, Heard
from bot.slack.views.reply import MORE, TAKE, TICK
from storage.mailboxes import Received


def read(body: Body) -> Heard | None:
    """What a `block_actions` payload says; None for ticks, which wait for their button, and outside messages."""
    if body.get("type") != "block_actions" or not body.get("actions") or "channel" not in body:
        return None
    press = _press(body["actions"][0], body.get("state") or {})
    if press is None:
        return None
    container, message = body.get("container") or {}, body.get("message") or {}
    private = bool(container.get("is_ephemeral"))
    ts = container.get("message_ts") or message.get("ts") or ""
    thread = message.get("thread_ts") or container.get("thread_ts")
    user = body["user"]["id"]
    direct = body["channel"]["id"].startswith("D")
    return Heard(
        team=body["team"]["id"],
        channel=body["channel"]["id"],
        user=user,
        ts=ts,
        thread_ts=thread or (f"command-{user}" if private else "" if direct else ts),
        addressed=True,
        direct=direct,
        private=private,
        press=press,
        response_url=body.get("response_url") or "",
    )


def _press(action: dict[str, Any], state: dict[str, Any]) -> Press | None:
    """`pick#menu` is a tick; `take#<action>` takes the ticks of its block; `more#menu` has `<action>|<value>` as the
    value of its option; else `<action>#<place>`."""
    name, _, rest = action["action_id"].partition("#")
    text = (action.get("text") or {}).get("text", "")
    if name == TICK:
        return None
    if name == TAKE:
        block = (state.get("values") or {}).get(action["block_id"]) or {}
        ticked = (block.get(f"{TICK}#menu") or {}).get("selected_options") or ()
        return Press(
            action=rest, value=_menu_value(action["block_id"]), chosen=tuple(o["value"] for o in ticked), text=text
        )
    if name == MORE:
        option = action["selected_option"]
        done, _, value = option["value"].partition("|")
        return Press(action=done, value=value, text=(option.get("text") or {}).get("text", ""))
    if "selected_option" in action:
        chosen = action["selected_option"]["value"]
        return Press(action=name, value=_menu_value(action["block_id"]), chosen=(chosen,), text=text)
    return Press(action=name, value=action.get("value") or "", text=text)


def _menu_value(block_id: str) -> str:
    return block_id.partition("|")[2]


def row(heard: Heard, body: Body, received_at: datetime) -> Received:
    """The inbox row of a press."""
    action = body["actions"][0]
    return Received(
        key=f"press:{heard.team}:{heard.user}:{action.get('action_ts')}:{action['action_id']}:{heard.ts}",
        workspace_id=heard.team,
        kind="action",
        thread=heard.thread,
        body=heard.model_dump(mode="json"),
        received_at=received_at,
    )


def register(app: AsyncApp) -> None:
    @app.action(re.compile(".*"))
    async def pressed(ack: AsyncAck) -> None:
        await ack()
