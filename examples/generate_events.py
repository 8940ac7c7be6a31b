"""Writes the sample's events and the true numbers of its story: `python examples/generate_events.py`.

Customers are drawn one by one with a fixed seed, so every run writes the same files. The numbers of `story.json` and of
the README come from what was drawn for each customer, not from any analysis of the file.
"""

import csv
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

SEED = 20261031
CUSTOMERS = 4_300
END = datetime(2026, 11, 1, tzinfo=UTC)
START = END - timedelta(days=90)
WINDOW = timedelta(days=14)
STAGES = ("Awareness", "Interest", "Compare", "Purchase", "First weeks")
GOES_ON = (0.72, 0.78, 0.48, 0.93)
LEAK = 0.12
"""Share of Curious Colleens on a phone who get from Compare to Purchase; everybody else: the third of `GOES_ON`."""
COLUMNS = (
    "customer_id", "occurred_at", "event", "channel", "device", "campaign", "revenue", "currency", "product", "persona",
)  # fmt: skip
PRODUCTS = {"Silent One": 229.00, "Sturdy 8": 349.00, "Cordless Go": 279.00, "Pet Pro": 399.00}
HERE = Path(__file__).parent


@dataclass
class Customer:
    """What was drawn for one customer. `level`: how many stages in order; 0: entered in the middle."""

    number: int
    persona: str
    device: str
    entered_at: datetime
    level: int = 0
    rows: list[dict[str, object]] = field(default_factory=list)


def draw_customer(number: int, dice: random.Random) -> Customer:
    """One customer with all events; those after the end of the data are cut off."""
    persona = dice.choices(("curious-colleen", "busy-boris", ""), (45, 40, 15))[0]
    device = dice.choices(("mobile", "desktop"), (60, 40))[0]
    customer = Customer(
        number, persona, device, START + timedelta(seconds=dice.randrange(int((END - START).total_seconds())))
    )
    at, product = customer.entered_at, dice.choice(list(PRODUCTS))
    in_the_middle = dice.random() < 0.08
    first = 2 if in_the_middle else 0
    for stage in range(first, len(STAGES)):
        for event, channel in events_of(stage, customer, dice):
            write(customer, at, event, channel, product, dice)
            at += timedelta(seconds=dice.randrange(40, 5_400))
        if not in_the_middle:
            customer.level = stage + 1
        if stage + 1 == len(STAGES) or dice.random() >= goes_on(stage, customer):
            break
        at += timedelta(hours=dice.uniform(0.2, 50))
    customer.rows = [row for row in customer.rows if str(row["occurred_at"]) < stamp(END)]
    return customer


def goes_on(stage: int, customer: Customer) -> float:
    """The share that gets from a stage to the next."""
    leaks = stage == 2 and customer.persona == "curious-colleen" and customer.device == "mobile"
    return LEAK if leaks else GOES_ON[stage]


def events_of(stage: int, customer: Customer, dice: random.Random) -> list[tuple[str, str]]:
    """Events of one stage in order, each with its channel."""
    site = "mobile_web" if customer.device == "mobile" else "website"
    if stage == 0:
        found = [("Ad Clicked", dice.choice(("social_ad", "search_ad", "display_ad")))]
        found += [("Page Viewed", site)] * (dice.random() < 0.3)
    elif stage == 1:
        found = [("Guide Read", site)] * (dice.random() < 0.6) + [("Products Searched", site)]
    elif stage == 2:
        found = [("Product Viewed", site)] * dice.randint(1, 4)
        found += [("Comparison Opened", site)] * (dice.random() < 0.7)
        found += [("Reviews Opened", "review_site")] * (dice.random() < 0.4)
    elif stage == 3:
        found = [("Product Added", site)] * (dice.random() < 0.9) + [("Order Completed", site)]
    else:
        found = [("Vacuum Delivered", "post_parcel")] + [("Survey Answered", "email")] * (dice.random() < 0.3)
    return found + [("Newsletter Opened", "email")] * (dice.random() < 0.09)


