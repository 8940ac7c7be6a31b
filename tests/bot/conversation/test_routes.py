"""Ways through one map: read from a sentence, drawn between touchpoints, told back."""

import pytest

from bot.conversation.read_routes import Told, read_routes
from bot.reply import Picture
from prompts.loader import words
from tests.bot.conversation.thread import Thread

SNEAKERS = (
    "Fewer people drop off", "Ben, 41", "I want sneakers that fit", "See > Read > Pay",
    "sees the ad", "-1 too many", "searches reviews; reads the blog", "+1", "pays by card", "+1",
)  # fmt: skip


@pytest.fixture
def thread() -> Thread:
    thread = Thread()
    thread.begin("Ana")
    for text in SNEAKERS:
        thread.say("Ana", text)
    return thread


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "impulse buyers go from the ad straight to payment",
            Told("impulse buyers go from the ad straight to payment", "skip", "impulse buyers", ("the ad", "payment")),
        ),
        (
            "some go back from payment to the reviews",
            Told("some go back from payment to the reviews", "loop_back", "some", ("payment", "the reviews")),
        ),
        ("many leave after the blog.", Told("many leave after the blog", "exit", "many", ("the blog",))),
        (
            "careful: ad > reviews → pay",
            Told("careful: ad > reviews → pay", "next", "careful", ("ad", "reviews", "pay")),
        ),
        ("冲动型顾客从广告直接到付款", Told("冲动型顾客从广告直接到付款", "skip", "冲动型顾客", ("广告", "付款"))),
        ("有些人从付款回到评论", Told("有些人从付款回到评论", "loop_back", "有些人", ("付款", "评论"))),
        (
            "некои се враќаат од плаќањето на рецензиите",
            Told("некои се враќаат од плаќањето на рецензиите", "loop_back", "некои", ("плаќањето", "рецензиите")),
        ),
        ("it is nice", None),
    ],
)
def test_a_way_is_read_in_any_language(lang, text, told):
    assert read_routes(text, words(lang)) == ((told,) if told else ())


def test_two_customers_take_different_ways_in_one_map(thread):
    thread.say("Ana", "route A: sees the ad > searches reviews > reads the blog > pays by card")
    thread.say("Ana", "route B: sees the ad > pays by card")
    assert {route.title: len(route.touchpoints) for route in thread.journey.routes} == {"A": 4, "B": 2}
    assert 'Noted the way "B" over 2 touchpoints: "sees the ad" > "pays by card".' in thread.text()


def test_skips_loops_and_exits_are_drawn_in_one_answer(thread):
    thread.press("Ana", "Go deeper")
    thread.press("Ana", "Ways and moments")
    while thread.session.pending.question != "ask.routes":
        thread.say("Ana", "skip")
    assert "Does everybody take this way?" in thread.text()
    thread.say(
        "Boris",
        "impulse buyers go from the ad straight to pays\nsome go back from pays to reviews\nmany leave at the blog",
    )
    assert [(e.from_touchpoint, e.to_touchpoint, e.way, e.condition) for e in thread.journey.edges] == [
        ("sees-ad", "pays-card", "skip", "impulse buyers"),
        ("pays-card", "searches-reviews", "loop_back", "some"),
        ("reads-blog", None, "exit", "many"),
    ]
    assert thread.session.pending.question == "ask.moments"


def test_everybody_takes_it_draws_nothing_and_goes_on(thread):
    thread.press("Ana", "Go deeper")
    thread.press("Ana", "Ways and moments")
    while thread.session.pending.question != "ask.routes":
        thread.say("Ana", "skip")
    thread.press("Ana", "Everybody takes it")
    assert (thread.journey.edges, thread.session.pending.question) == ((), "ask.moments")


def test_a_place_that_is_not_on_the_map_is_told_with_close_ones(thread):
    thread.say("Ana", "route B: sees the ad > hotline")
    assert 'There is no touchpoint "hotline".' in thread.text()
    assert thread.journey.routes == ()


def test_the_same_way_twice_is_drawn_once_and_can_be_removed(thread):
    thread.say("Ana", "route B: sees the ad > pays by card")
    thread.say("Ana", "route B: sees the ad > pays by card")
    assert "drawn already" in thread.text() and len(thread.journey.routes) == 1
    thread.say("Ana", "remove B")
    assert thread.journey.routes == ()
    thread.say("Ana", "undo")
    assert len(thread.journey.routes) == 1


@pytest.mark.parametrize("wish", ["show route B", "看路线B", "прикажи рута B"])
def test_one_way_is_shown_alone_with_its_touchpoints(thread, wish):
    thread.say("Ana", "route A: sees the ad > searches reviews > pays by card")
    thread.say("Ana", "route B: sees the ad > pays by card")
    thread.say("Boris", wish)
    assert 'B: 2 touchpoints, "sees the ad" > "pays by card".' in thread.text()
    pictures = [part for reply in thread.turn.replies for part in reply.parts if isinstance(part, Picture)]
    assert [picture.picture for picture in pictures] == ["route:b"]


def test_all_ways_are_listed_and_none_is_said(thread):
    thread.say("Ana", "show the ways")
    assert "No ways are drawn yet." in thread.text()
    thread.say("Ana", "route A: sees the ad > searches reviews > pays by card")
    thread.say("Ana", "show routes")
    assert "A: 3 touchpoints" in thread.text()
