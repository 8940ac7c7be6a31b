"""Which tool with which arguments does a question mean, without a model? Ask, Clarify or OutOfScope."""

from datetime import date
from typing import NamedTuple

from bot.questions import follow_ups, normalise
from bot.questions.classifier import likelihoods, weights
from bot.questions.commands import Ask, Clarify, Frame, OutOfScope, Reason, Slots, Understood
from bot.questions.language import language
from bot.questions.phrases import Phrases, phrases
from bot.questions.read import Read, read
from bot.questions.slots import slots
from bot.questions.tokens import is_chinese, words_in
from bot.questions.workspace import Names
from storage.model.types import Model
from tools.catalogue import CATALOGUE
from tools.kit import columns

PHRASE_SHARE, MOST_WEIGHT, LEAST_WEIGHT = 1.5, 4.0, -2.0
"""What the phrases weigh beside the classifier."""
SHORT = 6
"""Words of a question up to which they weigh all that: in a long one their words stand by chance more often."""
SURE, LEAD = 0.6, 0.4
"""How likely the best reading must be, and how far it must lead."""
LITTLE_SHARE, DOUBTED = 0.5, 0.4
"""Phrases that weigh so little must still leave it less likely than this that no tool is meant."""
AMISS = 0.2
"""How likely it must be that no tool is meant, before a question without a word of ours is refused."""
POSSIBLE = 0.015
"""How likely a reading must be to be shown."""
NO_DEFAULT = frozenset({"map_lookup", "personas"})
"""Tools that look over all maps unless one is named."""
UNSURE = frozenset({"unknown", "off_topic", "language"})
"""Refusals because nothing was recognised; the others recognised what they refuse."""


class Asking(Model):
    """Where and when a question is asked. `default_journey`: the map that is meant when none is named.

    `examples`: readings that people of the workspace chose, by the question as `masked` gives it.
    """

    names: Names
    today: date
    thread_frame: Frame | None = None
    default_journey: str | None = None
    examples: tuple[tuple[str, str], ...] = ()


class Scored(NamedTuple):
    """A tool and how likely it is meant; together 1."""

    tool: str
    share: float


def understand(text: str, asking: Asking) -> Understood:
    """What `text` asks. Never raises, whatever the text."""
    said = taken_apart(text, asking)
    if said is None:
        return OutOfScope(reason="language", nearest=_suggestions(Slots()))
    if not said.tokens:
        return OutOfScope(reason="empty", nearest=_suggestions(Slots()))
    frame = asking.thread_frame
    if frame and (followed := _follow_up(said, frame)):
        return offered(followed)
    if reason := _refused(said):
        near = () if reason in ("greeting", "deletion") else _suggestions(slots(said, "drop_off", phrases(said.lang)))
        return OutOfScope(reason=reason, nearest=near)
    if chosen := dict(asking.examples).get(said.masked):
        return offered(_ask(said, chosen, asking))
    return _decided(said, scored(said), asking)


def taken_apart(text: str, asking: Asking) -> Read | None:
    """The question word by word; None in a script that nobody here reads."""
    lang = language(normalise.tidy(text, {}).said)
    return read(text, asking.names, asking.today, lang) if lang else None


def scored(said: Read) -> tuple[Scored, ...]:
    """All tools and `out_of_scope`, likeliest first."""
    shares = _likely(said, PHRASE_SHARE)
    return tuple(sorted((Scored(*item) for item in shares.items()), key=lambda s: (-s.share, s.tool)))


def _likely(said: Read, phrase_share: float) -> dict[str, float]:
    scores = weights().scores(said.masked)
    phrase_share *= min(1.0, SHORT / max(1, words_in(said.tokens)))
    for tool, weight in _by_phrase(said).items():
        scores[tool] += phrase_share * max(LEAST_WEIGHT, min(MOST_WEIGHT, weight))
    return likelihoods(scores)


def _by_phrase(said: Read) -> dict[str, float]:
    """Weights of the phrases of the question's language, and of English ones: people mix them."""
    found: dict[str, float] = {}
    for grammar in _grammars(said):
        for tool, weight in grammar.scores(said.masked).items():
            found[tool] = max(weight, found.get(tool, weight), key=abs)
    return found


