"""Who asked may take an answer away, by its menu or a wastebasket; nobody else may."""

import asyncio

import pytest

from bot.playground.driver import Playground
from bot.playground.person import text_of
from prompts.loader import words
from tests.e2e.hearing import hears, said_by_waymark, taken_by_slack

HERE = "#vacuum-shop"
EN, MK = words("en"), words("mk")
DELETE = EN("answers.more.delete")

pytestmark = pytest.mark.slow


async def test_who_asked_takes_an_answer_away_and_others_are_told_whose_it_is(sampled: Playground):
    ana, boris = sampled.person("Ana"), sampled.person("Boris")
    said = await ana.says(HERE, "@Waymark where do customers drop off?")
    thread = said["ts"]
    answer = await hears(ana, "do not go on to", thread=thread)
    await boris.clicks(DELETE, thread=thread)
    theirs = EN("threads.deletes_theirs", name="Ana")
    await boris.waits(
        lambda: [m for m in boris.messages.values() if m["ephemeral"] and theirs in text_of(m)], 10, "whose it is"
    )
    await boris.acts("react", channel=answer["channel"], ts=answer["ts"], name="wastebasket")
    await asyncio.sleep(1)
    assert len(said_by_waymark(ana, thread=thread)) == 1
    await ana.clicks(DELETE, thread=thread)
    await ana.waits(lambda: said_by_waymark(ana, thread=thread) == [], 10, "nothing more of it")

    await boris.says(HERE, "and by device?", thread=thread)
    follow_up = await hears(boris, "phone", thread=thread)
    await boris.acts("react", channel=follow_up["channel"], ts=follow_up["ts"], name="tada")
    await boris.acts("react", channel=follow_up["channel"], ts=follow_up["ts"], name="wastebasket")
    await ana.waits(lambda: said_by_waymark(ana, thread=thread) == [], 10, "nothing more of it")
    assert await taken_by_slack(sampled) == []


async def test_a_private_answer_goes_by_its_menu(sampled: Playground):
    ana = sampled.person("Ana")
    await ana.slash(HERE, "/journey ask where do customers drop off?")
    await hears(ana, "do not go on to")
    await ana.clicks(DELETE)
    await ana.waits(lambda: said_by_waymark(ana) == [], 10, "nothing more of it")
    assert await taken_by_slack(sampled) == []


async def test_the_picture_of_an_answer_goes_with_it(sampled: Playground):
    """What customers do next is drawn as a picture after the words."""
    ana = sampled.person("Ana")
    said = await ana.says(HERE, "@Waymark what do customers do after Compare?")
    thread = said["ts"]
    await ana.waits(lambda: any(m["files"] for m in ana.shown(thread=thread)), 20, "picture")
    await ana.clicks(DELETE, thread=thread)
    await ana.waits(lambda: said_by_waymark(ana, thread=thread) == [], 10, "nothing more of it")
    assert await taken_by_slack(sampled) == []
