"""Arguments with a few values, names in quotes, owners and two periods are read in each language."""

from typing import Any

import pytest

from bot.questions import Asking, arguments, understand
from tests.bot.questions.question_cases import NAMES, TODAY, first_reading, tool_of
from tools.kit import Period

ASKING = Asking(names=NAMES.model_copy(update={"owners": ("Ana Novak", "Support team")}), today=TODAY)


@pytest.mark.parametrize(
    ("text", "tool", "expected"),
    [
        ("rank touchpoints by contribution, linear model", "critical_touchpoints", {"models": ("linear",)}),
        ("credit by revenue, first touch and last touch", "critical_touchpoints", {"models": ("first", "last")}),
        ("attribution in money", "critical_touchpoints", {"value": True}),
        ("按线性模型看触点贡献", "critical_touchpoints", {"models": ("linear",)}),
        ("which of Ana's actions are overdue", "action_status", {"owner": "Ana Novak", "standing": "overdue"}),
        ("哪些任务逾期了", "action_status", {"standing": "overdue"}),
        ("кои задачи доцнат", "action_status", {"standing": "overdue"}),
        ("what does the Support team own", "ownership", {"owner": "Support team"}),
        ("parked ideas", "opportunities", {"status": "parked"}),
        ("revenue in euros last month", "revenue", {"currency": "EUR"}),
        ("上个月的人民币收入", "revenue", {"currency": "CNY"}),
        ("приход во денари", "revenue", {"currency": "MKD"}),
        ('when do people buy "Bags" after "Vacuum"', "cross_sell_timing", {"first": "Vacuum", "then": "Bags"}),
        ('cross-sell from "Vacuum" to "Bags"', "cross_sell_timing", {"first": "Vacuum", "then": "Bags"}),
        ('why do customers cancel, event "plan_closed"', "churn_reasons", {"event": "plan_closed"}),
        ("why do customers churn, not seen within 90 days", "churn_reasons", {"quiet": 90 * 86_400}),
    ],
)  # fmt: skip
def test_an_argument_reaches_its_tool(text: str, tool: str, expected: dict[str, Any]) -> None:
    understood = understand(text, ASKING)
    assert tool_of(understood) == tool
    reading = first_reading(understood)
    assert reading is not None
    found = arguments(reading)
    assert {name: getattr(found.args, name) for name in expected} == expected
    assert found.unused == ()


@pytest.mark.parametrize(
    "text",
    [
        "compare 2026-05 and 2026-06",
        "compare May and June",
        "compare june and may",
        "how does May compare with June",
        "比较五月和六月",
        "5月和6月对比",
        "спореди мај и јуни",
    ],
)
def test_two_periods_are_held_against_each_other(text: str) -> None:
    reading = first_reading(understand(text, ASKING))
    assert reading is not None
    assert reading.tool == "compare"
    assert reading.args.against == Period.read("2026-05")
    assert reading.args.period == Period.read("2026-06")


@pytest.mark.parametrize(
    "text", ["compare before and after 2026-05-05", "compare conversion since 2026-05-05", "比较2026-05-05前后的转化"]
)
def test_before_and_after_a_day_is_no_period(text: str) -> None:
    reading = first_reading(understand(text, ASKING))
    assert reading is not None
    assert (str(reading.args.on), reading.args.period) == ("2026-05-05", None)


def test_a_team_with_a_common_name_is_not_taken_for_a_word() -> None:
    reading = first_reading(understand("who owns the support request", ASKING))
    assert reading is not None
    assert reading.args.owner is None


@pytest.mark.parametrize(
    ("text", "tool", "expected"),
    [
        ("conversion without mobile", "conversion_rate", {"breakdown": "device", "device": None}),
        ("drop-off excluding students", "drop_off", {"breakdown": "persona", "persona": None}),
        ("不算手机的转化率", "conversion_rate", {"breakdown": "device", "device": None}),
        ("каде се губат освен студентите", "drop_off", {"breakdown": "persona", "persona": None}),
        ("what would we lose without the newsletter", "critical_touchpoints", {"channel": "email"}),
        ("conversion of variant B", "conversion_rate", {"breakdown": "variant"}),
        ("B版的转化率", "conversion_rate", {"breakdown": "variant"}),
        ("конверзија на варијанта Б", "conversion_rate", {"breakdown": "variant"}),
        ("top 3 channels by conversion", "conversion_rate", {"breakdown": "channel", "top_n": 3}),
        ("топ 3 канали по конверзија", "conversion_rate", {"breakdown": "channel", "top_n": 3}),
    ],
)
def test_a_group_that_is_left_out_or_ranked_is_seen_beside_the_others(
    text: str, tool: str, expected: dict[str, Any]
) -> None:
    reading = first_reading(understand(text, ASKING))
    assert reading is not None
    assert reading.tool == tool
    assert {name: getattr(reading.args, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('conversion from "Product Viewed" to "Order Completed"', ("Product Viewed", "Order Completed")),
        ('how many reach "Order Completed"', (None, "Order Completed")),
        ('conversion from "Awareness" to "Paid"', ("Awareness", "Paid")),
        ("从「看商品」到「下单了」的转化率", ("看商品", "下单了")),
        ("од „Разгледа“ до „Купи“ конверзија", ("Разгледа", "Купи")),
    ],
)
def test_names_in_quotes_are_the_ends_of_a_conversion(text: str, expected: tuple[str | None, str]) -> None:
    reading = first_reading(understand(text, ASKING))
    assert reading is not None
    assert (reading.args.start, reading.args.goal) == expected
