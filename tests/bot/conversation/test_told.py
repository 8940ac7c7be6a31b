"""Every change can be told in one line, in every language."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.conversation.told import told
from prompts.loader import words
from storage.model import changes as c
from storage.model.journey import Expected, JourneyMap
from storage.model.types import Anchor, Owner

EXAMPLE = Path(__file__).parents[3] / "examples" / "curious_colleen.json"
COMPARE = Anchor(stage="purchase")
SAMPLES: dict[c.Change, str] = {
    c.SetMap(field="goal_business", value="abandonment below 49%"): "goal: abandonment below 49%",
    c.AddStage(title="Return"): "new stage: Return",
    c.SetStage(stage="purchase", field="title", value="Weigh up"): '"Purchase", title: Weigh up',
    c.MoveStage(stage="purchase"): 'stage "Purchase" moved',
    c.RemoveStage(stage="purchase"): "stage removed: Purchase",
    c.AddTouchpoint(stage="purchase", title="asks a friend"): 'new at "Purchase": asks a friend',
    c.AddTouchpoint(stage="purchase", title="asks a friend", channel="word_of_mouth"): (
        'new at "Purchase": asks a friend (Word of mouth)'
    ),
    c.SetTouchpoint(touchpoint="pays-card", field="owner", value=Owner(label="Web team")): (
        '"pays by card", owner: Web team'
    ),
    c.MoveTouchpoint(touchpoint="pays-card", stage="purchase"): '"pays by card" moved to "Purchase"',
    c.MergeTouchpoints(keep="pays-card", drop="receipt"): '"Receipt or invoice" merged into "pays by card"',
    c.SplitTouchpoint(touchpoint="pays-card", titles=("pays", "waits")): '"pays by card" split into 2',
    c.RemoveTouchpoint(touchpoint="pays-card"): "removed: pays by card",
    c.VoteMood(at=COMPARE, score=-1): 'mood at "Purchase": -1',
    c.VoteMood(at=COMPARE, score=2, why="at last"): 'mood at "Purchase": +2, at last',
    c.TakeBackMood(at=COMPARE): 'vote at "Purchase" taken back',
    c.AddPainPoint(at=COMPARE, title="too loud"): 'pain point at "Purchase": too loud',
    c.AddOpportunity(title="a chart"): "new idea: a chart",
    c.AddAction(title="draft"): "new action: draft",
    c.AddRequirement(title="one data base"): "must be true inside: one data base",
    c.AddTarget(title="abandonment"): "target: abandonment",
    c.AddNote(title="which one lasts?", quadrant="says"): "says: which one lasts?",
    c.AddEdge(title="buys at once", from_touchpoint="pays-card"): "way: buys at once",
    c.AddRoute(title="careful", touchpoints=("pays-card",)): "route: careful",
    c.SetItem(item="too-much-text", field="status", value="fixed"): '"too much text", status: fixed',
    c.SetItem(item="too-much-text", field="cause", value=None): '"too much text", cause: nothing',
    c.RemoveItem(item="too-much-text"): "removed: too much text",
    c.VoteLevel(item="too-much-text", field="severity", value=4): '"too much text", severity: 4',
    c.Agree(item="too-much-text"): "agreed: too much text",
    c.LinkEvidence(evidence_id="e1", mood_at=COMPARE): 'evidence for "Purchase"',
    c.UnlinkEvidence(evidence_id="e1", item="too-much-text"): 'evidence taken from "too much text"',
    c.SetBasis(basis="walked", item="pays-card"): 'source of "pays by card" told',
    c.SetStatus(status="review"): "status: review",
    c.Restore(version=7): "version 7 is back",
}


@pytest.fixture(scope="module")
def journey() -> JourneyMap:
    return JourneyMap.model_validate(json.loads(EXAMPLE.read_text("utf-8"))["map"])


@pytest.mark.parametrize(("change", "line"), SAMPLES.items(), ids=lambda sample: getattr(sample, "kind", ""))
def test_a_change_names_the_thing_by_its_title_and_the_field_by_its_word(journey, change, line):
    assert told(change, journey, words("en")) == line


def test_every_kind_of_change_has_its_line_in_every_language(journey):
    assert {type(change) for change in SAMPLES} == set(c.Change.__args__[0].__args__)
    for lang in ("zh", "mk"):
        lines = [told(change, journey, words(lang)) for change in SAMPLES]
        assert len(set(lines)) == len(lines)
        assert not [line for line in lines if "{" in line or "\n" in line]


def test_dates_and_records_are_told_in_short(journey):
    due = c.SetItem(item="too-much-text", field="due_on", value=date(2026, 11, 30))
    assert told(due, journey, words("zh")).endswith("11月30日")
    promised = c.SetItem(
        item="too-much-text", field="expected", value=Expected(metric="returns", from_value=5, to_value=3)
    )
    assert told(promised, journey, words("en")) == '"too much text", expected: returns, 5.0, 3.0'
