"""Corrections in Chinese and Macedonian, seen in what is stored and what is said."""

from typing import Any

import pytest

from tests.bot.conversation.thread import Thread, facts

OPENINGS = {
    "zh": (
        "王芳",
        (
            "减少流失",
            "小本，41 岁，开面包店",
            "我要五点前拿到面粉",
            "搜索 > 下单 > 收货",
            "在我们的网站上看看；问朋友",
            "-1 网站太慢",
        ),
    ),
    "mk": (
        "Ана",
        (
            "Помалку откажувања",
            "Бен, 41, води пекара",
            "Сакам брашно пред пет",
            "Пребарување > Нарачка > Прием",
            "гледа на нашиот сајт; прашува пријатели",
            "-1 сајтот е бавен",
        ),
    ),
}


def built(lang: str) -> tuple[Thread, str]:
    thread = Thread(lang=lang)
    who, opening = OPENINGS[lang]
    thread.begin(who)
    for text in opening:
        thread.say(who, text)
    return thread, who


def slugs(thread: Thread) -> dict[str, str]:
    assert thread.journey is not None
    stages = {f"s{n}": stage.slug for n, stage in enumerate(thread.journey.stages, 1)}
    places = {f"t{n}": touchpoint.slug for n, touchpoint in enumerate(thread.journey.touchpoints(), 1)}
    return stages | places | {"p1": thread.journey.pain_points[0].slug}


# s1 … the stages, t1 … the touchpoints, p1 the pain point of the opening.
CHINESE: list[tuple[str, str, dict[str, Any], str]] = [
    ("把第2阶段改名为购买", "stage s2", {"title": "购买"}, "已改名：“下单”现在叫“购买”。"),
    ("把“下单”改名为“购买”。", "stage s2", {"title": "购买"}, "已改名"),
    ("搜索的情绪是+1", "stage s1", {"votes": ["王芳 +1: 网站太慢 (guess)"]}, "你的评分已从 -1 改为 +1。"),
    ("第三阶段的感受是4/5 放心", "stage s3", {"votes": ["王芳 +1 放心 (guess)"]}, "已记下：+1 放心。"),
    ("删除问朋友", "stage s1", {"touchpoints": ["s1-1"]}, "已删除：“问朋友”。 [撤销]"),
    ("去掉朋友", "stage s1", {"touchpoints": ["s1-1"]}, "已删除：“问朋友”。"),
    ("在下单加上给客服热线打电话", "stage s2", {"touchpoints": ["s2-1"]}, "已记下：给客服热线打电话（电话）。"),
    ("把问朋友移到下单", "stage s2", {"touchpoints": ["t2"]}, "现在在“下单”"),
    ("把问朋友移到在我们的网站上看看之前", "stage s1", {"touchpoints": ["t2", "t1"]}, "之前"),
    ("把第1阶段移到第2阶段之后", "map", {"stages": ["s2", "s1", "s3"]}, "现在在“下单”之后"),
    ("合并网站和问朋友", "stage s1", {"touchpoints": ["t1"]}, "已合并"),
    ("合并搜索和下单", "map", {"stages": ["s1", "s3"]}, "现在有 2 个接触点"),
    ("拆分问朋友：问王芳；打电话问", "stage s1", {"touchpoints": ["t1", "t2", "s1-3"]}, "已拆成 2 项"),
    ("问朋友的渠道是电话", "touchpoint t2", {"channel": "phone"}, "渠道是电话"),
    ("问朋友的渠道是飞鸽", "touchpoint t2", {"channel": "other", "channel_text": "飞鸽"}, "记为“其他：飞鸽”"),
    ("下单的痛点：没有价格；要填的太多", "map", {"pain_points": ["p1", "s2-pain-1", "s2-pain-2"]}, "已记下 2 项"),
    ("网站太慢的严重程度是４", "pain p1", {"severity": ["王芳 4"]}, "已记下：4 分"),
    ("问朋友由客服团队负责", "touchpoint t2", {"owner": "客服团队"}, "客服团队 负责"),
    ("目标是来电减少20%", "map", {"goal_business": "来电减少20%"}, "来电减少20%"),
    ("这张图的编号是flour", "map", {"map_id": "flour"}, "编号现在是 flour"),
    ("网站太慢已解决", "pain p1", {"status": "fixed"}, "已解决"),
    ("标题：夜里的面粉", "map", {"title": "夜里的面粉"}, "夜里的面粉"),
    ("起点：下雨\n终点：雨停", "map", {"starts_when": "下雨", "ends_when": "雨停"}, "下雨"),
    ("下单的下一步：付款，不好找", "stage s2", {"next_step": {"text": "付款", "findable": "hidden"}}, "（不好找）"),
    ("网站太慢的想法：图片变小；换主机", "opportunity s1-idea-1", {"pain_points": ["p1"]}, "已记下 2 项"),
    (
        "行动：压缩图片，@李强，11月30日",
        "action action-1",
        {"owner": "李强", "due_on": "2024-11-30"},
        "（李强，11月30日）",
    ),
    ("需要：面粉不断货；夜里安静", "persona persona-1", {"needs": ["面粉不断货", "夜里安静"]}, "小本 · 需要"),
]

