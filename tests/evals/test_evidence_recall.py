"""Is the evidence that somebody means among the first five?"""

from pathlib import Path

import pytest

from tests.evals.evidence import HOW, holding, recall, snippets

BARS = {(False, "asked"): 0.9, (False, "otherwise"): 0.75, (True, "asked"): 0.9, (True, "otherwise"): 0.55}


@pytest.mark.parametrize("held_out", [False, True])
def test_what_is_meant_is_among_the_first_five(tmp_path: Path, held_out: bool) -> None:
    known = snippets(held_out)
    assert len(known) >= (30 if held_out else 60)
    with holding(known, tmp_path) as stores:
        found = recall(known, stores)
    for how in HOW:
        hits, n = (sum(part) for part in zip(*(pair for (kind, _), pair in found.items() if kind == how), strict=True))
        assert hits / n >= BARS[held_out, how], found


def test_both_ways_together_reach_the_bar(tmp_path: Path) -> None:
    """Sixty snippets and more, each asked for with some of its words and with none: 0.75 of both together."""
    known = snippets(held_out=False)
    with holding(known, tmp_path) as stores:
        found = recall(known, stores)
    hits, n = (sum(part) for part in zip(*found.values(), strict=True))
    assert n == 2 * len(known) >= 120
    assert hits / n >= 0.75


def test_no_query_is_the_words_themselves() -> None:
    for snippet in (*snippets(held_out=False), *snippets(held_out=True)):
        assert snippet.text not in (snippet.asked, snippet.otherwise)
        assert snippet.asked != snippet.otherwise
