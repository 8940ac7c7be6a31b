"""One question's turn with a model: it chooses tools, the tools count, it words what they found.

The agent is langchain's; what it may call is the catalogue, what it says comes through the boundary, what is shown
passed the guard. Who asks and where is in the run's context, never an argument.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import (
    AgentMiddleware,
    AgentState,
    ModelCallLimitMiddleware,
    ModelRequest,
    ToolCallLimitMiddleware,
)
from langchain.messages import AIMessage, HumanMessage
from langchain.tools import ToolException, ToolRuntime
from langchain_core.tools import StructuredTool
from pydantic import ValidationError

from bot.conversation.redact import redacted
from bot.llm import turn as turns
from bot.llm.boundary import Line, ended_in_time, line
from bot.llm.guard import LONGEST, Unsaid, passed, prose, sentences, without_thoughts
from bot.llm.probing import way_of
from bot.llm.record import Record
from bot.llm.turn import A, Heard, NoHelp, Run, Turn
from bot.llm.ways import MOST_CALLS
from bot.questions.choices import NO_TOOL, Choice, Unfit, checked, choices, listed
from bot.questions.normalise import tidy
from bot.questions.understand import in_place
from bot.settings import Endpoint
from prompts.loader import text, words
from storage.running import go_on, now_doing

MOST_TIMES = 4
"""Messages of a model in one turn: up to three to call tools, one to word the answer."""
MOST_TRIES = 6
"""Calls of tools in one turn, those among them that hold no answer too."""
STEPS = 40
ADVICE = "Call it again with arguments from the lists and the question, or call another tool."
UNTOLD = frozenset({"action_status", "churn_reasons", "content_gaps", "map_lookup", "ownership"})
"""Their answers are names of members or words of customers, which no model gets."""
SHOWN = "The answer is shown to the person as it is."
EARLIER = ("journey", "persona", "stage", "channel", "device", "period", "breakdown")


def converse(turn: Turn[A], endpoint: Endpoint) -> Heard[A]:
    """The tools' answers that the model asked for, at most three, and its words about them.

    Where it fails after a tool has counted, the answers stand without its words. Raises NoHelp, and Stopped.
    """
    go_on()
    run = Run(turn, redacted(tidy(turn.question, {}).said).text)
    record = Record(endpoint.kept_in, turn.workspace_id, endpoint.name)
    aloud = _Aloud(run)
    try:
        written = ended_in_time(_driven(run, aloud, endpoint, record), endpoint, turns.SECONDS)
        said = prose(written, run.facts, turn.lang) if run.facts.forms else ""
    except NoHelp:
        if not run.answers():
            raise
        said = aloud.nothing()
    except Unsaid as error:
        record.dropped(str(error))
        said = aloud.nothing()
    if not run.answers() and not run.outside:
        raise NoHelp("model_broken", endpoint)
    return Heard(run.answers(), said)


async def _driven(run: Run[A], aloud: "_Aloud", endpoint: Endpoint, record: Record) -> str:
    """The agent until it has nothing more to call; what it wrote at last. Raises NoHelp, Unsaid, Stopped."""
    way = await way_of(endpoint, record)
    offered = choices(run.turn.asking.names)
    async with line(endpoint, way, record, turns.SECONDS) as spoken:
        boundary = _Boundary(spoken, offered, run, aloud)
        middleware: list[AgentMiddleware[Any, Run[Any], Any]] = [
            boundary,
            ModelCallLimitMiddleware(run_limit=MOST_TIMES),
            ToolCallLimitMiddleware(run_limit=MOST_TRIES),
        ]
        agent = create_agent(
            spoken.model,
            [_tool(choice) for choice in offered],
            context_schema=Run,
            middleware=middleware,
        )
        begun: Any = {"messages": [HumanMessage(_asked(run))]}
        await agent.ainvoke(begun, context=run, config={"recursion_limit": STEPS})
    return boundary.written


def _asked(run: Run[A]) -> str:
    """The question as data."""
    asking = run.turn.asking
    told: dict[str, object] = {"today": asking.today.isoformat(), "language": run.turn.lang, "question": run.said}
    told["names"] = listed(asking.names)
    if asking.thread_frame is not None:
        args = asking.thread_frame.args.model_dump(mode="json", include=set(EARLIER), exclude_none=True)
        told["earlier"] = {"tool": asking.thread_frame.tool, "args": args}
    return json.dumps(told, ensure_ascii=False)


class _Boundary(AgentMiddleware[AgentState[Any], Run[Any], Any]):
    """Every message of the model comes through the line; `written` is its last text."""

    def __init__(self, spoken: Line, offered: Sequence[Choice], run: Run[Any], aloud: "_Aloud") -> None:
        super().__init__()
        self._line, self._offered, self._run, self._aloud = spoken, offered, run, aloud
        self.written = ""

    async def awrap_model_call(
        self, request: ModelRequest[Run[Any]], handler: Callable[..., Awaitable[Any]]
    ) -> AIMessage:
        """The next message: calls until a tool has counted, then words about it where there are facts to name."""
        now_doing("model")
        told = text("system/analyst")
        if not any(not call.advice for call in self._run.counted):
            return await self._line.say(told, request.messages, self._offered, True, self._aloud, _called)
        if not self._run.facts.forms:
            return AIMessage("")
        message = await self._line.say(told, request.messages, (), False, self._aloud)
        self.written = str(message.content)
        return message


def _called(message: AIMessage) -> None:
    if not message.tool_calls:
        raise Unfit("no call")


def _tool(choice: Choice) -> StructuredTool:
    async def call(runtime: ToolRuntime[Run[Any]], **given: Any) -> str:
        return _counted(choice, given, runtime.context)

    return StructuredTool.from_function(
        coroutine=call, name=choice.name, description=choice.text, args_schema=choice.parameters,
        handle_tool_error=True, return_direct=choice.name == NO_TOOL,
    )  # fmt: skip


def _counted(choice: Choice, given: Mapping[str, Any], run: Run[Any]) -> str:
    """One call carried out: the facts for the model. Raises ToolException with advice, and Stopped."""
    turn = run.turn
    try:
        ask = checked(choice.name, given, turn.asking.names, run.said)
    except ValidationError as error:
        raise ToolException(_which(error)) from error
    except Unfit as error:
        raise ToolException(f"{error}. {ADVICE}") from error
    if ask is None:
        run.outside = True
        return ""
    if sum(not call.advice for call in run.counted) >= MOST_CALLS:
        raise ToolException("Three answers are there. Write about them.")
    now_doing("counting")
    turn.watcher.counting(ask.tool)
    counted = turn.count(in_place(ask, turn.asking))
    run.counted.append(counted)
    if counted.advice:
        told = {"data": {"no answer": redacted(counted.advice).text}, "advice": ADVICE}
        raise ToolException(json.dumps(told, ensure_ascii=False))
    if ask.tool in UNTOLD:
        return json.dumps({"tool": ask.tool, "data": {"said": [SHOWN]}, "facts": {}})
    return run.facts.of(ask.tool, counted.replies, words(turn.lang))


def _which(error: ValidationError) -> str:
    """Which arguments do not hold; what was written there is not repeated."""
    wrong = dict.fromkeys(".".join(str(step) for step in problem["loc"][:1]) for problem in error.errors())
    return f"These arguments do not hold: {', '.join(wrong)}. {ADVICE}"


class _Aloud:
    """Hands finished sentences to the watcher while the model still writes. Raises Unsaid and Stopped."""

    def __init__(self, run: Run[Any]) -> None:
        self._run, self._shown, self._read = run, 0, 0

    def __call__(self, written: str) -> None:
        turn, facts = self._run.turn, self._run.facts
        go_on()
        if not facts.forms:
            return
        if len(written) < self._read:
            self.nothing()
        self._read = len(written)
        said = without_thoughts(written)
        if len(said) > LONGEST:
            raise Unsaid("too long")
        whole, _ = sentences(said)
        for sentence in whole[self._shown :]:
            turn.watcher.sentence(passed(sentence, facts, turn.lang))
            self._shown += 1

    def nothing(self) -> str:
        """What was handed over does not stand."""
        if self._shown:
            self._run.turn.watcher.withdrawn()
        self._shown = self._read = 0
        return ""
