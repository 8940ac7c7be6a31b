"""Two maps beside each other: which are meant, and what differs, item by item, as a table."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

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
from storage.model.journey import JourneyMap, Listed, Stage, Touchpoint
from storage.model.types import Anchor, Origin, Owner
from storage.open import Stores

SHOWN = 60
LABELS = {"goal_kind": "lists.goal_kinds", "channel": "lists.channels", "customer_group": "lists.customer_groups"}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Side(NamedTuple):
    """One of the two maps, and whether it is an example as it came along."""

    journey: JourneyMap
    example: bool = False

    def name(self, spoken: Words) -> str:
        """Its title as people read it."""
        title = cut(self.journey.title)
        return spoken("examples.of_example", title=title) if self.example else title


def compare(
    rest: str, incoming: Incoming, stores: Stores, spoken: Words, here: JourneyMap | None = None
) -> Reply | None:
    """`A with B`, `A B`, or `with B` in the thread of a map (`here`); None where these are no two maps."""
    if versions_wish(f"compare {rest}", spoken) is not None:
        return None
    for first, second in _splits(rest):
        own = Side(here) if here is not None else None
        one = _map(first, incoming, stores, here, second) if first else own
        other = _map(second, incoming, stores, here, first) if one is not None else None
        if one is not None and other is not None:
            return told(one, other, spoken) if first else told(other, one, spoken)
    return None


def shown(rest: str, incoming: Incoming, stores: Stores, spoken: Words) -> Reply:
    """As `compare`, and what to type where no two maps were named."""
    return compare(rest, incoming, stores, spoken) or how(spoken)


def how(spoken: Words) -> Reply:
    """What to type, where no two maps were named."""
    return Reply(parts=(Text(text=spoken("examples.compare_how")),))


def with_example(map_id: str, incoming: Incoming, stores: Stores, spoken: Words) -> Reply:
    """A copy beside the example that it was made from. Raises MapNotFound."""
    journey = stores.maps.get(incoming.workspace_id, map_id, incoming.reader)
    original = _original(journey)
    return told(original, Side(journey), spoken) if original is not None else how(spoken)


def told(first: Side, second: Side, spoken: Words) -> Reply:
    """What the second map has other than the first."""
    found = compared(first.journey, second.journey)
    titles = {thing.slug: thing.title for side in (first, second) for thing in _named(side.journey)}
    names = {"first": first.name(spoken), "second": second.name(spoken)}
    if not found:
        return Reply(parts=(Text(text=spoken("examples.same", **names)),))
    head = Text(text=spoken("examples.differ", n=len(found), **names), style="headline")
    columns = tuple(spoken.data("examples.compare_columns"))
    table = Table(title="", columns=columns, rows=tuple(_row(one, titles, spoken) for one in found[:SHOWN]))
    if len(found) <= SHOWN:
        return Reply(parts=(head, table))
    return Reply(parts=(head, table, Text(text=spoken("examples.more_differ", n=len(found) - SHOWN), style="grey")))


def _named(journey: JourneyMap) -> Iterator[Stage | Touchpoint | Listed]:
    yield from (*journey.stages, *journey.touchpoints(), *journey.items())


def _row(one: Compared, titles: Mapping[str, str], spoken: Words) -> tuple[str, ...]:
    thing = spoken(f"examples.thing.{one.thing}")
    if one.kind == "new":
        return (thing, cut(one.title), "–", spoken("examples.new"))
    if one.kind == "gone":
        return (thing, cut(one.title), spoken("examples.there"), spoken("examples.gone"))
    name = one.field or ""
    field = spoken(f"examples.field.{name}") if spoken.has(f"examples.field.{name}") else field_words(name, spoken)
    what = field if one.thing == "map" else spoken("examples.field_of", title=cut(one.title), field=field)
    return (thing, what, *(_value(name, held, titles, spoken) for held in (one.before, one.after)))


def _value(field: str, held: Any, titles: Mapping[str, str], spoken: Words) -> str:
    """What a field holds: keys of lists by their label, slugs by the title of what they name."""
    labels = spoken.data(LABELS[field]) if field in LABELS else titles
    match held:
        case str():
            return cut(str(labels.get(held, held)))
        case Anchor():
            return cut(titles.get(held.touchpoint or held.stage, held.touchpoint or held.stage))
        case tuple() if all(isinstance(slug, str) for slug in held):
            return value_words(tuple(titles.get(slug, slug) for slug in held), spoken)
    return value_words(held, spoken)


def _map(named: str, incoming: Incoming, stores: Stores, here: JourneyMap | None, beside: str = "") -> Side | None:
    """A stored map by its name; else the example that is meant, as a copy of it would be now."""
    if named.casefold() in _example_words():
        copy = Side(here) if here else _map(beside, incoming, stores, None) if beside else None
        return _original(copy.journey) if copy is not None else None
    key = find(named)
    is_example = any(word in named.casefold() for word in _example_words())
    if key is None or not is_example:
        try:
            return Side(stores.maps.find(incoming.workspace_id, named, incoming.reader))
        except MapNotFound:
            if key is None:
                return None
    journey = here or examples()[key].document.map
    return _as_copied(key, journey)


def _original(copy: JourneyMap) -> Side | None:
    key = example_of(copy)
    return _as_copied(key, copy) if key in examples() and key is not None else None


def _as_copied(key: str, beside: JourneyMap) -> Side:
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
    return Side(copy_of(example, names, words(beside.lang)), example=True)


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
