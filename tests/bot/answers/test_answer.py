"""What an answer says: the figure, the chart, the basis, the caveats, the buttons. Results are worked out by hand."""

from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import answers
from bot.questions import Ask, Slots
from bot.reply import Buttons, Chart, Reply, Table, Text, plain
from prompts.loader import words
from storage.model.types import Model
from tests.bot.answers import results
from tests.bot.answers.figures_guard import UTC, unsupported_figures
from tools.catalogue import CATALOGUE
from tools.drop_off import DropOffResult
from tools.kit import Basis, Period

EN = words("en")
CASES: dict[str, tuple[Ask, Model]] = {
    "funnel": (Ask(tool="drop_off", args=Slots(journey="Checkout", period=Period.read("2026-10"))), results.FUNNEL),
    "funnel by persona": (
        Ask(tool="drop_off", args=Slots(journey="Checkout", breakdown="persona")),
        results.BY_PERSONA,
    ),
    "funnel by persona and device": (
        Ask(tool="drop_off", args=Slots(journey="Checkout", breakdown="persona, device")),
        results.BY_PERSONA_AND_DEVICE,
    ),
    "funnel explained": (Ask(tool="drop_off", args=Slots(journey="Checkout", explain=True)), results.EXPLAINED),
    "conversion": (Ask(tool="conversion_rate", args=Slots(journey="Checkout")), results.CONVERSION),
    "conversion by device": (Ask(tool="conversion_rate", args=Slots(breakdown="device")), results.CONVERSION_BY_DEVICE),
    "conversion per week": (Ask(tool="conversion_rate", args=Slots(per="week")), results.CONVERSION_PER_WEEK),
    "length": (Ask(tool="journey_length", args=Slots(journey="Checkout", breakdown="persona")), results.LENGTH),
    "pains": (Ask(tool="pain_points", args=Slots(journey="Checkout", breakdown="stage")), results.PAINS),
    "maps": (Ask(tool="map_lookup"), results.MAP_LIST),
    "outline": (Ask(tool="map_lookup", args=Slots(journey="Checkout")), results.OUTLINE),
    "quotes": (Ask(tool="map_lookup", args=Slots(words="delivery", kind="evidence")), results.QUOTES),
}


def _answer(case: str) -> Reply:
    ask, result = CASES[case]
    return answers.answer(ask, result, EN, UTC)


def _texts(reply: Reply, style: str = "plain") -> list[str]:
    return [part.text.replace("\u202f", " ") for part in reply.parts if isinstance(part, Text) and part.style == style]


@pytest.mark.parametrize("case", CASES)
def test_every_figure_of_an_answer_is_in_the_result(case: str) -> None:
    _, result = CASES[case]
    assert unsupported_figures(_answer(case), result, "Last 30 days of data") == set()


@pytest.mark.parametrize("case", CASES)
def test_every_figure_of_an_explanation_is_in_the_result(case: str) -> None:
    ask, result = CASES[case]
    assert unsupported_figures(answers.explain(ask, result, EN), result, "2026-10-01") == set()


def test_the_guard_finds_a_figure_that_is_made_up() -> None:
    reply = Reply(parts=(Text(text="We lost 389 of 1\u202f203 customers."),))
    assert unsupported_figures(reply, results.FUNNEL) == {"389"}


@pytest.mark.parametrize("case", CASES)
def test_an_answer_is_understood_first_then_figure_then_basis_then_buttons(case: str) -> None:
    parts = _answer(case).parts
    assert isinstance(parts[0], Text)
    assert parts[0].style == "grey"
    assert isinstance(parts[1], Text)
    assert parts[1].style == "plain"
    basis, row = parts[-2:]
    assert isinstance(basis, Text)
    assert basis.text.startswith("Basis: ")
    assert isinstance(row, Buttons)
    assert 1 <= len(row.buttons) <= 4
    assert sum(isinstance(part, Chart) for part in parts) <= 1
    assert sum(isinstance(part, Table) for part in parts) <= 1


@pytest.mark.parametrize("case", CASES)
def test_an_answer_is_short_enough_for_a_thread(case: str) -> None:
    reply = _answer(case)
    prose = " ".join(part.text for part in reply.parts if isinstance(part, Text))
    assert len(prose.split()) <= 130
    assert len(reply.parts) <= 8


@pytest.mark.parametrize("case", CASES)
def test_a_button_carries_a_whole_question_that_its_tool_takes(case: str) -> None:
    for part in _answer(case).parts:
        if isinstance(part, Buttons):
            for button in part.buttons:
                assert len(button.text) <= 75
                assert len(button.value) <= 2_000
                again = Ask.model_validate_json(button.value)
                assert again.tool in CATALOGUE
                assert button.action in ("ask.same", "ask.explain")


