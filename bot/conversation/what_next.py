"""What is to be done with the finished map? Six steps in the order of improving, each with the items it concerns."""

import re
from collections.abc import Callable, Iterator

from bot.conversation.check_lists import touchpoints_on
from bot.conversation.read_dates import say_date
from bot.conversation.talk import Talk
from bot.conversation.tongues import listed, starting
from bot.conversation.unanswered.journey import worst_pains
from bot.conversation.wording import channel_label, cut
from bot.reply import Text
from storage.errors import NotAllowed
from storage.model.changes import SetStatus
from storage.model.confidence import of_item, of_mood
from storage.model.gaps import gaps
from storage.model.journey import Action, Stage

SHOWN, TITLE = 5, 60
PERSONAL = frozenset({"email", "sms", "push", "messaging", "mobile_app", "social_ad"})
"""Channels on which each customer can be told something else."""
OF_EVIDENCE = ("no_evidence", "stale_evidence")


def what_next(talk: Talk) -> None:
    """The list; a map in review or draft is told how it gets approved."""
    if talk.journey is None:
        talk.text(talk.words("refused.no_map_yet"))
        return
    talk.text(talk.words("next_steps.title", title=cut(talk.map.title)))
    lines = (_line(talk, k, key, list(found(talk))) for k, (key, found) in enumerate(STEPS, 1))
    talk.parts.append(Text(text="\n".join(lines)))
    if talk.map.status == "review":
        talk.text(talk.words("next_steps.approve_how", owner=talk.map.owner.label))


def approve(talk: Talk) -> None:
    """From review to approved, by the owner; then what comes next. Raises ChangeRefused, NotAllowed."""
    if talk.journey is None:
        talk.text(talk.words("refused.no_map_yet"))
        return
    if talk.map.status != "approved":
        if talk.scene.guest:
            raise NotAllowed(talk.map.owner.label)
        talk.do(SetStatus(status="approved"))
    talk.say("status", status=talk.words.data("lists.status")["approved"], v=talk.version)
    what_next(talk)


def _line(talk: Talk, k: int, key: str, items: list[str]) -> str:
    name = talk.words(f"next_steps.steps.{key}")
    shown = items[:SHOWN]
    if len(items) > SHOWN:
        shown.append(talk.words("method.more", n=len(items) - SHOWN))
    said = talk.words("say.semicolon").join(shown) or talk.words("next_steps.nothing")
    return talk.words("next_steps.line", k=k, name=name, items=said)


def _map(talk: Talk) -> Iterator[str]:
    """What the map itself lacks or what is worth a look."""
    for gap in gaps(talk.map, backings=talk.backings, base=talk.base, today=talk.today):
        if gap.key not in OF_EVIDENCE:
            yield talk.words(f"gap.{gap.key}", **gap.facts)


def _feedback(talk: Talk) -> Iterator[str]:
    """What is only guessed, and old evidence."""
    for pain in worst_pains(talk.view):
        if of_item(pain, talk.map, talk.backings) == "assumption":
            yield talk.words("next_steps.guessed", title=cut(pain.title, TITLE))
    for stage in talk.map.stages:
        if stage.moods and of_mood(stage.moods, talk.backings) == "assumption":
            yield talk.words("next_steps.guessed_mood", stage=cut(stage.title, TITLE))
    for gap in gaps(talk.map, backings=talk.backings, base=talk.base, today=talk.today):
        if gap.key == "stale_evidence":
            yield talk.words(f"gap.{gap.key}", **gap.facts)


def _personal(talk: Talk) -> Iterator[str]:
    """Touchpoints that can be fitted to the person, and personas nobody said how to talk to."""
    for touchpoint in talk.map.touchpoints():
        if touchpoint.channel in PERSONAL and touchpoint.ours:
            channel = channel_label(touchpoint, talk.words)
            yield talk.words("next_steps.at", title=cut(touchpoint.title, TITLE), where=channel)
    for known in talk.map.persona_ids:
        persona = talk.persona_with(known)
        if persona is not None and persona.communication_style is None:
            yield talk.words("next_steps.no_tone", persona=persona.name)


def _purchase(talk: Talk) -> Iterator[str]:
    """Obstacles where people buy or that speak of checkout, product text and returns, and hidden next steps."""
    buying = {stage.slug for stage in talk.map.stages if _is_buying(talk, stage)}
    told_of = "|".join(map(starting, listed(talk.words, "next_steps.purchase_words")))
    for pain in worst_pains(talk.view):
        if pain.at.stage in buying or re.search(told_of, pain.title, re.IGNORECASE):
            yield talk.words("say.quoted", text=cut(pain.title, TITLE))
    for stage in talk.map.stages:
        if stage.next_step is not None and stage.next_step.findable in ("hidden", "none"):
            yield talk.words("next_steps.hidden", stage=cut(stage.title, TITLE))


def _is_buying(talk: Talk, stage: Stage) -> bool:
    if stage.role is not None:
        return stage.role == "buy"
    words = listed(talk.words, "reading.purchase_words")
    return any(re.search(starting(word), stage.title, re.IGNORECASE) for word in words)


def _service(talk: Talk) -> Iterator[str]:
    """Questions that nobody answers, and the touchpoints where people are helped."""
    asked = [q for stage in talk.map.stages for q in stage.customer_questions]
    asked += [q for touchpoint in talk.map.touchpoints() for q in touchpoint.customer_questions]
    for question in asked:
        if not question.answered:
            yield talk.words("next_steps.unanswered", text=cut(question.text, TITLE))
    for touchpoint in touchpoints_on(talk.map, "service"):
        channel = channel_label(touchpoint, talk.words)
        yield talk.words("next_steps.at", title=cut(touchpoint.title, TITLE), where=channel)


def _measure(talk: Talk) -> Iterator[str]:
    """Actions with owner and date, overdue ones named so; then the numbers of the stages."""
    for action in sorted(talk.map.actions, key=lambda a: (a.due_on is None, a.due_on or talk.today)):
        if action.status not in ("done", "dropped"):
            yield _action(talk, action)
    for stage in talk.map.stages:
        if stage.metric:
            yield talk.words("next_steps.at", title=cut(stage.metric, TITLE), where=cut(stage.title, TITLE))


def _action(talk: Talk, action: Action) -> str:
    owner = action.owner.label if action.owner else talk.words("next_steps.nobody")
    due = say_date(action.due_on, talk.today, talk.words) if action.due_on else talk.words("next_steps.no_date")
    key = "overdue" if action.due_on is not None and action.due_on < talk.today else "action"
    return talk.words(f"next_steps.{key}", title=cut(action.title, TITLE), owner=owner, due=due)


STEPS: tuple[tuple[str, Callable[[Talk], Iterator[str]]], ...] = (
    ("map", _map),
    ("feedback", _feedback),
    ("personal", _personal),
    ("purchase", _purchase),
    ("service", _service),
    ("measure", _measure),
)
