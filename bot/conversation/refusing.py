"""A person sent what does not fit: the sentence for it, and the open question again. Nothing said before is lost."""

from bot.conversation.answers.touchpoints import refusal_text
from bot.conversation.asking import put
from bot.conversation.ending import gaps_line
from bot.conversation.talk import Talk, encoded
from bot.reply import Button
from storage.errors import ChangeRefused, NotAllowed, WaymarkError
from storage.model.gaps import gaps

LONGEST_VALUE = 1500


def refuse(talk: Talk, error: WaymarkError) -> None:
    """Says what is wrong and what to do."""
    if isinstance(error, NotAllowed):
        talk.text(talk.words("errors.NotAllowed", **error.facts))
    elif isinstance(error, ChangeRefused) and error.key == "not_ready_for_review":
        talk.text(gaps_line(talk, tuple(gap for gap in gaps(talk.map) if gap.blocking)))
    elif isinstance(error, ChangeRefused):
        talk.text(refusal_text(talk, error))
        _offer_the_first(talk, error)
    else:
        talk.say("not_understood")
    if talk.session.state == "active":
        put(talk)


def _offer_the_first(talk: Talk, error: ChangeRefused) -> None:
    """[Keep the first n] for a single answer that is too long."""
    about, limit = talk.open, error.facts.get("max")
    if error.key != "too_long" or about is None or not isinstance(limit, int) or talk.said.press is not None:
        return
    first = " ".join(talk.said.text.split())[:limit].strip()
    if first and limit <= LONGEST_VALUE:
        text = talk.words("button.keep_first", max=limit)
        talk.offer(Button(text=text, action="build.keep_first", value=encoded(about, first)))
