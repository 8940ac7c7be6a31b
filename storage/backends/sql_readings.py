"""Readings that people chose, in SQL."""

from collections.abc import Collection

from sqlalchemy import delete, select

from storage.backends.sql_tables import microseconds, put, readings, time_of
from storage.backends.sql_work import Work
from storage.readings import MOST_READINGS, Reading


class SqlReadings:
    """`storage.readings.Readings`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def learn(self, workspace_id: str, reading: Reading) -> None:
        row = {
            "workspace_id": workspace_id,
            "said": reading.said,
            "meant": reading.meant,
            "member": reading.by,
            "at_us": microseconds(reading.at),
        }
        here = readings.c.workspace_id == workspace_id
        kept = select(readings.c.said).where(here).order_by(*_NEWEST_FIRST).limit(MOST_READINGS)
        with self._work.writing() as connection:
            put(connection, readings, row)
            connection.execute(delete(readings).where(here, readings.c.said.not_in(kept)))

    def all(self, workspace_id: str) -> tuple[Reading, ...]:
        wanted = select(readings).where(readings.c.workspace_id == workspace_id).order_by(*_NEWEST_FIRST)
        with self._work.reading() as connection:
            rows = connection.execute(wanted).all()
        return tuple(Reading(said=row.said, meant=row.meant, by=row.member, at=time_of(row.at_us)) for row in rows)

    def forget(self, workspace_id: str, said: Collection[str]) -> None:
        with self._work.writing() as connection:
            connection.execute(
                delete(readings).where(readings.c.workspace_id == workspace_id, readings.c.said.in_(said))
            )


_NEWEST_FIRST = (readings.c.at_us.desc(), readings.c.said)
