"""A map as a Mermaid `journey` diagram: stages as sections, touchpoints as tasks with a score of 1 to 5."""

from bot.exports.whole import Whole
from bot.pictures.content import personas_of
from storage.model.journey import Stage, Touchpoint
from storage.model.mood import face, stage_value, value

# Signs that mean something to Mermaid or to the page it is drawn on, as the full-width ones that look like them.
_SIGNS = str.maketrans({":": "：", ";": "；", "#": "＃", "<": "＜", ">": "＞", "%": "％", "\n": " ", "&": "＆"})
_KEYWORDS = ("title", "section", "journey", "acctitle", "accdescr")
_JOINER = "\u2060"
NEUTRAL = 3


def mermaid(whole: Whole) -> bytes:
    """Mood + 3, rounded a half towards the worse; a touchpoint without votes has its stage's mood, else 3."""
    journey = whole.journey
    actors = ", ".join(escaped(p.name).replace(",", " ") for p in personas_of(journey, whole.personas))
    lines = ["journey", f"    title {escaped(journey.title)}"]
    for stage in journey.stages:
        lines.append(f"    section {escaped(stage.title)}")
        for point in stage.touchpoints:
            lines.append(f"      {_task(point.title)}: {_score(stage, point)}{f': {actors}' if actors else ''}")
    return ("\n".join(lines) + "\n").encode()


def escaped(text: str) -> str:
    """The text with every sign of Mermaid's own replaced by one that looks like it."""
    return text.translate(_SIGNS)


def _task(title: str) -> str:
    """A task that begins with a keyword would be read as that."""
    name = escaped(title)
    return _JOINER + name if name.casefold().startswith(_KEYWORDS) else name


def _score(stage: Stage, point: Touchpoint) -> int:
    felt = value(point.moods) if point.moods else stage_value(stage)
    return NEUTRAL if felt is None else face(felt) + NEUTRAL
