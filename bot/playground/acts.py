"""What does a person do, and what would Slack make of it? The acts by name."""

from collections.abc import Awaitable, Callable

from bot.playground import pressing, saying
from bot.playground.act import Act
from bot.playground.stand_in import StandIn
from bot.playground.wire import Json, NotPossible

DO: dict[str, Callable[[Act], Awaitable[Json]]] = {
    "say": saying.say,
    "edit": saying.edit,
    "delete": saying.delete,
    "slash": pressing.slash,
    "click": pressing.click,
    "options": pressing.options,
    "submit": pressing.submit,
    "close": pressing.close,
    "react": saying.react,
    "unreact": saying.unreact,
    "open_home": saying.open_home,
    "open_dm": saying.open_dm,
    "shortcut": pressing.shortcut,
    "stop": saying.stop,
    "mark": saying.mark,
}


async def perform(slack: StandIn, wanted: Json) -> Json:
    """Do what the control call says. Raises NotPossible."""
    user, do = str(wanted.get("as", "")), str(wanted.get("do", ""))
    if user not in {person.id for person in slack.workspace.people_who_write()}:
        raise NotPossible("unknown_person", id=user)
    if do not in DO:
        raise NotPossible("unknown_act", name=do, known=", ".join(DO))
    shown = {key: value for key, value in wanted.items() if key not in ("as", "do")}
    slack.journal.add("act", do, actor=user, channel=str(wanted.get("channel", "")),
                      thread_ts=str(wanted.get("thread_ts") or ""), payload=shown)  # fmt: skip
    return await DO[do](Act(slack, user, wanted))
