"""One message, button or command: who answers it, what is said, and what has to be stored with it.

The desk reads the stores and computes; it writes nothing. Whoever calls it stores the outcome (`Outcome.store`) in one
transaction together with the sending of the replies, so that a crash leaves either nothing or everything.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot import (
    asking,
    comparing,
    example_library,
    lookups,
    persona_library,
    remembered_readings,
    strategy,
    under_answers,
)
from bot.commands import read_command
from bot.conversation import advance as build
from bot.conversation.controls import control_in
from bot.conversation.read_owner import addressed_to_another
from bot.conversation.turn import Scene, Turn
from bot.drafts import drafted
from bot.event_rules import taking as event_rules
from bot.evidence import taking as evidence
from bot.exchange import Incoming, Opening, Outcome
from bot.forms import taking, undoing
from bot.language import told_by
from bot.reply import Press, Reply, Text
from bot.scenes import elsewhere, scene_of
from bot.settings import Endpoint
from bot.speaking import words_for
from bot.subcommands import asked_of, carry_out, is_command, opening_of
from bot.team import guests
from bot.team import taking as team
from prompts.loader import Words, words
from storage.open import Stores

PRESSED: Mapping[str, Callable[[Press, Incoming, Stores, Words], Outcome]] = {
    "ask": under_answers.pressed,
    "show": lookups.pressed,
    "evidence": evidence.pressed,
    "example": example_library.pressed,
    "form": undoing.undone,
    "persona": persona_library.pressed,
    "readings": remembered_readings.pressed,
    "rules": event_rules.pressed,
    "team": team.pressed,
}
"""Who takes a button outside a build, by the first word of its action."""


def take(incoming: Incoming, stores: Stores, model: Endpoint | None = None) -> Outcome:
    """Read one message, press or command. Raises WaymarkError for what a person got wrong.

    `model` is asked about questions that the rules are not sure of.
    """
    spoken = _spoken(incoming, stores)
    outcome = guests.within_rights(_taken(incoming, stores, spoken, model), incoming, spoken)
    return replace(outcome, lang=spoken.lang)


def _spoken(incoming: Incoming, stores: Stores) -> Words:
    """The words for who said it, there: of the map's thread, of what was written, of the person, of the workspace."""
    said = incoming.said
    if incoming.opening is not None:
        return words(incoming.opening.lang)
    told = told_by(said.press.text) if said.press else read_command(said.text).lang
    return words_for(stores, incoming.workspace_id, said.by, incoming.session_id, told, incoming.lang)


def _taken(incoming: Incoming, stores: Stores, spoken: Words, model: Endpoint | None) -> Outcome:
    if incoming.form is not None:
        return taking.take(incoming.form, incoming, stores, spoken)
    if incoming.opening is not None:
        return _opened(incoming.opening, incoming, stores, spoken)
    if incoming.kind == "command":
        return carry_out(read_command(incoming.said.text), incoming, stores, spoken, model)
    press = incoming.said.press
    if press is not None and (pressed := PRESSED.get(press.action.partition(".")[0])) is not None:
        return pressed(press, incoming, stores, spoken)
    if press is not None and press.action == "command":
        return carry_out(read_command(press.value), incoming, stores, spoken, model)
    scene = scene_of(incoming, stores)
    if scene.session is not None:
        return _in_build(scene, incoming, stores, spoken, model)
    if not (incoming.addressed or press or _for_us(incoming, stores)):
        return Outcome(for_us=False)
    return _addressed(scene, incoming, stores, spoken, model)


def _in_build(scene: Scene, incoming: Incoming, stores: Stores, spoken: Words, model: Endpoint | None) -> Outcome:
    """A message in a map's thread: the conversation reads it; a question in the middle is answered first."""
    if incoming.addressed and incoming.said.press is None and control_in(incoming.said.text, spoken) is None:
        command = read_command(incoming.said.text)
        beside = ("list", "show", "export", "personas", "strategy", "language", "examples")
        if command.name in beside and is_command(command, incoming, stores):
            return carry_out(command, incoming, stores, spoken)
        if (topic := evidence.asked(incoming.said.text, spoken)) is not None:
            return evidence.about(topic, "", scene.journey, incoming, stores, spoken)
    if (beside_it := _beside(scene, incoming, stores, spoken)) is not None:
        return beside_it
    scene = drafted(scene, incoming, spoken, model)
    turn = build.advance(scene, incoming.said, spoken)
    if turn.question is None:
        return _heard(turn, scene, incoming, spoken)
    asked_in = words(told_by(turn.question) or spoken.lang)
    if (topic := evidence.asked(turn.question, asked_in)) is not None:
        told = evidence.about(topic, "", turn.journey or scene.journey, incoming, stores, asked_in)
        return Outcome((*told.replies, *turn.replies), turn, scene)
    about = turn.journey or scene.journey
    if wish := team.asked(turn.question, incoming, asked_in):
        told_of = team.about(wish, about, incoming, stores, asked_in)
        if told_of is not None:
            return Outcome((*told_of.replies, *turn.replies), turn, scene)
    answered = asking.ask(turn.question, incoming, stores, asked_in, about, model)
    return Outcome((*answered.replies, *turn.replies), turn, scene, answered.remember)


