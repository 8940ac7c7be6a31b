"""Fetches files that people shared: only from the API's own host, with a cap on their size."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from bot.slack.heard import SlackFile
from storage.errors import WaymarkError

LARGEST = 100_000_000
CHUNK = 1 << 16


class FileRefused(WaymarkError):
    """A shared file could not be taken: `key` names the sentence."""

    def __init__(self, key: str, **facts: object) -> None:
        self.key = key
        super().__init__(f"{key}: {facts}", **facts)


class Downloads:
    """Files by their private address, with the bot's token."""

    def __init__(self, session: aiohttp.ClientSession, token: str, api_url: str) -> None:
        self._session, self._token = session, token
        self._host = urlsplit(api_url).netloc

    async def fetch(self, file: SlackFile, folder: Path) -> Path:
        """The file under `folder`, by its id. Raises FileRefused."""
        if file.size > LARGEST:
            raise FileRefused("file_too_large", name=file.name, limit=LARGEST // 1_000_000, size=file.size // 1_000_000)
        if not self._ours(file.url):
            raise FileRefused("file_elsewhere", name=file.name)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / _safe_name(file)
        async with self._session.get(
            file.url, headers={"Authorization": f"Bearer {self._token}"}, allow_redirects=False
        ) as answer:
            if answer.status != 200 or answer.content_type == "text/html":
                raise FileRefused("file_not_readable", name=file.name)
            await self._keep(answer, path, file)
        return path

    async def _keep(self, answer: aiohttp.ClientResponse, path: Path, file: SlackFile) -> None:
        size = 0
        with path.open("wb") as kept:
            async for chunk in answer.content.iter_chunked(CHUNK):
                size += len(chunk)
                if size > LARGEST:
                    raise FileRefused(
                        "file_too_large", name=file.name, limit=LARGEST // 1_000_000, size=size // 1_000_000
                    )
                kept.write(chunk)

    def _ours(self, url: str) -> bool:
        host = urlsplit(url).netloc
        return host == self._host or (self._host == "slack.com" and host.endswith(".slack.com"))


def _safe_name(file: SlackFile) -> str:
    """`F123-orders.csv`: the id keeps names apart, the ending tells the kind."""
    return f"{file.id}-{re.sub(r'[^A-Za-z0-9._-]+', '-', file.name)[-80:]}"
