"""What a request from Slack says, in the few fields that are kept: the body of an inbox row."""

import re
from typing import Any

from bot.exchange import Opening
from bot.forms.about import Sent
from bot.reply import Press
from storage.model.types import Model

Body = dict[str, Any]


class SlackFile(Model):
    """A file that somebody shared; its bytes are fetched when the row is worked on."""

    id: str
    name: str
    size: int = 0
    url: str = ""


class Heard(Model):
    """One request. `thread_ts` is empty outside threads; `response_url` answers commands and presses privately.

    `permalink`: of a message, for people and for finding again what came from it.
    """

    team: str
    channel: str
    user: str
    ts: str = ""
    thread_ts: str = ""
    text: str = ""
    was: str | None = None
    deleted: bool = False
    addressed: bool = False
    direct: bool = False
    shared_outside: bool = False
    private: bool = False
    press: Press | None = None
    files: tuple[SlackFile, ...] = ()
    response_url: str = ""
    opening: Opening | None = None
    form: Sent | None = None
    permalink: str | None = None

    @property
    def thread(self) -> str:
        """What orders the work: one thread at a time."""
        return f"{self.channel}:{self.thread_ts}"


def cut_mention(text: str, bot_user: str) -> tuple[str, bool]:
    """The text without mentions of the bot, and whether there was one."""
    mention = re.compile(rf"<@{re.escape(bot_user)}(?:\|[^>]*)?>")
    return mention.sub(" ", text).strip(), bool(mention.search(text))


def typed(text: str) -> str:
    """Slack's escaped text as the person typed it: entities back, links as their text, channels and people as names."""
    text = re.sub(r"<(https?://[^|>]+|mailto:[^|>]+)\|([^>]+)>", r"\2", text)
    text = re.sub(r"<(https?://[^|>]+)>", r"\1", text)
    text = re.sub(r"<#[CG][A-Z0-9]+\|([^>]+)>", r"#\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def files_of(message: Body) -> tuple[SlackFile, ...]:
    """The files of a message event."""
    return tuple(
        SlackFile(
            id=file["id"],
            name=file.get("name") or file["id"],
            size=file.get("size") or 0,
            url=file.get("url_private_download") or file.get("url_private") or "",
        )
        for file in message.get("files") or ()
        if file.get("id")
    )
