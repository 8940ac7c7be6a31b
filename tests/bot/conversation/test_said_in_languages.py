"""What a Chinese or Macedonian thread says beside its questions: warnings, pasted texts, help, buttons, refusals."""

import re

import pytest

from bot.conversation.controls import control_in
from bot.conversation.corrections.match import readings
from bot.reply import Text
from prompts.loader import words
from tests.bot.conversation.thread import Thread, facts

OPENINGS = {
    "zh": ("跳过", "小本，41 岁", "我要面粉", "搜索 > 下单 > 收货"),
    "mk": ("прескокни", "Бен, 41", "Сакам брашно", "Пребарување > Нарачка > Прием"),
}


def built(lang: str, *more: str) -> Thread:
    thread = Thread(lang=lang)
    thread.begin("Ana")
    for text in (*OPENINGS[lang], *more):
        thread.say("Ana", text)
    return thread


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
def test_everything_that_help_promises_is_understood(lang: str) -> None:
    own = words(lang)
    bullets = [line[2:] for line in own("say.help").splitlines() if line.startswith("• ")]
    examples = [example for line in bullets for example in line.split(" · ")]
    assert len(examples) > 20
    for example in examples:
        filled = f"{example} x" if example.endswith((":", "：")) else example
        assert readings(filled, own), example
    named = re.split(r"[:：.。]", own("say.help").split("\n\n")[0])[-2]
    for control in re.split(r"[,，、]", named):
        assert control_in(control, own), control


@pytest.mark.parametrize(
    ("lang", "text", "warned"),
    [
        (
            "zh",
            "我们给客户发送价目表",
            "“我们给客户发送价目表”是我们这边的说法。从客户的角度也许是“收到价目表”。 [用这个] [用我的]",
        ),
        ("zh", "我们开会", "“我们开会”是我们这边的说法。客户会怎么说？ [用我的]"),
        (
            "mk",
            "ние испраќаме ценовник",
            "Од страната на клиентот би можело да биде „добива ценовник“. [Земи го тоа] [Задржи го моето]",
        ),
        (
            "mk",
            "ние имаме состанок",
            "„ние имаме состанок“ е од наша страна. Како би рекол клиентот? [Задржи го моето]",
        ),
    ],
)
def test_our_side_is_warned_about(lang: str, text: str, warned: str) -> None:
    assert warned in built(lang, text).text()


@pytest.mark.parametrize(
    ("lang", "goal", "warned"),
    [
        (
            "zh",
            "退货减少10%，来电减少20%",
            "这看起来像两个目标：“退货减少10%”和“来电减少20%”。一张图讲两个目标会变得模糊。",
        ),
        (
            "mk",
            "враќања помалку за 10% и јавувања помалку за 20%",
            "Ова личи на две цели: „враќања помалку за 10%“ и „јавувања помалку за 20%“.",
        ),
    ],
)
def test_two_goals_are_warned_about(lang: str, goal: str, warned: str) -> None:
    thread = Thread(lang=lang)
    thread.begin("Ana")
    thread.say("Ana", goal)
    assert warned in thread.text()


@pytest.mark.parametrize(
    ("lang", "text", "warned"),
    [
        ("zh", "科琳和李明，喜欢比较", "一张图里放两个人会变得模糊。要做成两张图吗？ [两张图] [放在一张] [只要 科琳]"),
        (
            "mk",
            "Бен и Дана, водат пекара",
            "Две лица во една мапа ја замаглуваат. Да направам две мапи? [Две мапи] [Двете во една] [Само Бен]",
        ),
    ],
)
def test_two_persons_are_warned_about(lang: str, text: str, warned: str) -> None:
    thread = Thread(lang=lang)
    thread.begin("Ana")
    thread.say("Ana", words(lang).data("lists.goal_kinds")["retention"])
    thread.say("Ana", text)
    assert warned in thread.text()


