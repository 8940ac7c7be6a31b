"""Who acts, on what? One act of one person, with the things it names looked up as that person sees them."""

from dataclasses import dataclass

from bot.playground.link import NotAcked
from bot.playground.modals import View
from bot.playground.stand_in import StandIn
from bot.playground.wire import Json, NotPossible, says
from bot.playground.workspace import Channel, Message


@dataclass
class Act:
    """One act of one person; `wanted` is the control call's JSON."""

    slack: StandIn
    user: str
    wanted: Json

    def field(self, name: str) -> str:
        """Raises NotPossible."""
        value = self.wanted.get(name)
        if value is None or value == "":
            raise NotPossible("missing_field", name=name)
        return str(value)

    def channel(self) -> Channel:
        """A channel this person sees. Raises NotPossible."""
        channel = self.slack.workspace.channels.get(self.field("channel"))
        if channel is None or not self.slack.workspace.sees(self.user, channel):
            raise NotPossible("channel_not_found")
        return channel

    def channel_to_write(self) -> Channel:
        """Raises NotPossible: archived; writing in a public channel joins it."""
        channel = self.channel()
        if channel.kind == "archived":
            raise NotPossible("is_archived")
        if self.user not in channel.members:
            self.slack.join(channel, self.user, self.user)
        return channel

    def message(self, name: str = "ts") -> Message:
        """Raises NotPossible."""
        message = self.slack.workspace.find(self.channel().id, self.field(name))
        if message is None or self.user not in self.slack.workspace.audience(message):
            raise NotPossible("message_not_found")
        return message

    def own_message(self) -> Message:
        message = self.message()
        if message.user != self.user:
            raise NotPossible("not_yours")
        return message

    def view(self) -> View:
        """An open modal or the Home tab of this person. Raises NotPossible."""
        every = [*self.slack.views.stack(self.user), *filter(None, [self.slack.views.homes.get(self.user)])]
        for view in every:
            if view.id == self.field("view_id"):
                return view
        raise NotPossible("view_not_found")

    async def ask(self, envelope_type: str, name: str, payload: Json) -> Json:
        """Raises NotPossible, and shows the person what Slack shows, when the app does not ack."""
        try:
            return await self.slack.link.ask(envelope_type, name, payload)
        except NotAcked as failure:
            key = {"slash_commands": "command_failed", "view_submission": "submission_failed"}.get(
                name, "interaction_failed"
            )
            message = says(key, command=payload.get("command"))
            self.slack.pages.tell({"type": "interaction_failed", "message": message}, [self.user])
            raise NotPossible("not_acked", message, reason=failure.reason) from failure
