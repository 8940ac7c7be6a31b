"""What does [Try again] under an error do? The request it stands under is taken up anew, for who made it, once."""

from typing import NamedTuple

from bot.reply import Button, Buttons, Reply, Text
from bot.slack.heard import Heard
from prompts.loader import Words
from storage.mailboxes import Received
from storage.open import Stores

AGAIN = "again"
ANSWERED = "answered"


class Asked(NamedTuple):
    """A request of before, and how it came."""

    heard: Heard
    kind: str


def offered(reply: Reply, row: Received, heard: Heard, words: Words) -> Reply:
    """The error with the button. What a form says is still in the form, and what it stands for is no message."""
    if heard.form is not None or row.kind == "view":
        return reply
    first = heard.press.value if heard.press is not None and heard.press.action == AGAIN else str(row.number)
    button = Button(text=words("threads.try_again"), action=AGAIN, value=first)
    return reply.model_copy(update={"parts": (*reply.parts, Buttons(buttons=(button,)))})


def asked(stores: Stores, heard: Heard, words: Words) -> Asked | Reply:
    """The request that the pressed button stands under, or why it is not taken up. Raises StoreUnavailable."""
    number = heard.press.value if heard.press else ""
    row = stores.inbox.find(heard.team, int(number)) if number.isdecimal() else None
    first = Heard.model_validate(row.body) if row is not None and row.body else None
    if row is None or first is None or first.channel != heard.channel:
        return _told(words("threads.not_kept"))
    if first.user != heard.user:
        member = stores.workspaces.member(heard.team, first.user)
        return _told(words("threads.again_theirs", name=member.name if member else first.user))
    if stores.workspaces.recall(heard.team, _place(number), ANSWERED) is not None:
        return _told(words("threads.answered_since"))
    return Asked(first.model_copy(update={"response_url": heard.response_url}), row.kind)


def answered(stores: Stores, heard: Heard) -> None:
    """From now on the button does nothing: an answer in a build must not be given twice."""
    if heard.press is not None:
        stores.workspaces.remember(heard.team, _place(heard.press.value), ANSWERED, "yes")


def _place(number: str) -> str:
    return f"request:{number}"


def _told(text: str) -> Reply:
    return Reply(parts=(Text(text=text),), whisper=True)
