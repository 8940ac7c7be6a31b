"""Pieces of evidence that are searched: how they are made, stored and found in tests."""

import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path

from storage.evidence_search import Found
from storage.maps import Reader
from storage.model.evidence import Evidence
from storage.open import Stores

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
OPERATOR = Reader("", everything=True)
ANA = Reader("U0ANA", frozenset({"C0SHOP"}))
BORIS = Reader("U0BORIS", frozenset({"C0OTHER"}))
GUEST = Reader("U0GUEST", frozenset({"C0SHOP"}), guest=True)
LATE = "I waited eleven days for the parcel"
DOOR = "The courier left the box at the door"
BATTERY = "电池只能用二十分钟"


def piece(number: int, text: str | None, workspace: str = "T1", **fields: object) -> Evidence:
    common: dict[str, object] = {
        "workspace_id": workspace, "evidence_id": f"e{number}", "kind": "quote", "text": text, "added_by": "U0ANA",
        "added_at": AT, "channel_id": "C0SHOP", "privacy": "workspace",
    }  # fmt: skip
    return Evidence.model_validate(common | fields)


def keep(stores: Stores, *texts: str, **fields: object) -> None:
    with stores.transaction() as tx:
        first = tx.evidence.next_number("T1")
        for number, text in enumerate(texts, first):
            tx.evidence.add(piece(number, text, **fields))


def ids(found: Found) -> list[str]:
    return [one.piece.evidence_id for one in found.pieces]


def find(stores: Stores, words: str, reader: Reader = OPERATOR, **more: object) -> list[str]:
    return ids(stores.search.search("T1", words, reader, **more))


def vectors_in(folder: Path) -> set[str]:
    """The ids that stand in the index on disk."""
    code = f"""
        import chromadb
        client = chromadb.PersistentClient({str(folder / "search")!r})
        print(*(id for c in client.list_collections() for id in c.get()["ids"]))
    """
    return set(subprocess.check_output([sys.executable, "-c", textwrap.dedent(code)], text=True).split())