MACEDONIAN: list[tuple[str, str, dict[str, Any], str]] = [
    ("преименувај фаза 2 во Купување", "stage s2", {"title": "Купување"}, "Преименувано: „Нарачка“ сега е „Купување“."),
    ("преименувај ја нарачката во „Купување“", "stage s2", {"title": "Купување"}, "Преименувано"),
    ("чувството во Пребарувањето е +1", "stage s1", {"votes": ["Ана +1: сајтот е бавен (guess)"]}, "сменет: -1 во +1"),
    ("расположението во третата фаза е 4 од 5", "stage s3", {"votes": ["Ана +1 (guess)"]}, "Забележав: +1."),
    ("отстрани прашува пријатели", "stage s1", {"touchpoints": ["t1"]}, "Отстрането: „прашува пријатели“. [Врати]"),
    ("избриши ги пријателите", "stage s1", {"touchpoints": ["t1"]}, "Отстрането: „прашува пријатели“."),
    ("додај се јавува на телефон во Нарачка", "stage s2", {"touchpoints": ["se-javuva-na"]}, "(Телефон)"),
    ("додај купува во продавница во Нарачка", "stage s2", {"touchpoints": ["kupuva-vo-prodavnica"]}, "(Продавница)"),
    ("премести прашува пријатели во Нарачка", "stage s2", {"touchpoints": ["t2"]}, "сега стои во „Нарачка“"),
    ("премести прашува пријатели пред гледа", "stage s1", {"touchpoints": ["t2", "t1"]}, "сега стои пред"),
    ("премести фаза 1 по фаза 2", "map", {"stages": ["s2", "s1", "s3"]}, "сега стои по „Нарачка“"),
    ("спој гледа и прашува пријатели", "stage s1", {"touchpoints": ["t1"]}, "Споено"),
    ("спој ги Пребарување и Нарачка", "map", {"stages": ["s1", "s3"]}, "допирни точки: 2"),
    (
        "подели прашува пријатели: прашува Ана; прашува по телефон",
        "stage s1",
        {"touchpoints": ["t1", "t2", "prashuva-po-telefon"]},
        "Поделено на 2",
    ),
    ("каналот на прашува пријатели е телефон", "touchpoint t2", {"channel": "phone"}, "е Телефон."),
    (
        "каналот на прашува пријатели е гулаб",
        "touchpoint t2",
        {"channel": "other", "channel_text": "гулаб"},
        "„Друго: гулаб“",
    ),
    ("точка на болка во Нарачка: нема цена", "map", {"pain_points": ["p1", "nema-cena"]}, "Забележав: нема цена."),
    ("сериозноста на бавен е 4", "pain p1", {"severity": ["Ана 4"]}, "Забележав: 4 од 5."),
    (
        "за прашува пријатели одговара Тим за поддршка",
        "touchpoint t2",
        {"owner": "Тим за поддршка"},
        "Тим за поддршка одговара",
    ),
    ("целта е јавувања помалку за 20%", "map", {"goal_business": "јавувања помалку за 20%"}, "јавувања помалку за 20%"),
    ("ознака на мапата е brashno", "map", {"map_id": "brashno"}, "сега е brashno"),
    ("сајтот е бавен е поправено", "pain p1", {"status": "fixed"}, "поправено"),
    ("наслов: Брашно ноќе", "map", {"title": "Брашно ноќе"}, "Брашно ноќе"),
    ("почеток: врне\nкрај: престанува", "map", {"starts_when": "врне", "ends_when": "престанува"}, "врне"),
    (
        "следен чекор по Нарачка: плаќа, скриен",
        "stage s2",
        {"next_step": {"text": "плаќа", "findable": "hidden"}},
        "(скриен е)",
    ),
    ("идеи за бавен: помали слики; подобар сервер", "opportunity pomali-sliki", {"pain_points": ["p1"]}, "Забележав 2"),
    (
        "активност: помали слики, @Борис, 30 ноември",
        "action pomali-sliki",
        {"owner": "Борис", "due_on": "2024-11-30"},
        "(Борис, 30 ноември)",
    ),
    (
        "потреби: секогаш да има брашно; мирни ноќи",
        "persona ben",
        {"needs": ["секогаш да има брашно", "мирни ноќи"]},
        "Бен · потреби",
    ),
]


def named(value: Any, known: dict[str, str]) -> Any:
    """`s2-1` and `t1` with the slugs of the map in their place."""
    if isinstance(value, list):
        return [named(one, known) for one in value]
    if isinstance(value, dict):
        return {
            key: named(one, known) if key in ("pain_points", "touchpoints", "stages") else one
            for key, one in value.items()
        }
    head, dash, rest = str(value).partition("-")
    return f"{known[head]}{dash}{rest}" if isinstance(value, str) and head in known else value


