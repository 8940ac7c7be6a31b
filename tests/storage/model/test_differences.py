"""What a future-state map changes: found by slug, with moods from and to."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from storage.model.differences import compare, largest_first
from storage.model.item import MoodVote
from storage.model.journey import Home, JourneyMap, Stage, Touchpoint
from storage.model.types import Origin, Owner

AT = datetime(2024, 11, 4, 9, tzinfo=UTC)
ORIGIN = Origin(by="U0ANA", at=AT, via="chat")


def vote(score: int) -> MoodVote:
    return MoodVote(by="U0ANA", score=score, at=AT)


def place(slug: str, score: int | None = None, **more: object) -> Touchpoint:
    moods = () if score is None else (vote(score),)
    return Touchpoint.model_validate({"slug": slug, "title": slug, "moods": moods, "origin": ORIGIN, **more})


def journey(**stages: tuple[Touchpoint, ...]) -> JourneyMap:
    return JourneyMap(
        workspace_id="T1", map_id="m", title="m", persona_ids=("p",), owner=Owner(label="Ana"),
        home=Home(channel_id="C0VAC"),
        stages=tuple(Stage(slug=slug, title=slug, touchpoints=places) for slug, places in stages.items()),
    )  # fmt: skip


def kinds(after: JourneyMap, before: JourneyMap) -> list[tuple[str, str]]:
    return [(d.slug, d.kind) for d in compare(after, before)]


def test_touchpoints_are_kept_new_gone_and_changed_by_slug() -> None:
    before = journey(a=(place("reads"), place("calls")), b=(place("pays", -1),))
    after = journey(a=(place("reads"), place("chats")), b=(place("pays", 1),))
    assert kinds(after, before) == [("reads", "kept"), ("chats", "new"), ("calls", "gone"), ("pays", "changed")]
    (pays,) = [d for d in compare(after, before) if d.slug == "pays"]
    assert (pays.mood_from, pays.mood_to, pays.mood_change) == (-1, 1, 2)


def test_another_title_channel_or_stage_is_a_change() -> None:
    before = journey(a=(place("x"), place("y"), place("z")), b=())
    after = journey(a=(place("x", title="X!"), place("y", channel="phone")), b=(place("z"),))
    assert [kind for _, kind in kinds(after, before)] == ["changed"] * 3


def test_a_touchpoint_that_lost_its_votes_is_kept() -> None:
    assert kinds(journey(a=(place("x"),)), journey(a=(place("x", -2),))) == [("x", "kept")]


def test_the_mood_of_a_stage_as_a_whole_is_compared() -> None:
    before, after = journey(a=(place("x"),)), journey(a=(place("x"),))
    before = before.model_copy(update={"stages": (before.stages[0].model_copy(update={"moods": (vote(-2),)}),)})
    after = after.model_copy(update={"stages": (after.stages[0].model_copy(update={"moods": (vote(0),)}),)})
    stage, touchpoint = compare(after, before)
    assert (stage.slug, stage.touchpoint, stage.kind, stage.mood_change) == ("a", None, "changed", 2)
    assert touchpoint.kind == "kept"


def test_votes_on_the_stage_are_compared_with_votes_on_its_touchpoints() -> None:
    before = journey(a=(place("x"),))
    before = before.model_copy(update={"stages": (before.stages[0].model_copy(update={"moods": (vote(-2),)}),)})
    stage, touchpoint = compare(journey(a=(place("x", 1),)), before)
    assert (stage.touchpoint, stage.mood_from, stage.mood_to) == (None, -2, 1)
    assert (touchpoint.kind, touchpoint.mood_from, touchpoint.mood_to) == ("changed", None, 1)


def test_stages_come_and_go_with_their_touchpoints() -> None:
    before, after = journey(a=(place("x"),)), journey(b=(place("y"),))
    assert kinds(after, before) == [("b", "new"), ("y", "new"), ("a", "gone"), ("x", "gone")]


def test_the_largest_difference_comes_first_and_what_was_kept_is_left_out() -> None:
    before = journey(a=(place("small", 0), place("same", 1), place("large", -2), place("leaves"), place("named")))
    after = journey(
        a=(place("named", title="other"), place("small", 1), place("same", 1), place("large", 2), place("comes"))
    )
    found = largest_first(compare(after, before))
    assert [d.slug for d in found] == ["large", "small", "comes", "leaves", "named"]


scores = st.none() | st.integers(-2, 2)
maps = st.dictionaries(st.sampled_from("abcdef"), scores, max_size=6).map(
    lambda felt: journey(s=tuple(place(slug, score) for slug, score in felt.items()))
)


@given(maps, maps)
def test_every_touchpoint_of_either_map_is_told_once(before: JourneyMap, after: JourneyMap) -> None:
    told = [d.touchpoint for d in compare(after, before) if d.touchpoint]
    assert sorted(told) == sorted({t.slug for t in (*before.touchpoints(), *after.touchpoints())})


@given(maps, maps)
def test_the_way_back_swaps_new_and_gone(before: JourneyMap, after: JourneyMap) -> None:
    there, back = (
        {kind: {d.slug for d in found if d.kind == kind} for kind in ("new", "gone")}
        for found in (compare(after, before), compare(before, after))
    )
    assert there["new"] == back["gone"]
    assert there["gone"] == back["new"]


@given(maps)
def test_a_map_does_not_differ_from_itself(one: JourneyMap) -> None:
    assert largest_first(compare(one, one)) == ()
