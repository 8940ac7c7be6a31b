"""What do people press? Commands, buttons, choices, modals and shortcuts, which the app must ack in 3 seconds."""

from dataclasses import asdict

from bot.playground import actions, payloads
from bot.playground.act import Act
from bot.playground.blocks import find_element
from bot.playground.link import NotAcked
from bot.playground.responses import answer_command
from bot.playground.saying import invite
from bot.playground.submissions import close_view, submit_view, with_files
from bot.playground.typed import as_sent
from bot.playground.wire import Json, NotPossible
from bot.slack.check import check_options


async def slash(act: Act) -> Json:
    """The command goes to the app wherever the person is; `/invite @Waymark` is Slack's own."""
    channel, text = act.channel(), act.field("text").strip()
    command, _, rest = text.partition(" ")
    if command == "/invite":
        return invite(act, channel, rest.strip())
    outsider = act.slack.person(act.user).role == "partner"  # apps of this company are not theirs
    if outsider or command not in {known["command"] for known in act.slack.app.commands}:
        raise NotPossible("unknown_command", command=command)
    if channel.kind == "archived":
        raise NotPossible("is_archived")
    if act.wanted.get("thread_ts"):
        raise NotPossible("not_in_thread", command=command)
    sent = as_sent(act.slack.workspace, rest.strip(), labels=True)
    payload = payloads.slash_command(act.slack, act.user, channel, command, sent)
    answer = await act.ask("slash_commands", "slash_commands", payload)
    answer_command(act.slack, act.user, channel, answer)
    return {"acked": True}


async def click(act: Act) -> Json:
    """A button, a choice or a finished input, in a message, a modal or the Home tab."""
    place, blocks, state, view_id, where = interaction_place(act)
    block_id, action_id = act.field("block_id"), act.field("action_id")
    element = find_element(blocks, block_id, action_id)
    if element is None:
        raise NotPossible("no_such_element")
    fields = actions.selection(element, act.slack.offered.get((where, action_id), []), act.wanted)
    state.update(act.wanted.get("state") or {})
    if element["type"] not in actions.STATELESS:
        state.setdefault(block_id, {})[action_id] = {"type": element["type"], **fields}
    entry = actions.action(element, block_id, fields, act.slack.ids.ts())
    if view_id:
        place = payloads.view_place(act.slack, act.view())
    payload = payloads.block_actions(
        act.slack, act.user, place, entry, act.view().values() if view_id else state, view_id
    )
    await act.ask("interactive", "block_actions", payload)
    return {"acked": True}


def interaction_place(act: Act) -> tuple[Json, list[Json], Json, str | None, str]:
    """(payload fields, blocks, state kept for the place, view id, the place's name)."""
    if act.wanted.get("view_id"):
        view = act.view()
        return payloads.view_place(act.slack, view), view.payload.get("blocks", []), view.state, view.id, view.id
    message = act.message()
    state = act.slack.message_state.setdefault((message.channel, message.ts, act.user), {})
    return payloads.message_place(act.slack, act.user, message), message.blocks, state, None, message.ts


async def options(act: Act) -> Json:
    """What an external select offers for a query; an app that does not answer offers nothing."""
    place, _, _, _, where = interaction_place(act)
    block_id, action_id = act.field("block_id"), act.field("action_id")
    query = str(act.wanted.get("query", ""))
    payload = payloads.block_suggestion(act.slack, act.user, place, block_id, action_id, query)
    try:
        answer = await act.slack.link.ask("interactive", "block_suggestion", payload)
    except NotAcked:
        return {"options": [], "option_groups": []}
    if refused := [finding for finding in check_options(answer) if finding.severity == "reject"]:
        verdicts = [asdict(finding) for finding in refused]
        act.slack.journal.add(
            "refusal", "block_suggestion", payload=answer, answer="invalid_options", verdicts=verdicts
        )
        return {"options": [], "option_groups": []}
    found, groups = answer.get("options") or [], answer.get("option_groups") or []
    act.slack.offered[(where, action_id)] = [*found, *(option for group in groups for option in group["options"])]
    return {"options": found, "option_groups": groups}


async def submit(act: Act) -> Json:
    view = act.view()
    if view not in act.slack.views.stack(act.user)[-1:]:
        raise NotPossible("view_not_found")
    view.state.update(with_files(act.slack, act.wanted.get("state") or {}))
    answer = await act.ask("interactive", "view_submission", payloads.view_submission(act.slack, view))
    return await submit_view(act.slack, view, answer)


async def close(act: Act) -> Json:
    """Away with this view, or with all of them; the app hears of it where it asked to."""
    closed = close_view(act.slack, act.view(), everything=bool(act.wanted.get("all")))
    return {"closed": closed}


async def shortcut(act: Act) -> Json:
    callback_id = act.field("callback_id")
    kind = next((known["type"] for known in act.slack.app.shortcuts if known["callback_id"] == callback_id), None)
    if kind is None:
        raise NotPossible("unknown_shortcut", name=callback_id)
    if kind == "global":
        await act.ask("interactive", "shortcut", payloads.shortcut(act.slack, act.user, callback_id))
    else:
        payload = payloads.message_action(act.slack, act.user, callback_id, act.message())
        await act.ask("interactive", "message_action", payload)
    return {"acked": True}
