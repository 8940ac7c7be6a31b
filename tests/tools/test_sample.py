"""The sample's planted story comes out of the tools with the numbers that were drawn."""

import csv
import subprocess
import sys
from pathlib import Path

from tests.tools.conftest import EXAMPLES
from tools import conversion_rate, drop_off, journey_length, map_lookup, pain_points
from tools.conversion_rate import ConversionRateArgs
from tools.drop_off import DropOffArgs, Group
from tools.journey_length import JourneyLengthArgs
from tools.map_lookup import MapLookupArgs
from tools.pain_points import PainPointsArgs

FACTS = (
    "32", "married", "no children", "double income", "self-employed", "research", "short of time", "quality",
    "sifting content", "will not break again", "lost time", "doubts about quality", "delivered",
)  # fmt: skip
NAMES = {"curious-colleen": "Curious Colleen", "busy-boris": "Busy Boris"}


def reached(groups: tuple[Group, ...]) -> dict[str, list[int]]:
    return {group.value: [step.reached for step in group.steps] for group in groups}


def named(groups: dict[str, list[int]]) -> dict[str, list[int]]:
    return {NAMES.get(name, name): counts for name, counts in groups.items()}


def test_customers_stop_at_compare(sample, story):
    result = drop_off.run(DropOffArgs(), sample)
    assert [step.reached for step in result.steps] == story["reached"]
    assert [step.title for step in result.steps] == story["stages"]
    assert result.steps[0].still_open == story["still_open"]
    assert result.worst == "consideration"
    assert result.basis.journey == "I need a vacuum that will not break again"
    assert result.basis.as_of.strftime("%Y-%m-%dT%H:%M:%SZ") == story["as_of"]
    assert result.basis.data_sets[0].rows == story["events"]
    assert result.basis.off_the_map > 0.05


def test_the_leak_is_curious_colleen_on_a_phone(sample, story):
    by_persona = drop_off.run(DropOffArgs(breakdown="persona"), sample)
    assert reached(by_persona.groups) == named(story["by_persona"])
    assert by_persona.difference.step == "consideration"
    assert by_persona.difference.p < 1e-6
    by_device = drop_off.run(DropOffArgs(breakdown="device"), sample)
    assert reached(by_device.groups) == story["by_device"]
    colleen = drop_off.run(DropOffArgs(breakdown="device", persona="Curious Colleen"), sample)
    assert reached(colleen.groups) == story["colleen_by_device"]
    assert colleen.basis.filters == {"persona": "Curious Colleen"}


def test_the_leak_stands_out_by_persona_and_device_at_once(sample, story):
    result = drop_off.run(DropOffArgs(breakdown=["persona", "device"]), sample)
    groups = {group.values: [step.reached for step in group.steps] for group in result.groups}
    for device, counts in story["colleen_by_device"].items():
        assert groups["Curious Colleen", device] == counts
    for column, key in ((0, "by_persona"), (1, "by_device")):
        summed: dict[str, list[int]] = {}
        for values, counts in groups.items():
            summed[values[column]] = [a + b for a, b in zip(summed.get(values[column], [0] * 5), counts, strict=True)]
        assert summed == (named(story[key]) if key == "by_persona" else story[key])
    worst = min(result.groups, key=lambda group: group.steps[3].from_previous.value)
    assert worst.value == "Curious Colleen · mobile"
    assert (worst.steps[3].from_previous.hits, worst.steps[3].from_previous.n) == (53, 481)
    assert round(worst.steps[3].from_previous.value, 3) == 0.110
    assert (result.difference.step, result.difference.groups) == ("consideration", 6)
    assert result.difference.p < 1e-20
    sizes = [group.steps[0].reached for group in result.groups]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(sizes) == story["reached"][0]


def test_rates_and_lengths_by_persona_and_device_agree_with_the_funnel(sample, story):
    rates = conversion_rate.run(
        ConversionRateArgs(start="Consideration", goal="Purchase", breakdown="persona, device", top_n=1), sample
    )
    assert (rates.breakdown, len(rates.groups), rates.more_groups) == ("persona, device", 1, 5)
    lengths = journey_length.run(
        JourneyLengthArgs(start="Awareness", goal="Purchase", window="14d", breakdown="persona, device"), sample
    )
    assert sum(length.n for length in lengths.groups) == lengths.overall.n
    assert {length.values for length in lengths.groups} == {
        (persona, device)
        for persona in ("Curious Colleen", "Busy Boris", "(unknown)")
        for device in ("mobile", "desktop")
    }


def test_filters_give_the_numbers_of_their_group(sample, story):
    result = drop_off.run(DropOffArgs(persona="curious-colleen", device="mobile"), sample)
    assert [step.reached for step in result.steps] == story["colleen_by_device"]["mobile"]
    assert result.steps[2].from_previous.n == story["colleen_by_device"]["mobile"][1]


def test_conversion_and_length_agree_with_the_story(sample, story):
    rate = conversion_rate.run(ConversionRateArgs(start="Awareness", goal="Purchase"), sample)
    assert rate.rate.n == story["reached"][0]
    assert rate.rate.hits == story["reached"][3]
    length = journey_length.run(JourneyLengthArgs(start="Awareness", goal="Purchase", window="14d"), sample)
    assert length.overall.n >= story["reached"][3]


def test_the_worst_step_is_explained_by_the_map(sample):
    result = drop_off.run(DropOffArgs(explain=True), sample)
    assert "cannot see which one is better" in result.explanation.pain_points
    assert "On my phone the comparison chart is cut off after the second model." in result.explanation.evidence
    lost = result.steps[2].lost
    assert 0 < sum(customers for _, customers in result.explanation.last_events) <= lost


def test_the_worst_pain_point_is_the_one_of_the_story(sample):
    result = pain_points.run(PainPointsArgs(), sample)
    assert result.pains[0].title == "cannot see which one is better"
    assert result.pains[0].confidence == "researched"
    assert result.pains[0].customers > 0


def test_every_fact_about_colleen_is_found(sample):
    for fact in FACTS:
        found = map_lookup.run(MapLookupArgs(words=fact, kind="persona"), sample).found
        assert any(item.who == "Curious Colleen" for item in found), fact
    assert map_lookup.run(MapLookupArgs(kind="action"), sample).total == 5
    assert map_lookup.run(MapLookupArgs(kind="opportunity"), sample).total == 5


def test_the_files_are_what_the_generator_writes(tmp_path):
    for name in ("generate_events.py", "README.md"):
        (tmp_path / name).write_bytes((EXAMPLES / name).read_bytes())
    subprocess.run([sys.executable, str(tmp_path / "generate_events.py")], check=True)
    for name in ("events.csv", "story.json", "README.md"):
        assert (tmp_path / name).read_bytes() == (EXAMPLES / name).read_bytes(), name


def test_the_file_is_small_and_has_the_columns_of_the_story():
    file: Path = EXAMPLES / "events.csv"
    assert file.stat().st_size < 2_200_000
    with file.open(encoding="utf-8") as rows:
        assert len(next(csv.reader(rows))) == 10
