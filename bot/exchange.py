"""What comes in at the desk and what goes out: one message, press or command, and all that it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.conversation.turn import Opening as Opening
from bot.conversation.turn import Said, Scene, Turn
from bot.evidence.storing import Kept
from bot.forms.about import Sent
from bot.forms.saving import Saving
from bot.reply import Reply
from storage.maps import Reader
from storage.model.session import Member, Workspace
from storage.model.types import Lang, Model
from storage.open import Stores
from storage.readings import Reading


class Incoming(Model):
    """A message, press or command as every surface gives it.

    `opening`: the thread was opened for a new map. `lang`: the language of the settings.
    `addressed`: the bot was mentioned, or it is a direct message; the mention is cut off already.
    `private`: the answer is only for the writer. `form`: a form that was sent.
    """

    workspace_id: str
    channel_id: str
    thread: str
    said: Said
    kind: Literal["message", "command"] = "message"
    opening: Opening | None = None
    lang: Lang = "en"
    addressed: bool = False
    private: bool = False
    reader: Reader
    names: Mapping[str, str]
    form: Sent | None = None

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

    `scene` is what the turn began with. `opens` is set when a map's thread of its own is to be opened. `beside_us`:
    no question of ours was recognised. `saving`: what a form leads to. `keeps`: facts to remember under a place of
    their own, as (place, key, value). `kept`: what becomes of evidence. `learnt`: which reading somebody chose;
    `unlearnt`: the questions whose readings are forgotten.
    """

    replies: tuple[Reply, ...] = ()
    turn: Turn | None = None
    scene: Scene | None = None
    remember: tuple[tuple[str, str], ...] = ()
    saving: Saving | None = None
    keeps: tuple[tuple[str, str, str], ...] = ()
    kept: Kept | None = None
    learnt: Reading | None = None
    unlearnt: tuple[str, ...] = ()
    opens: Opening | None = None
    forgets_persona: str | None = None
    for_us: bool = True
    beside_us: bool = False
    lang: Lang = "en"
    member: Member | None = None
    workspace: Workspace | None = None

    def store(self, tx: Stores, incoming: Incoming) -> None:
        """Write everything this outcome changes. Raises EditConflict if the map moved on since it was read."""
        for key, value in self.remember:
            tx.workspaces.remember(incoming.workspace_id, incoming.session_id, key, value)
        for place, key, value in self.keeps:
            tx.workspaces.remember(incoming.workspace_id, place, key, value)
        if self.kept is not None:
            self.kept.store(tx, incoming.workspace_id)
        if self.learnt is not None:
            tx.readings.learn(incoming.workspace_id, self.learnt)
        if self.unlearnt:
            tx.readings.forget(incoming.workspace_id, self.unlearnt)
        self._store_settings(tx)
        if self.saving is not None:
            self.saving.store(tx, incoming.said.by, incoming.said.at)
        if self.forgets_persona is not None:
            tx.personas.forget(incoming.workspace_id, self.forgets_persona)
        if self.turn is not None and self.scene is not None:
            _store_turn(tx, self.turn, self.scene, incoming)

    def _store_settings(self, tx: Stores) -> None:
        if self.member is not None:
            tx.workspaces.save_member(self.member)
        if self.workspace is not None:
            tx.workspaces.save_workspace(self.workspace)


def _store_turn(tx: Stores, turn: Turn, scene: Scene, incoming: Incoming) -> None:
    before = scene.journey
    known = {piece.evidence_id for piece in scene.evidence}
    said = incoming.said
    for other in turn.beside:
        tx.maps.create(other, said.by, said.at, turn.reason)
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
    for proposal in turn.proposals:
        tx.proposals.save(proposal)
    if turn.session is not None:
        tx.sessions.save(turn.session)
