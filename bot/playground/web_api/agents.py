"""assistant.threads.* and agents.sessions.*: status under the composer, suggested prompts, sessions."""

from bot.playground.web_api.call import Call, Method
from bot.playground.wire import Json, Refused
from bot.slack.limits import LOADING_MESSAGES, SESSION_TITLE, SUGGESTED_PROMPTS

SESSION_STATUSES = ("active", "processing", "closed")


def set_status(call: Call) -> Json:
    """Raises Refused: invalid_arguments (more than 10 loading messages)."""
    channel, thread_ts = call.channel_to_write("channel_id"), call.needed("thread_ts")
    loading = call.nested("loading_messages") or []
    if len(loading) > LOADING_MESSAGES:
        raise Refused("invalid_arguments")
    call.slack.set_status(channel.id, thread_ts, call.text("status"))
    return {}


def session_key(call: Call) -> str:
    return f"{call.channel_to_write('channel_id').id}:{call.text('thread_ts')}"


def set_title(call: Call) -> Json:
    call.slack.workspace.sessions.setdefault(session_key(call), {})["title"] = call.needed("title")
    call.slack.mark_unsaved()
    return {}


def set_prompts(call: Call) -> Json:
    """In a DM; with `thread_ts` nothing happens, as for agent apps. Raises Refused: invalid_arguments."""
    channel, prompts = call.channel_to_write("channel_id"), call.nested("prompts")
    complete = isinstance(prompts, list) and all(p.get("title") and p.get("message") for p in prompts)
    if not complete or len(prompts) > SUGGESTED_PROMPTS:
        raise Refused("invalid_arguments")
    if channel.user and not call.text("thread_ts"):
        call.slack.set_prompts(channel.user, prompts)
    return {}


def set_session_status(call: Call) -> Json:
    """Raises Refused: invalid_arguments."""
    status, title = call.needed("status"), call.text("title")
    if status not in SESSION_STATUSES or len(title) > SESSION_TITLE:
        raise Refused("invalid_arguments")
    session = call.slack.workspace.sessions.setdefault(session_key(call), {})
    session |= {"status": status} | ({"title": title} if title else {})
    call.slack.mark_unsaved()
    return {"session": session}


def rename_session(call: Call) -> Json:
    """Raises Refused: session_not_found, invalid_arguments."""
    session, title = call.slack.workspace.sessions.get(session_key(call)), call.needed("title")
    if session is None:
        raise Refused("session_not_found")
    if len(title) > SESSION_TITLE:
        raise Refused("invalid_arguments")
    session["title"] = title
    call.slack.mark_unsaved()
    return {"session": session}


METHODS = {
    "assistant.threads.setStatus": Method(set_status, "chat:write"),
    "assistant.threads.setTitle": Method(set_title, "assistant:write"),
    "assistant.threads.setSuggestedPrompts": Method(set_prompts, "assistant:write"),
    "agents.sessions.setStatus": Method(set_session_status, "chat:write"),
    "agents.sessions.rename": Method(rename_session, "chat:write"),
}
