"""Do files of other programs end up in answers, with what was refused told and nobody named?"""

import csv
import json
from decimal import Decimal
from io import StringIO

import pytest

from bot import files_in
from storage.model import changes as c
from storage.model.types import Anchor
from tests.demands.shop import EN, Shop, over, people
from tests.storage.ingest.exports_made import GA4, ga4, lines

SOLD = {**GA4[2], "ecommerce": {"purchase_revenue": 29.99, "transaction_id": "o1"}}


def test_a_day_of_google_analytics_is_answered_from_and_its_late_rows_take_the_place_of_the_first(shop: Shop) -> None:
    report = shop.takes(lines([*GA4, {**GA4[0], "user_pseudo_id": None}]), "day.jsonl")
    told = files_in.report_words(report, EN)
    assert "4 rows read, 3 stored, 0 duplicates, 1 refused" in told
    steps = {"journey": None, "steps": ["first_visit", "purchase"], "as_of": "2026-06-01"}
    assert [step.reached for step in shop.runs("drop_off", **steps).steps] == [1, 1]
    assert "19.99 EUR" in shop.says("revenue", journey=None)
    late = shop.takes(lines([SOLD, ga4("purchase", 1_767_600_003_000_000, pseudo="33.44", bundle=2)]), "later.jsonl")
    assert (late.rows_stored, late.replaced) == (2, 1)
    assert "29.99 EUR" in shop.says("revenue", journey=None)
    assert "19.99" not in shop.says("revenue", journey=None)


def test_a_funnel_report_of_google_analytics_answers_as_typed_numbers(shop: Shop) -> None:
    report = shop.takes(
        "# Funnel exploration 1\n# 20260301-20260331\n\nStep,Active users\n1. Look,200\n2. Cart,80\n3. Buy,20\n",
        "funnel.csv",
    )
    assert (report.form, report.rows_stored) == ("funnel", 3)
    said = shop.says("drop_off")
    assert "Look 200 → Cart 80 (40.0%) → Buy 20 (25.0%)" in said
    assert "These are reported numbers" in said


def test_likes_and_shares_are_counted_and_comments_stand_at_the_touchpoint_they_were_made_at(shop: Shop) -> None:
    shop.changes(
        c.AddTouchpoint(stage="look", title="Instagram", channel="social_organic"),
        c.AddPainPoint(title="nobody answers there", at=Anchor(stage="look", touchpoint="instagram")),
    )
    shop.sees([*people("L0", 3, "a"), *over(20)])
    posts = (
        "Date,Platform,Post,Likes,Comments,Shares,Comment text\n"
        "2026-03-05,Instagram,p1,10,2,1,\n2026-03-06,Instagram,p2,5,0,3,\n"
        "2026-03-06,Instagram,p2,,,,Nobody answered me\n2026-03-06,Instagram,p2,many,,,\n"
    )
    report = shop.takes(posts, "posts.csv")
    assert (report.form, report.rows_stored, report.refused) == ("social", 3, 1)
    counted = {one.metric: one.now for one in shop.runs("engagement", period="2026-03").social}
    assert counted == {"likes": 15, "comments": 2, "shares": 4}
    (pain,) = shop.runs("pain_points").pains
    assert pain.quotes == ("Nobody answered me",)
    assert "Nobody answered me" in shop.says("pain_points")


def test_survey_rows_are_scores_of_their_touchpoint_and_no_mail_of_an_answerer_is_told(shop: Shop) -> None:
    rows = "".join(
        f"p{n}@example.com,2026-03-05,{5 if n < 30 else 2},{'slow form' if n >= 30 else ''},"
        f"Address form,{'no' if n == 39 else 'yes'}\n"
        for n in range(40)
    )
    report = shop.takes(f"email,date,csat,comment,touchpoint,consent\n{rows}", "survey.csv")
    assert (report.form, report.rows_stored) == ("survey", 40)
    answered = shop.runs("satisfaction", breakdown="touchpoint")
    ((place, score),) = [(group.value, group.score) for group in answered.groups]
    assert (place, score.good, score.n) == ("Address form", 30, 40)
    said = shop.says("satisfaction", breakdown="touchpoint")
    assert "75.0%" in said and "n = 40" in said
    assert "example.com" not in said
    people_said = shop.events.run(shop.events.tables.customers)
    assert sorted(row["consent"] for row in people_said) == ["denied"] + ["granted"] * 39
    assert not [row for row in people_said if "@" in str(row["customer_id"])]


