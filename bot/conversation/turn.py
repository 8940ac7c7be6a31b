"""What goes into one turn of a guided build and what comes out of it."""

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import AwareDatetime, SkipValidation

from bot.conversation.drafting import Draft
from bot.reply import Press, Reply
from storage.ingest.map_json import MapDocument
from storage.ingest.transcript import Transcript
from storage.maps import Reason, Saved
from storage.model.changes import Change
from storage.model.evidence import Evidence
from storage.model.journey import JourneyMap, MapType
from storage.model.persona import Persona
from storage.model.proposal import Proposal
from storage.model.session import Draft as SessionDraft
from storage.model.session import Session, Workspace
from storage.model.types import ChannelId, Lang, MemberId, Model


class Said(Model):
    """A message, or a button pressed, by one member. `was`: the text before an edit; `deleted`: it is gone.

    `file`: a text that came with the message.
    """

    by: MemberId
    name: str
    at: AwareDatetime
    text: str = ""
    press: Press | None = None
    permalink: str | None = None
    was: str | None = None
    deleted: bool = False
    file: Transcript | None = None


class Example(Model):
    """A finished map that comes along to be copied; `below`: the example that it is laid over or improves."""

    document: MapDocument
    below: MapDocument | None = None


class Scene(Model):
    """All that a turn may look at. `history` is newest first and reaches back far enough for an undo.

    `evidence` holds the pieces that the map points at and those saved in this thread; `examples` the workspace's own
    earlier answers by question, newest first ("doing": …). `base` is the map that this one improves or is laid over, in
    the version it was taken from; `proposals` are the open ones of this map;
    `draft` is what a model found in the message, `no_help` that it was asked in vain; `others` are the maps of this
    channel, newest first, for builds that start from one. `example` is what is copied into this thread; then `base` is
    the map of this channel that stands for the one below it.
    """

    workspace: Workspace
    channel_id: ChannelId
    thread: str
    session: Session | None
    journey: JourneyMap | None
    history: SkipValidation[Sequence[Saved]] = ()
    personas: tuple[Persona, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    names: Mapping[MemberId, str]
    taken_map_ids: frozenset[str] = frozenset()
    examples: Mapping[str, tuple[str, ...]] = {}
    next_evidence: int = 1
    private: bool = False
    guest: bool = False
    has_model: bool = False
    draft: Draft | None = None
    no_help: bool = False
    proposals: tuple[Proposal, ...] = ()
    next_proposal: int = 1
    base: JourneyMap | None = None
    others: tuple[JourneyMap, ...] = ()
    example: Example | None = None


class Opening(Model):
    """A thread of its own to begin in: for a map, or for a persona (`builds`), in this language.

    `title`: of the map, or whom the persona builder is about. `draft`: what is known already; `want`: in the customer's
    words; `same_as`: the map whose stages and touchpoints are taken over; `example`: the id of the example to copy.
    """

    title: str = ""
    kind: MapType = "current_state"
    lang: Lang = "en"
    builds: Literal["map", "persona"] = "map"
    draft: SessionDraft | None = None
    want: str | None = None
    same_as: str | None = None
    example: str | None = None


class Turn(Model):
    """What a turn did. Nothing of it is stored yet: the caller stores all of it in one transaction, then posts.

    `journey` is the map after the turn (its `version` is still the one read; None: no map yet), with the `changes`
    that led there. It is to be saved when it differs from the scene's; an undo (`undoes`) brings no changes of its own.
    `evidence` may bring a piece that is stored already, with its kind found out since.
    `question` is a question asked in the middle of the build: the caller answers it before posting `replies`, which
    ask the open question again. `for_us` False: the message was not meant for the bot. `opens`: a thread to be opened
    beside this one. `beside`: new maps that come along, without a thread.
    """

    session: Session | None
    journey: JourneyMap | None = None
    new_map: bool = False
    changes: tuple[Change, ...] = ()
    reason: Reason = "chat"
    undoes: int | None = None
    personas: tuple[Persona, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    workspace: Workspace | None = None
    replies: tuple[Reply, ...] = ()
    question: str | None = None
    for_us: bool = True
    opens: Opening | None = None
    beside: tuple[JourneyMap, ...] = ()
