"""What does an endpoint say, and is that an answer at all? The one place where the words of a model come in.

Every answer is read as a stream, up to a length; one that is cut, empty, malformed or out of form raises Broken and is
asked for once more in the turn. What the client and langchain raise becomes NoHelp here.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import structlog
from langchain.messages import AIMessage, AIMessageChunk, AnyMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_openai import ChatOpenAI
from langsmith import tracing_context
from openai import APIConnectionError, APIStatusError, APITimeoutError, DefaultAsyncHttpxClient, OpenAIError
from pydantic import SecretStr

from bot.llm.guard import without_thoughts
from bot.llm.record import Record
from bot.llm.turn import NoHelp
from bot.llm.ways import MOST_CALLS, Broken, Call, calls_in, settings, system
from bot.questions.choices import Choice, Unfit
from bot.settings import Endpoint, Way
from storage.running import awaited

MOST_CHARACTERS, MOST_AT_ONCE = 24_000, 10
"""Characters and calls of one answer; a longer one is left."""
NO_KEY = SecretStr("none")
"""For endpoints that want no key: without one the client would take OPENAI_API_KEY from the environment."""
AZURE = (".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com")
BROKEN = (OpenAIError, Broken, Unfit, LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What a broken answer ends in: the client, langchain, which trusts its form, and our own checks raise these."""
FINISHED = frozenset({"stop", "tool_calls", "function_call", "end_turn", "eos"})

log = structlog.get_logger("waymark.llm")
T = TypeVar("T")
OnText = Callable[[str], None]
Check = Callable[[AIMessage], object]


class Line:
    """A connection to one endpoint for one turn. `again`: how often a broken answer may still be asked for anew."""

    def __init__(
        self, endpoint: Endpoint, model: ChatOpenAI, way: Way, record: Record, seconds: float, again: int
    ) -> None:
        self._endpoint, self.model, self.way, self._record = endpoint, model, way, record
        self._seconds, self._again, self._calls = seconds, again, 0

    async def say(
        self,
        told: str,
        messages: Sequence[AnyMessage],
        offered: Sequence[Choice],
        required: bool,
        on_text: OnText = lambda text: None,
        check: Check = lambda message: None,
    ) -> AIMessage:
        """The model's next message: its calls under ids of ours, or its text; `on_text` gets the text so far.

        `check` raises Unfit or ValueError for a message that does not hold. Raises NoHelp.
        """
        with _trouble(self._endpoint, self._seconds):
            while True:
                try:
                    message = await self._once(told, messages, offered, required, on_text)
                    check(message)
                    return message
                except BROKEN as error:
                    self._record.broken(type(error).__name__, str(error) if isinstance(error, Broken) else "")
                    if not self._again or isinstance(error, APITimeoutError):
                        raise
                    self._again, required = self._again - 1, False
                    log.debug("model asked again", why=type(error).__name__)

    async def _once(
        self, told: str, messages: Sequence[AnyMessage], offered: Sequence[Choice], required: bool, on_text: OnText
    ) -> AIMessage:
        history = messages if self.way == "tools" else _flat(messages)
        said = [SystemMessage(system(self.way, told, offered)), *history]
        self._record.asked(said, [choice.name for choice in offered])
        bound = self.model.bind(**settings(self.way, offered, required))
        written = await _streamed(bound.astream(said), on_text)
        text, calls = without_thoughts(written.text()).strip(), written.called()
        if self.way != "tools" and offered:
            calls = calls_in(text)
        self._record.answered(text, calls)
        if len(calls) > MOST_CALLS:
            raise Broken("too many calls")
        if calls and not offered:
            raise Broken("a call where none was offered")
        if not calls and not text:
            raise Broken("nothing")
        return AIMessage("" if calls else text, tool_calls=[self._numbered(call) for call in calls])

    def _numbered(self, call: Call) -> Any:
        """Under an id of ours: endpoints repeat theirs."""
        self._calls += 1
        return {"name": call.tool, "args": dict(call.args), "id": f"call-{self._calls}", "type": "tool_call"}


