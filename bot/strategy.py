"""`strategy`: the file that is filled from the maps of a channel, and what it is filled with."""

from bot.evidence.reading import backings_of
from bot.exchange import Incoming
from bot.exports.strategy import Told, strategy
from bot.reply import Reply, Strategy, Text
from prompts.loader import Words, words
from storage.open import Stores

MOST_MAPS = 30
FILE = "strategy.md"


def handed_over(rest: str, incoming: Incoming, stores: Stores, spoken: Words) -> Reply:
    """The file for who asked; in a channel, what everybody there may read. All maps go in, whatever is named."""
    reader = incoming.reader if incoming.private else incoming.in_channel().reader
    if not stores.maps.lines(incoming.workspace_id, reader):
        return Reply(parts=(Text(text=spoken("slack.no_maps")),))
    part = Strategy(file_name=FILE, reader=reader, on=incoming.said.at.date(), lang=spoken.lang)
    return Reply(parts=(Text(text=spoken("strategy.done", file=FILE)), part))


def written(what: Strategy, workspace_id: str, stores: Stores) -> bytes:
    """The file itself, from the maps as they are now, last changed first."""
    lines = [line for line in stores.maps.lines(workspace_id, what.reader) if line.status != "archived"]
    maps = [stores.maps.get(workspace_id, line.map_id, what.reader) for line in lines[:MOST_MAPS]]
    on_maps = {known for journey in maps for known in journey.persona_ids}
    people = tuple(
        persona
        for persona in stores.personas.list(workspace_id)
        if persona.persona_id in on_maps
        and (persona.privacy != "private" or persona.owner.member_id == what.reader.member_id)
    )
    told = [Told(journey, backings_of(journey, stores)) for journey in maps]
    return strategy(told, people, what.on, words(what.lang))
