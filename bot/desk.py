"""One message, button or command: who answers it, what is said, and what has to be stored with it.

The desk reads the stores and computes; it writes nothing. Whoever calls it stores the outcome (`Outcome.store`) in one
transaction together with the sending of the replies, so that a crash leaves either nothing or everything.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot import asking, comparing, example_library, language_choice, lookups, persona_library, strategy
from bot.commands import Command, read_command
from bot.conversation import advance as build
from bot.conversation.controls import control_in
from bot.conversation.earlier import earlier_answers
from bot.conversation.turn import Scene, Turn
from bot.conversation.versions import ALL_VERSIONS, versions_wish
from bot.drafts import drafted
from bot.evidence import taking as evidence
from bot.evidence.reading import linked
from bot.exchange import Incoming, Opening, Outcome
from bot.forms import taking, undoing
from bot.language import told_by
from bot.reply import Press, Reply, Text
from bot.settings import Endpoint
from bot.speaking import words_for
from bot.team import guests
from bot.team import taking as team
from prompts.loader import Words, words
from storage.errors import MapNotFound
from storage.maps import Reader, Saved
from storage.model.journey import JourneyMap, MapType
from storage.model.proposal import Proposal
from storage.model.session import Session
from storage.open import Stores

HISTORY, MOST_OTHERS, RECENT = 50, 10, 60
PRESSED: Mapping[str, Callable[[Press, Incoming, Stores, Words], Outcome]] = {
    "ask": asking.pressed,
    "show": lookups.pressed,
    "evidence": evidence.pressed,
    "example": example_library.pressed,
    "form": undoing.undone,
    "persona": persona_library.pressed,
    "team": team.pressed,
}
"""Who takes a button outside a build, by the first word of its action."""
SHOWN: Mapping[str, Callable[[str, Incoming, Stores, Words], Reply]] = {
    "show": lookups.show,
    "edit": lookups.edit,
    "export": lookups.export,
    "import": lambda rest, incoming, stores, words: _say(words("slack.import_how")),
    "compare": comparing.shown,
    "strategy": strategy.handed_over,
}
BY_NAME: Mapping[str, Callable[[str, str, Incoming, Stores, Words], Outcome]] = {
    **dict.fromkeys(evidence.NAMES, evidence.command),
    "meeting": team.command,
    "owners": team.command,
}
PROPOSAL_ID = re.compile(r"p[0-9]{1,9}")
STARTS_FROM: Mapping[str, tuple[str, ...]] = {
    "future_state": ("current_state", "future_state"),
    "service_blueprint": ("current_state", "future_state"),
    "day_in_life": ("current_state", "future_state"),
    "empathy": ("current_state", "future_state", "day_in_life"),
}
"""The types of map that a build of a type may start from or point at."""


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
        return _command(read_command(incoming.said.text), incoming, stores, spoken, model)
    press = incoming.said.press
    if press is not None and (pressed := PRESSED.get(press.action.partition(".")[0])) is not None:
        return pressed(press, incoming, stores, spoken)
    if press is not None and press.action == "command":
        return _command(read_command(press.value), incoming, stores, spoken, model)
    scene = _scene(incoming, stores)
    if scene.session is not None:
        return _in_build(scene, incoming, stores, spoken, model)
    if not (incoming.addressed or press or _followed(incoming, stores)):
        return Outcome(for_us=False)
    return _addressed(scene, incoming, stores, spoken, model)


def _in_build(scene: Scene, incoming: Incoming, stores: Stores, spoken: Words, model: Endpoint | None) -> Outcome:
    """A message in a map's thread: the conversation reads it; a question in the middle is answered first."""
    if incoming.addressed and incoming.said.press is None and control_in(incoming.said.text, spoken) is None:
        command = read_command(incoming.said.text)
        beside = ("list", "show", "export", "personas", "strategy", "language", "examples")
        if command.name in beside and _is_command(command, incoming, stores):
            return _command(command, incoming, stores, spoken)
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

    Where people talk among themselves in such a thread, Waymark keeps quiet and no model reads along.
    """
    said = incoming.said
    command = read_command(said.text)
    if command.name == "new" and not command.unknown:
        return _opened(_opening(command, spoken), incoming, stores, spoken)
    if _is_command(command, incoming, stores):
        return _command(command, incoming, stores, spoken)
    if (topic := evidence.asked(said.text, spoken)) is not None:
        return evidence.about(topic, "", scene.journey, incoming, stores, spoken)
    asked_in = words(told_by(said.text) or spoken.lang)
    if (wish := team.asked(said.text, incoming, asked_in)) is not None:
        told = team.about(wish, scene.journey, incoming, stores, asked_in)
        if told is not None:
            return told
    outcome = _asked(said.text, incoming, stores, spoken, scene.journey, model if incoming.addressed else None)
    if outcome.beside_us and not incoming.addressed and not said.text.rstrip().endswith(("?", "？")):
        return Outcome(for_us=False)
    return outcome


def _asked(
    question: str, incoming: Incoming, stores: Stores, spoken: Words, journey: JourneyMap | None, model: Endpoint | None
) -> Outcome:
    """An answer from the stored maps and events; from an example where that is what is asked about."""
    of_example = example_library.asked_about(question, incoming, stores)
    if of_example is not None:
        return example_library.ask(*of_example, incoming, stores, spoken, model)
    return asking.ask(question, incoming, stores, spoken, journey, model)


def _is_command(command: Command, incoming: Incoming, stores: Stores) -> bool:
    """Whether a sentence is a command: "show checkout" names a map, "show me quotes" is a question."""
    known = (
        "list", "show", "edit", "import", "export", "persona", "personas", "strategy", "language", "help",
        "examples", "compare",
        *evidence.NAMES,
    )  # fmt: skip
    if command.unknown or command.name not in known:
        return False
    if command.name in ("export", "examples") or not command.rest:
        return True
    if command.name == "compare":
        return comparing.compare(command.rest, incoming, stores, words("en")) is not None
    if command.name == "persona":
        return persona_library.is_known(command.rest, incoming, stores)
    if command.name == "language":
        return len(command.rest.split()) <= 2
    if command.name not in ("show", "edit", "evidence"):
        return len(command.rest.split()) == 1
    try:
        stores.maps.find(incoming.workspace_id, command.rest, incoming.reader)
    except MapNotFound:
        return len(command.rest.split()) == 1
    return True


def _command(
    command: Command, incoming: Incoming, stores: Stores, spoken: Words, model: Endpoint | None = None
) -> Outcome:
    if command.unknown:
        return Outcome((lookups.unknown_command(command, spoken),))
    match command.name:
        case "new":
            return Outcome(opens=_opening(command, spoken))
        case "list":
            return Outcome((lookups.maps_list(incoming, stores, spoken, sought=command.rest),))
        case "show" | "edit" | "export" | "import" | "compare" | "strategy" as name:
            return Outcome((SHOWN[name](command.rest, incoming, stores, spoken),))
        case "ask":
            return _asked(command.rest, incoming, stores, spoken, None, model)
        case "examples":
            return example_library.command(command.rest, incoming, spoken)
        case "persona" | "personas":
            return persona_library.command(command, incoming, stores, spoken)
        case "evidence" | "emoji" | "privacy" | "meeting" | "owners" as name:
            return BY_NAME[name](name, command.rest, incoming, stores, spoken)
        case "language":
            return language_choice.choose(command.rest, incoming, stores, spoken)
        case _:
            return Outcome((lookups.help_lines(spoken),))


def _opening(command: Command, spoken: Words) -> Opening:
    """A new map, or `new persona`."""
    persona = persona_library.opening(command, spoken)
    if persona is not None:
        return persona
    return Opening(title=command.rest, kind=command.kind or "current_state", lang=spoken.lang)


def _opened(opening: Opening, incoming: Incoming, stores: Stores, spoken: Words) -> Outcome:
    """A new map in this thread: its first question."""
    scene = _scene(incoming, stores, opening.kind)
    if opening.same_as is not None:
        source = stores.maps.get(incoming.workspace_id, opening.same_as, incoming.reader)
        scene = scene.model_copy(update={"base": source})
    if (example := example_library.taken(opening.example)) is not None:
        base = example_library.base_here(example, incoming, stores)
        scene = scene.model_copy(update={"base": base, "example": example})
    return _of_turn(build.start(scene, incoming.said, spoken, opening.title or None, opening.kind, opening), scene)


def _followed(incoming: Incoming, stores: Stores) -> bool:
    """Whether Waymark was asked something in this thread before."""
    return stores.workspaces.recall(incoming.workspace_id, incoming.session_id, "followed") is not None


def _scene(incoming: Incoming, stores: Stores, new: MapType = "current_state") -> Scene:
    """Everything that a turn of the build may look at; `new`: the type of a map that begins with it."""
    ws = incoming.workspace_id
    session = stores.sessions.get(ws, incoming.session_id)
    history: Sequence[Saved] = ()
    journey, base = None, None
    if session is not None and session.map_id is not None:
        journey = stores.maps.get(ws, session.map_id, incoming.reader)
        history = stores.maps.history(ws, session.map_id, incoming.reader, _reach(incoming))
        base = _base(journey, incoming, stores)
    backing = linked(journey, incoming.reader, stores) if journey is not None else ()
    recent = stores.evidence.newest(ws, incoming.channel_id, incoming.reader, RECENT)
    asked_of = stores.evidence.get(ws, session.notes.get("source", "").split(), incoming.reader) if session else ()
    return Scene(
        workspace=stores.workspaces.workspace(ws),
        channel_id=incoming.channel_id,
        thread=incoming.thread,
        session=session,
        journey=journey,
        history=history,
        personas=stores.personas.list(ws),
        evidence=tuple({piece.evidence_id: piece for piece in (*backing, *recent, *asked_of)}.values()),
        names=incoming.names,
        taken_map_ids=frozenset(line.map_id for line in stores.maps.lines(ws, Reader("", everything=True))),
        examples=_earlier(incoming, stores, session),
        next_evidence=stores.evidence.next_number(ws),
        private=incoming.private,
        guest=incoming.reader.guest,
        proposals=_proposals(journey, incoming, stores),
        next_proposal=stores.proposals.next_number(ws),
        base=base,
        others=_others(journey.type if journey else session.draft.type if session else new, journey, incoming, stores),
    )


def _proposals(journey: JourneyMap | None, incoming: Incoming, stores: Stores) -> tuple[Proposal, ...]:
    """The one that a press names, decided or not; nothing else is needed of them."""
    press = incoming.said.press
    named = press.value.rpartition("|")[2] if press and press.action == "build.proposal" else None
    if named is None and journey is not None and not press:
        return stores.proposals.open_of_map(incoming.workspace_id, journey.map_id)
    found = stores.proposals.get(incoming.workspace_id, named) if named and PROPOSAL_ID.fullmatch(named) else None
    return (found,) if found and journey and found.map_id == journey.map_id else ()


def _reach(incoming: Incoming) -> int:
    """How many versions a turn may look at: all of them where it is about versions."""
    press = incoming.said.press
    asked = press.action == "build.restore" if press else versions_wish(incoming.said.text, words("en")) is not None
    return ALL_VERSIONS if asked else HISTORY


def _base(journey: JourneyMap, incoming: Incoming, stores: Stores) -> JourneyMap | None:
    """The map that this one improves or is laid over, as it was then; None where it is gone or may not be seen."""
    if journey.base_map is None:
        return None
    try:
        return stores.maps.get(
            incoming.workspace_id, journey.base_map.map_id, incoming.reader, journey.base_map.version
        )
    except MapNotFound:
        return None


def _others(kind: MapType, journey: JourneyMap | None, incoming: Incoming, stores: Stores) -> tuple[JourneyMap, ...]:
    """The maps that a build of this type may start from or point at. Without a map the type may still change."""
    wanted = STARTS_FROM.get(kind, () if journey else STARTS_FROM["future_state"])
    if not wanted:
        return ()
    own = journey.map_id if journey else None
    lines = stores.maps.lines(incoming.workspace_id, incoming.reader)
    named = [line.map_id for line in lines if line.map_id != own and line.type in wanted]
    return tuple(stores.maps.get(incoming.workspace_id, name, incoming.reader) for name in named[:MOST_OTHERS])


def _earlier(incoming: Incoming, stores: Stores, session: Session | None) -> Mapping[str, tuple[str, ...]]:
    """Answers on the map that was changed last, this thread's own left aside."""
    own = session.map_id if session else None
    others = (line.map_id for line in stores.maps.lines(incoming.workspace_id, incoming.reader) if line.map_id != own)
    newest = next(others, None)
    return earlier_answers(stores.maps.get(incoming.workspace_id, newest, incoming.reader)) if newest else {}


def _of_turn(turn: Turn, scene: Scene) -> Outcome:
    return Outcome(turn.replies, turn, scene, for_us=turn.for_us, opens=turn.opens)


def _say(text: str) -> Reply:
    return Reply(parts=(Text(text=text),))
