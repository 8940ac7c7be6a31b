"""Short texts of nearly the same words are one theme, in three scripts; names of events are read by their words."""

import random
import time

import pytest

from tools.event_words import CLOSING, FAILING, RETURNING, closing_names, says
from tools.themes import ALIKE, Line, covered, telling, themes


def grouped(*texts):
    return {frozenset(line.text for line in theme.lines) for theme in themes(Line(text) for text in texts)}


@pytest.mark.parametrize(
    "groups",
    [
        [
            ("Which one lasts longest?", "which vacuum lasts the longest"),
            ("What does a spare battery cost?", "price of a spare battery", "spare batteries cost?"),
            ("how long is the battery life",),
            ("Do you ship to Skopje", "shipping to Skopje?"),
        ],
        [
            ("电池能用多久？", "电池可以用多久"),
            ("备用电池多少钱", "请问备用电池多少钱？"),
            ("太贵了", "价格太贵"),
            ("运费多少钱",),
        ],
        [
            ("Колку чини резервна батерија?", "Цената на резервна батерија", "Kolku chini rezervna baterija"),
            ("Дали испорачувате во Битола?", "испорака во Битола"),
        ],
        [
            ("too expensive", "it is too expensive for us", "Too expensive!!"),
            ("missing feature: export", "no export feature"),
            ("found a cheaper competitor", "cheaper competitor"),
        ],
    ],
    ids=["English", "Chinese", "Macedonian in both scripts", "reasons"],
)
def test_texts_of_the_same_words_are_one_theme(groups):
    texts = [text for group in groups for text in group]
    assert grouped(*texts) == {frozenset(group) for group in groups}
    assert grouped(*reversed(texts)) == {frozenset(group) for group in groups}


def test_the_most_frequent_wording_leads_and_times_add_up():
    (first, second) = themes([Line("price too high", 2), Line("The price is high", 5), Line("rude staff", 3)])
    assert (first.times, first.quotes) == (7, ("The price is high", "price too high"))
    assert (second.times, second.quotes) == (3, ("rude staff",))


def test_what_is_hidden_is_counted_and_not_quoted():
    (theme,) = themes([Line("spare battery", 4, hidden=True), Line("a spare battery?")])
    assert (theme.times, theme.quotes) == (5, ("a spare battery?",))


def test_texts_without_words_stay_by_themselves():
    assert grouped("???", "…", "") == {frozenset({"???"}), frozenset({"…"}), frozenset({""})}
    assert grouped("what", "who is it") == {frozenset({"what"}), frozenset({"who is it"})}


def test_content_covers_a_question_whose_words_it_holds():
    contents = ["Guide to cleaning", "Price list of spare batteries"]
    assert covered("What does a spare battery cost?", contents) == (
        "Price list of spare batteries",
        pytest.approx(2 / 3),
    )
    assert covered("Which one lasts longest?", contents) is None
    assert covered("?", contents) is None and covered("spare battery", []) is None
    assert covered("备用电池多少钱？", ["备用电池价格表"]) == ("备用电池价格表", 1.0)
    assert covered("Дали имате резервна батерија?", ["rezervna baterija: cenovnik"]) is not None


def oracle(lines):
    """Every text against every leader, from the definition; words here differ in their first letters."""
    leaders: list[tuple[frozenset[str], list[Line]]] = []
    for line in sorted(lines, key=lambda line: (-line.times, line.text)):
        words = telling(line.text)
        best, score = None, ALIKE
        for leader in leaders:
            alike = 2 * len(words & leader[0]) / (len(words) + len(leader[0]))
            if alike > score or (alike == score and best is None):
                best, score = leader, alike
        if best is None:
            leaders.append((words, [line]))
        else:
            best[1].append(line)
    return {frozenset(line.text for line in own) for _, own in leaders}


def test_two_hundred_random_sets_agree_with_the_definition():
    draw = random.Random(5)
    vocabulary = ["battery", "price", "delivery", "colour", "noise", "warranty", "filter", "hose", "manual", "refill"]
    for _ in range(200):
        texts = {" ".join(draw.sample(vocabulary, draw.randint(1, 5))) for _ in range(draw.randint(1, 25))}
        lines = [Line(text, draw.randint(1, 4)) for text in sorted(texts)]
        found = themes(lines)
        assert {frozenset(line.text for line in theme.lines) for theme in found} == oracle(lines)
        assert sum(theme.times for theme in found) == sum(line.times for line in lines)


def test_five_thousand_texts_are_read_in_seconds():
    draw = random.Random(9)
    vocabulary = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ("ton", "rix", "mel", "dup", "vak")]
    lines = [Line(" ".join(draw.sample(vocabulary, 6))) for _ in range(5000)]
    begun = time.perf_counter()
    assert sum(theme.times for theme in themes(lines)) == 5000
    assert time.perf_counter() - begun < 20


def test_events_of_leaving_are_known_by_their_words():
    leaving = (
        "Subscription Cancelled", "subscription_canceled", "unsubscribed", "accountClosed", "Account Deleted", "closed",
        "Откажана претплата", "取消订阅", "contract-ended",
    )  # fmt: skip
    others = (
        "Order Cancelled",
        "Popup Closed",
        "Ticket Closed",
        "取消订单",
        "Откажана нарачка",
        "Item Deleted",
        "Page Viewed",
    )
    assert closing_names((*leaving, *others)) == leaving
    assert not any(says(name, CLOSING) for name in ("Account Created", "Contact Ended"))


def test_events_of_failing_and_of_giving_back_are_known_by_their_words():
    assert all(
        says(name, FAILING) for name in ("page_404", "Payment Failed", "card.declined", "JSException", "支付失败")
    )
    assert not any(says(name, FAILING) for name in ("Page Viewed", "Order Completed", "Terrace Viewed"))
    assert all(says(name, RETURNING) for name in ("Order Refunded", "return_requested", "退款完成"))
    assert not says("User Returned", RETURNING)
