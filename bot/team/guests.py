"""What may a guest bring about? Guests read and ask; they answer where the owner lets them, and never decide."""

from bot.conversation.turn import Scene, Turn
from bot.exchange import Incoming, Outcome
from bot.reply import Reply, Text
from prompts.loader import Words
from storage.model.changes import Change, SetMap, SetStatus
from storage.model.journey import JourneyMap
from storage.model.session import Session

DECIDED = ("privacy", "readers", "editors", "owner", "map_id")
"""Fields of a map that are settled by the team."""


def within_rights(outcome: Outcome, incoming: Incoming, words: Words) -> Outcome:
    """The outcome as it is, or, where a guest would change what is not theirs, the reason and nothing to store."""
    if not incoming.reader.guest:
        return outcome
    if _is_new(outcome):
        return _refused(words("team.guest.nothing_new"))
    if outcome.turn is not None and outcome.scene is not None:
        return _of_turn(outcome, outcome.turn, outcome.scene, incoming, words)
    journey = outcome.saving.journey if outcome.saving else None
    if outcome.saving is None or journey is None:
        return outcome
    reason = _reason(journey, outcome.saving.changes, incoming)
    return (
        _refused(words(f"team.guest.{reason}", owner=journey.owner.label, name=incoming.said.name))
        if reason
        else outcome
    )


def _is_new(outcome: Outcome) -> bool:
    """Whether it would begin a map or persona, delete one, or keep evidence that belongs to no map."""
    saving, scene, turn = outcome.saving, outcome.scene, outcome.turn
    begun = scene is not None and scene.session is None and turn is not None and turn.session is not None
    persona = outcome.forgets_persona is not None or (saving is not None and saving.persona is not None)
    loose = outcome.kept is not None and saving is None
    return outcome.opens is not None or outcome.workspace is not None or begun or persona or loose


def _of_turn(outcome: Outcome, turn: Turn, scene: Scene, incoming: Incoming, words: Words) -> Outcome:
    """In the map's thread: what changes nothing is said and not stored."""
    if not _stores(turn, scene):
        return Outcome(outcome.replies, remember=outcome.remember, for_us=outcome.for_us)
    journey = scene.journey
    decides = turn.opens is not None or turn.workspace is not None or turn.reason == "restore"
    reason = _reason(journey, turn.changes, incoming) or ("not_decided" if decides else "")
    if not reason:
        return outcome
    session = scene.session
    owner = journey.owner.label if journey else scene.names.get(session.started_by, "") if session else ""
    return _refused(words(f"team.guest.{reason}", owner=owner, name=incoming.said.name))


def _reason(journey: JourneyMap | None, changes: tuple[Change, ...], incoming: Incoming) -> str:
    """The key of the sentence that says why not; "" where nothing is in the way."""
    if journey is None or incoming.said.by not in journey.editors:
        return "not_editor"
    decided = (isinstance(c, SetStatus) or (isinstance(c, SetMap) and c.field in DECIDED) for c in changes)
    return "not_decided" if any(decided) else ""


def _stores(turn: Turn, scene: Scene) -> bool:
    """Whether a turn changes more than what the thread remembers of the last message."""
    brought = (turn.personas, turn.evidence, turn.proposals, turn.beside, turn.workspace, turn.opens)
    return any(brought) or turn.journey != scene.journey or _standing(turn.session) != _standing(scene.session)


def _standing(session: Session | None) -> Session | None:
    """Where a build stands: what it asks, what it skipped, whether it goes on."""
    if session is None:
        return None
    kept: dict[str, object] = {"notes": {}, "members": (), "seen_version": 0}
    for name in ("pending", "waiting"):
        asked = getattr(session, name)
        kept[name] = asked.model_copy(update={"asked_at": session.started_at}) if asked else None
    return session.model_copy(update=kept)


def _refused(text: str) -> Outcome:
    return Outcome((Reply(parts=(Text(text=text),), whisper=True),))
