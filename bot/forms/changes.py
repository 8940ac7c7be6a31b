"""Which changes lead from what the form showed to what was typed? The smallest list, in the order they must be done."""

from collections.abc import Iterator, Mapping, Sequence

from bot.forms.about import About, Filled
from bot.forms.checked import as_number, bare, mark_of
from bot.forms.fields import NOBODY
from bot.forms.filled import YES, thing_of
from storage.model import changes as c
from storage.model.changes import Change
from storage.model.item import MoodVote
from storage.model.journey import CustomerQuestion, Expected, JourneyMap, MomentOfTruth, NextStep, Stage, Touchpoint
from storage.model.refusals import made
from storage.model.steps.places import new_slug
from storage.model.types import Anchor, Owner

Names = Mapping[str, str]


def changes(
    about: About, journey: JourneyMap, before: Filled, after: Filled, by: str, names: Names
) -> tuple[Change, ...]:
    """`before` are the texts of the thing as it is on `journey`. Raises ChangeRefused for what no field can hold."""
    if not about.new and before == after:
        return ()
    match about.kind:
        case "stage":
            return tuple(_stage(about, journey, before, after, by))
        case "touchpoint":
            return tuple(_touchpoint(about, journey, before, after, by, names))
        case "pain_point":
            return tuple(_pain_point(about, journey, before, after))
        case "action":
            return tuple(_action(about, journey, before, after, names))
        case "persona":
            return ()


def _stage(about: About, journey: JourneyMap, before: Filled, after: Filled, by: str) -> Iterator[Change]:
    slug = about.thing
    if about.new:
        slug = new_slug(journey, "stage", after["title"])
        yield c.AddStage(title=after["title"], slug=slug, after=after["after"] or None)
    elif _differ(before, after, "title"):
        yield c.SetStage(stage=slug, field="title", value=after["title"])
    for key in ("short", "metric"):
        if _differ(before, after, key):
            yield c.SetStage(stage=slug, field=key, value=after[key] or None)
    if _differ(before, after, "next_step", "findable"):
        yield c.SetStage(stage=slug, field="next_step", value=_next_step(after))
    if _differ(before, after, "questions"):
        yield c.SetStage(stage=slug, field="customer_questions", value=_questions(after["questions"]))
    yield from _vote(about, journey, Anchor(stage=slug), before, after, by)


def _touchpoint(
    about: About, journey: JourneyMap, before: Filled, after: Filled, by: str, names: Names
) -> Iterator[Change]:
    slug = about.thing
    if about.new:
        slug = new_slug(journey, "touchpoint", after["title"], parent=after["stage"])
        yield _added(slug, after)
    else:
        yield from _moved(slug, before, after)
    values = {
        "place": after["place"] or None,
        "expectation": after["expectation"] or None,
        "metric": after["metric"] or None,
        "thoughts": tuple(after["thoughts"].splitlines()),
        "content_present": tuple(after["content_present"].splitlines()),
    }
    for key, value in values.items():
        if _differ(before, after, key):
            yield c.SetTouchpoint(touchpoint=slug, field=key, value=value)
    if _differ(before, after, "questions"):
        yield c.SetTouchpoint(touchpoint=slug, field="customer_questions", value=_questions(after["questions"]))
    if _differ(before, after, "moment", "moment_why"):
        yield c.SetTouchpoint(touchpoint=slug, field="moment_of_truth", value=_moment(after))
    if _differ(before, after, "owner", "owner_name"):
        yield c.SetTouchpoint(touchpoint=slug, field="owner", value=owner(before, after, names))
    yield from _basis(slug, before, after)
    yield from _vote(about, journey, Anchor(stage=after["stage"], touchpoint=slug), before, after, by)


def _added(slug: str, after: Filled) -> Change:
    channel, _, spelt = after["channel"].partition("|")
    return c.AddTouchpoint(
        stage=after["stage"],
        title=after["title"],
        slug=slug,
        channel=channel or None,
        channel_text=spelt or None,
        ours=after["ours"] == "yes" if after["ours"] else None,
    )


def _moved(slug: str, before: Filled, after: Filled) -> Iterator[Change]:
    """What a new touchpoint is born with and an old one gets anew."""
    (old, _, was_spelt), (channel, _, spelt) = before["channel"].partition("|"), after["channel"].partition("|")
    if _differ(before, after, "title"):
        yield c.SetTouchpoint(touchpoint=slug, field="title", value=after["title"])
    if _differ(before, after, "stage"):
        yield c.MoveTouchpoint(touchpoint=slug, stage=after["stage"])
    if old != channel:
        yield c.SetTouchpoint(touchpoint=slug, field="channel", value=channel or None)
    if was_spelt != spelt:
        yield c.SetTouchpoint(touchpoint=slug, field="channel_text", value=spelt or None)
    if _differ(before, after, "ours"):
        yield c.SetTouchpoint(touchpoint=slug, field="ours", value=after["ours"] == "yes")


