"""What is known of a customer: the newest word on each trait and on consent, and the persona by rule or by word."""

import random
from pathlib import Path

import pytest
from arriving import DAY_US, NOW_US, arrive, claim, customers, event

from storage.backends.duckdb_events import DuckDBEvents
from storage.model.rules import SegmentTest


@pytest.fixture
def store(tmp_path: Path):
    opened = DuckDBEvents(tmp_path / "T1.duckdb")
    yield opened
    opened.close()


def said(customer_id: str, at_us: int | None, consent: str | None = None, **traits: object) -> dict[str, object]:
    return {"customer_id": customer_id, "at_us": at_us, "traits": traits, "consent": consent}


def personas(store: DuckDBEvents) -> dict[object, object]:
    return {row["customer_id"]: row["persona"] for row in customers(store, "persona")}


def test_the_newest_value_of_each_trait_counts_not_the_last_to_arrive(store: DuckDBEvents) -> None:
    arrive(store, people=[said("ana", 20, plan="pro"), said("ana", 10, plan="free", city="Skopje")])
    arrive(store, people=[said("ana", 15, plan="trial", seats=3), said("ana", None, city="Bitola", cat="Rio")])
    assert customers(store, "traits")[0]["traits"] == {"plan": "pro", "city": "Skopje", "seats": 3, "cat": "Rio"}


def test_of_equal_times_the_later_row_counts_and_null_takes_a_trait_away(store: DuckDBEvents) -> None:
    arrive(store, people=[said("ana", 5, plan="free", city="Ohrid"), said("ana", 5, plan="pro")])
    arrive(store, people=[said("ana", 6, city=None)])
    assert customers(store, "traits")[0]["traits"] == {"plan": "pro"}


def test_keys_and_values_of_traits_come_back_as_they_were(store: DuckDBEvents) -> None:
    traits = {"a/b": 1.5, "~x": [1, {"y": None}], 'say "hi"': "Čao\n", "$set": True, "文": "好"}
    arrive(store, people=[{"customer_id": "ana", "at_us": 1, "traits": traits}])
    assert customers(store, "traits")[0]["traits"] == traits


def test_forgetting_a_source_brings_back_what_the_others_said(store: DuckDBEvents) -> None:
    arrive(store, "crm", people=[said("ana", 1, "denied", plan="free", persona="saver")])
    newer = arrive(store, "app", people=[said("ana", 2, "granted", plan="pro", seats=2, persona="spender")])
    both = {"traits": {"plan": "pro", "seats": 2, "persona": "spender"}, "consent": "granted", "persona": "spender"}
    assert customers(store, *both) == [{"customer_id": "ana", **both}]
    store.forget(newer.source_id)
    before = {"traits": {"plan": "free", "persona": "saver"}, "consent": "denied", "persona": "saver"}
    assert customers(store, *before) == [{"customer_id": "ana", **before}]


def test_traits_of_joined_ids_are_one_customers(store: DuckDBEvents) -> None:
    arrive(store, people=[said("anon", 9, plan="pro"), said("ana", 3, plan="free", city="Ohrid"), claim("anon", "ana")])
    assert customers(store, "traits") == [{"customer_id": "ana", "traits": {"plan": "pro", "city": "Ohrid"}}]
    store.part("anon")
    assert [row["traits"] for row in customers(store, "traits")] == [{"plan": "free", "city": "Ohrid"}, {"plan": "pro"}]


@pytest.mark.parametrize(("row_us", "trait_us", "wins"), [(5, 4, "row"), (4, 5, "trait"), (5, 5, "trait")])
def test_the_newest_persona_of_rows_and_traits_counts(
    store: DuckDBEvents, row_us: int, trait_us: int, wins: str
) -> None:
    arrive(store, events=[event("ana", at_us=row_us, persona="row")])
    arrive(store, people=[said("ana", trait_us, persona="trait")])
    assert personas(store) == {"ana": wins}


def test_first_event_and_persona_of_rows_follow_every_batch(store: DuckDBEvents) -> None:
    arrive(store, events=[event("ana", at_us=50, persona="new"), event("boris", at_us=9)])
    arrive(store, "late", events=[event("ana", at_us=20, persona="old"), event("boris", at_us=10, persona="x")])
    assert customers(store, "persona", "first_seen_us") == [
        {"customer_id": "ana", "persona": "new", "first_seen_us": 20},
        {"customer_id": "boris", "persona": "x", "first_seen_us": 9},
    ]
    store.forget(1)
    assert customers(store, "persona", "first_seen_us") == [
        {"customer_id": "ana", "persona": "old", "first_seen_us": 20},
        {"customer_id": "boris", "persona": "x", "first_seen_us": 10},
    ]


def test_the_first_rule_that_a_customer_passes_is_the_persona(store: DuckDBEvents) -> None:
    arrive(
        store,
        people=[said("ana", 1, plan="PRO", seats=12), said("boris", 1, plan="pro"), said("cy", 1, persona="guest")],
    )
    big = SegmentTest(trait="seats", op="at_least", value="10")
    store.segment([("big-team", [big]), ("pro", [SegmentTest(trait="plan", value="pro")]), ("nobody", [])])
    assert personas(store) == {"ana": "big-team", "boris": "pro", "cy": "guest"}
    store.segment([("pro", [SegmentTest(trait="plan", value="pro")]), ("big-team", [big])])
    assert personas(store) == {"ana": "pro", "boris": "pro", "cy": "guest"}
    store.segment([])
    assert personas(store) == {"ana": None, "boris": None, "cy": "guest"}


