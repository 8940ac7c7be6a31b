"""Which tool with which arguments does a question mean, without a model? Ask, Clarify or OutOfScope."""

from datetime import date
from typing import NamedTuple

from bot.questions import follow_ups, normalise
from bot.questions.commands import Ask, Clarify, Frame, OutOfScope, Slots, Understood
from bot.questions.names import Names
from bot.questions.phrases import Phrases, phrases
from bot.questions.read import Read, read
from bot.questions.similarity import bank
from bot.questions.slots import slots
from storage.model.types import Model
from tools.catalogue import CATALOGUE
from tools.kit import columns

LANG = "en"
PHRASE_SHARE, MOST_WEIGHT, LEAST_WEIGHT = 0.2, 4.0, -2.0
SURE, POSSIBLE = 0.35, 0.12
GAP, GAP_BETWEEN_CLEAR, CLEAR = 0.18, 0.35, 0.5
"""How far the best must lead: further where the second is clear too, as when a question names two things."""
NO_DEFAULT = frozenset({"map_lookup", "personas"})
"""Tools that look over all maps unless one is named."""
UNSURE = frozenset({"unknown", "off_topic", "language"})
"""Refusals because nothing was recognised; the others recognised what they refuse."""


class Asking(Model):
    """Where and when a question is asked. `default_journey`: the map that is meant when none is named."""

    names: Names
    today: date
    thread_frame: Frame | None = None
    default_journey: str | None = None


class Scored(NamedTuple):
    """A tool and how much speaks for it, about 0 to 1.5."""

    tool: str
    score: float


def understand(text: str, asking: Asking) -> Understood:
    """What `text` asks. Never raises, whatever the text."""
    said = read(text, asking.names, asking.today, LANG)
    if not said.tokens:
        return OutOfScope(reason="empty", nearest=_suggestions(Slots()))
    if not normalise.latin(said.said):
        return OutOfScope(reason="language", nearest=_suggestions(Slots()))
    frame = asking.thread_frame
    if frame and (followed := _follow_up(said, frame)):
        return offered(followed)
    known = phrases(LANG)
    reason = known.refusal(said.clear) or known.refusal(said.masked)
    if reason:
        return OutOfScope(reason=reason, nearest=_suggestions(slots(said, "drop_off", known)))
    return _decided(said, scored(said), asking)


def scored(said: Read) -> tuple[Scored, ...]:
    """All tools and `out_of_scope`, likeliest first."""
    near, by_phrase = bank(LANG).scores(said.masked), phrases(LANG).scores(said.masked)
    weights = {tool: PHRASE_SHARE * max(LEAST_WEIGHT, min(MOST_WEIGHT, weight)) for tool, weight in by_phrase.items()}
    total = [Scored(tool, score + weights.get(tool, 0.0)) for tool, score in near.items()]
    return tuple(sorted(total, key=lambda s: (-s.score, s.tool)))


def _follow_up(said: Read, frame: Frame) -> Ask | None:
    known = phrases(LANG)
    if follow_ups.only_why(said, frame, known):
        return follow_ups.why(frame)
    if follow_ups.elliptical(said, known):
        now = slots(said, frame.tool, known)
        if now != Slots():
            return Ask(tool=frame.tool, args=follow_ups.changed(frame, follow_ups.added(frame, now, said, known)))
    return None


def _decided(said: Read, ranked: tuple[Scored, ...], asking: Asking) -> Understood:
    best = ranked[0]
    if best.tool == "out_of_scope" and best.score >= SURE:
        return OutOfScope(reason="off_topic", nearest=_nearest_of(said, ranked, asking))
    if not _of_our_domain(said) and not (best.tool != "out_of_scope" and _sure(best, ranked[1])):
        return OutOfScope(reason="unknown", nearest=_nearest_of(said, ranked, asking))
    tools = tuple(other for other in ranked if other.tool != "out_of_scope")
    rival = next(other for other in ranked if other != tools[0] and (other in tools or other.score >= CLEAR))
    readings = (tools[0].tool, *_others(tools[1:]))
    if _sure(tools[0], rival) or not CATALOGUE.keys() & set(readings):
        return offered(_ask(said, tools[0].tool, asking))
    return Clarify(options=tuple(_ask(said, tool, asking) for tool in readings))


def _of_our_domain(said: Read) -> bool:
    """Whether it names something of the workspace or speaks of customers, stages and the like: worth asking back."""
    known = phrases(LANG)
    return bool(said.mentions) or not known.domain.isdisjoint(said.tokens) or bool(known.scores(said.masked))


def _others(ranked: tuple[Scored, ...]) -> tuple[str, ...]:
    """Up to two more readings that are possible, else the first that can be answered."""
    possible = [other.tool for other in ranked if other.score >= POSSIBLE]
    return tuple(possible[:2] or [other.tool for other in ranked if other.tool in CATALOGUE][:1])


def _sure(best: Scored, second: Scored) -> bool:
    lead = GAP_BETWEEN_CLEAR if second.score >= CLEAR else GAP
    return best.score >= SURE and best.score - second.score >= lead


def _ask(said: Read, tool: str, asking: Asking) -> Ask:
    args = slots(said, tool, phrases(LANG))
    frame = asking.thread_frame
    if frame and follow_ups.points_back(said, phrases(LANG)):
        earlier = frame if tool == frame.tool else Ask(tool=tool, args=follow_ups.kept(frame.args))
        args = follow_ups.changed(earlier, args)
    return in_place(Ask(tool=tool, args=args), asking)


def in_place(ask: Ask, asking: Asking) -> Ask:
    """The ask with the journey that is meant where it names none."""
    if not asking.default_journey or ask.args.journey or ask.args.steps or ask.tool in NO_DEFAULT:
        return ask
    return ask.model_copy(update={"args": ask.args.model_copy(update={"journey": asking.default_journey})})


def unsure(understood: Understood) -> bool:
    """Whether another reader than the rules could know better: several readings, or none."""
    if isinstance(understood, OutOfScope):
        return understood.reason in UNSURE
    return isinstance(understood, Clarify)


def offered(ask: Ask) -> Ask | OutOfScope:
    """The ask itself, or where its tool is not there yet, the nearest that are. Pressed readings come here too."""
    if ask.tool in CATALOGUE:
        return ask
    places, split = follow_ups.kept(ask.args).model_dump(exclude_none=True), ask.args.breakdown
    if split:
        places = {name: value for name, value in places.items() if name not in columns(split)} | {"breakdown": split}
    nearest = (
        Ask(tool=near.tool, args=Slots.model_validate(near.args.model_dump(exclude_none=True) | places))
        for near in _nearest(phrases(LANG), ask.tool)
    )
    return OutOfScope(reason="not_yet", asked=ask, nearest=tuple(nearest))


def _nearest(known: Phrases, tool: str) -> tuple[Ask, ...]:
    return tuple(ask for ask in known.nearest.get(tool, ()) if ask.tool in CATALOGUE)[:3]


def _nearest_of(said: Read, ranked: tuple[Scored, ...], asking: Asking) -> tuple[Ask, ...]:
    likely = [r.tool for r in ranked if r.tool in CATALOGUE and r.score >= POSSIBLE][:2]
    return tuple(_ask(said, tool, asking) for tool in likely) or _suggestions(slots(said, "drop_off", phrases(LANG)))


def _suggestions(said: Slots) -> tuple[Ask, ...]:
    """What can always be asked."""
    place = Slots(journey=said.journey, persona=said.persona)
    return tuple(Ask(tool=tool, args=place) for tool in ("drop_off", "conversion_rate", "pain_points"))