def _pain_point(about: About, journey: JourneyMap, before: Filled, after: Filled) -> Iterator[Change]:
    slug = about.thing
    stage, _, touchpoint = after["at"].partition("/")
    at = Anchor(stage=stage, touchpoint=touchpoint or None)
    if about.new:
        slug = new_slug(journey, "pain_point", after["title"], parent=stage)
        yield c.AddPainPoint(at=at, title=after["title"], slug=slug)
    else:
        if _differ(before, after, "title"):
            yield c.SetItem(item=slug, field="title", value=after["title"])
        if _differ(before, after, "at"):
            yield c.SetItem(item=slug, field="at", value=at)
    if _differ(before, after, "cause"):
        yield c.SetItem(item=slug, field="cause", value=after["cause"] or None)
    if _differ(before, after, "pain_status"):
        yield c.SetItem(item=slug, field="status", value=after["pain_status"])
    if _differ(before, after, "severity") and after["severity"]:
        yield c.VoteLevel(item=slug, field="severity", value=int(after["severity"]))
    if _differ(before, after, "frequency") and after["frequency"]:
        yield c.VoteLevel(item=slug, field="frequency", value=int(after["frequency"]))
    yield from _basis(slug, before, after)


def _action(about: About, journey: JourneyMap, before: Filled, after: Filled, names: Names) -> Iterator[Change]:
    slug = about.thing
    if about.new:
        slug = new_slug(journey, "action", after["title"])
        yield c.AddAction(
            title=after["title"],
            slug=slug,
            opportunity=after["opportunity"] or None,
            owner=owner(before, after, names),
            due_on=after["due_on"] or None,
            expected=_expected(after),
        )
    else:
        for key in ("title", "opportunity", "due_on"):
            if _differ(before, after, key):
                yield c.SetItem(item=slug, field=key, value=after[key] or None)
        if _differ(before, after, "owner", "owner_name"):
            yield c.SetItem(item=slug, field="owner", value=owner(before, after, names))
        if _differ(before, after, "expected_metric", "from_value", "to_value", "unit"):
            yield c.SetItem(item=slug, field="expected", value=_expected(after))
    if _differ(before, after, "action_status"):
        yield c.SetItem(item=slug, field="status", value=after["action_status"])
    if _differ(before, after, "ticket_url"):
        yield c.SetItem(item=slug, field="ticket_url", value=after["ticket_url"] or None)


def _vote(about: About, journey: JourneyMap, at: Anchor, before: Filled, after: Filled, by: str) -> Iterator[Change]:
    """The writer's own vote. A vote keeps what it does not name, so an emptied reason means to vote anew."""
    if not _differ(before, after, "mood", "why"):
        return
    if not after["mood"]:
        yield c.TakeBackMood(at=at)
        return
    emptied = before["why"] and not after["why"]
    own = _own_vote(about, journey, by) if emptied else None
    if own is not None:
        yield c.TakeBackMood(at=at)
    word = own.word if own is not None and before["mood"] == after["mood"] else None
    yield c.VoteMood(at=at, score=int(after["mood"]), word=word, why=after["why"] or None)
    if own is not None and own.basis != "guess":
        yield c.SetBasis(basis=own.basis, mood_at=at)
    for piece in own.evidence if own is not None else ():
        yield c.LinkEvidence(evidence_id=piece, mood_at=at)


def _own_vote(about: About, journey: JourneyMap, by: str) -> MoodVote | None:
    place = thing_of(about, journey)
    votes: Sequence[MoodVote] = place.moods if isinstance(place, Stage | Touchpoint) else ()
    return next((vote for vote in votes if vote.by == by), None)


def _basis(slug: str, before: Filled, after: Filled) -> Iterator[Change]:
    if _differ(before, after, "basis"):
        yield c.SetBasis(basis=after["basis"], item=slug)


def owner(before: Filled, after: Filled, names: Names) -> Owner | None:
    """Who was picked or named; of the two the one that was changed."""
    picked, named = after["owner"], after["owner_name"]
    newly_picked = picked != before["owner"] and named == before["owner_name"]
    if picked and (not named or newly_picked):
        return made(Owner, label=names.get(picked, picked), member_id=picked)
    return made(Owner, label=named) if named and named != NOBODY else None


def _next_step(after: Filled) -> NextStep | None:
    if not (after["next_step"] or after["findable"]):
        return None
    return made(NextStep, text=after["next_step"] or None, findable=after["findable"] or None)


def _questions(text: str) -> tuple[CustomerQuestion, ...]:
    def answered(line: str) -> bool | None:
        mark = mark_of(line)
        return mark == YES if mark else None

    return tuple(made(CustomerQuestion, text=bare(line), answered=answered(line)) for line in text.splitlines())


def _moment(after: Filled) -> MomentOfTruth | None:
    return made(MomentOfTruth, kind=after["moment"], why=after["moment_why"] or None) if after["moment"] else None


def _expected(after: Filled) -> Expected | None:
    if not after["expected_metric"]:
        return None
    return made(
        Expected,
        metric=after["expected_metric"],
        from_value=as_number(after["from_value"]),
        to_value=as_number(after["to_value"]),
        unit=after["unit"] or None,
    )


def _differ(before: Filled, after: Filled, *keys: str) -> bool:
    return any(before.get(key, "") != after[key] for key in keys)
