"""What the map is after a change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from colleen import ANA, BORIS, MIA, new_map, touchpoint
from hypothesis import HealthCheck, given, settings
from random_changes import changes_of, things

from storage.errors import ChangeRefused, NotAllowed
from storage.model import changes as c
from storage.model.apply import _PLAIN, _SIGNED, apply
from storage.model.journey import JourneyMap, Touchpoint
from storage.model.types import Anchor, Origin, Owner

AT = datetime(2024, 11, 10, tzinfo=UTC)
COMPARE = Anchor(stage="comparison")
PAGE = Anchor(stage="comparison", touchpoint="opens-product-page")


def after(journey: JourneyMap, *changes: c.Change, by: str = ANA) -> JourneyMap:
    return apply(journey, changes, by, AT, "chat", "https://slack/p1")


def refused(journey: JourneyMap, *changes: c.Change, by: str = ANA) -> ChangeRefused:
    with pytest.raises(ChangeRefused) as caught:
        after(journey, *changes, by=by)
    return caught.value


def slugs(journey: JourneyMap, stage: str) -> list[str]:
    return [t.slug for t in journey.stage(stage).touchpoints]


def spot(journey: JourneyMap, slug: str) -> Touchpoint:
    return next(t for t in journey.touchpoints() if t.slug == slug)


def pain(journey: JourneyMap, slug: str):
    return next(p for p in journey.pain_points if p.slug == slug)


def test_every_kind_of_change_has_its_step():
    kinds = set(c.Change.__args__[0].__args__)
    assert kinds == {*_PLAIN, *_SIGNED, c.Restore}
    assert not set(_PLAIN) & set(_SIGNED)


def test_the_written_example_comes_out_as_written(versions):
    journey = versions[18]
    assert journey.map_id == "vacuum-break-again"
    assert [s.slug for s in journey.stages] == ["inquiry", "comparison", "purchase", "activation"]
    assert {s.slug: slugs(journey, s.slug) for s in journey.stages} == {
        "inquiry": ["old-vacuum-breaks", "sees-ad-instagram"],
        "comparison": ["compares-four-models", "opens-product-page", "reads-reviews-other", "page-404"],
        "purchase": ["puts-cart-leaves", "comes-back-after", "pays-card", "receipt"],
        "activation": ["vacuum-delivered", "first-clean", "gets-survey-e-mail"],
    }
    assert {t.slug: (t.channel, t.ours) for t in journey.touchpoints()} == {
        "old-vacuum-breaks": ("word_of_mouth", False), "sees-ad-instagram": ("social_ad", True),
        "compares-four-models": ("website", True), "opens-product-page": ("website", True),
        "reads-reviews-other": ("review_site", False), "page-404": ("website", True),
        "puts-cart-leaves": ("website", True), "comes-back-after": ("email", True), "pays-card": (None, True),
        "receipt": ("invoice_document", True), "vacuum-delivered": ("post_parcel", True), "first-clean": (None, True),
        "gets-survey-e-mail": ("email", True),
    }  # fmt: skip
    assert [(p.slug, p.at.stage, p.status, p.basis, p.evidence) for p in journey.pain_points] == [
        ("broke-again", "inquiry", "open", "guess", ()),
        ("too-much-text", "comparison", "open", "guess", ()),
        ("cannot-see-one", "comparison", "open", "interview", ("e1",)),
    ]
    votes = journey.stage("comparison").moods
    assert [(v.by, v.score, v.basis, v.evidence) for v in votes] == [
        (ANA, -1, "guess", ()), (BORIS, -2, "interview", ("e1",)),
    ]  # fmt: skip
    assert [(o.slug, o.pain_points, o.stage, o.status) for o in journey.opportunities] == [
        ("comparison-chart-benefits", ("cannot-see-one",), "comparison", "idea"),
        ("show-happy-customers", ("cannot-see-one",), "comparison", "idea"),
    ]
    (action,) = journey.actions
    assert (action.slug, action.owner.label, action.due_on, action.status) == (
        "comparison-page", "Mia", date(2024, 11, 30), "todo",
    )  # fmt: skip
    assert journey.stage("comparison").title == "Compare"


def test_titles_in_chinese_get_numbers():
    journey = new_map("我要买一台不会再坏的吸尘器", lang="zh")
    assert journey.map_id == "map-1"
    journey = after(
        journey,
        c.AddStage(title="认知", slug="awareness", role="before"),
        touchpoint("awareness", "旧吸尘器坏了"),
        touchpoint("awareness", "问朋友", "word_of_mouth"),
        c.AddPainPoint(at=Anchor(stage="awareness"), title="又坏了"),
        c.AddOpportunity(title="突出耐用性和保修", pain_points=("awareness-pain-1",)),
        c.AddOpportunity(title="制作对比图表", pain_points=("awareness-pain-1",)),
        c.AddAction(title="在产品页写明保修期", opportunity="awareness-idea-1"),
        c.AddStage(title="我的阶段"),
    )
    assert sorted(journey.slugs()) == [
        "action-1", "awareness", "awareness-1", "awareness-2", "awareness-idea-1", "awareness-idea-2",
        "awareness-pain-1", "stage-1",
    ]  # fmt: skip


def test_what_is_added_says_who_when_and_how(versions):
    journey = after(versions[18], touchpoint("activation", "calls the hotline", "phone"), by=MIA)
    assert spot(journey, "calls-hotline").origin == Origin(by=MIA, at=AT, via="chat", permalink="https://slack/p1")


def test_an_unknown_channel_is_kept_as_other_with_the_word(versions):
    journey = after(versions[18], touchpoint("activation", "writes a fax", "fax"))
    assert (spot(journey, "writes-fax").channel, spot(journey, "writes-fax").channel_text) == ("other", "fax")
    journey = after(journey, c.SetTouchpoint(touchpoint="first-clean", field="channel", value="broom"))
    assert (spot(journey, "first-clean").channel, spot(journey, "first-clean").channel_text) == ("other", "broom")


def test_ours_follows_a_new_channel_unless_somebody_said_otherwise(versions):
    review = c.SetTouchpoint(touchpoint="pays-card", field="channel", value="marketplace")
    assert spot(after(versions[18], review), "pays-card").ours is False
    said = after(versions[18], c.SetTouchpoint(touchpoint="pays-card", field="ours", value=False), review)
    back = after(said, c.SetTouchpoint(touchpoint="pays-card", field="channel", value="website"))
    assert spot(back, "pays-card").ours is True
    foreign = after(versions[18], c.SetTouchpoint(touchpoint="receipt", field="ours", value=False))
    still = after(foreign, c.SetTouchpoint(touchpoint="receipt", field="channel", value="email"))
    assert spot(still, "receipt").ours is False


def test_stages_move_and_are_added_in_their_place(versions):
    journey = after(versions[18], c.AddStage(title="Tries it", after="comparison"), c.MoveStage(stage="activation"))
    assert [s.slug for s in journey.stages] == ["activation", "inquiry", "comparison", "tries", "purchase"]
    journey = after(journey, c.MoveStage(stage="activation", after="tries"))
    assert [s.slug for s in journey.stages] == ["inquiry", "comparison", "tries", "activation", "purchase"]


def test_removing_a_stage_leaves_its_pain_points_at_the_one_before(versions):
    journey = after(versions[18], c.AddPainPoint(at=PAGE, title="slow page"), c.RemoveStage(stage="comparison"))
    assert {p.slug: (p.at.stage, p.at.touchpoint) for p in journey.pain_points} == {
        "broke-again": ("inquiry", None), "too-much-text": ("inquiry", None), "cannot-see-one": ("inquiry", None),
        "slow-page": ("inquiry", None),
    }  # fmt: skip
    assert {o.stage for o in journey.opportunities} == {"inquiry"}
    first = after(versions[18], c.RemoveStage(stage="inquiry"))
    assert pain(first, "broke-again").at == COMPARE


def test_the_only_stage_with_pain_points_cannot_go(versions):
    alone = after(versions[18], *(c.RemoveStage(stage=s) for s in ("activation", "purchase", "inquiry")))
    error = refused(alone, c.RemoveStage(stage="comparison"))
    assert (error.key, error.facts) == ("only_stage", {"title": "Compare", "n": 3})


def test_a_moved_touchpoint_takes_its_pain_points_along(versions):
    journey = after(
        versions[18],
        c.AddPainPoint(at=PAGE, title="slow page"),
        c.MoveTouchpoint(touchpoint="opens-product-page", stage="purchase", before="comes-back-after"),
    )
    assert slugs(journey, "purchase") == [
        "puts-cart-leaves", "opens-product-page", "comes-back-after", "pays-card", "receipt",
    ]  # fmt: skip
    assert pain(journey, "slow-page").at == Anchor(stage="purchase", touchpoint="opens-product-page")
    journey = after(journey, c.MoveTouchpoint(touchpoint="opens-product-page", stage="purchase"))
    assert slugs(journey, "purchase")[-1] == "opens-product-page"
    journey = after(
        journey, c.MoveTouchpoint(touchpoint="opens-product-page", stage="purchase", before="puts-cart-leaves")
    )
    assert slugs(journey, "purchase")[0] == "opens-product-page"
    journey = after(journey, c.MoveTouchpoint(touchpoint="receipt", stage="comparison", after="page-404"))
    assert slugs(journey, "comparison")[-2:] == ["page-404", "receipt"]
    error = refused(journey, c.MoveTouchpoint(touchpoint="receipt", stage="inquiry", after="page-404"))
    assert (error.key, error.facts["stage"]) == ("not_in_stage", "Inquiry or awareness")


def test_two_touchpoints_become_one_with_the_moods_and_questions_of_both(versions):
    other = Anchor(stage="comparison", touchpoint="compares-four-models")
    journey = after(
        versions[18],
        c.VoteMood(at=PAGE, score=1),
        c.AddPainPoint(at=PAGE, title="slow page"),
        c.SetTouchpoint(touchpoint="opens-product-page", field="customer_questions", value=[{"text": "how long"}]),
        c.SetTouchpoint(touchpoint="compares-four-models", field="customer_questions", value=[{"text": "how much"}]),
        c.LinkEvidence(item="opens-product-page", evidence_id="e7"),
        c.SetTouchpoint(touchpoint="opens-product-page", field="place", value="product page"),
    )
    journey = apply(journey, [c.VoteMood(at=other, score=-1)], ANA, AT + timedelta(hours=1), "chat")
    journey = after(journey, c.VoteMood(at=PAGE, score=0), by=MIA)
    merged = after(journey, c.MergeTouchpoints(keep="compares-four-models", drop="opens-product-page"))
    kept = spot(merged, "compares-four-models")
    assert slugs(merged, "comparison") == ["compares-four-models", "reads-reviews-other", "page-404"]
    assert [(v.by, v.score) for v in kept.moods] == [(ANA, -1), (MIA, 0)]
    assert [q.text for q in kept.customer_questions] == ["how much", "how long"]
    assert (kept.evidence, kept.place) == (("e7",), "product page")
    assert pain(merged, "slow-page").at == other
    assert refused(journey, c.MergeTouchpoints(keep="receipt", drop="receipt")).key == "merge_with_itself"


def test_a_split_keeps_slug_and_moods_on_the_first_part(versions):
    journey = after(versions[18], c.VoteMood(at=PAGE, score=1))
    journey = after(
        journey, c.SplitTouchpoint(touchpoint="opens-product-page", titles=("opens it", "looks at colours"))
    )
    assert slugs(journey, "comparison")[1:3] == ["opens-product-page", "looks-colours"]
    first, second = spot(journey, "opens-product-page"), spot(journey, "looks-colours")
    assert (first.title, len(first.moods), second.channel, second.moods) == ("opens it", 1, "website", ())


def test_a_removed_touchpoint_leaves_its_pain_points_at_the_stage(versions):
    journey = after(versions[18], c.AddPainPoint(at=PAGE, title="slow page"))
    journey = after(journey, c.RemoveTouchpoint(touchpoint="opens-product-page"))
    assert pain(journey, "slow-page").at == COMPARE


def test_a_second_vote_replaces_the_first_and_keeps_what_it_leaves_out(versions):
    journey = after(versions[18], c.VoteMood(at=Anchor(stage="inquiry"), score=-1))
    (vote,) = journey.stage("inquiry").moods
    assert (vote.score, vote.word, vote.why, vote.at) == (-1, "frustrated", "it broke again", AT)
    taken = after(journey, c.TakeBackMood(at=Anchor(stage="inquiry")))
    assert taken.stage("inquiry").moods == ()
    assert refused(taken, c.TakeBackMood(at=Anchor(stage="inquiry"))).key == "no_vote"


def test_nobody_moves_the_vote_of_somebody_else(versions):
    journey = after(versions[18], c.VoteMood(at=Anchor(stage="purchase"), score=-1), by=ANA)
    assert [(v.by, v.score) for v in journey.stage("purchase").moods] == [(MIA, 0), (ANA, -1)]
    error = refused(versions[18], c.SetBasis(basis="walked", mood_at=Anchor(stage="purchase")), by=ANA)
    assert (error.key, error.facts["title"]) == ("no_vote", "Purchase or preparation")


def test_levels_are_voted_where_they_exist(versions):
    journey = after(versions[18], c.VoteLevel(item="too-much-text", field="severity", value=4))
    journey = after(journey, c.VoteLevel(item="too-much-text", field="severity", value=5), by=MIA)
    journey = after(journey, c.VoteLevel(item="too-much-text", field="severity", value=3))
    assert [(v.by, v.value) for v in pain(journey, "too-much-text").severity] == [(ANA, 3), (MIA, 5)]
    error = refused(versions[18], c.VoteLevel(item="too-much-text", field="impact", value=4))
    assert (error.key, error.facts["close"]) == ("unknown_field", "severity, frequency")


def test_agreement_counts_each_member_once(versions):
    journey = after(versions[18], c.Agree(item="first-clean"))
    assert journey == versions[18]
    journey = after(after(journey, c.Agree(item="first-clean"), by=MIA), c.Agree(item="first-clean"), by=MIA)
    assert spot(journey, "first-clean").agreed_by == (MIA,)


def test_evidence_is_linked_once_and_unlinked(versions):
    again = after(versions[18], c.LinkEvidence(evidence_id="e1", item="cannot-see-one"))
    assert pain(again, "cannot-see-one").evidence == ("e1",)
    gone = after(versions[18], c.UnlinkEvidence(evidence_id="e1", item="cannot-see-one", mood_at=COMPARE), by=BORIS)
    assert pain(gone, "cannot-see-one").evidence == gone.stage("comparison").moods[1].evidence == ()
    assert refused(versions[18], c.LinkEvidence(evidence_id="e1")).key == "nothing_named"


def test_removed_items_are_named_nowhere_else(versions):
    journey = after(versions[18], c.RemoveItem(item="cannot-see-one"))
    assert {o.pain_points for o in journey.opportunities} == {()}
    journey = after(journey, c.RemoveItem(item="comparison-chart-benefits"))
    assert journey.actions[0].opportunity is None
    assert after(journey, c.RemoveItem(item="comparison-page")).actions == ()


def test_item_fields_are_set_and_checked(versions):
    journey = after(
        versions[18],
        c.SetItem(item="comparison-page", field="due_on", value="2024-12-01"),
        c.SetItem(
            item="comparison-page", field="expected", value={"metric": "abandonment", "from_value": 70, "to_value": 49}
        ),
        c.SetItem(item="comparison-page", field="ticket_url", value="https://tickets.example/1"),
        c.SetItem(item="too-much-text", field="at", value={"stage": "inquiry", "touchpoint": "page-404"}),
    )
    assert journey.actions[0].due_on == date(2024, 12, 1)
    assert journey.actions[0].expected.to_value == 49
    assert pain(journey, "too-much-text").at == Anchor(stage="comparison", touchpoint="page-404")
    assert refused(versions[18], c.SetItem(item="comparison-page", field="opportunity", value="too-much-text")).key == (
        "not_an_opportunity"
    )
    assert (
        refused(versions[18], c.AddOpportunity(title="x", pain_points=("comparison-page",))).key == "not_a_pain_point"
    )


def test_an_unknown_place_is_refused_with_close_names(versions):
    error = refused(versions[18], c.RemoveTouchpoint(touchpoint="gets-survey-mail"))
    assert (error.key, error.facts["named"]) == ("unknown_place", "gets-survey-mail")
    assert "gets-survey-e-mail" in error.facts["close"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (c.SetMap(field="version", value=9), "version"),
        (c.SetMap(field="status", value="approved"), "status"),
        (c.SetMap(field="stages", value=()), "stages"),
        (c.SetMap(field="colour", value="red"), "colour"),
        (c.SetStage(stage="purchase", field="slug", value="pay"), "slug"),
        (c.SetStage(stage="purchase", field="moods", value=()), "moods"),
        (c.SetTouchpoint(touchpoint="receipt", field="evidence", value=()), "evidence"),
        (c.SetItem(item="comparison-page", field="origin", value=None), "origin"),
    ],
)
def test_fields_with_rules_of_their_own_cannot_be_set(versions, change, field):
    error = refused(versions[18], change)
    assert (error.key, error.facts["field"]) == ("unknown_field", field)


def test_a_full_stage_and_a_full_map_say_so(versions):
    error = refused(versions[18], *(touchpoint("inquiry", f"step {n}") for n in range(19)))
    assert (error.key, error.facts["max"]) == ("full", 20)
    error = refused(versions[18], *(c.AddStage(title=f"Stage {n}") for n in range(9)))
    assert (error.key, error.facts["max"], error.facts["items"]) == ("full", 12, "stages")
    many = [c.AddStage(title=f"More {n}") for n in range(6)]
    many += [touchpoint(f"more-{n}", f"step {n} {m}") for n in range(6) for m in range(19)]
    assert refused(versions[18], *many).key == "map_too_large"


def test_a_map_of_more_bytes_than_can_be_read_is_refused(versions):
    heavy = [{"text": f"{n} " + "ж" * 190} for n in range(10)]
    grow = [c.AddStage(title=f"More {n}") for n in range(5)]
    grow += [touchpoint(f"more-{n}", f"step {n} {m}") for n in range(5) for m in range(18)]
    big = after(versions[18], *grow)
    fill = [c.SetTouchpoint(touchpoint=t.slug, field="customer_questions", value=heavy) for t in big.touchpoints()]
    assert refused(big, *fill).key == "map_too_large"


def test_review_needs_a_map_without_blocking_gaps(versions):
    error = refused(versions[14], c.SetStatus(status="review"))
    assert (error.key, error.facts["gaps"]) == ("not_ready_for_review", ("bounds", "action"))
    assert after(versions[18], c.SetStatus(status="review")).status == "review"


def test_only_the_owner_approves_and_only_from_review(versions):
    assert refused(versions[18], c.SetStatus(status="approved")).key == "not_in_review"
    review = after(versions[18], c.SetStatus(status="review"))
    with pytest.raises(NotAllowed):
        after(review, c.SetStatus(status="approved"), by=BORIS)
    assert after(review, c.SetStatus(status="approved"), by=ANA).status == "approved"


def test_a_change_sets_an_approved_map_back_to_review(versions):
    approved = after(versions[18], c.SetStatus(status="review"), c.SetStatus(status="approved"))
    assert after(approved, c.SetMap(field="title", value="Another title"), by=BORIS).status == "review"
    assert after(approved, c.Agree(item="first-clean"), by=ANA).status == "approved"


def test_an_archived_map_only_becomes_a_draft_again(versions):
    archived = after(versions[18], c.SetStatus(status="archived"))
    assert refused(archived, c.SetMap(field="title", value="x")).key == "archived"
    assert after(archived, c.SetStatus(status="draft")).status == "draft"


def test_the_id_can_be_set_in_a_draft_alone(versions):
    assert after(versions[18], c.SetMap(field="map_id", value="vacuum")).map_id == "vacuum"
    review = after(versions[18], c.SetStatus(status="review"))
    assert refused(review, c.SetMap(field="map_id", value="vacuum")).key == "id_is_fixed"
    assert refused(versions[18], c.SetMap(field="map_id", value="Vacuum!")).key == "not_an_id"


def test_a_restore_is_not_mixed_with_other_changes(versions):
    assert refused(versions[18], c.Restore(version=3)).key == "restore_alone"


def test_a_refused_set_of_changes_leaves_the_map_alone(versions):
    before = versions[18].model_dump_json()
    refused(versions[18], c.SetMap(field="title", value="Other"), c.RemoveStage(stage="nowhere"))
    assert versions[18].model_dump_json() == before


def test_owners_of_every_kind_are_kept(versions):
    web = Owner(label="Web team", team_slug="web")
    journey = after(versions[18], c.SetTouchpoint(touchpoint="receipt", field="owner", value=web))
    assert spot(journey, "receipt").owner == web


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes_of(things()))
def test_a_map_stays_valid_and_comes_back_from_json(changes):
    journey = things()
    for change in changes:
        try:
            journey = apply(journey, [change], BORIS, AT, "button")
        except ChangeRefused:
            continue
        assert JourneyMap.model_validate_json(journey.model_dump_json()) == journey
