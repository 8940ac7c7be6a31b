"""Joined answers, a model's words, what buttons under an answer lead to: every figure is in a tool's result."""

from collections.abc import Iterator

import pytest

from bot import answers
from bot.answered import Answered
from bot.asking import Thread, answer_from, carry_out, names_of
from bot.llm.facts import Facts
from bot.llm.guard import passed
from bot.questions import Ask
from bot.questions.understand import offered
from bot.reply import Buttons, Menu, Reply, Text
from prompts.loader import words
from storage.model.types import Model
from tests.bot.answers.figures_guard import held, not_held
from tests.bot.answers.test_answers_in_languages import _with_points
from tests.bot.answers.test_every_figure import OUR_OWN, results, told
from tools.kit import Sources

LANGUAGES = ("en", "zh", "mk")
MONTHS = " ".join(map(str, range(1, 13)))
SEVERAL = {
    "en": (
        "where do customers drop off and why?",
        "what is the conversion rate and how long does it take?",
        "which channel do customers prefer and what annoys them most?",
    ),
    "zh": ("客户在哪里流失，为什么？", "转化率是多少，平均要多久？"),
    "mk": ("каде се губат купувачите и зошто?", "која е стапката на конверзија и колку време трае?"),
}


@pytest.fixture(scope="module")
def known(sample: Sources) -> list[tuple[Ask, Model]]:
    """Every question with its result."""
    return list(results(sample))


def not_counted(reply: Reply, asked: list[tuple[Ask, Model]], lang: str) -> set[str]:
    """Figures that are in no result, nor in what was asked, nor in how the tools count."""
    figures = frozenset[str]().union(*(held(result) for _, result in asked))
    how = (words(lang)(f"answers.how.{ask.tool}.{part}") for ask, _ in asked for part in ("definition", "formula"))
    said = (*OUR_OWN, MONTHS, *(ask.model_dump_json() for ask, _ in asked), *(text.replace("0,", "0.") for text in how))
    return not_held(_with_points(reply) if lang == "mk" else reply, figures, *said)


def counted(answered: Answered) -> list[tuple[Ask, Model]]:
    return [(one.frame, one.result) for one in answered.all if one.frame is not None and one.result is not None]


@pytest.mark.parametrize(("lang", "question"), [(lang, said) for lang, asked in SEVERAL.items() for said in asked])
def test_answers_to_several_questions_at_once_hold_only_what_was_counted(
    sample: Sources, lang: str, question: str
) -> None:
    answered = answer_from(question, Thread(sample.workspace_id, sample.reader, sample.now), sample, words(lang))
    asked = counted(answered)
    assert len(asked) > 1
    for one in answered.all:
        for reply in one.replies:
            assert not_counted(reply, asked, lang) == set()
    first, *later = answered.all
    joined = [part for one in later for reply in one.replies for part in reply.parts]
    repeated = [
        part for part in joined if isinstance(part, Text) and part.style == "grey" and part in first.replies[0].parts
    ]
    assert repeated == []


def test_a_joined_answer_with_a_figure_of_nobody_is_noticed(sample: Sources) -> None:
    thread = Thread(sample.workspace_id, sample.reader, sample.now)
    answered = answer_from(SEVERAL["en"][0], thread, sample, words("en"))
    wrong = Reply(parts=(Text(text="31337 customers"),))
    joined = answers.after(answered.replies[0], wrong)
    assert not_counted(joined, counted(answered), "en") == {"31337"}


def test_a_model_can_say_only_figures_of_the_results(sample: Sources, known: list[tuple[Ask, Model]]) -> None:
    for lang in LANGUAGES:
        for at in range(0, len(known), 3):
            asked, facts = known[at : at + 3], Facts()
            for ask, result in asked:
                facts.of(ask.tool, [answers.answer(ask, result, words(lang), sample.zone)], words(lang))
            assert facts.forms
            said = [passed(f"{{{name}}}", facts, lang) for name in facts.forms]
            assert not_counted(Reply(parts=(Text(text="\n".join(said)),)), asked, lang) == set(), said


def followed(given: Sources, answered: list[tuple[Ask, Model]]) -> Iterator[Ask]:
    """Each question that a button under a plain answer asks, and the same for others, once."""
    known, seen = names_of(given), set[str]()
    for ask, result in answered:
        if set(ask.args.model_dump(exclude_none=True)) - {"journey"}:
            continue
        answer = answers.answer(ask, result, words("en"), given.zone)
        rows = [part for part in answer.parts if isinstance(part, Buttons)]
        asks = [Ask.model_validate_json(button.value) for row in rows for button in row.buttons]
        menus = [part for part in answers.others_menu(ask, known, words("en")).parts if isinstance(part, Menu)]
        asks += [answers.with_other(ask, option.value) for menu in menus for option in menu.options]
        for one in asks:
            if (written := answers.written(one)) not in seen:
                seen.add(written)
                yield one


def test_what_buttons_and_menus_under_answers_lead_to_holds_only_what_was_counted(
    sample: Sources, known: list[tuple[Ask, Model]]
) -> None:
    thread, names, tools = Thread(sample.workspace_id, sample.reader, sample.now), names_of(sample), set[str]()
    for number, ask in enumerate(followed(sample, known)):
        lang = LANGUAGES[number % len(LANGUAGES)]
        answered = carry_out(offered(ask), names, thread, sample, words(lang))
        for one, result in counted(answered):
            tools.add(one.tool)
            for reply in (*answered.replies, *told(one, result, lang)):
                assert not_counted(reply, [(one, result)], lang) == set(), (one, lang)
    assert len(tools) > 15
