"""What stands in the fields of a form for a thing as it is now? The inverse of `changes.py`."""

from collections.abc import Iterable

from bot.conversation.read_mood import signed
from bot.forms.about import About, Filled
from bot.forms.fields import fields_of
from storage.model.item import MoodVote
from storage.model.journey import Action, CustomerQuestion, JourneyMap, PainPoint, Stage, Touchpoint
from storage.model.persona import Persona
from storage.model.types import LevelVote, Owner

YES, NO = "✓", "✗"
PERSONA_NAMES = {
    "persona_kind": "kind",
    "persona_basis": "basis",
    "lives": "place",
    "questions_asked": "questions",
}
"""Fields of the form that the model calls otherwise."""


def filled(about: About, journey: JourneyMap, persona: Persona | None, by: str) -> Filled | None:
    """The texts of the form; votes are those of the member `by`. None if the thing is gone."""
    if about.new:
        return blank(about, journey)
    if about.kind == "persona":
        return _persona(persona) if persona is not None and persona.persona_id in journey.persona_ids else None
    thing = thing_of(about, journey)
    match thing:
        case Stage():
            return _stage(thing, by)
        case Touchpoint():
            return _touchpoint(thing, journey, by)
        case PainPoint():
            return _pain_point(thing, by)
        case Action():
            return _action(thing)
    return None


def thing_of(about: About, journey: JourneyMap) -> Stage | Touchpoint | PainPoint | Action | None:
    """The thing on the map that the form is about."""
    rows: dict[str, Iterable[Stage | Touchpoint | PainPoint | Action]] = {
        "stage": journey.stages,
        "touchpoint": journey.touchpoints(),
        "pain_point": journey.pain_points,
        "action": journey.actions,
    }
    return next((thing for thing in rows.get(about.kind, ()) if thing.slug == about.thing), None)


def blank(about: About, journey: JourneyMap) -> Filled:
    """An empty form, with what goes without saying."""
    here = about.at if journey.stage(about.at) else journey.stages[-1].slug if journey.stages else ""
    given = {
        "stage": here,
        "at": here,
        "after": here,
        "basis": "guess",
        "pain_status": "open",
        "action_status": "todo",
        "persona_kind": "customer",
        "persona_basis": "assumption",
    }
    return {field.key: given.get(field.key, "") for field in fields_of(about.kind, new=True)}


def _stage(stage: Stage, by: str) -> Filled:
    following = stage.next_step
    return {
        "title": stage.title,
        "short": stage.short or "",
        "next_step": (following.text if following else None) or "",
        "findable": (following.findable if following else None) or "",
        **_mood(stage.moods, by),
        "questions": _questions(stage.customer_questions),
        "metric": stage.metric or "",
    }


def _touchpoint(touchpoint: Touchpoint, journey: JourneyMap, by: str) -> Filled:
    stage, moment = journey.stage_of(touchpoint.slug), touchpoint.moment_of_truth
    return {
        "title": touchpoint.title,
        "stage": stage.slug if stage else "",
        "channel": channel_text(touchpoint.channel, touchpoint.channel_text),
        "place": touchpoint.place or "",
        "ours": "yes" if touchpoint.ours else "no",
        **_mood(touchpoint.moods, by),
        "thoughts": "\n".join(touchpoint.thoughts),
        "expectation": touchpoint.expectation or "",
        "questions": _questions(touchpoint.customer_questions),
        "content_present": "\n".join(touchpoint.content_present),
        "metric": touchpoint.metric or "",
        "moment": moment.kind if moment else "",
        "moment_why": (moment.why if moment else None) or "",
        **_owner(touchpoint.owner),
        "basis": touchpoint.basis,
    }


def _pain_point(pain: PainPoint, by: str) -> Filled:
    return {
        "title": pain.title,
        "at": f"{pain.at.stage}/{pain.at.touchpoint}" if pain.at.touchpoint else pain.at.stage,
        "severity": _level(pain.severity, by),
        "frequency": _level(pain.frequency, by),
        "cause": pain.cause or "",
        "pain_status": pain.status,
        "basis": pain.basis,
    }


def _action(action: Action) -> Filled:
    expected = action.expected
    return {
        "title": action.title,
        "opportunity": action.opportunity or "",
        **_owner(action.owner),
        "due_on": action.due_on.isoformat() if action.due_on else "",
        "action_status": action.status,
        "expected_metric": expected.metric if expected else "",
        "from_value": _number(expected.from_value if expected else None),
        "to_value": _number(expected.to_value if expected else None),
        "unit": (expected.unit if expected else None) or "",
        "ticket_url": str(action.ticket_url) if action.ticket_url else "",
    }


def _persona(persona: Persona) -> Filled:
    owned = _owner(persona.owner)
    texts = {}
    for field in fields_of("persona", new=False):
        value = getattr(persona, PERSONA_NAMES.get(field.key, field.key), None)
        texts[field.key] = "\n".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    return {**texts, **owned}


def channel_text(channel: str | None, spelt: str | None) -> str:
    """`website`, or with the person's own word: `other|fax`."""
    return f"{channel}|{spelt}" if channel and spelt else channel or ""


def _mood(votes: Iterable[MoodVote], by: str) -> Filled:
    own = next((vote for vote in votes if vote.by == by), None)
    return {"mood": signed(own.score) if own else "", "why": (own.why if own else None) or ""}


def _level(votes: Iterable[LevelVote], by: str) -> str:
    return next((str(vote.value) for vote in votes if vote.by == by), "")


def _questions(questions: Iterable[CustomerQuestion]) -> str:
    marks = {True: f"{YES} ", False: f"{NO} ", None: ""}
    return "\n".join(marks[question.answered] + question.text for question in questions)


def _owner(owner: Owner | None) -> Filled:
    if owner is None:
        return {"owner": "", "owner_name": ""}
    member = owner.member_id or ""
    slack = bool(member) and not member.startswith("local:")
    return {"owner": member if slack else "", "owner_name": "" if slack else owner.label}


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
