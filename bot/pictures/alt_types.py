"""What does the picture of each type say in words? From the map alone, at most 1000 characters."""

from collections.abc import Mapping

from bot.pictures.alt_text import alt_text, covered, cut, disagreements, extreme, what
from bot.pictures.blueprint_boxes import waiting
from bot.pictures.blueprint_card import troubles
from bot.pictures.content import map_type, sentence_start
from bot.pictures.day_facts import day_facts
from bot.pictures.day_slots import activity
from bot.pictures.day_time import clock_time, slots_of
from bot.pictures.empathy_map import of_quadrant, of_strip
from bot.pictures.figures import listed, signed
from bot.pictures.gap_list import target_text
from bot.pictures.subject import Subject
from prompts.loader import Words
from storage.model.differences import Difference, largest_first
from storage.model.empathy import QUADRANTS, EmpathyNote
from storage.model.mood import curve, highest, lowest
from storage.model.persona import Persona
from storage.model.quadrant import GROUPS, rated

MOST_DIFFERENCES = 5


def alt_text_of(subject: Subject, names: Mapping[str, str] | None = None) -> str:
    """What the picture of the map says; `names` are the names of members by their id."""
    journey, words = subject.journey, subject.words
    match journey.type:
        case "service_blueprint":
            sentences = _blueprint(subject)
        case "day_in_life":
            sentences = _day(subject)
        case "empathy":
            sentences = _empathy(subject)
        case "future_state":
            sentences = _future(subject, names or {})
        case _ if journey.routes:
            known = alt_text(journey, subject.personas, subject.backings, words, subject.numbers, names)
            return cut([known, _routes(subject)], words)
        case _:
            return alt_text(journey, subject.personas, subject.backings, words, subject.numbers, names)
    return cut([sentence for sentence in [*sentences, covered(journey, subject.backings, words)] if sentence], words)


def alt_text_of_persona(persona: Persona, words: Words) -> str:
    """Who it is, what it is based on, and what stands in its four columns."""
    basis = words(f"pictures.persona.basis.{persona.basis}")
    sentences = [words("pictures.alt.persona", name=persona.name, version=persona.version, basis=basis)]
    for key in ("goals", "struggles", "tasks", "needs"):
        texts = getattr(persona, key)
        if texts:
            name = words(f"pictures.persona.{key}")
            sentences.append(words("pictures.alt.persona_list", name=name, list=listed(texts, words)))
    return cut(sentences, words)


def alt_text_of_quadrant(subject: Subject) -> str:
    """Which opportunities stand in which quarter."""
    journey, words = subject.journey, subject.words
    sentences = [words("pictures.alt.opportunities", title=journey.title, version=journey.version)]
    found = rated(journey)
    for group in GROUPS:
        titles = [one.opportunity.title for one in found if one.group == group]
        if titles:
            name = sentence_start(words(f"pictures.quadrant.{group}"))
            sentences.append(words("pictures.alt.group", name=name, list=listed(titles, words)))
    return cut(sentences, words)


def _future(subject: Subject, names: Mapping[str, str]) -> list[str]:
    journey, words, points = subject.journey, subject.words, curve(subject.journey)
    found = largest_first(subject.differences)[:MOST_DIFFERENCES]
    told = listed((_difference(d, words) for d in found), words)
    targets = listed((target_text(target, words) for target in journey.targets), words)
    return [
        what(journey, subject.personas, words),
        words("pictures.alt.improves", title=subject.base.title) if subject.base else "",
        extreme(lowest(points), "lowest", journey, words),
        extreme(highest(points), "highest", journey, words) if len(points) > 1 else "",
        words("pictures.alt.differences", list=told) if told else "",
        words("pictures.alt.targets", list=targets) if targets else "",
        disagreements(points, journey, names, words),
        _routes(subject),
    ]


def _difference(difference: Difference, words: Words) -> str:
    facts = {"title": difference.title, "kind": words(f"pictures.change.{difference.kind}")}
    if difference.mood_from is None or difference.mood_to is None or difference.mood_from == difference.mood_to:
        return words("pictures.alt.difference", **facts)
    before, after = signed(difference.mood_from, words.lang), signed(difference.mood_to, words.lang)
    return words("pictures.alt.difference_mood", before=before, after=after, **facts)


def _routes(subject: Subject) -> str:
    """The names of all ways; of the one that is shown, what it leads through."""
    words, shown = subject.words, subject.route
    if shown:
        there = {touchpoint.slug: touchpoint.title for touchpoint in subject.journey.touchpoints()}
        passed = listed((there[slug] for slug in shown.touchpoints), words)
        return words("pictures.alt.route", title=shown.title, list=passed)
    titles = listed((route.title for route in subject.journey.routes), words)
    return words("pictures.alt.routes", titles=titles) if titles else ""


def _of(subject: Subject) -> str:
    """Type, title, persona and version; the stages of a day or a blueprint are told as what they hold."""
    journey, words = subject.journey, subject.words
    people = listed((person.name for person in subject.people), words) or listed(journey.persona_ids, words)
    facts = {"type": map_type(journey, words), "title": journey.title, "version": journey.version}
    return words("pictures.alt.of", persona=people, **facts)


def _blueprint(subject: Subject) -> list[str]:
    journey, words = subject.journey, subject.words
    titles = [touchpoint.title for touchpoint in journey.touchpoints()]
    if not titles:
        return [_of(subject), words("pictures.alt.no_touchpoints")]
    found = troubles(journey)
    fails = [words("pictures.alt.fail", title=t.touchpoint, text=t.text) for t in found if t.minutes is None]
    longest = next((t for t in found if t.minutes is not None), None)
    passing = [t.title for t in journey.touchpoints() if t.hand_over]
    sentences = [_of(subject), words("pictures.alt.touchpoints", n=len(titles), titles=listed(titles, words))]
    sentences += [words("pictures.alt.fails", list=listed(fails, words))] if fails else []
    if longest and longest.minutes is not None:
        wait = waiting(longest.minutes, words)
        sentences.append(words("pictures.alt.longest", title=longest.touchpoint, wait=wait))
    return sentences + ([words("pictures.alt.hand_overs", titles=listed(passing, words))] if passing else [])


def _day(subject: Subject) -> list[str]:
    words, slots = subject.words, slots_of(subject.journey)
    if not slots:
        return [_of(subject), words("pictures.alt.no_slots")]
    titles = [words("pictures.alt.slot", time=clock_time(slot.begins), title=activity(slot)) for slot in slots]
    told = words("pictures.alt.slots", n=len(slots), titles=listed(titles, words))
    return [_of(subject), told, *day_facts(subject.journey, slots, words)]


def _empathy(subject: Subject) -> list[str]:
    journey, words = subject.journey, subject.words
    sentences = [
        _of(subject),
        words("pictures.alt.research", text=journey.research or words("pictures.header.guesses")),
    ]
    sentences += [_entries(name, of_quadrant(journey, name), words) for name in QUADRANTS]
    return sentences + [_entries(name, notes, words) for name in ("pain", "gain") if (notes := of_strip(journey, name))]


def _entries(key: str, notes: list[EmpathyNote], words: Words) -> str:
    name = words(f"pictures.empathy.{key}")
    if not notes:
        return words("pictures.alt.quadrant_empty", name=name)
    return words("pictures.alt.quadrant", name=name, n=len(notes), text=notes[0].title.strip("“”„\"'«»"))
