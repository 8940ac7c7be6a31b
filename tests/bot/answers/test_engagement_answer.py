"""How engagement is told. Results are worked out by hand."""

from datetime import date

from bot.questions import Ask, Slots
from bot.reply import Chart
from tests.bot.answers.results import BASIS, rate
from tests.bot.answers.told_well import assert_told_well, sentences, told
from tools.engagement import (
    Change,
    EngagementResult,
    Figures,
    GroupFigures,
    MailFigures,
    SocialFigures,
    SpanFigures,
)
from tools.kit import Period

ASK = Ask(tool="engagement", args=Slots(journey="Checkout"))
PLAIN = BASIS.model_copy(update={"excluded": (), "window_seconds": None, "rule": "each event is a visit"})
OCTOBER = EngagementResult(
    period=Period.read("2026-10"),
    period_before=Period.read("2026-08-31..2026-10-01"),
    now=Figures(visits=1_200, customers=400, per_customer=3),
    before=Figures(visits=1_000, customers=500, per_customer=2),
    change=Change(visits=0.2, customers=-0.2),
    breakdown="channel",
    groups=(
        GroupFigures(
            value="website",
            now=Figures(visits=900, customers=300, per_customer=3),
            before=Figures(visits=1_000, customers=500, per_customer=2),
            change=Change(visits=-0.1, customers=-0.4),
        ),
        GroupFigures(
            value="email",
            now=Figures(visits=300, customers=200, per_customer=1.5),
            before=Figures(visits=0, customers=0),
            change=Change(),
        ),
    ),
    mail=MailFigures(opened=rate(60, 200), clicked=rate(10, 200)),
    mail_before=MailFigures(opened=rate(25, 100), clicked=rate(4, 100)),
    social=(SocialFigures(metric="likes", now=120, before=100), SocialFigures(metric="shares", now=7)),
    basis=PLAIN,
)
ALONE = OCTOBER.model_copy(
    update={
        "period_before": None,
        "before": None,
        "change": None,
        "mail": None,
        "mail_before": None,
        "social": (),
        "groups": tuple(g.model_copy(update={"before": None, "change": None}) for g in OCTOBER.groups),
        "more_groups": 3,
        "over_time": (SpanFigures(starts_on=date(2026, 10, 26), now=Figures(visits=40, customers=20), partial=True),),
    }
)
NOTHING = ALONE.model_copy(
    update={"now": Figures(visits=0, customers=0), "groups": (), "over_time": (), "more_groups": 0}
)


def test_every_answer_is_told_well() -> None:
    for result in (OCTOBER, ALONE, NOTHING):
        assert_told_well(ASK, result, "10 8 9 31")


def test_visits_change_channels_mails_and_interactions() -> None:
    reply = told(ASK, OCTOBER)
    assert sentences(reply) == [
        "October 2026: 1 200 visits by 400 customers, 3 each. Visits +20.0%, customers -20.0% against the time before"
        " (31 Aug 2026 to 30 Sep 2026). Most visits: Website 900 (-10.0%), E-mail 300.",
        "Of 200 e-mails delivered, 30.0% were opened and 5.0% clicked. Before: 25.0% opened and 4.0% clicked of"
        " 100 e-mails. Interactions: likes 120 (before: 100), shares 7.",
    ]
    assert sentences(reply, "warning")[0].startswith("Opens are inflated")


def test_bars_stand_beside_the_time_before_and_time_is_a_line() -> None:
    (bars,) = (part for part in told(ASK, OCTOBER).parts if isinstance(part, Chart))
    assert [row.values for row in bars.series] == [(900.0, 300.0), (1000.0, 0.0)]
    (line,) = (part for part in told(ASK, ALONE).parts if isinstance(part, Chart))
    assert (line.shape, [row.values for row in line.series]) == ("line", [(40.0,), (20.0,)])


def test_no_time_before_and_nothing_at_all_are_said() -> None:
    assert sentences(told(ASK, ALONE), "warning")[0].startswith("The data do not reach back far enough")
    assert sentences(told(ASK, NOTHING))[0].startswith("Nothing happened in this time (October 2026).")
