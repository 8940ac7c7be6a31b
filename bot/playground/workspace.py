"""What is true in the workspace? Its people, channels, messages and files, and who may see which."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Literal

from bot.playground.app_settings import BOT_USER
from bot.playground.wire import Json

Role = Literal["admin", "member", "guest", "partner", "bot"]
Kind = Literal["public", "private", "shared", "archived", "im"]


@dataclass
class Person:
    """Somebody who writes here; a `partner` belongs to another company."""

    id: str
    name: str
    title: str
    role: Role
    color: str
    locale: str = "en-US"

    @property
    def initials(self) -> str:
        return self.name[:2].upper() if " " not in self.name else "".join(part[0] for part in self.name.split()[:2])


@dataclass
class Channel:
    """`members` are user ids; an `im` is between the bot and `user`."""

    id: str
    name: str
    kind: Kind
    topic: str = ""
    members: list[str] = field(default_factory=list)
    user: str | None = None


@dataclass
class File:
    """`url_name` is the last part of its address; the bytes lie in `Contents`."""

    id: str
    name: str
    mimetype: str
    size: int
    user: str
    title: str
    alt_txt: str = ""
    w: int | None = None
    h: int | None = None
    channels: list[str] = field(default_factory=list)
    ready: bool = False


@dataclass
class Canvas:
    """A document that the app wrote; `channel` has it as a tab, `of_channel`: as its one own canvas."""

    id: str
    title: str
    markdown: str
    user: str
    channel: str = ""
    of_channel: bool = False


@dataclass
class Message:
    """One message; `thread_ts` is set on replies only; `only_for` marks an ephemeral one.

    `verbatim`: posted with parse=none, so that bare addresses in its text are no links.
    """

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    thread_ts: str | None = None
    edited: Json | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    metadata: Json | None = None
    only_for: str | None = None
    broadcast: bool = False
    verbatim: bool = False

    @property
    def is_bot(self) -> bool:
        return self.user == BOT_USER


class Workspace:
    """The state. It decides nothing about rules except who sees what; it knows no clock and no network."""

    def __init__(self, team: Json, people: Iterable[Person], channels: Iterable[Channel]) -> None:
        self.team = team
        self.people = {person.id: person for person in people}
        self.channels = {channel.id: channel for channel in channels}
        self.messages: dict[str, list[Message]] = {channel: [] for channel in self.channels}
        self.files: dict[str, File] = {}
        self.canvases: dict[str, Canvas] = {}
        self.read: dict[str, dict[str, str]] = {}
        self.sessions: dict[str, Json] = {}

    def people_who_write(self) -> list[Person]:
        return [person for person in self.people.values() if person.role != "bot"]

    def dm(self, user: str) -> Channel | None:
        """The one-to-one channel of this person with the bot."""
        return next((c for c in self.channels.values() if c.kind == "im" and c.user == user), None)

    def sees(self, user: str, channel: Channel) -> bool:
        """Public channels are open to the company's full members; everything else to its members only."""
        if user in channel.members:
            return True
        open_to_all = channel.kind in ("public", "shared", "archived")
        return open_to_all and self.people[user].role in ("admin", "member")

    def audience(self, message: Message) -> list[str]:
        """The people who see this message."""
        if message.only_for:
            return [message.only_for]
        channel = self.channels[message.channel]
        return [person.id for person in self.people_who_write() if self.sees(person.id, channel)]

    def find(self, channel: str, ts: str) -> Message | None:
        return next((m for m in reversed(self.messages.get(channel, [])) if m.ts == ts), None)

    def add(self, message: Message) -> None:
        self.messages[message.channel].append(message)

    def remove(self, message: Message) -> None:
        self.messages[message.channel].remove(message)

    def replies(self, root: Message) -> list[Message]:
        return [m for m in self.messages[root.channel] if m.thread_ts == root.ts and m.only_for is None]

    def lasting(self, channel: str) -> Iterator[Message]:
        """Everything but ephemeral messages, oldest first."""
        return (m for m in self.messages[channel] if m.only_for is None)

    def shown(self, channel: str, at_most: int) -> Iterator[Message]:
        """The newest messages of the channel, and of each of their threads the newest replies, oldest first."""
        threads: dict[str, list[Message]] = {}
        for message in self.lasting(channel):
            threads.setdefault(message.thread_ts or message.ts, []).append(message)
        newest = list(threads.values())[-at_most:]
        kept = {m.ts for root, *replies in newest for m in (root, *replies[-at_most:])}
        return (m for m in self.lasting(channel) if m.ts in kept)

    def unread(self, user: str, channel: str) -> int:
        """Messages by others after what this person has read or written last."""
        since = self.read.get(user, {}).get(channel, "")
        for message in reversed(self.messages[channel]):
            if message.user == user:
                since = max(since, message.ts)
                break
        return sum(m.ts > since and m.user != user for m in self.lasting(channel))

    def snapshot(self) -> Json:
        """Everything that lasts, as JSON."""
        return {
            "channels": [asdict(channel) for channel in self.channels.values()],
            "messages": [asdict(m) for channel in self.channels for m in self.lasting(channel)],
            "files": [asdict(file) for file in self.files.values()],
            "canvases": [asdict(canvas) for canvas in self.canvases.values()],
            "read": self.read,
            "sessions": self.sessions,
        }

    def restore(self, saved: Json) -> None:
        """Take back what `snapshot` gave."""
        self.channels = {row["id"]: Channel(**row) for row in saved["channels"]}
        self.messages = {channel: [] for channel in self.channels}
        for row in saved["messages"]:
            self.add(Message(**row))
        self.files = {row["id"]: File(**row) for row in saved["files"]}
        self.canvases = {row["id"]: Canvas(**row) for row in saved.get("canvases", ())}
        self.read, self.sessions = saved["read"], saved["sessions"]