@asynccontextmanager
async def line(endpoint: Endpoint, way: Way, record: Record, seconds: float, again: int = 1) -> AsyncIterator[Line]:
    """A line to the endpoint, closed at the end."""
    address = urlsplit(endpoint.url)
    azure = (address.hostname or "").endswith(AZURE) and endpoint.key is not None
    headers = {"api-key": endpoint.key.get_secret_value()} if azure and endpoint.key else {}
    async with DefaultAsyncHttpxClient(timeout=seconds, follow_redirects=False) as http:
        model = ChatOpenAI(
            model=endpoint.name, base_url=urlunsplit(address._replace(query="")), api_key=endpoint.key or NO_KEY,
            http_async_client=http, use_responses_api=False, timeout=seconds, max_retries=0, streaming=True,
            stream_usage=False, default_headers=headers, default_query=dict(parse_qsl(address.query)),
        )  # fmt: skip
        yield Line(endpoint, model, way, record, seconds, again)


def ended_in_time(work: Coroutine[Any, Any, T], endpoint: Endpoint, seconds: float) -> T:
    """The result of talking to a model, in a loop of its own. Raises NoHelp when the time is over, and Stopped.

    Traces go to LangSmith only where the operator says so, whatever the environment says.
    """
    with tracing_context(enabled=endpoint.tracing):
        try:
            return awaited(asyncio.wait_for(work, seconds))
        except TimeoutError as error:
            raise _no_help("model_slow", endpoint, error, seconds=seconds) from error


@contextmanager
def _trouble(endpoint: Endpoint, seconds: float) -> Iterator[None]:
    """What goes wrong in talking to a model as NoHelp: logged by its kind, never with a text that anybody wrote."""
    try:
        yield
    except APITimeoutError as error:
        raise _no_help("model_slow", endpoint, error, seconds=seconds) from error
    except APIConnectionError as error:
        raise _no_help("model_down", endpoint, error) from error
    except APIStatusError as error:
        raise _no_help("model_refused", endpoint, error, error.status_code) from error
    except BROKEN as error:
        raise _no_help("model_broken", endpoint, error) from error


@dataclass
class _Written:
    """A message as it comes in, put together by hand: adding up langchain's chunks takes time that grows squared."""

    texts: list[str] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    ended: str | None = None
    length: int = 0

    def add(self, chunk: AIMessageChunk) -> None:
        """Raises Broken where it is longer than any answer."""
        self.texts.append(chunk.text)
        self.length += len(chunk.text)
        for piece in chunk.tool_call_chunks:
            self._add_call(piece["index"], piece["id"], piece["name"], piece["args"] or "")
        self.ended = chunk.response_metadata.get("finish_reason") or self.ended
        if self.length > MOST_CHARACTERS or len(self.calls) > MOST_AT_ONCE:
            raise Broken("too long")

    def _add_call(self, index: object, given: str | None, name: str | None, args: str) -> None:
        """Some endpoints count no calls, or give all of them the same number: a name under another id is another."""
        last = next((call for call in reversed(self.calls) if call["index"] == index), None)
        if last is None or (name and given and given != last["id"]):
            last = {"index": index, "id": given, "name": name or "", "args": []}
            self.calls.append(last)
        last["name"] = last["name"] or name or ""
        last["args"].append(args)
        self.length += len(args)

    def text(self) -> str:
        return "".join(self.texts)

    def called(self) -> tuple[Call, ...]:
        """Each call once. Raises Broken."""
        if self.ended not in FINISHED:
            raise Broken(f"not finished: {self.ended if self.ended in ('length', 'content_filter') else 'cut'}")
        once: list[Call] = []
        for made in self.calls:
            call = Call(made["name"], json.loads("".join(made["args"]) or "null"))
            if not call.tool or not isinstance(call.args, dict) or not call.args:
                raise Broken("a call without name or arguments")
            if call not in once:
                once.append(call)
        return tuple(once)


async def _streamed(chunks: AsyncIterator[Any], on_text: OnText) -> _Written:
    """The whole message. Raises Broken where it is longer than any answer."""
    written = _Written()
    async for chunk in chunks:
        written.add(chunk)
        on_text(written.text())
        await asyncio.sleep(0)  # a stream that is here already would let no time limit come in between
    return written


def _flat(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """The same for an endpoint that knows no calls: answers of tools as a message with data."""
    results = [str(message.content) for message in messages if isinstance(message, ToolMessage)]
    said = [message for message in messages if isinstance(message, HumanMessage)]
    return [*said, HumanMessage("\n".join(results))] if results else list(said)


def _no_help(key: str, endpoint: Endpoint, error: Exception, status: int | None = None, seconds: float = 0.0) -> NoHelp:
    log.warning("model did not help", what=key, why=type(error).__name__, status=status)
    return NoHelp(key, endpoint, status, seconds)
