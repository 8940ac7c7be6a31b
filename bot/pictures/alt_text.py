"""What does a picture say in words? Made from the map alone, for readers who cannot see it; at most 1000 characters."""

from collections.abc import Mapping, Sequence

from bot.pictures import content
from bot.pictures.figures import count, listed, percent, signed
from bot.pictures.stage_numbers import JourneyNumbers
from prompts.loader import Words
from storage.model.confidence import Backings, coverage
from storage.model.journey import JourneyMap
from storage.model.mood import CurvePoint, curve, highest, lowest, reason
from storage.model.persona import Persona

MOST_CHARACTERS = 1000


def alt_text(
    journey: JourneyMap,
    personas: Sequence[Persona],
    backings: Backings,
    words: Words,
    numbers: JourneyNumbers | None = None,
    names: Mapping[str, str] | None = None,
) -> str:
    """Type, title, persona, version, stages, lowest, highest, disagreements, largest loss, evidence.

    What is not known is left out; where it grows too long it ends with an earlier sentence. `names` are the names of
    members by their id.
    """
    points = curve(journey)
    sentences = [
        what(journey, personas, words),
        extreme(lowest(points), "lowest", journey, words),
        extreme(highest(points), "highest", journey, words) if len(points) > 1 else "",
        disagreements(points, journey, names or {}, words),
        _largest_loss(journey, numbers, words),
        covered(journey, backings, words),
    ]
    return cut([sentence for sentence in sentences if sentence], words)


def what(journey: JourneyMap, personas: Sequence[Persona], words: Words) -> str:
    """Type, title, persona, version and stages."""
    people = content.personas_of(journey, personas)
    titles = [stage.title for stage in journey.stages]
    form = {0: "map_empty", 1: "map_one"}.get(len(titles), "map")
    return words(
        f"pictures.alt.{form}",
        type=content.map_type(journey, words),
        title=journey.title,
        persona=listed((person.name for person in people), words) or listed(journey.persona_ids, words),
        version=journey.version,
        n=len(titles),
        stages=listed(titles, words),
    )


def extreme(point: CurvePoint | None, which: str, journey: JourneyMap, words: Words) -> str:
    """The `lowest` or the `highest` point, with the reason that was given."""
    if point is None:
        return ""
    facts = {"place": _place(point, journey, words), "value": signed(point.value, words.lang)}
    why = reason(point)
    return words(f"pictures.alt.{which}_why", why=why, **facts) if why else words(f"pictures.alt.{which}", **facts)


def _place(point: CurvePoint, journey: JourneyMap, words: Words) -> str:
    stage = journey.stage(point.stage)
    title = stage.title if stage else point.stage
    return title if point.touchpoint is None else words("pictures.alt.place", stage=title, touchpoint=point.title)


def disagreements(points: Sequence[CurvePoint], journey: JourneyMap, names: Mapping[str, str], words: Words) -> str:
    """Where the votes differ, and who voted what."""
    differing = [point for point in points if point.disagreement]
    if not differing:
        return ""
    places = [
        words("pictures.alt.votes", place=_place(point, journey, words), votes=_votes(point, names, words))
        for point in differing
    ]
    return words("pictures.alt.disagreement", places=listed(places, words))


def _votes(point: CurvePoint, names: Mapping[str, str], words: Words) -> str:
    """Who voted what, in the order of the votes; only the score of a member whose name is not known."""
    told = []
    for vote in point.votes:
        name, score = names.get(vote.by), signed(vote.score, words.lang)
        told.append(words("pictures.alt.vote", name=name, score=score) if name else score)
    return listed(told, words)


def _largest_loss(journey: JourneyMap, numbers: JourneyNumbers | None, words: Words) -> str:
    slugs = [stage.slug for stage in journey.stages]
    worst = numbers.largest_loss(slugs) if numbers else None
    if numbers is None or worst is None or worst.lost is None:
        return ""
    position = slugs.index(worst.stage)
    return words(
        "pictures.alt.loss",
        from_stage=journey.stages[position].title,
        to_stage=journey.stages[position + 1].title,
        share=percent(worst.lost, words.lang),
        n=count(numbers.n),
        period=numbers.period,
        source=numbers.source,
    )


def covered(journey: JourneyMap, backings: Backings, words: Words) -> str:
    """How much of the map is backed."""
    found = coverage(journey, backings)
    return words("pictures.alt.coverage", backed=found.backed, items=found.items) if found.items else ""


def cut(sentences: Sequence[str], words: Words) -> str:
    """At most 1000 characters, ending with a sentence where one fits."""
    kept, between = "", words("answers.between_sentences")
    for sentence in sentences:
        longer = f"{kept}{between}{sentence}" if kept else sentence
        if len(longer) > MOST_CHARACTERS:
            return kept or f"{sentence[: MOST_CHARACTERS - 1]}…"
        kept = longer
    return kept
