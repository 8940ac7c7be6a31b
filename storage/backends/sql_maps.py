"""Maps with all their versions, and personas, in SQL."""

import json
from collections.abc import Sequence
from typing import Any, overload

from pydantic import AwareDatetime, TypeAdapter
from sqlalchemy import Connection, Row, and_, delete, func, select, update

from storage.backends.sql_scope import may_see
from storage.backends.sql_tables import map_versions, maps, memories, microseconds, personas, put_new, sessions, time_of
from storage.backends.sql_work import Work
from storage.errors import EditConflict, MapNotFound, PersonaNotFound
from storage.maps import MapLine, Reader, Reason, Saved
from storage.model.changes import Change
from storage.model.journey import JourneyMap
from storage.model.letters import one_spelling
from storage.model.persona import Persona
from storage.model.session import Session
from storage.model.slugs import free

_CHANGES: TypeAdapter[tuple[Change, ...]] = TypeAdapter(tuple[Change, ...])


class SqlMaps:
    """`storage.maps.Maps`: the newest state of a map in one row, every version in its own."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def create(self, journey: JourneyMap, by: str, at: AwareDatetime, reason: Reason = "chat") -> JourneyMap:
        first = journey.model_copy(update={"version": 1})
        with self._work.writing() as connection:
            if not put_new(connection, maps, _head(first, at)):
                raise EditConflict(journey.map_id, 0, _stored_version(connection, journey) or 1)
            _keep_version(connection, first, (), by, at, reason, None)
        return first

    def save(
        self,
        journey: JourneyMap,
        changes: Sequence[Change],
        by: str,
        at: AwareDatetime,
        reason: Reason = "chat",
        undoes: int | None = None,
        renamed_from: str | None = None,
    ) -> JourneyMap:
        saved = journey.model_copy(update={"version": journey.version + 1})
        with self._work.writing() as connection:
            if renamed_from not in (None, journey.map_id):
                _rename(connection, journey, renamed_from)
            here = and_(_is(maps, journey.workspace_id, journey.map_id), maps.c.version == journey.version)
            if connection.execute(update(maps).where(here).values(**_head(saved, at))).rowcount == 0:
                stored = _stored_version(connection, journey)
                if stored is None:
                    raise MapNotFound(journey.map_id, ())
                raise EditConflict(journey.map_id, journey.version, stored)
            _keep_version(connection, saved, changes, by, at, reason, undoes)
        return saved

    def get(self, workspace_id: str, map_id: str, reader: Reader, version: int | None = None) -> JourneyMap:
        wanted = maps.c.version if version is None else version
        joined = maps.join(map_versions, and_(_same_map(), map_versions.c.version == wanted))
        query = select(map_versions.c.journey, maps).select_from(joined).where(_is(maps, workspace_id, map_id))
        with self._work.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None or not _visible(row, reader):
            raise MapNotFound(map_id, [line.map_id for line in self.lines(workspace_id, reader)])
        # An old version of a renamed map still carries the old id.
        return JourneyMap.model_validate_json(row.journey).model_copy(update={"map_id": map_id})

    def find(self, workspace_id: str, words: str, reader: Reader) -> JourneyMap:
        lines = self.lines(workspace_id, reader)
        named, asked = words.strip().casefold(), one_spelling(words)
        tests = (
            lambda line: line.map_id == named,
            lambda line: one_spelling(line.title) == asked,
            lambda line: one_spelling(line.title).startswith(asked),
            lambda line: asked in one_spelling(line.title),
        )
        for fits in tests:
            for line in lines if asked else ():
                if fits(line):
                    return self.get(workspace_id, line.map_id, reader)
        raise MapNotFound(words, [line.map_id for line in lines])

    def lines(self, workspace_id: str, reader: Reader) -> tuple[MapLine, ...]:
        newest = (
            select(maps).where(maps.c.workspace_id == workspace_id).order_by(maps.c.changed_us.desc(), maps.c.map_id)
        )
        with self._work.reading() as connection:
            rows = connection.execute(newest).all()
        return tuple(_line(row) for row in rows if _visible(row, reader))

    def history(self, workspace_id: str, map_id: str, reader: Reader, newest: int = 200) -> Sequence[Saved]:
        versions = select(map_versions).where(_is(map_versions, workspace_id, map_id))
        with self._work.reading() as connection:
            head = connection.execute(select(maps).where(_is(maps, workspace_id, map_id))).one_or_none()
            if head is not None and _visible(head, reader):
                rows = connection.execute(versions.order_by(map_versions.c.version.desc()).limit(newest)).all()
                return _Versions(rows)
        raise MapNotFound(map_id, [line.map_id for line in self.lines(workspace_id, reader)])

    def free_id(self, workspace_id: str, wanted: str) -> str:
        with self._work.reading() as connection:
            taken = connection.execute(select(maps.c.map_id).where(maps.c.workspace_id == workspace_id)).scalars()
            return free(wanted, set(taken))

    def forget(self, workspace_id: str, map_id: str) -> None:
        with self._work.writing() as connection:
            connection.execute(delete(maps).where(_is(maps, workspace_id, map_id)))
            connection.execute(delete(sessions).where(_is(sessions, workspace_id, map_id)))
            connection.execute(delete(memories).where(_names_map(workspace_id, map_id)))


class SqlPersonas:
    """`storage.maps.Personas`: the newest version of each."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def save(self, persona: Persona) -> Persona:
        here = _is_persona(persona.workspace_id, persona.persona_id)
        with self._work.writing() as connection:
            everybodys = select(func.max(personas.c.changed)).where(personas.c.workspace_id == persona.workspace_id)
            changed = (connection.execute(everybodys).scalar() or 0) + 1
            stored = connection.execute(select(personas.c.version).where(here)).scalar()
            saved = persona if stored is None else persona.model_copy(update={"version": persona.version + 1})
            row = {"version": saved.version, "persona": saved.model_dump_json(), "changed": changed}
            if stored is None:
                keys = {"workspace_id": persona.workspace_id, "persona_id": persona.persona_id}
                written = put_new(connection, personas, keys | row)
            else:
                same = and_(here, personas.c.version == persona.version)
                written = connection.execute(update(personas).where(same).values(**row)).rowcount == 1
            if not written:
                raise EditConflict(persona.persona_id, persona.version, stored or 1)
        return saved

    def get(self, workspace_id: str, persona_id: str) -> Persona:
        with self._work.reading() as connection:
            here = select(personas.c.persona).where(_is_persona(workspace_id, persona_id))
            stored = connection.execute(here).scalar()
        if stored is None:
            raise PersonaNotFound(persona_id, [persona.persona_id for persona in self.list(workspace_id)])
        return Persona.model_validate_json(stored)

    def list(self, workspace_id: str) -> tuple[Persona, ...]:
        all_of = select(personas.c.persona).where(personas.c.workspace_id == workspace_id)
        with self._work.reading() as connection:
            stored = connection.execute(all_of.order_by(personas.c.changed.desc())).scalars().all()
        return tuple(Persona.model_validate_json(persona) for persona in stored)

    def forget(self, workspace_id: str, persona_id: str) -> None:
        with self._work.writing() as connection:
            connection.execute(delete(personas).where(_is_persona(workspace_id, persona_id)))


