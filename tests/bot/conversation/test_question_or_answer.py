"""In a build, a question in the middle is no answer and an answer is no question, with a mark and without, in three
languages; after a question the open question comes again."""

import pytest

from tests.bot.conversation.thread import Thread

QUESTIONS = {
    "en": (
        "where do customers drop off?", "where do customers drop off", "what hurts most", "who owns onboarding",
        "which channel converts worst", "how many convert", "why do they leave", "how long does it take",
        "show me the pain points", "what do customers do next", "drop-off by device?", "and by persona?",
        "is it worse on mobile?", "how many people answered",
    ),
    "zh": (
        "客户在哪里流失？", "客户在哪里流失", "多少人买了", "转化率是多少", "最大的痛点是什么", "哪个渠道转化最差",
        "他们为什么离开", "平均要多久", "谁负责购买阶段", "按设备呢？", "能不能告诉我流失情况",
    ),
    "mk": (
        "каде ги губиме клиентите?", "каде ги губиме клиентите", "колку луѓе купуваат", "што најмногу боли",
        "кој канал најслабо продава", "зошто заминуваат", "колку време трае", "а по уред?",
    ),
}  # fmt: skip
ANSWERS = {
    "en": (
        "asks a friend what to buy", "searches where to buy it", "who to call is not written anywhere",
        "what she sees on the site confuses her", "which model fits is unclear to her",
        "how long delivery takes is not shown", "what the shop shows: price and stock",
        "can you believe it, she waits two weeks", "show me the manual, she says to the seller",
        "how she compares: three tabs side by side", "she wonders why the price changes",
        "compares prices on her phone", "conversion page, then the cart", "reads how other people compare",
    ),
    "zh": (
        "客户不知道去哪里买", "她问朋友买什么好", "不清楚多少钱", "看看哪个便宜", "谁都不回答电话", "什么都没有说明",
        "为什么要等两周没有人告诉她", "在手机上比较价格", "怎么退货写得不清楚", "一分钟就知道哪台耐用，+1 安心",
    ),
    "mk": (
        "што да купи не знае", "кој модел е добар не е јасно", "колку чини не пишува никаде", "каде да се јави не знае",
        "прашува пријател што да купи", "кога ќе дојде пратката не се знае", "споредува цени на телефон",
    ),
}  # fmt: skip


def build(lang: str) -> Thread:
    """A map with its first stage open: what does the customer do there?"""
    thread = Thread(lang=lang)
    thread.begin("Ana")
    for said in ("Fewer people drop off", "Colleen, 32", "I need a vacuum that will not break again"):
        thread.say("Ana", said)
    thread.press("Ana", "3")
    return thread


def open_question(thread: Thread) -> str:
    assert thread.session is not None and thread.session.pending is not None
    return thread.session.pending.question


EVERY_QUESTION = [(lang, text) for lang, texts in QUESTIONS.items() for text in texts]
EVERY_ANSWER = [(lang, text) for lang, texts in ANSWERS.items() for text in texts]


@pytest.mark.parametrize(("lang", "text"), EVERY_QUESTION)
def test_a_question_is_passed_on_and_the_open_question_comes_again(lang: str, text: str) -> None:
    thread = build(lang)
    before, asked = thread.journey, open_question(thread)
    turn = thread.say("Boris", text)
    assert turn.question == text
    assert (thread.journey, open_question(thread)) == (before, asked)
    assert turn.replies


@pytest.mark.parametrize(("lang", "text"), EVERY_ANSWER)
def test_an_answer_is_kept_whatever_word_it_begins_with(lang: str, text: str) -> None:
    thread = build(lang)
    turn = thread.say("Boris", text)
    assert turn.question is None
    assert thread.journey is not None
    kept = thread.journey.model_dump_json()
    assert text.split(",")[0].split(":")[0].split("，")[0][-8:] in kept


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
def test_what_a_customer_asks_is_an_answer_where_that_is_what_is_asked_for(lang: str) -> None:
    """A quote in a customer's words is no question of ours."""
    thread = build(lang)
    quote = {"en": '"where do I buy it?"', "zh": "“在哪里买？”", "mk": "„каде да купам?“"}[lang]
    assert thread.say("Ana", quote).question is None