def test_a_funnel_names_the_worst_step_with_its_numbers() -> None:
    assert _texts(_answer("funnel"))[0] == (
        "Most are lost after Cart: 388 of 800 customers (48.5%) do not go on to Pay."
        " 412 of 1 203 customers (34.2%) reach Pay."
    )


def test_a_funnel_says_what_it_stands_on_and_what_to_keep_in_mind() -> None:
    reply = _answer("funnel")
    assert _texts(reply, "grey") == [
        "Drop-off · Checkout · October 2026",
        "Basis: Checkout (version 3) · October 2026 · n = 1 203 · Shop events: 20 000 events up to 31 Oct 2026"
        " · window 30 days"
        " · any entry, steps in order",
    ]
    assert _texts(reply, "warning") == [
        "Still inside the window, not counted yet: 41 of 1 244 customers. "
        "12.0% of the events match no stage of the map."
    ]


def test_days_are_those_of_the_workspace() -> None:
    ask, result = CASES["funnel"]
    assert "up to 1 Nov 2026" in plain(answers.answer(ask, result, EN, ZoneInfo("Asia/Tokyo")))


def test_a_funnel_is_drawn_as_a_funnel_and_told_in_words() -> None:
    chart = next(part for part in _answer("funnel").parts if isinstance(part, Chart))
    assert chart.funnel
    assert (chart.categories, chart.series[0].values) == (("Browse", "Cart", "Pay"), (1_203.0, 800.0, 412.0))
    assert chart.alt.replace("\u202f", " ") == "Browse 1 203 → Cart 800 (66.5%) → Pay 412 (51.5%)"


def test_a_stage_that_was_named_is_answered_for_and_not_the_worst() -> None:
    at = Ask(tool="drop_off", args=Slots(stage="Browse", relation="at"))
    before = Ask(tool="drop_off", args=Slots(stage="Cart", relation="before"))
    for ask in (at, before):
        said = _texts(answers.answer(ask, results.FUNNEL, EN, UTC))[0]
        assert said.startswith("At Browse, 403 of 1 203 customers (33.5%) do not go on to Cart.")


def test_groups_are_compared_and_the_small_one_is_named_but_not_ranked() -> None:
    reply = _answer("funnel by persona")
    assert (
        "At Cart, Busy parent loses most: 350 of 500 customers (70.0%). The groups differ (p < 0.001)."
        in _texts(reply)[0]
    )
    assert "Too small to rank: Maria (only n = 7)." in _texts(reply, "warning")[0]
    chart = next(part for part in reply.parts if isinstance(part, Chart))
    assert [series.name for series in chart.series] == ["Busy parent", "Student", "Maria"]
    assert chart.series[0].values == (100.0, 71.4, 21.4)


def test_the_highest_rate_of_three_customers_is_not_called_the_highest() -> None:
    reply = _answer("conversion by device")
    assert "Highest: computer with 50.0% (n = 600); lowest: phone with 18.7% (n = 600)." in _texts(reply)[0]
    assert "Too small to rank: tablet (only n = 3)." in _texts(reply, "warning")[0]


def test_of_pairs_the_one_that_loses_most_is_named_and_six_are_drawn_with_labels_kept_apart() -> None:
    reply = _answer("funnel by persona and device")
    assert _texts(reply, "grey")[0] == "Drop-off · Checkout · by persona and device"
    assert "At Cart, (not known) · (not known) loses most: 70 of 90 customers (77.8%)." in _texts(reply)[0]
    chart = next(part for part in reply.parts if isinstance(part, Chart))
    names = [series.name for series in chart.series]
    assert names == [
        "Curious Col… · phone",
        "Curious… · computer",
        "Curious C… · phone 2",
        "Curiou… · comput… 2",
        "Busy parent · phone",
        "Busy par… · computer",
    ]
    assert all(len(name) <= 20 for name in names)
    assert len(chart.title) <= 50
    table = next(part for part in reply.parts if isinstance(part, Table))
    assert [row[0] for row in table.rows][-1] == "(not known) · (not known)"
    assert len(table.rows) == 7


@pytest.mark.parametrize("two", list(combinations(EN.data("questions.breakdown"), 2)), ids=", ".join)
def test_the_title_of_every_chart_by_two_columns_fits_slack(two: tuple[str, str]) -> None:
    many = results.BY_PERSONA.model_copy(update={"breakdown": ", ".join(two)})
    ask = Ask(tool="drop_off", args=Slots(breakdown=", ".join(two)))
    chart = next(part for part in answers.answer(ask, many, EN, UTC).parts if isinstance(part, Chart))
    assert len(chart.title) <= 50


