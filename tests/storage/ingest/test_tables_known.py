"""Tables of surveys, talks, reports, orders, returns and e-mails are known by their columns."""

from collections import Counter

import pytest
from taking import Take

from storage.events import Events

DAY_US = 86_400_000_000


def said(events: Events) -> list[dict[str, object]]:
    table = events.tables.feedback
    return events.run(table.order_by("feedback_id").drop("feedback_id", "source_id"))


def points(events: Events) -> list[tuple[object, ...]]:
    rows = events.run(events.tables.points)
    found = [(row["metric"], row["place"], row["element"], row["value"], row["n"]) for row in rows]
    return sorted(found, key=str)


def happened(events: Events) -> list[dict[str, object]]:
    tables = events.tables
    named = tables.events.join(tables.names, "name").join(tables.customers, "customer")
    return events.run(
        named.order_by(["at_us", "event_id"]).select(
            "customer_id", "title", "revenue", "product", "channel", "campaign"
        )
    )


def test_survey_rows_become_answers_of_their_kind_with_text_and_consent(take: Take, events: Events) -> None:
    report = take(
        "respondent_id,date,NPS,CSAT,comment,touchpoint,persona,consent\n"
        "u1,2026-01-05,9,5,Loved it,Checkout,Dana,yes\n"
        "u2,2026-01-06,3,,Too slow; write ann@example.com,Checkout,Dana,no\n"
        "u3,2026-01-07,,,,Checkout,Dana,\n"
        "u4,2026-01-08,11,4,,Checkout,Dana,\n"
        ",2026-01-09,,,Only words,Checkout,,\n",
        "survey.csv",
    )
    assert (report.form, report.rows_read, report.rows_stored, report.refused) == ("survey", 5, 3, 2)
    assert [(r.line, r.column, r.value, r.reason) for r in report.refusals] == [
        (4, "", "", "nothing_said"), (5, "NPS", "11", "score_outside"),
    ]  # fmt: skip
    rows = said(events)
    assert sorted((str(row["kind"]), row["score"]) for row in rows if row["kind"] != "comment") == [
        ("csat", 5.0),
        ("nps", 3.0),
        ("nps", 9.0),
    ]
    assert [row["text"] for row in rows if row["kind"] == "comment"] == ["Only words"]
    assert "Loved it" in {row["text"] for row in rows}
    assert "ann@example.com" not in str(rows)
    assert {row["touchpoint"] for row in rows} == {"Checkout"}
    consents = {row["customer_id"]: row["consent"] for row in events.run(events.tables.customers)}
    assert consents == {"u1": "granted", "u2": "denied"}
    assert report.data_set is not None
    assert (report.data_set.kind, report.data_set.from_us) == ("feedback", 1_767_571_200_000_000)


@pytest.mark.parametrize(
    ("scores", "kind"), [("1 3 5", "csat"), ("2 7 6", "ces"), ("0 7 10", "nps"), ("5/5 4/5 1/5", "csat")]
)
def test_a_plain_score_is_told_by_its_range(take: Take, events: Events, scores: str, kind: str) -> None:
    take("score,answer\n" + "".join(f"{score},ok\n" for score in scores.split()), "scores.csv")
    assert [row["kind"] for row in said(events)] == [kind] * 3


def test_equal_answers_of_nobody_are_all_kept_and_not_stored_twice(take: Take, events: Events) -> None:
    rows = "date,rating\n" + "2026-01-05,5\n" * 3 + "2026-01-05,4\n"
    assert take(rows, "a.csv").rows_stored == 4
    again = take(rows + "2026-01-06,1\n", "b.csv")
    assert (again.rows_read, again.rows_stored, again.duplicates, len(said(events))) == (5, 1, 4, 5)


def test_a_talk_gives_questions_and_comments_of_the_customer_and_names_what_we_said(take: Take, events: Events) -> None:
    report = take(
        "conversation_id,time,sender,message\n"
        "c1,2026-01-05 10:00,customer,Where is my parcel?\nc1,2026-01-05 10:01,agent,On its way\n"
        "c1,2026-01-05 10:02,customer,Thanks a lot\n"
        "c2,2026-01-05 10:03,visitor,怎么退货\nc2,2026-01-05 10:04,customer,\n",
        "chat.csv",
    )
    assert (report.form, report.rows_stored, report.reasons) == ("chat", 3, {"said_by_us": 1, "text_empty": 1})
    assert [(row["kind"], row["text"]) for row in said(events)] == [
        ("question", "Where is my parcel?"), ("comment", "Thanks a lot"), ("question", "怎么退货"),
    ]  # fmt: skip


