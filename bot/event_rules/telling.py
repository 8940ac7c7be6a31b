"""How the events of a map are told: which belong where, which to nothing, what I suggest, and examples of one place."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.answers.figures import counted, number
from bot.reply import Button, Buttons, Part, Reply, Table, Text
from prompts.loader import Words
from storage.model.journey import JourneyMap
from storage.model.rules import SegmentTest
from tools.matching import Example, Match, Suggestion
from tools.visits import Place

ROWS, OFFERED, BUTTON, PROPERTIES, MOST_OFF = 60, 5, 70, 160, 12


def overview(journey: JourneyMap, found: Sequence[Match], ideas: Sequence[Suggestion], words: Words) -> Reply:
    """A row for each place with its events, what belongs nowhere, and one button for each suggestion."""
    placed = [match for match in found if match.place]
    off = [match for match in found if match.place is None]
    n, on = sum(match.events for match in found), sum(match.events for match in placed)
    parts: list[Part] = [Text(text=words("event_rules.title", title=journey.title), style="headline")]
    if not found:
        return Reply(parts=(*parts, Text(text=words("event_rules.no_events"))))
    said = words("event_rules.counts", on=number(on, words), n=counted("events", n, words))
    parts.append(Text(text=said))
    rows = tuple(
        (place_title(journey, place, words), _listed([m for m in placed if m.place == place], words))
        for place in _in_order(journey, placed)
    )
    parts.append(Table(title="", columns=tuple(words.data("event_rules.columns")), rows=rows[:ROWS]))
    parts += suggested(journey, off, ideas, words)
    parts.append(Text(text=words("event_rules.how"), style="hint"))
    return Reply(parts=tuple(parts))


def suggested(journey: JourneyMap, off: Sequence[Match], ideas: Sequence[Suggestion], words: Words) -> tuple[Part, ...]:
    """What belongs to no place, and a button for each suggestion."""
    if not off:
        return ()
    said = words("event_rules.nowhere", events=_listed(off[:MOST_OFF], words))
    return (Text(text=said), *_offers(journey, ideas, words))


def _offers(journey: JourneyMap, ideas: Sequence[Suggestion], words: Words) -> list[Part]:
    """One click each; the value names map, event and place."""
    if not ideas:
        return []
    buttons = tuple(
        Button(
            text=words("event_rules.offer", event=idea.title, place=place_title(journey, idea.place, words))[:BUTTON],
            action="rules.take",
            value="\n".join((journey.map_id, idea.title, idea.place.stage, idea.place.touchpoint or "")),
        )
        for idea in ideas[:OFFERED]
    )
    return [Text(text=words("event_rules.suggested"), style="question"), Buttons(buttons=buttons)]


def at_place(
    journey: JourneyMap, place: Place, found: Sequence[Match], shown: Sequence[Example], zone: ZoneInfo, words: Words
) -> Reply:
    """Which events match one place: names with counts, and the newest of them."""
    title = place_title(journey, place, words)
    here = [
        match
        for match in found
        if match.place and match.place.stage == place.stage and place.touchpoint in (None, match.place.touchpoint)
    ]
    if not here:
        return Reply(parts=(Text(text=words("event_rules.none_here", place=title)),))
    said = words("event_rules.here", place=title, events=_listed(here, words))
    rows = tuple((_moment(one, zone), one.title, (one.properties or "–")[:PROPERTIES]) for one in shown)
    columns = tuple(words.data("event_rules.example_columns"))
    return Reply(parts=(Text(text=said), Table(title=words("event_rules.newest"), columns=columns, rows=rows)))


def segment_told(tests: Sequence[SegmentTest], words: Words) -> str:
    """A persona's rule in words."""
    said = []
    for test in tests:
        op = words.data(f"event_rules.read.{test.op}")[0]
        if test.event:
            span = words("event_rules.in_days", days=test.days) if test.days else ""
            said.append(words("event_rules.counted", event=test.event, op=op, n=test.value, span=span).strip())
        else:
            said.append(f"{test.trait} {op} {test.value or ''}".strip())
    return words("event_rules.and").join(said)


def place_title(journey: JourneyMap, place: Place, words: Words) -> str:
    """`Purchase`, or `Purchase · pays by card`."""
    stage = next(stage for stage in journey.stages if stage.slug == place.stage)
    touchpoint = next((t.title for t in stage.touchpoints if t.slug == place.touchpoint), None)
    return f"{stage.title} · {touchpoint}" if touchpoint else stage.title


def _in_order(journey: JourneyMap, placed: Sequence[Match]) -> list[Place]:
    """Places with events in map order."""
    there = {match.place for match in placed}
    spots = [
        Place(s.slug, touchpoint) for s in journey.stages for touchpoint in (None, *(t.slug for t in s.touchpoints))
    ]
    return [place for place in spots if place in there]


def _listed(found: Sequence[Match], words: Words) -> str:
    return words("answers.listed").join(f"{match.title} ({number(match.events, words)})" for match in found)


def _moment(one: Example, zone: ZoneInfo) -> str:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=one.at_us)
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
