"""The finished maps to learn from: listed by type, one of them opened, asked about, or copied into a thread."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bot import asking, comparing
from bot.answers.figures import counted, listed
from bot.conversation.turn import Example
from bot.example_shelf import ANYBODY, backings_of, sources_of
from bot.examples import examples, find, names_of_examples
from bot.exchange import Incoming, Opening, Outcome
from bot.language import LANGUAGES
from bot.lookups import stage_table
from bot.reply import Button, Buttons, Part, Picture, Press, Reply, Text
from bot.settings import Endpoint
from prompts.loader import Words, words
from storage.errors import MapNotFound
from storage.model.confidence import coverage
from storage.model.journey import JourneyMap
from storage.open import Stores

ASKED: Mapping[str, tuple[str, ...]] = {
    "current_state": ("pains", "outline", "persona"),
    "future_state": ("pains", "outline", "persona"),
    "day_in_life": ("pains", "outline", "quotes"),
    "service_blueprint": ("pains", "outline"),
    "empathy": ("quotes", "persona"),
}
"""What is offered to be asked of an example of each type."""
OPENED = "example"
"""Under this key a thread remembers which example was opened in it."""


def command(rest: str, incoming: Incoming, spoken: Words) -> Outcome:
    """`examples`, `examples sneaker`, `examples copy sneaker`. Raises MapNotFound."""
    wanted = _without_copy(rest)
    if wanted is not None:
        return copying(named(wanted), spoken)
    return opened(named(rest), incoming, spoken) if rest else Outcome((library(spoken),))


def library(spoken: Words) -> Reply:
    """All of them by type, each with [Open] and [Make a copy]."""
    known = examples()
    if not known:
        return Reply(parts=(Text(text=spoken("examples.none")),))
    parts: list[Part] = [Text(text=spoken("examples.title", n=len(known)), style="headline")]
    kind = ""
    for key, example in known.items():
        journey = example.document.map
        if journey.type != kind:
            kind = journey.type
            parts.append(Text(text=spoken(f"lists.map_types.{kind}"), style="grey"))
        parts.append(Text(text=spoken("examples.line", title=journey.title, about=spoken(f"examples.about.{key}"))))
        parts.append(Buttons(buttons=(_open_button(key, spoken), _copy_button(key, spoken))))
    return Reply(parts=tuple(parts))


def opened(key: str, incoming: Incoming, spoken: Words) -> Outcome:
    """Its card, with questions to ask it. In a thread of people, what is asked next there is about it."""
    example = examples()[key]
    document = example.document
    journey = document.map
    covered = coverage(journey, backings_of(example))
    facts = spoken(
        "examples.facts",
        type=spoken(f"lists.map_types.{journey.type}"),
        persona=listed((persona.name for persona in document.personas), spoken),
        backed=covered.backed,
        items=covered.items,
    )
    parts: list[Part] = [
        Text(text=journey.title, style="headline"),
        Text(text=spoken(f"examples.about.{key}")),
        Text(text=facts, style="grey"),
    ]
    if journey.stages:
        parts.append(stage_table(journey, spoken))
    if not incoming.private:
        parts.append(_picture(key, "card", journey, spoken))
    asked = [
        Button(text=spoken(f"examples.questions.{topic}"), action="example.ask", value=f"{key}|{topic}")
        for topic in ASKED[journey.type]
    ]
    show = Button(text=spoken("slack.full_picture"), action="example.picture", value=key)
    every = Button(text=spoken("examples.all"), action="example.list", style="quiet")
    parts += [
        Text(text=spoken("examples.ask_here" if not incoming.private else "examples.ask_by_name"), style="hint"),
        Buttons(buttons=tuple(asked)),
        Buttons(buttons=(_copy_button(key, spoken), show, every)),
    ]
    remember = () if incoming.private else ((OPENED, key), ("followed", "yes"))
    return Outcome((Reply(parts=tuple(parts)),), remember=remember)


def copying(key: str, spoken: Words) -> Outcome:
    """A thread of its own opens for the copy."""
    journey = examples()[key].document.map
    return Outcome(opens=Opening(title=journey.title, kind=journey.type, lang=spoken.lang, example=key))


def asked_about(question: str, incoming: Incoming, stores: Stores) -> tuple[str, str] | None:
    """The example that a question is about and the question without its name: named in it, or opened in this thread."""
    for pattern, key in _mentions():
        match = pattern.search(question)
        if match and key in examples():
            return key, " ".join((question[: match.start()] + " " + question[match.end() :]).split())
    kept = stores.workspaces.recall(incoming.workspace_id, incoming.session_id, OPENED)
    return (kept, question) if kept in examples() and kept is not None else None


def ask(
    key: str, question: str, incoming: Incoming, stores: Stores, spoken: Words, model: Endpoint | None = None
) -> Outcome:
    """An answer from the example alone."""
    example = examples()[key]
    journey = example.document.map.model_copy(update={"workspace_id": incoming.workspace_id})
    allowed = stores.workspaces.workspace(incoming.workspace_id).model_allowed
    thread = asking.Thread(
        incoming.workspace_id, ANYBODY, incoming.said.at, journey, model=model if allowed else None
    )  # fmt: skip
    given = sources_of(example, incoming.workspace_id, incoming.said.at, stores)
    answered = asking.answer_from(question, thread, given, spoken)
    head = Text(text=spoken("examples.answered", title=journey.title), style="grey")
    copy = Buttons(buttons=(_copy_button(key, spoken),))
    told = tuple(Reply(parts=(head, *_without_buttons(reply), copy)) for reply in answered.replies)
    return Outcome(told, beside_us=answered.result is None and answered.frame is None)


def pressed(press: Press, incoming: Incoming, stores: Stores, spoken: Words) -> Outcome:
    """A button of the list or of a card. Raises MapNotFound for an example that is no longer there."""
    if press.action == "example.list":
        return Outcome((library(spoken),))
    if press.action == "example.compare":
        return Outcome((comparing.with_example(press.value, incoming, stores, spoken),))
    key, _, topic = press.value.partition("|")
    key = named(key)
    match press.action:
        case "example.copy":
            return copying(key, spoken)
        case "example.picture":
            return Outcome((Reply(parts=(_picture(key, "full", examples()[key].document.map, spoken),)),))
        case "example.ask":
            return ask(key, spoken(f"examples.questions.{topic}"), incoming, stores, spoken)
        case _:
            return opened(key, incoming, spoken)


def taken(key: str | None) -> Example | None:
    """The example that an opened thread is to copy. Raises MapNotFound."""
    return examples()[named(key)] if key is not None else None


def base_here(example: Example, incoming: Incoming, stores: Stores) -> JourneyMap | None:
    """The map of this channel that stands for the one that an example is laid over or links to: by its title."""
    links = {note.links_to.partition("/")[0] for note in example.document.map.notes if note.links_to}
    below = example.below or next((examples()[key].document for key in links if key in examples()), None)
    if below is None:
        return None
    lines = stores.maps.lines(incoming.workspace_id, incoming.reader)
    same = (line for line in lines if (line.title, line.channel_id) == (below.map.title, incoming.channel_id))
    found = next(same, None)
    return stores.maps.get(incoming.workspace_id, found.map_id, incoming.reader) if found else None


def named(wanted: str) -> str:
    """The key of the example that is meant. Raises MapNotFound."""
    key = find(wanted)
    if key is None:
        raise MapNotFound(wanted, list(examples()))
    return key


def _without_copy(rest: str) -> str | None:
    """What follows the word for copying; None where it does not stand there."""
    for lang in LANGUAGES:
        for word in words(lang).data("examples.copy_words"):
            if rest.casefold().startswith(word):
                return rest[len(word) :].strip()
    return None


@lru_cache
def _mentions() -> tuple[tuple[re.Pattern[str], str], ...]:
    """How a question names an example: `in the sneaker example`; longest first."""
    found = []
    for name, key in names_of_examples():
        for lang in LANGUAGES:
            for phrase in words(lang).data("examples.mentioned"):
                found.append((re.escape(phrase).replace(r"\{name\}", re.escape(name)), key))
    return tuple((re.compile(text, re.IGNORECASE), key) for text, key in sorted(found, key=lambda f: -len(f[0])))


def _without_buttons(reply: Reply) -> Iterator[Part]:
    """Variations of an answer would look for the example among the stored maps."""
    return (part for part in reply.parts if not isinstance(part, Buttons))


def _picture(key: str, kind: str, journey: JourneyMap, spoken: Words) -> Picture:
    alt = spoken("examples.alt", title=journey.title, places=counted("stages", len(journey.stages), spoken))
    return Picture(picture=f"example:{kind}", map_id=key, version=1, alt=alt, lang=spoken.lang)


def _open_button(key: str, spoken: Words) -> Button:
    return Button(text=spoken("examples.open"), action="example.open", value=key)


def _copy_button(key: str, spoken: Words) -> Button:
    return Button(text=spoken("examples.make_copy"), action="example.copy", value=key, style="primary")
