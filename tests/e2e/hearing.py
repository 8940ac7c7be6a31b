"""What Waymark says to a person: waits for it, and gives the words without what people wrote themselves."""

from bot.playground.driver import Playground
from bot.playground.person import Person, text_of
from bot.playground.wire import Json


async def hears(
    person: Person,
    part: str,
    channel: str | None = None,
    thread: str | None = None,
    after: str = "",
    within: float = 20,
) -> Json:
    """Waymark's newest message with `part` in it, later than the ts `after`. Raises NotSeen."""

    def found() -> Json | None:
        shown = [m for m in person.shown(channel, thread) if m["is_bot"] and m["ts"] > after and part in text_of(m)]
        return shown[-1] if shown else None

    message: Json = await person.waits(found, within, f"message of Waymark with {part!r}")
    return message


def said_by_waymark(person: Person, channel: str | None = None, thread: str | None = None) -> list[str]:
    """Waymark's messages, oldest first; files by their names without the mark of the delivery."""
    return [text_of(message) for message in person.shown(channel, thread) if message["is_bot"]]


def newest(person: Person) -> str:
    """The ts of the newest message this person sees."""
    return max((str(message["ts"]) for message in person.messages.values()), default="")


async def taken_by_slack(slack: Playground) -> list[str]:
    """What Slack would have refused, in short; empty when all is well."""
    return [f"{entry['method']}: {entry['answer']} {entry['verdicts']}" for entry in await slack.refusals()]
