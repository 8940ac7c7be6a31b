"""One question's way: understood, run by a tool, answered in words, and remembered for the follow-up."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from bot import answers
from bot.answers.figures import number
from bot.exchange import Incoming, Outcome
from bot.questions.commands import Ask, Clarify, OutOfScope, Understood, arguments
from bot.questions.names import Name, Names
from bot.questions.of_one_map import of_one_map
from bot.questions.phrases import phrases
from bot.questions.similarity import bank
from bot.questions.understand import LANG, Asking, in_place, offered, understand, unsure
from bot.reply import Press, Reply, Text, plain
from bot.settings import Endpoint
from prompts.loader import Words, words
from storage.errors import WaymarkError
from storage.maps import Reader
from storage.model.journey import JourneyMap
from storage.model.types import Model
from storage.open import Stores
from tools.catalogue import CATALOGUE
from tools.kit import JourneyArgs, Sources, ToolError

FRAME, ABOUT = "frame", "about"
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
    where the rules are not sure.
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


@dataclass(frozen=True)
class Answered:
    """A question with its answer. `result` is None where nothing could be computed; the text says why.

    `read_by`: who understood the question.
    """

    understood: Understood
    replies: tuple[Reply, ...]
    args: JourneyArgs | None = None
    result: Model | None = None
    followed_up: bool = False
    frame: Ask | None = field(default=None)
    read_by: Literal["rules", "model"] = "rules"

    def document(self) -> dict[str, Any]:
        """The stable form of `waymark ask --json`."""
        text = "\n\n".join(plain(reply) for reply in self.replies)
        common = {"text": text, "followed_up": self.followed_up, "read_by": self.read_by}
        match self.understood:
            case Ask() as ask:
                basis = getattr(self.result, "basis", None)
                sources = basis.model_dump(mode="json") if basis else None
                result = self.result.model_dump(mode="json") if self.result else None
                return {
                    "tool": ask.tool,
                    "args": _said(ask),
                    "result": result,
                    "sources": sources,
                    "alternatives": [],
                } | common
            case Clarify() as unclear:
                readings = [{"tool": option.tool, "args": _said(option)} for option in unclear.options]
                return {
                    "tool": "clarify",
                    "args": {},
                    "result": None,
                    "sources": None,
                    "alternatives": readings,
                } | common
            case OutOfScope() as outside:
                near = [{"tool": option.tool, "args": _said(option)} for option in outside.nearest]
                args = _said(outside.asked) if outside.asked else {}
                found = {"tool": outside.tool, "args": args, "reason": outside.reason, "result": None, "sources": None}
                return found | {"alternatives": near} | common


def _said(ask: Ask) -> dict[str, Any]:
    return ask.args.model_dump(mode="json", exclude_none=True)


def sources(workspace_id: str, reader: Reader, now: datetime, stores: Stores) -> Sources:
    """What the tools may read for this reader."""
    return Sources(
        workspace_id, reader, stores.maps, stores.personas, stores.evidence, stores.events(workspace_id), now,
        stores.workspaces.workspace(workspace_id).tz,
    )  # fmt: skip


def answer(question: str, thread: Thread, stores: Stores, words: Words) -> Answered:
    """Understand and answer one question."""
    allowed = thread.model is not None and _model_allowed(thread, stores)
    given = sources(thread.workspace_id, thread.reader, thread.now, stores)
    return answer_from(question, thread if allowed else replace(thread, model=None), given, words)


def answer_from(question: str, thread: Thread, given: Sources, words: Words) -> Answered:
    """Understand and answer one question from these sources alone."""
    known = _names(given)
    today = thread.now.astimezone(given.zone).date()
    asking = Asking(names=known, thread_frame=thread.frame, today=today, default_journey=_default(thread, given))
    understood = understand(question, asking)
    if thread.journey is not None:
        understood = of_one_map(question, understood, thread.journey.title, [name.title for name in known.personas])
    if thread.model is None or not unsure(understood):
        return _carry_out(understood, known, thread, given, words)
    return _with_model(question, understood, asking, thread.model, thread, given, words)


def _model_allowed(thread: Thread, stores: Stores) -> bool:
    return stores.workspaces.workspace(thread.workspace_id).model_allowed


def _with_model(
    question: str, understood: Understood, asking: Asking, model: Endpoint, thread: Thread, given: Sources, words: Words
) -> Answered:
    """A model reads what the rules could not; where it does not help, what they made of it, and a line that says so."""
    from bot import llm

    try:
        ask = llm.read(question, asking, model)
    except llm.NoHelp:
        answered = _carry_out(understood, asking.names, thread, given, words)
        *others, last = answered.replies
        return replace(answered, replies=(*others, Reply(parts=(*last.parts, _grey(words("model.no_help"))))))
    if ask is None:
        return _carry_out(understood, asking.names, thread, given, words)
    answered = _carry_out(in_place(ask, asking), asking.names, thread, given, words)
    first, *others = answered.replies
    told = Reply(parts=(_grey(words("model.read")), *first.parts))
    return replace(answered, replies=(told, *others), read_by="model")


def _grey(text: str) -> Text:
    return Text(text=text, style="grey")


def warm_up(workspace_id: str, stores: Stores) -> None:
    """Load what the first question of a process needs: the examples, the phrases, all that a query goes through."""
    bank(LANG)
    phrases(LANG)
    number(1, words(LANG))
    events = stores.events(workspace_id)
    events.run(events.tables.names.limit(1))


def _names(given: Sources) -> Names:
    """What people may name: everything on the maps that the reader may see, and the personas."""
    ws, reader = given.workspace_id, given.reader
    seen = [given.maps.get(ws, line.map_id, reader) for line in given.maps.lines(ws, reader)[:MAPS_NAMED]]
    stages = {stage.title: stage.slug for journey in seen for stage in journey.stages}
    touchpoints = {touchpoint.title: touchpoint.slug for journey in seen for touchpoint in journey.touchpoints()}
    return Names(
        journeys=tuple(Name(title=j.title, aliases=(j.map_id, j.map_id.replace("-", " "))) for j in seen),
        personas=tuple(Name(title=p.name, aliases=(p.persona_id,)) for p in given.personas.list(ws)),
        stages=tuple(Name(title=title, aliases=(slug,)) for title, slug in stages.items()),
        touchpoints=tuple(Name(title=title) for title in touchpoints),
    )


def _carry_out(understood: Understood, known: Names, thread: Thread, given: Sources, words: Words) -> Answered:
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
    args = arguments(ask).args.model_copy(update={"as_of": thread.as_of} if thread.as_of else {})
    followed_up = thread.frame is not None
    try:
        result = CATALOGUE[ask.tool].run(args, given)
    except WaymarkError as error:
        reply = answers.error_reply(error, words)
        if isinstance(error, ToolError) and error.key in OF_ONE_JOURNEY:
            reply = answers.with_other_journeys(reply, ask, known, words)
        unknown = isinstance(error, ToolError) and error.key.startswith("unknown_")
        return Answered(ask, (reply,), args, followed_up=followed_up, frame=thread.frame if unknown else ask)
    return Answered(ask, (answers.answer(ask, result, words, given.zone),), args, result, followed_up, ask)


def _default(thread: Thread, given: Sources) -> str | None:
    """The thread's own map, else the one it was about last, else the channel's, else the only one there is."""
    if thread.journey is not None:
        return thread.journey.title
    lines = given.maps.lines(given.workspace_id, given.reader)
    if any(thread.about in (line.title, line.map_id) for line in lines):
        return thread.about
    here = [line for line in lines if line.channel_id == thread.channel_id]
    for found in (here, lines):
        if len(found) == 1:
            return found[0].title
    return here[0].title if here else None


def ask(
    question: str,
    incoming: Incoming,
    stores: Stores,
    words: Words,
    journey: JourneyMap | None = None,
    model: Endpoint | None = None,
) -> Outcome:
    """A question in a thread; what it was about is remembered for the follow-up."""
    thread = replace(_thread(incoming, stores, journey), model=model)
    return _outcome(answer(question, thread, stores, words), incoming, words)


def pressed(press: Press, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """A button under an answer: a reading, a variation, the recipe, or sharing it."""
    if press.action == "ask.share":
        incoming = incoming.in_channel()
    thread = _thread(incoming, stores, None)
    given = sources(incoming.workspace_id, incoming.reader, incoming.said.at, stores)
    asked = offered(Ask.model_validate_json(press.chosen[0] if press.chosen else press.value))
    answered = _carry_out(asked, _names(given), thread, given, words)
    if press.action == "ask.explain" and answered.result is not None and answered.frame is not None:
        explained = answers.explain(answered.frame, answered.result, words)
        return _outcome(Answered(answered.understood, (explained,), frame=answered.frame), incoming, words)
    if press.action == "ask.share":
        if answered.result is None:
            return Outcome((Reply(parts=(Text(text=words("slack.share_refused"), style="warning"),)),))
        shared = tuple(answers.shared(reply, incoming.said.name, words) for reply in answered.replies)
        return _outcome(Answered(answered.understood, shared, frame=answered.frame), incoming, words)
    return _outcome(answered, incoming, words)


def _thread(incoming: Incoming, stores: Stores, journey: JourneyMap | None) -> Thread:
    ws, session = incoming.workspace_id, incoming.session_id
    remembered = stores.workspaces.recall(ws, session, FRAME)
    frame = Ask.model_validate_json(remembered) if remembered else None
    about = stores.workspaces.recall(ws, session, ABOUT)
    return Thread(ws, incoming.reader, incoming.said.at, journey, frame, about, incoming.channel_id)


def _outcome(answered: Answered, incoming: Incoming, words: Words) -> Outcome:
    replies = answered.replies
    if incoming.private and answered.frame is not None and answered.result is not None:
        replies = tuple(answers.with_share(reply, answered.frame, words) for reply in replies)
    remember = [("followed", "yes")]
    if answered.frame is not None:
        remember.append((FRAME, answered.frame.model_dump_json(exclude_none=True)))
        if answered.frame.args.journey is not None:
            remember.append((ABOUT, answered.frame.args.journey))
    nothing_of_ours = isinstance(answered.understood, OutOfScope) and answered.understood.asked is None
    return Outcome(replies, remember=tuple(remember), beside_us=nothing_of_ours)
