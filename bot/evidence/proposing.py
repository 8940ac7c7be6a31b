"""A message under which somebody put the emoji: what is proposed to that person alone. Nothing is stored by it."""

from zlib import crc32

from bot.conversation.read_dates import say_date
from bot.conversation.wording import cut
from bot.evidence.drafts import NOWHERE, Draft, Proposed, SourceMessage, proposed
from bot.evidence.places import Place, likely, places
from bot.evidence.reading import maps_near
from bot.exchange import Incoming
from bot.reply import Button, Buttons, Part, Reply, Text
from prompts.loader import Words
from storage.model.journey import JourneyMap
from storage.open import Stores


def offered(incoming: Incoming, stores: Stores) -> tuple[tuple[JourneyMap, tuple[Place, ...]], ...]:
    """The maps near, each with the places on it that evidence can stand behind."""
    return tuple((journey, places(journey, incoming.said.by)) for journey in maps_near(incoming, stores))


def guessed(text: str, incoming: Incoming, stores: Stores) -> tuple[JourneyMap, Place] | None:
    """The likeliest map and place: of the first map on which any title shares a word with the text."""
    for journey, found in offered(incoming, stores):
        place = likely(text, found)
        if place is not None:
            return journey, place
    return None


def proposal(message: SourceMessage, private: bool, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """The quote, where it would go, [Add] [Choose the place] [Not now]."""
    zone = stores.workspaces.workspace(incoming.workspace_id).tz
    found = proposed(message, zone, words)
    near = guessed(found.text, incoming, stores)
    parts: list[Part] = [Text(text=words("evidence.ask_add"), style="question")]
    parts += [Text(text=cut(found.text, 500), style="quote"), Text(text=_about(found, words), style="grey")]
    if near is not None:
        journey, place = near
        title = place.title or words("evidence.mood_there")
        parts.append(Text(text=words("evidence.would_go", map=journey.title, stage=place.stage, item=cut(title))))
    else:
        parts.append(Text(text=words("evidence.would_go_nowhere")))
    if private:
        parts.append(Text(text=words("evidence.private_note"), style="grey"))
    value = pointer(message, near[1].value if near else NOWHERE)
    buttons = (
        Button(text=words("evidence.add"), action="evidence.add", value=value, style="primary"),
        Button(text=words("evidence.choose"), action="evidence.form", value=value),
        Button(text=words("evidence.not_now"), action="evidence.not_now", value=value),
    )
    return Reply(parts=(*parts, Buttons(buttons=buttons)), whisper=True)


def opens_question(message: SourceMessage, place: str, title: str, words: Words) -> Reply:
    """Once more, before words of a private place enter a map that others can see."""
    value = pointer(message, place)
    buttons = (
        Button(text=words("evidence.open_words"), action="evidence.add", value=f"{value}|open"),
        Button(text=words("evidence.keep_closed"), action="evidence.add", value=f"{value}|closed", style="primary"),
        Button(text=words("evidence.not_now"), action="evidence.not_now", value=value),
    )
    question = Text(text=words("evidence.ask_open", title=title), style="question")
    return Reply(parts=(question, Buttons(buttons=buttons)), whisper=True)


def draft_of(message: SourceMessage, place: str, zone: str, words: Words) -> Draft:
    """The draft of a proposal that was taken as it stood."""
    found = proposed(message, zone, words)
    return Draft(text=found.text, kind=found.kind, who=found.who, on=found.on, place=place)


def pointer(message: SourceMessage, place: str) -> str:
    """`channel|ts|fingerprint|map|item`: enough to find the message again, and to see that it still says the same."""
    return f"{message.channel}|{message.ts}|{fingerprint(message)}|{place}"


def fingerprint(message: SourceMessage) -> str:
    """Changes when the message is edited."""
    return f"{crc32(message.text.encode()):08x}"


def _about(found: Proposed, words: Words) -> str:
    kind = words.data("evidence.kinds")[found.kind]
    facts = [kind, say_date(found.on, found.on, words), *([found.who] if found.who else [])]
    masked = [words("say.redacted")] if found.masked else []
    return " · ".join((*facts, *masked))
