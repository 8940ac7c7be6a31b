"""Do the analyses say what people were promised, in the words that reach them?"""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import answers
from bot.examples import examples
from bot.reply import plain
from storage.model import changes as c
from storage.model.journey import Expected
from storage.model.rules import SegmentTest
from storage.model.types import Anchor
from storage.open import open_stores
from tests.demands.shop import EN, Shop, over, people
from tests.tools.conftest import ANA, NOW, WORKSPACE, sources
from tests.tools.logs import START
from tools import conversion_rate, critical_touchpoints, drop_off
from tools.conversion_rate import ConversionRateArgs
from tools.critical_touchpoints import CriticalTouchpointsArgs
from tools.drop_off import DropOffArgs
from tools.kit import ToolError
from tools.path_forward import PathForwardResult


def lost_by(who: str) -> list[object]:
    """Half of 200 are lost at the cart: at the form, or Colleen, or by nothing that is known."""
    rows = []
    for persona in ("Colleen", "Boris"):
        for page in ("F", "C"):
            much = {"page": page == "F", "persona": persona == "Colleen", "nothing": None}[who]
            lost = 25 if much is None else 45 if much else 5
            rows += people(f"L0 {page}60", lost, f"{persona}{page}l", persona=persona)
            rows += people(f"L0 {page}60 B120", 50 - lost, f"{persona}{page}b", persona=persona)
    return [*rows, *over()]


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("page", "It depends more on the page than on who it is: of those last at Address form, 90 of 100"),
        ("persona", "It depends more on who it is than on the page: Colleen loses 90 of 100 (90.0%)"),
        ("nothing", "Whether it is the persona or the page, the data cannot tell."),
    ],
)
def test_who_is_lost_where_and_whether_persona_or_page_is_to_blame(shop: Shop, who: str, told: str) -> None:
    shop.sees(lost_by(who))
    said = shop.asked("why do people leave at the cart?")
    assert "Why 100 of 200 customers (50.0%) do not go on from Cart" in said
    assert told in said
    assert "n = 200" in said
    where = shop.asked("Where do customers drop off?")
    assert "Most are lost after Cart: 100 of 200 customers (50.0%)" in where
    assert "Look 200 → Cart 200 (100.0%) → Buy 100 (50.0%)" in where


def test_credit_stands_under_two_models_with_paths_counted_and_is_called_no_cause(shop: Shop) -> None:
    shop.sees([*people("L0 F60 B120", 60, "f"), *people("L0 C60 B120", 40, "c"), *people("L0 C60", 50, "x"), *over()])
    said = shop.asked("which touchpoints matter most for conversion?")
    assert "Look: Last touch 0, Equal shares 50" in said
    assert "Address form: Last touch 60, Equal shares 30" in said
    assert "Coupon | 40 | 0 | 0 | 50 | –" in said  # paths with it, helped, alone, paths without conversion
    assert "association, not cause" in said
    assert "300 paths are needed and there are 150" in said


def test_what_a_channel_does_for_others_is_its_assists_and_its_removal_effect(shop: Shop) -> None:
    """Of 300 who begin with e-mail 200 go to the store and buy, as do 100 without it. By hand: without e-mail a third
    is left (2/3 lost), without the store nothing."""

    def channels(name: str, n: int, *way: tuple[str, str]) -> list[object]:
        rows = [people(word, n, name, channel=channel) for word, channel in way]
        return [row for own in rows for row in own]

    shop.sees(
        [
            *channels("a", 200, ("L0", "email"), ("F60", "store"), ("B120", "store")),
            *channels("b", 100, ("L0", "email")),
            *channels("c", 100, ("F0", "store"), ("B120", "store")),
            *over(),
        ]
    )
    of = {one.name: one for one in shop.runs("critical_touchpoints", by="channel").contributions}
    assert (of["email"].assists, of["email"].last, of["store"].assists, of["store"].last) == (200, 0, 0, 300)
    assert (of["email"].not_converted, of["store"].not_converted) == (100, 0)
    assert of["store"].removal_effect == pytest.approx(1)
    assert of["email"].removal_effect == pytest.approx(2 / 3, abs=0.01)  # one customer more closes the windows
    assert "E-mail" in shop.says("critical_touchpoints", by="channel", remove="email")


