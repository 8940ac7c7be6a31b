"""Writes transactions that belong together until it is killed. Run as a program: endless_writer.py FOLDER."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.mailboxes import Received, ToSend
from storage.maps import Reader
from storage.model.changes import SetMap
from storage.model.session import Session
from storage.open import open_stores

AT = datetime(2024, 11, 4, tzinfo=UTC)


def main(folder: Path) -> None:
    """Each turn: one request in, taken, a map version, the session, one call out, the request done."""
    stores = open_stores(folder)
    journey = stores.maps.get("T1", "vacuum-break-again", Reader("", everything=True))
    while True:
        key = f"k{journey.version}"
        stores.inbox.put(
            Received(key=key, workspace_id="T1", kind="message", thread="C0:1", body={"text": key}, received_at=AT)
        )
        row = stores.inbox.take(AT, timedelta(seconds=0), frozenset())
        assert row is not None
        with stores.transaction() as tx:
            title = f"T{journey.version}"
            renamed = journey.model_copy(update={"title": title})
            journey = tx.maps.save(renamed, [SetMap(field="title", value=title)], "U0ANA", AT)
            tx.sessions.save(
                Session(
                    workspace_id="T1",
                    session_id="C0:1",
                    map_id=journey.map_id,
                    seen_version=journey.version,
                    started_by="U0ANA",
                    started_at=AT,
                )
            )
            tx.outbox.add([ToSend(workspace_id="T1", thread="C0:1", method="m", payload={}, token=title)])
            tx.inbox.done(row.number)
        print(journey.version, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
