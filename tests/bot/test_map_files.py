"""Spreadsheets that are maps: what is read of them, what a person sees, and what becomes of a press."""

import csv
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from bot import files_in, map_files
from bot.conversation.turn import Said
from bot.errors import error_words
from bot.exchange import Incoming
from bot.map_files import Kept
from bot.map_reading import Read, counted, left_words
from bot.reply import Buttons, Menu, Press, Reply, plain
from prompts.loader import words
from storage.errors import ImportRefused
from storage.ingest import sheets
from storage.maps import Reader
from storage.model.journey import JourneyMap
from storage.model.mood import stage_value
from storage.model.session import Session
from storage.open import Stores, open_stores

AT = datetime(2024, 11, 4, 9, tzinfo=UTC)
EN = words("en")
ALL = Reader("", everything=True)

WALL = "Awareness;Consideration;Purchase\nsees ad;reads reviews;pays\nasks friends;pain: too much text;\n"
LANES = (
    'Journey of Colleen,,,\n,Awareness,Compare,Buy\nSteps,"sees ad\nasks friends",reads reviews,pays\n'
    'Emotion,frustrated,-1,2\nPain points,too slow,"• too much text\n• no filter",\nIdeas,,comparison chart,\n'
)
LIST = (
    "Phase,Touchpoint,Channel,Mood,Pain point,Severity,Opportunity,Next action,Responsible,Deadline,Colour\n"
    "Awareness,sees ad,Instagram,0,,,,,,,blue\n"
    ",asks friends,friends,😡,it broke again,4,durability page,write page,Ana,30 Nov,\n"
    "Compare,reads reviews,website,3/5,too much text,,compare tool,build it,Web team,2024-12-01,\n"
)
CHINESE = "阶段,触点,渠道,情绪,痛点,行动,负责人,截止日期\n认知,看广告,微信,沮丧,又坏了,写页面,王芳,11月30日\n"
MACEDONIAN = (
    "Фаза;Допирна точка;Канал;Расположение;Болна точка;Активност;Одговорен;Рок\n"
    "Свесност;гледа реклама;социјални мрежи;фрустриран;пак се расипа;нова страница;Ана;30.11.\n"
)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    stores = open_stores(tmp_path / "data")
    yield stores
    stores.close()


def said(press: Press | None = None, thread: str = "1.1") -> Incoming:
    return Incoming(
        workspace_id="T1", channel_id="C0VAC", thread=thread, addressed=True, names={},
        said=Said(by="U0ANA", name="Ana", at=AT, text="", press=press), reader=Reader("U0ANA", frozenset(("C0VAC",))),
    )  # fmt: skip


