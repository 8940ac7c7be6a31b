"""Where is nothing answered? Where people of other companies read along, or might; who asks is told why."""

from collections.abc import Sequence

from bot.slack.heard import Heard
from bot.slack.people import Place, Someone
from prompts.loader import Words
from storage.mailboxes import Received, ToSend
from storage.open import Stores


def is_declined(heard: Heard, someone: Someone, place: Place | None) -> bool:
    """Known to be shared with others, or not known at all; a message's menu works where Slack tells us nothing."""
    if someone.outside or heard.shared_outside:
        return True
    from_menu = heard.press is not None and heard.press.action == "evidence.keep"
    return place is not None and place.outside and not (from_menu and place.unknown)


def why(place: Place | None, words: Words) -> str:
    if place is None or not place.unknown:
        return words("slack.shared_channel")
    known = f"slack.refused.{place.unknown}"
    return words(known) if words.has(known) else words("slack.who_reads", reason=place.unknown)


def keep_once_a_day(stores: Stores, row: Received, heard: Heard, line: Sequence[ToSend]) -> None:
    """In public the reason is given once a day."""
    day = row.received_at.date().isoformat()
    with stores.transaction() as tx:
        if tx.workspaces.recall(heard.team, heard.channel, "declined") != day:
            tx.workspaces.remember(heard.team, heard.channel, "declined", day)
            tx.outbox.add(line)
        tx.inbox.done(row.number)
