"""Catch-alls, registered last: whatever has no listener of its own is acked, so that Slack does not send it again."""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp

ANY = re.compile(".*")


def register(app: AsyncApp) -> None:
    for kind in (app.event, app.command, app.view, app.view_closed, app.shortcut, app.options):

        @kind(ANY)
        async def acked(ack: AsyncAck) -> None:
            await ack()
