"""Fetches files that people shared: only from the API's own host, with a cap on their size."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from bot.slack.calls import LOST, SlackBusy
from bot.slack.heard import SlackFile
from storage.errors import WaymarkError

LARGEST = 100_000_000
CHUNK = 1 << 16
FETCH_SECONDS = 300


class FileRefused(WaymarkError):
    """A shared file could not be taken: `key` names the sentence."""

    def __init__(self, key: str, **facts: object) -> None:
        self.key = key
        super().__init__(f"{key}: {facts}", **facts)


class Downloads:
    """Files by their private address, with the bot's token."""

    def __init__(self, session: aiohttp.ClientSession, token: str, api_url: str) -> None:
        self._session, self._token = session, token
        self._api = urlsplit(api_url)

    async def fetch(self, file: SlackFile, folder: Path) -> Path:
        """The file under `folder`, by its id. Raises FileRefused, SlackBusy."""
        if file.size > LARGEST:
            raise _too_large(file, file.size)
        if not self._ours(file.url):
            raise FileRefused("file_elsewhere", name=file.name)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / _safe_name(file)
        try:
            async with self._session.get(
                file.url,
                headers={"Authorization": f"Bearer {self._token}"},
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=FETCH_SECONDS),
            ) as answer:
                if answer.status >= 500 or answer.status == 429:
                    raise SlackBusy("file")
                if answer.status != 200 or answer.content_type == "text/html":
                    raise FileRefused("file_not_readable", name=file.name)
                await self._keep(answer, path, file)
        except LOST as error:
            raise SlackBusy("file") from error
        return path

    async def _keep(self, answer: aiohttp.ClientResponse, path: Path, file: SlackFile) -> None:
        """The announced size may be wrong: what comes is counted too, and nothing half is left."""
        size = 0
        with path.open("wb") as kept:
            async for chunk in answer.content.iter_chunked(CHUNK):
                size += len(chunk)
                if size > LARGEST:
                    path.unlink()
                    raise _too_large(file, size)
                kept.write(chunk)

    def _ours(self, url: str) -> bool:
        """The API's own host; on Slack also its other hosts, which are always spoken to over https."""
        place = urlsplit(url)
        if place.netloc == self._api.netloc:
            return place.scheme == self._api.scheme
        return self._api.netloc == "slack.com" and place.scheme == "https" and place.netloc.endswith(".slack.com")


def _too_large(file: SlackFile, size: int) -> FileRefused:
    return FileRefused("file_too_large", name=file.name, limit=LARGEST // 1_000_000, size=size // 1_000_000)


def _safe_name(file: SlackFile) -> str:
    """`F123-orders.csv`: the id keeps names apart, the ending tells the kind. No letter in it leads elsewhere."""
    return "-".join(re.sub(r"[^A-Za-z0-9._-]+", "-", part)[-80:].lstrip(".") for part in (file.id, file.name))
