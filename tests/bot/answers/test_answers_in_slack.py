"""Slack takes every answer, explanation and refusal as the views draw it."""

import pytest

from bot import answers
from bot.questions import Ask, Clarify, OutOfScope, Slots
from bot.reply import Reply
from bot.slack.check import check_message
from bot.slack.views.reply import Post, messages
from prompts.loader import words
from tests.bot.answers.figures_guard import UTC
from tests.bot.answers.test_answer import CASES
from tests.bot.questions.question_cases import asked

EN = words("en")


def _refused(reply: Reply) -> list[str]:
    posts = [post for post in messages(reply, EN) if isinstance(post, Post)]
    assert len(posts) == 1
    found = check_message({"text": posts[0].text, "blocks": list(posts[0].blocks)})
    return [f"{finding.pointer} {finding.rule}" for finding in found if finding.severity == "reject"]


@pytest.mark.parametrize("case", CASES)
def test_slack_takes_the_answer_in_one_message(case: str) -> None:
    ask, result = CASES[case]
    assert _refused(answers.with_share(answers.answer(ask, result, EN, UTC), ask, EN)) == []


@pytest.mark.parametrize("case", CASES)
def test_slack_takes_the_explanation(case: str) -> None:
    assert _refused(answers.explain(*CASES[case], EN)) == []


def test_slack_takes_readings_and_refusals() -> None:
    unclear = Clarify(options=(Ask(tool="drop_off", args=Slots(journey="Checkout")), Ask(tool="pain_points")))
    refused = asked("simulate the welcome flow")
    assert isinstance(refused, OutOfScope)
    assert _refused(answers.clarify_reply(unclear, EN)) == []
    assert _refused(answers.out_of_scope_reply(refused, EN)) == []
