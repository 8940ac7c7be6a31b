"""Ids that are the same customer: joined by claims, repaired late, undone with the import, parted by hand."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from arriving import Row, arrive, claim, customers, event
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.backends.duckdb_events import DuckDBEvents
from storage.events import CustomerNotFound

IDS = ("a", "b", "c", "d", "e")


@pytest.fixture
def store(tmp_path: Path):
    opened = DuckDBEvents(tmp_path / "T1.duckdb")
    yield opened
    opened.close()


def owners(store: DuckDBEvents) -> dict[str, str]:
    """Whose the events are that each id had: every id has one event that is called like it."""
    tables = store.tables
    rows = store.run(
        tables.events.join(tables.names, "name").join(tables.customers, "customer").select("title", "customer_id")
    )
    return {str(row["title"]): str(row["customer_id"]) for row in rows}


def one_each(ids: Iterable[str]) -> list[Row]:
    return [event(one, one, at_us) for at_us, one in enumerate(ids)]


def test_a_late_identification_repairs_the_history(store: DuckDBEvents) -> None:
    arrive(store, events=[event("anon", "visit", 10), event("ana", "buy", 20)])
    assert [row["customer_id"] for row in customers(store)] == ["ana", "anon"]
    arrive(store, people=[claim("anon", "ana", 20)])
    assert customers(store, "first_seen_us") == [{"customer_id": "ana", "first_seen_us": 10}]
    assert [step.name for step in store.path("anon")] == ["visit", "buy"]
    arrive(store, events=[event("anon", "return", 30)])
    assert [step.name for step in store.path("ana")] == ["visit", "buy", "return"]


def test_undoing_the_import_that_brought_the_claim_undoes_the_join(store: DuckDBEvents) -> None:
    arrive(store, events=one_each("ab"))
    claims = arrive(store, "crm", people=[claim("a", "b")])
    assert owners(store) == {"a": "b", "b": "b"}
    store.forget(claims.source_id)
    assert owners(store) == {"a": "a", "b": "b"}
    assert [row["customer_id"] for row in customers(store)] == ["a", "b"]


def test_a_chain_ends_at_the_last_whatever_the_order_of_arrival(store: DuckDBEvents) -> None:
    arrive(store, events=one_each("abcd"))
    for alias, customer in (("a", "b"), ("c", "d"), ("b", "c")):
        arrive(store, people=[claim(alias, customer)])
    assert set(owners(store).values()) == {"d"}


def test_an_id_of_two_customers_stays_with_the_first_and_joins_them_never(store: DuckDBEvents) -> None:
    arrive(store, events=one_each(["anon", "ana", "boris"]))
    arrive(store, people=[claim("anon", "boris", 50)])
    assert owners(store)["anon"] == "boris"
    arrive(store, people=[claim("anon", "ana", 40)])  # arrives later, was said earlier
    assert owners(store) == {"anon": "ana", "ana": "ana", "boris": "boris"}


def test_claims_that_join_nothing_are_told_with_the_import(store: DuckDBEvents, tmp_path: Path) -> None:
    lines = [
        f'{{"type": "track", "event": "visit", "userId": "{who}", "anonymousId": "tablet", "messageId": "{who}", '
        f'"timestamp": "2026-01-0{day}T10:00:00Z"}}'
        for day, who in enumerate(["ana", "boris", "cy"], start=1)
    ]
    file = tmp_path / "family.jsonl"
    file.write_text("\n".join(lines))
    report = store.import_file(file)
    notices = {notice.key: notice.facts for notice in report.notices}
    assert notices["claims_unjoined"] == {"n": 2}
    assert len(customers(store)) == 3


def test_circles_end_and_are_one_customer(store: DuckDBEvents) -> None:
    arrive(store, events=one_each("abc"), people=[claim("a", "b", 1), claim("b", "c", 2), claim("c", "a", 3)])
    assert set(owners(store).values()) == {"c"}


def test_an_id_that_claims_itself_is_left_alone(store: DuckDBEvents) -> None:
    arrive(store, events=one_each("a"), people=[claim("a", "a")])
    assert owners(store) == {"a": "a"}


def test_a_wrong_join_is_parted_for_good_and_the_others_stay(store: DuckDBEvents) -> None:
    arrive(store, events=one_each("abc"), people=[claim("a", "c"), claim("b", "c")])
    store.part("a")
    assert owners(store) == {"a": "a", "b": "c", "c": "c"}
    arrive(store, people=[claim("a", "c", 99)])
    assert owners(store)["a"] == "a"
    with pytest.raises(CustomerNotFound):
        store.part("nobody")


def test_a_chain_of_ten_thousand_ids_ends(store: DuckDBEvents) -> None:
    file = store.file.parent / "chain.jsonl"
    file.write_text(
        "\n".join(
            f'{{"type": "alias", "previousId": "u{i}", "userId": "u{i + 1}", "messageId": "m{i}", '
            f'"timestamp": "2026-01-01T10:00:00Z"}}'
            for i in range(10_000)
        )
    )
    store.import_file(file)
    assert customers(store) == [{"customer_id": "u10000"}]


def expected(claims: list[tuple[str, str, int | None]], parted: set[str]) -> dict[str, str]:
    """Union-find by the rules, on sets: who belongs to whom after these claims in their order of arrival."""
    groups, end, owned = {one: {one} for one in IDS}, {one: one for one in IDS}, set(parted)
    for alias, customer, _at in sorted(claims, key=lambda each: (each[2] is None, each[2] or 0)):
        if alias in owned or groups[alias] is groups[customer]:
            continue
        owned.add(alias)
        whole = groups[alias] | groups[customer]
        for one in groups[alias]:
            end[one] = end[customer]
        for one in whole:
            groups[one] = whole
    return end


CLAIMS = st.lists(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS), st.none() | st.integers(0, 6)), min_size=1, max_size=4
)
STEPS = st.lists(
    st.tuples(st.just("claim"), st.integers(0, 2), CLAIMS)
    | st.tuples(st.just("forget"), st.integers(0, 2), st.just([]))
    | st.tuples(st.just("part"), st.integers(0, 4), st.just([])),
    max_size=6,
)


@settings(max_examples=20, deadline=None)
@given(STEPS)
def test_joins_are_those_of_the_rules_after_every_step(steps: list[tuple[str, int, list]]) -> None:
    with TemporaryDirectory() as folder:
        store = DuckDBEvents(Path(folder) / "T1.duckdb")
        arrive(store, "everybody", events=one_each(IDS))
        said: list[tuple[int, tuple[str, str, int | None]]] = []
        sources: dict[int, int] = {}
        parted: set[str] = set()
        for step, which, claims in steps:
            if step == "claim":
                found = arrive(store, f"source {which}", people=[claim(*each) for each in claims])
                sources[which] = found.source_id
                said += [(which, each) for each in claims]
            elif step == "forget" and which in sources:
                store.forget(sources.pop(which))
                said = [(source, each) for source, each in said if source != which]
            elif step == "part":
                store.part(IDS[which])
                parted.add(IDS[which])
            assert owners(store) == expected([each for _, each in said], parted)
        store.close()
