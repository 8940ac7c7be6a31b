"""Which changes of a proposal still fit the map that has gone on without it."""

from datetime import UTC, datetime, timedelta

from colleen import ANA, BORIS

from storage.model import changes as c
from storage.model.apply import apply
from storage.model.proposal import Proposal, Proposed, decided, fit, fit_of, for_all
from storage.model.types import Anchor

AT = datetime(2024, 11, 10, tzinfo=UTC)


def proposal(*changes: c.Change) -> Proposal:
    return Proposal(
        workspace_id="T1", proposal_id="p1", map_id="vacuum-break-again", base_version=18, made_by="model",
        proposed=tuple(Proposed(change=change) for change in changes), asked_by=ANA, reason="a paragraph", made_at=AT,
    )  # fmt: skip


def test_changes_may_build_on_one_another(versions):
    base = versions[18]
    asked = proposal(
        c.AddStage(title="Return", slug="return"),
        c.AddTouchpoint(stage="return", title="prints a label"),
        c.VoteMood(at=Anchor(stage="return"), score=-1),
    )
    assert fit(asked, base, base, ANA, AT).fitting == (0, 1, 2)
    without_the_stage = fit_of(asked, (1, 2), base, base, ANA, AT)
    assert without_the_stage == ((), (1, 2))


def test_a_change_of_a_field_that_somebody_altered_since_is_outdated(versions):
    base = versions[18]
    newest = apply(base, [c.SetStage(stage="comparison", field="title", value="Choose")], BORIS, AT, "chat")
    asked = proposal(
        c.SetStage(stage="comparison", field="title", value="Weigh up"),
        c.SetStage(stage="purchase", field="title", value="Pay"),
    )
    assert fit(asked, base, newest, ANA, AT) == ((1,), (0,))


def test_what_is_gone_since_cannot_be_changed(versions):
    base = versions[18]
    newest = apply(base, [c.RemoveTouchpoint(touchpoint="pays-card")], BORIS, AT, "chat")
    asked = proposal(c.SetTouchpoint(touchpoint="pays-card", field="place", value="desk 3"))
    assert fit(asked, base, newest, ANA, AT) == ((), (0,))


def test_removals_are_never_inside_apply_all(versions):
    asked = proposal(c.RemoveTouchpoint(touchpoint="pays-card"), c.AddStage(title="Return"))
    assert for_all(asked) == (1,)
    assert decided(asked, (1,), BORIS, AT).status == "partly_applied"
    assert decided(asked, (), BORIS, AT).status == "declined"
    assert decided(asked, (0, 1), BORIS, AT).status == "applied"


def test_a_proposal_expires_after_two_weeks():
    asked = proposal(c.AddStage(title="Return"))
    assert not asked.expired(AT + timedelta(days=14))
    assert asked.expired(AT + timedelta(days=14, seconds=1))
