"""Answers with several parts: start and end, changes, tasks, quotes, personas, owners, paragraphs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.read_owner import addressed_to_another, mentioned, read_owner
from bot.conversation.read_paragraph import is_paragraph, pieces, sentences
from bot.conversation.read_persona import PersonaRead, read_persona, two_names
from bot.conversation.read_quote import Quote, read_quote
from bot.conversation.read_shapes import Bounds, Change, Task, read_bounds, read_change, read_task
from bot.conversation.redact import redacted
from prompts.loader import words

EN = words("en")
TODAY = date(2024, 11, 6)
NAMES = {"U0ANA": "Ana", "U0MIA": "Mia Petrova", "U0LI": "李强"}


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        (
            "starts when the old vacuum breaks, ends with the first clean",
            Bounds("the old vacuum breaks", "the first clean"),
        ),
        ("from the first search to the second order", Bounds("the first search", "the second order")),
        ("the oven breaks > the first loaf", Bounds("the oven breaks", "the first loaf")),
        ("the oven breaks\nthe first loaf", Bounds("the oven breaks", "the first loaf")),
        ("starts when it rains\nends when it stops", Bounds("it rains", "it stops")),
        ("starts with the invoice", Bounds("the invoice", None)),
        ("ends with the first loaf", Bounds(None, "the first loaf")),
        ("hm", Bounds()),
    ],
)
def test_start_and_end(text: str, bounds: Bounds) -> None:
    assert read_bounds(text, EN) == bounds


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("abandonment from 70% to 49%", Change("abandonment", 70, 49, "%")),
        ("calls per order from 0.8 to 0,3", Change("calls per order", 0.8, 0.3, None)),
        ("revenue from 1,000 EUR to 2,500 EUR", Change("revenue", 1000, 2500, "EUR")),
        ("repeat orders 20% > 30%", Change("repeat orders", 20, 30, "%")),
        ("calls down by 20%", Change("calls", None, -20, "%")),
        ("sales up 5%", Change("sales", None, 5, "%")),
        ("more people smile", Change("more people smile")),
    ],
)
def test_an_expected_change(text: str, change: Change) -> None:
    assert read_change(text, EN) == change


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("comparison page, @Mia, 30 Nov", Task("comparison page", "@Mia", date(2024, 11, 30))),
        ("30 Nov, comparison page, mia petrova", Task("comparison page", "mia petrova", date(2024, 11, 30))),
        ("call five customers, Support team, Friday", Task("call five customers", "Support team", date(2024, 11, 8))),
        ("@Mia writes the page until Friday", Task("writes the page", "@Mia", date(2024, 11, 8))),
        ("<@U0MIA> page, in two weeks", Task("page", "<@U0MIA>", date(2024, 11, 20))),
        ("write the page by 30 Nov", Task("write the page", None, date(2024, 11, 30))),
        ("write the page", Task("write the page")),
    ],
)
def test_an_action_in_any_order_of_its_parts(text: str, task: Task) -> None:
    assert read_task(text, TODAY, ("mia petrova",), EN) == task


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            '"It broke." customer in the store, 2 Nov',
            Quote("It broke.", "customer in the store", date(2024, 11, 2), None, True),
        ),
        ("„Скршено“ клиент", Quote("Скршено", "клиент", None, None, True)),
        ("“Too slow” (on the phone, yesterday)", Quote("Too slow", "on the phone", date(2024, 11, 5), None, True)),
        ("It broke again.", Quote("It broke again.")),
        ("https://example.com/r/1", Quote("https://example.com/r/1", link="https://example.com/r/1")),
    ],
)
def test_a_quote_with_who_and_when(text: str, quote: Quote) -> None:
    assert read_quote(text, TODAY, EN) == quote


@pytest.mark.parametrize(
    ("text", "persona"),
    [
        (
            "Curious Colleen, 32, self-employed, short of time",
            PersonaRead("Curious Colleen", "32", "self-employed, short of time"),
        ),
        ("Ben, aged 30-40 years, runs a bakery", PersonaRead("Ben", "30-40", "runs a bakery")),
        ("Ben, runs a bakery, 3 shops", PersonaRead("Ben", None, "runs a bakery, 3 shops")),
        ("Ben", PersonaRead("Ben")),
    ],
)
def test_a_persona_from_a_sentence(text: str, persona: PersonaRead) -> None:
    assert read_persona(text, EN) == persona


def test_two_joined_names_are_seen() -> None:
    assert two_names("Ben and Dana", EN) == ("Ben", "Dana")
    assert two_names("Ben & Dana", EN) == ("Ben", "Dana")
    assert two_names("a baker and his wife", EN) == ()


def test_an_owner_is_a_member_or_stays_a_label() -> None:
    assert read_owner("@mia", "U0ANA", NAMES, EN).member_id == "U0MIA"
    assert read_owner("<@U0MIA>", "U0ANA", NAMES, EN).label == "Mia Petrova"
    assert read_owner("me", "U0ANA", NAMES, EN).label == "Ana"
    assert read_owner("Web team", "U0ANA", NAMES, EN).model_dump(exclude_none=True) == {"label": "Web team"}


def test_messages_to_another_member_are_seen() -> None:
    assert addressed_to_another("@Mia can you?", NAMES)
    assert addressed_to_another("<@U0MIA> can you?", NAMES)
    assert not addressed_to_another("asks @Mia", NAMES)
    assert not addressed_to_another("@home she reads", NAMES)
    assert mentioned("@Mia Petrova and <@U0ANA>", NAMES) == ("U0ANA", "U0MIA")[::-1]


def test_a_paragraph_is_long_or_has_more_than_three_sentences() -> None:
    assert is_paragraph("x" * 301)
    assert is_paragraph("It was slow. It was late. It was dear. It was enough.")
    assert not is_paragraph("It was slow. It was late. It was dear.")
    assert not is_paragraph("-1\n0\n+1\n+2\nno")
    assert sentences("One! Two? 三。四。") == ("One!", "Two?", "三。", "四。")


@given(st.text(alphabet="ab. \n", max_size=12_000))
def test_a_long_text_is_cut_into_pieces_that_hold_all_of_it(text: str) -> None:
    cut = pieces(text)
    assert all(0 < len(piece) <= 4000 for piece in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("write to a.b@example.com now", "write to [e-mail] now"),
        ("call +389 70 123 456 today", "call [phone] today"),
        ("call 070/123-456", "call [phone]"),
        ("order 123456789012", "order [number]"),
        ("30.11.2024 at 12:30, 70% of 12,000", "30.11.2024 at 12:30, 70% of 12,000"),
    ],
)
def test_what_names_a_person_is_replaced(text: str, clean: str) -> None:
    assert redacted(text).text == clean