def test_from_the_map_alone_each_stage_has_its_next_step_and_how_easy_it_is_to_find(shop: Shop) -> None:
    shop.changes(
        c.SetStage(stage="look", field="next_step", value={"text": "Ask for a demo", "findable": "easy"}),
        c.SetStage(stage="cart", field="next_step", value={"text": "Pay", "findable": "hidden"}),
    )
    said = shop.says("path_forward")
    assert "No stored event matches this map yet, so only what is written on it was checked." in said
    for line in ("Look | Ask for a demo | easy to find", "Cart | Pay | hidden", "Buy | none written | –"):
        assert line in said
    shop.sees([*people("L0 F60", 6, "a"), *people("L0 F60 B120", 4, "b"), *over()])
    measured: PathForwardResult = shop.runs("path_forward")
    cart = next(stage for stage in measured.stages if stage.title == "Cart")
    assert (cart.ended.hits, cart.ended.n, cart.next_step, measured.map_only) == (6, 10, "Pay", False)


def test_journeys_of_firms_and_of_people_have_their_own_length_and_open_ones_are_named(shop: Shop) -> None:
    shop.sees(
        [
            *people("L0 F60 C120 B600", 40, "firm", persona="Boris", customer_group="B2B"),
            *people("L0 F60", 10, "open", persona="Boris", customer_group="B2B"),
            *people("L0 B60", 30, "one", persona="Colleen", customer_group="B2C"),
            *people("L0 B120", 10, "two", persona="Colleen", customer_group="B2C"),
            *over(),
        ]
    )
    for breakdown, (firms, persons) in (("customer_group", ("B2B", "B2C")), ("persona", ("Boris", "Colleen"))):
        groups = {group.value: group for group in shop.runs("journey_length", breakdown=breakdown).groups}
        b2b, b2c = groups[firms], groups[persons]
        assert (b2b.n, b2b.open, b2b.median_seconds, b2b.mean_seconds, b2b.median_visits) == (40, 10, 600, 600, 4)
        assert (b2c.n, b2c.open, b2c.median_seconds, b2c.mean_seconds, b2c.median_visits) == (40, 0, 60, 75, 2)
    said = shop.says("journey_length", breakdown="customer_group")
    assert "B2B" in said and "B2C" in said and "Not finished yet: 10" in said


def test_a_persona_by_its_stored_rule_stands_beside_the_rest_in_a_channel_with_n_and_interval(shop: Shop) -> None:
    shop.sees(
        [
            *people("L0 C30 B60", 30, "ca", channel="email"),
            *people("L0 C30", 10, "cb", channel="email"),
            *people("L0 B60", 10, "fa", channel="email"),
            *people("L0", 40, "fb", channel="email"),
            *people("L0 C30 B60", 50, "st", channel="store"),
        ]
    )
    shop.events.segment([("colleen", [SegmentTest(event="Coupon", days=30, op="at_least", value="1")])])
    asked = {"persona": "Colleen", "channel": "email", "as_of": "2027-01-01"}
    result = shop.runs("conversion_rate", **asked)
    assert (result.rate.hits, result.rate.n, result.rest.hits, result.rest.n) == (30, 40, 10, 50)
    assert result.rate.low < 0.75 < result.rate.high and result.rest.low < 0.2 < result.rest.high < result.rate.low
    said = shop.says("conversion_rate", **asked)
    assert "30 of 40 customers (75.0%)" in said and "The rest: 10 of 50 customers (20.0%)" in said
    visits = {
        group.values: (group.now.visits, group.now.customers)
        for group in shop.runs("engagement", breakdown=["channel", "persona"], period="2026-03").groups
    }
    assert visits == {
        ("email", "Colleen"): (110, 40),
        ("email", "(unknown)"): (60, 50),
        ("store", "Colleen"): (150, 50),
    }


def test_stuck_returned_and_bought_next_are_three_answers_that_name_the_source_they_lack(shop: Shop) -> None:
    shop.sees([*people("L0 F60", 40, "a"), *people("L0 F60 B120", 40, "b"), *over()])
    assert "Most are lost after Cart: 40 of 80" in shop.says("drop_off")
    assert "No returns are imported" in shop.says("churn_reasons")
    with pytest.raises(ToolError, match="no_products"):
        shop.runs("cross_sell_timing")
    orders = "Order ID,Customer,Date,Total,Currency,Item\n" + "".join(
        f"o{n},c{n},2026-03-05,30,EUR,Robot\np{n},c{n},2026-03-15,5,EUR,Bag\n" for n in range(40)
    )
    assert shop.takes(orders, "orders.csv").form == "orders"
    back = "Order ID,Return date,Reason,Item,Refund amount\n" + "".join(
        f"o{n},2026-03-08,Too loud,Robot,30\n" for n in range(10)
    )
    assert shop.takes(back, "returns.csv").form == "returns"
    next_one = shop.says("cross_sell_timing", journey=None)
    assert "40 of 40 customers (100.0%) who bought Robot buy Bag." in next_one
    assert "10 days" in next_one
    returned = shop.says("churn_reasons", journey=None)
    assert "Too loud" in returned
    assert "3 days" in returned  # after the order


