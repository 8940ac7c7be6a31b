"""The thing on the map that a slug names, and whether a stage was rated."""

from storage.model.journey import Action, JourneyMap, Opportunity, PainPoint, Stage, Touchpoint


def has_mood(stage: Stage) -> bool:
    """Whether anybody rated the stage or a touchpoint of it."""
    return bool(stage.moods) or any(touchpoint.moods for touchpoint in stage.touchpoints)


def touchpoint_of(journey: JourneyMap, slug: str | None) -> Touchpoint | None:
    """The touchpoint with this slug."""
    return next((touchpoint for touchpoint in journey.touchpoints() if touchpoint.slug == slug), None)


def pain_of(journey: JourneyMap, slug: str | None) -> PainPoint | None:
    """The pain point with this slug."""
    return next((pain for pain in journey.pain_points if pain.slug == slug), None)


def idea_of(journey: JourneyMap, slug: str | None) -> Opportunity | None:
    """The opportunity with this slug."""
    return next((idea for idea in journey.opportunities if idea.slug == slug), None)


def action_of(journey: JourneyMap, slug: str | None) -> Action | None:
    """The action with this slug."""
    return next((action for action in journey.actions if action.slug == slug), None)