def _beside(scene: Scene, incoming: Incoming, stores: Stores, spoken: Words) -> Outcome | None:
    """ "compare with vacuum" in a map's thread: what this map has other than that one; "strategy": the file."""
    command = read_command(incoming.said.text) if incoming.said.press is None and not incoming.said.deleted else None
    if command is None or command.unknown:
        return None
    if command.name == "strategy" and not command.rest:
        return Outcome((strategy.handed_over("", incoming, stores, spoken),))
    if command.name != "compare" or scene.journey is None:
        return None
    found = comparing.compare(command.rest, incoming, stores, spoken, scene.journey)
    return Outcome((found,)) if found is not None else None


def _heard(turn: Turn, scene: Scene, incoming: Incoming, spoken: Words) -> Outcome:
    """A press that stores something and leads to no message is confirmed to the one who pressed."""
    press = incoming.said.press
    if press is None or turn.replies or turn.journey == scene.journey:
        return _of_turn(turn, scene)
    confirmed = Reply(parts=(Text(text=spoken("slack.pressed", text=press.text)),), whisper=True)
    return Outcome((confirmed,), turn, scene)


def _addressed(scene: Scene, incoming: Incoming, stores: Stores, spoken: Words, model: Endpoint | None) -> Outcome:
    """A mention, a direct message or a reply in a thread outside a build: a subcommand, else a question.

    Where people talk among themselves in such a thread, Waymark keeps quiet and no model reads along; what ends with a
    question mark is answered.
    """
    said = incoming.said
    asks = incoming.addressed or said.text.rstrip().endswith(("?", "？"))
    command = read_command(said.text)
    if command.name == "new" and not command.unknown:
        return _opened(opening_of(command, spoken), incoming, stores, spoken)
    if is_command(command, incoming, stores):
        return carry_out(command, incoming, stores, spoken)
    if (topic := evidence.asked(said.text, spoken)) is not None:
        return evidence.about(topic, "", scene.journey, incoming, stores, spoken)
    asked_in = words(told_by(said.text) or spoken.lang)
    if (wish := team.asked(said.text, incoming, asked_in)) is not None:
        told = team.about(wish, scene.journey, incoming, stores, asked_in)
        if told is not None:
            return told
    edited = _edited(incoming, stores, spoken)
    if edited is not None:
        return edited
    outcome = asked_of(said.text, incoming, stores, spoken, scene.journey, model if asks else None)
    return Outcome(for_us=False) if outcome.beside_us and not asks else outcome


def _edited(incoming: Incoming, stores: Stores, spoken: Words) -> Outcome | None:
    """A correction in plain words, or a button of one, in a thread where a map was shown or asked about."""
    said = incoming.said
    if said.deleted or said.was is not None or said.text.rstrip().endswith(("?", "？")):
        return None
    scene = elsewhere(incoming, stores, spoken.lang)
    turn = build.edit(scene, said, spoken) if scene is not None else None
    return _of_turn(turn, scene) if turn is not None and scene is not None else None


def _opened(opening: Opening, incoming: Incoming, stores: Stores, spoken: Words) -> Outcome:
    """A new map in this thread: its first question."""
    scene = scene_of(incoming, stores, opening.kind)
    if opening.same_as is not None:
        source = stores.maps.get(incoming.workspace_id, opening.same_as, incoming.reader)
        scene = scene.model_copy(update={"base": source})
    if (example := example_library.taken(opening.example)) is not None:
        base = example_library.base_here(example, incoming, stores)
        scene = scene.model_copy(update={"base": base, "example": example})
    return _of_turn(build.start(scene, incoming.said, spoken, opening.title or None, opening.kind, opening), scene)


def _for_us(incoming: Incoming, stores: Stores) -> bool:
    """Whether Waymark was asked something in this thread before, and this is not said to somebody else."""
    if addressed_to_another(incoming.said.text, incoming.names):
        return False
    return stores.workspaces.recall(incoming.workspace_id, incoming.session_id, "followed") is not None


def _of_turn(turn: Turn, scene: Scene) -> Outcome:
    return Outcome(turn.replies, turn, scene, for_us=turn.for_us, opens=turn.opens)
