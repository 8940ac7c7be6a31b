"""What do people write? Messages, files, reactions, invitations and opening the app."""

from bot.playground.act import Act
from bot.playground.app_settings import BOT_USER
from bot.playground.shapes import CHANNEL_TYPE, api_message, page_file, page_message
from bot.playground.typed import as_sent
from bot.playground.web_api.files import received
from bot.playground.wire import Json, NotPossible, says
from bot.playground.workspace import Channel, File, Message
from bot.slack.limits import FILE_BYTES, FILE_INPUT_BYTES, MESSAGE_TEXT


async def say(act: Act) -> Json:
    channel = act.channel_to_write()
    text = as_sent(act.slack.workspace, act.field("text"))
    if len(text) > MESSAGE_TEXT:
        raise NotPossible("msg_too_long", found=len(text), limit=MESSAGE_TEXT)
    message = Message(channel.id, act.slack.ids.ts(), act.user, text, thread_ts=thread_of(act, channel))
    act.slack.post(message)
    invite_mentioned_bot(act, channel, text)
    return {"ts": message.ts, "message": page_message(act.slack.workspace, message)}


def thread_of(act: Act, channel: Channel) -> str | None:
    """Raises NotPossible when there is no such thread."""
    ts = act.wanted.get("thread_ts")
    root = act.slack.workspace.find(channel.id, str(ts)) if ts else None
    if ts and root is None:
        raise NotPossible("thread_not_found")
    return (root.thread_ts or root.ts) if root else None


def invite_mentioned_bot(act: Act, channel: Channel, text: str) -> None:
    """A mention of the app where it is not a member reaches nobody; Slack offers to invite it."""
    if f"<@{BOT_USER}>" in text and BOT_USER not in channel.members:
        shown = {"type": "interaction_failed", "message": says("bot_not_here", bot=act.slack.person(BOT_USER).name)}
        act.slack.pages.tell(shown, [act.user])


async def edit(act: Act) -> Json:
    message = act.own_message()
    before = api_message(act.slack.workspace, message, act.slack.base)
    message.text = as_sent(act.slack.workspace, act.field("text"))
    message.edited = {"user": act.user, "ts": act.slack.ids.ts()}
    act.slack.change(message, before)
    return {"ts": message.ts}


async def delete(act: Act) -> Json:
    message = act.own_message()
    act.slack.delete(message)
    return {"ts": message.ts}


def invite(act: Act, channel: Channel, who: str) -> Json:
    """Raises NotPossible."""
    people = {f"@{person.name.lower()}": person.id for person in act.slack.workspace.people.values()}
    user = people.get(who.lower())
    if user is None or channel.kind in ("im", "archived"):
        raise NotPossible("cannot_invite", who=who)
    if user not in channel.members:
        act.slack.join(channel, user, act.user)
    return {"joined": user}


async def react(act: Act) -> Json:
    message, name = act.message(), act.field("name").strip(":")
    if act.user in message.reactions.get(name, []):
        raise NotPossible("already_reacted")
    act.slack.react(message, act.user, name, added=True)
    return {}


async def unreact(act: Act) -> Json:
    message, name = act.message(), act.field("name").strip(":")
    if act.user not in message.reactions.get(name, []):
        raise NotPossible("no_reaction")
    act.slack.react(message, act.user, name, added=False)
    return {}


async def open_home(act: Act) -> Json:
    return _open_app(act, "home")


async def open_dm(act: Act) -> Json:
    return _open_app(act, "messages")


def _open_app(act: Act, tab: str) -> Json:
    dm = act.slack.workspace.dm(act.user)
    if dm is None:
        raise NotPossible("no_dm")
    at = act.slack.ids.ts()
    event: Json = {"type": "app_home_opened", "user": act.user, "channel": dm.id, "tab": tab, "event_ts": at}
    home = act.slack.views.homes.get(act.user)
    if home and tab == "home":
        event["view"] = home.shape(act.slack.workspace.team["id"])
    act.slack.emit(event, dm)
    return {"channel": dm.id}


async def stop(act: Act) -> Json:
    """The Stop button under a working agent; what is streamed in the thread ends with it."""
    channel = act.channel()
    act.slack.stopped.add((channel.id, act.field("thread_ts")))
    event: Json = {
        "type": "agent_session_stopped",
        "user": act.user,
        "channel": channel.id,
        "channel_type": CHANNEL_TYPE[channel.kind],
        "thread_ts": act.field("thread_ts"),
        "event_ts": act.slack.ids.ts(),
    }
    act.slack.emit(event, channel)
    return {}


async def mark(act: Act) -> Json:
    """Everything up to `ts` is read."""
    act.slack.workspace.read.setdefault(act.user, {})[act.channel().id] = act.field("ts")
    act.slack.mark_unsaved()
    return {}


def upload(act: Act, parts: list[tuple[str, bytes]]) -> Json:
    """Files dropped into a channel become one message; without a channel they wait for a form to be submitted."""
    if not act.wanted.get("channel"):
        return {"files": [page_file(_kept(act, name, data, FILE_INPUT_BYTES)) for name, data in parts]}
    channel = act.channel_to_write()
    files = [_kept(act, name, data, FILE_BYTES) for name, data in parts]
    for file in files:
        file.channels.append(channel.id)
    text = as_sent(act.slack.workspace, str(act.wanted.get("text") or ""))
    ids, thread_ts = [file.id for file in files], thread_of(act, channel)
    message = Message(channel.id, act.slack.ids.ts(), act.user, text, files=ids, thread_ts=thread_ts)
    act.slack.post(message)
    return {"ts": message.ts, "message": page_message(act.slack.workspace, message)}


def _kept(act: Act, name: str, data: bytes, limit: int) -> File:
    """Raises NotPossible."""
    if len(data) > limit:
        raise NotPossible("file_too_large", name=name, limit=limit // 1_000_000)
    file = File(act.slack.ids.new("F"), name, "", len(data), act.user, name)
    received(act.slack, file, data)
    return file
