"""What does a short question in a thread mean: what changes, and what is kept from the question before it?"""

from bot.questions.commands import Ask, Frame, Slots
from bot.questions.phrases import Phrases
from bot.questions.read import Read
from bot.questions.tokens import words_in
from tools.kit import columns

_PLACES = ("journey", "persona", "stage", "relation", "touchpoint", "channel", "device", "period")
_OF_A_JOURNEY = ("stage", "relation", "touchpoint", "start", "goal", "steps")
_ENDS = ("stage", "relation", "start", "goal")
_WHY_WORDS = 5
_OF_ITS_OWN = 2.0
"""Weight from which on little words are a question of their own."""
_SETTLED = 3.0
"""Weight from which on words name a question of their own."""


def elliptical(read: Read, frame: Frame, phrases: Phrases) -> bool:
    """Whether the question only changes the one before: nothing but names, a period and little words.

    "What do people do after Verify?" is made of little words too, and asks something of its own.
    """
    rest, leads = phrases.patterns["lead"].subn("", f"{read.masked} ")
    others = (weight for tool, weight in phrases.scores(read.masked).items() if tool != frame.tool)
    small = bool(read.masked) and all(phrases.patterns["small"].match(word) for word in rest.split())
    return small and (leads > 0 or max(others, default=0.0) < _OF_ITS_OWN)


def points_back(read: Read, phrases: Phrases) -> bool:
    """Whether the question leans on the one before: "how long does that take", "and the NPS there"."""
    return bool(phrases.patterns["points_back"].search(read.masked))


def only_why(read: Read, frame: Frame, phrases: Phrases) -> bool:
    """Whether it is "why?" and hardly more; "why do customers churn" is a question of its own."""
    if words_in(read.tokens) > _WHY_WORDS or not phrases.patterns["only_why"].match(read.masked):
        return False
    weights = phrases.scores(read.masked)
    return all(weight < _SETTLED for tool, weight in weights.items() if tool not in ("drop_off", frame.tool))


def why(frame: Frame) -> Ask:
    """The question that gives reasons for the one before."""
    if frame.tool == "pain_points":
        return Ask(tool="map_lookup", args=kept(frame.args).model_copy(update={"kind": "evidence"}))
    if frame.tool in ("retention", "churn_reasons"):
        return Ask(tool="churn_reasons", args=kept(frame.args))
    args = frame.args if frame.tool == "drop_off" else kept(frame.args)
    return Ask(tool="drop_off", args=args.model_copy(update={"explain": True}))


def added(frame: Frame, said: Slots, read: Read, phrases: Phrases) -> Slots:
    """`said`, where "by device too" splits the groups of the question before once more."""
    if not (said.breakdown and frame.args.breakdown and phrases.patterns["split_too"].search(read.masked)):
        return said
    both = dict.fromkeys((*columns(frame.args.breakdown), *columns(said.breakdown)))
    return said.model_copy(update={"breakdown": ", ".join(both)})


def changed(frame: Frame, said: Slots) -> Slots:
    """The slots of the question before, with what was said now in their place."""
    now = said.model_dump(exclude_none=True)
    before = frame.args.model_dump(exclude_none=True)
    gone: set[str] = set()
    if said.journey and said.journey != frame.args.journey:
        gone.update(_OF_A_JOURNEY)
    if said.stage or said.start:
        gone.update(_ENDS)
    gone.update(columns(said.breakdown or ""))  # everyone of one persona, by persona, would be one group
    if split := frame.args.breakdown:
        before["breakdown"] = ", ".join(column for column in columns(split) if column not in now) or None
    return Slots.model_validate({name: value for name, value in before.items() if name not in gone} | now)


def kept(args: Slots) -> Slots:
    """What a new question that points back takes along: the places and groups, not the splits."""
    return Slots.model_validate({name: getattr(args, name) for name in _PLACES})
