"""A map out as JSON and in again: the same map with its versions, whatever was done to it."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from colleen import START
from hypothesis import HealthCheck, given, settings
from random_changes import changes_of, things

from bot import files_in
from storage.errors import ChangeRefused, ImportRefused, NotAllowed
from storage.ingest import map_json
from storage.maps import Reader
from storage.model.apply import apply
from storage.model.evidence import Evidence
from storage.model.journey import JourneyMap
from storage.model.persona import Persona
from storage.model.types import Owner
from storage.open import Stores, open_stores

ALL = Reader("", everything=True)
PERSONA = Persona(workspace_id="T1", persona_id="curious-colleen", name="Curious Colleen", initials="CC",
                  owner=Owner(label="Ana"))  # fmt: skip


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    stores = open_stores(tmp_path_factory.mktemp("data"))
    yield stores
    stores.close()


def pieces(workspace: str) -> list[Evidence]:
    common = {"workspace_id": workspace, "kind": "quote", "added_by": "U0ANA", "added_at": START, "channel_id": "C0VAC"}
    return [Evidence.model_validate(common | {"evidence_id": f"e{n}", "text": f"said {n}"}) for n in (1, 2)]


def built(stores: Stores, workspace: str, changes: list) -> JourneyMap:
    """The map in a workspace of its own, each change that it takes as a version."""
    stores.personas.save(PERSONA.model_copy(update={"workspace_id": workspace}))
    for piece in pieces(workspace):
        stores.evidence.add(piece)
    at = START
    first = things().model_copy(update={"workspace_id": workspace})
    journey = stores.maps.create(first, "U0ANA", at)
    for change in changes:
        at += timedelta(minutes=1)
        try:
            after = apply(journey, [change], "U0ANA", at, "chat")
        except (ChangeRefused, NotAllowed):
            continue
        journey = stores.maps.save(after, [change], "U0ANA", at)
    return journey


def exported(stores: Stores, journey: JourneyMap) -> str:
    history = stores.maps.history(journey.workspace_id, journey.map_id, ALL)
    personas = stores.personas.list(journey.workspace_id)
    return map_json.dump(journey, history, personas, pieces(journey.workspace_id))


def taken_in(stores: Stores, text: str, workspace: str, file: Path) -> JourneyMap:
    file.write_text(text, "utf-8")
    return files_in.import_map(file, workspace, "C0VAC", stores, datetime(2030, 1, 1).astimezone())


def same_place(journey: JourneyMap, as_in: JourneyMap) -> JourneyMap:
    return journey.model_copy(update={name: getattr(as_in, name) for name in ("workspace_id", "map_id", "home")})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=changes_of(things(), 8))
def test_a_map_out_and_in_again_is_the_same_with_all_its_versions(stores, tmp_path, changes):
    here, there = f"T{uuid4().hex[:8]}", f"T{uuid4().hex[:8]}"
    journey = built(stores, here, changes)
    again = taken_in(stores, exported(stores, journey), there, tmp_path / "map.json")
    before = stores.maps.history(here, journey.map_id, ALL)
    after = stores.maps.history(there, again.map_id, ALL)
    assert same_place(again, journey) == journey
    assert [saved.model_copy(update={"map": same_place(saved.map, journey)}) for saved in after] == list(before)
    assert [p.name for p in stores.personas.list(there)] == ["Curious Colleen"]
    assert [e.text for e in stores.evidence.get(there, ("e1", "e2"), ALL)] == ["said 1", "said 2"]


def test_a_second_copy_in_the_same_workspace_points_at_its_own_evidence_and_shares_the_persona(stores, tmp_path):
    journey = built(stores, "TCOPY", [])
    again = taken_in(stores, exported(stores, journey), "TCOPY", tmp_path / "map.json")
    assert again.map_id == f"{journey.map_id}-2" and again.persona_ids == journey.persona_ids
    linked = {e for pain in again.pain_points for e in pain.evidence}
    assert linked == {"e3"} and stores.evidence.get("TCOPY", linked, ALL)[0].text == "said 1"


def test_another_persona_of_the_same_id_is_not_mixed_up(stores, tmp_path):
    journey = built(stores, "TFROM", [])
    other = PERSONA.model_copy(update={"workspace_id": "TOTHER", "name": "Somebody else"})
    stores.personas.save(other)
    again = taken_in(stores, exported(stores, journey), "TOTHER", tmp_path / "map.json")
    assert again.persona_ids == ("curious-colleen-2",)
    assert stores.personas.get("TOTHER", "curious-colleen-2").name == "Curious Colleen"


def test_links_to_evidence_that_did_not_come_along_are_dropped_in_every_version(stores, tmp_path):
    journey = built(stores, "TBARE", [])
    text = map_json.dump(journey, stores.maps.history("TBARE", journey.map_id, ALL), (PERSONA,), ())
    again = taken_in(stores, text, "TNONE", tmp_path / "map.json")
    assert not any(pain.evidence for pain in again.pain_points)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('{"format": "waymark-map", "schema_version": 9, "map": {}}', "map_too_new"),
        ('{"format": "waymark-map", "map": {"title": 3}}', "map_field"),
        ('{"format": "waymark-map", "map": ', "json_broken"),
        ('{"format": "waymark-map", "schema_version": "x"}', "map_too_new"),
    ],
)
def test_a_file_that_is_broken_or_newer_is_refused_and_nothing_is_stored(stores, tmp_path, text, key):
    with pytest.raises(ImportRefused) as refused:
        taken_in(stores, text, "TREFUSED", tmp_path / "map.json")
    assert refused.value.key == key and stores.maps.lines("TREFUSED", ALL) == ()
