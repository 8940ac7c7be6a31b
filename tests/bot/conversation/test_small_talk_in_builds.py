"""Thanks, greetings and nods in the middle of a build are no answers: a kind word, and the question stays open."""

import time

import pytest

from bot.conversation.small_talk import kind_in
from prompts.loader import words
from tests.bot.conversation.test_question_or_answer import build, open_question
from tests.bot.conversation.thread import Thread

SAID = {
    "en": ("thanks", "Thank you!", "ok, thanks a lot 🙏", "hello", "Good morning!", "ok", "OK.", "got it :+1:", "bye"),
    "zh": ("谢谢", "好的，谢谢！", "非常感谢", "你好", "好的", "嗯嗯", "明白了", "ok", "再见"),
    "mk": ("фала", "Ви благодарам!", "ок, фала многу", "fala", "здраво", "Добро утро!", "во ред", "ok", "пријатно"),
}
NO_SMALL_TALK = (
    "thanks the driver", "says hello to the neighbour", "great", "ok button", "“thank you”", "reads the thank-you mail",
    "谢谢客服后离开", "好评", "行李箱", "фала богу стигна", "добро утро кафе", "",
)  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, texts in SAID.items() for text in texts])
def test_small_talk_gets_a_kind_word_and_changes_nothing(lang: str, text: str) -> None:
    thread = build(lang)
    before, asked = thread.journey, open_question(thread)
    turn = thread.say("Boris", text)
    assert (thread.journey, open_question(thread)) == (before, asked)
    kind = kind_in(text, thread.words)
    assert turn.replies[0].parts[0].text == thread.words(f"say.small_talk.{kind}")
    assert turn.question is None and len(turn.replies[0].parts) > 1


@pytest.mark.parametrize("text", NO_SMALL_TALK)
@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
def test_what_says_more_than_that_is_none(lang: str, text: str) -> None:
    assert kind_in(text, words(lang)) is None


def test_ok_is_an_answer_where_a_feeling_is_asked_and_thanks_is_not() -> None:
    thread = build("en")
    thread.say("Ana", "asks a friend")
    assert open_question(thread) == "ask.mood"
    thread.say("Ana", "thanks")
    assert thread.journey is not None and thread.journey.stages[0].moods == ()
    thread.say("Ana", "ok")
    assert [vote.score for vote in thread.journey.stages[0].moods] == [0]


def test_what_a_customer_said_may_be_thanks() -> None:
    thread = Thread()
    thread.begin("Ana", kind="empathy")
    for said in ("Fewer people drop off", "Colleen, 32", "I need a vacuum that will not break again", "Interviews"):
        thread.say("Ana", said)
    assert open_question(thread) == "ask.emp.says"
    thread.say("Ana", "thank you")
    assert thread.journey is not None and "thank you" in thread.journey.model_dump_json()


def test_small_talk_after_the_last_question_is_answered_with_the_word_alone() -> None:
    thread = build("en")
    assert thread.session is not None
    thread.session = thread.session.model_copy(update={"pending": None, "part": "done"})
    turn = thread.say("Ana", "thanks!")
    assert [part.text for part in turn.replies[0].parts] == ["Glad to help."]


def test_a_long_row_of_small_words_is_read_at_once() -> None:
    begun = time.perf_counter()
    assert kind_in("好的" * 5_000 + "x", words("zh")) is None
    assert time.perf_counter() - begun < 1
