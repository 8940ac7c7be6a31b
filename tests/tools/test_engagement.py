"""engagement: visits, active customers, mails, interactions, and the period before."""

from datetime import date

from tests.tools.conftest import make_map
from tests.tools.logs import log, measured, say
from tools import engagement
from tools.engagement import EngagementArgs

DAY = 86_400


def run(sources, **args):
    return engagement.run(EngagementArgs(**args), sources)


def at(customer, event, day, **columns):
    (row,) = log(customer, f"A{day * DAY}", **columns)
    return {**row, "event": event}


def test_visits_and_active_customers_by_channel_with_the_period_before(ask):
    rows = [
        at("a", "View", 0, channel="web"), at("b", "View", 1, channel="web"), at("a", "View", 2, channel="email"),
        at("a", "View", 3, channel="web"), at("a", "View", 3, channel="web"), at("c", "View", 5, channel="email"),
    ]  # fmt: skip
    result = run(ask(rows), period="2026-03-05..2026-03-08")
    assert (result.now.visits, result.now.customers, result.before.visits, result.before.customers) == (3, 2, 3, 2)
    assert [(g.value, g.now.visits, g.now.customers, g.before.visits) for g in result.groups] == [
        ("web", 2, 1, 2), ("email", 1, 1, 1),
    ]  # fmt: skip


def test_mails_are_opened_and_clicked_of_those_delivered(ask):
    rows = [
        at("a", "Email Delivered", 0, campaign="x"), at("a", "Email Opened", 1, campaign="x"),
        at("a", "Email Opened", 2, campaign="x"), at("a", "Email Link Clicked", 2, campaign="x"),
        at("b", "Email Delivered", 0, campaign="x"), at("c", "Email Opened", 0, campaign="x"),
        at("b", "email_delivered", 1, campaign="y"), at("b", "Email Opened", 2, campaign="y"),
    ]  # fmt: skip
    mail = run(ask(rows)).mail
    assert (mail.opened.hits, mail.opened.n, mail.clicked.hits) == (2, 3, 1)