def test_chats_and_question_counts_are_gaps_with_their_number_and_a_sentence_to_quote(shop: Shop) -> None:
    chat = (
        "conversation_id,time,sender,message,stage\n"
        "c1,2026-03-05 10:00,customer,Can I pay by invoice?,Cart\nc1,2026-03-05 10:01,agent,Yes you can,Cart\n"
        "c2,2026-03-05 11:00,customer,Can I pay by invoice?,Cart\n"
    )
    assert shop.takes(chat, "chat.csv").rows_stored == 2
    assert shop.takes("Question,Count,Stage\nHow long is the guarantee?,120,Look\n", "faq.csv").form == "faq"
    found = [(gap.stage, gap.quotes, gap.times, gap.asked) for gap in shop.runs("content_gaps").gaps]
    assert found == [
        ("Look", ("How long is the guarantee?",), 120, 120),
        ("Cart", ("Can I pay by invoice?",), 2, 2),
    ]
    said = shop.says("content_gaps")
    assert "How long is the guarantee?" in said and "120" in said
    assert "Can I pay by invoice?" in said and "Yes you can" not in said
    shop.changes(c.AddPainPoint(title="nobody answers", at=Anchor(stage="cart")))
    complaint = "conversation_id,time,sender,message,stage\nc3,2026-03-06 10:00,customer,I give up,Cart\n"
    shop.takes(complaint, "chat-2.csv")
    (pain,) = shop.runs("pain_points").pains
    assert pain.quotes == ("I give up",)


def messages() -> str:
    """Two pages of an unknown visitor, who is identified as k-17, and an e-mail that k-17 opens."""
    pages = [
        {"type": "page", "messageId": f"m{n}", "anonymousId": "anon-1", "name": "Guide", "timestamp": at}
        for n, at in enumerate(("2026-03-05T10:00:00Z", "2026-03-05T10:30:00Z"))
    ]
    known = {"type": "identify", "messageId": "i", "anonymousId": "anon-1", "userId": "k-17"}
    mail = {"type": "track", "messageId": "t", "userId": "k-17", "event": "Email Opened"}
    rows = [
        *pages,
        {**mail, "timestamp": "2026-03-05T11:00:01Z"},
        {**known, "timestamp": "2026-03-05T12:00:00Z"},
    ]
    return "".join(json.dumps(row) + "\n" for row in rows)


ORDERS = "Order ID,Customer,Date,Total,Currency,Item,Channel\no1,k-17,2026-03-04 09:00,19.99,EUR,Robot,store\n"


def test_pages_mails_and_orders_of_one_customer_are_one_path_and_a_wrong_join_is_undone(shop: Shop) -> None:
    shop.takes(messages(), "segment.jsonl")
    shop.takes(ORDERS, "orders.csv")
    for asked in ("k-17", "anon-1"):
        steps = shop.events.path(asked)
        assert [step.name for step in steps] == [
            "Order Completed",
            "Viewed Guide Page",
            "Viewed Guide Page",
            "Email Opened",
        ]
        assert [step.new_visit for step in steps] == [True, True, False, True]  # 30 minutes to the second are no pause
    assert "store" in {step.channel for step in shop.events.path("k-17")}
    shop.events.part("anon-1")
    assert [step.name for step in shop.events.path("k-17")] == ["Order Completed", "Email Opened"]
    assert len(shop.events.path("anon-1")) == 2


