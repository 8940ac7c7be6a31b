"""Which words does somebody in Slack read? Looked up in the stores, without a call to Slack."""

from bot.commands import read_command
from bot.language import told_by
from bot.slack.heard import Heard
from bot.slack.pools import Pools
from bot.speaking import words_for
from prompts.loader import Words, words
from storage.errors import StoreUnavailable
from storage.model.types import Lang
from storage.open import Stores


class Speech:
    """`lang` is the language of the settings: it stands in where nobody chose one, and where the stores are away."""

    def __init__(self, stores: Stores, pools: Pools, lang: Lang) -> None:
        self._stores, self._pools, self.lang = stores, pools, lang

    async def answering(self, heard: Heard) -> Words:
        """The words for an answer to a request."""
        told = told_by(heard.press.text) if heard.press else read_command(heard.text).lang
        return await self._words(heard.team, heard.user, heard.thread, told)

    async def to(self, team: str, user: str, text: str = "") -> Words:
        """The words for a person outside threads, who typed the command `text`."""
        return await self._words(team, user, "", read_command(text).lang)

    async def _words(self, team: str, user: str, thread: str, told: Lang | None) -> Words:
        try:
            return await self._pools.db(words_for, self._stores, team, user, thread, told, self.lang)
        except StoreUnavailable:
            return words(self.lang)