def test_tickets_as_json_lines_are_questions_with_their_subject(take: Take, events: Events) -> None:
    take(
        '{"ticket_id": 1, "subject": "Filter", "description": "How do I clean it", '
        '"created_at": "2026-01-05T10:00:00Z"}\n',
        "t.jsonl",
    )
    assert [(row["kind"], row["text"], row["at_us"]) for row in said(events)] == [
        ("question", "Filter: How do I clean it", 1_767_607_200_000_000)
    ]


def test_lines_of_an_faq_count_as_often_as_they_were_asked(take: Take, events: Events) -> None:
    report = take('Question,Count\nHow long is delivery?,"1,204"\nDo you ship to Ohrid?,7\nReturns?,0\n', "faq.csv")
    assert (report.form, report.rows_stored, report.reasons) == ("faq", 2, {"count_not_whole": 1})
    assert [(row["kind"], row["times"]) for row in said(events)] == [("question", 1204), ("question", 7)]


def test_reasons_for_leaving_are_reasons(take: Take, events: Events) -> None:
    report = take(
        "customer_id,cancelled on,cancellation_reason\nu1,2026-01-05,Too expensive\nu2,2026-01-06,Moved\n", "exit.csv"
    )
    assert (report.form, [row["kind"] for row in said(events)]) == ("reasons", ["reason", "reason"])
    assert ("columns_left", {"columns": "cancelled on"}) in [(n.key, n.facts) for n in report.notices]


def test_the_funnel_report_of_google_analytics_says_how_many_entered_each_step(take: Take, events: Events) -> None:
    report = take(
        "# ----------------------------------------\n# Funnel exploration 1\n# 20260101-20260131\n"
        "# ----------------------------------------\n\n"
        "Step,Device category,Active users,Completion rate,Abandonments,Abandonment rate\n"
        '1. First visit,Total,"1,200",0.5,600,0.5\n1. First visit,mobile,800,0.5,400,0.5\n2. Purchase,Total,many,,,\n',
        "funnel.csv",
    )
    assert (report.form, report.rows_read, report.rows_stored) == ("funnel", 3, 2)
    assert [(r.line, r.column, r.value, r.reason) for r in report.refusals] == [
        (9, "Active users", "many", "number_unreadable")
    ]
    assert points(events)[2:] == [
        ("entered", "First visit", "mobile", 800.0, None),
        ("entered", "First visit", None, 1200.0, None),
    ]
    spans = {(row["from_us"], row["until_us"]) for row in events.run(events.tables.points)}
    assert spans == {(1_767_225_600_000_000, 1_767_225_600_000_000 + 31 * DAY_US)}


def test_a_plain_table_of_stages_and_counts_is_a_funnel_report(take: Take, events: Events) -> None:
    assert take("Етапа;Број\nСвесност;1200\nКупување;90\n", "f.csv").form == "funnel"
    assert points(events) == [("entered", "Купување", None, 90.0, None), ("entered", "Свесност", None, 1200.0, None)]


def test_a_heat_map_becomes_points_of_pages_and_their_elements(take: Take, events: Events) -> None:
    report = take(
        "page,element,clicks,views,scroll depth,exits,date\n/cart,#pay,120,400,62%,30,2026-01-05\n"
        "/cart,#back,-1,400,,,2026-01-05\n/x,,,,,,\n",
        "heat.csv",
    )
    assert (report.form, report.rows_stored, report.reasons) == (
        "heat_map",
        1,
        {"number_negative": 1, "value_empty": 1},
    )
    assert points(events) == [
        ("clicks", "/cart", "#pay", 120.0, None), ("exits", "/cart", "#pay", 30.0, None),
        ("scroll_depth", "/cart", "#pay", 62.0, 400), ("views", "/cart", "#pay", 400.0, None),
    ]  # fmt: skip
    assert take("page,clicks,exits\n/cart,5,1\n/cart,5,1\n", "twice.csv").duplicates == 1


