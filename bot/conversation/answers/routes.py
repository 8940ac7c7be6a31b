"""Ways through the map: who skips something, who goes back, who leaves, and named routes over several touchpoints."""

from collections.abc import Callable, Mapping

from bot.conversation.answers.answer import Answer
from bot.conversation.ask import Ask
from bot.conversation.asking import put
from bot.conversation.corrections.match import Found
from bot.conversation.corrections.target import Unfound, named
from bot.conversation.find import Hit, closest, find
from bot.conversation.flow import answered
from bot.conversation.read_routes import Told, everybody, read_routes
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from bot.reply import Picture
from storage.model.changes import AddEdge, AddRoute
from storage.model.journey import JourneyMap
from storage.model.refusals import made


def routes(talk: Talk, about: Ask, answer: Answer) -> None:
    """The ways that people tell; [Everybody takes it] draws none."""
    if answer.choice == "everybody" or everybody(answer.text, talk.words):
        talk.text(talk.words("routes.all_take_it"))
        answered(talk, about)
        return
    told = read_routes(answer.text, talk.words)
    drawn = [way for way in told if draw(talk, way)]
    if not told:
        talk.text(talk.words("routes.not_read"))
    if drawn:
        answered(talk, about)
    else:
        put(talk)


def route_told(talk: Talk, found: Found) -> None:
    """`route careful: reads reviews > pays by card` at any time."""
    told = read_routes(f"{found.parts['who']}: {found.parts['text']}", talk.words)
    if not told or len(told[0].places) < 2:
        raise Unfound
    for way in told:
        draw(talk, way)


def show_route(talk: Talk, found: Found) -> None:
    """One way alone, in words and as a picture; without a name all of them in words."""
    asked = found.parts.get("item")
    hit = named(talk, found, "item", ("route",)) if asked else None
    routes = [route for route in talk.map.routes if hit is None or route.slug == hit.slug]
    if not routes:
        talk.text(talk.words("routes.none_yet"))
        return
    titles = {touchpoint.slug: touchpoint.title for touchpoint in talk.map.touchpoints()}
    for route in routes:
        over = talk.words("routes.arrow").join(
            talk.words("say.quoted", text=cut(titles[slug], 40)) for slug in route.touchpoints
        )
        line = talk.words("routes.shown", who=cut(route.title), n=len(route.touchpoints), names=over)
        talk.text(line)
        if hit is not None:
            version = talk.version
            picture = Picture(picture=f"route:{route.slug}", map_id=talk.map.map_id, version=version, alt=line)
            talk.parts.append(picture)


def draw(talk: Talk, told: Told) -> bool:
    """One way on the map, read back; a place that is not on it is told with the closest ones."""
    hits = [_place(talk, place) for place in told.places]
    known = [hit for hit in hits if hit is not None]
    if len(known) < len(hits):
        return False
    persona = _persona(talk, told.who)
    slugs = tuple(hit.slug for hit in known)
    if len(slugs) > 2 or told.way == "next":
        title = told.who or told.said
        change: AddRoute | AddEdge = made(AddRoute, title=cut(title, 200), touchpoints=slugs, persona_id=persona)
    else:
        to = slugs[1] if len(slugs) == 2 else None
        ends = {"from_touchpoint": slugs[0], "to_touchpoint": to, "way": _way(told, slugs, talk.map)}
        change = made(AddEdge, title=cut(told.said, 200), condition=told.who, persona_id=persona, **ends)
    if _is_drawn(talk.map, change):
        talk.text(talk.words("routes.there_already", way=cut(told.said)))
        return True
    talk.do(change)
    names = talk.words("routes.arrow").join(talk.words("say.quoted", text=cut(hit.title, 40)) for hit in known)
    key = f"noted_{change.way}" if isinstance(change, AddEdge) else "noted_route"
    talk.text(talk.words(f"routes.{key}", who=cut(told.who or told.said, 60), names=names, n=len(slugs)))
    return True


def _way(told: Told, slugs: tuple[str, ...], journey: JourneyMap) -> str:
    """Forward over others is a skip, backward a loop, whatever word was used for it; to nowhere an exit."""
    order = [touchpoint.slug for touchpoint in journey.touchpoints()]
    if len(slugs) == 1:
        return "exit"
    return (
        "loop_back"
        if order.index(slugs[1]) <= order.index(slugs[0])
        else told.way
        if told.way != "loop_back"
        else "skip"
    )


def _is_drawn(journey: JourneyMap, change: AddRoute | AddEdge) -> bool:
    if isinstance(change, AddRoute):
        return any(route.touchpoints == change.touchpoints for route in journey.routes)
    ends = (change.from_touchpoint, change.to_touchpoint, change.condition)
    return any((edge.from_touchpoint, edge.to_touchpoint, edge.condition) == ends for edge in journey.edges)


def _place(talk: Talk, named: str) -> Hit | None:
    """A touchpoint, or the first one of a stage that is named."""
    hits = find(talk.map, named, talk.words, ("touchpoint",))
    if len(hits) == 1:
        return hits[0]
    stages = find(talk.map, named, talk.words, ("stage",))
    stage = talk.stage(stages[0].slug) if len(stages) == 1 else None
    if not hits and stage is not None and stage.touchpoints:
        first = stage.touchpoints[0]
        return Hit("touchpoint", first.slug, first.title)
    near = hits or closest(talk.map, named, talk.words, ("touchpoint",))
    close = talk.words("say.comma").join(cut(hit.title, 40) for hit in near[:3])
    talk.text(talk.words("routes.no_such_place", text=cut(named, 40), close=close or "–"))
    return None


def _persona(talk: Talk, who: str | None) -> str | None:
    asked = (who or "").casefold()
    return next((p.persona_id for p in talk.scene.personas if p.name.casefold() == asked), None)


ANSWERS: Mapping[str, Callable[[Talk, Ask, Answer], None]] = {"routes": routes}
