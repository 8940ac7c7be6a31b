"""A form was sent: judged at once, written to the inbox, and only then does Slack close it. Nothing typed is lost.

What cannot be taken stays open: beside its fields stands what is wrong, above them what does not go together.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

import structlog

from bot.errors import error_words
from bot.forms.about import Sent
from bot.forms.clashes import settled
from bot.forms.finding import chosen as chosen_form
from bot.forms.form import rows
from bot.forms.ground import Asker, Ground, ground
from bot.forms.judging import Accepted, Clashed, Gone, Noticed, Wrong, judge
from bot.forms.read_back import typed as typed_lines
from bot.slack.forms.asking import Askers
from bot.slack.forms.opening import Opener
from bot.slack.heard import Heard
from bot.slack.pools import Pools
from bot.slack.speech import Speech
from bot.slack.views.form import CHOSEN, SETTLE, Block, block_id, form_view, message_view, with_notice
from bot.slack.views.form_state import Typed, chosen, fields_in, typed
from prompts.loader import Words
from storage.errors import ChangeRefused, MapNotFound, NotAllowed, WaymarkError
from storage.mailboxes import Received
from storage.model.journey import JourneyMap
from storage.open import Stores

ANSWER_SECONDS = 2.0
Answer = dict[str, Any]
CLOSED: Answer = {}

log = structlog.get_logger("waymark.forms")


class Submissions:
    """Answers what Slack must be told within three seconds. `arrived` is set when the inbox has something new."""

    def __init__(
        self,
        askers: Askers,
        speech: Speech,
        opener: Opener,
        stores: Stores,
        pools: Pools,
        clock: Callable[[], datetime],
        arrived: asyncio.Event,
    ) -> None:
        self._askers, self._speech, self._opener = askers, speech, opener
        self._stores, self._pools, self._clock, self._arrived = stores, pools, clock, arrived

    async def sent(self, view: Block, team: str, user: str) -> Answer:
        """What Bolt acks a sent form with: nothing closes it."""
        form = typed(view)
        if form is None:
            return CLOSED
        spoken = await self._speech.to(team, user)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                picked = [owner] if (owner := form.filled.get("owner")) else []
                asker = await self._askers.asker(team, user, named=picked)
                answer, row = await self._pools.db(self._judged, form, view, asker, spoken)
                if row is not None and await self._pools.db(self._stores.inbox.put, row):
                    self._arrived.set()
                return answer
        except TimeoutError:
            log.warning("form not judged in time", view=view["id"])
            return _update(with_notice(view, spoken("forms.notice.try_again")))
        except WaymarkError as error:
            words = "forms.notice.try_again" if error.advice == "try later" else ""
            return _update(with_notice(view, spoken(words) if words else error_words(error, spoken)))

    async def chose(self, view: Block, team: str, user: str) -> Answer:
        """The list of things gives way to the form of the one that was chosen."""
        spoken, about = await self._speech.to(team, user), chosen_form(view["private_metadata"], chosen(view))
        if about is None:
            return {"response_action": "errors", "errors": {CHOSEN: spoken("forms.error.not_a_choice")}}
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                asker = await self._askers.asker(team, user)
                return _update(await self._pools.db(self._opener.of, about, asker, spoken))
        except TimeoutError:
            return {"response_action": "errors", "errors": {CHOSEN: spoken("forms.notice.try_again")}}
        except WaymarkError as error:
            return {"response_action": "errors", "errors": {CHOSEN: error_words(error, spoken)}}

    def _judged(self, form: Typed, view: Block, asker: Asker, spoken: Words) -> tuple[Answer, Received | None]:
        """The answer, and the row of an accepted form."""
        about = form.about
        try:
            known = ground(about, asker, self._stores)
        except MapNotFound:
            lines = typed_lines(Sent(about=about, before=form.shown, after=form.filled), spoken)
            return _update(message_view(spoken("forms.gone_map"), spoken, lines)), None
        except (NotAllowed, ChangeRefused) as error:
            return _update(with_notice(view, error_words(error, spoken))), None
        before = known.before(about, form.shown)
        after, undecided = settled(about, form.filled, before, form.settled)
        if undecided:
            asked = {f"{SETTLE}:{block_id(key, about.version)}": spoken("forms.error.settle") for key in undecided}
            return {"response_action": "errors", "errors": asked}, None
        return self._answer(Sent(about=about, before=before, after=after), known, view, spoken)

    def _answer(self, sent: Sent, known: Ground, view: Block, spoken: Words) -> tuple[Answer, Received | None]:
        match judge(sent, known, spoken):
            case Wrong(errors):
                blocks = fields_in(view)
                return {"response_action": "errors", "errors": {blocks[key]: why for key, why in errors.items()}}, None
            case Noticed(text):
                return _update(with_notice(view, text)), None
            case Clashed(form):
                return _update(form_view(form, rows(form, known, spoken), spoken)), None
            case Gone(text):
                return _update(message_view(text, spoken, typed_lines(sent, spoken))), None
            case Accepted() as accepted if accepted.empty:
                return CLOSED, None
            case Accepted():
                return CLOSED, self._row(sent, known, view)

    def _row(self, sent: Sent, known: Ground, view: Block) -> Received:
        """The same form sent twice is one row; sent again with other texts it is another."""
        channel, thread = self._home(known.journey, known.by)
        heard = Heard(
            team=known.journey.workspace_id,
            channel=channel,
            user=known.by,
            thread_ts=thread,
            addressed=True,
            direct=not channel.startswith(("C", "G")),
            form=sent,
        )
        digest = sha256(sent.model_dump_json().encode()).hexdigest()[:16]
        return Received(
            key=f"form:{heard.team}:{view['id']}:{view.get('hash', '')}:{known.by}:{digest}",
            workspace_id=heard.team,
            kind="view",
            thread=heard.thread,
            body=heard.model_dump(mode="json"),
            received_at=self._clock(),
        )

    def _home(self, journey: JourneyMap, user: str) -> tuple[str, str]:
        """Where the map is talked about: its thread; the writer's direct message for a map without a channel."""
        home = journey.home
        if not home.channel_id.startswith(("C", "G", "D")):
            return user, ""
        return home.channel_id, home.thread_ts or ""


def _update(view: Block) -> Answer:
    return {"response_action": "update", "view": view}
