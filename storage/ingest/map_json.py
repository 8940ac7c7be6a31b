"""A whole map as one JSON document: the map with its versions, its personas and its evidence, out and in again."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from pydantic import AwareDatetime, ValidationError

from storage.errors import ImportRefused
from storage.maps import Saved
from storage.model.evidence import Evidence
from storage.model.journey import Home, JourneyMap
from storage.model.persona import Persona
from storage.model.types import Model, Slug

FORMAT: Final = "waymark-map"
NEWEST = 1


class MapDocument(Model):
    """What stands in the file. `versions` is the history, newest first; `map` is the newest of them."""

    format: Literal["waymark-map"] = FORMAT
    schema_version: int = NEWEST
    map: JourneyMap
    personas: tuple[Persona, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    versions: tuple[Saved, ...] = ()


def dump(
    journey: JourneyMap, versions: Sequence[Saved], personas: Sequence[Persona], evidence: Sequence[Evidence]
) -> str:
    """The document as indented JSON; fields that hold their default are left out."""
    document = MapDocument(map=journey, personas=tuple(personas), evidence=tuple(evidence), versions=tuple(versions))
    slim = document.model_dump(mode="json", exclude_defaults=True)
    for kept, saved in zip(slim.get("versions", ()), document.versions, strict=True):
        kept["changes"] = [  # what kind of change it is stands in a default
            {"kind": change.kind} | change.model_dump(mode="json", exclude_defaults=True) for change in saved.changes
        ]
    written = {"format": FORMAT, "schema_version": NEWEST} | slim
    return json.dumps(written, ensure_ascii=False, indent=1) + "\n"


def load(text: str, file: str) -> MapDocument:
    """The document of a file named `file`. Raises ImportRefused with line or field."""
    try:
        raw: Any = json.loads(text)
    except json.JSONDecodeError as error:
        raise ImportRefused("json_broken", file=file, line=error.lineno, column=error.colno) from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ImportRefused("not_a_map", file=file)
    version = raw.get("schema_version", NEWEST)
    if not isinstance(version, int) or version > NEWEST:
        raise ImportRefused("map_too_new", file=file, version=version, newest=NEWEST)
    try:
        return MapDocument.model_validate_json(json.dumps(raw))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ImportRefused("map_field", file=file, field=field, why=first["msg"]) from error


class Names(Model):
    """What things of a document are called where it is read in: evidence and personas by their old id, and the map.

    Links to evidence that did not come along are dropped.
    """

    workspace_id: str
    map_id: Slug
    home: Home
    evidence: Mapping[str, str]
    personas: Mapping[str, str]


def versions_of(document: MapDocument, names: Names, by: str, at: AwareDatetime) -> tuple[Saved, ...]:
    """The history under its new names, oldest first and numbered from 1; without one, the map alone."""
    oldest_first = sorted(document.versions, key=lambda saved: saved.map.version)
    if not oldest_first or oldest_first[-1].map != document.map:
        oldest_first = [Saved(map=document.map, changes=(), by=by, at=at, reason="import")]
    before = oldest_first[0].map.version - 1
    return tuple(_moved(saved, number, before, names) for number, saved in enumerate(oldest_first, 1))


def _moved(saved: Saved, number: int, before: int, names: Names) -> Saved:
    undoes = saved.undoes - before if saved.undoes and saved.undoes > before else None
    moved = _renamed(saved.model_dump(mode="json"), names)
    moved["map"] |= {
        "workspace_id": names.workspace_id,
        "map_id": names.map_id,
        "home": names.home.model_dump(mode="json"),
        "version": number,
    }
    return Saved.model_validate(moved | {"undoes": undoes})


def _renamed(value: Any, names: Names) -> Any:
    """Evidence and personas under their new ids, wherever they are named."""
    if isinstance(value, list):
        return [_renamed(inner, names) for inner in value]
    if not isinstance(value, dict):
        return value
    renamed: dict[str, Any] = {}
    for key, inner in value.items():
        match key:
            case "evidence":
                renamed[key] = [names.evidence[e] for e in inner if e in names.evidence]
            case "evidence_id":
                renamed[key] = names.evidence.get(inner, inner)
            case "persona_ids":
                renamed[key] = [names.personas.get(p, p) for p in inner]
            case "persona_id" if isinstance(inner, str):
                renamed[key] = names.personas.get(inner, inner)
            case _:
                renamed[key] = _renamed(inner, names)
    return renamed
