"""Which events belong where: shown, suggested with one click, written as a rule, tried, and taken back."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation.turn import Said
from bot.event_rules.reading import RuleUnclear, read_rule, read_segment
from bot.event_rules.taking import after_import
from bot.exchange import Incoming
from bot.reply import Buttons
from prompts.loader import words
from storage.maps import Reader
from storage.model.persona import Persona
from storage.model.rules import PropertyTest, SegmentTest
from storage.model.types import Owner
from storage.open import open_stores
from tests.bot.evidence.desk_of_evidence import AT, Desk


@pytest.fixture
def desk(tmp_path: Path):
    stores = open_stores(tmp_path / "data")
    yield Desk(stores)
    stores.close()


@pytest.fixture
def stored(desk: Desk, tmp_path: Path) -> Desk:
    """Four names: two that the map knows nothing of, one that speaks of buying."""
    rows = [("payment_done", "/pay"), ("page_viewed", "/pay"), ("page_viewed", "/pay"), ("page_viewed", "/jobs")]
    file = tmp_path / "shop.csv"
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["customer_id", "occurred_at", "event", "path", "persona"])
        for i, (event, path) in enumerate(rows):
            writer.writerow([f"c{i}", (AT - timedelta(days=9 - i)).isoformat(), event, path, "Nobody"])
    desk.stores.events("T1").import_file(file)
    return desk


def buttons(desk: Desk) -> list[str]:
    parts = [part for reply in desk.outcome.replies for part in reply.parts]
    return [button.text for part in parts if isinstance(part, Buttons) for button in part.buttons]


def test_without_events_it_says_how_to_bring_them(desk: Desk):
    assert "No events are stored yet." in desk.command("events vacuum")


def test_events_are_shown_and_suggested_with_one_click(stored: Desk):
    stored.command("events vacuum")
    offered = [text for text in buttons(stored) if text.startswith("payment_done → ")]
    assert len(offered) == 1
    assert "payment_done (1)" in stored.presses(offered[0])
    stages = stored.journey.stages
    places = [*stages, *(touchpoint for stage in stages for touchpoint in stage.touchpoints)]
    assert [name for place in places for name in place.event_names].count("payment_done") == 1
    stored.command("events vacuum")
    assert not [text for text in buttons(stored) if text.startswith("payment_done")]


@pytest.mark.parametrize(
    "typed",
    [
        "events vacuum {stage}: page_viewed where path contains /pay",
        "events vacuum {stage}：page_viewed 其中 path 包含 /pay",
        "events vacuum {stage}: page_viewed каде path содржи /pay",
    ],
)
def test_a_rule_with_tests_is_written_tried_and_taken_back(stored: Desk, typed: str):
    stage = stored.journey.stages[-1]
    said = stored.command(typed.format(stage=stage.title))
    undo = stored.outcome
    (rule,) = stored.journey.stages[-1].event_rules
    assert rule.tests == (PropertyTest(property="path", op="contains", value="/pay"),)
    assert "page_viewed [path ∋ /pay] (2)" in said
    said = stored.command(f"events vacuum {stage.title}")
    assert said.count("2026-") == 2 and "/jobs" not in said
    stored.outcome = undo
    stored.presses("Undo")
    assert stored.journey.stages[-1].event_rules == ()


def test_an_unknown_place_and_an_unclear_rule_change_nothing(stored: Desk):
    version = stored.journey.version
    assert "The stages are" in stored.command("events vacuum: payment_done")
    with pytest.raises(RuleUnclear):
        stored.command(f"events vacuum {stored.journey.stages[0].title}: page_viewed where path")
    assert stored.journey.version == version


def test_a_persona_is_a_rule_over_traits_and_counts(stored: Desk):
    owner = Owner(label="Ana", member_id="U0ANA")
    stored.stores.personas.save(Persona(workspace_id="T1", persona_id="payer", name="Payer", initials="P", owner=owner))
    said = stored.command("segment Payer: payment_done at least 1 times in 30 days")
    assert "A customer is Payer when: payment_done at least 1 times in 30 days." in said
    assert "1 of 4 customers meet it now." in said
    counted = dict(stored.stores.events("T1").dimension_values("persona", 10))
    customers = stored.stores.events("T1").tables.customers
    rows = stored.stores.events("T1").run(customers.select("persona"))
    assert sorted(str(row["persona"]) for row in rows) == ["Nobody", "Nobody", "Nobody", "payer"], counted
    stored.command("segment Payer: -")
    rows = stored.stores.events("T1").run(customers.select("persona"))
    assert {str(row["persona"]) for row in rows} == {"Nobody"}


def test_a_rule_that_nobody_meets_says_so(stored: Desk):
    owner = Owner(label="Ana", member_id="U0ANA")
    stored.stores.personas.save(Persona(workspace_id="T1", persona_id="payer", name="Payer", initials="P", owner=owner))
    assert "None of the 4 customers meets it now." in stored.command("segment Payer: plan is profesional")


@pytest.mark.parametrize(
    ("typed", "names", "tests"),
    [
        ("order_completed", ("order_completed",), ()),
        ("a, b，c", ("a", "b", "c"), ()),
        ("v where a is not pro and seats >= 5", ("v",), (("a", "is_not", "pro"), ("seats", "at_least", "5"))),
        ("view where total <= 9.5", ("view",), (("total", "at_most", "9.5"),)),
        ("view when coupon exists", ("view",), (("coupon", "exists", None),)),
        ("“Page Viewed” where isle = 4", ("Page Viewed",), (("isle", "is", "4"),)),
        ("види каде план е про и места најмалку 5", ("види",), (("план", "is", "про"), ("места", "at_least", "5"))),
    ],
)  # fmt: skip
def test_rules_are_read(typed, names, tests):
    found = read_rule(typed)
    assert found.names == names
    assert tuple((t.property, t.op, t.value) for t in (found.rule.tests if found.rule else ())) == tests


@pytest.mark.parametrize("typed", ["", " , ", "view where", "view where plan", "view where seats at least many"])
def test_what_is_no_rule_is_refused(typed):
    with pytest.raises(RuleUnclear):
        read_rule(typed)


@pytest.mark.parametrize(
    ("typed", "test"),
    [
        ("plan is pro", SegmentTest(trait="plan", value="pro")),
        ("orders at least 3", SegmentTest(trait="orders", op="at_least", value="3")),
        ("Order Completed at least 3 times", SegmentTest(event="Order Completed", op="at_least", value="3")),
        ("Login at most 1 in 30 days", SegmentTest(event="Login", op="at_most", value="1", days=30)),
        ("Login 至少 3 次 30 天内", SegmentTest(event="Login", op="at_least", value="3", days=30)),
        ("Login најмалку 3 пати во 30 дена", SegmentTest(event="Login", op="at_least", value="3", days=30)),
    ],
)  # fmt: skip
def test_segments_are_read(typed, test):
    assert read_segment(typed) == (test,)


def test_after_an_import_what_is_on_no_place_is_said_and_suggested(stored: Desk):
    incoming = Incoming(
        workspace_id="T1", channel_id="C0SHOP", thread="9.9", said=Said(by="U0ANA", name="Ana", at=AT, text=""),
        addressed=True, reader=Reader("U0ANA", frozenset(("C0SHOP",))), names={},
    )  # fmt: skip
    text, question, row = after_import(incoming, stored.stores, words("en"))
    assert "payment_done (1)" in text.text and "page_viewed (3)" in text.text
    assert [button.text.split(" → ")[0] for button in row.buttons] == ["page_viewed", "payment_done"]
    assert question.style == "question"
