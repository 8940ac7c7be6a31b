"""What becomes of an example that is copied? A map of this thread, its invented people marked, nothing of it proven."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.conversation.ending import picture
from bot.conversation.talk import Talk
from bot.conversation.turn import Example
from bot.conversation.wording import cut
from bot.reply import Button
from prompts.loader import Words
from storage.model.journey import BaseMap, Home, JourneyMap
from storage.model.persona import Persona
from storage.model.slugs import free, numbered, slug_of
from storage.model.types import Model, Origin, Owner, Privacy

TAG = "example:"
LEFT_OUT: Mapping[str, list[str] | None] = {
    **{name: [] for name in ("evidence", "agreed_by", "walks", "readers", "editors")},
    **dict.fromkeys(("permalink", "last_reviewed_at")),
}
"""What is known of an example's customers and team is not known of anybody else's."""


class Names(Model):
    """What an example's map and what it points at are called where it is copied to.

    `personas`: by their id in the example; `base`: the map that stands for the one it is laid over or links to.
    """

    workspace_id: str
    map_id: str
    title: str
    lang: str
    privacy: Privacy
    home: Home
    owner: Owner
    origin: Origin
    personas: Mapping[str, str]
    base: BaseMap | None = None


def take_example(talk: Talk, example: Example) -> None:
    """Makes the example the map of this thread; where it is laid over another, that one is there or comes along."""
    key, title = example.document.map.map_id, talk.session.notes.get("title") or example.document.map.title
    taken = set(talk.scene.taken_map_ids)
    names = Names(
        workspace_id=talk.session.workspace_id,
        map_id=slug_of(title, taken, talk.session.lang) or numbered("", "map", taken),
        title=title,
        lang=talk.session.lang,
        privacy="private" if talk.scene.private else "channel",
        home=Home(channel_id=talk.scene.channel_id, thread_ts=talk.scene.thread),
        owner=Owner(label=talk.name(talk.by), member_id=talk.by),
        origin=Origin(by=talk.by, at=talk.said.at, via=talk.via, permalink=talk.said.permalink),
        personas=_library(talk, example),
        base=_base(talk),
    )
    if example.below is not None and names.base is None:
        names = names.model_copy(update={"base": _bring_along(talk, example, names)})
    talk.journey, talk.new_map = copy_of(example, names, talk.words), True
    talk.keep(map_id=talk.map.map_id, part="done", pending=None)
    talk.note("title", None)
    _tell(talk, example, key)


def copy_of(example: Example, names: Names, words: Words) -> JourneyMap:
    """The example's map under these names: votes and owners marked, evidence and walks left out, all of it a guess."""
    document = example.document
    people = dict(_people(document.model_dump(mode="json")))
    own = _own(document.map.model_dump(mode="json"), people, names, words)
    own |= {
        "workspace_id": names.workspace_id,
        "map_id": names.map_id,
        "title": names.title,
        "lang": names.lang,
        "status": "draft",
        "version": 1,
        "owner": names.owner.model_dump(mode="json"),
        "privacy": names.privacy,
        "home": names.home.model_dump(mode="json"),
        "base_map": names.base.model_dump() if names.base and own["base_map"] else None,
        "tags": [f"{TAG}{document.map.map_id}"],
    }
    return JourneyMap.model_validate(own)


def example_of(journey: JourneyMap) -> str | None:
    """The example that a map was copied from."""
    return next((tag.removeprefix(TAG) for tag in journey.tags if tag.startswith(TAG)), None)


