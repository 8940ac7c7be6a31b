"""Confidence and coverage."""

from datetime import UTC, date, datetime

import pytest
from colleen import ANA, BORIS, Thread, mood, new_map, touchpoint

from storage.model import changes as c
from storage.model import confidence
from storage.model.confidence import Backing
from storage.model.evidence import Evidence
from storage.model.item import MoodVote
from storage.model.journey import Opportunity, PainPoint, Stage
from storage.model.lists import STAGE_TEMPLATES
from storage.model.types import Anchor, Origin

AT = datetime(2024, 11, 4, tzinfo=UTC)
ON = date(2024, 11, 2)
ORIGIN = Origin(by=ANA, at=AT, via="chat")
BACKINGS = {
    "e1": Backing("quote", "unknown", ON),
    "e2": Backing("document", "given", ON),
    "e3": Backing("review", "refused", ON),
    "e4": Backing("analytics", "given", ON),
}


@pytest.mark.parametrize(("version", "backed", "items"), [(8, 0, 10), (9, 2, 10), (14, 2, 18), (18, 2, 20)])
def test_coverage_of_the_written_example(versions, backings, version, backed, items):
    assert confidence.coverage(versions[version], backings) == (backed, items)


def test_coverage_of_the_chinese_example():
    """9 touchpoints, 5 moods, 3 pain points: 0 of 17; two of them from a colleague and 2 more touchpoints: 2 of 19."""
    thread = Thread(new_map("我要买一台不会再坏的吸尘器", lang="zh"))
    names = [stage.slug for stage in STAGE_TEMPLATES["funnel5_conversion"]]
    thread.does(ANA, *(c.AddStage(title=slug, slug=slug) for slug in names))
    for slug, many in zip(names, (3, 1, 1, 1, 3), strict=True):
        thread.does(ANA, *(touchpoint(slug, f"去 {number}") for number in range(many)))
    for slug, score, why in zip(
        names, (-2, -1, -1, 1, 2), ("又坏了", "信息太多", "送达日期不明", None, None), strict=True
    ):
        thread.does(ANA, *mood(slug, score, why))
    assert confidence.coverage(thread.map, {}) == (0, 17)
    thread.does(ANA, c.SetBasis(basis="colleague", item="interest-pain-1", mood_at=Anchor(stage="interest")))
    thread.does(BORIS, touchpoint("conversion", "Receipt", overlooked="receipt"))
    thread.does(BORIS, touchpoint("loyalty", "Returns", overlooked="returns"))
    assert confidence.coverage(thread.map, {}) == (2, 19)


@pytest.mark.parametrize(
    ("basis", "evidence", "expected"),
    [
        ("guess", (), "assumption"),
        ("colleague", (), "partial"),
        ("interview", (), "partial"),
        ("guess", ("e2",), "partial"),
        ("guess", ("e1",), "researched"),
        ("guess", ("e2", "e4"), "researched"),
        ("guess", ("e3",), "assumption"),
        ("numbers", ("e3",), "partial"),
        ("guess", ("e99",), "assumption"),
    ],
)
def test_confidence_follows_basis_and_evidence(basis, evidence, expected):
    pain = PainPoint(slug="p", title="p", at=Anchor(stage="s"), basis=basis, evidence=evidence, origin=ORIGIN)
    assert confidence.of_item(pain, new_map(), BACKINGS) == expected
    vote = MoodVote(by=ANA, score=0, at=AT, basis=basis, evidence=evidence)
    assert confidence.of_vote(vote, BACKINGS) == expected


def test_a_mood_takes_the_best_of_its_votes():
    votes = [MoodVote(by=f"U00{n}", score=0, at=AT, basis=b) for n, b in enumerate(("guess", "walked", "guess"))]
    assert confidence.of_mood(votes, {}) == "partial"
    assert confidence.of_mood((), {}) == "assumption"


def test_an_opportunity_without_evidence_takes_the_weakest_of_its_pain_points(versions, backings):
    journey = versions[18]
    chart = journey.opportunities[0]
    assert confidence.of_item(chart, journey, backings) == "researched"
    both = chart.model_copy(update={"pain_points": ("cannot-see-one", "broke-again")})
    assert confidence.of_item(both, journey, backings) == "assumption"
    backed = both.model_copy(update={"evidence": ("e1",)})
    assert confidence.of_item(backed, journey, backings) == "researched"
    alone = Opportunity(slug="o", title="o", basis="numbers", origin=ORIGIN)
    assert confidence.of_item(alone, journey, backings) == "partial"


def test_evidence_ids_are_named_once(versions):
    assert confidence.evidence_ids(versions[18]) == ("e1",)


@pytest.mark.parametrize(
    ("every", "today", "old"),
    [
        (None, date(2025, 1, 31), ()),
        (None, date(2025, 2, 1), ("e1",)),
        (30, date(2024, 12, 2), ()),
        (30, date(2024, 12, 3), ("e1",)),
    ],
)
def test_evidence_is_stale_after_the_review_period(versions, backings, every, today, old):
    journey = versions[18].model_copy(update={"review_every_days": every})
    assert confidence.stale(journey, backings, today) == old


def test_backing_counts_from_the_day_of_observation_else_of_storing():
    common = {
        "workspace_id": "T1", "evidence_id": "e1", "kind": "quote", "text": "x", "added_by": ANA, "added_at": AT,
        "channel_id": "C0VACUUM",
    }  # fmt: skip
    assert confidence.backing(Evidence(**common)) == ("quote", "unknown", date(2024, 11, 4))
    assert confidence.backing(Evidence(**common, observed_on=ON)).on == ON


def test_an_empty_map_has_nothing_to_back():
    assert confidence.coverage(new_map(stages=(Stage(slug="s", title="S"),)), {}) == (0, 0)
