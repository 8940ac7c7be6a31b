"""How often is the evidence that somebody means among the first five? By language and by how much they remember.

`asked` remembers some of the words, `otherwise` none of them. `python -m tests.evals.evidence` prints the table.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import yaml

from storage.evidence_search import SearchBy
from storage.maps import Reader
from storage.model.evidence import Evidence
from storage.open import Stores, open_stores

CASES = Path(__file__).parents[1] / "cases" / "evidence"
LANGUAGES = ("en", "zh", "mk")
HOW = ("asked", "otherwise")
FIRST = 5
AT = datetime(2026, 11, 4, 9, tzinfo=UTC)


class Snippet(NamedTuple):
    """What a customer said, and two ways to ask for it."""

    lang: str
    text: str
    asked: str
    otherwise: str


def snippets(held_out: bool) -> list[Snippet]:
    """Those that the search was tuned on, or those kept apart."""
    prefix = "held_out_" if held_out else ""
    return [
        Snippet(lang, **case)
        for lang in LANGUAGES
        for case in yaml.safe_load((CASES / f"{prefix}{lang}.yaml").read_text("utf-8"))
    ]


@contextmanager
def holding(known: list[Snippet], folder: Path, by: SearchBy | None = None) -> Iterator[Stores]:
    """Stores in which the snippets are evidence, e1, e2 … in their order."""
    stores = open_stores(folder, search=by)
    with stores.transaction() as tx:
        for number, snippet in enumerate(known, 1):
            piece = {
                "workspace_id": "T1", "evidence_id": f"e{number}", "kind": "quote", "text": snippet.text,
                "added_by": "U0ANA", "added_at": AT, "channel_id": "C0SHOP",
            }  # fmt: skip
            tx.evidence.add(Evidence.model_validate(piece))
    yield stores
    stores.close()


def recall(known: list[Snippet], stores: Stores) -> dict[tuple[str, str], tuple[int, int]]:
    """(how, language) → how many were among the first five, of how many."""
    found: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for number, snippet in enumerate(known, 1):
        for how in HOW:
            pieces = stores.search.search("T1", getattr(snippet, how), Reader("", everything=True), FIRST).pieces
            hits, n = found[how, snippet.lang]
            hit = any(one.piece.evidence_id == f"e{number}" for one in pieces)
            found[how, snippet.lang] = (hits + hit, n + 1)
    return dict(found)


def table() -> str:
    """Markdown, by language, how it is asked, and which snippets."""
    lines = ["| snippets | asked | en | zh | mk | all |", "|---|---|---|---|---|---|"]
    for held_out in (False, True):
        known = snippets(held_out)
        with tempfile.TemporaryDirectory() as folder, holding(known, Path(folder)) as stores:
            found = recall(known, stores)
        for how in HOW:
            of = [found[how, lang] for lang in LANGUAGES]
            cells = " | ".join(f"{hits / n:.2f}" for hits, n in [*of, (sum(h for h, _ in of), sum(n for _, n in of))])
            kept = "kept apart" if held_out else "tuned on"
            words = "some words remembered" if how == "asked" else "no word remembered"
            lines.append(f"| {len(known)}, {kept} | {words} | {cells} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table())
