"""A whole map as one JSON document: the map with its versions, its personas and its evidence, out and in again."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from pydantic import ValidationError

from storage.errors import ImportRefused
from storage.maps import Saved
from storage.model.evidence import Evidence
from storage.model.journey import JourneyMap
from storage.model.persona import Persona
from storage.model.types import Model

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


def with_evidence(journey: JourneyMap, renamed: Mapping[str, str]) -> JourneyMap:
    """The map with the evidence under new ids; links to pieces that did not come along are dropped."""
    return JourneyMap.model_validate(_renamed(journey.model_dump(mode="json"), renamed))


def _renamed(value: Any, renamed: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {
            key: [renamed[e] for e in inner if e in renamed] if key == "evidence" else _renamed(inner, renamed)
            for key, inner in value.items()
        }
    return [_renamed(inner, renamed) for inner in value] if isinstance(value, list) else value
