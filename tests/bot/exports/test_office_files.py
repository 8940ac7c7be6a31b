"""XLSX, PPTX, PDF and CSV as other programs open them."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO

import openpyxl
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from whole_maps import SEEN, filled_map, whole

from bot.exports.csv_table import csv_table
from bot.exports.guard import bare, guarded
from bot.exports.pdf import pdf
from bot.exports.pptx import pptx
from bot.exports.xlsx import xlsx
from storage.model import changes as c
from storage.model.apply import apply

FORMULAS = ('=HYPERLINK("http://x")', "+1+cmd|'/C calc'!A0", "-2+3", "@SUM(1)", "＝1+1", " =1+1")


def workbook(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def test_a_workbook_has_an_overview_the_map_as_drawn_and_a_sheet_for_each_lane():
    names = workbook(xlsx(whole())).sheetnames
    assert names[:4] == ["Overview", "Map", "Stages", "The day"]
    assert {"Touchpoints", "Pain points", "Actions", "Evidence", "Versions"} <= set(names)


def test_the_map_sheet_has_lanes_as_rows_and_stages_as_columns():
    sheet = workbook(xlsx(whole()))["Map"]
    rows = {row[0]: row[1] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert sheet["B1"].value == "Compare"
    assert rows["Doing"] == "reads reviews on other sites\n404"
    assert rows["Mood"] == "'-2"
    assert rows["Action plan"] == "build the page · Mia · 30 Nov 2024"


def test_numbers_and_days_are_cells_to_calculate_with():
    book = workbook(xlsx(whole()))
    action = dict(
        zip([cell.value for cell in book["Actions"][1]], [cell.value for cell in book["Actions"][2]], strict=True)
    )
    assert action["Due"] == datetime(2024, 11, 30)
    mood = dict(zip([cell.value for cell in book["Moods"][1]], [cell.value for cell in book["Moods"][2]], strict=True))
    assert mood["Mood"] == -2 and mood["Said by"] == "Ana"
    target = [cell.value for cell in book["Targets"][2]]
    assert target[:5] == ["abandonment", 70, 49.5, "%", datetime(2025, 6, 30)]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_text_that_looks_like_a_formula_is_one_nowhere(formula):
    journey = apply(filled_map(), [c.SetStage(stage="compare", field="title", value=formula)], "U0ANA",
                    datetime(2024, 11, 4).astimezone(), "chat")  # fmt: skip
    shown = journey.stages[0].title
    book = workbook(xlsx(whole(journey)))
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any(cell.value == f"'{shown}" for cell in texts)
    assert not [cell for cell in texts if cell.data_type == "f" or cell.value.lstrip().startswith(("=", "+", "@"))]
    rows = list(csv.reader(StringIO(csv_table(whole(journey)).decode("utf-8-sig"))))
    assert {row[1] for row in rows[1:] if row[1]} == {f"'{shown}"}


@given(st.text(max_size=30))
def test_what_was_guarded_can_be_read_again(text):
    assert bare(guarded(text)) == text


def test_the_table_has_a_row_for_each_thing_of_the_map():
    rows = list(csv.DictReader(StringIO(csv_table(whole()).decode("utf-8-sig"))))
    pain = next(row for row in rows if row["Lane"] == "Pain point")
    assert (pain["Stage"], pain["Touchpoint"], pain["Text"], pain["Severity"]) == (
        "Compare", "reads reviews on other sites", "too much text", "4",
    )  # fmt: skip
    action = next(row for row in rows if row["Lane"] == "Action")
    assert (action["For"], action["Owner"], action["Due"]) == ("comparison chart", "Mia", "2024-11-30")
    assert [row["Lane"] for row in rows].count("Touchpoint") == 2


def test_slides_begin_with_the_picture_and_its_words_and_go_on_with_tables_that_can_be_edited():
    deck = Presentation(BytesIO(pptx(whole())))
    first, *others = deck.slides
    picture = next(shape for shape in first.shapes if shape.shape_type == 13)
    assert first.shapes.title.text_frame.text == "Vacuum"
    assert picture._element.nvPicPr.cNvPr.get("descr") == "what it shows"
    tables = {
        slide.shapes.title.text_frame.text: next(s.table for s in slide.shapes if s.has_table) for slide in others
    }
    assert tables["Pain points"].cell(1, 2).text == "too much text"
    assert SEEN in first.notes_slide.notes_text_frame.text


def test_a_long_lane_goes_on_on_the_next_slide_and_no_row_is_lost():
    more = [c.AddPainPoint(at={"stage": "compare"}, title=f"pain number {n} " + "word " * 30) for n in range(40)]
    journey = apply(filled_map(), more, "U0ANA", datetime(2024, 11, 4).astimezone(), "chat")
    deck = Presentation(BytesIO(pptx(whole(journey))))
    slides = [s for s in deck.slides if s.shapes.title.text_frame.text.startswith("Pain points (")]
    rows = [row for slide in slides for shape in slide.shapes if shape.has_table for row in list(shape.table.rows)[1:]]
    assert len(slides) > 2 and len(rows) == 41
    assert slides[0].shapes.title.text_frame.text == f"Pain points (1 of {len(slides)})"


def test_a_pdf_shows_the_picture_on_a_page_of_its_size_and_its_text_can_be_selected():
    pages = pypdf.PdfReader(BytesIO(pdf(whole()))).pages
    assert (round(pages[0].mediabox.width), round(pages[0].mediabox.height)) == (225, 90)
    assert "drawn text" in pages[0].extract_text()
    assert len(pages) > 1


def test_a_pdf_shows_a_box_for_a_character_that_no_font_draws_and_markup_as_text():
    title = "麼 #let x = 1 *bold* $a$"
    journey = filled_map(title=title)
    read = "".join(pypdf.PdfReader(BytesIO(pdf(whole(journey)))).pages[1].extract_text().split())
    assert "".join(title.split()).replace("麼", "□") in read


def test_a_pdf_has_only_fonts_of_ours():
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in pypdf.PdfReader(BytesIO(pdf(whole(filled_map(lang="zh"))))).pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert fonts and all("NotoSans" in name for name in fonts)


def test_a_day_is_written_as_a_day():
    assert date(2024, 11, 30).isoformat() in csv_table(whole()).decode()