def _head(journey: JourneyMap, at: AwareDatetime) -> dict[str, Any]:
    return {
        "workspace_id": journey.workspace_id,
        "map_id": journey.map_id,
        "version": journey.version,
        "title": journey.title,
        "type": journey.type,
        "status": journey.status,
        "owner": journey.owner.label,
        "owner_member": journey.owner.member_id,
        "privacy": journey.privacy,
        "channel_id": journey.home.channel_id,
        "readers": json.dumps(journey.readers),
        "changed_us": microseconds(at),
    }


def _keep_version(
    connection: Connection,
    journey: JourneyMap,
    changes: Sequence[Change],
    by: str,
    at: AwareDatetime,
    reason: Reason,
    undoes: int | None,
) -> None:
    row = {
        "workspace_id": journey.workspace_id,
        "map_id": journey.map_id,
        "version": journey.version,
        "journey": journey.model_dump_json(),
        "changes": _CHANGES.dump_json(tuple(changes)).decode(),
        "member": by,
        "at_us": microseconds(at),
        "reason": reason,
        "undoes": undoes,
    }
    connection.execute(map_versions.insert().values(**row))


def _rename(connection: Connection, journey: JourneyMap, old: str) -> None:
    """The versions follow by the foreign key; builds and threads that name the map are told. Raises EditConflict."""
    workspace_id, new = journey.workspace_id, journey.map_id
    if _stored_version(connection, journey) is not None:
        raise EditConflict(new, 0, 1)
    connection.execute(update(maps).where(_is(maps, workspace_id, old)).values(map_id=new))
    for row in connection.execute(select(sessions).where(_is(sessions, workspace_id, old))).all():
        session = Session.model_validate_json(row.session).model_copy(update={"map_id": new})
        here = and_(sessions.c.workspace_id == workspace_id, sessions.c.session_id == row.session_id)
        connection.execute(update(sessions).where(here).values(map_id=new, session=session.model_dump_json()))
    connection.execute(update(memories).where(_names_map(workspace_id, old)).values(value=new))


class _Versions(Sequence[Saved]):
    """Versions that are read from their JSON one by one, when they are looked at: few of them ever are."""

    def __init__(self, rows: Sequence[Row[Any]]) -> None:
        self._rows = rows
        self._read: dict[int, Saved] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Saved: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Saved, ...]: ...
    def __getitem__(self, place: int | slice) -> Saved | tuple[Saved, ...]:
        if isinstance(place, slice):
            return tuple(self[n] for n in range(*place.indices(len(self))))
        number = range(len(self))[place]
        if number not in self._read:
            self._read[number] = _saved(self._rows[number])
        return self._read[number]


def _saved(row: Row[Any]) -> Saved:
    return Saved(
        map=JourneyMap.model_validate_json(row.journey),
        changes=_CHANGES.validate_json(row.changes),
        by=row.member,
        at=time_of(row.at_us),
        reason=row.reason,
        undoes=row.undoes,
    )


def _line(row: Row[Any]) -> MapLine:
    return MapLine(
        row.map_id, row.title, row.type, row.status, row.version, row.owner, row.privacy, row.channel_id,
        time_of(row.changed_us),
    )  # fmt: skip


def _visible(row: Row[Any], reader: Reader) -> bool:
    return may_see(reader, row.privacy, row.channel_id, [row.owner_member, *json.loads(row.readers)])


def _stored_version(connection: Connection, journey: JourneyMap) -> int | None:
    here = select(maps.c.version).where(_is(maps, journey.workspace_id, journey.map_id))
    version: int | None = connection.execute(here).scalar()
    return version


def _is(table: Any, workspace_id: str, map_id: str) -> Any:
    return and_(table.c.workspace_id == workspace_id, table.c.map_id == map_id)


def _same_map() -> Any:
    return and_(maps.c.workspace_id == map_versions.c.workspace_id, maps.c.map_id == map_versions.c.map_id)


def _names_map(workspace_id: str, map_id: str) -> Any:
    return and_(memories.c.workspace_id == workspace_id, memories.c.key == "map", memories.c.value == map_id)


def _is_persona(workspace_id: str, persona_id: str) -> Any:
    return and_(personas.c.workspace_id == workspace_id, personas.c.persona_id == persona_id)
