"""Values, faces and the curve."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

import pytest
from colleen import new_map
from hypothesis import given
from hypothesis import strategies as st

from storage.model import mood
from storage.model.item import MoodVote
from storage.model.journey import Stage, Touchpoint
from storage.model.types import LevelVote, Origin

AT = datetime(2024, 11, 4, tzinfo=UTC)
ORIGIN = Origin(by="U0ANA", at=AT, via="chat")


def votes(*scores: int) -> tuple[MoodVote, ...]:
    return tuple(MoodVote(by=f"U{number:03d}", score=score, at=AT) for number, score in enumerate(scores))


def spot(slug: str, *scores: int) -> Touchpoint:
    return Touchpoint(slug=slug, title=slug, moods=votes(*scores), origin=ORIGIN)


@pytest.mark.parametrize(
    ("scores", "value", "face"),
    [
        ((-1, -2), -1.5, -2),
        ((0, -1), -0.5, -1),
        ((1, 2), 1.5, 1),
        ((0, 1), 0.5, 0),
        ((2, 2, 1), 1.7, 2),
        ((-1, -1, -2, -1), -1.3, -1),
        ((2,), 2.0, 2),
    ],
)
def test_value_is_the_mean_and_the_face_leans_to_the_worse(scores, value, face):
    assert mood.value(votes(*scores)) == value
    assert mood.face(value) == face


def test_no_votes_no_value():
    assert mood.value(()) is None


@given(st.lists(st.integers(-2, 2), min_size=1, max_size=30))
def test_value_and_face_agree_with_decimal_arithmetic(scores):
    exact = Decimal(sum(scores)) / Decimal(len(scores))
    # Half towards the worse: down for good moods, up in size for bad ones.
    worse = ROUND_HALF_DOWN if exact > 0 else ROUND_HALF_UP
    rounded = exact.quantize(Decimal("0.1"), worse)
    value = mood.value(votes(*scores))
    assert value == float(rounded)
    assert mood.face(value) == int(rounded.quantize(Decimal(1), worse))


def test_a_stage_without_own_votes_has_the_mean_of_its_touchpoints():
    stage = Stage(slug="s", title="S", touchpoints=(spot("a", -2, -2, -2), spot("b", 1), spot("c")))
    assert mood.stage_value(stage) == -0.5
    assert mood.stage_value(stage.model_copy(update={"moods": votes(2)})) == 2.0
    assert mood.stage_value(Stage(slug="s", title="S")) is None


def test_touchpoints_with_votes_give_the_points_and_the_stage_only_without_them(versions):
    journey = versions[14]
    assert [(p.stage, p.touchpoint, p.value) for p in mood.curve(journey)] == [
        ("inquiry", None, -2.0), ("comparison", None, -1.5), ("purchase", None, 0.0), ("activation", None, 2.0),
    ]  # fmt: skip
    stage = journey.stages[1]
    felt = stage.model_copy(update={"touchpoints": (spot("a", 1), spot("b"), spot("c", -1))})
    points = mood.curve(journey.model_copy(update={"stages": (felt,)}))
    assert [(p.stage, p.touchpoint, p.value) for p in points] == [("comparison", "a", 1.0), ("comparison", "c", -1.0)]


def test_lowest_and_highest_point_with_their_reason(versions):
    points = mood.curve(versions[14])
    low, high = mood.lowest(points), mood.highest(points)
    assert (low.title, low.value, mood.reason(low)) == ("Inquiry or awareness", -2.0, "it broke again")
    assert (high.title, high.value, mood.reason(high)) == ("Activation", 2.0, None)
    assert mood.lowest(()) is None


def test_members_who_vote_differently_disagree(versions):
    point = mood.curve(versions[14])[1]
    assert (point.low, point.high, point.spread, point.disagreement, point.worth_talking) == (-2, -1, 1, True, False)
    assert mood.sides(point.votes) == ((-2, ("U0BORIS",)), (-1, ("U0ANA",)))
    assert mood.reason(point) == "cannot see which one is better"


@pytest.mark.parametrize(
    ("scores", "worth"), [((-1, 1), True), ((0, 2), True), ((0, -1), False), ((2, 2), False), ((-2, 0, 1), True)]
)
def test_two_apart_or_of_opposite_sign_is_worth_talking_about(scores, worth):
    point = mood.curve(_one_stage(scores))[0]
    assert point.worth_talking is worth


def test_a_level_is_the_median():
    marks = tuple(LevelVote(by=f"U{n:03d}", value=v, at=AT) for n, v in enumerate((1, 5, 4, 4)))
    assert mood.level(marks) == 4.0
    assert mood.level(()) is None


def _one_stage(scores):
    return new_map(stages=(Stage(slug="s", title="S", moods=votes(*scores)),))