def test_social_rows_give_numbers_and_comments(take: Take, events: Events) -> None:
    report = take(
        "Date,Platform,Post,Likes,Comments,Shares,Comment text\n2026-01-05,Instagram,p1,10,2,1,\n"
        "2026-01-05,Instagram,p1,,,,So quiet!\n",
        "social.csv",
    )
    assert (report.form, report.rows_stored) == ("social", 2)
    assert points(events)[1] == ("likes", "Instagram", "p1", 10.0, None)
    assert [(row["kind"], row["text"], row["touchpoint"], row["channel"]) for row in said(events)] == [
        ("comment", "So quiet!", "Instagram", "social_organic")
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "email,campaign,event,timestamp\na@x.io,May,delivered,2026-01-05 10:00\n"
        "a@x.io,May,open,2026-01-05 11:00\na@x.io,May,click,2026-01-05 11:01\n",
        "Email,Campaign,Delivered at,Opened at,Clicked at\n"
        "a@x.io,May,2026-01-05 10:00,2026-01-05 11:00,2026-01-05 11:01\n",
    ],
)
def test_e_mail_rows_become_the_three_events_of_a_mailing(take: Take, events: Events, rows: str) -> None:
    report = take(rows, "mail.csv")
    assert report.rows_stored == report.rows_read
    rows_ = happened(events)
    assert [row["title"] for row in rows_] == ["Email Delivered", "Email Opened", "Email Link Clicked"]
    assert {(row["channel"], row["campaign"]) for row in rows_} == {("email", "May")}
    assert "a@x.io" not in str(rows_)


def test_totals_of_a_mailing_are_points(take: Take, events: Events) -> None:
    assert take("Campaign,Delivered,Opens,Clicks\nMay,1000,300,20\n", "m.csv").form == "email_campaigns"
    assert ("opened", "May", None, 300.0, 1000) in points(events)


def test_returns_find_the_customer_of_their_order_and_lower_the_sum(take: Take, events: Events) -> None:
    orders = take(
        "Order ID,Customer,Date,Total,Currency,Item\no1,u1,2026-01-05,19.99,EUR,Robot\no2,u2,2026-01-06,5,EUR,Bag\n",
        "o.csv",
    )
    assert (orders.form, orders.rows_stored) == ("orders", 2)
    returns = take(
        "Order ID,Return date,Reason,Item,Refund amount\n"
        "o1,2026-01-09,Too loud,Robot,19.99\no7,2026-01-09,Broken,Bag,5\n",
        "r.csv",
    )
    assert (returns.form, returns.rows_stored) == ("returns", 1)
    assert [(r.line, r.value, r.reason) for r in returns.refusals] == [(3, "o7", "order_unknown")]
    last = happened(events)[-1]
    assert (last["customer_id"], last["title"], str(last["revenue"])) == ("u1", "Order Refunded", "-19.99")
    assert [(row["kind"], row["text"]) for row in said(events)] == [("reason", "Too loud")]


def test_a_mapping_forces_a_form_and_names_its_columns(take: Take, events: Events) -> None:
    report = take("Grade;Why\n4;nice\n2;bad\n", "x.csv", form="survey", fields={"score": "Grade", "text": "Why"})
    assert (report.form, Counter(row["kind"] for row in said(events))) == ("survey", {"csat": 2})


def test_an_ordinary_log_is_not_taken_for_something_else(take: Take) -> None:
    logs = (
        "user_id,event,timestamp,amount\nu1,visit,2026-01-05,\nu1,buy,2026-01-06,5\n",
        "client_id,timestamp,step,count\nu1,2026-01-05,a,1\nu2,2026-01-05,b,2\n",
        "user,action,time,page,clicks\nu1,tap,2026-01-05,/a,1\nu1,tap,2026-01-06,/b,1\n",
        "customer,date,name,channel,order_id,total\nu1,2026-01-05,visit,web,,\nu1,2026-01-06,buy,web,7,5\n",
    )
    for number, log in enumerate(logs):
        assert take(log, f"log{number}.csv").form == "events"


def test_a_scale_in_brackets_does_not_hide_what_was_asked(take: Take, events: Events) -> None:
    report = take(
        "Date;How likely are you to recommend us? (0-10);Why?\n01.09.2026;9;Easy\n02.09.2026;3;Slow\n", "nps.csv"
    )
    assert (report.form, report.rows_stored) == ("survey", 2)
    assert [(row["kind"], row["score"], row["text"]) for row in said(events)] == [
        ("nps", 9.0, "Easy"), ("nps", 3.0, "Slow"),
    ]  # fmt: skip
