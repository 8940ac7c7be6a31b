"""Proposals in SQL."""

from sqlalchemy import and_, func, select

from storage.backends.sql_tables import proposals, put
from storage.backends.sql_work import Work
from storage.errors import EditConflict
from storage.model.proposal import Proposal


class SqlProposals:
    """`storage.proposals.Proposals`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def save(self, proposal: Proposal) -> Proposal:
        here = and_(_table.c.workspace_id == proposal.workspace_id, _table.c.number == _number(proposal.proposal_id))
        row = {
            "workspace_id": proposal.workspace_id,
            "number": _number(proposal.proposal_id),
            "map_id": proposal.map_id,
            "status": proposal.status,
            "proposal": proposal.model_dump_json(),
        }
        with self._work.writing() as connection:
            stored = connection.execute(select(_table.c.proposal).where(here).with_for_update()).scalar()
            before = None if stored is None else Proposal.model_validate_json(stored)
            if before is not None and before.status != "open":
                by = before.decided_by or ""
                raise EditConflict(proposal.map_id, proposal.base_version, proposal.base_version, before.status, by=by)
            put(connection, _table, row)
        return proposal

    def get(self, workspace_id: str, proposal_id: str) -> Proposal | None:
        here = and_(_table.c.workspace_id == workspace_id, _table.c.number == _number(proposal_id))
        with self._work.reading() as connection:
            stored = connection.execute(select(_table.c.proposal).where(here)).scalar()
        return None if stored is None else Proposal.model_validate_json(stored)

    def open_of_map(self, workspace_id: str, map_id: str) -> tuple[Proposal, ...]:
        here = and_(_table.c.workspace_id == workspace_id, _table.c.map_id == map_id, _table.c.status == "open")
        with self._work.reading() as connection:
            rows = connection.execute(select(_table.c.proposal).where(here).order_by(_table.c.number)).scalars().all()
        return tuple(Proposal.model_validate_json(row) for row in rows)

    def next_number(self, workspace_id: str) -> int:
        with self._work.reading() as connection:
            highest = select(func.max(_table.c.number)).where(_table.c.workspace_id == workspace_id)
            return (connection.execute(highest).scalar() or 0) + 1


_table = proposals


def _number(proposal_id: str) -> int:
    """`p12` is number 12."""
    return int(proposal_id[1:])
