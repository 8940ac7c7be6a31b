"""`edit <map> <item>`: which map, which thing on it, and what one can choose from when nothing is named?"""

from bot.conversation.find import Kind as FoundKind
from bot.conversation.find import find
from bot.forms.about import About, Kind, pointed, pointer
from bot.forms.form import Choice
from prompts.loader import Words
from storage.errors import MapNotFound
from storage.maps import Reader
from storage.model.journey import JourneyMap
from storage.open import Stores

FOUND: dict[FoundKind, Kind] = {
    "stage": "stage",
    "touchpoint": "touchpoint",
    "pain_point": "pain_point",
    "action": "action",
}


def on_a_map(rest: str, workspace_id: str, reader: Reader, stores: Stores) -> tuple[JourneyMap, str]:
    """The map that the longest beginning of the words names, and the rest. Raises MapNotFound."""
    named = rest.split()
    for end in range(len(named), 1, -1):
        try:
            return stores.maps.find(workspace_id, " ".join(named[:end]), reader), " ".join(named[end:])
        except MapNotFound:
            continue
    return stores.maps.find(workspace_id, named[0] if named else "", reader), " ".join(named[1:])


def the_thing(text: str, journey: JourneyMap, personas: dict[str, str], words: Words) -> About | None:
    """The one thing of the map that a text names; None if it names none or several."""
    hits = find(journey, text, words, tuple(FOUND))
    if len(hits) == 1:
        return About(map_id=journey.map_id, kind=FOUND[hits[0].kind], thing=hits[0].slug)
    asked = text.casefold()
    named = [one for one in journey.persona_ids if asked in (one, personas.get(one, one).casefold())]
    return About(map_id=journey.map_id, kind="persona", thing=named[0]) if len(named) == 1 and not hits else None


def things(journey: JourneyMap, personas: dict[str, str], words: Words) -> tuple[Choice, ...]:
    """Everything that has a form, by stage; first what can be added."""
    return (*_new(journey, words), *_placed(journey, words), *_listed(journey, personas, words))


def _new(journey: JourneyMap, words: Words) -> list[Choice]:
    group = words("forms.group.new")
    kinds: tuple[Kind, ...] = ("stage", "touchpoint", "pain_point", "action", "persona")
    possible = [kind for kind in kinds if journey.stages or kind not in ("touchpoint", "pain_point")]
    return [Choice(words(f"forms.new.{kind}"), _value(journey, kind, ""), group) for kind in possible]


def _placed(journey: JourneyMap, words: Words) -> list[Choice]:
    made = []
    for stage in journey.stages:
        itself = words("forms.stage_itself", title=stage.title)
        made.append(Choice(itself, _value(journey, "stage", stage.slug), stage.title))
        made += [Choice(t.title, _value(journey, "touchpoint", t.slug), stage.title) for t in stage.touchpoints]
    return made


def _listed(journey: JourneyMap, personas: dict[str, str], words: Words) -> list[Choice]:
    pains, actions = words("forms.group.pain_points"), words("forms.group.actions")
    made = [Choice(pain.title, _value(journey, "pain_point", pain.slug), pains) for pain in journey.pain_points]
    made += [Choice(action.title, _value(journey, "action", action.slug), actions) for action in journey.actions]
    people = words("forms.group.personas")
    return made + [
        Choice(personas.get(one, one), _value(journey, "persona", one), people) for one in journey.persona_ids
    ]


def _value(journey: JourneyMap, kind: Kind, thing: str) -> str:
    """As `chosen` reads it; the map is known where one chooses."""
    return pointer(About(map_id=journey.map_id, kind=kind, thing=thing)).partition("|")[2]


def chosen(map_id: str, value: str) -> About | None:
    """The form that was chosen."""
    return pointed(f"{map_id}|{value}")
