"""Groups by one column and by two: pairs of values, their test, the top ones, and what is refused."""

import pytest
from pydantic import ValidationError
from scipy.stats import chi2_contingency

from tests.tools.logs import late, log
from tests.tools.test_drop_off import MAP, ROWS
from tools import conversion_rate, drop_off, journey_length
from tools.conversion_rate import ConversionRateArgs
from tools.drop_off import DropOffArgs
from tools.journey_length import JourneyLengthArgs


def test_groups_by_two_columns_are_pairs_of_values(ask):
    rows = [*ROWS, *log("eve", "A0 B5", device="desktop", persona="x")]
    sources = ask(rows, MAP)
    result = drop_off.run(DropOffArgs(breakdown=["persona", "device"], min_n=2), sources)
    assert result.breakdown == "persona, device"
    assert [(g.value, g.values, [s.reached for s in g.steps], g.small) for g in result.groups] == [
        ("x · mobile", ("x", "mobile"), [2, 2, 1], False),
        ("(unknown) · desktop", ("(unknown)", "desktop"), [1, 0, 0], True),
        ("x · desktop", ("x", "desktop"), [1, 1, 0], True),
    ]
    assert [s.skipped for s in result.groups[1].steps] == [1, 0, 0]
    other_way = drop_off.run(DropOffArgs(breakdown="device,persona", min_n=2), sources)
    assert [g.value for g in other_way.groups] == ["mobile · x", "desktop · (unknown)", "desktop · x"]
    assert [g.steps for g in other_way.groups] == [g.steps for g in result.groups]


def test_one_column_is_written_as_before(ask):
    written = drop_off.run(DropOffArgs(breakdown="device"), ask(ROWS, MAP)).model_dump(mode="json")
    assert written["breakdown"] == "device"
    assert [(group["value"], group["values"]) for group in written["groups"]] == [
        ("mobile", ["mobile"]),
        ("desktop", ["desktop"]),
    ]
    assert DropOffArgs(breakdown=["device"]).model_dump()["breakdown"] == "device"
    assert DropOffArgs(breakdown=["persona", "device"]).model_dump(mode="json")["breakdown"] == "persona, device"


@pytest.mark.parametrize("breakdown", ["device, device", "stage, device", "persona, device, channel", "", []])
def test_a_breakdown_that_makes_no_sense_is_refused(breakdown):
    with pytest.raises(ValidationError):
        DropOffArgs(breakdown=breakdown)


def test_a_model_is_told_both_forms_of_a_breakdown():
    one, two, _ = DropOffArgs.model_json_schema()["properties"]["breakdown"]["anyOf"]
    assert "persona" in one["description"]
    assert (two["type"], two["maxItems"]) == ("array", 2)


def test_pairs_that_differ_are_tested(ask):
    bought = {("x", "mobile"): 4, ("x", "desktop"): 40, ("y", "mobile"): 40, ("y", "desktop"): 40}
    rows = [
        row
        for (persona, device), n in bought.items()
        for i in range(60)
        for row in log(f"{persona}{device}{i}", "A0 B1" if i < n else "A0", persona=persona, device=device)
    ]
    sources = ask([*rows, late()])
    result = drop_off.run(DropOffArgs(steps=("A", "B"), breakdown="persona, device"), sources)
    table = [[n, 60 - n] for n in bought.values()]
    assert result.difference.groups == 4
    assert result.difference.p == pytest.approx(chi2_contingency(table, correction=False).pvalue)


def test_the_top_groups_are_those_that_lose_most(ask):
    lost = {"a": 30, "b": 50, "c": 40, "d": 10}
    rows = [
        row
        for device, n in lost.items()
        for i in range(60)
        for row in log(f"{device}{i}", "A0" if i < n else "A0 B1", device=device)
    ]
    rows += log("tiny", "A0", device="e")
    sources = ask([*rows, late()])
    everything = drop_off.run(DropOffArgs(steps=("A", "B"), breakdown="device"), sources)
    top = drop_off.run(DropOffArgs(steps=("A", "B"), breakdown="device", top_n=2), sources)
    assert ([g.value for g in top.groups], top.more_groups) == (["b", "c"], 3)
    assert (len(everything.groups), everything.more_groups) == (5, 0)
    assert top.difference == everything.difference
    assert [g.value for g in drop_off.run(top_args(10), sources).groups] == ["b", "c", "a", "d"]


def top_args(n: int) -> DropOffArgs:
    return DropOffArgs(steps=("A", "B"), breakdown="device", top_n=n)


def test_rates_and_lengths_come_by_two_columns_too(ask):  # x mobile 2 of 3, x desktop 1 of 2, y mobile 0 of 1
    rows = [
        *log("1", "A0 B10", persona="x", device="mobile"),
        *log("2", "A0 B30", persona="x", device="mobile"),
        *log("3", "A0", persona="x", device="mobile"),
        *log("4", "A0 B5", persona="x", device="desktop"),
        *log("5", "A0", persona="x", device="desktop"),
        *log("6", "A0", persona="y", device="mobile"),
        late(),
    ]
    sources, asked = ask(rows), {"start": "A", "goal": "B", "breakdown": "persona, device", "min_n": 2}
    rates = conversion_rate.run(ConversionRateArgs(**asked), sources)
    assert [(g.values, g.rate.hits, g.rate.n, g.small) for g in rates.groups] == [
        (("x", "mobile"), 2, 3, False),
        (("x", "desktop"), 1, 2, False),
        (("y", "mobile"), 0, 1, True),
    ]
    top = conversion_rate.run(ConversionRateArgs(**asked, top_n=1), sources)
    assert ([g.value for g in top.groups], top.more_groups) == (["x · mobile"], 2)
    lengths = journey_length.run(JourneyLengthArgs(**asked | {"min_n": 1}, window="1d"), sources)
    assert [(g.value, g.values, g.n, g.median_seconds) for g in lengths.groups] == [
        ("x · mobile", ("x", "mobile"), 2, 20),
        ("x · desktop", ("x", "desktop"), 1, 5),
        ("y · mobile", ("y", "mobile"), 0, None),
    ]
    slow = journey_length.run(JourneyLengthArgs(**asked | {"min_n": 1}, window="1d", top_n=1), sources)
    assert ([g.value for g in slow.groups], slow.more_groups) == (["x · mobile"], 2)
