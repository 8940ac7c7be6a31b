"""Customers' sentences as people paste them: several at once, who and date in any order, links of all kinds."""

from datetime import date

import pytest

from bot.conversation.read_quote import Quote, link_kind, read_quote, read_quotes
from prompts.loader import words

TODAY = date(2024, 11, 4)
EN, ZH, MK = words("en"), words("zh"), words("mk")


@pytest.mark.parametrize(
    "text",
    [
        '"Six tabs, still no idea." customer in the store, 2 Nov',
        '"Six tabs, still no idea." 2 Nov, customer in the store',
        'customer in the store, 2 Nov: "Six tabs, still no idea."',
        '2 Nov – customer in the store – "Six tabs, still no idea."',
        "“Six tabs, still no idea.”\n(customer in the store, 2024-11-02)",
    ],
)
def test_who_and_date_stand_in_any_order(text: str):
    assert read_quote(text, TODAY, EN) == Quote(
        "Six tabs, still no idea.", "customer in the store", date(2024, 11, 2), None, True
    )


def test_several_quotations_each_with_their_own_speaker():
    text = '"Too many forms." a baker, 1 Nov\n"I gave up at page three." a caller, 2 Nov'
    assert [(q.text, q.who, q.on) for q in read_quotes(text, TODAY, EN)] == [
        ("Too many forms.", "a baker", date(2024, 11, 1)),
        ("I gave up at page three.", "a caller", date(2024, 11, 2)),
    ]


def test_a_speaker_before_each_quotation():
    text = 'a baker: "Too many forms."; a caller: "I gave up at page three."'
    assert [(q.text, q.who) for q in read_quotes(text, TODAY, EN)] == [
        ("Too many forms.", "a baker"),
        ("I gave up at page three.", "a caller"),
    ]


def test_a_speaker_named_once_at_the_end_speaks_for_all():
    read = read_quotes('"Too many forms." "I gave up." two bakers, 3 Nov', TODAY, EN)
    assert {(q.who, q.on) for q in read} == {("two bakers", date(2024, 11, 3))}
    assert [q.text for q in read] == ["Too many forms.", "I gave up."]


def test_a_word_in_marks_within_a_sentence_is_no_quotation():
    said = 'the "pay" button and the "back" button confused everybody'
    assert read_quotes(said, TODAY, EN) == (Quote(said),)


def test_quotations_in_chinese_and_macedonian_marks():
    assert read_quote("“开了六个标签页还是不知道” 店里的顾客，11月2日", TODAY, ZH)[:3] == (
        "开了六个标签页还是不知道", "店里的顾客", date(2024, 11, 2),
    )  # fmt: skip
    assert read_quote("„Отворив шест картички.“ купувач во продавницата, 2 ноември", TODAY, MK)[:3] == (
        "Отворив шест картички.", "купувач во продавницата", date(2024, 11, 2),
    )  # fmt: skip


def test_several_links_are_several_pieces_and_a_date_goes_with_them():
    read = read_quotes("https://shop.zendesk.com/tickets/7 https://www.trustpilot.com/reviews/5 2 Nov", TODAY, EN)
    assert [(q.text, q.link, q.on) for q in read] == [
        ("https://shop.zendesk.com/tickets/7", "https://shop.zendesk.com/tickets/7", date(2024, 11, 2)),
        ("https://www.trustpilot.com/reviews/5", "https://www.trustpilot.com/reviews/5", date(2024, 11, 2)),
    ]


def test_a_link_behind_a_quotation_is_where_it_can_be_read():
    read = read_quote('"Too many forms." https://g2.com/products/shop/reviews/9, a baker', TODAY, EN)
    assert (read.text, read.link, read.who) == ("Too many forms.", "https://g2.com/products/shop/reviews/9", "a baker")


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ("https://shop.zendesk.com/agent/tickets/123", "ticket"),
        ("https://jira.shop.example/browse/WEB-1", "ticket"),
        ("https://github.com/shop/web/issues/4", "ticket"),
        ("https://www.trustpilot.com/review/shop.example", "review"),
        ("https://apps.apple.com/us/app/shop/id1", "review"),
        ("https://acme.typeform.com/report/1", "survey_answer"),
        ("https://analytics.google.com/analytics/web", "analytics"),
        ("https://team.slack.com/archives/C1/p1", "message"),
        ("https://example.com/hijiraq", None),
        ("https://example.com/page", None),
    ],
)
def test_a_link_tells_its_kind_by_host_and_path(link: str, kind: str | None):
    assert link_kind(link) == kind
