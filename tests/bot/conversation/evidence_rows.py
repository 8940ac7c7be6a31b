"""Pieces of evidence for tests."""

from datetime import UTC, datetime
from typing import Any

from storage.model.evidence import Evidence


def piece(evidence_id: str, **fields: Any) -> Evidence:
    """A quote of the vacuum shop."""
    given = {
        "workspace_id": "T1",
        "evidence_id": evidence_id,
        "kind": "quote",
        "text": "I had six tabs open.",
        "added_by": "U0ANA",
        "added_at": datetime(2024, 11, 4, 9, tzinfo=UTC),
        "channel_id": "C0VACUUM",
    }
    return Evidence.model_validate(given | fields)