def test_what_a_pain_point_costs_has_its_formula_a_range_and_no_number_of_others(shop: Shop) -> None:
    shop.changes(c.AddPainPoint(title="the form is endless", at=Anchor(stage="cart", touchpoint="form")))
    shop.sees([*people("L0", 50, "l"), *people("L0 F60", 30, "f"), *people("L0 F60 B120", 20, "b"), *over()])
    said = shop.says("pain_points")
    assert "30 lost there × 40.0% of those who come there and buy × 20.00 EUR" in said
    (pain,) = shop.runs("pain_points").pains
    assert pain.money_at_risk.low < pain.money_at_risk.value == 240.0 <= pain.money_at_risk.high
    assert "213" not in said and "billion" not in said
    at_look = next(risk for risk in shop.runs("revenue").at_risk if risk.step == "look")
    assert at_look.value == pytest.approx(50 * (20 / 100) * 20)


CASES = {
    # abandonment of the cart shall be 30 % lower: 70 → 49 %
    "carts": (Expected(metric="cart abandonment", from_value=70, to_value=49, unit="%"), (100, 30), (100, 70)),
    # renewals shall be 20 % higher: 50 → 60 %
    "renewals": (Expected(metric="renewal rate", from_value=50, to_value=60, unit="%"), (100, 50), (100, 80)),
}


def before_and_after(shop: Shop, case: str, after: bool) -> None:
    """An action with its promise, thirty days of customers before its day and, if so, thirty after it."""
    promise, (n, bought), (later_n, later_bought) = CASES[case]
    shop.changes(c.AddAction(title="Reminder mail", stage="cart", due_on=date(2026, 4, 1), expected=promise))
    rows = [*people("F0 B60", bought, "a", day=10), *people("F0", n - bought, "b", day=10)]
    if after:
        rows += people("F0 B60", later_bought, "c", day=40)
        rows += [*people("F0", later_n - later_bought, "d", day=40), *over()]
    shop.sees(rows)


@pytest.mark.parametrize(
    ("case", "measured"),
    [
        ("carts", "those who do not arrive: 70.0% before, 30.0% after (95% interval 21.9% to 39.6%)"),
        ("renewals", "50.0% before, 80.0% after (95% interval 71.1% to 86.7%)"),
    ],
    ids=list(CASES),
)
def test_after_its_day_a_promise_is_told_with_before_after_interval_and_verdict(
    shop: Shop, case: str, measured: str
) -> None:
    before_and_after(shop, case, after=True)
    promise = CASES[case][0]
    (kept,) = shop.journey.actions
    assert kept.expected == promise
    said = shop.says("compare", action="Reminder mail")
    assert f"Promise of 'Reminder mail': {promise.metric}" in said
    assert measured in said
    assert "The promise is kept." in said
    assert "This is no experiment: other things may have changed at that time too." in said
    assert "wins" not in said


@pytest.mark.parametrize("case", list(CASES))
def test_before_its_day_a_promise_has_no_verdict(shop: Shop, case: str) -> None:
    before_and_after(shop, case, after=False)
    said = shop.says("compare", action="Reminder mail")
    assert "promise is" not in said
    assert said.splitlines()[1].startswith("No window is over yet on this side: before (")
    assert "after (Apr" in said


