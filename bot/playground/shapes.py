"""How does a thing look on the wire? Messages, files, people and channels as Slack and as the page read them."""

from urllib.parse import quote

from bot.playground.app_settings import APP_ID, BOT_ID, BOT_USER
from bot.playground.sample import OTHER_TEAM, TIME_ZONE
from bot.playground.wire import Json
from bot.playground.workspace import Channel, File, Message, Person, Workspace

CHANNEL_TYPE = {"public": "channel", "shared": "channel", "archived": "channel", "private": "group", "im": "im"}
NEWEST = 200


def api_file(workspace: Workspace, file: File, base: str) -> Json:
    """A file as Slack's methods and events give it; `base` is the stand-in's address."""
    place = f"{base}/files/{file.id}"
    kind = file.name.rpartition(".")[2].lower() or "binary"
    shape: Json = {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": kind,
        "pretty_type": kind.upper(),
        "user": file.user,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "file_access": "visible",
        "url_private": f"{place}/{quote(file.name)}",
        "url_private_download": f"{place}/download/{quote(file.name)}",
        "permalink": f"{place}/{quote(file.name)}",
        "channels": file.channels,
    }
    if file.w and file.h:
        shape |= {"original_w": file.w, "original_h": file.h}
    if file.alt_txt:
        shape["alt_txt"] = file.alt_txt
    return shape


def api_message(workspace: Workspace, message: Message, base: str) -> Json:
    """A message as Slack's methods and events give it: thread facts on a root, bot facts on the bot's own."""
    shape: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    if message.blocks:
        shape["blocks"] = message.blocks
    if message.attachments:
        shape["attachments"] = message.attachments
    if message.metadata:
        shape["metadata"] = message.metadata
    if message.files:
        files = [workspace.files[f] for f in message.files if f in workspace.files]
        shape |= {"files": [api_file(workspace, file, base) for file in files], "upload": False}
        shape |= {} if message.is_bot else {"subtype": "file_share"}
    if message.broadcast:
        shape["subtype"] = "thread_broadcast"
    if message.is_bot:
        shape |= {
            "bot_id": BOT_ID,
            "app_id": APP_ID,
            "bot_profile": {"id": BOT_ID, "app_id": APP_ID, "name": "Waymark"},
        }
    shape["team"] = team_of(workspace, message.user)
    shape |= thread_facts(workspace, message)
    if message.edited:
        shape["edited"] = message.edited
    if message.reactions:
        shape["reactions"] = [{"name": n, "users": u, "count": len(u)} for n, u in message.reactions.items()]
    return shape


def thread_facts(workspace: Workspace, message: Message) -> Json:
    """A reply names its root; a root with replies names itself and counts them."""
    if message.thread_ts:
        return {"thread_ts": message.thread_ts}
    replies = workspace.replies(message)
    if not replies:
        return {}
    people = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": people,
        "reply_users_count": len(people),
        "latest_reply": replies[-1].ts,
    }


def page_file(file: File) -> Json:
    names = ("id", "name", "title", "mimetype", "size", "alt_txt", "w", "h")
    return {name: getattr(file, name) for name in names}


def page_message(workspace: Workspace, message: Message) -> Json:
    """A message as the page reads it; `thread_ts` on replies only."""
    replies = [] if message.thread_ts or message.only_for else workspace.replies(message)
    files = [workspace.files[f] for f in message.files if f in workspace.files]
    return {
        "channel": message.channel,
        "ts": message.ts,
        "user": message.user,
        "text": message.text,
        "verbatim": message.verbatim,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "files": [page_file(file) for file in files],
        "thread_ts": message.thread_ts,
        "broadcast": message.broadcast,
        "reply_count": len(replies),
        "reply_users": list(dict.fromkeys(reply.user for reply in replies)),
        "edited": message.edited,
        "reactions": [{"name": name, "users": users} for name, users in message.reactions.items()],
        "ephemeral": message.only_for is not None,
        "is_bot": message.is_bot,
    }


def team_of(workspace: Workspace, user: str) -> str:
    person = workspace.people.get(user)
    return OTHER_TEAM if person and person.role == "partner" else str(workspace.team["id"])


def api_user(workspace: Workspace, person: Person) -> Json:
    """users.info's `user`."""
    is_guest = person.role == "guest"
    return {
        "id": person.id,
        "team_id": team_of(workspace, person.id),
        "name": person.name.lower(),
        "real_name": person.name,
        "deleted": False,
        "tz": TIME_ZONE,
        "tz_label": "Central European Time",
        "tz_offset": 3600,
        "is_admin": person.role == "admin",
        "is_owner": person.role == "admin",
        "is_bot": person.role == "bot",
        "is_restricted": is_guest,
        "is_ultra_restricted": is_guest,
        "is_stranger": person.role == "partner",
        "profile": {"real_name": person.name, "display_name": person.name, "title": person.title},
    }


def api_channel(workspace: Workspace, channel: Channel) -> Json:
    """conversations.info's `channel`."""
    if channel.kind == "im":
        return {"id": channel.id, "is_im": True, "user": channel.user, "is_archived": False, "is_open": True}
    shared = channel.kind == "shared"
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind != "private",
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == "private",
        "is_archived": channel.kind == "archived",
        "is_general": channel.name == "general",
        "is_shared": shared,
        "is_ext_shared": shared,
        "is_pending_ext_shared": False,
        "is_member": BOT_USER in channel.members,
        "num_members": len(channel.members),
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.topic, "creator": "", "last_set": 0},
        "context_team_id": workspace.team["id"],
    }


def page_channels(workspace: Workspace, user: str) -> list[Json]:
    """The channels this person sees, with what the page shows of them."""
    return [
        {
            "id": channel.id,
            "name": channel.name or "Waymark",
            "kind": channel.kind,
            "topic": channel.topic,
            "bot_in": BOT_USER in channel.members,
            "member": user in channel.members,
            "unread": workspace.unread(user, channel.id),
            "user": BOT_USER if channel.kind == "im" else None,
        }
        for channel in workspace.channels.values()
        if workspace.sees(user, channel)
    ]


def page_people(workspace: Workspace) -> list[Json]:
    return [
        {"id": p.id, "name": p.name, "title": p.title, "role": p.role, "color": p.color, "initials": p.initials}
        for p in workspace.people.values()
    ]
