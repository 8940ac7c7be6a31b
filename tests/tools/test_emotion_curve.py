"""emotion_curve: the drawn curve, and what customers answered and did beside it."""

import random
from itertools import pairwise
from statistics import mean

import pytest

from tests.tools.conftest import make_map
from tests.tools.logs import late, log, say
from tools import emotion_curve
from tools.emotion_curve import EmotionCurveArgs
from tools.kit import ToolError

AT = "2026-11-01T00:00:00Z"


def run(sources, **args):
    return emotion_curve.run(EmotionCurveArgs(**args), sources)


def votes(*scores, why=None):
    return [{"by": f"UM{n}X", "score": score, "why": why, "at": AT} for n, score in enumerate(scores)]


def felt(title, *scores, touchpoints=(), why=None):
    return {"slug": title.lower(), "title": title, "moods": votes(*scores, why=why), "touchpoints": list(touchpoints)}


def spot(title, *scores):
    origin = {"by": "U0ANA", "at": AT, "via": "chat"}
    return {"slug": title.lower().replace(" ", "-"), "title": title, "moods": votes(*scores), "origin": origin}


def scored(n, score, **columns):
    return [{"kind": "csat", "score": score, **columns} for _ in range(n)]


def test_a_curve_worked_out_by_hand_from_the_map_alone(ask):
    stages = (
        felt("A", 1, why="it was quick"),
        felt("B", -2, 1),
        felt("C", touchpoints=[spot("card", 2), spot("slip", -1)]),
        felt("D"),
    )
    result = run(ask([], make_map(stages)))
    assert [(p.title, p.mood, p.votes) for p in result.points] == [
        ("A", 1, 1),
        ("B", -0.5, 2),
        ("card", 2, 1),
        ("slip", -1, 1),
    ]
    assert (result.lowest, result.highest, result.silent) == ("slip", "card", ("D",))
    assert (result.fall.start, result.fall.end, result.fall.levels) == ("card", "slip", 3)
    assert result.points[0].why == "it was quick"
    assert [(voice.mood, voice.members) for voice in result.points[1].voices] == [(-2, ("UM0X",)), (1, ("UM1X",))]
    assert (result.losses, result.contradictions, result.basis.customers) == ((), (), 0)


def test_no_mood_is_no_curve(ask):
    result = run(ask([], make_map(("A", "B"))))
    assert (result.points, result.lowest, result.fall, result.silent) == ((), None, None, ("A", "B"))


def test_a_curve_that_only_rises_has_no_fall(ask):
    assert run(ask([], make_map((felt("A", -1), felt("B", 0), felt("C", 2))))).fall is None


def test_drawn_and_measured_contradict_each_other(ask):
    stages = (felt("A", touchpoints=[spot("card", 1), spot("slip", 1)]), felt("B", 1), felt("C", -1))
    sources = ask(log("a", "X0"), make_map(stages))
    say(
        sources.events,
        [
            *scored(20, 2, touchpoint="card"), *scored(20, 4, touchpoint="card"),  # 3.0 is neutral: another side
            *scored(40, 5, touchpoint="slip"),  # agrees
            *scored(29, 1, stage="B"),  # too few
            *scored(30, 3, stage="C"), *scored(10, 4, stage="C"),  # 3.25, 1.25 levels above -1
        ],
    )  # fmt: skip
    result = run(sources)
    assert [(c.title, c.drawn, c.measured.score, c.measured.n) for c in result.contradictions] == [
        ("card", 1, 3, 40), ("C", -1, 3.25, 40),
    ]  # fmt: skip
    assert [(p.title, p.measured.score, p.measured.small) for p in result.points] == [
        ("card", 3, False), ("slip", 5, False), ("B", 1, True), ("C", 3.25, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "score", "mood"),
    [
        ("csat", 1, -2), ("csat", 3, 0), ("csat", 4, 1), ("nps", 10, 2), ("nps", 7, 0), ("nps", 0, -2), ("ces", 7, 2),
        ("ces", 4, 0),
    ],
)  # fmt: skip
def test_a_score_has_a_place_on_the_scale_of_moods(kind, score, mood, ask):
    sources = ask(log("a", "X0"), make_map((felt("A", 1),)))
    say(sources.events, [{"kind": kind, "score": score, "stage": "A"}])
    assert run(sources).points[0].measured.mood == mood


def test_beside_the_curve_stands_who_leaves(ask):
    sources = ask([*log("a", "A0 B1"), *log("b", "A0"), late()], make_map((felt("A", 1), felt("B", 0))))
    result = run(sources)
    assert [(loss.stage, loss.lost.hits, loss.lost.n) for loss in result.losses] == [("A", 1, 2)]
    assert run(sources, stage="B").losses == ()
    assert [p.title for p in run(sources, stage="B").points] == ["B"]


def test_a_persona_that_no_map_is_about_is_refused(ask):
    sources = ask([], make_map((felt("A", 1),)))
    assert run(sources, persona="Curious Colleen").points
    with pytest.raises(ToolError, match="unknown_persona"):
        run(sources, persona="Nobody")


def test_the_sample_is_lowest_where_the_story_says(sample):
    result = run(sample)
    assert (result.lowest, result.highest) == ("Awareness", "First weeks")
    assert (result.fall.start, result.fall.end, result.fall.levels) == ("Interest", "Compare", 1.5)
    assert [loss.stage for loss in result.losses] == ["Awareness", "Interest", "Compare", "Purchase"]


def test_two_hundred_random_maps_agree_with_the_definition(stores, ask):
    rng = random.Random(5)
    sources = ask([])
    answers, drawn, maps = [], [], []
    for number in range(200):
        stages = [
            (f"S{number} {k}", [rng.randint(-2, 2) for _ in range(rng.randint(0, 3))]) for k in range(rng.randint(1, 6))
        ]
        own = {title: [rng.randint(1, 5) for _ in range(rng.randint(0, 2))] for title, _ in stages}
        answers += [
            {"kind": "csat", "score": s, "stage": title.upper()} for title, scores in own.items() for s in scores
        ]
        made = [felt(title, *scores) | {"slug": title.lower().replace(" ", "-")} for title, scores in stages]
        maps.append(make_map(tuple(made), map_id=f"m{number}", title=f"M{number}"))
        drawn.append((stages, own))
    with stores.transaction() as tx:
        for journey in maps:
            tx.maps.create(journey, "U0ANA", sources.now)
    say(sources.events, answers)
    for number, (stages, own) in enumerate(drawn):
        result = run(sources, journey=f"m{number}", min_n=1)
        moods = {title: mean(scores) for title, scores in stages if scores}
        assert [p.title for p in result.points] == list(moods)
        for point in result.points:
            assert point.mood == pytest.approx(moods[point.title], abs=0.051)
            assert (point.measured is None) == (not own[point.title])
            if point.measured:
                assert point.measured.score == pytest.approx(mean(own[point.title]))
        shown = [p.mood for p in result.points]
        falls = [round(a - b, 1) for a, b in pairwise(shown)]
        assert (result.fall.levels if result.fall else 0) == max([0, *falls])
        against = [
            p.title
            for p in result.points
            if own[p.title] and (p.mood > 0) != (mean(own[p.title]) > 3) and abs(p.mood - (mean(own[p.title]) - 3)) >= 1
        ]
        assert [c.title for c in result.contradictions] == against
