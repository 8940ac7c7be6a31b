"""What a model is measured by, tried on a scripted one: calls, refusals, arguments, invented figures."""

from bot.reply import Reply, Text
from bot.settings import Endpoint
from tests.bot.scripted_model import ScriptedModel, Told, call, message, says
from tests.evals import with_model
from tests.evals.rows import Row
from tests.evals.with_model import by_language, invented

LEAVE = Row(text="where do students leave", lang="en", tools=("drop_off",), kind="tidy", args={"persona": "Student"})
JOKE = Row(text="tell me a joke", lang="en", tools=("out_of_scope",), kind="out_of_scope", args={})
CALLED = message(call("drop_off", {"journey": None, "persona": "Student"}))
FORGOTTEN = message(call("drop_off", {"journey": None}))
REFUSED = message(call("out_of_scope", {"reason": "a joke"}))


def _measured(*rows: Row, script: tuple[Told, ...]) -> tuple[with_model.Told, ...]:
    model = ScriptedModel(*script)
    with model.running():
        endpoint = Endpoint(url=model.url, name="scripted", way="tools")
        return with_model.measured(rows, endpoint, trials=1, at_once=1)


def test_a_model_that_calls_the_right_tool_and_words_its_figure_is_right() -> None:
    (told,) = _measured(LEAVE, script=(CALLED, says("{F1} leave.")))
    assert (told.right, told.args_right, told.invented) == (True, True, ())
    assert "412" in told.prose


def test_a_forgotten_argument_is_counted() -> None:
    (told,) = _measured(LEAVE, script=(FORGOTTEN, says("{F1} leave.")))
    assert (told.right, told.args_right) == (True, False)


def test_a_question_for_no_tool_that_is_answered_is_wrong_and_one_refused_is_right() -> None:
    answered, refused = _measured(JOKE, JOKE, script=(FORGOTTEN, says("{F1} leave."), REFUSED))
    assert (answered.right, refused.right) == (False, True)


def test_an_endpoint_that_answers_nonsense_is_counted_as_no_help_and_as_not_right() -> None:
    (told,) = _measured(LEAVE, script=(Told(body="<html>", content_type="text/html"),))
    assert told.tools is None
    assert not told.right
    assert "| 1 | 0.00 (0 of 1) |" in by_language([told])


def test_a_figure_that_is_none_of_the_answers_is_invented() -> None:
    answer = Reply(parts=(Text(text="412 of 9,137 customers (4.5%)"),))
    assert invented("412 of 9,137 leave, which is 4.5%.", answer) == ()
    assert invented("About 500 of 9,137 leave.", answer) == ("500",)


def test_the_table_counts_a_question_as_right_in_every_trial_only_where_it_was() -> None:
    told = _measured(LEAVE, script=(CALLED, says("{F1} leave."))) + _measured(LEAVE, script=(REFUSED,))
    line = by_language(told).splitlines()[-1]
    assert line.startswith("| all | 2 | 0.50 (1 of 2) | 0.00 (0 of 1) | 1.00 (1 of 1) |")
