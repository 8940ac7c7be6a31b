"""Journey maps: what they do not answer yet, and about which stages and items a question is asked."""

from collections.abc import Callable, Mapping, Sequence

from bot.conversation.ask import Ask, Target, View
from bot.conversation.on_map import action_of, has_mood, idea_of, pain_of, touchpoint_of
from storage.model.confidence import of_item
from storage.model.journey import Action, JourneyMap, Opportunity, PainPoint, Stage, Touchpoint
from storage.model.mood import level, stage_value

AT_MOST_PAINS, AT_MOST_IDEAS, SEVERE = 5, 5, 4


def _stage(journey: JourneyMap, ask: Ask) -> Stage | None:
    return journey.stage(ask.stage) if ask.stage else None


def _doing(journey: JourneyMap, ask: Ask) -> bool:
    stage = _stage(journey, ask)
    return stage is not None and not stage.touchpoints


def _mood(journey: JourneyMap, ask: Ask) -> bool:
    stage = _stage(journey, ask)
    return stage is not None and not has_mood(stage)


def _severity(journey: JourneyMap, ask: Ask) -> bool:
    pain = pain_of(journey, ask.item)
    return pain is not None and not pain.severity


def _frequency(journey: JourneyMap, ask: Ask) -> bool:
    pain = pain_of(journey, ask.item)
    return pain is not None and not pain.frequency and (level(pain.severity) or 0) >= SEVERE


def _questions(journey: JourneyMap, ask: Ask) -> bool:
    stage = _stage(journey, ask)
    return stage is not None and not stage.customer_questions


def _next(journey: JourneyMap, ask: Ask) -> bool:
    stage = _stage(journey, ask)
    return stage is not None and stage.next_step is None


def _metric(journey: JourneyMap, ask: Ask) -> bool:
    stage = _stage(journey, ask)
    return stage is not None and stage.metric is None


def _owner(journey: JourneyMap, ask: Ask) -> bool:
    stage = _stage(journey, ask)
    return stage is not None and any(touchpoint.owner is None for touchpoint in stage.touchpoints)


def _walked(journey: JourneyMap, ask: Ask) -> bool:
    touchpoint = touchpoint_of(journey, ask.item)
    return touchpoint is not None and not touchpoint.walks


def _channel(journey: JourneyMap, ask: Ask) -> bool:
    touchpoint = touchpoint_of(journey, ask.item)
    return touchpoint is not None and touchpoint.channel is None


def _rating(journey: JourneyMap, ask: Ask) -> bool:
    idea = idea_of(journey, ask.item)
    if idea is None:
        return not journey.opportunities
    return not (idea.impact if ask.question == "impact" else idea.effort)


def _action_owner(journey: JourneyMap, ask: Ask) -> bool:
    action = action_of(journey, ask.item)
    return action is not None and action.owner is None


def _action_due(journey: JourneyMap, ask: Ask) -> bool:
    action = action_of(journey, ask.item)
    return action is not None and action.due_on is None


def _expected(journey: JourneyMap, ask: Ask) -> bool:
    action = action_of(journey, ask.item)
    return action.expected is None if action else not journey.actions


OPEN: Mapping[str, Callable[[JourneyMap, Ask], bool]] = {
    "doing": _doing,
    "mood": _mood,
    "moods": lambda journey, ask: any(not has_mood(stage) for stage in journey.stages),
    "channel": _channel,
    "bounds": lambda journey, ask: journey.starts_when is None or journey.ends_when is None,
    "number": lambda journey, ask: journey.goal_business is None,
    "group": lambda journey, ask: journey.customer_group is None,
    "severity": _severity,
    "frequency": _frequency,
    "questions": _questions,
    "next": _next,
    "overlooked": lambda journey, ask: not journey.overlooked_asked and bool(journey.stages),
    "moments": lambda journey, ask: (
        any(True for _ in journey.touchpoints()) and not any(t.moment_of_truth for t in journey.touchpoints())
    ),
    "walked": _walked,
    "metric": _metric,
    "opportunity": lambda journey, ask: not journey.opportunities,
    "impact": _rating,
    "effort": _rating,
    "action": lambda journey, ask: not journey.actions,
    "action_owner": _action_owner,
    "action_due": _action_due,
    "expected": _expected,
    "owner": _owner,
}


def lowest_stages(journey: JourneyMap) -> tuple[Stage, ...]:
    """Stages by mood, worst first; those without a mood last, each group in map order."""
    return tuple(sorted(journey.stages, key=lambda stage: _value(journey, stage.slug)))


