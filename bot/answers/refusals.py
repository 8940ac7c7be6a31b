"""What is said when there is no answer: which reading, why not, what can be asked instead, and what went wrong."""

from bot.answers.buttons import written
from bot.answers.figures import label
from bot.answers.no_data import add_data
from bot.answers.understood import question
from bot.errors import error_words
from bot.questions.commands import Ask, Clarify, OutOfScope
from bot.questions.names import Names
from bot.reply import Button, Buttons, Part, Reply, Text
from prompts.loader import Words
from storage.errors import WaymarkError

MOST_JOURNEYS = 5
MOST_LABEL = 75
"""Characters of a button's text."""
SHORT = 12
"""Characters that a journey keeps in it."""
WITHOUT_READING = (Ask(tool="drop_off"), Ask(tool="pain_points"), Ask(tool="map_lookup"))
"""What is offered for a question in a language that questions are not read in yet."""


def clarify_reply(unclear: Clarify, words: Words) -> Reply:
    """The readings as buttons, likeliest first."""
    question = words("questions.which", n=words(f"questions.number.{len(unclear.options)}"))
    return Reply(parts=(Text(text=question, style="question"), _choices(unclear.options, words)))


def out_of_scope_reply(outside: OutOfScope, words: Words) -> Reply:
    """Why there is no answer, and the nearest that there is one to."""
    named = words(f"questions.tools.{outside.tool}") if outside.asked else ""
    parts: list[Part] = [Text(text=words(f"questions.refused.{outside.reason}", tool=named))]
    nearest = WITHOUT_READING if outside.reason == "language" else outside.nearest
    if nearest:
        parts += [Text(text=words("questions.nearest"), style="hint"), _choices(nearest, words)]
    return Reply(parts=tuple(parts))


def which_journey_reply(ask: Ask, names: Names, words: Words) -> Reply:
    """Ask which journey is meant, where nothing says so."""
    return Reply(parts=(Text(text=words("questions.which_journey"), style="question"), _journeys(ask, names)))


def with_other_journeys(reply: Reply, ask: Ask, names: Names, words: Words) -> Reply:
    """A refusal that holds for one journey, with the others as buttons."""
    row = _journeys(ask, names)
    if not row.buttons:
        return reply
    return Reply(parts=(*reply.parts, Text(text=words("questions.other_journeys"), style="hint"), row))


def _journeys(ask: Ask, names: Names) -> Buttons:
    """The same question of each journey but its own. Two of one title are told apart by their ids."""
    titles = [journey.title for journey in names.journeys]
    row = []
    for journey in names.journeys:
        if ask.args.journey in (journey.title, *journey.aliases):
            continue
        twice = titles.count(journey.title) > 1
        asked = journey.aliases[0] if twice else journey.title
        option = ask.model_copy(update={"args": ask.args.model_copy(update={"journey": asked})})
        row.append(_button(f"{journey.title[:40]} ({asked})" if twice else journey.title, option))
    return Buttons(buttons=tuple(row[:MOST_JOURNEYS]))


def without_place(reply: Reply, place: str, ask: Ask, words: Words) -> Reply:
    """An answer to a question that named a place which nobody here knows: said first, with what it is of instead."""
    key = "answers.more.not_known_of" if ask.args.journey else "answers.more.not_known"
    said = Text(text=words(key, place=place, journey=ask.args.journey or ""), style="warning")
    read, *others = reply.parts
    return reply.model_copy(update={"parts": (read, said, *others)})


def error_reply(error: WaymarkError, words: Words) -> Reply:
    """What is wrong, where, and what to do."""
    return Reply(parts=(Text(text=error_words(error, words), style="warning"), *add_data(error, words)))


def _choices(options: tuple[Ask, ...], words: Words) -> Buttons:
    return Buttons(buttons=tuple(_button(_whole(option, words), option) for option in options))


def _whole(option: Ask, words: Words) -> str:
    """The whole question; where it is too long for a button, the journey gives way first."""
    text, journey = question(option, words), option.args.journey or ""
    beyond = len(text) - MOST_LABEL
    return text.replace(journey, label(journey, max(SHORT, len(journey) - beyond))) if beyond > 0 and journey else text


def _button(text: str, ask: Ask) -> Button:
    return Button(
        text=text if len(text) <= MOST_LABEL else f"{text[: MOST_LABEL - 1]}…", action="ask.pick", value=written(ask)
    )
