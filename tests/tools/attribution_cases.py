"""Paths that the tests of attribution share: the reference cases, and random ones with loops."""

import json
from pathlib import Path as File

from hypothesis import strategies as st

from tools.touch_paths import Path

REFERENCE = File(__file__).parent / "reference"
CASE = json.loads((REFERENCE / "attribution.json").read_text())
OTHER = json.loads((REFERENCE / "other_rules.json").read_text())

rows = st.lists(
    st.builds(
        Path,
        st.lists(st.sampled_from("abcde"), min_size=1, max_size=6).map(tuple),
        st.integers(0, 9),
        st.integers(0, 90_000),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=15,
).filter(lambda paths: any(path.conversions for path in paths))


def reference_paths() -> list[Path]:
    return [
        Path(tuple(p["path"]), p["conversions"], round(p["value"] * 100), p["not_converted"]) for p in CASE["paths"]
    ]


def small_paths(lines: list[list[object]]) -> list[Path]:
    """`["a>b", converted, value, not]`, the value may be missing."""
    return [
        Path(tuple(line[0].split(">")), line[1], line[2] * 100 if len(line) == 4 else 0, line[-1]) for line in lines
    ]
