"""views.* and blocks.validate: modals, the Home tab, and whether blocks are good."""

from dataclasses import asdict

from bot.playground.blocks import with_ids
from bot.playground.modals import View
from bot.playground.stand_in import StandIn
from bot.playground.web_api.call import Call, Method
from bot.playground.wire import Json, Refused
from bot.slack.check import check_blocks, check_message, check_view
from bot.slack.limits import VALIDATE_CHARACTERS


def ready_view(slack: StandIn, view: Json) -> Json:
    """The view with ids where the app left them out."""
    return {**view, "blocks": with_ids(view.get("blocks", []), slack.ids)}


def given_view(call: Call, kind: str) -> Json:
    """The `view` argument, checked. Raises Refused: invalid_arguments, view_too_large …"""
    view = call.nested("view")
    if not isinstance(view, dict) or (view.get("type") != kind and kind):
        raise Refused("invalid_arguments", response_metadata={"messages": [f"[ERROR] view of type {kind!r} is needed"]})
    call.inspect_view(view)
    return ready_view(call.slack, view)


def shaped(call: Call, view: View) -> Json:
    return {"view": view.shape(call.slack.workspace.team["id"])}


def open_view(call: Call) -> Json:
    """Raises Refused: expired_trigger_id and its kin."""
    payload = given_view(call, "modal")
    trigger = call.slack.triggers.spend(call.needed("trigger_id"))
    call.slack.close_views(call.slack.views.clear(trigger.user))
    view = call.slack.views.open(trigger.user, payload)
    call.slack.show_view("view_opened", view)
    return shaped(call, view)


def push(call: Call) -> Json:
    """Raises Refused: push_limit_reached; the trigger must come from inside a modal."""
    payload = given_view(call, "modal")
    trigger = call.slack.triggers.spend(call.needed("trigger_id"))
    if trigger.view_id is None:
        raise Refused("invalid_trigger_id")
    view = call.slack.views.push(trigger.user, payload)
    call.slack.show_view("view_pushed", view)
    return shaped(call, view)


def update(call: Call) -> Json:
    """Raises Refused: not_found, hash_conflict."""
    view = call.slack.views.find(call.text("view_id") or None, call.text("external_id") or None)
    payload = given_view(call, view.payload["type"])
    call.slack.views.update(view, payload, call.text("hash") or None)
    call.slack.show_view("home" if payload["type"] == "home" else "view_updated", view)
    return shaped(call, view)


def publish(call: Call) -> Json:
    """Raises Refused: user_not_found, hash_conflict."""
    user = call.needed("user_id")
    if user not in call.slack.workspace.people:
        raise Refused("user_not_found")
    view = call.slack.views.publish(user, given_view(call, "home"), call.text("hash") or None)
    call.slack.show_view("home", view)
    return shaped(call, view)


def validate(call: Call) -> Json:
    """Exactly one of blocks, message and view; answers ok or the findings as errors."""
    given = {name: call.nested(name, "invalid_json") for name in ("blocks", "message", "view") if call.given.get(name)}
    if len(given) != 1 or sum(len(str(call.given[name])) for name in given) > VALIDATE_CHARACTERS:
        raise Refused("invalid_arguments")
    if "message" in given:
        findings = check_message(given["message"])
    else:
        findings = check_blocks(given["blocks"]) if "blocks" in given else check_view(given["view"])
    findings = [finding for finding in findings if finding.severity == "reject" and finding.rule != "no_text"]
    if findings:
        raise Refused("invalid_blocks", errors=[asdict(finding) for finding in findings])
    return {}


METHODS = {
    "views.open": Method(open_view),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
    "blocks.validate": Method(validate, no_token=True),
}
