"""The picture of an answer's table: every cell is in it or counted, nothing overlaps, any text can be drawn."""

import pytest
from drawn import page, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures.table_picture import MOST_ROWS, table_svg
from bot.reply import Table
from prompts.loader import words

TABLE = Table(
    title="Pain points, worst first",
    columns=("#", "Pain point", "Where", "Customers"),
    rows=(
        ("1", "cannot see which one is better", "Compare · opens the comparison chart", "1\u202f775"),
        ("2", "慢", "–", "3"),
    ),
)


def drawn(table: Table, note: str = "n = 12", lang: str = "en") -> str:
    return table_svg(table, note, words(lang))


def test_every_cell_and_the_note_are_in_it() -> None:
    said = " ".join(text.text for text in texts(drawn(TABLE)))
    for expected in ("Pain points", "comparison", "1\u202f775", "慢", "n = 12"):
        assert expected in said


@pytest.mark.parametrize("columns", [1, 4, 9])
def test_texts_stand_apart_and_inside_the_page(columns: int) -> None:
    cells = tuple(f"column {n} with a long name" for n in range(columns))
    svg = drawn(Table(title="A title", columns=cells, rows=tuple(cells for _ in range(5))))
    found = texts(svg)
    assert all(text.box.inside(page(svg)) for text in found)
    for number, one in enumerate(found):
        assert not any(one.box.overlaps(other.box) for other in found[number + 1 :])


def test_rows_beyond_the_most_are_counted() -> None:
    svg = drawn(Table(title="t", columns=("a",), rows=tuple((str(n),) for n in range(MOST_ROWS + 7))))
    assert "7 more rows are not shown here." in {text.text for text in texts(svg)}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=20)), max_size=5), st.text(max_size=60))
def test_any_text_can_be_drawn(rows: list[tuple[str, str]], title: str) -> None:
    assert drawn(Table(title=title, columns=("a", "b"), rows=tuple(rows)), title).startswith("<svg")
