"""What becomes of a modal? The app's answer to a submission, and closing."""

from bot.playground import payloads
from bot.playground.link import NotAcked
from bot.playground.modals import View
from bot.playground.shapes import api_file
from bot.playground.stand_in import StandIn
from bot.playground.web_api.call import Call
from bot.playground.web_api.views import ready_view
from bot.playground.wire import Json, NotPossible, Refused, says


async def submit_view(slack: StandIn, view: View, answer: Json) -> Json:
    """Do what the app acked with: nothing (close), errors, update, push or clear."""
    action = answer.get("response_action")
    if action == "errors":
        errors = answer.get("errors") or {}
        slack.pages.tell({"type": "view_errors", "view_id": view.id, "errors": errors}, [view.user])
        return {"response_action": "errors", "errors": errors}
    if action in ("update", "push"):
        _show_next(slack, view, str(action), answer.get("view") or {})
    else:
        gone = slack.views.clear(view.user) if action == "clear" else slack.views.close(view)
        slack.close_views(gone)
    return {"response_action": action}


def _show_next(slack: StandIn, view: View, action: str, payload: Json) -> None:
    """Raises NotPossible when Slack would refuse the view in the ack."""
    try:
        Call(slack, "view_submission", {}).inspect_view(payload)
        ready = ready_view(slack, payload)
        shown = slack.views.update(view, ready) if action == "update" else slack.views.push(view.user, ready)
    except Refused as refused:
        slack.journal.add("refusal", "view_submission", actor="bot", payload=payload, answer=refused.code,
                          verdicts=refused.verdicts)  # fmt: skip
        raise NotPossible(refused.code, says("submission_failed")) from refused
    slack.show_view("view_updated" if action == "update" else "view_pushed", shown)


def close_view(slack: StandIn, view: View, *, everything: bool) -> list[str]:
    """The person closes a view (and what lies above it), or all; gives the ids that are gone."""
    cleared = everything or bool(view.payload.get("clear_on_close"))
    gone = slack.views.clear(view.user) if cleared else slack.views.close(view)
    slack.close_views(gone)
    for closed in gone:
        if closed.payload.get("notify_on_close"):
            slack.in_background(_tell_app(slack, closed, cleared))
    return [closed.id for closed in gone]


def with_files(slack: StandIn, state: Json) -> Json:
    """A file field's state names files by id; Slack sends the whole files. Raises NotPossible."""
    return {
        block: {action: _whole(slack, given) for action, given in values.items()} for block, values in state.items()
    }


def _whole(slack: StandIn, given: Json) -> Json:
    if given.get("type") != "file_input":
        return given
    known = [slack.workspace.files.get(str(file.get("id"))) for file in given.get("files") or ()]
    files = [file for file in known if file is not None]
    if len(files) < len(known):
        raise NotPossible("file_not_found")
    return {**given, "files": [api_file(slack.workspace, file, slack.base) for file in files]}


async def _tell_app(slack: StandIn, view: View, cleared: bool) -> None:
    payload = payloads.view_closed(slack, view, cleared)
    try:
        await slack.link.ask("interactive", "view_closed", payload)
    except NotAcked:
        return  # the journal has it, and the person sees nothing of it in Slack
