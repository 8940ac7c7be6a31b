"""In what two maps differ, item by item."""

from hypothesis import given
from hypothesis import strategies as st

from bot.examples import examples
from storage.model.apply import apply
from storage.model.changes import AddPainPoint, MoveTouchpoint, RemoveTouchpoint, SetMap, SetStage, VoteLevel, VoteMood
from storage.model.compared import Compared, compared
from storage.model.types import Anchor

MAPS = {key: example.document.map for key, example in examples().items()}
VACUUM = MAPS["vacuum-break-again"]
AT = VACUUM.stages[0].moods[0].at


def changed(*changes):
    return apply(VACUUM, changes, "U0EVA", AT, "chat")


@given(st.sampled_from(sorted(MAPS)))
def test_a_map_does_not_differ_from_itself(key: str):
    assert compared(MAPS[key], MAPS[key]) == ()


@given(st.sampled_from(sorted(MAPS)), st.sampled_from(sorted(MAPS)))
def test_seen_from_the_other_side_new_is_gone_and_before_is_after(first: str, second: str):
    there, back = compared(MAPS[first], MAPS[second]), compared(MAPS[second], MAPS[first])
    turned = {"new": "gone", "gone": "new", "changed": "changed"}
    assert sorted((d.thing, turned[d.kind], d.field or "", str(d.after)) for d in there) == sorted(
        (d.thing, d.kind, d.field or "", str(d.before)) for d in back
    )


def test_a_field_of_the_map_and_of_a_stage():
    other = changed(
        SetMap(field="goal_business", value="fewer returns"), SetStage(stage="interest", field="title", value="Browse")
    )
    assert compared(VACUUM, other) == (
        Compared("changed", "map", other.title, "goal_business", "more orders on the phone", "fewer returns"),
        Compared("changed", "stages", "Browse", "title", "Interest", "Browse"),
    )


def test_votes_are_compared_by_the_value_that_is_shown():
    other = changed(
        VoteMood(at=Anchor(stage="interest"), score=-2), VoteLevel(item="too-much-text", field="severity", value=5)
    )
    assert compared(VACUUM, other) == (
        Compared("changed", "stages", "Interest", "moods", 0.0, -1.0),
    )  # one more 5 beside 3 and 3: the median stays


def test_what_came_went_and_moved():
    other = changed(
        AddPainPoint(at=Anchor(stage="purchase"), title="no invoice for the firm"),
        RemoveTouchpoint(touchpoint="page-404"),
        MoveTouchpoint(touchpoint="receipt", stage="loyalty"),
    )
    found = compared(VACUUM, other)
    assert Compared("new", "pain_points", "no invoice for the firm") in found
    assert Compared("gone", "touchpoints", "404 page") in found
    assert Compared("changed", "touchpoints", "Receipt or invoice", "stage", "Purchase", "First weeks") in found
    assert len(found) == 3