def written(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "F1-map.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def read(path: Path, **chosen: object) -> Read:
    return map_files.read_map(path, Kept.model_validate({"name": "map.csv", "chosen": chosen}), EN, AT)


def made(path: Path, stores: Stores, **chosen: object) -> JourneyMap:
    with stores.transaction() as tx:
        from bot.map_reading import store_new

        return store_new(read(path, **chosen), said(), tx, EN)


def pressed(path: Path, stores: Stores, action: str, *chosen: str, value: str = "") -> Reply:
    press = Press(action=action, value=value or path.name, chosen=chosen)
    return files_in.pressed(path.parent, said(press), stores, EN)


def titles(journey: JourneyMap) -> dict[str, list[str]]:
    return {stage.title: [point.title for point in stage.touchpoints] for stage in journey.stages}


def test_a_wall_of_notes_has_stages_as_columns_and_a_note_may_say_what_it_is(stores, tmp_path):
    journey = made(written(tmp_path, WALL), stores)
    assert titles(journey) == {
        "Awareness": ["sees ad", "asks friends"], "Consideration": ["reads reviews"], "Purchase": ["pays"],
    }  # fmt: skip
    assert [(p.title, p.at.stage) for p in journey.pain_points] == [("too much text", "consideration")]


def test_lanes_as_rows_and_stages_as_columns(stores, tmp_path):
    journey = made(written(tmp_path, LANES), stores)
    assert journey.title == "Journey of Colleen"
    assert titles(journey) == {"Awareness": ["sees ad", "asks friends"], "Compare": ["reads reviews"], "Buy": ["pays"]}
    assert [stage_value(stage) for stage in journey.stages] == [-1, -1, 2]
    assert [p.title for p in journey.pain_points] == ["too slow", "too much text", "no filter"]
    assert journey.opportunities[0].stage == "compare"


def test_a_list_keeps_what_belongs_together(stores, tmp_path):
    journey = made(written(tmp_path, LIST), stores)
    awareness, compare = journey.stages
    assert [p.channel for p in awareness.touchpoints] == ["social_organic", "word_of_mouth"]
    assert awareness.touchpoints[0].channel_text == "Instagram"
    assert [p.moods[0].score for p in journey.touchpoints()] == [0, -2, 0]
    pain, idea, action = journey.pain_points[0], journey.opportunities[0], journey.actions[0]
    assert pain.at.touchpoint == "asks-friends" and pain.severity[0].value == 4
    assert idea.pain_points == (pain.slug,) and action.opportunity == idea.slug
    assert action.owner and action.owner.label == "Ana"
    assert [a.due_on for a in journey.actions] == [date(2024, 11, 30), date(2024, 12, 1)]
    assert compare.title == "Compare" and journey.actions[0].origin.via == "import"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(CHINESE, "utf-8"), (CHINESE, "utf-8-sig"), (CHINESE, "gb18030"), (CHINESE, "utf-16"), (MACEDONIAN, "utf-8"),
     (MACEDONIAN, "cp1251")],
)  # fmt: skip
def test_headers_and_values_in_chinese_and_macedonian_in_any_encoding(stores, tmp_path, text, encoding):
    journey = made(written(tmp_path, text, encoding), stores)
    action = journey.actions[0]
    assert journey.stages[0].title in ("认知", "Свесност")
    assert journey.stages[0].touchpoints[0].channel in ("messaging", "social_organic")
    assert stage_value(journey.stages[0]) == -1 and len(journey.pain_points) == 1
    assert action.due_on == date(2024, 11, 30) and action.owner and action.owner.label in ("王芳", "Ана")