def _own(value: Any, people: Mapping[str, str], names: Names, words: Words) -> Any:
    if isinstance(value, list):
        return [_own(inner, people, names, words) for inner in value]
    if not isinstance(value, dict):
        return value
    own = {key: _own(inner, people, names, words) for key, inner in value.items()}
    if {"by", "at"} <= own.keys() and {"score", "value"} & own.keys():
        own["by"] = f"local:{_marked(people.get(own['by'], own['by']), words)}"
    if own.get("owner"):
        own["owner"] = {"label": _marked(own["owner"]["label"], words)}
    if own.get("links_to"):
        own["links_to"] = f"{names.base.map_id}/{own['links_to'].partition('/')[2]}" if names.base else None
    known = {"basis": "guess", "origin": names.origin.model_dump(mode="json"), **LEFT_OUT, **_personas(own, names)}
    return own | {key: held for key, held in known.items() if key in own}


def _personas(own: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """Whom a map or a way is of, by the id in the library here."""
    ids = [names.personas.get(persona, persona) for persona in own.get("persona_ids", ())]
    one = own.get("persona_id")
    return {"persona_ids": ids, "persona_id": names.personas.get(one, one) if one is not None else None}


def _marked(name: str, words: Words) -> str:
    return words("examples.marked", name=name)[:60]


def _people(value: Any) -> Iterator[tuple[str, str]]:
    """The names of the example's team, as its owners tell them."""
    if isinstance(value, list):
        for inner in value:
            yield from _people(inner)
    elif isinstance(value, dict):
        if value.get("member_id") and value.get("label"):
            yield value["member_id"], value["label"]
        for inner in value.values():
            yield from _people(inner)


def _library(talk: Talk, example: Example) -> dict[str, str]:
    """The example's personas in the library: one of the same id and name is the same, else a new one."""
    known = {persona.persona_id: persona.name for persona in talk.scene.personas}
    called = {}
    for persona in example.document.personas:
        same = known.get(persona.persona_id) == persona.name
        called[persona.persona_id] = persona.persona_id if same else free(persona.persona_id, known)
        if not same:
            talk.keep_persona(_own_persona(talk, persona, called[persona.persona_id]))
    return called


def _own_persona(talk: Talk, persona: Persona, persona_id: str) -> Persona:
    return persona.model_copy(
        update={
            "workspace_id": talk.session.workspace_id,
            "persona_id": persona_id,
            "basis": "assumption",
            "evidence": (),
            "owner": Owner(label=talk.name(talk.by), member_id=talk.by),
        }
    )


def _base(talk: Talk) -> BaseMap | None:
    """The map of this channel that stands for the one below."""
    base = talk.scene.base
    return BaseMap(map_id=base.map_id, version=base.version) if base else None


def _bring_along(talk: Talk, example: Example, names: Names) -> BaseMap:
    """The map below, as a map of the channel without a thread of its own."""
    assert example.below is not None
    below = Example(document=example.below)
    called = {
        "map_id": slug_of(below.document.map.title, {*talk.scene.taken_map_ids, names.map_id}) or "map",
        "title": below.document.map.title,
        "home": Home(channel_id=talk.scene.channel_id),
        "personas": {**_library(talk, below), **names.personas},
    }
    journey = copy_of(below, names.model_copy(update=called), talk.words)
    talk.beside.append(journey)
    return BaseMap(map_id=journey.map_id, version=1)


def _tell(talk: Talk, example: Example, key: str) -> None:
    places = sum(1 for _ in talk.map.touchpoints())
    facts = {"title": cut(example.document.map.title), "map_id": talk.map.map_id, "name": talk.name(talk.by)}
    if talk.map.notes:
        talk.text(talk.words("examples.copied_notes", n=len(talk.map.notes), **facts))
    else:
        talk.text(talk.words("examples.copied", s=len(talk.map.stages), t=places, **facts))
    talk.text(talk.words("examples.honest"))
    for other in talk.beside:
        talk.text(talk.words("examples.came_along", title=cut(other.title), map_id=other.map_id))
    picture(talk)
    talk.text(talk.words(f"examples.how_on.{talk.map.type}"))
    talk.offer(
        Button(text=talk.words("slack.full_picture"), action="show.full", value=talk.map.map_id),
        Button(text=talk.words("examples.compare"), action="example.compare", value=talk.map.map_id),
    )
