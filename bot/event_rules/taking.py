"""The desk's part for event rules: `events [map]`, `events <map> <place>`, `events <map> <place>: <rule>`, suggestions.

And for a persona's rule: `segment <persona>: <tests>`.
"""

from zoneinfo import ZoneInfo

from bot import asking, persona_library
from bot.answers.figures import number
from bot.conversation.find import find
from bot.event_rules import telling
from bot.event_rules.reading import read_rule, read_segment
from bot.exchange import Incoming, Outcome
from bot.forms.saving import Saving
from bot.reply import Button, Buttons, Part, Press, Reply, Text
from prompts.loader import Words
from storage.errors import MapNotFound
from storage.model.apply import apply
from storage.model.changes import Change, SetStage, SetTouchpoint
from storage.model.journey import JourneyMap, Stage, Touchpoint
from storage.model.rules import SegmentTest
from storage.open import Stores
from tools.kit import Sources
from tools.matching import examples, matches, suggestions
from tools.visits import Place

SHOWN = 5
NAMES = ("events", "segment")


def command(name: str, rest: str, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """Raises MapNotFound, RuleUnclear."""
    if name == "segment":
        return _segment(rest, incoming, stores, words)
    named, _, rule = rest.replace("：", ":").partition(":")
    found = _map_and_place(named.strip(), incoming, stores, words)
    if found is None:
        return _said(words("slack.no_maps"))
    journey, place = found
    if place is None and rule:
        return _said(words("event_rules.which_place", stages=_stages(journey, words)))
    if place is None:
        return Outcome((_overview(journey, incoming, stores, words),))
    if not rule:
        return Outcome((_at_place(journey, place, incoming, stores, words),))
    return _added(journey, place, rule.strip(), incoming, stores, words)


def after_import(incoming: Incoming, stores: Stores, words: Words) -> tuple[Part, ...]:
    """What of the stored events is not on the thread's map, or the only one, with a button for each suggestion."""
    journey = _default(incoming, stores)
    if journey is None or not journey.stages:
        return ()
    off = [match for match in matches(journey, _sources(incoming, stores)) if match.place is None]
    return telling.suggested(journey, off, suggestions(journey, off), words) if off else ()


def pressed(press: Press, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """[checkout_started → Purchase]: the name is written at the place. Raises MapNotFound, ChangeRefused."""
    map_id, event, stage, touchpoint = press.value.split("\n")
    journey = stores.maps.get(incoming.workspace_id, map_id, incoming.reader)
    place = Place(stage, touchpoint or None)
    if _spot(journey, place) is None:
        return _said(words("say.nothing_to_press"))
    return _written(journey, place, "event_names", (event,), event, incoming, stores, words)


def _map_and_place(
    named: str, incoming: Incoming, stores: Stores, words: Words
) -> tuple[JourneyMap, Place | None] | None:
    """The longest beginning that names a map; without one the thread's own or the only map, and all of it a place."""
    ws, reader = incoming.workspace_id, incoming.reader
    said = named.split()
    for cut in range(len(said), 0, -1):
        try:
            journey = stores.maps.find(ws, " ".join(said[:cut]), reader)
        except MapNotFound:
            continue
        return journey, _place(journey, " ".join(said[cut:]), words)
    own = _default(incoming, stores)
    if own is None:
        if named:
            raise MapNotFound(named, _known(incoming, stores))
        return None
    place = _place(own, named, words)
    if named and place is None:
        raise MapNotFound(named, _known(incoming, stores))
    return own, place


def _known(incoming: Incoming, stores: Stores) -> list[str]:
    return [line.title for line in stores.maps.lines(incoming.workspace_id, incoming.reader)]


def _default(incoming: Incoming, stores: Stores) -> JourneyMap | None:
    ws, reader = incoming.workspace_id, incoming.reader
    session = stores.sessions.get(ws, incoming.session_id)
    lines = stores.maps.lines(ws, reader)
    ids = [session.map_id] if session and session.map_id else [line.map_id for line in lines] if len(lines) == 1 else []
    return stores.maps.get(ws, ids[0], reader) if ids else None


def _place(journey: JourneyMap, named: str, words: Words) -> Place | None:
    if not named:
        return None
    hits = find(journey, named, words, ("stage", "touchpoint"))
    if not hits:
        return None
    if hits[0].kind == "stage":
        return Place(hits[0].slug)
    stage = next(s.slug for s in journey.stages if any(t.slug == hits[0].slug for t in s.touchpoints))
    return Place(stage, hits[0].slug)


def _spot(journey: JourneyMap, place: Place) -> Stage | Touchpoint | None:
    stage = next((stage for stage in journey.stages if stage.slug == place.stage), None)
    if stage is None or place.touchpoint is None:
        return stage
    return next((touchpoint for touchpoint in stage.touchpoints if touchpoint.slug == place.touchpoint), None)


def _sources(incoming: Incoming, stores: Stores) -> Sources:
    return asking.sources(incoming.workspace_id, incoming.reader, incoming.said.at, stores)


def _overview(journey: JourneyMap, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    found = matches(journey, _sources(incoming, stores))
    ideas = suggestions(journey, (match for match in found if match.place is None))
    return telling.overview(journey, found, ideas, words)


def _at_place(journey: JourneyMap, place: Place, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    given = _sources(incoming, stores)
    shown = examples(journey, place, given, SHOWN)
    zone = ZoneInfo(stores.workspaces.workspace(incoming.workspace_id).tz)
    return telling.at_place(journey, place, matches(journey, given), shown, zone, words)


def _added(journey: JourneyMap, place: Place, typed: str, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    rule = read_rule(typed)
    if rule.rule is None:
        return _written(journey, place, "event_names", rule.names, typed, incoming, stores, words)
    return _written(journey, place, "event_rules", (rule.rule,), typed, incoming, stores, words)


def _written(
    journey: JourneyMap, place: Place, field: str, more: tuple[object, ...], said: str, incoming: Incoming,
    stores: Stores, words: Words,
) -> Outcome:  # fmt: skip
    """One change, read back with what matches now and [Undo]; what stands there already is not written twice."""
    spot = _spot(journey, place)
    assert spot is not None
    value = (*getattr(spot, field), *(one for one in more if one not in getattr(spot, field)))
    change: Change = (
        SetTouchpoint(touchpoint=place.touchpoint, field=field, value=value)
        if place.touchpoint
        else SetStage(stage=place.stage, field=field, value=value)
    )
    after = apply(journey, (change,), incoming.said.by, incoming.said.at, "button")
    matching = telling.at_place(
        after, place, matches(after, _sources(incoming, stores)), (), ZoneInfo("UTC"), words
    ).parts[0]
    title = telling.place_title(journey, place, words)
    undo = Button(
        text=words("button.undo"), action="form.undo", value=f"{journey.map_id}|{journey.version + 1}", style="quiet"
    )
    parts: tuple[Part, ...] = (
        Text(text=words("event_rules.written", rule=said, place=title)), matching, Buttons(buttons=(undo,))
    )  # fmt: skip
    return Outcome((Reply(parts=parts),), saving=Saving(journey=after, changes=(change,), reason="button"))


def _segment(rest: str, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """`Colleen: plan is pro`, `Colleen` alone shows the rule, `Colleen: -` takes it away."""
    named, _, typed = rest.replace("：", ":").partition(":")
    persona = persona_library.named(named.strip(), incoming, stores)
    if not typed.strip():
        told = telling.segment_told(persona.segment_rule, words) or words("event_rules.no_segment")
        return _said(words("event_rules.segment", name=persona.name, rule=told))
    rule = () if typed.strip() in ("-", "–") else read_segment(typed.strip())
    changed = persona.model_copy(update={"segment_rule": rule})
    told = telling.segment_told(rule, words) or words("event_rules.no_segment")
    parts: list[Part] = [Text(text=words("event_rules.segment_set", name=persona.name, rule=told))]
    if rule:
        parts += _meeting(rule, persona.name, incoming, stores, words)
    value = f"||{persona.persona_id}|{persona.version + 1}"
    parts.append(Buttons(buttons=(Button(text=words("button.undo"), action="form.undo", value=value, style="quiet"),)))
    return Outcome((Reply(parts=tuple(parts)),), saving=Saving(persona=changed, was=persona))


def _meeting(
    rule: tuple[SegmentTest, ...], name: str, incoming: Incoming, stores: Stores, words: Words
) -> tuple[Part, ...]:
    """How many customers meet the rule now; what is wrong, likely, where nobody does."""
    met, customers = stores.events(incoming.workspace_id).meeting(rule)
    if customers and not met:
        return (Text(text=words("event_rules.segment_nobody", n=number(customers, words)), style="warning"),)
    counted = words("event_rules.segment_met", met=number(met, words), n=number(customers, words))
    return (Text(text=counted), Text(text=words("event_rules.segment_back", name=name), style="hint"))


def _stages(journey: JourneyMap, words: Words) -> str:
    return words("answers.listed").join(stage.title for stage in journey.stages)


def _said(text: str) -> Outcome:
    return Outcome((Reply(parts=(Text(text=text),)),))
