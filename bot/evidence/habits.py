"""What a channel and its people settled about evidence: which emoji proposes it, whose messages are never taken."""

import re

from bot import remembered_readings
from bot.exchange import Incoming, Outcome
from bot.reply import Button, Buttons, Reply, Text
from prompts.loader import Words
from storage.open import Stores

DEFAULT_EMOJI = "round_pushpin"
EMOJI, NEVER, HINTED = "evidence_emoji", "never_taken", "evidence_hinted"
_NAME = re.compile(r"^:?(?P<name>[a-z0-9_+'\-]{1,100}):?$")


def emoji_of(stores: Stores, workspace_id: str, channel: str) -> str:
    """The name of the emoji, without its colons."""
    return stores.workspaces.recall(workspace_id, channel, EMOJI) or DEFAULT_EMOJI


def proposes(stores: Stores, workspace_id: str, channel: str, emoji: str) -> bool:
    """Whether this emoji, in any skin tone, proposes evidence here."""
    return emoji.partition("::")[0] == emoji_of(stores, workspace_id, channel)


def never_taken(stores: Stores, workspace_id: str, member: str) -> bool:
    """Whether the member asked that their messages are never taken."""
    return stores.workspaces.recall(workspace_id, member, NEVER) == "yes"


def set_emoji(rest: str, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """`/journey emoji :name:`; without a name it says which one it is."""
    now = emoji_of(stores, incoming.workspace_id, incoming.channel_id)
    if not rest:
        return _said(words("evidence.emoji_is", emoji=now))
    match = _NAME.match(rest.strip().lower())
    if match is None:
        return _said(words("evidence.emoji_unreadable", emoji=now))
    told = _said(words("evidence.emoji_set", emoji=match["name"]))
    return Outcome(told.replies, keeps=((incoming.channel_id, EMOJI, match["name"]),))


def privacy(incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """What becomes evidence, and the switch of the one who asks."""
    never = never_taken(stores, incoming.workspace_id, incoming.said.by)
    now = words("evidence.privacy_never" if never else "evidence.privacy_may")
    switch = ("evidence.again", words("evidence.take_again")) if never else ("evidence.never", words("evidence.never"))
    return Outcome(
        (
            Reply(
                parts=(
                    Text(text=words("evidence.privacy_title"), style="headline"),
                    Text(text=words("evidence.privacy")),
                    Text(text=now),
                    Buttons(buttons=(Button(text=switch[1], action=switch[0]),)),
                    *remembered_readings.parts(incoming, stores, words),
                ),
                whisper=True,
            ),
        )
    )


def switched(never: bool, incoming: Incoming, words: Words) -> Outcome:
    """The press of that switch."""
    told = _said(words("evidence.privacy_never" if never else "evidence.privacy_may"))
    return Outcome(told.replies, keeps=((incoming.said.by, NEVER, "yes" if never else "no"),))


def _said(text: str) -> Outcome:
    return Outcome((Reply(parts=(Text(text=text),), whisper=True),))
