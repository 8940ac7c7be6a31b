"""What does a subcommand do? `/journey …`, or the same words after a mention."""

from collections.abc import Callable, Mapping

from bot import (
    asking,
    comparing,
    data_sources,
    example_library,
    language_choice,
    lookups,
    numbers,
    persona_library,
    strategy,
)
from bot.commands import Command
from bot.event_rules import taking as event_rules
from bot.evidence import taking as evidence
from bot.exchange import Incoming, Opening, Outcome
from bot.reply import Reply, Text
from bot.settings import Endpoint
from bot.team import taking as team
from prompts.loader import Words, words
from storage.errors import MapNotFound
from storage.model.journey import JourneyMap
from storage.open import Stores

SHOWN: Mapping[str, Callable[[str, Incoming, Stores, Words], Reply]] = {
    "show": lookups.show,
    "edit": lookups.edit,
    "export": lookups.export,
    "import": lambda rest, incoming, stores, words: _say(words("slack.import_how")),
    "compare": comparing.shown,
    "data": data_sources.shown,
    "numbers": numbers.shown,
    "strategy": strategy.handed_over,
}
BY_NAME: Mapping[str, Callable[[str, str, Incoming, Stores, Words], Outcome]] = {
    **dict.fromkeys(evidence.NAMES, evidence.command),
    **dict.fromkeys(event_rules.NAMES, event_rules.command),
    "meeting": team.command,
    "owners": team.command,
}


def is_command(command: Command, incoming: Incoming, stores: Stores) -> bool:
    """Whether a sentence is a command: "show checkout" names a map, "show me quotes" is a question."""
    known = (
        "list", "show", "edit", "import", "export", "persona", "personas", "strategy", "language", "help",
        "examples", "compare", "numbers", "data",
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
    if command.name not in ("show", "edit", "evidence", "numbers"):
        return len(command.rest.split()) == 1
    try:
        stores.maps.find(incoming.workspace_id, command.rest, incoming.reader)
    except MapNotFound:
        return len(command.rest.split()) == 1
    return True


def carry_out(
    command: Command, incoming: Incoming, stores: Stores, spoken: Words, model: Endpoint | None = None
) -> Outcome:
    if command.unknown:
        return Outcome((lookups.unknown_command(command, spoken),))
    match command.name:
        case "new":
            return Outcome(opens=opening_of(command, spoken))
        case "list":
            return Outcome((lookups.maps_list(incoming, stores, spoken, sought=command.rest),))
        case "show" | "edit" | "export" | "import" | "compare" | "strategy" | "numbers" | "data" as name:
            return _shown(name, command.rest, incoming, stores, spoken)
        case "ask":
            return asked_of(command.rest, incoming, stores, spoken, None, model)
        case "examples":
            return example_library.command(command.rest, incoming, spoken)
        case "persona" | "personas":
            return persona_library.command(command, incoming, stores, spoken)
        case "events" | "segment" | "evidence" | "emoji" | "privacy" | "meeting" | "owners" as name:
            return BY_NAME[name](name, command.rest, incoming, stores, spoken)
        case "language":
            return language_choice.choose(command.rest, incoming, stores, spoken)
        case _:
            return Outcome((lookups.help_lines(spoken),))


def _shown(name: str, named: str, incoming: Incoming, stores: Stores, spoken: Words) -> Outcome:
    """What was asked for; a thread in which a map's card is shown is one of the map from then on."""
    reply = SHOWN[name](named, incoming, stores, spoken)
    if name != "show" or not named or incoming.private:
        return Outcome((reply,))
    try:
        journey = stores.maps.find(incoming.workspace_id, named, incoming.reader)
    except MapNotFound:
        return Outcome((reply,))
    return Outcome((reply,), remember=((asking.ABOUT, journey.map_id), ("followed", "yes")))


def opening_of(command: Command, spoken: Words) -> Opening:
    """A new map, or `new persona`."""
    persona = persona_library.opening(command, spoken)
    if persona is not None:
        return persona
    return Opening(title=command.rest, kind=command.kind or "current_state", lang=spoken.lang)


def asked_of(
    question: str, incoming: Incoming, stores: Stores, spoken: Words, journey: JourneyMap | None, model: Endpoint | None
) -> Outcome:
    """An answer from the stored maps and events; from an example where that is what is asked about."""
    of_example = example_library.asked_about(question, incoming, stores)
    if of_example is not None:
        return example_library.ask(*of_example, incoming, stores, spoken, model)
    return asking.ask(question, incoming, stores, spoken, journey, model)


def _say(text: str) -> Reply:
    return Reply(parts=(Text(text=text),))
