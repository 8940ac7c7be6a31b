"""What is read out of answers about the future: ideal and mood, what comes and goes, sides, numbers with a date."""

from datetime import date

import pytest

from bot.conversation.read_future import read_coming, read_ideal, read_proof, read_sides, read_values
from prompts.loader import words

EN, ZH, MK = words("en"), words("zh"), words("mk")
TODAY = date(2024, 11, 4)

IDEALS = [
    ("sees three models side by side, +1 sure", "sees three models side by side", 1, "sure", None),
    ("+2 calm: knows the day before paying", "knows the day before paying", 2, "calm", None),
    ("pays in one step +2", "pays in one step", 2, None, None),
    (
        "pays in one step; +1 because nothing has to be typed twice",
        "pays in one step",
        1,
        None,
        "nothing has to be typed",
    ),
    ("asks once, gets an answer, 4/5 relieved", "asks once, gets an answer", 1, "relieved", None),
    ("finds it at once 🙂", "finds it at once", 1, None, None),
    ("+1 sure", None, 1, "sure", None),
    ("sees 3 models in 2 minutes", "sees 3 models in 2 minutes", None, None, None),
]


@pytest.mark.parametrize(("text", "told", "score", "word", "why"), IDEALS)
def test_an_ideal_is_a_deed_and_a_mood_in_any_order(
    text: str, told: str | None, score: int | None, word: str | None, why: str | None
) -> None:
    read = read_ideal(text, EN)
    assert (read.text, read.rating.score, read.rating.word) == (told, score, word)
    assert (why or "") in (read.rating.why or "")


def test_an_ideal_is_read_in_chinese_and_macedonian() -> None:
    assert read_ideal("并排看到三款型号，+1 有把握", ZH).text == "并排看到三款型号"
    read = read_ideal("гледа три модели, +2 сигурност", MK)
    assert (read.text, read.rating.score, read.rating.word) == ("гледа три модели", 2, "сигурност")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("new: comparison page; gone: PDF leaflet", (("new", "comparison page"), ("gone", "PDF leaflet"))),
        ("gone: fax\nnew: chat; a map", (("gone", "fax"), ("new", "chat; a map"))),
        ("GONE: fax", (("gone", "fax"),)),
        ("新增：对比页面；消失：PDF 手册", (("new", "对比页面"), ("gone", "PDF 手册"))),
        ("ново: страница; нема веќе: леток", (("new", "страница"), ("gone", "леток"))),
        ("a renewed: page", ()),
        ("comparison page", ()),
    ],
)
def test_what_comes_and_what_goes_stand_behind_their_labels(text: str, told: tuple[tuple[str, str], ...]) -> None:
    assert read_coming(text, EN) == told


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "people: one editor; technology: data in one place",
            (("people", "one editor"), ("technology", "data in one place")),
        ),
        ("人员：一名编辑；流程：每晚盘点", (("people", "一名编辑"), ("process", "每晚盘点"))),
        ("луѓе: уредник; технологија: податоци", (("people", "уредник"), ("technology", "податоци"))),
        ("one editor; process: count", ((None, "one editor"), ("process", "count"))),
        ("people: , process:", ()),
    ],
)
def test_what_must_be_true_inside_has_its_side_whatever_the_language(
    lang: str, text: str, told: tuple[tuple[str | None, str], ...]
) -> None:
    assert read_sides(text, words(lang)) == told


PROOFS = [
    ("cart abandonment from 70% to 49% by March", EN, "cart abandonment", 70, 49, "%", date(2025, 3, 31)),
    ("calls per order from 0.8 to 0.3 by 30 June 2025", EN, "calls per order", 0.8, 0.3, None, date(2025, 6, 30)),
    ("returns from 12% to 8% by the end of December", EN, "returns", 12, 8, "%", date(2024, 12, 31)),
    ("orders from 20 to 30", EN, "orders", 20, 30, None, None),
    ("cart abandonment by November 2025", EN, "cart abandonment", None, None, None, date(2025, 11, 30)),
    ("complaints down by 20%", EN, "complaints", None, None, None, None),
    ("购物车放弃率从 70% 降到 49%，3月底前", ZH, "购物车放弃率", 70, 49, "%", date(2025, 3, 31)),
    ("напуштени кошнички од 70% на 49% до март", MK, "напуштени кошнички", 70, 49, "%", date(2025, 3, 31)),
]


@pytest.mark.parametrize(("text", "own", "name", "start", "end", "unit", "by"), PROOFS)
def test_a_proof_is_a_number_from_what_to_what_and_when(text, own, name, start, end, unit, by) -> None:  # type: ignore[no-untyped-def]
    read = read_proof(text, TODAY, own)
    assert (read.shift.name, read.shift.from_value, read.shift.to_value, read.shift.unit) == (name, start, end, unit)
    assert read.by == by


@pytest.mark.parametrize(
    ("text", "start", "end", "unit", "by"),
    [
        ("from 70% to 49%", 70, 49, "%", None),
        ("70% to 49%", 70, 49, "%", None),
        ("70 > 49, by March", 70, 49, None, date(2025, 3, 31)),
        ("49%", None, 49, "%", None),
        ("从 70% 降到 49%", 70, 49, "%", None),
        ("soon", None, None, None, None),
    ],
)
def test_the_values_of_a_known_number_are_read_alone(text, start, end, unit, by) -> None:  # type: ignore[no-untyped-def]
    read = read_values("cart abandonment", text, TODAY, EN)
    assert read.shift.name == "cart abandonment"
    assert (read.shift.from_value, read.shift.to_value, read.by) == (start, end, by)
    assert (read.shift.unit or None) == unit
