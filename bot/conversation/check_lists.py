"""The check lists of website, social media, e-mail, store and service: which touchpoints of a map are meant?"""

from collections.abc import Mapping

from bot.conversation.ask import Ask, View
from bot.conversation.unanswered.journey import lowest_stages
from storage.model.journey import JourneyMap, Stage, Touchpoint

CHANNELS_OF: Mapping[str, frozenset[str]] = {
    "website": frozenset({"website", "mobile_web", "mobile_app"}),
    "social": frozenset({"social_organic", "social_ad", "community"}),
    "email": frozenset({"email"}),
    "store": frozenset({"store"}),
    "service": frozenset({"phone", "live_chat", "chatbot", "help_center", "messaging"}),
}
CHECKED = "checked"


def kind_checked(about: Ask) -> str:
    """`website` of `check.website`."""
    return about.question.removeprefix("check.")


def touchpoints_on(journey: JourneyMap, kind: str) -> tuple[Touchpoint, ...]:
    """The touchpoints of the map on these channels."""
    return tuple(t for t in journey.touchpoints() if t.channel in CHANNELS_OF[kind])


def stage_checked(journey: JourneyMap, kind: str) -> Stage | None:
    """Where what is lacking belongs: the stage with the lowest mood that uses the channel, else the lowest of all."""
    ranked = lowest_stages(journey)
    used = [stage for stage in ranked if any(t.channel in CHANNELS_OF[kind] for t in stage.touchpoints)]
    return next(iter((*used, *ranked)), None)


def to_check(view: View, ask: Ask) -> bool:
    """Whether the map uses the channel and nobody went through its list in this thread."""
    kind, journey = kind_checked(ask), view.journey
    done = view.session.notes.get(CHECKED, "").split()
    return journey is not None and kind not in done and bool(touchpoints_on(journey, kind))
