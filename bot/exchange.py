"""What comes in at the desk and what goes out: one message, press or command, and all that it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.conversation.turn import Said, Scene, Turn
from bot.reply import Reply
from storage.maps import Reader
from storage.model.types import Model
from storage.open import Stores


class Incoming(Model):
    """A message, press or command as every surface gives it.

    `addressed`: the bot was mentioned, or it is a direct message; the mention is cut off already.
    `private`: the answer is only for the writer.
    """

    workspace_id: str
    channel_id: str
    thread: str
    said: Said
    kind: Literal["message", "command", "start"] = "message"
    addressed: bool = False
    private: bool = False
    reader: Reader
    names: Mapping[str, str]

    @property
    def session_id(self) -> str:
        """The key of this thread's build and memory."""
        return f"{self.channel_id}:{self.thread}"

    def in_channel(self) -> "Incoming":
        """The same request with the channel as audience: only what everybody there may see."""
        audience = self.reader._replace(member_id="", channels=frozenset((self.channel_id,)))
        return self.model_copy(update={"reader": audience, "private": False})


@dataclass(frozen=True)
class Outcome:
    """What to say and what to store.

    `scene` is what the turn began with. `opens` is a title when a map's thread of its own is to be opened. `beside_us`:
    no question of ours was recognised.
    """

    replies: tuple[Reply, ...] = ()
    turn: Turn | None = None
    scene: Scene | None = None
    remember: tuple[tuple[str, str], ...] = ()
    opens: str | None = None
    for_us: bool = True
    beside_us: bool = False

    def store(self, tx: Stores, incoming: Incoming) -> None:
        """Write everything this outcome changes. Raises EditConflict if the map moved on since it was read."""
        for key, value in self.remember:
            tx.workspaces.remember(incoming.workspace_id, incoming.session_id, key, value)
        if self.turn is not None and self.scene is not None:
            _store_turn(tx, self.turn, self.scene, incoming)


def _store_turn(tx: Stores, turn: Turn, scene: Scene, incoming: Incoming) -> None:
    before = scene.journey
    known = {piece.evidence_id for piece in scene.evidence}
    said = incoming.said
    for persona in turn.personas:
        tx.personas.save(persona)
    for piece in turn.evidence:
        (tx.evidence.revise if piece.evidence_id in known else tx.evidence.add)(piece)
    if turn.workspace is not None:
        tx.workspaces.save_workspace(turn.workspace)
    if turn.journey is not None and turn.new_map:
        tx.maps.create(turn.journey, said.by, said.at, turn.reason)
    elif turn.journey is not None and turn.journey != before:
        tx.maps.save(
            turn.journey, turn.changes, said.by, said.at, turn.reason, turn.undoes, before.map_id if before else None
        )
    if turn.session is not None:
        tx.sessions.save(turn.session)
