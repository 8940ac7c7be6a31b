"""A future map and a service blueprint, built by three people over the sample map in the playground."""

import pytest

from bot.playground.driver import Playground
from tests.e2e.hearing import hears, taken_by_slack
from tests.e2e.thread import Act, plays

FUTURE = (
    Act("Ana", "[Fewer people drop off]", "Which map do we want to improve?"),
    Act("Ana", "[I need a vacuum that will not break again]", "Lowest points today:"),
    Act("Ana", "sees three models side by side on our site, +1 sure", "What must be true inside for that"),
    Act("Boris", "people: one editor; technology: product data in one place", "Noted 2: 1 people: one editor"),
    Act("Mia", "skip", "What must be true inside for that"),
    Act("Mia", "skip", "If "),
    Act("Mia", "skip", "What must be true inside for that"),
    Act("Mia", "skip", "Which touchpoint disappears, which one is new?"),
    Act("Mia", "new: comparison page", "Which number proves it"),
    Act("Ana", "cart abandonment from 70% to 49% by March", "until 31 Mar"),
    Act("Mia", "draft of the page, @Mia, 30 Nov", "What would be the smallest test?"),
    Act("Ana", "comparison chart for half of the visitors", "Largest differences to today:"),
)
BLUEPRINT = (
    Act("Ana", "[I need a vacuum that will not break again]", "Six are enough to start."),
    Act("Ana", "1, 2", "2 touchpoints:"),
    Act("Boris", "front: chatbot back: fraud check support: bank, Finance evidence: bill", "owned by Finance"),
    Act("Ana", "parcel", "Who or what answers in front"),
    Act("Ana", "courier", "What happens behind it"),
    Act("Ana", "packing", "Which system, supplier or rule"),
    Act("Mia", "skip", "Where can it fail or wait"),
    Act("Mia", "stock data is a day old; wait 24 h", "Where does this belong"),
    Act("Mia", "2", "wait 24 h"),
    Act("Boris", "Sales to Fulfilment", "Where does this belong"),
    Act("Boris", "1", "Noted, work passes on"),
    Act("Ana", "second supplier, @Boris, Friday", "Longest wait:"),
)


async def begins(slack: Playground, said: str, first: str) -> str:
    """Ana starts a map of this type by mention; gives the thread."""
    ana = slack.person("Ana")
    sent = await ana.says("#vacuum-shop", f"@Waymark {said}")
    thread = str(sent["message"]["ts"])
    await hears(ana, first, thread=thread)
    return thread


@pytest.mark.parametrize(
    ("said", "first", "acts"),
    [
        ("new future map", "What should get better once this map exists?", FUTURE),
        ("new blueprint", "Which map do I lay it over?", BLUEPRINT),
    ],
    ids=["future", "blueprint"],
)
async def test_a_map_over_the_sample_map_is_built_by_three_people(
    sampled: Playground, said: str, first: str, acts: tuple[Act, ...]
) -> None:
    thread = await begins(sampled, said, first)
    for act in acts:
        await plays(sampled, thread, act)
    assert await taken_by_slack(sampled) == []


async def test_a_build_whose_type_is_changed_offers_the_maps_of_the_channel(sampled: Playground) -> None:
    thread = await begins(sampled, "new map", "What should get better once this map exists?")
    await plays(sampled, thread, Act("Ana", "Fewer people drop off", "Who is it about?"))
    await plays(sampled, thread, Act("Ana", "[Change]", "Which map shall we draw?"))
    await plays(sampled, thread, Act("Ana", "[How it should be]", "Which map do we want to improve?"))
    await plays(sampled, thread, Act("Ana", "[I need a vacuum that will not break again]", "Copied from"))
    assert await taken_by_slack(sampled) == []


async def test_the_columns_are_ticked_in_slack_and_taken_by_its_own_button(sampled: Playground) -> None:
    ana = sampled.person("Ana")
    thread = await begins(sampled, "new blueprint", "Which map do I lay it over?")
    await plays(sampled, thread, BLUEPRINT[0])
    await plays(sampled, thread, Act("Ana", "[The lowest ones]", "6 touchpoints:"))
    await hears(ana, "All four at once are fine too", thread=thread)
    assert await taken_by_slack(sampled) == []