def _grammars(said: Read) -> tuple[Phrases, ...]:
    return tuple(phrases(lang) for lang in dict.fromkeys((said.lang, "en")))


def _refused(said: Read) -> Reason | None:
    found = (grammar.refusal(said.clear) or grammar.refusal(said.masked) for grammar in _grammars(said))
    return next((reason for reason in found if reason), None)


def _follow_up(said: Read, frame: Frame) -> Ask | None:
    known = phrases(said.lang)
    if follow_ups.only_why(said, frame, known):
        return follow_ups.why(frame)
    if follow_ups.elliptical(said, frame, known):
        now = slots(said, frame.tool, known)
        if now != Slots():
            return Ask(tool=frame.tool, args=follow_ups.changed(frame, follow_ups.added(frame, now, said, known)))
    return None


def _decided(said: Read, ranked: tuple[Scored, ...], asking: Asking) -> Understood:
    best, sure = ranked[0], _sure(ranked)
    if best.tool == "out_of_scope" and sure:
        reason: Reason = "off_topic" if _has_known_words(said) else "unknown"
        return OutOfScope(reason=reason, nearest=_nearest_of(said, ranked, asking))
    if not sure and not _of_our_domain(said) and dict(ranked)["out_of_scope"] >= AMISS:
        return OutOfScope(reason="unknown", nearest=_nearest_of(said, ranked, asking))
    tools = tuple(other for other in ranked if other.tool != "out_of_scope")
    readings = (tools[0].tool, *_others(tools[1:]))
    if (sure and _likely(said, LITTLE_SHARE)["out_of_scope"] < DOUBTED) or not CATALOGUE.keys() & set(readings):
        return offered(_ask(said, tools[0].tool, asking))
    return Clarify(options=tuple(_ask(said, tool, asking) for tool in readings))


def _has_known_words(said: Read) -> bool:
    return said.lang == "zh" or not phrases(said.lang).vocabulary.isdisjoint(said.tokens)


def _of_our_domain(said: Read) -> bool:
    """Whether it names something of the workspace or speaks of customers, stages and the like: worth asking back."""
    domains = (grammar.domain for grammar in _grammars(said))
    return bool(said.mentions) or bool(_by_phrase(said)) or any(_speaks_of(said, domain) for domain in domains)


def _speaks_of(said: Read, domain: frozenset[str]) -> bool:
    return not domain.isdisjoint(said.tokens) or any(word in said.clear for word in domain if is_chinese(word[0]))


def _others(ranked: tuple[Scored, ...]) -> tuple[str, ...]:
    """Up to two more readings that are possible, else the first that can be answered."""
    possible = [other.tool for other in ranked if other.share >= POSSIBLE]
    return tuple(possible[:2] or [other.tool for other in ranked if other.tool in CATALOGUE][:1])


def _sure(ranked: tuple[Scored, ...]) -> bool:
    best, second, *_ = ranked
    return best.share >= SURE and best.share - second.share >= LEAD


def _ask(said: Read, tool: str, asking: Asking) -> Ask:
    known = phrases(said.lang)
    args = slots(said, tool, known)
    frame = asking.thread_frame
    if frame and follow_ups.points_back(said, known):
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
        for near in _nearest(phrases("en"), ask.tool)
    )
    return OutOfScope(reason="not_yet", asked=ask, nearest=tuple(nearest))


def _nearest(known: Phrases, tool: str) -> tuple[Ask, ...]:
    return tuple(ask for ask in known.nearest.get(tool, ()) if ask.tool in CATALOGUE)[:3]


def _nearest_of(said: Read, ranked: tuple[Scored, ...], asking: Asking) -> tuple[Ask, ...]:
    likely = [r.tool for r in ranked if r.tool in CATALOGUE and r.share >= POSSIBLE][:2]
    place = slots(said, "drop_off", phrases(said.lang))
    return tuple(_ask(said, tool, asking) for tool in likely) or _suggestions(place)


def _suggestions(said: Slots) -> tuple[Ask, ...]:
    """What can always be asked."""
    place = Slots(journey=said.journey, persona=said.persona)
    return tuple(Ask(tool=tool, args=place) for tool in ("drop_off", "conversion_rate", "pain_points"))