def workbook(path: Path, **named: list[list[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in named.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return book


def test_phases_merged_over_steps_are_stages_over_touchpoints(stores, tmp_path):
    path = tmp_path / "F1-map.xlsx"
    book = workbook(path, Map=[
        ["Phase", "Awareness", None, "Compare"], ["Steps", "sees ad", "asks friends", "reads reviews"],
        ["Mood", 0, -2, -1], ["Pain points", None, "it broke again", "too much text"],
    ])  # fmt: skip
    book["Map"].merge_cells("B1:C1")
    book.save(path)
    journey = made(path, stores)
    assert titles(journey) == {"Awareness": ["sees ad", "asks friends"], "Compare": ["reads reviews"]}
    assert journey.pain_points[0].at.touchpoint == "asks-friends"
    assert [p.moods[0].score for p in journey.stages[0].touchpoints] == [0, -2]


def test_a_stage_merged_over_rows_holds_all_of_them(stores, tmp_path):
    path = tmp_path / "F1-map.xlsx"
    book = workbook(path, Map=[["Stage", "Touchpoint"], ["Awareness", "sees ad"], [None, "asks"], ["Buy", "pays"]])
    book["Map"].merge_cells("A2:A3")
    book.save(path)
    assert titles(made(path, stores)) == {"Awareness": ["sees ad", "asks"], "Buy": ["pays"]}


def test_the_sheet_that_is_a_map_is_found_among_others_and_another_can_be_chosen(tmp_path):
    path = tmp_path / "F1-map.xlsx"
    workbook(path, Notes=[["something", "else"], ["a", "b"]], Journey=[["Stage", "Touchpoint"], ["Buy", "pays"]])
    assert read(path).look.sheet == "Journey"
    assert read(path, sheet="Notes").look.layout.shape == "wall"


def test_formulas_are_read_as_their_stored_values_and_macros_are_not_run(stores, tmp_path):
    path = tmp_path / "F1-map.xlsm"
    workbook(path, Map=[["Stage", "Touchpoint", "Mood"], ["Buy", "pays", -2]])
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 not run")
    assert titles(made(path, stores)) == {"Buy": ["pays"]}


def test_what_finds_no_place_is_told_with_its_cell_and_why(tmp_path):
    columns = ";".join(f"Stage {n}" for n in range(14))
    notes = ";".join(f"note {n}" for n in range(14))
    found = read(written(tmp_path, f"{columns}\n{notes}\n"))
    assert found.reading.counts == {"stage": 12, "touchpoint": 12}
    told = left_words(found.reading.left, EN)
    assert "M2 “note 12” (a map holds 12 stages)" in told and "N2 “note 13”" in told and "M1 “Stage 12”" in told


def test_a_long_text_is_cut_between_words_and_nothing_of_it_is_lost(stores, tmp_path):
    long = " ".join(f"word{n}" for n in range(60))
    journey = made(written(tmp_path, f"Stage,Touchpoint,Pain point\nBuy,{long},{long}\n"), stores)
    (point,) = journey.stages[0].touchpoints
    assert point.title.endswith("…") and " ".join(point.thoughts) == long
    assert " ".join(pain.title for pain in journey.pain_points) == long


def test_every_cell_of_a_wall_is_on_the_map_or_told(tmp_path):
    rows = [[f"stage {n}" for n in range(8)]] + [[f"note {row} {n}" for n in range(8)] for row in range(25)]
    path = tmp_path / "F1-map.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    found = read(path).reading
    placed = {change.title for change in found.changes if change.kind == "add_touchpoint"}
    assert placed | {left.text for left in found.left} == {f"note {r} {n}" for r in range(25) for n in range(8)}


def test_dropped_into_slack_a_list_is_shown_first_with_its_columns(stores, tmp_path):
    path = written(tmp_path, LIST)
    shown = files_in.look_into(path, "map.csv", said(), stores, EN)
    text = plain(shown)
    assert "map.csv: I read 2 stages, 3 touchpoints, 3 moods, 2 pain points, 2 opportunities, 2 actions" in text
    assert "Phase | stage | Awareness" in text and "Colour | left out | blue" in text
    assert text.endswith("[Import] [Change columns] [Cancel]")
    assert stores.maps.lines("T1", ALL) == ()


def test_import_makes_the_map_once_however_often_it_is_pressed(stores, tmp_path):
    path = written(tmp_path, LIST)
    files_in.look_into(path, "map.csv", said(), stores, EN)
    first, second = pressed(path, stores, "import.map"), pressed(path, stores, "import.map")
    assert "“Map of map” is a map now: 2 stages, 3 touchpoints" in plain(first)
    assert plain(second).startswith("“Map of map” is a map now")
    (line,) = stores.maps.lines("T1", ALL)
    assert line.channel_id == "C0VAC" and stores.maps.history("T1", line.map_id, ALL)[0].reason == "import"


def test_a_column_can_be_given_another_meaning(stores, tmp_path):
    path = written(tmp_path, LIST)
    files_in.look_into(path, "map.csv", said(), stores, EN)
    menus = [part for part in pressed(path, stores, "import.map_change").parts if isinstance(part, Menu)]
    colour = next(option.value for option in menus[0].options if option.text == "Colour")
    (meanings,) = pressed(path, stores, "import.map_column", colour).parts
    thought = next(option.value for option in meanings.options if option.text == "thought")
    again = pressed(path, stores, "import.map_meaning", thought)
    assert "Colour | thought | blue" in plain(again)
    pressed(path, stores, "import.map")
    journey = stores.maps.find("T1", "map of map", ALL)
    assert journey.stages[0].touchpoints[0].thoughts == ("blue",)


def test_the_notes_of_a_wall_can_be_pain_points(stores, tmp_path):
    path = written(tmp_path, WALL)
    asked = files_in.look_into(path, "map.csv", said(), stores, EN)
    assert plain(asked) == "map.csv could be a map or customer events. What is it?\n[A map] [Customer events] [Cancel]"
    pressed(path, stores, "import.as_map")
    again = pressed(path, stores, "import.map_note", "pain_point")
    assert "3 stages, 5 pain points" in plain(again)


def test_customer_events_are_still_events_and_may_be_chosen(stores, tmp_path):
    events = "customer,time,event\nc1,2026-01-01T10:00:00Z,Ad\nc2,2026-01-02T10:00:00Z,Buy\n"
    path = written(tmp_path, events, name="F1-events.csv")
    shown = files_in.look_into(path, "events.csv", said(), stores, EN)
    assert "events.csv: 2 rows" in plain(shown)
    wall = written(tmp_path, "customer;when;what\na;b;c\n", name="F2-x.csv")
    files_in.look_into(wall, "x.csv", said(), stores, EN)
    with pytest.raises(ImportRefused) as refused:
        pressed(wall, stores, "import.as_events", value=f"{wall.name}|x.csv")
    assert "x.csv" in error_words(refused.value, EN) or refused.value.key


def test_in_the_thread_of_a_map_the_table_can_be_added_to_it_without_doubling_anything(stores, tmp_path):
    first = made(written(tmp_path, LIST), stores)
    stores.sessions.save(
        Session(workspace_id="T1", session_id="C0VAC:1.1", map_id=first.map_id, started_by="U0ANA", started_at=AT)
    )
    more = written(tmp_path, LIST + "Compare,asks in the store,store,-2,no advice,,,,,,\n", name="F2-more.csv")
    shown = files_in.look_into(more, "more.csv", said(), stores, EN)
    buttons = next(part for part in shown.parts if isinstance(part, Buttons)).buttons
    onto = next(button for button in buttons if button.text == f"Add to “{first.title}”")
    told = pressed(more, stores, onto.action, value=onto.value)
    assert "1 touchpoint" in plain(told)
    journey = stores.maps.get("T1", first.map_id, ALL)
    assert journey.version == 2 and len(list(journey.touchpoints())) == 4 and len(journey.pain_points) == 3


def test_cancel_forgets_the_file(stores, tmp_path):
    path = written(tmp_path, LIST)
    files_in.look_into(path, "map.csv", said(), stores, EN)
    pressed(path, stores, "import.cancel")
    assert list(tmp_path.glob("F1*")) == []
    with pytest.raises(ImportRefused):
        pressed(path, stores, "import.map")


def huge(path: Path) -> None:
    workbook(path, Map=[["Stage", "Touchpoint"]] + [["Buy", f"t{n}"] for n in range(sheets.MAX_ROWS)])


def many_sheets(path: Path) -> None:
    workbook(path, **{f"S{n}": [["Stage", "Touchpoint"], ["Buy", "pays"]] for n in range(51)})


def bomb(path: Path) -> None:
    workbook(path, Map=[["Stage", "Touchpoint"], ["Buy", "pays"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/zeros.bin", b"\0" * (sheets.MAX_UNPACKED + 1))


def cut_off(path: Path) -> None:
    workbook(path, Map=[["Stage", "Touchpoint"], ["Buy", "pays"]])
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def lying(path: Path) -> None:
    """The directory says that a part is smaller than it is."""
    workbook(path, Map=[["Stage", "Touchpoint"], ["Buy", "pays"]])
    content = bytearray(path.read_bytes())
    place = content.find(b"PK\x01\x02")
    content[place + 24 : place + 28] = (1).to_bytes(4, "little")
    path.write_bytes(content)


def no_map(path: Path) -> None:
    workbook(path, Empty=[["only one cell"]])


@pytest.mark.parametrize(
    ("make", "key"),
    [(huge, "sheet_too_long"), (many_sheets, "too_many_sheets"), (bomb, "sheet_too_large"), (cut_off, "sheet_broken"),
     (lying, "sheet_broken"), (no_map, "no_map_in_sheet")],
)  # fmt: skip
def test_a_workbook_that_cannot_be_a_map_is_refused_in_a_sentence_that_names_it(tmp_path, make, key):
    path = tmp_path / "F1-map.xlsx"
    make(path)
    with pytest.raises(ImportRefused) as refused:
        read(path)
    assert refused.value.key == key
    for lang in ("en", "zh", "mk"):
        assert "map.csv" in error_words(refused.value, words(lang))


def test_our_own_table_and_workbook_come_in_again(stores, tmp_path):
    from bot.drawing import draw
    from bot.reply import Attachment

    journey = made(written(tmp_path, LIST), stores)
    for format_ in ("csv", "xlsx"):
        what = Attachment(file_name=f"F2-again.{format_}", format=format_, map_id=journey.map_id, version=1, reader=ALL)
        (drawing,) = draw(what, "T1", stores)
        path = tmp_path / drawing.name
        path.write_bytes(drawing.content)
        again = made(path, stores)
        assert titles(again) == titles(journey)
        assert [p.title for p in again.pain_points] == [p.title for p in journey.pain_points]
        assert [(a.title, a.owner, a.due_on, a.stage) for a in again.actions] == [
            (a.title, a.owner, a.due_on, a.stage) for a in journey.actions
        ]
        assert [o.pain_points for o in again.opportunities] == [o.pain_points for o in journey.opportunities]
        assert [stage_value(s) for s in again.stages] == [stage_value(s) for s in journey.stages]


THEYDO = {
    "THEYDO_INSIGHTS_V1":
        '{"format": "THEYDO_INSIGHTS_V1", "insights": [{"importKey": "i1", "title": "It broke again"}]}',
    "THEYDO_OPPORTUNITIES_V1":
        '{"format": "THEYDO_OPPORTUNITIES_V1", "opportunities": [{"importKey": "o1", "title": "Durability page"}]}',
    "THEYDO_SOLUTIONS_V1": '{"format": "THEYDO_SOLUTIONS_V1", "solutions": [{"importKey": "s1", "title": "Write page",'
        ' "status": "In Progress", "ownerEmail": "ana@example.com", "externalLinks": ["https://tickets.example/1"]}]}',
}  # fmt: skip


COUNTED = ("1 pain point", "1 opportunity", "1 action")


@pytest.mark.parametrize(("kind", "counted_as"), list(zip(THEYDO, COUNTED, strict=True)))
def test_theydo_files_of_the_documented_kinds_become_items(stores, tmp_path, kind, counted_as):
    path = written(tmp_path, THEYDO[kind], name="F1-theydo.json")
    assert counted(read(path).reading, EN) == counted_as
    journey = made(path, stores)
    if kind == "THEYDO_SOLUTIONS_V1":
        (action,) = journey.actions
        assert (action.status, action.owner and action.owner.label) == ("doing", "ana")
        assert str(action.ticket_url) == "https://tickets.example/1"


def test_a_theydo_file_without_items_of_a_map_is_refused_with_the_kinds_that_are_read(tmp_path):
    path = written(tmp_path, '{"format": "THEYDO_METRICS_V1", "metrics": []}', name="F1-theydo.json")
    with pytest.raises(ImportRefused) as refused:
        read(path)
    assert "THEYDO_METRICS_V1" in error_words(refused.value, EN)
