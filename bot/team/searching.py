"""Which maps hold these words? In title, goals, personas, stages or touchpoints, in any of the three scripts."""

from collections.abc import Iterator

from bot.conversation.persona_card import may_be_named
from bot.exchange import Incoming
from bot.language import LANGUAGES
from prompts.loader import words as words_of
from storage.maps import MapLine
from storage.model.journey import JourneyMap
from storage.model.letters import holds_all, one_spelling, telling_words
from storage.open import Stores


def maps_with(sought: str, incoming: Incoming, stores: Stores) -> tuple[MapLine, ...]:
    """The maps the reader may see that hold all the words, those with all of them in the title first."""
    wanted = _wanted(sought)
    if not wanted:
        return ()
    ws, reader = incoming.workspace_id, incoming.reader
    names = {p.persona_id: p.name for p in stores.personas.list(ws) if may_be_named(p, incoming.said.by)}
    by_title: list[MapLine] = []
    others: list[MapLine] = []
    for line in stores.maps.lines(ws, reader):
        if holds_all((line.title,), wanted):
            by_title.append(line)
        elif holds_all(_texts(stores.maps.get(ws, line.map_id, reader), names), wanted):
            others.append(line)
    return (*by_title, *others)


def _wanted(sought: str) -> tuple[str, ...]:
    """The words that tell something: "the vacuum map" is about the vacuum."""
    any_map = {one_spelling(name) for lang in LANGUAGES for name in words_of(lang).data("commands.any_map")}
    words = telling_words(sought)
    return tuple(word for word in words if word not in any_map) or words


def _texts(journey: JourneyMap, names: dict[str, str]) -> Iterator[str]:
    yield journey.title
    yield from filter(None, (journey.goal_customer, journey.goal_business))
    yield from (names[persona] for persona in journey.persona_ids if persona in names)
    yield from (stage.title for stage in journey.stages)
    yield from (touchpoint.title for touchpoint in journey.touchpoints())
