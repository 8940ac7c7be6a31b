"""A small bot for tests of the page: one of each thing a person can meet, without Waymark's own logic."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.driver import Playground

Block = dict[str, Any]
STAGES = ("Discover", "Compare", "Checkout", "Delivery", "Support")
LOST = (1240, 3820, 2110, 310, 95)
TAKEN = "Compare"


def words(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> Block:
    return {"type": "section", "text": words(text), **more}


def button(label: str, action_id: str, **more: Any) -> Block:
    return {"type": "button", "text": plain(label), "action_id": action_id, "value": label, **more}


def option(text: str) -> Block:
    return {"text": plain(text), "value": text.lower()}


def card(title: str) -> list[Block]:
    return [
        section(f"*A journey map: {title}*\nOne question at a time, in the thread."),
        {
            "type": "actions",
            "elements": [
                button("Use a form", "form", style="primary"),
                button("Erase", "erase", style="danger", confirm=ERASE),
            ],
        },
        {"type": "context", "elements": [words("Draft · 0 of 12 questions")]},
    ]


ERASE = {
    "title": plain("Erase this map?"),
    "text": words("It *cannot* be undone."),
    "confirm": plain("Erase it"),
    "deny": plain("Keep it"),
}


def question() -> list[Block]:
    return [
        section("*Who is it about?*"),
        {"type": "actions", "elements": [button("Colleen", "who_1"), button("Ben", "who_2")]},
    ]


def answer() -> list[Block]:
    """A sentence, a chart, a table and a row of buttons."""
    points = [{"label": stage, "value": lost} for stage, lost in zip(STAGES, LOST, strict=True)]
    head = [{"type": "raw_text", "text": text} for text in ("Stage", "Lost")]
    rows = [
        [{"type": "raw_text", "text": s}, {"type": "raw_number", "value": n, "text": f"{n:,}"}]
        for s, n in zip(STAGES, LOST, strict=True)
    ]
    more = [[{"type": "raw_text", "text": "Return"}, {"type": "raw_number", "value": 4, "text": "4"}]]
    chart = {
        "type": "bar",
        "series": [{"name": "Lost", "data": points}],
        "axis_config": {"categories": list(STAGES), "x_label": "Stage", "y_label": "Customers"},
    }
    return [
        section("Most customers stop at *Compare*: 3,820 of 7,760."),
        {"type": "data_visualization", "title": "Where customers stop", "chart": chart},
        {"type": "data_table", "caption": "Lost by stage", "page_size": 5, "rows": [head, *rows, *more]},
        {
            "type": "actions",
            "elements": [
                button("Share", "share", style="primary"),
                {
                    "type": "static_select",
                    "action_id": "by",
                    "placeholder": plain("By"),
                    "options": [option("Persona"), option("Device")],
                },
            ],
        },
    ]


def field(label: str, element: Block, **more: Any) -> Block:
    name = label.lower()
    return {"type": "input", "block_id": name, "label": plain(label), "element": {**element, "action_id": name}, **more}


def form() -> Block:
    mood = {"type": "radio_buttons", "options": [option("Unhappy"), option("Happy")]}
    where = {"type": "external_select", "min_query_length": 1, "placeholder": plain("Search")}
    return {
        "type": "modal",
        "callback_id": "stage",
        "title": plain("Add a stage"),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "blocks": [
            field("Title", {"type": "plain_text_input"}, hint=plain("In the customer's words")),
            field("Mood", mood, optional=True),
            field("Where", where, optional=True),
            field("Owner", {"type": "users_select"}, optional=True),
            field("Proof", {"type": "file_input"}, optional=True),
        ],
    }


class PageBot:
    """Answers `/journey new|ask|form`, buttons, forms and messages; keeps what it heard in `heard`."""

    def __init__(self, playground: Playground) -> None:
        self.heard: list[tuple[str, Any]] = []
        client = AsyncWebClient(token=playground.bot_token, base_url=playground.api_url)
        client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=2))
        self.app = AsyncApp(client=client)
        self.handler = AsyncSocketModeHandler(self.app, playground.app_token)
        self._listen()

    def _listen(self) -> None:
        self.app.command("/journey")(self.command)
        self.app.action("form")(self.open_form)
        self.app.action("share")(self.share)
        self.app.action(re.compile(""))(self.clicked)
        self.app.options("where")(self.options)
        self.app.view("stage")(self.saved)
        self.app.event("message")(self.message)
        self.app.event("app_home_opened")(self.opened)
        for event in ("app_mention", "reaction_added", "reaction_removed", "member_joined_channel"):
            self.app.event(event)(self.ignored)

    async def command(self, ack: Any, body: Block, client: Any, respond: Any) -> None:
        await ack()
        verb, _, rest = body["text"].partition(" ")
        self.heard.append(("command", body["text"]))
        if verb == "new":
            root = await client.chat_postMessage(
                channel=body["channel_id"], text=f"A journey map: {rest}", blocks=card(rest)
            )
            await client.chat_postMessage(
                channel=body["channel_id"], thread_ts=root["ts"], text="Who is it about?", blocks=question()
            )
        elif verb == "form":
            await client.views_open(trigger_id=body["trigger_id"], view=form())
        elif verb == "ask":
            await respond(text="Most customers stop at Compare.", blocks=answer())
        elif verb == "raw":
            await client.chat_postMessage(channel=body["channel_id"], text=HOSTILE)

    async def open_form(self, ack: Any, body: Block, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form())

    async def share(self, ack: Any, body: Block, client: Any) -> None:
        await ack()
        await client.chat_postMessage(
            channel=body["channel"]["id"], text="Shared: most customers stop at Compare.", blocks=answer()
        )

    async def clicked(self, ack: Any, body: Block, client: Any) -> None:
        await ack()
        action = body["actions"][0]
        self.heard.append(("click", action))
        if action["action_id"].startswith("who"):
            await client.chat_postMessage(
                channel=body["channel"]["id"], thread_ts=body["message"]["thread_ts"], text=f"Noted: {action['value']}"
            )

    async def options(self, ack: Any, body: Block) -> None:
        await ack(options=[option(text) for text in ("Site", "Shop", "Phone") if body["value"].lower() in text.lower()])

    async def saved(self, ack: Any, view: Block) -> None:
        values = view["state"]["values"]
        self.heard.append(("saved", values))
        if values["title"]["title"]["value"] == TAKEN:
            await ack(response_action="errors", errors={"title": f"There is a stage {TAKEN} already."})
        else:
            await ack()

    async def message(self, event: Block, client: Any) -> None:
        self.heard.append(("message", event))
        for file in event.get("files", ()):
            await client.chat_postMessage(
                channel=event["channel"],
                thread_ts=event.get("thread_ts", event["ts"]),
                text=f"Read {file['name']}: {file['size']} bytes",
            )

    async def opened(self, event: Block, client: Any) -> None:
        if event["tab"] == "messages":
            prompts = [{"title": "Where do customers drop off?", "message": "Where do customers drop off?"}]
            await client.assistant_threads_setSuggestedPrompts(channel_id=event["channel"], prompts=prompts)
        else:
            blocks = [{"type": "header", "text": plain("My maps")}, section("No map yet.")]
            await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    async def ignored(self) -> None:
        return


HOSTILE = (
    "&lt;img src=x onerror=window.harmed=1&gt; &lt;script&gt;window.harmed=1&lt;/script&gt; "
    "<javascript:window.harmed=1|press me>"
)


@asynccontextmanager
async def page_bot(playground: Playground) -> AsyncIterator[PageBot]:
    """A connected bot, gone at the end."""
    bot = PageBot(playground)
    await bot.handler.connect_async()
    await playground.until_connected()
    try:
        yield bot
    finally:
        await bot.handler.close_async()