def test_groups_left_out_are_said_and_the_lowest_of_a_few_is_not_called_the_lowest() -> None:
    top = results.BY_PERSONA.model_copy(update={"groups": results.BY_PERSONA.groups[:1], "more_groups": 2})
    reply = answers.answer(CASES["funnel by persona"][0], top, EN, UTC)
    assert "At Cart, Busy parent loses most" in _texts(reply)[0]
    assert "The groups shown lose most; 2 groups left out." in _texts(reply, "warning")[0]
    rates = results.CONVERSION_BY_DEVICE.model_copy(update={"more_groups": 1})
    said = answers.answer(CASES["conversion by device"][0], rates, EN, UTC)
    assert _texts(said)[0].endswith("Highest: computer with 50.0% (n = 600).")
    assert "1 group left out" in _texts(said, "warning")[0]
    lengths = results.LENGTH.model_copy(update={"more_groups": 4})
    slow = answers.answer(CASES["length"][0], lengths, EN, UTC)
    assert _texts(slow)[0].endswith("Slowest: Busy parent (3 days).")
    assert "4 groups left out" in _texts(slow, "warning")[0]


def test_events_that_were_never_stored_are_steps_that_nobody_reaches() -> None:
    unseen = results.FUNNEL.model_copy(update={"unseen": ("Pay",)})
    said = _texts(answers.answer(CASES["funnel"][0], unseen, EN, UTC), "warning")[0]
    assert "No stored event is called Pay, so nobody reaches that." in said
    assert "leaves them out" not in said


def test_seven_groups_and_more_are_drawn_in_part_and_stand_in_a_table() -> None:
    groups = tuple(
        results.BY_PERSONA.groups[0].model_copy(update={"value": f"Group {letter}"}) for letter in "abcdefgh"
    )
    many = results.BY_PERSONA.model_copy(update={"groups": groups})
    reply = answers.answer(CASES["funnel by persona"][0], many, EN, UTC)
    table = next(part for part in reply.parts if isinstance(part, Table))
    assert len(table.rows) == 8
    chart = next(part for part in reply.parts if isinstance(part, Chart))
    assert [series.name for series in chart.series] == [f"Group {letter}" for letter in "abcdef"]


def test_reasons_are_told_with_what_customers_said() -> None:
    reply = _answer("funnel explained")
    assert _texts(reply)[1:] == [
        "Known pain points at Cart: The form is too long. Last events of those who left at Cart: view_cart (120)."
    ]
    assert _texts(reply, "quote") == ["I gave up at the address"]


def test_without_known_reasons_it_is_said_how_to_add_some() -> None:
    bare = results.EXPLAINED.model_copy(update={"explanation": type(results.EXPLAINED.explanation)()})
    assert "Add pain points or customer quotes" in plain(answers.answer(CASES["funnel explained"][0], bare, EN, UTC))


def test_a_rate_comes_with_its_interval() -> None:
    reply = _answer("conversion")
    assert _texts(reply)[0] == "412 of 1 203 customers (34.2%) get from Browse to Pay."
    assert "95% interval: 31.6% to 37.0%." in _texts(reply, "grey")


def test_a_length_is_told_in_days_and_hours_with_open_journeys() -> None:
    reply = _answer("length")
    assert _texts(reply)[0] == (
        "Half of the customers get from Browse to Pay within 2 days 3 h. The middle half takes 1 h to 4 days;"
        " nine in ten are done within 20 days. They need 6.5 touchpoints (median)."
        " Slowest: Busy parent (3 days); fastest: Student (1 day)."
    )
    assert "Not finished yet: 60 of 472 customers; with them the median is 2 days 9 h." in _texts(reply, "warning")[0]


def test_pain_points_mark_guesses() -> None:
    reply = _answer("pains")
    assert _texts(reply)[0] == (
        "The worst pain point: The form is too long (Cart · Address form · Website)."
        " It is on the way of 800 customers (66.5% of the journey). Shown: 2 of 8. By stage: Cart 6, Pay 2."
    )
    assert "3 of 8 pain points rest on guesses." in _texts(reply, "warning")[0]
    table = next(part for part in reply.parts if isinstance(part, Table))
    assert table.rows[1][-1] == "guess"


def test_maps_are_listed_opened_and_searched() -> None:
    assert _texts(_answer("maps"))[0] == "I see 1 map."
    assert (
        _texts(_answer("outline"))[0] == "“Checkout” has 3 stages and 4 touchpoints. The mood is lowest in Cart (-1.5)."
    )
    assert _texts(_answer("quotes"))[0] == "'delivery' stands in 12 places."
    assert _texts(_answer("quotes"), "quote") == ["It took 3 weeks (Interview 4, 1 Sep 2026, Checkout)"]