def test_a_chinese_paragraph_is_kept_and_offered_by_the_sentence() -> None:
    thread = built("zh")
    thread.say("Ana", "旧的又坏了，我很沮丧。我在百度上搜了一个晚上。下单的时候网站太慢。收货时快递员很好，我很放心。")
    assert "已存为依据。图上没有变化。" in thread.text()
    assert "1 · 搜索 · – · -1 · “旧的又坏了，我很沮丧。”" in thread.text()
    assert "2 · 搜索 · 搜索 · – · “我在百度上搜了一个晚上。”" in thread.text()
    assert "3 · 下单 · 网站 · – · “下单的时候网站太慢。”" in thread.text()
    assert "4 · 收货 · 邮寄、包裹 · +1 · “收货时快递员很好，我很放心。”" in thread.text()
    thread.say("Ana", "1 ３")
    assert "已采用 2 句" in thread.text()
    assert facts(thread, "stage stage-1")["votes"] == ["Ana -1 沮丧: 旧的又坏了，我很沮丧。 (guess) [e1]"]
    assert facts(thread, "touchpoint stage-2-1")["channel"] == "website"


def test_a_macedonian_paragraph_is_kept_and_offered_by_the_sentence() -> None:
    thread = built("mk")
    thread.say(
        "Ana",
        "Старата се расипа и бев многу разочаран. Цела вечер барав на Гугл. При нарачката сајтот беше бавен. "
        "Курирот дојде пред пет и тоа беше олеснување.",
    )
    assert "Зачувано како доказ. На мапата ништо не се смени." in thread.text()
    assert "1 · Пребарување · – · -1 · „Старата се расипа и бев многу разочаран.“" in thread.text()
    assert "2 · Пребарување · Пребарување · – · „Цела вечер барав на Гугл.“" in thread.text()
    assert "3 · Нарачка · Веб-локација · – · „При нарачката сајтот беше бавен.“" in thread.text()
    assert "Пошта и пратка · +1 · „Курирот дојде пред пет и тоа беше олеснување.“" in thread.text()


@pytest.mark.parametrize(
    ("lang", "text"), [("zh", "多少人回答了？"), ("zh", "哪些阶段最差"), ("mk", "Колку луѓе одговорија?")]
)
def test_a_question_in_the_middle_is_handed_on_and_the_open_one_comes_again(lang: str, text: str) -> None:
    thread = built(lang)
    before = thread.version
    turn = thread.say("Ana", text)
    assert turn.question == text
    assert "`ask.doing`" in thread.text()
    assert thread.version == before


def test_a_number_of_a_button_may_be_wide_and_its_text_in_wide_brackets() -> None:
    thread = Thread(lang="zh")
    thread.begin("Ana")
    thread.say("Ana", "１")
    assert "已记下：减少流失。" in thread.text()
    other = Thread(lang="zh")
    other.begin("Ana")
    other.say("Ana", "【减少流失】")
    assert "已记下：减少流失。" in other.text()


@pytest.mark.parametrize("lang", ["zh", "mk"])
@pytest.mark.parametrize(
    "text",
    [
        "🎉",
        "。。。",
        "：",
        "把",
        "把改名为",
        "преименувај во",
        "-",
        "－",
        "１２３４５６７８９０",
        "@",
        "“",
        "11月99日",
        "、；、",
        "的的的",
        "на на на",
        "//",
        "？",
    ],
)
def test_no_message_is_too_odd(lang: str, text: str) -> None:
    thread = built(lang)
    thread.say("Ana", text)
    thread.say("Ana", words(lang).data("control")["skip"][0])
    thread.say("Ana", text)
    assert thread.session is not None


@pytest.mark.parametrize("lang", ["zh", "mk"])
def test_no_english_word_is_said(lang: str) -> None:
    """Everything a thread says from its start to the first picture is in its own script, names and ids aside."""
    thread = built(lang, *(words(lang).data("control")["skip"][0] for _ in range(8)))
    said = [part.text for replies in thread.replies for r in replies for part in r.parts if isinstance(part, Text)]
    latin = [
        text for text in said if re.search(r"[A-Za-z]{3,}", re.sub(r"sakam-brashno|map-\d|https?://\S+", "", text))
    ]
    assert len(said) > 20
    assert latin == []