def worst_pains(view: View) -> tuple[PainPoint, ...]:
    """Pain points still open by severity, then their lowest vote, then confidence, then as they came."""
    journey = view.journey
    if journey is None:
        return ()
    sure = ("researched", "partial", "assumption")

    def rank(pain: PainPoint) -> tuple[float, float, int]:
        confidence = sure.index(of_item(pain, journey, view.backings))
        return -(level(pain.severity) or 0), _lowest_vote(journey, pain), confidence

    return tuple(sorted((pain for pain in journey.pain_points if pain.status == "open"), key=rank))


def _value(journey: JourneyMap, slug: str) -> float:
    stage = journey.stage(slug)
    value = stage_value(stage) if stage else None
    return 9.0 if value is None else value


def _lowest_vote(journey: JourneyMap, pain: PainPoint) -> float:
    """Of the votes whose reason the pain point is, else of all at its stage."""
    stage = journey.stage(pain.at.stage)
    if stage is None:
        return 0
    votes = [*stage.moods, *(vote for touchpoint in stage.touchpoints for vote in touchpoint.moods)]
    own = [vote for vote in votes if vote.why and vote.why.casefold() == pain.title.casefold()]
    return min((vote.score for vote in own or votes), default=0)


def _without_idea(journey: JourneyMap, pains: Sequence[PainPoint]) -> tuple[PainPoint, ...]:
    thought_of = {slug for idea in journey.opportunities for slug in idea.pain_points}
    return tuple(pain for pain in pains if pain.slug not in thought_of)


def best_ideas(journey: JourneyMap) -> tuple[Opportunity, ...]:
    """Ideas that help most for the least work first; unrated ones count as middling."""

    def rank(idea: Opportunity) -> float:
        return (level(idea.effort) or 3) - (level(idea.impact) or 3)

    return tuple(sorted((idea for idea in journey.opportunities if idea.status in ("idea", "chosen")), key=rank))


def _ideas_without_action(journey: JourneyMap) -> tuple[Opportunity, ...]:
    started = {action.opportunity for action in journey.actions}
    return tuple(idea for idea in best_ideas(journey) if idea.slug not in started)


def _stages(view: View) -> Sequence[Target]:
    return [(stage.slug, None) for stage in view.journey.stages] if view.journey else ()


def _lowest_stages(view: View) -> Sequence[Target]:
    return [(stage.slug, None) for stage in lowest_stages(view.journey)] if view.journey else ()


def _places_without_channel(view: View) -> Sequence[Target]:
    """The first touchpoint of each stage where no touchpoint has a channel."""
    stages = view.journey.stages if view.journey else ()
    bare = [stage for stage in stages if stage.touchpoints and not any(t.channel for t in stage.touchpoints)]
    return [(stage.slug, stage.touchpoints[0].slug) for stage in bare]


def _items(things: Sequence[PainPoint | Opportunity | Action | Touchpoint], at_most: int) -> Sequence[Target]:
    """The first ones; where there is none yet, a place is kept for one, so that the number of questions is right."""
    return [(None, thing.slug) for thing in things[:at_most]] or [(None, None)]


def _first(things: Sequence[PainPoint | Opportunity | Action]) -> Sequence[Target]:
    return _items(things, 1)


def _journey(view: View) -> JourneyMap:
    assert view.journey is not None
    return view.journey


def _telling(journey: JourneyMap) -> list[Touchpoint]:
    return [t for t in journey.touchpoints() if t.moment_of_truth or t.overlooked]


TARGETS: Mapping[str, Callable[[View], Sequence[Target]]] = {
    "stages": _stages,
    "lowest_stages": _lowest_stages,
    "lowest_stage": lambda view: _lowest_stages(view)[:1],
    "places_without_channel": _places_without_channel,
    "worst_pains": lambda view: _items(worst_pains(view), AT_MOST_PAINS),
    "worst_pain": lambda view: _first(_without_idea(_journey(view), worst_pains(view)) or worst_pains(view)),
    "pains_without_idea": lambda view: _items(_without_idea(_journey(view), worst_pains(view)), 1),
    "ideas": lambda view: _items(best_ideas(_journey(view)), AT_MOST_IDEAS),
    "best_idea": lambda view: _first(best_ideas(_journey(view))),
    "ideas_without_action": lambda view: _items(_ideas_without_action(_journey(view)), 1),
    "first_action": lambda view: _first(_journey(view).actions),
    "actions": lambda view: _items(_journey(view).actions, AT_MOST_IDEAS),
    "telling_touchpoints": lambda view: _items(_telling(_journey(view)), AT_MOST_PAINS),
}
