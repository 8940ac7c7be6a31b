"""In a Chinese sentence what is filled in stands apart where Han meets Latin or digits, and nowhere else."""

import re

import pytest

from prompts.loader import Words, words

SENTENCES = Words(
    "zh",
    {
        "most": "最多来自{name}：{n}。",
        "why": "为什么{n}没有",
        "of": "{name}的 {n} 位",
        "span": "{first}至{last}",
        "quoted": "在“{name}”",
    },
)


@pytest.mark.parametrize(
    ("key", "values", "said"),
    [
        ("most", {"name": "Busy Boris", "n": 3}, "最多来自 Busy Boris：3。"),
        ("most", {"name": "移动网页", "n": 3}, "最多来自移动网页：3。"),
        ("why", {"n": "1 868 位"}, "为什么 1 868 位没有"),
        ("of", {"name": "Ана", "n": 2}, "Ана 的 2 位"),
        ("of", {"name": "手机", "n": 2}, "手机的 2 位"),
        ("span", {"first": "2026年10月2日", "last": "2026年10月31日"}, "2026年10月2日至2026年10月31日"),
        ("span", {"first": 2, "last": "-1.5"}, "2 至 -1.5"),
        ("quoted", {"name": "用iPhone下单"}, "在“用iPhone下单”"),
    ],
)
def test_a_sentence_is_spaced(key: str, values: dict[str, object], said: str) -> None:
    assert SENTENCES(key, **values) == said


def test_every_sentence_of_the_answers_stands_apart_from_a_latin_name() -> None:
    chinese = words("zh")
    keys = chinese.keys()
    for key in keys:
        sentence = chinese.data(key)
        if not key.startswith("answers.") or not isinstance(sentence, str):
            continue
        names = re.findall(r"\{(\w+)\}", sentence)
        filled = chinese(key, **dict.fromkeys(names, "Busy Boris"))
        assert not re.search("[\u3400-\u9fff](Busy)|Boris[\u3400-\u9fff](?<![年月日季])", filled), key


def test_other_languages_are_filled_in_as_they_stand() -> None:
    assert Words("en", {"a": "来自{name}"})("a", name="Boris") == "来自Boris"
