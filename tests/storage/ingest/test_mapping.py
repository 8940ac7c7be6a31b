"""A mapping file says what a person wrote down, and a wrong one says where it is wrong."""

from pathlib import Path

import pytest
from taking import Take

from prompts.loader import words
from storage.errors import ImportRefused
from storage.events import Events
from storage.ingest.mapping import read_mapping


def mapping_file(folder: Path, text: str, name: str = "mapping.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_yaml_and_json_say_the_same(tmp_path: Path) -> None:
    yaml = mapping_file(tmp_path, "customer_id: kunde\nconstants: {currency: EUR}\ntime_zone: Europe/Skopje\n")
    json = mapping_file(
        tmp_path, '{"customer_id": "kunde", "constants": {"currency": "EUR"}, "time_zone": "Europe/Skopje"}', "m.json"
    )
    assert read_mapping(yaml) == read_mapping(json)
    assert read_mapping(yaml).columns() == {"customer_id": "kunde"}


@pytest.mark.parametrize(
    ("text", "key", "part"),
    [
        ("customer: [", "mapping_unreadable", "line 1"),
        ("just words", "mapping_not_pairs", "field: column"),
        ("", "mapping_not_pairs", "field: column"),
        ("custmer_id: user", "mapping_key_unknown", "customer_id"),
        ("time_zone: Mars/Olympus", "mapping_value_wrong", "not a time zone"),
        ("constants: {customer_id: ann}", "mapping_value_wrong", "cannot be a constant"),
        ("time_format: '%d.%Q'", "mapping_value_wrong", "not a time format"),
        ("delimiter: ';;'", "mapping_value_wrong", "delimiter"),
    ],
)
def test_a_wrong_mapping_says_where(tmp_path: Path, text: str, key: str, part: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_mapping(mapping_file(tmp_path, text))
    assert refused.value.key == key
    assert part in words()(f"ingest.refused.{key}", **refused.value.facts)


def test_a_mapping_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_mapping(tmp_path / "none.yaml")
    assert refused.value.key == "no_such_file"


def test_constants_fill_what_a_row_leaves_open_and_ignored_columns_are_gone(take: Take, events: Events) -> None:
    take(
        "kunde,wann,kanal,secret\nann,2026-01-01,,x\nbob,2026-01-02,email,y\n",
        customer_id="kunde", occurred_at="wann", channel="kanal", ignore=["secret"],
        constants={"name": "purchase", "channel": "store"},
    )  # fmt: skip
    rows = events.run(events.tables.events.order_by("at_us").select("channel", "properties"))
    assert [tuple(row.values()) for row in rows] == [("store", None), ("email", None)]
    assert list(events.names()) == ["purchase"]


def test_an_encoding_that_is_not_there_or_does_not_fit_is_refused(take: Take) -> None:
    for encoding, key in (("klingon", "encoding_unknown"), ("utf-16", "encoding_wrong")):
        with pytest.raises(ImportRefused) as refused:
            take("user,event,time\nann,a,2026-01-01\n", encoding=encoding)
        assert refused.value.key == key
