"""A file of data is shown before it is stored, changed by a person, imported, listed and undone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import data_sources, files_in
from bot.commands import read_command
from bot.conversation.turn import Said
from bot.exchange import Incoming
from bot.reply import Buttons, Menu, Press, Reply, plain
from prompts.loader import words
from storage.maps import Reader
from storage.open import open_stores

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
SURVEY = (
    "respondent_id,date,Grade,comment,email\nu1,2026-11-01,5,nice,a@x.io\nu2,2026-11-02,2,slow,b@x.io\nu3,never,4,,\n"
)


def heard(press: Press | None = None, guest: bool = False) -> Incoming:
    reader = Reader("U0ANA", frozenset(("C10",)), guest=guest) if guest else Reader("U0ANA", frozenset(("C10",)))
    said = Said(by="U0ANA", name="Ana", at=AT, text="", press=press)
    return Incoming(
        workspace_id="T1", channel_id="C10", thread="1.1", said=said, addressed=True, reader=reader, names={}
    )  # fmt: skip


@pytest.fixture
def stores(tmp_path: Path):
    stores = open_stores(tmp_path / "data")
    yield stores
    stores.close()


@pytest.fixture
def upload(tmp_path: Path, stores):
    """Drop a text as a file; gives the reply and how to press one of its buttons by action."""
    folder = tmp_path / "incoming"
    folder.mkdir()

    def dropping(text: str, name: str = "survey.csv") -> Reply:
        path = folder / f"F1-{name}"
        path.write_text(text, "utf-8")
        looked = files_in.look_into(path, name, heard(), stores, words("en"))
        assert isinstance(looked, Reply)
        return looked

    def pressing(reply: Reply, action: str, *chosen: str, guest: bool = False) -> Reply:
        values = [
            b.value for part in reply.parts if isinstance(part, Buttons) for b in part.buttons if b.action == action
        ]
        values += [part.value for part in reply.parts if isinstance(part, Menu) and part.action == action]
        press = Press(action=action, value=values[0], chosen=chosen)
        return files_in.pressed(folder, heard(press, guest), stores, words("en"))

    return dropping, pressing


def test_a_dropped_file_is_shown_first_and_stored_after_import(upload, stores):
    dropping, pressing = upload
    shown = dropping(SURVEY.replace("Grade", "CSAT"))
    said = plain(shown)
    assert "Taken for: answers of a survey." in said
    assert "CSAT score | CSAT | 5" in said
    assert "Hashed with the workspace's own key before anything is stored: email." in said
    assert "[Import] [Change columns] [Cancel]" in said
    assert stores.events("T1").data_sets() == ()
    told = plain(pressing(shown, "import.go"))
    assert "survey.csv: 3 rows read, 2 stored, 0 duplicates, 1 refused." in told
    assert "Line 4, column date: 'never'" in told
    assert [each.kind for each in stores.events("T1").data_sets()] == ["feedback"]


def test_a_person_says_what_the_file_and_a_column_are(upload, stores):
    dropping, pressing = upload
    shown = dropping("user_id,event,timestamp,place\nu1,visit,2026-11-01,web\nu2,buy,2026-11-02,web\n", "log.csv")
    menus = pressing(shown, "import.data_change")
    column = next(
        option.value
        for part in menus.parts
        if isinstance(part, Menu) and part.action == "import.data_column"
        for option in part.options
        if option.text == "place"
    )
    meanings = pressing(menus, "import.data_column", column)
    changed = pressing(meanings, "import.data_meaning", f"{column}=channel")
    assert "channel | place | web" in plain(changed)
    pressing(changed, "import.go")
    assert stores.events("T1").dimension_values("channel", 5) == [("website", 2)]


def test_another_form_is_chosen_in_the_menu_and_a_column_is_set_aside(upload):
    dropping, pressing = upload
    menus = pressing(dropping(SURVEY.replace("Grade", "rating")), "import.data_change")
    column = [option.text for option in menus.parts[1].options].index("rating")
    meanings = pressing(menus, "import.data_column", str(column))
    changed = pressing(meanings, "import.data_meaning", f"{column}=nps")
    assert "NPS score | rating | 5" in plain(changed)


def test_texts_become_evidence_masked_under_a_pseudonym_and_not_without_consent(upload, stores):
    dropping, pressing = upload
    rows = (
        "respondent_id,date,CSAT,comment,consent\nu1,2026-11-01,5,Write me at ann@x.io,yes\n"
        "u2,2026-11-02,2,slow,no\nu1,2026-11-03,4,fine,\n"
    )
    told = pressing(dropping(rows), "import.go")
    kept = plain(pressing(told, "import.evidence"))
    assert kept == plain(pressing(told, "import.evidence"))  # a second press stores nothing
    assert "2 of 3 texts" in kept
    assert "refused: 1." in kept
    pieces = stores.evidence.newest("T1", "C10", heard().reader)
    assert {(piece.text, piece.who, piece.consent, piece.kind) for piece in pieces} == {
        ("fine", "respondent 1", "given", "survey_answer"),
        (next(p.text for p in pieces if p.text != "fine"), "respondent 1", "given", "survey_answer"),
    }
    assert "ann@x.io" not in str(pieces)


def test_cancel_stores_nothing_and_keeps_no_file(upload, stores, tmp_path: Path):
    dropping, pressing = upload
    assert plain(pressing(dropping(SURVEY), "import.cancel")) == "Nothing was imported."
    assert list((tmp_path / "incoming").iterdir()) == []
    assert stores.events("T1").data_sets() == ()


def test_stored_data_are_listed_with_freshness_and_one_is_undone_after_a_second_look(upload, stores):
    dropping, pressing = upload
    pressing(dropping(SURVEY.replace("Grade", "CSAT")), "import.go")
    shown = data_sources.shown("", heard(), stores, words("en"))
    said = plain(shown)
    assert "1 | survey.csv (What customers said) | 2 | 1 | 1 Nov 2026 | 2 Nov 2026" in said
    assert "The newest is from 2 Nov 2026, 2 days ago." in said
    assert "What customers said: satisfaction" in said
    sure = pressing(shown, "import.undo")
    assert "Undo data set 1, “survey.csv”?" in plain(sure)
    assert "guest" in plain(pressing(sure, "import.undo_yes", guest=True)).lower()
    assert plain(pressing(sure, "import.undo_no")) == "Nothing was changed."
    assert len(stores.events("T1").data_sets()) == 1
    assert plain(pressing(sure, "import.undo_yes")) == "Data set 1, “survey.csv”, is undone; 2 rows are gone."
    assert stores.events("T1").data_sets() == ()
    assert "No data set has the number 1." in plain(pressing(sure, "import.undo_yes"))


def test_the_list_is_asked_for_in_three_languages_and_says_where_to_begin(stores):
    for said, lang in (("data", "en"), ("податоци", "mk"), ("数据", "zh")):
        assert read_command(said).name == "data"
        assert "/journey import" in plain(data_sources.shown("", heard(), stores, words(lang)))


def test_a_workbook_of_events_is_data_and_not_a_map(upload, tmp_path: Path, stores):
    from openpyxl import Workbook

    book = Workbook()
    for row in (["user_id", "event", "timestamp"], ["u1", "visit", "2026-11-01"], ["u2", "buy", "2026-11-02"]):
        book.active.append(row)
    path = tmp_path / "incoming" / "F1-log.xlsx"
    book.save(path)
    assert files_in.kind_of(path, "log.xlsx", "T1", stores, words("en"), AT) == "events"