TRAIT_TESTS = [
    (SegmentTest(trait="v", op="is", value="5"), {"five": "5", "number": 5, "decimal": 5.0}),
    (SegmentTest(trait="v", op="is", value="TRUE"), {"yes": True}),
    (SegmentTest(trait="v", op="is_not", value="5"), {"yes": True, "word": "Pro plan", "nothing": None, "long": 50}),
    (SegmentTest(trait="v", op="contains", value="PLAN"), {"word": "Pro plan"}),
    (SegmentTest(trait="v", op="exists"), {"five", "number", "decimal", "yes", "word", "long"}),
    (SegmentTest(trait="v", op="at_least", value="5"), {"five", "number", "decimal", "long"}),
    (SegmentTest(trait="v", op="at_most", value="49.5"), {"five", "number", "decimal"}),
]


@pytest.mark.parametrize(("test", "passing"), TRAIT_TESTS, ids=lambda each: getattr(each, "op", ""))
def test_a_trait_is_tested_as_properties_of_events_are(store: DuckDBEvents, test: SegmentTest, passing) -> None:
    values = {"five": "5", "number": 5, "decimal": 5.0, "yes": True, "word": "Pro plan", "nothing": None, "long": 50}
    arrive(store, people=[said(who, 1, v=value, other="x") for who, value in values.items()])
    store.segment([("passed", [test])])
    assert {who for who, persona in personas(store).items() if persona} == set(passing)


def test_events_are_counted_in_the_days_before_the_newest_one(store: DuckDBEvents) -> None:
    """Newest at day 100: the window of 30 days begins right after day 70."""
    at = {"ana": (70, 71, 100), "boris": (69, 70, 99), "cy": (100,)}
    arrive(
        store,
        events=[
            event(who, "Order", day * DAY_US, key=hash((who, day)) % 10**9) for who, days in at.items() for day in days
        ],
    )
    often = SegmentTest(event="order", days=30, op="at_least", value="2")
    seldom = SegmentTest(event="order", op="at_most", value="1")
    store.segment([("often", [often]), ("seldom", [seldom])])
    assert personas(store) == {"ana": "often", "boris": None, "cy": "seldom"}
    arrive(store, "more", events=[event("boris", "order", 100 * DAY_US)])
    assert personas(store)["boris"] == "often"
    arrive(store, "far", events=[event("dan", "visit", 200 * DAY_US)])
    assert personas(store) == {"ana": None, "boris": None, "cy": "seldom", "dan": "seldom"}
    store.forget(3)
    store.forget(2)
    assert personas(store) == {"ana": "often", "boris": None, "cy": "seldom"}


def test_rules_hold_after_opening_the_file_again(tmp_path: Path) -> None:
    store = DuckDBEvents(tmp_path / "T2.duckdb")
    store.segment(
        [("pro", [SegmentTest(trait="plan", value="pro"), SegmentTest(event="buy", op="at_least", value="1")])]
    )
    store.close()
    store = DuckDBEvents(tmp_path / "T2.duckdb")
    arrive(store, people=[said("ana", 1, plan="pro")], events=[event("ana", "buy"), event("boris", "buy")])
    assert personas(store) == {"ana": "pro", "boris": None}
    store.close()


def test_a_rule_cannot_bring_sql(store: DuckDBEvents) -> None:
    arrive(store, people=[said("ana", 1, plan="it's")])
    evil = "x' OR 1=1 --"
    store.segment([(evil, [SegmentTest(trait=evil, value=evil)]),
                   ("b", [SegmentTest(event=evil, op="at_least", value="1")]),
                   ("c", [SegmentTest(trait="plan", value="it's")])])  # fmt: skip
    assert personas(store) == {"ana": "c"}


def test_many_random_words_leave_the_newest_of_each_source_still_said(store: DuckDBEvents) -> None:
    chance = random.Random(5)
    words: list[tuple[str, tuple[int, int], str, str, int]] = []
    for number in range(50):
        source, who, trait = chance.choice("xyz"), chance.choice("ab"), chance.choice("pq")
        at_us = chance.randrange(20)
        arrive(store, source, people=[said(who, at_us, **{trait: number})])
        words.append((source, (at_us, number), who, trait, number))
    sources = {row.title: row.source_id for row in store.data_sets()}
    for gone in ["", "x", "z"]:
        if gone:
            store.forget(sources[gone])
            words = [word for word in words if word[0] != gone]
        newest: dict[object, dict[str, int]] = {}
        for _, _, who, trait, value in sorted(words, key=lambda word: word[1]):
            newest.setdefault(who, {})[trait] = value
        assert {row["customer_id"]: row["traits"] for row in customers(store, "traits")} == newest


def test_the_data_set_of_an_intake_counts_every_intake(store: DuckDBEvents) -> None:
    arrive(store, "web", events=[event("ana", at_us=5, key=1), event("ana", at_us=9, key=2)])
    again = arrive(
        store,
        "web",
        events=[event("ana", at_us=9, key=2), event("boris", at_us=3, key=3)],
        people=[said("ana", 1, a=1)],
    )
    assert (again.rows_stored, again.duplicates) == (2, 1)
    (listed,) = store.data_sets()
    assert (listed.kind, listed.title, listed.imported_us) == ("http", "web", NOW_US)
    assert (listed.rows_read, listed.rows_stored, listed.duplicates) == (5, 4, 1)
    assert (listed.from_us, listed.to_us) == (3, 9)
