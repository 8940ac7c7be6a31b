"""What is read out of answers about a blueprint: cells, systems and departments, waits, hand-overs, choices."""

import pytest

from bot.conversation.read_items import picked
from bot.conversation.read_lanes import cell_of, read_cells, read_fail, read_hand_over
from prompts.loader import words

EN, ZH, MK = words("en"), words("zh"), words("mk")
ALL = {"physical_evidence": "bill", "front_stage": "courier", "back_stage": "packing", "support": "CRM, Sales"}


@pytest.mark.parametrize(
    "text",
    [
        "front: courier back: packing support: CRM, Sales evidence: bill",
        "evidence: bill; support: CRM, Sales; front: courier; back: packing",
        "Front stage: courier\nBack stage: packing\nSupport: CRM, Sales\nEvidence: bill",
        "前台：courier 后台：packing 支持：CRM, Sales 可见物：bill",
        "пред клиентот: courier зад сцената: packing поддршка: CRM, Sales доказ: bill",
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
def test_all_four_cells_are_read_from_one_message_in_any_order_and_language(text: str, lang: str) -> None:
    assert read_cells(text, "front_stage", words(lang)) == ALL


def test_without_a_label_it_is_the_lane_that_was_asked_for() -> None:
    assert read_cells("chatbot, courier", "front_stage", EN) == {"front_stage": "chatbot, courier"}
    assert read_cells("chatbot back: packing", "front_stage", EN) == {"front_stage": "chatbot", "back_stage": "packing"}
    assert read_cells("the feedback: slow", "back_stage", EN) == {"back_stage": "the feedback: slow"}


@pytest.mark.parametrize(
    ("text", "system", "department"),
    [
        ("payment provider, Finance", "payment provider", "Finance"),
        ("支付服务商，财务部", "支付服务商", "财务部"),
        ("支付服务商、财务部", "支付服务商", "财务部"),
        ("shop system; stock list, Web team", "shop system; stock list", "Web team"),
        ("CRM", "CRM", None),
    ],
)
def test_support_tells_the_system_and_the_department_that_owns_it(
    text: str, system: str, department: str | None
) -> None:
    cell = cell_of("support", text)
    assert (cell.text, cell.system, cell.department) == (system, system, department)
    assert cell_of("front_stage", text).department is None


@pytest.mark.parametrize(
    ("text", "own", "told", "minutes", "place"),
    [
        ("stock data is a day old; wait 24 h", EN, "stock data is a day old", 1440, None),
        ("wait 24 h; stock data is a day old", EN, "stock data is a day old", 1440, None),
        ("the parcel waits 3 days in the yard", EN, "the parcel waits 3 days in the yard", 4320, None),
        ("wait 1.5 hours", EN, None, 90, None),
        ("up to 2 weeks", EN, None, 20160, None),
        ("the bank says no", EN, "the bank says no", None, None),
        ("back at pays by card: manual check, 30 min", EN, "manual check", 30, "back at pays by card"),
        ("库存数据晚一天；等待 24 小时", ZH, "库存数据晚一天", 1440, None),
        ("等 30 分钟", ZH, None, 30, None),
        ("залихата доцни; чекање 2 дена", MK, "залихата доцни", 2880, None),
        ("чекање 30 минути", EN, None, 30, None),
        ("5 models fail", EN, "5 models fail", None, None),
    ],
)
def test_a_weak_spot_is_a_text_and_a_wait_in_minutes(text, own, told, minutes, place) -> None:  # type: ignore[no-untyped-def]
    assert read_fail(text, own) == (told, minutes, place)


@pytest.mark.parametrize(
    ("text", "own", "teams", "place"),
    [
        ("Sales to Fulfilment after payment", EN, ("Sales", "Fulfilment"), "payment"),
        ("from Sales to Fulfilment, once the card is charged", EN, ("Sales", "Fulfilment"), "the card is charged"),
        ("Support to Workshop", EN, ("Support", "Workshop"), None),
        ("付款后从销售部交给履约部", ZH, ("销售部", "履约部"), "付款"),
        ("从销售部交给履约部", ZH, ("销售部", "履约部"), None),
        ("од Продажба на Магацин по плаќањето", MK, ("Продажба", "Магацин"), "плаќањето"),
        ("nobody knows", EN, (None, None), None),
    ],
)
def test_a_hand_over_keeps_its_words_and_tells_teams_and_place(text, own, teams, place) -> None:  # type: ignore[no-untyped-def]
    read = read_hand_over(text, own)
    assert read.hand_over.text == text
    assert (read.hand_over.from_team, read.hand_over.to_team, read.place) == (*teams, place)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1 3", ["1", "3"]),
        ("1, 3", ["1", "3"]),
        ("1、3", ["1", "3"]),
        ("3; pays, waits", ["3", "pays", "waits"]),
        ("pays, then waits", ["pays, then waits"]),
        ("waits; waits", ["waits"]),
        ("nothing of that", []),
    ],
)
def test_numbers_and_names_pick_and_a_comma_splits_only_what_means_something(text: str, told: list[str]) -> None:
    known = ("1", "3", "pays", "waits", "pays, then waits")
    assert picked(text, lambda part: [part] if part in known else [], words("en")) == told
