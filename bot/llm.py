"""Which tool does a language model choose for a question? The only file that knows langchain and openai.

They take seconds to import, so this module is imported when a question needs it. A model gets the question, the names
of maps, personas and stages, and the tools; it gives back one call, which is checked like anything from outside.
What it writes besides is dropped.
"""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

import structlog
from langchain.messages import AIMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from langsmith import tracing_context
from openai import APIConnectionError, APIStatusError, APITimeoutError, DefaultAsyncHttpxClient, OpenAIError
from pydantic import SecretStr, WithJsonSchema, create_model

from bot.conversation.drafting import Draft, Drafted
from bot.conversation.redact import redacted
from bot.questions.choices import Choice, Unfit, checked, choices
from bot.questions.commands import Ask
from bot.questions.normalise import tidy
from bot.questions.understand import Asking
from bot.settings import Endpoint
from prompts.loader import text
from storage.errors import WaymarkError
from storage.model.lists import CHANNELS

SECONDS = 10.0
"""For everything that one question asks of a model."""
SECONDS_FOR_A_DRAFT = 60.0
MOST_DRAFTED = 60
TOOL_CHOICES = ("required", "auto")
"""The second attempt is for endpoints that refuse the first; it is the only retry."""
NO_KEY = SecretStr("none")
"""For endpoints that want no key: without one the client would take OPENAI_API_KEY from the environment."""
EARLIER = ("journey", "persona", "stage", "channel", "device", "period", "breakdown")
BROKEN = (OpenAIError, Unfit, LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What a broken answer ends in: the client, langchain, which trusts its form, and our own checks raise these."""

_ITEMS = WithJsonSchema({"type": "array", "items": Drafted.model_json_schema()})

log = structlog.get_logger("waymark.llm")
T = TypeVar("T")
Check = Callable[[str, Mapping[str, object]], T]


class NoHelp(WaymarkError):
    """A model did not help: `key` names the sentence under `errors`, the facts fill it."""

    advice = "try later"

    def __init__(self, key: str, endpoint: Endpoint, status: int | None = None) -> None:
        self.key = key
        facts = {"url": endpoint.url, "name": endpoint.name, "status": status, "seconds": round(SECONDS)}
        super().__init__(f"{key}: {facts}", **facts)


def read(question: str, asking: Asking, endpoint: Endpoint) -> Ask | None:
    """What the model takes the question for; None: for nothing that a tool answers. Raises NoHelp."""
    said = redacted(tidy(question, {}).said).text
    told: dict[str, object] = {"today": asking.today.isoformat(), "question": said}
    if asking.thread_frame is not None:
        args = asking.thread_frame.args.model_dump(mode="json", include=set(EARLIER), exclude_none=True)
        told["earlier"] = {"tool": asking.thread_frame.tool, "args": args}
    return _called(
        endpoint,
        text("system/reading"),
        json.dumps(told, ensure_ascii=False),
        choices(asking.names),
        lambda tool, given: checked(tool, given, asking.names, said),
    )


def draft(sentences: Sequence[str], stages: Sequence[str], persona: str, endpoint: Endpoint) -> Draft:
    """What the model finds in the sentences for the map. Raises NoHelp."""
    told = {
        "persona": redacted(persona).text,
        "stages": list(stages),
        "channels": list(CHANNELS),
        "sentences": [{"n": number, "text": redacted(said).text} for number, said in enumerate(sentences, 1)],
    }
    offered = Choice(
        "draft", text("system/draft"), create_model("Drafted", items=(Annotated[list[Drafted], _ITEMS], ...))
    )

    def found(tool: str, given: Mapping[str, object]) -> Draft:
        if tool != offered.name:
            raise Unfit("another tool")
        items = given.get("items")
        if not isinstance(items, list) or len(items) > MOST_DRAFTED:
            raise Unfit("no list of items")
        return Draft(items=tuple(Drafted.model_validate(item) for item in items), model_name=endpoint.name[:60])

    message = json.dumps(told, ensure_ascii=False)
    return _called(endpoint, text("system/drafting"), message, (offered,), found, SECONDS_FOR_A_DRAFT)


def probe(endpoint: Endpoint) -> None:
    """One tiny tool call. Raises NoHelp."""
    ready = Choice("ready", text("system/probe"), create_model("Ready", answer=(str, ...)))

    def answered(tool: str, given: Mapping[str, object]) -> None:
        if tool != ready.name or not ready.read(given):
            raise Unfit("another tool")

    _called(endpoint, text("system/probe"), ready.name, (ready,), answered)


def _called(
    endpoint: Endpoint, system: str, message: str, offered: Sequence[Choice], check: Check[T], seconds: float = 0.0
) -> T:
    """The one call of a model, checked. Raises NoHelp."""
    told = [SystemMessage(system), HumanMessage(message)]
    try:
        with tracing_context(enabled=False):
            tried = _tried(endpoint, told, offered, check, seconds or SECONDS)
            return asyncio.run(asyncio.wait_for(tried, seconds or SECONDS))
    except TimeoutError as error:
        raise _no_help("model_slow", endpoint, error) from error
    except APITimeoutError as error:
        raise _no_help("model_slow", endpoint, error) from error
    except APIConnectionError as error:
        raise _no_help("model_down", endpoint, error) from error
    except APIStatusError as error:
        raise _no_help("model_refused", endpoint, error, error.status_code) from error
    except BROKEN as error:
        raise _no_help("model_broken", endpoint, error) from error


async def _tried(
    endpoint: Endpoint, told: Sequence[Any], offered: Sequence[Choice], check: Check[T], seconds: float
) -> T:
    """Raises what the last attempt raised."""
    functions = [choice.function() for choice in offered]
    async with DefaultAsyncHttpxClient(timeout=seconds, follow_redirects=False) as http:
        model = ChatOpenAI(
            model=endpoint.name, base_url=endpoint.url, api_key=endpoint.key or NO_KEY, http_async_client=http,
            use_responses_api=False, timeout=seconds, max_retries=0,
        )  # fmt: skip
        first, second = (model.bind_tools(functions, tool_choice=choice) for choice in TOOL_CHOICES)
        try:
            return check(*_one_call(await first.ainvoke(told)))
        except BROKEN as error:
            log.debug("model asked again", why=type(error).__name__)
        return check(*_one_call(await second.ainvoke(told)))


def _one_call(reply: object) -> tuple[str, Mapping[str, object]]:
    if not isinstance(reply, AIMessage) or reply.invalid_tool_calls or len(reply.tool_calls) != 1:
        raise Unfit("not one tool call")
    return reply.tool_calls[0]["name"], reply.tool_calls[0]["args"]


def _no_help(key: str, endpoint: Endpoint, error: Exception, status: int | None = None) -> NoHelp:
    """Logged by its kind, never with a text that a model or a person wrote."""
    log.warning("model did not help", what=key, why=type(error).__name__, status=status)
    return NoHelp(key, endpoint, status)