def write(customer: Customer, at: datetime, event: str, channel: str, product: str, dice: random.Random) -> None:
    """Adds one row."""
    sold = event == "Order Completed"
    campaign = dice.choice(("autumn", "never-breaks", "silent")) if event == "Ad Clicked" else ""
    named = product if event in ("Product Viewed", "Product Added", "Order Completed", "Vacuum Delivered") else ""
    customer.rows.append(
        {
            "customer_id": f"c{customer.number:05}", "occurred_at": stamp(at), "event": event, "channel": channel,
            "device": customer.device, "campaign": campaign, "revenue": f"{PRODUCTS[product]:.2f}" if sold else "",
            "currency": "EUR" if sold else "", "product": named, "persona": customer.persona,
        }
    )  # fmt: skip


def stamp(at: datetime) -> str:
    """UTC, to the second."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def story(customers: Sequence[Customer]) -> dict[str, object]:
    """The true numbers, from what was drawn."""
    as_of = max(str(row["occurred_at"]) for customer in customers for row in customer.rows)
    in_order = [customer for customer in customers if customer.level]
    closed = [customer for customer in in_order if stamp(customer.entered_at + WINDOW) <= as_of]
    colleens = [customer for customer in closed if customer.persona == "curious-colleen"]
    rows = [row for customer in customers for row in customer.rows]
    return {
        "events": len(rows),
        "customers": len({row["customer_id"] for row in rows}),
        "as_of": as_of,
        "window_days": WINDOW.days,
        "stages": list(STAGES),
        "reached": reached(closed),
        "still_open": len(in_order) - len(closed),
        "by_persona": by(closed, lambda customer: customer.persona or "(unknown)"),
        "by_device": by(closed, lambda customer: customer.device),
        "colleen_by_device": by(colleens, lambda customer: customer.device),
        "orders": sum(1 for row in rows if row["event"] == "Order Completed"),
        "revenue": f"{sum(float(str(row['revenue'])) for row in rows if row['revenue']):.2f}",
    }


def reached(customers: Iterable[Customer]) -> list[int]:
    """Customers per stage who came there or further."""
    levels = Counter(customer.level for customer in customers)
    return [sum(n for level, n in levels.items() if level > stage) for stage in range(len(STAGES))]


def by(customers: Iterable[Customer], group: Callable[[Customer], str]) -> dict[str, list[int]]:
    """The same per group."""
    groups: dict[str, list[Customer]] = {}
    for customer in customers:
        groups.setdefault(group(customer), []).append(customer)
    return {name: reached(groups[name]) for name in sorted(groups)}


def table(numbers: dict[str, object]) -> str:
    """The numbers as Markdown."""
    lines = [f"| | {' | '.join(STAGES)} | Compare → Purchase |", "|---" * (len(STAGES) + 2) + "|"]
    groups: dict[str, object] = {"**All customers**": numbers["reached"]}
    for title, key in (("", "by_persona"), ("", "by_device"), ("curious-colleen, ", "colleen_by_device")):
        part = numbers[key]
        assert isinstance(part, dict)
        groups |= {f"{title}{name}": counts for name, counts in part.items()}
    for name, counts in groups.items():
        assert isinstance(counts, list)
        shown = " | ".join(f"{count:,}" for count in counts)
        lines.append(f"| {name} | {shown} | {counts[3] / counts[2]:.1%} |")
    return "\n".join(lines)


def main() -> None:
    """Writes events.csv, story.json and the numbers of README.md."""
    dice = random.Random(SEED)
    customers = [draw_customer(number, dice) for number in range(1, CUSTOMERS + 1)]
    rows = sorted(
        (row for c in customers for row in c.rows), key=lambda row: (str(row["occurred_at"]), str(row["customer_id"]))
    )
    with (HERE / "events.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    numbers = story(customers)
    (HERE / "story.json").write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
    readme = HERE / "README.md"
    facts = (
        f"{numbers['events']:,} events of {numbers['customers']:,} customers; newest event {numbers['as_of']}; "
        f"{numbers['orders']:,} orders, {float(str(numbers['revenue'])):,.2f} EUR; "
        f"{numbers['still_open']:,} customers entered less than {WINDOW.days} days before the end and are still open."
    )
    block = f"<!-- numbers -->\n{facts}\n\n{table(numbers)}\n<!-- end -->"
    text = re.sub(
        r"<!-- numbers -->.*?<!-- end -->", lambda _: block, readme.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    readme.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
