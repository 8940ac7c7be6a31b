"""A small map, and what a form of it needs to be judged."""

from datetime import UTC, datetime

from bot.forms.about import About, Filled, Sent
from bot.forms.filled import filled
from bot.forms.ground import Ground
from storage.maps import Saved
from storage.model import changes as c
from storage.model.apply import apply
from storage.model.changes import Change
from storage.model.journey import Home, JourneyMap
from storage.model.persona import Persona
from storage.model.types import Anchor, Owner

ANA, BORIS = "U0ANA", "U0BORIS"
NAMES = {ANA: "Ana", BORIS: "Boris"}
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)

COLLEEN = Persona(
    workspace_id="T1", persona_id="colleen", name="Curious Colleen", initials="CC", goals=("save time",),
    place="Berlin", tech_level=4, owner=Owner(label="Ana", member_id=ANA),
)  # fmt: skip

BUILT: tuple[Change, ...] = (
    c.AddStage(title="Look", slug="look"),
    c.AddStage(title="Compare", slug="compare"),
    c.AddTouchpoint(stage="look", title="asks friends", slug="asks-friends", channel="word_of_mouth"),
    c.AddTouchpoint(stage="compare", title="reads reviews", slug="reads-reviews", channel="review_site"),
    c.AddPainPoint(at=Anchor(stage="compare"), title="too much text", slug="too-much-text"),
    c.AddOpportunity(title="a comparison tool", pain_points=("too-much-text",), slug="tool"),
    c.AddAction(title="draw the tool", opportunity="tool", slug="draw-tool"),
)


def journey(*more: Change) -> JourneyMap:
    """Version 1, with further changes of Ana's."""
    empty = JourneyMap(
        workspace_id="T1", map_id="vacuum", title="Vacuum", owner=Owner(label="Ana", member_id=ANA),
        home=Home(channel_id="C0SHOP", thread_ts="1.0"), persona_ids=("colleen",),
    )  # fmt: skip
    return apply(empty, (*BUILT, *more), ANA, AT, "chat")


def changed(before: JourneyMap, by: str, *changes: Change) -> JourneyMap:
    """The version after these changes."""
    return apply(before, changes, by, AT, "chat").model_copy(update={"version": before.version + 1})


def known(*versions: JourneyMap, savers: tuple[str, ...] = (), by: str = ANA, persona: Persona | None = None) -> Ground:
    """`versions` from the oldest; `savers` say who saved each, Ana where it does not."""
    who = (*savers, *(ANA for _ in versions))
    past = [Saved(map=m, changes=(), by=w, at=AT, reason="chat") for m, w in zip(versions, who, strict=False)]
    return Ground(
        journey=versions[-1], persona=persona, persona_ids=("colleen",),
        past=tuple(reversed(past)), quotes=(), hidden=0, by=by, at=AT, names=NAMES,
    )  # fmt: skip


def about(kind: str, thing: str = "", at: str = "", version: int = 1) -> About:
    return About.model_validate({"map_id": "vacuum", "kind": kind, "thing": thing, "at": at, "version": version})


def standing(form: About, on: JourneyMap, by: str = ANA, persona: Persona | None = None) -> Filled:
    """What the form shows."""
    shown = filled(form, on, persona, by)
    assert shown is not None
    return shown


def sent(form: About, on: JourneyMap, by: str = ANA, persona: Persona | None = None, **typed: str) -> Sent:
    """The form of `on`, sent with these fields typed anew."""
    before = standing(form, on, by, persona)
    return Sent(about=form, before=before, after={**before, **typed})
