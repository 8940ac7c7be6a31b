"""What becomes of the files somebody sends? Fetched, looked into, and stored or offered for import."""

from collections.abc import Sequence
from pathlib import Path

from bot import desk, files_in
from bot.errors import error_reply
from bot.exchange import Incoming
from bot.reply import Reply
from bot.slack.downloads import Downloads, FileRefused
from bot.slack.heard import Heard
from bot.slack.homes import Homes
from bot.slack.pools import Pools
from bot.slack.rows import reply_rows
from prompts.loader import Words, words
from storage.errors import ImportRefused
from storage.ingest.map_json import MapDocument
from storage.ingest.transcript import Transcript
from storage.mailboxes import Received, ToSend
from storage.open import Stores

INCOMING = "incoming"
IMPORT = "import."

Looked = Reply | MapDocument | Transcript


class FilesTaken:
    """Files lie under `data` until they are imported, for a day at most."""

    def __init__(self, stores: Stores, pools: Pools, homes: Homes, downloads: Downloads, data: Path) -> None:
        self._stores, self._pools, self._homes, self._downloads = stores, pools, homes, downloads
        self._folder = data / INCOMING

    async def take(self, row: Received, heard: Heard, incoming: Incoming, spoken: Words) -> None:
        """Files are fetched and looked into: events are offered for import, a map is stored, a text goes to the map's
        thread. A bad one stops none."""
        looked: list[Looked] = []
        for file in heard.files:
            try:
                path = await self._downloads.fetch(file, self._folder / heard.team)
                args = (path, file.name, incoming, self._stores, spoken)
                looked.append(await self._pools.parse(files_in.look_into, *args))
            except (FileRefused, ImportRefused) as error:
                looked.append(error_reply(error, spoken))
        await self._pools.db(self._keep_looked, row, heard, incoming, looked, spoken)
        self._homes.touched((heard.user,))

    async def pressed(self, heard: Heard, incoming: Incoming, spoken: Words) -> Reply:
        """[Import] and what stands beside it, or the menu of a column."""
        return await self._pools.parse(files_in.pressed, self._folder / heard.team, incoming, self._stores, spoken)

    def _keep_looked(
        self, row: Received, heard: Heard, incoming: Incoming, looked: Sequence[Looked], spoken: Words
    ) -> None:
        with self._stores.transaction() as tx:
            for found in looked:
                if isinstance(found, Reply):
                    tx.outbox.add(reply_rows(found, heard, spoken))
                    continue
                if isinstance(found, Transcript):
                    tx.outbox.add(self._taken(found, heard, incoming, tx))
                    continue
                journey = files_in.store_map(found, heard.team, heard.channel, tx, row.received_at, heard.user)
                taken = spoken("ingest.map_taken", title=journey.title, map_id=journey.map_id)
                tx.outbox.add(reply_rows(files_in.line(taken), heard, spoken))
            tx.inbox.done(row.number)

    def _taken(self, transcript: Transcript, heard: Heard, incoming: Incoming, tx: Stores) -> list[ToSend]:
        """A text in the thread of a map: read within the transaction, so that the second file knows the first."""
        with_file = incoming.model_copy(update={"said": incoming.said.model_copy(update={"file": transcript})})
        outcome = desk.take(with_file, tx)
        outcome.store(tx, with_file)
        return [send for reply in outcome.replies for send in reply_rows(reply, heard, words(outcome.lang))]
