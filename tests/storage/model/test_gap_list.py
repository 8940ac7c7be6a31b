"""What is missing for a review."""

from datetime import date

import pytest
from colleen import ANA, colleen_thread, new_map
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.model import changes as c
from storage.model.gaps import gaps
from storage.model.journey import BaseMap
from storage.model.session import Skipped
from storage.model.types import Anchor


def blocking(journey, **given):
    return [(gap.key, gap.stage) for gap in gaps(journey, **given) if gap.blocking]


def others(journey, **given):
    return {gap.key for gap in gaps(journey, **given) if not gap.blocking}


def test_after_the_first_picture_start_and_end_and_an_action_are_missing(versions):
    assert blocking(versions[14]) == [("bounds", None), ("action", None)]


def test_after_the_gaps_are_filled_nothing_is_missing(versions):
    assert blocking(versions[18]) == []


def test_a_new_map_misses_everything_else():
    keys = [key for key, _ in blocking(new_map(goal_kind=None))]
    assert keys == ["goal_kind", "bounds", "stages", "pain_point", "action"]


def test_an_empty_stage_misses_a_touchpoint_and_a_mood(thread):
    thread.does(ANA, c.AddStage(title="Recommend", after="activation"))
    assert [gap for gap in blocking(thread.map) if gap[1]] == [("touchpoint", "recommend"), ("mood", "recommend")]
    thread.does(ANA, c.AddTouchpoint(stage="recommend", title="tells a friend"))
    assert [gap for gap in blocking(thread.map) if gap[1]] == [("channel", "recommend"), ("mood", "recommend")]
    told = Anchor(stage="recommend", touchpoint="tells-friend")
    thread.does(ANA, c.SetTouchpoint(touchpoint="tells-friend", field="channel", value="word_of_mouth"))
    thread.does(ANA, c.VoteMood(at=told, score=1))
    assert blocking(thread.map) == []


def test_an_action_needs_both_owner_and_date(thread):
    thread.does(ANA, c.SetItem(item="comparison-page", field="due_on", value=None))
    assert blocking(thread.map) == [("action", None)]


def test_what_is_worth_a_look_does_not_block(thread, backings):
    assert others(thread.map, backings=backings) == {"touchpoint_owner"}
    thread.does("U0BORIS", c.VoteMood(at=Anchor(stage="activation"), score=0))
    found = [gap for gap in gaps(thread.map, backings=backings) if gap.key == "disagreement"]
    assert [(gap.stage, gap.facts["low"], gap.facts["high"]) for gap in found] == [("activation", 0, 2)]
    assert "stale_evidence" in others(thread.map, backings=backings, today=date(2025, 6, 1))
    thread.does(ANA, c.RemoveStage(stage="activation"))
    assert "after_purchase" in others(thread.map)
    assert "no_evidence" in others(new_map())
    assert "overlooked" in others(new_map())


def test_a_map_without_a_foreign_touchpoint_shows_only_our_side(thread):
    for touchpoint in [t for t in thread.map.touchpoints() if not t.ours]:
        thread.does(ANA, c.RemoveTouchpoint(touchpoint=touchpoint.slug))
    assert "only_ours" in others(thread.map)


def test_skipped_questions_are_listed(thread):
    skip = Skipped(question="ask.expected", item="comparison-page")
    found = [gap for gap in gaps(thread.map, skipped=(skip,)) if gap.key == "skipped"]
    assert [(gap.blocking, gap.item, gap.facts) for gap in found] == [
        (False, "comparison-page", {"question": "ask.expected"})
    ]


def test_a_future_map_needs_a_difference_to_its_base(thread):
    future = thread.map.model_copy(
        update={"type": "future_state", "pain_points": (), "opportunities": (), "map_id": "f"}
    )
    future = future.model_copy(update={"actions": (future.actions[0].model_copy(update={"opportunity": None}),)})
    assert blocking(future) == []
    assert ("base_map", False) in [(gap.key, gap.blocking) for gap in gaps(future)]
    based = future.model_copy(update={"base_map": BaseMap(map_id=thread.map.map_id, version=18)})
    assert blocking(based, base=thread.map) == [("no_difference", None)]
    thread.does(ANA, c.AddTouchpoint(stage="activation", title="calls support", channel="phone"))
    assert blocking(based, base=thread.map) == []


@pytest.mark.parametrize(
    ("kind", "missing"), [("day_in_life", "slots"), ("service_blueprint", "base_map"), ("empathy", "few_says")]
)
def test_other_kinds_say_what_their_own_parts_lack(versions, kind, missing):
    assert (missing, None) in blocking(versions[18].model_copy(update={"type": kind}))


@settings(max_examples=40)
@given(st.integers(1, 18), st.sampled_from(["current_state", "future_state", "empathy"]))
def test_blocking_gaps_come_first(number, kind):
    journey = next(past.map for past in colleen_thread().history if past.map.version == number)
    found = [gap.blocking for gap in gaps(journey.model_copy(update={"type": kind}))]
    assert sorted(found, reverse=True) == found
