"""Events told apart by their properties: a rule of a place takes those that pass its tests."""

import json
from datetime import timedelta

import pytest
from pydantic import ValidationError

from storage.model.rules import EventRule, PropertyTest, SegmentTest
from tests.tools.conftest import make_map
from tests.tools.logs import START, late
from tools import drop_off
from tools.drop_off import DropOffArgs


def rule(*tests: tuple[str, str, str | None], names: tuple[str, ...] = ("page viewed",)) -> dict[str, object]:
    made = [PropertyTest(property=key, op=op, value=value) for key, op, value in tests]
    return {"event_rules": (EventRule(names=names, tests=tuple(made)),)}


def stage(slug: str, *tests: tuple[str, str, str | None], **fields: object) -> dict[str, object]:
    return {"slug": slug, "title": slug.title(), **(rule(*tests) if tests else {}), **fields}


@pytest.fixture
def counted(ask, tmp_path):
    """The steps of a map over page views with these properties, a customer each, one second apart."""

    def made(stages, *customers):
        sources = ask([late()], make_map(tuple(stages)))
        rows = [
            {
                "customer_id": f"c{i}",
                "occurred_at": (START + timedelta(seconds=second)).isoformat(),
                "event": "page_viewed",
                **properties,
            }
            for i, views in enumerate(customers)
            for second, properties in enumerate(views)
        ]
        file = tmp_path / "views.jsonl"
        file.write_text("\n".join(json.dumps(row) for row in rows))
        sources.events.import_file(file)
        return drop_off.run(DropOffArgs(journey="shop", explain=True, min_n=1), sources)

    return made


def reached(result):
    return {step.name: step.reached for step in result.steps}


def test_two_pages_are_two_stages_of_one_event_name(counted):
    stages = [stage("look", ("path", "is", "/shop")), stage("price", ("path", "contains", "PRICING"))]
    result = counted(stages, [{"path": "/shop"}, {"path": "/pricing/eu"}], [{"path": "/shop"}], [{"path": "/pricing"}])
    assert reached(result) == {"look": 2, "price": 1}
    assert result.explanation.last_events == (("page_viewed [path = /shop]", 1),)


def test_most_tests_win_then_the_order_of_the_map(counted):
    stages = [
        stage("any", ("path", "exists", None)),
        stage("vip", ("path", "exists", None), ("plan", "is", "pro")),
        stage("again", ("path", "exists", None)),
    ]
    result = counted(stages, [{"path": "/a"}, {"path": "/a", "plan": "PRO"}])
    assert reached(result) == {"any": 1, "vip": 1}
    assert result.unmeasured == ("Again",)


@pytest.mark.parametrize(
    ("test", "n"),
    [
        (("items", "at_least", "10"), 2), (("items", "at_most", "10"), 2), (("items", "is", "10"), 1),
        (("items", "is_not", "10"), 4), (("items", "exists", None), 4), (("items", "contains", "1"), 2),
    ],
)  # fmt: skip
def test_each_comparison(counted, test, n):
    bought = [[{"x": 1, "items": items}] for items in (10, 11.5, 2, "many")] + [[{"x": 1}]]
    result = counted([stage("buy", test), stage("rest", event_names=("page viewed",))], *bought)
    assert reached(result)["buy"] == n


def test_an_event_asked_by_name_counts_marked_or_not(ask, counted):
    result = counted([stage("look", ("path", "is", "/shop")), stage("else", event_names=("page viewed",))],
                     [{"path": "/shop"}, {"path": "/x"}])  # fmt: skip
    assert reached(result) == {"look": 1, "else": 1}
    sources = ask([], make_map(("Other",), map_id="other"))
    assert sources.maps.find("T1", "shop", sources.reader).stages[0].event_rules[0].tests[0].value == "/shop"


@pytest.mark.parametrize(
    "fields",
    [
        {"op": "is"}, {"op": "exists", "value": "x"}, {"op": "at_least", "value": "many"},
    ],
)  # fmt: skip
def test_a_test_that_makes_no_sense_is_refused(fields):
    with pytest.raises(ValidationError):
        PropertyTest(property="path", **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"trait": "plan", "event": "Order", "value": "1"}, {"event": "Order", "op": "is", "value": "3"},
        {"event": "Order", "op": "at_least", "value": "few"}, {"trait": "plan"},
    ],
)  # fmt: skip
def test_a_segment_test_is_about_a_trait_or_a_count_of_events(fields):
    with pytest.raises(ValidationError):
        SegmentTest(**fields)
    assert SegmentTest(event="Order Completed", days=30, op="at_least", value="3").days == 30
