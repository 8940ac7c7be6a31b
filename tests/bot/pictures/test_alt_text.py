"""The picture in words: facts of the map alone, in a fixed order."""

import picture_limits as limits
import picture_maps as maps
import pytest
from picture_cases import CASES, WORDS

from bot.pictures.alt_text import MOST_CHARACTERS, alt_text


def test_the_example_in_words() -> None:
    text = alt_text(maps.colleen(), (maps.persona(),), maps.BACKINGS, WORDS, maps.colleen_numbers(), maps.NAMES)
    assert text == (
        "Current state map 'I need a vacuum that will not break again' for Curious Colleen, version 22, 4 stages: "
        "Inquiry or awareness, Compare, Purchase or preparation, Installation, activation or feedback. "
        "Lowest point: Inquiry or awareness, -2, “it broke again”. "
        "Highest: Installation, activation or feedback, +2. "
        "Disagreement: Compare (Ana -1, Boris -2), Purchase or preparation (Mia 0, Ana -1). "
        "Largest loss: Compare to Purchase or preparation, 71% (n = 12\u202f480, 1 to 31 Oct, GA4 import). "
        "Evidence for 2 of 21 items."
    )


def test_the_example_in_chinese_and_macedonian() -> None:
    case = CASES["chinese"]
    assert alt_text(case.journey, (case.persona,), maps.BACKINGS, case.words, case.numbers, maps.NAMES) == (
        "现状图“我要买一台不会再坏的吸尘器”，角色 好奇的科琳，第 22 版，5 个阶段：认知、比较、考虑、转换、忠诚度。"
        "最低点：认知，-2，“又坏了”。最高点：忠诚度，+2。评分不一：比较（Ana -1、Boris -2）。"
        "流失最多：考虑到转换，68%（n = 12\u202f480，2024年10月1日至2024年10月31日，GA4 导入）。18 项中有 1 项有依据。"
    )
    case = CASES["macedonian"]
    assert alt_text(case.journey, (case.persona,), maps.BACKINGS, case.words, case.numbers, maps.NAMES) == (
        "Тековна состојба: мапа „Ми треба правосмукалка што нема повторно да се расипе“ за Љубопитната Колин, "
        "верзија 22, 4 фази: Испрашување или свесност, Интерес, споредба или одлучување, Купување или подготовка, "
        "Инсталација, активирање или повратни информации. Најниско: Испрашување или свесност, -2. Највисоко: "
        "Инсталација, активирање или повратни информации, +2. Најголема загуба: Интерес, споредба или одлучување до "
        "Купување или подготовка, 71% (n = 12\u202f480, 1 окт. 2024 – 31 окт. 2024, увоз од GA4). "
        "Поткрепени се 3 од 11 ставки."
    )


def test_what_is_not_known_is_left_out() -> None:
    text = alt_text(limits.empty(), (), {}, WORDS)
    assert text == (
        "Current state map 'I need a vacuum that will not break again' for curious-colleen, version 22, no stages yet."
    )
    one = alt_text(limits.one_stage(), (maps.persona(),), {}, WORDS)
    assert "1 stage: Inquiry or awareness." in one
    assert "Highest" not in one
    assert "loss" not in one


def test_a_member_without_a_known_name_is_told_by_the_score_alone() -> None:
    assert "Compare (-1, -2)" in alt_text(maps.colleen(), (maps.persona(),), {}, WORDS)


def test_a_point_at_a_touchpoint_names_both() -> None:
    text = alt_text(maps.felt_touchpoints(), (maps.persona(),), {}, WORDS)
    assert "Highest: Installation, activation or feedback, first clean, +2, “proud of the choice”." in text


@pytest.mark.parametrize("name", CASES)
def test_it_is_at_most_a_thousand_characters_and_ends_with_a_sentence(name: str) -> None:
    case = CASES[name]
    text = alt_text(case.journey, (case.persona,), maps.BACKINGS, case.words, case.numbers)
    assert len(text) <= MOST_CHARACTERS
    assert text.endswith((".", "。"))


def test_titles_and_scores_in_it_are_those_of_the_map() -> None:
    for case in CASES.values():
        text = alt_text(case.journey, (case.persona,), {}, case.words)
        assert case.journey.title in text
        assert str(case.journey.version) in text
        assert all(stage.title in text for stage in case.journey.stages)
