"""A day in the life, an empathy map and personas, built by people in the playground as their cases say."""

from pathlib import Path

import pytest

from bot.playground.driver import Playground
from bot.playground.person import text_of
from tests.e2e.hearing import hears, newest, taken_by_slack
from tests.e2e.told import opens, plays, stores_the_same, told

CASES = ("day_baker_zh", "empathy_guess_mk", "persona_dana_en")


@pytest.mark.parametrize("name", CASES)
async def test_a_case_is_said_and_stored_in_the_playground_as_in_memory(slack: Playground, tmp_path: Path, name: str):
    turns = told(name)
    thread = await opens(slack, turns)
    for turn in turns[1:]:
        await plays(slack, thread, turn)
    assert await taken_by_slack(slack) == []
    stores_the_same(tmp_path, name)


async def test_the_second_of_two_maps_follows_in_a_thread_of_its_own_with_what_is_known(slack: Playground):
    ana = slack.person("Ana")
    turns = told("two_maps_en")
    thread = await opens(slack, turns)
    for turn in turns[1:]:
        await plays(slack, thread, turn)
    asked = await hears(ana, "What does Dana want to get done", channel="#vacuum-shop")
    assert asked["thread_ts"] not in (thread, None)
    await ana.says("#vacuum-shop", "I want one bill a month", thread=asked["thread_ts"])
    await hears(ana, "Saved as map one-bill-month", thread=asked["thread_ts"])
    assert await taken_by_slack(slack) == []


async def test_a_persona_is_built_listed_given_a_copied_map_and_kept_while_it_is_used(slack: Playground):
    ana = slack.person("Ana")
    await ana.slash("#vacuum-shop", "/journey persona new Ben, 41, runs a bakery")
    first = await hears(ana, "What does Ben do all day", channel="#vacuum-shop")
    await ana.says("#vacuum-shop", "done", thread=first["thread_ts"])
    await hears(ana, "This is Ben now", thread=first["thread_ts"])
    await ana.clicks("Map about Ben", thread=first["thread_ts"])
    for text, seen in (
        ("Happier customers", "What does Ben want"),
        ("I want flour before five", "Which stages"),
        ("Search > Order > Receive", "What does Ben do at"),
        ("looks on our site", "How does Ben feel"),
        ("same map for Dana, 33, florist", "The same map for Dana"),
    ):
        before = newest(ana)
        await ana.says("#vacuum-shop", text, thread=first["thread_ts"])
        await hears(ana, seen, thread=first["thread_ts"], after=before)
    copied = await hears(ana, "Copied from", channel="#vacuum-shop")
    assert "3 stages, 1 touchpoints, no moods, no evidence" in text_of(copied)
    await ana.slash("#vacuum-shop", "/journey personas")
    listed = await hears(ana, "Personas: 2", channel="#vacuum-shop")
    assert "on 1 map" in text_of(listed)
    await ana.slash("#vacuum-shop", "/journey persona dana")
    await hears(ana, "florist", channel="#vacuum-shop")
    assert await taken_by_slack(slack) == []
