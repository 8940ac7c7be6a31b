"""A request from Slack as the desk takes it: who says it, who is known there, who reads the answer."""

from collections.abc import Sequence

from bot.conversation.turn import Said
from bot.exchange import Incoming
from bot.slack.heard import Heard
from storage.mailboxes import Received
from storage.maps import Reader
from storage.model.session import Member
from storage.model.types import Lang


def incoming_of(
    row: Received, heard: Heard, member: Member, reader: Reader, named: Sequence[Member], lang: Lang
) -> Incoming:
    """`named`: everybody whose name is known; `lang`: the language of the settings."""
    said = Said(
        by=heard.user,
        name=member.name,
        at=row.received_at,
        text=heard.text,
        press=heard.press,
        permalink=heard.permalink,
        was=heard.was,
        deleted=heard.deleted,
    )
    return Incoming(
        workspace_id=heard.team,
        channel_id=heard.channel,
        thread=heard.thread_ts,
        said=said,
        kind="command" if row.kind == "command" else "message",
        opening=heard.opening,
        lang=lang,
        form=heard.form,
        addressed=heard.addressed,
        private=heard.private,
        reader=reader,
        names={m.member_id: m.name for m in named} | {heard.user: member.name},
    )
