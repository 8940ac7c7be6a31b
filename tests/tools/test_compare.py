"""compare: both sides, the difference, how sure it is, and what may be said."""

import pytest

from tests.tools.conftest import make_map
from tests.tools.logs import late, log, say
from tools import compare
from tools.compare import CompareArgs
from tools.kit import ToolError


def run(sources, **args):
    return compare.run(CompareArgs(**args), sources)


def people(name, n, arrived, **columns):
    """`n` customers who start with A, of whom `arrived` come to B."""
    return [
        row
        for k in range(n)
        for row in log(f"{name}{k}", "A0 B1" if k < arrived else "A0", **columns)
    ]


def test_two_variants_by_hand(ask):
    rows = [*people("a", 200, 40, variant="form:A"), *people("b", 200, 80, variant="form:B"), late()]
    result = run(ask(rows), start="A", goal="B")
    assert (result.what, result.a.name, result.b.name, result.experiment) == ("variants", "form:A", "form:B", True)
    assert (result.a.value, result.b.value, round(result.difference, 3), round(result.lift, 3)) == (0.2, 0.4, 0.2, 1)
    assert (round(result.low, 4), round(result.high, 4)) == (0.1106, 0.2855)
    assert result.p < 0.0001 and result.needed == 82
    assert (result.verdict, result.both, round(result.ratio_p, 3)) == ("b_higher", 0, 1)


def test_persona_against_the_rest(sample):
    result = run(sample, breakdown="persona", a="Curious Colleen")
    print(result.model_dump_json(indent=1))


def test_before_and_after(sample):
    print(run(sample, on="2026-09-20", days=20).model_dump_json(indent=1))
    print(run(sample, period="2026-09").model_dump_json(indent=1))
    print(run(sample, measure="length", breakdown="device").model_dump_json(indent=1))
    print(run(sample, measure="revenue", breakdown="device", a="mobile", b="desktop").model_dump_json(indent=1))
    print(run(sample, a_filters={"device":"mobile", "persona": "busy boris"}, b_filters={"device": "desktop"}).model_dump_json(indent=1))
    assert 0
