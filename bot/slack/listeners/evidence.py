"""A message becomes evidence: by its menu (a form), by an emoji (a proposal), by a list of what is only guessed."""

import re
from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.evidence.places import map_of
from bot.reply import Press
from bot.slack.evidence.opening import EvidenceForms, Wanted, latest
from bot.slack.evidence.proposing import REACTED
from bot.slack.heard import Body, Heard
from bot.slack.views.evidence import CALLBACK, mistakes, sent_draft
from prompts.loader import words
from storage.mailboxes import Received

SHORTCUT = "evidence_add"
OPENS = re.compile(r"evidence\.form(?:#.*)?")


def read(body: Body, now: datetime) -> Heard | None:
    """What an emoji or a sent form says; None for all else, and for a form that goes back with a mistake."""
    event = body.get("event") or {}
    if event.get("type") == "reaction_added":
        return _reacted(body, event)
    view = body.get("view") or {}
    if body.get("type") != "view_submission" or view.get("callback_id") != CALLBACK:
        return None
    return None if mistakes(view, latest(now), words()) else _sent(body, view)


def _reacted(body: Body, event: Body) -> Heard | None:
    item = event.get("item") or {}
    if item.get("type") != "message" or not event.get("user"):
        return None
    return Heard(
        team=body.get("team_id") or "",
        channel=item["channel"],
        user=event["user"],
        ts=item["ts"],
        thread_ts=f"command-{event['user']}",
        direct=item["channel"].startswith("D"),
        shared_outside=bool(body.get("is_ext_shared_channel")),
        private=True,
        press=Press(action=REACTED, value=event.get("reaction") or ""),
    )


def _sent(body: Body, view: Body) -> Heard:
    draft, whence = sent_draft(view)
    user = body["user"]["id"]
    return Heard(
        team=body["team"]["id"],
        channel=whence.channel,
        user=user,
        thread_ts=f"command-{user}",
        direct=whence.channel.startswith("D"),
        private=True,
        press=Press(action="evidence.keep", value=draft.model_dump_json()),
        response_url=whence.url,
    )


def row(heard: Heard, body: Body, received_at: datetime) -> Received:
    """The inbox row: an emoji counts anew each time it is put there, a form once."""
    event, view = body.get("event") or {}, body.get("view") or {}
    key = (
        f"reaction:{heard.team}:{heard.channel}:{heard.ts}:{heard.user}:{event.get('event_ts')}"
        if event
        else f"view:{heard.team}:{view['id']}:{view.get('hash', '')}:{heard.user}"
    )
    return Received(
        key=key,
        workspace_id=heard.team,
        kind="action" if event else "view",
        thread=heard.thread,
        body=heard.model_dump(mode="json"),
        received_at=received_at,
    )


def opens(body: Body) -> bool:
    """Whether a press opens the form: a trigger lives three seconds, too short for the inbox."""
    actions: list[Body] = body.get("actions") or []
    return bool(actions) and OPENS.fullmatch(actions[0].get("action_id") or "") is not None


def pressed(body: Body) -> Wanted:
    """[Choose the place] names a message, a menu an item."""
    action, here = body["actions"][0], (body.get("channel") or {}).get("id", "")
    wanted = Wanted(
        team=body["team"]["id"],
        user=body["user"]["id"],
        channel=here,
        trigger_id=body["trigger_id"],
        response_url=body.get("response_url") or "",
    )
    if "selected_option" in action:
        return wanted._replace(place=action["selected_option"]["value"])
    channel, _, rest = (action.get("value") or "").partition("|")
    ts, _, rest = rest.partition("|")
    place = rest.partition("|")[2]
    return wanted._replace(channel=channel or here, ts=ts, place=place if map_of(place) else "")


def chosen(body: Body) -> Wanted:
    """The menu of a message carries its words: no scope, no membership is needed."""
    return Wanted(
        team=body["team"]["id"],
        user=body["user"]["id"],
        channel=body["channel"]["id"],
        trigger_id=body["trigger_id"],
        response_url=body.get("response_url") or "",
        message=body["message"],
        ts=body["message"]["ts"],
    )


def register(app: AsyncApp, forms: EvidenceForms) -> None:
    """Before the listeners that take every press."""

    @app.event("reaction_added")
    async def reacted() -> None:
        """The row is written; the workers do the rest."""

    @app.shortcut(SHORTCUT)
    async def from_menu(ack: AsyncAck, body: Body) -> None:
        await ack()
        await forms.open(chosen(body))

    @app.action(OPENS)
    async def from_press(ack: AsyncAck, body: Body) -> None:
        await ack()
        await forms.open(pressed(body))

    @app.view(CALLBACK)
    async def sent(ack: AsyncAck, body: Body) -> None:
        spoken = await forms.words(body["team"]["id"], body["user"]["id"])
        wrong = mistakes(body["view"], forms.latest, spoken)
        await ack(response_action="errors", errors=wrong) if wrong else await ack()
