"""Who opens or sends a form, and which maps they may change? Read anew each time.

What Slack tells of people is remembered for ten minutes.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.forms.ground import Asker
from bot.slack.heard import Heard
from bot.slack.people import People
from bot.slack.pools import Pools
from storage.errors import WaymarkError
from storage.open import Stores


class NotHere(WaymarkError):
    """Nothing is answered to people of other companies, nor where they read along."""

    def __init__(self) -> None:
        self.key = "no_forms_outside"
        super().__init__("No forms where other companies read along.")


class Askers:
    """Looks up who asks."""

    def __init__(self, people: People, stores: Stores, pools: Pools, clock: Callable[[], datetime]) -> None:
        self._people, self._stores, self._pools, self._clock = people, stores, pools, clock

    async def asker(self, team: str, user: str, channel: str = "", named: Sequence[str] = ()) -> Asker:
        """`channel` is where the form was opened, "" for one that was sent, in which `named` were picked: their names
        are looked up and remembered. Raises NotHere, SlackBusy."""
        someone, *_ = [await self._people.someone(team, one) for one in (user, *named)]
        if someone.outside or await self._outside(channel):
            raise NotHere
        heard = Heard(team=team, channel=channel, user=user, private=True, direct=channel.startswith("D"))
        reader = await self._people.reader(heard, someone)
        members = await self._pools.db(self._stores.workspaces.members, team)
        names = {member.member_id: member.name for member in members} | {user: someone.member.name}
        return Asker(team, reader, user, self._clock(), names)

    async def _outside(self, channel: str) -> bool:
        return channel.startswith(("C", "G")) and (await self._people.place(channel)).outside