@pytest.mark.parametrize(
    ("n", "winner", "told"),
    [(60, False, "each side needs"), (20, False, "No winner is named"), (400, True, "wins")],
)
def test_below_the_needed_n_no_version_of_a_mail_is_called_the_winner(
    shop: Shop, n: int, winner: bool, told: str
) -> None:
    """Of version A 40 % buy, of version B 55 %."""
    rows = []
    for version, share in (("mail:A", 40), ("mail:B", 55)):
        bought = n * share // 100
        rows += people("F0 B60", bought, f"{version}b", variant=version)
        rows += people("F0", n - bought, f"{version}l", variant=version)
    shop.sees([*rows, *over()])
    said = shop.says("compare", start="Cart", goal="Buy")
    result = shop.runs("compare", start="Cart", goal="Buy")
    assert told in said
    assert ("mail:B wins" in said) is winner
    assert result.experiment and result.low < result.difference < result.high
    assert result.needed is not None and (n >= result.needed) is winner


def test_the_sneaker_case_loses_most_at_the_cart_and_names_the_channel_that_brings_most_back(
    tmp_path: Path,
) -> None:
    """Of 500 who see the pair 300 put it into the cart and 60 open the mail, 90 the push with the code."""
    opened = open_stores(tmp_path / "sneakers")
    journey = examples()["sneakers-left-cart"].document.map
    opened.maps.create(journey.model_copy(update={"workspace_id": WORKSPACE}), ANA, NOW)
    way = {"L": "Ad Clicked", "P": "Product Viewed", "A": "Product Added", "M": "Email Opened", "S": "Push Opened"}
    way |= {"O": "Order Completed"}
    rows = []
    for steps, n, channel in (
        ("LP", 200, "social_ad"), ("LPA", 150, "social_ad"), ("LPAM", 48, "email"), ("LPAMO", 12, "email"),
        ("LPAS", 45, "push"), ("LPASO", 45, "push"),
    ):  # fmt: skip
        for number in range(n):
            for place, step in enumerate(steps):
                at = (START + timedelta(hours=place)).isoformat()
                via = channel if step in "MSO" else "social_ad"
                rows.append(f"{steps}{number},{at},{way[step]},{via}")
    rows.append(f"zz,{(START + timedelta(days=400)).isoformat()},the end,")
    file = tmp_path / "sneakers.csv"
    file.write_text("\n".join(["customer_id,occurred_at,event,channel", *rows]) + "\n")
    opened.events(WORKSPACE).import_file(file)
    given = sources(opened, opened.events(WORKSPACE))
    found = drop_off.run(DropOffArgs(journey=journey.map_id), given)
    worst = next(step for step in found.steps if step.name == found.worst)
    assert (worst.name, worst.reached, worst.lost) == ("cart", 300, 150)
    rates = {}
    for event in ("Email Opened", "Push Opened"):
        args = ConversionRateArgs(journey=journey.map_id, start=event, goal="Order Completed")
        rate = conversion_rate.run(args, given).rate
        rates[event] = (rate.hits, rate.n)
    assert rates == {"Email Opened": (12, 60), "Push Opened": (45, 90)}
    asked = CriticalTouchpointsArgs(
        journey=journey.map_id, goal="Order Completed", by="channel", models=("last", "first")
    )
    credit = critical_touchpoints.run(asked, given)
    assert {one.name: one.last for one in credit.contributions if one.last} == {"push": 45, "email": 12}
    said = plain(answers.answer_tool("critical_touchpoints", asked, credit, EN, given.zone)).replace("\u202f", " ")
    assert "Last touch 45" in said
    opened.close()


def test_a_store_where_people_try_and_buy_online_is_named_as_helping(shop: Shop) -> None:
    shop.sees(
        [
            *people("L0", 150, "s", channel="store"),
            *people("F60 B120", 150, "s", channel="website"),
            *people("F60 B120", 100, "w", channel="website"),
            *people("L0", 100, "x", channel="store"),
            *over(),
        ]
    )
    store = next(one for one in shop.runs("critical_touchpoints", by="channel").contributions if one.name == "store")
    assert (store.assists, store.last, store.touched) == (150, 0, 150)
    assert "“Store” helps most without closing: in 150 of 250" in shop.says("critical_touchpoints", by="channel")


def test_daily_counts_of_a_store_are_added_up_as_typed_numbers(shop: Shop) -> None:
    counts = "Date,Stage,Count\n" + "".join(
        f"2026-03-{day:02},{stage},{n}\n"
        for day in (5, 6, 7)
        for stage, n in (("Look", 100), ("Cart", 40), ("Buy", 10))
    )
    assert shop.takes(counts, "door.csv").form == "funnel"
    said = shop.says("drop_off", period="2026-03-05..2026-03-07")
    assert "Look 200 → Cart 80 (40.0%) → Buy 20 (25.0%)" in said
