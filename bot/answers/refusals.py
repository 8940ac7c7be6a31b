"""What is said when there is no answer: which reading, why not, what can be asked instead, and what went wrong."""

from bot.answers.buttons import written
from bot.answers.figures import middle_cut
from bot.answers.no_data import add_data
from bot.answers.understood import question
from bot.errors import error_words
from bot.questions.commands import Ask, Clarify, OutOfScope
from bot.questions.workspace import Names
from bot.reply import Button, Buttons, Part, Reply, Text
from prompts.loader import Words
from storage.errors import WaymarkError

MOST_JOURNEYS = 5
MOST_LABEL = 75
"""Characters of a button's text."""
WIDTHS = range(60, 9, -2)
"""Characters that a long name keeps in it, until the buttons fit: the journey's first, then of all names."""
NAMES = (
    "journey", "stage", "touchpoint", "remove", "start", "goal", "persona", "a", "b", "action", "event", "owner",
    "experiment", "first", "then", "words",
)  # fmt: skip
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
        row.append(_button(f"{middle_cut(journey.title, 40)} ({asked})" if twice else journey.title, option))
    return Buttons(buttons=tuple(row[:MOST_JOURNEYS]))


def without_place(reply: Reply, place: str, ask: Ask, words: Words) -> Reply:
    """An answer to a question that named a place which nobody here knows: said first, with what it is of instead."""
    key = "answers.more.not_known_of" if ask.args.journey else "answers.more.not_known"
    return _said_first(reply, words(key, place=place, journey=ask.args.journey or ""))


def without_group(reply: Reply, group: str, words: Words) -> Reply:
    """An answer to a question about people whom nobody here knows as a persona: said first that it is about all."""
    return _said_first(reply, words("answers.more.not_known_group", group=group))


def _said_first(reply: Reply, warning: str) -> Reply:
    read, *others = reply.parts
    return reply.model_copy(update={"parts": (read, Text(text=warning, style="warning"), *others)})


def error_reply(error: WaymarkError, words: Words) -> Reply:
    """What is wrong, where, and what to do."""
    return Reply(parts=(Text(text=error_words(error, words), style="warning"), *add_data(error, words)))


def _choices(options: tuple[Ask, ...], words: Words) -> Buttons:
    pairs = zip(_told_apart(options, words), options, strict=True)
    return Buttons(buttons=tuple(_button(text, option) for text, option in pairs))


def _told_apart(options: tuple[Ask, ...], words: Words) -> list[str]:
    """The whole questions; where they are too long for a button with names that keep their ends, never two alike."""
    tries = [(width, MOST_LABEL) for width in (MOST_LABEL, *WIDTHS)] + [(WIDTHS[-1], width) for width in WIDTHS]
    for journey, others in tries:
        texts = [question(_shorter(option, journey, others), words) for option in options]
        if max(map(len, texts), default=0) <= MOST_LABEL and len(set(texts)) == len(texts):
            return texts
    return [f"{n}. {question(option, words)}" for n, option in enumerate(options, 1)]


def _shorter(option: Ask, journey: int, others: int) -> Ask:
    """The question with its journey and its other names cut to so many characters."""
    args = option.args
    said: dict[str, object] = {
        name: middle_cut(text, journey if name == "journey" else others)
        for name in NAMES
        if isinstance(text := getattr(args, name), str)
    }
    if args.steps:
        said["steps"] = tuple(middle_cut(step, others) for step in args.steps)
    return option.model_copy(update={"args": args.model_copy(update=said)})


def _button(text: str, ask: Ask) -> Button:
    return Button(text=middle_cut(text, MOST_LABEL), action="ask.pick", value=written(ask))
