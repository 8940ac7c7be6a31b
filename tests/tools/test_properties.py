"""A filter on a property of the event, through the real event store: text, numbers, true and false, odd names."""

import json

import pytest

from tests.tools.logs import START, late
from tools import drop_off
from tools.drop_off import DropOffArgs

STORED = (
    {"plan": "pro", "seats": 5, "paid": True, "ratio": 2.0, "city": "Zürich", "$browser": "Safari", "a/b~c": "q"},
    {"plan": "basic", "seats": 50, "paid": False, "ratio": 0.5, "city": 'say "hi"'},
    {"plan": "5", "seats": "5", "paid": "true", "ratio": 1e3, "city": None},
)


@pytest.mark.parametrize(
    ("key", "value", "n"),
    [
        ("plan", "pro", 1), ("plan", "basic", 1), ("plan", "pr", 0), ("plan", "5", 1),
        ("seats", "5", 2), ("seats", "50", 1), ("seats", "5.0", 2), ("seats", "0", 0),
        ("ratio", "0.5", 1), ("ratio", "2", 1), ("ratio", "2.0", 1), ("ratio", "1000", 1),
        ("paid", "true", 2), ("paid", "True", 2), ("paid", "false", 1),
        ("city", "Zürich", 1), ("city", 'say "hi"', 1),
        ("$browser", "Safari", 1), ("a/b~c", "q", 1),
    ],
)  # fmt: skip
def test_a_property_is_text_a_number_or_true_and_false(key, value, n, ask, tmp_path):
    sources = ask([late()])
    file = tmp_path / "typed.jsonl"
    at = START.isoformat()
    rows = [{"customer_id": f"c{i}", "occurred_at": at, "event": "A", **stored} for i, stored in enumerate(STORED)]
    file.write_text("\n".join(json.dumps(row) for row in rows))
    assert sources.events.import_file(file).rows_stored == len(STORED)
    result = drop_off.run(DropOffArgs(steps=("A", "the end"), filters={key: value}), sources)
    assert result.steps[0].reached == n