def test_orders_and_refunds_add_up_to_the_cent_as_in_the_files(shop: Shop) -> None:
    amounts = [Decimal(f"{n * 7 % 90}.{n * 13 % 100:02}") + 1 for n in range(250)]
    orders = StringIO()
    writer = csv.writer(orders)
    writer.writerow(["Order ID", "Customer", "Date", "Total", "Currency", "Item"])
    for n, amount in enumerate(amounts):
        writer.writerow([f"o{n}", f"c{n % 60}", f"2026-03-{n % 28 + 1:02}", amount, "EUR" if n % 5 else "USD", "Robot"])
    assert shop.takes(orders.getvalue(), "orders.csv").rows_stored == 250
    back = "".join(f"o{n},2026-04-02,Too loud,Robot,{amounts[n]}\n" for n in (1, 2, 3))
    assert shop.takes(f"Order ID,Return date,Reason,Item,Refund amount\n{back}", "returns.csv").rows_stored == 3
    totals = {total.currency: total for total in shop.runs("revenue", journey=None).totals}
    euros = sum(amount for n, amount in enumerate(amounts) if n % 5) - sum(amounts[n] for n in (1, 2, 3))
    dollars = sum(amount for n, amount in enumerate(amounts) if not n % 5)
    assert {currency: total.cents for currency, total in totals.items()} == {
        "EUR": int(euros * 100),
        "USD": int(dollars * 100),
    }


def test_paid_periods_of_a_subscription_give_the_renewal_rate(shop: Shop) -> None:
    """Forty begin in March, thirty pay for the second month too, nobody knows yet of the ten of June."""
    paid = "customer_id,occurred_at,event,revenue,currency,period\n"
    paid += "".join(f"s{n},2026-03-01,Subscription Paid,12.50,EUR,2026-03\n" for n in range(40))
    paid += "".join(f"s{n},2026-03-31,Subscription Paid,12.50,EUR,2026-04\n" for n in range(30))
    paid += "".join(f"t{n},2026-06-01,Subscription Paid,12.50,EUR,2026-06\n" for n in range(10))
    assert shop.takes(paid, "subscriptions.csv").rows_stored == 80
    asked = {"journey": None, "start": "Subscription Paid", "return_event": "Subscription Paid", "window": "31d"}
    found = shop.runs("retention", **asked)
    assert (found.renewal.hits, found.renewal.n, found.renewal_open) == (30, 40, 10)
    (total,) = shop.runs("revenue", journey=None).totals
    assert (total.cents, total.currency) == (80 * 1250, "EUR")


@pytest.mark.parametrize(("reason", "times"), [("Too loud", 3), ("Broken", 1)])
def test_returns_are_those_of_the_customers_of_their_orders_with_reason_and_item(
    shop: Shop, reason: str, times: int
) -> None:
    shop.takes(
        "Order ID,Customer,Date,Total,Currency,Item\n"
        + "".join(f"o{n},c{n},2026-03-01,20,EUR,Robot\n" for n in range(5)),
        "orders.csv",
    )
    rows = "".join(f"o{n},2026-03-0{n + 3},{'Too loud' if n < 3 else 'Broken'},Robot,20\n" for n in range(4))
    report = shop.takes(
        f"Order ID,Return date,Reason,Item,Refund amount\n{rows}o99,2026-03-09,?,Bag,1\n", "returns.csv"
    )
    assert [(refused.value, refused.reason) for refused in report.refusals] == [("o99", "order_unknown")]
    back = shop.runs("churn_reasons", journey=None).returns
    assert (back.events, back.customers, back.times) == (4, 4, 4)
    assert {text.quotes[0]: text.times for text in back.reasons}[reason] == times
    found = shop.events.export("c0").events[-1]
    assert (found["name"], found["product"], found["revenue"]) == ("Order Refunded", "Robot", "-20.00")
