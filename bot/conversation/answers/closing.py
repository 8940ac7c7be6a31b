"""Who answers for it, who else knows, how it is called, and when to ask again."""

from datetime import timedelta

from bot.conversation.answers.answer import Answer, set_map
from bot.conversation.ask import Ask
from bot.conversation.asking import put, question_text
from bot.conversation.ending import open_asks
from bot.conversation.flow import INVITED, answered, proceed
from bot.conversation.read_dates import say_date
from bot.conversation.read_owner import member_named, mentioned, read_owner
from bot.conversation.talk import Talk, encoded
from bot.conversation.wording import cut
from storage.model.changes import Change, SetTouchpoint


def owner(talk: Talk, about: Ask, answer: Answer) -> None:
    """Who answers for the touchpoints of a stage that have no owner."""
    stage = talk.stage(about.stage)
    if stage is not None:
        who = read_owner(answer.choice or answer.text, talk.by, talk.names, talk.words)
        bare = [touchpoint for touchpoint in stage.touchpoints if touchpoint.owner is None]
        changes: list[Change] = [SetTouchpoint(touchpoint=t.slug, field="owner", value=who) for t in bare]
        if changes:
            talk.do(*changes)
        talk.say("noted_owner", owner=who.label, n=len(bare), stage=cut(stage.title))
    answered(talk, about)


def title(talk: Talk, about: Ask, answer: Answer) -> None:
    """A new title; the id stays."""
    set_title(talk, answer.text)
    if talk.open == about:
        talk.keep(pending=None)
    proceed(talk)


def set_title(talk: Talk, text: str) -> None:
    set_map(talk, title=" ".join(text.split()))
    talk.say("title", title=talk.map.title)


def others(talk: Talk, about: Ask, answer: Answer) -> None:
    """Invites named members to two or three questions that they can answer."""
    found = mentioned(answer.text, talk.names)
    alone = member_named(answer.text, talk.names)
    members = found or ((alone,) if alone else ())
    if not members:
        example = next((name for member, name in talk.names.items() if member != talk.by), talk.said.name)
        talk.say("others_none", name=example)
        put(talk)
        return
    talk.keep(pending=None)
    asks = open_asks(talk)
    if asks:
        names = talk.words("say.comma").join(f"@{talk.name(member)}" for member in members)
        listed = " ".join(f"{k}. {question_text(talk, known)}" for k, known in enumerate(asks, 1))
        talk.say("others_asked", names=names, questions=listed)
        talk.keep(members=tuple(dict.fromkeys((*talk.session.members, *members))))
        if talk.session.part == "done":
            talk.note(INVITED, "\n".join(encoded(known) for known in asks))
    else:
        talk.say("others_nothing")
    proceed(talk)


def review(talk: Talk, about: Ask, answer: Answer) -> None:
    """When to ask again; this closes the build."""
    choice = answer.choice or next((c for c in ("30", "60", "90") if c in answer.text), None)
    if choice is None:
        talk.say("not_understood")
        put(talk)
        return
    days = None if choice == "never" else int(choice)
    set_map(talk, review_every_days=days)
    talk.keep(pending=None, waiting=None, state="closed", part="done")
    if days is None:
        talk.say("closed_never")
    else:
        talk.say("closed", date=say_date(talk.today + timedelta(days=days), talk.today, talk.words, with_year=True))
