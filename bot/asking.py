"""One question's way: understood, run by a tool, answered in words, and remembered for the follow-up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot import answers
from bot.answered import Answered
from bot.answers.figures import number
from bot.exchange import Incoming, Outcome
from bot.llm.turn import Counted, NoHelp, Turn, watching
from bot.questions.classifier import weights
from bot.questions.commands import Ask, Clarify, OutOfScope, Understood, arguments
from bot.questions.of_one_map import of_one_map
from bot.questions.phrases import phrases
from bot.questions.several import parts
from bot.questions.stage_words import on_its_map
from bot.questions.understand import Asking, understand, unsure
from bot.questions.unknown_place import unknown_group, unknown_place
from bot.questions.workspace import Name, Names
from bot.reply import Reply, Text, plain
from bot.settings import Endpoint
from bot.unclear import remembered
from prompts.loader import Words, words
from storage.errors import WaymarkError
from storage.maps import Reader
from storage.model.held import held
from storage.model.journey import JourneyMap
from storage.open import Stores
from tools.catalogue import CATALOGUE
from tools.kit import Sources, ToolError
from tools.splits import known_splits

FRAME, ABOUT = "frame", "about"
"""What a thread remembers: its last question and its journey."""
ASKED = "asked"
"""Where a workspace keeps the questions that buttons name by a handle."""
MAPS_NAMED = 200
OF_ONE_JOURNEY = frozenset(("no_visits", "no_events_at", "no_stages", "unknown_stage", "unknown_step", "one_stage"))
"""What may be wrong with one journey and right with another."""
OVER_ONE_JOURNEY = frozenset(
    (
        "drop_off",
        "conversion_rate",
        "journey_length",
        "critical_touchpoints",
        "path_forward",
        "reality_check",
        "emotion_curve",
    )
)


@dataclass(frozen=True)
class Thread:
    """Where and when a question is asked. `frame` is the question before; `journey` the thread's own map.

    `about`: the journey that was asked about last. `as_of`: count as if the data ended with this day. `model` is asked
    where the rules are not sure. `chosen`: readings that people of the workspace chose before, with their tools.
    """

    workspace_id: str
    reader: Reader
    now: datetime
    journey: JourneyMap | None = None
    frame: Ask | None = None
    about: str | None = None
    channel_id: str = ""
    as_of: date | None = None
    model: Endpoint | None = None
    chosen: tuple[tuple[str, str], ...] = ()


def sources(workspace_id: str, reader: Reader, now: datetime, stores: Stores) -> Sources:
    """What the tools may read for this reader."""
    return Sources(
        workspace_id, reader, stores.maps, stores.personas, stores.evidence, stores.events(workspace_id), now,
        stores.workspaces.workspace(workspace_id).tz, stores.search,
    )  # fmt: skip


def answer(question: str, thread: Thread, stores: Stores, words: Words) -> Answered:
    """Understand and answer one question."""
    allowed = thread.model is not None and _model_allowed(thread, stores)
    given = sources(thread.workspace_id, thread.reader, thread.now, stores)
    chosen = tuple((reading.said, reading.meant) for reading in stores.readings.all(thread.workspace_id))
    model = thread.model if allowed else None
    return answer_from(question, replace(thread, model=model, chosen=chosen), given, words)


def answer_from(question: str, thread: Thread, given: Sources, words: Words) -> Answered:
    """Understand and answer one question from these sources alone."""
    asking = _asking(thread, given)
    known = asking.names
    several = parts(question, asking, understand)
    if several:
        return _several(several, known, thread, given, words)
    understood = understand(question, asking)
    if thread.journey is not None:
        understood = of_one_map(question, understood, thread.journey.title, [name.title for name in known.personas])
    if thread.model is None or not unsure(understood):
        answered = carry_out(understood, known, thread, given, words)
        return _saying_what_is_unknown(question, answered, asking, words)
    return _with_model(question, understood, asking, thread.model, thread, given, words)


def _saying_what_is_unknown(question: str, answered: Answered, asking: Asking, words: Words) -> Answered:
    """A place or group that nobody here knows is not passed over: the answer says what it is of instead."""
    ask = answered.frame
    if ask is None or answered.result is None:
        return answered
    first, *others = answered.replies
    if group := unknown_group(question, ask, asking):
        first = answers.without_group(first, group, words)
    if place := unknown_place(question, ask, asking):
        first = answers.without_place(first, place, ask, words)
    return replace(answered, replies=(first, *others))


def _asking(thread: Thread, given: Sources) -> Asking:
    return Asking(
        names=names_of(given),
        thread_frame=thread.frame,
        today=thread.now.astimezone(given.zone).date(),
        default_journey=_default(thread, given),
        examples=thread.chosen,
    )


def _several(asked: tuple[Ask, ...], known: Names, thread: Thread, given: Sources, words: Words) -> Answered:
    """Several questions asked at once, each answered for itself; a follow-up goes on from the first."""
    return _joined([carry_out(ask, known, thread, given, words) for ask in asked])


def _joined(several: Sequence[Answered]) -> Answered:
    first, *others = several
    told = [first]
    for later in others:
        if later.result is not None and told[-1].result is not None:
            later = replace(later, replies=(answers.after(told[-1].replies[-1], later.replies[0]),))
        told.append(later)
    return replace(first, also=tuple(told[1:]))


def _model_allowed(thread: Thread, stores: Stores) -> bool:
    return stores.workspaces.workspace(thread.workspace_id).model_allowed


def _with_model(
    question: str, understood: Understood, asking: Asking, model: Endpoint, thread: Thread, given: Sources, words: Words
) -> Answered:
    """A model reads what the rules could not; where it does not help, what they made of it, and a line that says so."""
    from bot.llm.agent import converse  # takes seconds to import

    def count(ask: Ask) -> Counted[Answered]:
        answered = carry_out(ask, asking.names, thread, given, words)
        advice = "" if answered.result is not None else "\n".join(plain(reply) for reply in answered.replies)
        return Counted(ask, answered, answered.replies, advice)

    try:
        heard = converse(Turn(question, asking, words.lang, thread.workspace_id, count, watching()), model)
    except NoHelp:
        answered = carry_out(understood, asking.names, thread, given, words)
        *others, last = answered.replies
        return replace(answered, replies=(*others, Reply(parts=(*last.parts, _grey(words("model.no_help"))))))
    if not heard.answers:
        return carry_out(understood, asking.names, thread, given, words)
    return _worded([call.answer for call in heard.answers], heard.prose, words)


def _worded(answers: Sequence[Answered], prose: str, words: Words) -> Answered:
    """The model's words above the answers as they are without it, in order: none of their caveats gets lost.

    The first is what a follow-up goes on from.
    """
    opening = (Text(text=prose),) if prose else ()
    joined = _joined(answers)
    first, *others = joined.replies
    read = _grey(words("model.read" if prose else "model.read_only"))
    return replace(joined, replies=(Reply(parts=(*opening, read, *first.parts)), *others), read_by="model")


def _grey(text: str) -> Text:
    return Text(text=text, style="grey")


def warm_up(workspace_id: str, stores: Stores) -> None:
    """Load what the first question of a process needs: the examples, the phrases, all that a query goes through."""
    weights()
    phrases("en")
    number(1, words("en"))
    events = stores.events(workspace_id)
    events.run(events.tables.names.limit(1))
    known_splits(events)


def names_of(given: Sources) -> Names:
    """What people may name: everything on the maps that the reader may see, and the personas."""
    ws, reader = given.workspace_id, given.reader
    seen = [given.maps.get(ws, line.map_id, reader) for line in given.maps.lines(ws, reader)[:MAPS_NAMED]]
    touchpoints = {touchpoint.title: touchpoint.slug for journey in seen for touchpoint in journey.touchpoints()}
    return Names(
        journeys=tuple(Name(title=j.title, aliases=(j.map_id, j.map_id.replace("-", " "))) for j in seen),
        personas=tuple(Name(title=p.name, aliases=(p.persona_id,)) for p in given.personas.list(ws)),
        stages=_stages(seen),
        touchpoints=tuple(Name(title=title) for title in touchpoints),
        owners=tuple(dict.fromkeys(owner for journey in seen for owner in _owners(journey))),
    )


def _stages(seen: Sequence[JourneyMap]) -> tuple[Name, ...]:
    """Each title once, with what its stages are on their maps."""
    found: dict[str, Name] = {}
    for journey in seen:
        for stage in journey.stages:
            one = found.get(stage.title, Name(title=stage.title))
            added = {"aliases": (*one.aliases, stage.slug), "role": one.role or stage.role}
            found[stage.title] = one.model_copy(update={**added, "maps": (*one.maps, journey.title)})
    return tuple(found.values())


def _owners(journey: JourneyMap) -> Iterator[str]:
    """Who answers for the map and for things on it."""
    yield journey.owner.label
    yield from (one.owner.label for one in held(journey) if one.owner)


def carry_out(understood: Understood, known: Names, thread: Thread, given: Sources, words: Words) -> Answered:
    match understood:
        case Ask() as ask if _which_journey(ask, known):
            return Answered(ask, (answers.which_journey_reply(ask, known, words),), frame=ask)
        case Ask() as ask:
            return run(ask, known, thread, given, words)
        case Clarify():
            return Answered(understood, (answers.clarify_reply(understood, words),))
        case OutOfScope():
            refusal = answers.out_of_scope_reply(understood, words)
            return Answered(understood, (refusal,), frame=understood.asked)


def _which_journey(ask: Ask, known: Names) -> bool:
    """Whether several maps could be meant and nothing says which."""
    open_ = ask.args.journey is None and not ask.args.steps and ask.tool in OVER_ONE_JOURNEY
    return open_ and len(known.journeys) > 1


def run(ask: Ask, known: Names, thread: Thread, given: Sources, words: Words) -> Answered:
    """Run the tool of an Ask. A tool that cannot answer says what is missing, and which other journeys there are.

    A name that nobody knows is not taken along to the next question.
    """
    ask = on_its_map(ask, known)
    args = arguments(ask).args.model_copy(update={"as_of": thread.as_of} if thread.as_of else {})
    followed_up = thread.frame is not None
    try:
        result = CATALOGUE[ask.tool].run(args, given)
    except WaymarkError as error:
        if error.advice == "try later":
            raise
        reply = answers.error_reply(error, words)
        if isinstance(error, ToolError) and error.key in OF_ONE_JOURNEY:
            reply = answers.with_other_journeys(reply, ask, known, words)
        unknown = isinstance(error, ToolError) and error.key.startswith("unknown_")
        return Answered(ask, (reply,), args, followed_up=followed_up, frame=thread.frame if unknown else ask)
    told = answers.answer(ask, result, words, given.zone, known_splits(given.events))
    if answers.has_others(ask, known):
        told = answers.with_others(told, ask, words)
    return Answered(ask, (told,), args, result, followed_up, ask)


def _default(thread: Thread, given: Sources) -> str | None:
    """The thread's own map, else the one it was about last, else the channel's, else the only one there is.

    Of several in a channel the last changed one that has stages: a map that was only just begun has nothing to count.
    """
    if thread.journey is not None:
        return thread.journey.title
    lines = given.maps.lines(given.workspace_id, given.reader)
    if any(thread.about in (line.title, line.map_id) for line in lines):
        return thread.about
    here = [line for line in lines if line.channel_id == thread.channel_id]
    for found in (here, lines):
        if len(found) == 1:
            return found[0].title
    begun = (given.maps.get(given.workspace_id, line.map_id, given.reader) for line in here)
    return next((journey.title for journey in begun if journey.stages), here[0].title) if here else None


def ask(
    question: str,
    incoming: Incoming,
    stores: Stores,
    words: Words,
    journey: JourneyMap | None = None,
    model: Endpoint | None = None,
) -> Outcome:
    """A question in a thread; what it was about is remembered for the follow-up."""
    thread = replace(thread_of(incoming, stores, journey), model=model)
    answered = answer(question, thread, stores, words)
    outcome = outcome_of(answered, incoming, words)
    if not isinstance(answered.understood, Clarify):
        return outcome
    given = sources(thread.workspace_id, thread.reader, thread.now, stores)
    kept = remembered(question, answered.understood, _asking(thread, given))
    return replace(outcome, remember=(*outcome.remember, kept))


def thread_of(incoming: Incoming, stores: Stores, journey: JourneyMap | None) -> Thread:
    ws, session = incoming.workspace_id, incoming.session_id
    remembered = stores.workspaces.recall(ws, session, FRAME)
    frame = Ask.model_validate_json(remembered) if remembered else None
    about = stores.workspaces.recall(ws, session, ABOUT)
    return Thread(ws, incoming.reader, incoming.said.at, journey, frame, about, incoming.channel_id)


def outcome_of(answered: Answered, incoming: Incoming, words: Words) -> Outcome:
    """What is said; the first question is remembered for the follow-up, and each under the handle its buttons have."""
    replies: list[Reply] = []
    keeps: list[tuple[str, str, str]] = []
    for one in answered.all:
        if one.frame is None or one.result is None:
            replies += one.replies
            continue
        keeps.append((ASKED, answers.handle(one.frame), answers.written(one.frame)))
        shown = [answers.with_share(reply, one.frame, words) if incoming.private else reply for reply in one.replies]
        replies += shown
    remember = [("followed", "yes")]
    last = answered.frame
    if last is not None:
        remember.append((FRAME, answers.written(last)))
        if last.args.journey is not None:
            remember.append((ABOUT, last.args.journey))
    nothing_of_ours = isinstance(answered.understood, OutOfScope) and answered.understood.asked is None
    return Outcome(tuple(replies), remember=tuple(remember), keeps=tuple(keeps), beside_us=nothing_of_ours)
