"""How people's text is cleaned, broken into lines and cut."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.glyphs import HAN, LATIN, fonts
from bot.pictures.text import balanced, clean, one_line, wrap

FONTS = fonts()


def test_widths_are_those_of_the_font_file() -> None:
    assert FONTS.width("a", 1000) == pytest.approx(561, abs=1)  # advance of "a" in Noto Sans, 1000 units an em
    assert FONTS.width("吸尘器", 14) == pytest.approx(42)
    assert FONTS.width("ab", 20) == pytest.approx(FONTS.width("a", 20) + FONTS.width("b", 20))
    assert FONTS.width("abc", 20, bold=True) > FONTS.width("abc", 20)


def test_each_script_gets_its_own_font() -> None:
    assert list(FONTS.runs("CSV 文件 и Љубов")) == [(LATIN, "CSV "), (HAN, "文件"), (LATIN, " и Љубов")]


@pytest.mark.parametrize("letters", ["ЉЊЌЃЅЏљњќѓѕџ", "áčšžÿœ", "“”‘’…—–·«»„", "，。！？（）《》", "€£", "12\u202f480"])
def test_the_shipped_fonts_cover(letters: str) -> None:
    assert FONTS.missing(letters) == frozenset()


def test_the_shipped_fonts_cover_all_of_gb2312() -> None:
    characters = "".join(bytes([high, low]).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF))
    assert FONTS.missing(characters) == frozenset()


def test_a_character_that_no_font_has_is_a_box_and_is_counted() -> None:
    assert clean("麼 rare 龘", FONTS) == "□ rare □"
    assert FONTS.missing("麼 rare 龘") == {"麼", "龘"}


def test_a_further_font_draws_what_the_shipped_ones_lack() -> None:
    assert FONTS.family("麼") is None
    further = fonts(Path(FONTS.families[1].bold))
    assert len(further.families) == 3
    assert further.files == [*FONTS.files]


def test_a_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "no.ttf"
    file.write_text("hello")
    with pytest.raises(OSError, match="unknown file format"):
        fonts(file)


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("why 😡?", "why [pouting face]?"),
        ("👍🏽 ok\ufe0f", "[thumbs up sign] ok"),
        ("a\u202eb\u2066c\u200b\x07\x00", "abc"),
        ("one\ttwo\n three", "one two three"),
        ("  cafe\u0301  ", "café"),
        ("\ufffe\U0010ffff", "□□"),
    ],
)
def test_text_is_cleaned_before_it_is_drawn(written: str, drawn: str) -> None:
    assert clean(written, FONTS) == drawn


def test_latin_words_stay_whole() -> None:
    assert wrap("compares four models on our site", FONTS, 14, 120) == ("compares four", "models on our", "site")


def test_a_word_wider_than_the_line_is_cut_hard() -> None:
    lines = wrap("see Donaudampfschifffahrtsgesellschaft", FONTS, 14, 100)
    assert lines[0] == "see"
    assert "".join(lines[1:]) == "Donaudampfschifffahrtsgesellschaft"


def test_no_line_starts_with_closing_marks_or_ends_with_opening_ones() -> None:
    text = "信息太多，看不出哪台好（超过三十项参数），需要“筛选”大量内容！"
    for width in range(60, 240, 7):
        lines = wrap(text, FONTS, 14, width, most=99)
        assert "".join(lines) == text
        assert not any(line[0] in "，。、：；？！）》」』”’%" for line in lines)
        assert not any(line[-1] in "（《「『“‘" for line in lines)


def test_a_line_may_end_behind_a_wide_comma_and_before_a_number() -> None:
    assert wrap("数据导入，2024年10月1日", FONTS, 14, 100) == ("数据导入，", "2024年10月1日")


def test_a_chinese_date_stays_whole() -> None:
    for width in range(110, 200, 5):
        lines = wrap("从2024年10月1日开始到2024年10月31日为止", FONTS, 14, width, most=9)
        assert any("2024年10月1日" in line for line in lines), lines
        assert any("2024年10月31日" in line for line in lines), lines


@pytest.mark.parametrize("text", ["一共 31 日", "大约 30 %", "一共31日"])
def test_a_number_stays_with_its_unit(text: str) -> None:
    tail = text[2:].strip()
    for width in range(60, 120, 5):
        lines = wrap(text, FONTS, 14, width, most=9)
        assert any(tail in line for line in lines), (width, lines)


def test_text_beyond_the_last_line_ends_with_dots() -> None:
    lines = wrap("one two three four five six seven eight", FONTS, 14, 60, most=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert wrap("one two", FONTS, 14, 200, most=2) == ("one two",)
    assert wrap("", FONTS, 14, 200) == ()


def test_balanced_lines_are_no_more_and_no_wider() -> None:
    assert wrap("reviews reassure her", FONTS, 12, 100) == ("reviews reassure", "her")
    assert balanced("reviews reassure her", FONTS, 12, 100, 3) == ("reviews", "reassure her")


@given(st.text(max_size=120), st.integers(40, 300), st.integers(1, 5), st.booleans())
def test_no_line_is_wider_than_it_may_be(text: str, width: int, most: int, bold: bool) -> None:
    lines = wrap(text, FONTS, 14, width, bold, most)
    assert len(lines) <= most
    for line in (*lines, one_line(text, FONTS, 14, width, bold)):
        assert FONTS.width(line, 14, bold) <= width


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing_and_leaves_only_what_can_be_drawn(text: str) -> None:
    once = clean(text, FONTS)
    assert clean(once, FONTS) == once
    assert all(FONTS.family(character) for character in once)
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in once)


@given(
    st.lists(st.sampled_from(["信", "息", "ab", "cde", " ", "，", "30 %", "“", "”"]), max_size=30), st.integers(60, 200)
)
def test_wrapping_loses_no_character(parts: list[str], width: int) -> None:
    text = clean("".join(parts), FONTS)
    assert "".join(wrap(text, FONTS, 14, width, most=99)).replace(" ", "") == text.replace(" ", "")
