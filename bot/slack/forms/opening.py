"""Opens a form: an empty modal at once, because a trigger lives three seconds, and its fields when they are read."""

import asyncio
from typing import NamedTuple

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import error_words
from bot.forms.about import About, pointed
from bot.forms.clashes import Merged, merge
from bot.forms.finding import on_a_map, the_thing, things
from bot.forms.form import opened, rows
from bot.forms.ground import Asker, ground, open_map
from bot.forms.judging import clashed
from bot.forms.taking import kept
from bot.reply import Button, Buttons, Reply, Text
from bot.slack.calls import LOST, code
from bot.slack.forms.asking import Askers
from bot.slack.heard import Heard
from bot.slack.pools import Pools
from bot.slack.rows import reply_rows
from bot.slack.speech import Speech
from bot.slack.views.form import Block, chooser_view, form_view, message_view, waiting_view
from prompts.loader import Words
from storage.errors import WaymarkError
from storage.model.journey import JourneyMap
from storage.open import Stores

TOO_LATE = ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired")
MAPS_NAMED = 10

log = structlog.get_logger("waymark.forms")


class Wanted(NamedTuple):
    """A press or command that opens a form. `what`: choose, open, again, edit. `text`: the command."""

    team: str
    user: str
    channel: str
    trigger_id: str
    response_url: str
    what: str
    value: str
    text: str = ""


class Opener:
    """Opens forms. `sent` is set when the outbox has something new."""

    def __init__(
        self,
        client: AsyncWebClient,
        askers: Askers,
        speech: Speech,
        stores: Stores,
        pools: Pools,
        sent: asyncio.Event,
    ) -> None:
        self._client, self._askers, self._speech = client, askers, speech
        self._stores, self._pools, self._sent = stores, pools, sent

    async def open(self, wanted: Wanted) -> None:
        """Whatever goes wrong stands in the modal; where none could be opened, in a private message."""
        spoken = await self._speech.to(wanted.team, wanted.user, wanted.text)
        try:
            told = await self._client.views_open(trigger_id=wanted.trigger_id, view=waiting_view(spoken))
        except SlackApiError as error:
            log.info("form not opened", error=code(error))
            return await self._offer(wanted, spoken, code(error) in TOO_LATE)
        except LOST as error:
            log.info("form not opened", error=type(error).__name__)
            return await self._offer(wanted, spoken, True)
        view, shown = await self.view(wanted, spoken), told["view"]
        try:
            await self._client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
        except SlackApiError as error:
            log.info("form not shown", error=code(error))  # closed, or changed, before it was read
        except LOST as error:
            log.warning("form not shown", error=type(error).__name__)
        return None

    async def view(self, wanted: Wanted, spoken: Words) -> Block:
        """The form, or why there is none."""
        try:
            asker = await self._askers.asker(wanted.team, wanted.user, wanted.channel)
            return await self._pools.db(self._read, wanted, asker, spoken)
        except WaymarkError as error:
            return message_view(error_words(error, spoken), spoken)

    def _read(self, wanted: Wanted, asker: Asker, spoken: Words) -> Block:
        match wanted.what:
            case "choose":
                return chooser(open_map(wanted.value, asker, self._stores), self._stores, spoken)
            case "again":
                return self._again(wanted, asker, spoken)
            case "edit":
                return self._named(wanted.value, asker, spoken)
        about = pointed(wanted.value)
        return self.of(about, asker, spoken) if about else message_view(spoken("forms.gone_form"), spoken)

    def of(self, about: About, asker: Asker, spoken: Words) -> Block:
        """The form of one thing. Raises WaymarkError."""
        known = ground(about, asker, self._stores)
        if about.new and about.kind in ("touchpoint", "pain_point") and not known.journey.stages:
            return message_view(spoken("forms.no_stages"), spoken)
        form = opened(about, known)
        if form is None:
            return message_view(spoken("forms.gone_thing", title=about.thing), spoken)
        return form_view(form, rows(form, known, spoken), spoken)

    def _named(self, text: str, asker: Asker, spoken: Words) -> Block:
        """`edit <map> <item>`."""
        if not text:
            lines = self._stores.maps.lines(asker.workspace_id, asker.reader)[:MAPS_NAMED]
            return message_view(spoken("forms.which_map"), spoken, [f"/journey edit {line.map_id}" for line in lines])
        named, rest = on_a_map(text, asker.workspace_id, asker.reader, self._stores)
        journey = open_map(named.map_id, asker, self._stores)
        about = the_thing(rest, journey, personas(journey, self._stores), spoken) if rest else None
        if about is not None:
            return self.of(about, asker, spoken)
        notice = spoken("forms.notice.not_found", text=rest) if rest else ""
        return chooser(journey, self._stores, spoken, notice)

    def _again(self, wanted: Wanted, asker: Asker, spoken: Words) -> Block:
        """What somebody typed and could not be stored, on the newest version."""
        sent = kept(wanted.team, wanted.user, wanted.value, self._stores)
        if sent is None:
            return message_view(spoken("forms.gone_form"), spoken)
        known = ground(sent.about, asker, self._stores)
        now = known.now(sent.about)
        if now is None:
            return message_view(spoken("forms.gone_thing", title=sent.about.thing), spoken)
        merged = Merged(sent.after, ()) if sent.about.new else merge(sent.before, sent.after, now)
        form = clashed(sent.about, merged, now, known, spoken)
        return form_view(form, rows(form, known, spoken), spoken)

    async def _offer(self, wanted: Wanted, spoken: Words, late: bool) -> None:
        """[Open form] for the person alone: a new press brings a new trigger."""
        text = spoken("forms.expired" if late else "forms.not_opened")
        button = Button(text=spoken("forms.button.open"), action=f"form.{wanted.what}", value=wanted.value)
        reply = Reply(parts=(Text(text=text), Buttons(buttons=(button,))), whisper=True)
        heard = Heard(
            team=wanted.team,
            channel=wanted.channel,
            user=wanted.user,
            thread_ts=f"command-{wanted.user}",
            private=True,
            response_url=wanted.response_url,
        )
        await self._pools.db(self._stores.outbox.add, reply_rows(reply, heard, spoken))
        self._sent.set()


def chooser(journey: JourneyMap, stores: Stores, spoken: Words, notice: str = "") -> Block:
    """Everything on the map that has a form."""
    listed = things(journey, personas(journey, stores), spoken)
    return chooser_view(journey.map_id, journey.title, listed, spoken, notice)


def personas(journey: JourneyMap, stores: Stores) -> dict[str, str]:
    """Names of the workspace's personas by id."""
    return {persona.persona_id: persona.name for persona in stores.personas.list(journey.workspace_id)}
