"""Changes at random on the map of Curious Colleen, for properties that hold for all of them."""

from functools import cache
from typing import get_args

from colleen import colleen_thread
from hypothesis import strategies as st

from storage.model import changes as c
from storage.model.journey import JourneyMap
from storage.model.lists import CHANNELS
from storage.model.routes import EdgeKind
from storage.model.types import Anchor, Basis


@cache
def things() -> JourneyMap:
    """The map that the changes are made on: version 18 of the example, with more votes, ideas and actions."""
    thread = colleen_thread()
    for touchpoint in list(thread.map.touchpoints())[::3]:
        at = Anchor(stage=thread.map.stage_of(touchpoint.slug).slug, touchpoint=touchpoint.slug)
        thread.does("U0MIA", c.VoteMood(at=at, score=1), c.AddPainPoint(at=at, title=f"pain at {touchpoint.title}"))
    for stage in ("inquiry", "comparison", "purchase"):
        at = next(p.slug for p in thread.map.pain_points if p.at.stage == stage)
        thread.does(
            "U0MIA",
            c.AddOpportunity(title=f"idea at {stage}", pain_points=(at,)),
            c.AddAction(title=f"step at {stage}", stage=stage, opportunity=f"idea-{stage}"),
            c.AddRequirement(title=f"needed at {stage}", side="process", at=Anchor(stage=stage)),
            c.AddNote(title=f"said at {stage}", quadrant="says", at=Anchor(stage=stage)),
        )
    spots = [touchpoint.slug for touchpoint in thread.map.touchpoints()]
    thread.does(
        "U0MIA",
        c.AddEdge(title="goes back", from_touchpoint=spots[4], to_touchpoint=spots[3], way="loop_back"),
        c.AddEdge(title="leaves", from_touchpoint=spots[4], way="exit"),
        c.AddRoute(title="impulse", touchpoints=(spots[2], spots[4])),
        c.AddTarget(title="abandonment", from_value=70, to_value=49, unit="%"),
    )
    return thread.map


def changes_of(journey: JourneyMap, size: int = 6) -> st.SearchStrategy[list[c.Change]]:
    """Up to `size` changes, some of which the map refuses."""
    return st.lists(one_change(journey), min_size=1, max_size=size)


def _placed(journey: JourneyMap) -> set[str]:
    return {item.slug for item in (*journey.pain_points, *journey.opportunities, *journey.actions)}


WAYS = get_args(EdgeKind)
TEXTS = ("reads the manual", "asks 朋友", "первпат", "it broke again", "too much text")


def one_change(
    journey: JourneyMap, stages_named: tuple[str, ...] = (), texts: tuple[str, ...] = TEXTS
) -> st.SearchStrategy[c.Change]:
    """Any kind of change that a member makes, at any place of the map, or of some of its stages."""
    rows = [s for s in journey.stages if not stages_named or s.slug in stages_named]
    slugs = {s.slug for s in rows}
    stages = st.sampled_from([s.slug for s in rows])
    spots = st.sampled_from([t.slug for s in rows for t in s.touchpoints])
    pains = st.sampled_from([p.slug for p in journey.pain_points if p.at.stage in slugs])
    ideas = st.sampled_from([o.slug for o in journey.opportunities if o.stage in slugs])
    actions = st.sampled_from([a.slug for a in journey.actions if a.stage in slugs])
    further = [item.slug for item in journey.items() if item.slug not in _placed(journey)]
    items = st.one_of(pains, ideas, actions, *([st.sampled_from(further)] if further and not stages_named else []))
    backed = st.one_of(spots, items)
    anchors = st.sampled_from(
        [Anchor(stage=s.slug) for s in rows]
        + [Anchor(stage=s.slug, touchpoint=t.slug) for s in rows for t in s.touchpoints]
    )
    text = st.sampled_from(texts)
    none = st.none()
    pieces = st.sampled_from(["e1", "e2"])
    b = st.builds
    return st.one_of(
        b(c.SetMap, field=st.sampled_from(["title", "goal_business"]), value=text),
        b(c.AddStage, title=text, after=none | stages),
        b(c.SetStage, stage=stages, field=st.sampled_from(["title", "customer_goal"]), value=text),
        b(c.MoveStage, stage=stages, after=none | stages),
        b(c.RemoveStage, stage=stages),
        b(c.AddTouchpoint, stage=stages, title=text, channel=none | st.sampled_from(sorted(CHANNELS))),
        b(c.SetTouchpoint, touchpoint=spots, field=st.just("channel"), value=st.sampled_from(sorted(CHANNELS))),
        b(c.SetTouchpoint, touchpoint=spots, field=st.sampled_from(["title", "place"]), value=text),
        b(c.MoveTouchpoint, touchpoint=spots, stage=stages, after=none | spots),
        b(c.MoveTouchpoint, touchpoint=spots, stage=stages, before=none | spots),
        b(c.MergeTouchpoints, keep=spots, drop=spots),
        b(c.SplitTouchpoint, touchpoint=spots, titles=st.tuples(text, text)),
        b(c.RemoveTouchpoint, touchpoint=spots),
        b(c.VoteMood, at=anchors, score=st.integers(-2, 2), why=none | text),
        b(c.TakeBackMood, at=anchors),
        b(c.AddPainPoint, at=anchors, title=text),
        b(c.AddOpportunity, title=text, pain_points=st.tuples(pains)),
        b(c.AddAction, title=text, opportunity=none | ideas),
        b(c.AddRequirement, title=text, at=none | anchors, side=none | st.sampled_from(["people", "technology"])),
        b(c.AddTarget, title=text, to_value=none | st.floats(-9, 9)),
        b(c.AddNote, title=text, quadrant=st.sampled_from(["says", "feels"]), at=none | anchors),
        b(c.AddEdge, title=text, from_touchpoint=spots, to_touchpoint=none | spots, way=st.sampled_from(WAYS)),
        b(c.AddRoute, title=text, touchpoints=st.lists(spots, min_size=1, max_size=4).map(tuple)),
        b(c.SetItem, item=items, field=st.sampled_from(["title", "status"]), value=text | st.just("done")),
        b(c.RemoveItem, item=items),
        b(
            c.VoteLevel,
            item=items,
            field=st.sampled_from(["severity", "frequency", "impact", "effort"]),
            value=st.integers(1, 5),
        ),
        b(c.Agree, item=backed),
        b(c.LinkEvidence, evidence_id=pieces, item=none | backed, mood_at=none | anchors),
        b(c.UnlinkEvidence, evidence_id=pieces, item=backed),
        b(c.SetBasis, basis=st.sampled_from(get_args(Basis)), item=backed),
        b(c.SetStatus, status=st.sampled_from(["draft", "review"])),
    )
