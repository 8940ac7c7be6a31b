"""Which thing on the map is meant, in Chinese and Macedonian: numbers, articles, parts, spelling."""

import pytest

from bot.conversation.find import find
from prompts.loader import words
from storage.model.journey import JourneyMap
from tests.bot.conversation.thread import Thread

OPENINGS = {
    "zh": (
        "跳过",
        "小本，41 岁",
        "我要面粉",
        "1",
        "在网站上看看；收到调查邮件",
        "看评论",
        "下单",
        "在网站上购买",
        "收到包裹",
    ),
    "mk": (
        "прескокни",
        "Бен, 41",
        "Сакам брашно",
        "Испрашување или свесност > Споредба > Прво купување",
        "добива анкета по е-пошта; прашува пријател",
    ),
}


@pytest.fixture(scope="module")
def maps() -> dict[str, JourneyMap]:
    found = {}
    for lang, opening in OPENINGS.items():
        thread = Thread(lang=lang)
        thread.begin("Ana")
        for text in opening:
            thread.say("Ana", text)
        assert thread.journey is not None
        found[lang] = thread.journey
    return found


@pytest.mark.parametrize(
    ("lang", "text", "titles"),
    [
        ("zh", "兴趣", ["兴趣"]),
        ("zh", "第2阶段", ["兴趣"]),
        ("zh", "第二阶段", ["兴趣"]),
        ("zh", "第 ２ 个阶段", ["兴趣"]),
        ("zh", "阶段2", ["兴趣"]),
        ("zh", "stage 2", ["兴趣"]),
        ("zh", "фаза 2", ["兴趣"]),
        ("zh", "interest", ["兴趣"]),
        ("zh", "“兴趣”", ["兴趣"]),
        ("zh", "转化", ["转换"]),
        ("zh", "忠诚", ["忠诚度"]),
        ("zh", "调查", ["收到调查邮件"]),
        ("zh", "那个调查", ["收到调查邮件"]),
        ("zh", "收到调查邮箱", ["收到调查邮件"]),
        ("zh", "第9阶段", []),
        ("zh", "月亮", []),
        ("zh", "看", []),
        ("mk", "Споредба", ["Споредба"]),
        ("mk", "споредбата", ["Споредба"]),
        ("mk", "„Споредба“", ["Споредба"]),
        ("mk", "фаза 2", ["Споредба"]),
        ("mk", "фазата 2", ["Споредба"]),
        ("mk", "втора фаза", ["Споредба"]),
        ("mk", "втората фаза", ["Споредба"]),
        ("mk", "2-ра фаза", ["Споредба"]),
        ("mk", "stage 2", ["Споредба"]),
        ("mk", "првото купување", ["Прво купување"]),
        ("mk", "купувањето", ["Прво купување"]),
        ("mk", "анкетата", ["добива анкета по е-пошта"]),
        ("mk", "пријателот", ["прашува пријател"]),
        ("mk", "спордба", ["Споредба"]),
        ("mk", "испрашување", ["Испрашување или свесност"]),
        ("mk", "фаза 9", []),
        ("mk", "месечината", []),
    ],
)
def test_a_name_is_found(maps: dict[str, JourneyMap], lang: str, text: str, titles: list[str]) -> None:
    assert [hit.title for hit in find(maps[lang], text, words(lang))] == titles
