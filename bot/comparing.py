"""Two maps beside each other: which are meant, and what differs, item by item, as a table."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache

from bot.conversation.example_map import Names, copy_of, example_of
from bot.conversation.told import field_words, value_words
from bot.conversation.versions import versions_wish
from bot.conversation.wording import cut
from bot.examples import examples, find
from bot.exchange import Incoming
from bot.language import LANGUAGES
from bot.reply import Reply, Table, Text
from prompts.loader import Words, words
from storage.errors import MapNotFound
from storage.model.compared import Compared, compared
from storage.model.journey import JourneyMap
from storage.model.types import Origin, Owner
from storage.open import Stores

SHOWN = 60
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def compare(
    rest: str, incoming: Incoming, stores: Stores, spoken: Words, here: JourneyMap | None = None
) -> Reply | None:
    """`A with B`, `A B`, or `with B` in the thread of a map (`here`); None where these are no two maps."""
    if versions_wish(f"compare {rest}", spoken) is not None:
        return None
    for first, second in _splits(rest):
        one = _map(first, incoming, stores, here, second) if first else here
        other = _map(second, incoming, stores, here, first) if one is not None else None
        if one is not None and other is not None:
            return told(one, other, spoken) if first else told(other, one, spoken)
    return None


def how(spoken: Words) -> Reply:
    """What to type, where no two maps were named."""
    return Reply(parts=(Text(text=spoken("examples.compare_how")),))


def with_example(map_id: str, incoming: Incoming, stores: Stores, spoken: Words) -> Reply:
    """A copy beside the example that it was made from. Raises MapNotFound."""
    journey = stores.maps.get(incoming.workspace_id, map_id, incoming.reader)
    original = _original(journey)
    return told(original, journey, spoken) if original is not None else how(spoken)


def told(first: JourneyMap, second: JourneyMap, spoken: Words) -> Reply:
    """What the second map has other than the first."""
    found = compared(first, second)
    names = {"first": cut(first.title), "second": cut(second.title)}
    if not found:
        return Reply(parts=(Text(text=spoken("examples.same", **names)),))
    head = Text(text=spoken("examples.differ", n=len(found), **names), style="headline")
    columns = tuple(spoken.data("examples.compare_columns"))
    table = Table(title="", columns=columns, rows=tuple(_row(one, spoken) for one in found[:SHOWN]))
    if len(found) <= SHOWN:
        return Reply(parts=(head, table))
    return Reply(parts=(head, table, Text(text=spoken("examples.more_differ", n=len(found) - SHOWN), style="grey")))


def _row(one: Compared, spoken: Words) -> tuple[str, ...]:
    thing = spoken(f"examples.thing.{one.thing}")
    if one.kind == "new":
        return (thing, cut(one.title), "–", spoken("examples.new"))
    if one.kind == "gone":
        return (thing, cut(one.title), spoken("examples.there"), spoken("examples.gone"))
    field = field_words(one.field or "", spoken)
    what = field if one.thing == "map" else spoken("examples.field_of", title=cut(one.title), field=field)
    return (thing, what, value_words(one.before, spoken), value_words(one.after, spoken))


def _map(
    named: str, incoming: Incoming, stores: Stores, here: JourneyMap | None, beside: str = ""
) -> JourneyMap | None:
    """A stored map by its name; else the example that is meant, as a copy of it would be now."""
    known = stores.maps
    if named.casefold() in _example_words():
        source = here or _map(beside, incoming, stores, None)
        return _original(source) if source is not None else None
    key = find(named)
    is_example = any(word in named.casefold() for word in _example_words())
    if key is None or not is_example:
        try:
            return known.find(incoming.workspace_id, named, incoming.reader)
        except MapNotFound:
            if key is None:
                return None
    journey = here or examples()[key].document.map
    return _as_copied(key, journey)


def _original(copy: JourneyMap) -> JourneyMap | None:
    key = example_of(copy)
    return _as_copied(key, copy) if key in examples() and key is not None else None


def _as_copied(key: str, beside: JourneyMap) -> JourneyMap:
    """The example as a fresh copy of it: what copying changes is no difference."""
    example = examples()[key]
    title = example.document.map.title
    names = Names(
        workspace_id=beside.workspace_id,
        map_id=key,
        title=title,
        lang=beside.lang,
        privacy=beside.privacy,
        home=beside.home,
        owner=Owner(label=title[:60]),
        origin=Origin(by="local:example", at=EPOCH, via="import"),
        personas=dict(zip(example.document.map.persona_ids, beside.persona_ids, strict=False)),
        base=beside.base_map,
    )
    return copy_of(example, names, words(beside.lang))


def _splits(rest: str) -> Iterator[tuple[str, str]]:
    """The ways to read two names; "" before the first word "with"."""
    text = " ".join(rest.split())
    for pattern in _between():
        for match in pattern.finditer(text):
            yield text[: match.start()].strip(), text[match.end() :].strip()
    parts = text.split(" ")
    for cut_at in range(1, len(parts)):
        yield " ".join(parts[:cut_at]), " ".join(parts[cut_at:])
    if text:
        yield "", text


@lru_cache
def _between() -> tuple[re.Pattern[str], ...]:
    found = (word for lang in LANGUAGES for word in words(lang).data("examples.between"))
    return tuple(
        re.compile(rf"(?<!\S){re.escape(word)}(?!\S)" if word.isascii() or len(word) > 1 else re.escape(word), re.I)
        for word in found
    )


@lru_cache
def _example_words() -> frozenset[str]:
    return frozenset(word for lang in LANGUAGES for word in words(lang).data("examples.example_words"))