@pytest.mark.parametrize(
    ("lang", "text", "thing", "expected", "said"),
    [("zh", *row) for row in CHINESE] + [("mk", *row) for row in MACEDONIAN],
)
def test_a_correction_is_done_and_read_back(
    lang: str, text: str, thing: str, expected: dict[str, Any], said: str
) -> None:
    thread, who = built(lang)
    known = slugs(thread)
    thread.say(who, text)
    stored = facts(thread, " ".join(named(part, known) for part in thing.split()))
    assert {name: stored[name] for name in expected} == named(expected, known)
    assert said in thread.text()
    assert "`ask." in thread.text(), "a question is open afterwards"


@pytest.mark.parametrize(
    ("lang", "text", "said"),
    [
        ("zh", "把月亮改名为火星", "图上没有叫“月亮”的。相近的有："),
        ("zh", "搜索的情绪是紫色", "紫色"),
        ("mk", "преименувај ја месечината во Марс", "На мапата ништо не се вика „месечината“. Блиску се:"),
        ("mk", "чувството во Пребарување е виолетово", "виолетово"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_changes_nothing(lang: str, text: str, said: str) -> None:
    thread, who = built(lang)
    before = thread.version
    thread.say(who, text)
    assert said in thread.text()
    assert thread.version == before


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "把手机放在一边：看看评论"),
        ("zh", "在朋友家里试用"),
        ("mk", "додај малку сол"),
        ("mk", "премести ја масата"),
    ],
)
def test_an_answer_that_only_looks_like_a_correction_is_an_answer(lang: str, text: str) -> None:
    thread, who = built(lang)
    thread.say(who, text)
    assert thread.journey is not None
    assert len(thread.journey.stages[1].touchpoints) == 1


@pytest.mark.parametrize(
    ("lang", "text", "thing", "expected"),
    [
        ("zh", "rename stage 2 to Buy", "stage s2", {"title": "Buy"}),
        ("zh", "преименувај фаза 2 во Купување", "stage s2", {"title": "Купување"}),
        ("zh", "severity of 网站太慢 is 4", "pain p1", {"severity": ["王芳 4"]}),
        ("zh", "the channel of 问朋友 is phone", "touchpoint t2", {"channel": "phone"}),
        ("zh", "the mood at 搜索 is minus 2", "stage s1", {"votes": ["王芳 -2: 网站太慢 (guess)"]}),
        ("mk", "把第2阶段改名为购买", "stage s2", {"title": "购买"}),
        ("mk", "rename the нарачка to Buy", "stage s2", {"title": "Buy"}),
        ("mk", "问朋友的渠道是电话", "stage s2", {"touchpoints": ["s2-1"]}),
        ("mk", "action: помали слики, @Борис, in two weeks", "action pomali-sliki", {"due_on": "2024-11-18"}),
        ("zh", "行动：压缩图片，@李强，30 November", "action action-1", {"due_on": "2024-11-30"}),
    ],
)
def test_a_correction_in_another_language_than_the_threads_is_done_too(
    lang: str, text: str, thing: str, expected: dict[str, Any]
) -> None:
    thread, who = built(lang)
    known = slugs(thread)
    thread.say(who, text)
    stored = facts(thread, " ".join(named(part, known) for part in thing.split()))
    assert {name: stored[name] for name in expected} == named(expected, known)


@pytest.mark.parametrize(
    ("lang", "control", "said"),
    [
        ("zh", "skip", "已跳过"),
        ("zh", "прескокни", "已跳过"),
        ("mk", "跳过", "Прескокнато"),
        ("mk", "Pause.", "Паузирано"),
        ("zh", "help", "请用自己的话"),
        ("mk", "为什么？", "Ова се моментите"),
    ],
)
def test_a_control_word_of_another_language_does_the_same(lang: str, control: str, said: str) -> None:
    thread, who = built(lang)
    thread.say(who, control)
    assert said in thread.text()


def test_an_answer_in_another_language_is_stored_as_it_came_and_the_bot_does_not_switch() -> None:
    thread, who = built("zh")
    thread.say(who, "asks in the store, reads reviews on other sites")
    assert thread.journey is not None
    stage = thread.journey.stages[1]
    assert [t.title for t in stage.touchpoints] == ["asks in the store", "reads reviews on other sites"]
    assert [t.channel for t in stage.touchpoints] == ["store", "review_site"]
    assert "（门店）" in thread.text()
    thread.say(who, "-2 разочарана: нема цена")
    assert facts(thread, f"stage {stage.slug}")["votes"] == ["王芳 -2 разочарана: нема цена (guess)"]
    assert "已记下：-2 разочарана。原因：нема цена。" in thread.text()


def test_a_mood_of_two_scripts_is_read() -> None:
    thread, who = built("mk")
    thread.say(who, "онлајн плаќа")
    thread.say(who, "frustrated: 太慢了")
    assert thread.journey is not None
    assert facts(thread, f"stage {thread.journey.stages[1].slug}")["votes"] == ["Ана -1 frustrated: 太慢了 (guess)"]
