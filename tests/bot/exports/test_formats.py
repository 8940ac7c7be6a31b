"""Every format, of every type of map, in every language: what must be in a file, and what must not."""

import html
import json
import re
from io import BytesIO
from zipfile import ZipFile

import jsonschema
import pytest
from whole_maps import HIDDEN, LANGS, SEEN, TEXTS, TYPES, filled_map, whole

from bot.exports.formats import FORMATS, format_named, writer
from bot.exports.lanes import LANE_ROWS, lanes
from prompts.loader import words
from storage.ingest.map_json import MapDocument

WRITTEN = tuple(name for name in FORMATS if name not in ("png", "svg"))
COMBINED = [(name, type_, lang) for name in WRITTEN for type_ in TYPES for lang in LANGS]


def text_of(name: str, content: bytes) -> str:
    """All text of a file, read by other programs than the one that wrote it."""
    match name:
        case "pdf":
            import pypdf

            return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)
        case "xlsx" | "pptx":
            with ZipFile(BytesIO(content)) as packed:
                parts = [packed.read(part).decode() for part in packed.namelist() if part.endswith((".xml", ".rels"))]
            return html.unescape(re.sub("<[^>]+>", "\n", "\n".join(parts)))
        case "json":
            return json.dumps(json.loads(content), ensure_ascii=False)
        case _:
            return content.decode("utf-8-sig")


@pytest.mark.parametrize(("name", "type_", "lang"), COMBINED)
def test_every_format_holds_the_stage_the_touchpoint_and_the_title_in_the_maps_language(name, type_, lang):
    written = text_of(name, writer(name).write(whole(filled_map(type_, lang))))
    folded = "".join(written.split())
    for text in (*(("Vacuum",) if name != "csv" else ()), *TEXTS[lang][:2]):
        assert "".join(text.split()) in folded


@pytest.mark.parametrize("name", [name for name in WRITTEN if name not in ("mmd",)])
def test_items_with_what_belongs_to_them_are_in_the_file(name):
    written = "".join(text_of(name, writer(name).write(whole())).split())
    for text in ("too much text", "comparison chart", "build the page", "Mia", "one product list", "abandonment"):
        assert "".join(text.split()) in written


@pytest.mark.parametrize("name", WRITTEN)
def test_evidence_that_the_reader_may_not_see_is_in_no_file(name):
    written = "".join(text_of(name, writer(name).write(whole())).split())
    assert "".join(HIDDEN.split()) not in written
    if name not in ("mmd", "csv"):
        assert "".join(SEEN.split()) in written


@pytest.mark.parametrize("name", [name for name in WRITTEN if name not in ("json", "mmd")])
def test_the_number_of_hidden_evidence_is_not_named_either(name):
    assert not re.search(r"\be2\b", text_of(name, writer(name).write(whole())))


@pytest.mark.parametrize("name", WRITTEN)
def test_an_empty_map_can_be_written(name):
    empty = filled_map().model_copy(
        update={"stages": (), "pain_points": (), "opportunities": (), "actions": (), "requirements": (), "targets": (),
                "notes": (), "edges": (), "routes": ()}
    )  # fmt: skip
    assert writer(name).write(whole(empty, personas=(), evidence=(), versions=(), pictures=()))


@pytest.mark.parametrize("lang", LANGS)
def test_every_lane_has_as_many_cells_as_columns_in_every_language(lang):
    made = lanes(whole(filled_map(lang=lang)))
    assert {lane.key for lane in made} == set(LANE_ROWS)
    for lane in made:
        assert {len(row) for row in lane.rows} == {len(lane.columns)}, lane.key


def test_a_map_is_as_well_backed_in_a_file_as_in_its_picture():
    only_hidden = {"e2": whole().backings["e2"]}
    rows = {lane.key: lane.rows for lane in lanes(whole(evidence=(), backings=only_hidden))}
    assert rows["pain_points"][0][-2:] == ("researched", "")


def test_a_format_is_known_by_its_ending_and_by_its_name():
    assert [format_named(word) for word in (".PDF", "markdown", "mermaid", "mmd", "docx")] == [
        "pdf", "md", "mmd", "mmd", None,
    ]  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_a_name_in_every_language(name):
    assert all(words(lang).has(f"exports.format.{name}") for lang in LANGS)


@pytest.mark.parametrize("type_", TYPES)
def test_our_json_keeps_to_the_published_schema(type_, pytestconfig):
    schema = json.loads((pytestconfig.rootpath / "docs/map.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(writer("json").write(whole(filled_map(type_))))
    jsonschema.validate(document, schema)
    document["map"]["stages"][0]["mood"] = 7
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)


def test_the_published_schema_is_that_of_the_model(pytestconfig):
    published = json.loads((pytestconfig.rootpath / "docs/map.schema.json").read_text())
    assert published == MapDocument.model_json_schema()