def test_nothing_to_count_says_what_is_missing_and_what_to_do() -> None:
    empty = DropOffResult(steps=results.steps(0, 0), worst=None, basis=Basis())
    reply = answers.answer(Ask(tool="drop_off"), empty, EN, UTC)
    assert "import events" in _texts(reply)[0]
    assert not any(isinstance(part, Chart) for part in reply.parts)


def test_seven_customers_are_too_few_to_name_a_worst_step() -> None:
    few = DropOffResult(steps=results.steps(7, 4, 2), worst=None, basis=Basis(customers=7))
    reply = answers.answer(Ask(tool="drop_off"), few, EN, UTC)
    assert _texts(reply)[0] == "2 of 7 customers (28.6%) reach Pay."
    assert _texts(reply, "warning") == ["Only n = 7: too few to rely on."]


def test_a_slot_that_the_tool_cannot_use_is_said() -> None:
    reply = answers.answer(Ask(tool="pain_points", args=Slots(breakdown="device")), results.PAINS, EN, UTC)
    assert "I could not use here: that split." in _texts(reply, "warning")[0]


def test_the_top_of_no_groups_is_not_dropped_silently() -> None:
    top = Ask(tool="drop_off", args=Slots(top_n=3))
    unused = "I could not use here: that number of lines."
    assert unused in _texts(answers.answer(top, results.FUNNEL, EN, UTC), "warning")[0]
    by_persona = Ask(tool="drop_off", args=Slots(top_n=3, breakdown="persona"))
    assert unused not in plain(answers.answer(by_persona, results.BY_PERSONA, EN, UTC))


def test_the_text_alone_carries_the_same_figures() -> None:
    said = plain(_answer("funnel")).replace("\u202f", " ")
    for figure in ("388 of 800", "48.5%", "1 203", "34.2%", "20 000", "[How computed]"):
        assert figure in said


def test_how_it_was_computed_shows_definition_formula_filters_and_rows() -> None:
    reply = answers.explain(*CASES["funnel by persona"], EN)
    assert "Formula: lost at a step" in plain(reply)
    table = next(part for part in reply.parts if isinstance(part, Table))
    assert len(table.rows) == 12
    assert table.rows[1][:4] == ("Everyone", "Cart", "800", "66.5%")


def test_a_private_answer_can_be_shared_and_says_who_did() -> None:
    ask, _ = CASES["funnel"]
    private = answers.with_share(_answer("funnel"), ask, EN)
    assert isinstance(private.parts[-1], Buttons)
    assert [button.action for button in private.parts[-1].buttons] == [
        "ask.same",
        "ask.same",
        "ask.explain",
        "ask.share",
    ]
    shared = answers.shared(_answer("funnel"), "Ana", EN)
    assert shared.public
    assert plain(shared).startswith("Shared by Ana")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 5_000_000), min_size=1, max_size=6), st.sampled_from(["cart", "browse", None]))
def test_whatever_the_funnel_its_answer_invents_no_figure(numbers: list[int], worst: str | None) -> None:
    falling = tuple(sorted(numbers, reverse=True))
    names = ("browse", "cart", "pay", "receive", "use", "tell")
    known = worst if worst in names[: len(falling) - 1] else None
    result = DropOffResult(steps=results.steps(*falling, names=names), worst=known, basis=results.BASIS)
    reply = answers.answer(Ask(tool="drop_off"), result, EN, UTC)
    assert unsupported_figures(reply, result, "Last 30 days of data") == set()


def test_groups_whose_times_read_alike_are_not_called_the_slowest_and_the_fastest() -> None:
    ask, result = CASES["length"]
    alike = tuple(
        group.model_copy(update={"median_seconds": 3 * results.DAY + n}) for n, group in enumerate(result.groups)
    )
    said = _texts(answers.answer(ask, result.model_copy(update={"groups": alike}), EN, UTC))[0]
    assert said.endswith("Student and Busy parent take about as long (3 days).")


def test_names_with_a_bar_of_their_own_are_whole_in_the_picture() -> None:
    ask, result = CASES["funnel"]
    long = "Compares the models that last longest"
    steps = (result.steps[0].model_copy(update={"title": long}), *result.steps[1:])
    reply = answers.answer(ask, result.model_copy(update={"steps": steps}), EN, UTC)
    assert next(part for part in reply.parts if isinstance(part, Chart)).categories[0] == long
