"""A newcomer in an empty workspace: the examples are listed, one is opened, asked about, copied, changed, compared."""

from bot.playground.driver import Playground
from bot.playground.person import text_of
from tests.e2e.hearing import hears, newest, taken_by_slack


async def test_a_newcomer_opens_asks_copies_changes_and_compares_an_example(slack: Playground):
    ana, boris = slack.person("Ana"), slack.person("Boris")
    await ana.slash("#vacuum-shop", "/journey list")
    await hears(ana, "There is no map here yet")
    await ana.clicks("Try an example")
    await hears(ana, "Finished maps to look into: 7")
    said = await ana.says("#vacuum-shop", "@Waymark examples sneaker")
    thread = str(said["message"]["ts"])
    card = await hears(boris, "an invented example", thread=thread)
    assert "delivery costs appear only in the cart" in text_of(card)
    before = newest(boris)
    await boris.says("#vacuum-shop", "What are the biggest pain points?", thread=thread)
    await hears(ana, "From the example: I want the white pair", thread=thread, after=before)
    await ana.slash("#vacuum-shop", "/journey ask Which touchpoints are in the renewal example?")
    private = await hears(ana, "From the example: I want a renewal")
    assert private["ephemeral"] and "meets us for the yearly review" in text_of(private)
    before = newest(boris)
    await boris.clicks("Make a copy", thread=thread)
    opened = await hears(boris, "copies an example", after=before)
    own = str(opened["ts"])
    copied = text_of(await hears(ana, "Copied from the example", thread=own, within=30))
    assert "white-pair-without" in copied and "Owner: Boris" in copied and "counts as a guess" in copied
    await ana.says("#vacuum-shop", "rename stage 2 to Browse", thread=own)
    await hears(boris, 'is now "Browse"', thread=own)
    await boris.says("#vacuum-shop", "compare with the example", thread=own)
    told = await hears(ana, "What is different in", thread=own)
    assert "(the example)" in text_of(told)
    await ana.slash("#vacuum-shop", "/journey list")
    await hears(ana, "Journey maps: 1")
    assert await taken_by_slack(slack) == []
