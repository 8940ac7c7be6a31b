"""Mentions, threads and direct messages: who is answered, where, how often, and what odd text does to it."""

import asyncio

import pytest

from bot.playground.driver import Playground
from bot.playground.person import text_of
from tests.e2e.hearing import hears, newest, said_by_waymark, taken_by_slack
from tests.e2e.thread import THREAD, opens, plays


async def test_a_mention_is_answered_in_its_thread_and_so_is_the_follow_up_without_one(sampled: Playground):
    ana = sampled.person("Ana")
    said = await ana.says("#vacuum-shop", "@Waymark where do customers drop off?")
    first = await hears(ana, "Compare", thread=said["ts"])
    assert first["thread_ts"] == said["ts"]
    await ana.says("#vacuum-shop", "and by device?", thread=said["ts"])
    await hears(ana, "phone", thread=said["ts"], after=first["ts"])
    assert await taken_by_slack(sampled) == []


async def test_messages_between_people_are_left_alone(sampled: Playground):
    ana, boris = sampled.person("Ana"), sampled.person("Boris")
    said = await ana.says("#general", "where do customers drop off?")
    await boris.says("#general", "no idea", thread=said["ts"])
    await ana.says("#general", "@Waymark help")
    await hears(ana, "What you can type", channel="#general")
    assert len(said_by_waymark(ana, "#general")) == 1


async def test_a_direct_message_needs_no_mention(sampled: Playground):
    ana = sampled.person("Ana")
    await ana.says("@Waymark", "where do customers drop off?")
    await hears(ana, "Compare", channel="@Waymark")
    await ana.says("@Waymark", "new map")
    await hears(ana, "What should get better", channel="@Waymark")
    assert said_by_waymark(sampled.person("Boris")) == []
    assert await taken_by_slack(sampled) == []


async def test_two_people_build_one_map_and_a_question_in_the_middle_is_answered_before_the_open_one(
    sampled: Playground,
):
    thread = await opens(sampled)
    for act in THREAD[:4]:
        await plays(sampled, thread, act)
    boris = sampled.person("Boris")
    before = newest(boris)
    await boris.says("#vacuum-shop", "where do customers drop off?", thread=thread)
    answer = await hears(boris, "customers", thread=thread, after=before)
    await boris.waits(
        lambda: len([m for m in boris.shown(thread=thread) if m["ts"] > answer["ts"]]) >= 1, what="question"
    )
    last = [m for m in boris.shown(thread=thread) if m["is_bot"]][-1]
    assert last["ts"] > answer["ts"] and "?" in text_of(last)
    await plays(sampled, thread, THREAD[4])
    assert await taken_by_slack(sampled) == []


async def test_a_double_click_counts_once(slack: Playground):
    ana = slack.person("Ana")
    thread = await opens(slack)
    await asyncio.gather(*(ana.clicks("Fewer people drop off", thread=thread) for _ in range(2)))
    await hears(ana, "Who is it about?", thread=thread)
    await asyncio.sleep(2)
    assert sum("Who is it about?" in text for text in said_by_waymark(ana, thread=thread)) == 1


async def test_an_edited_message_changes_what_was_noted_and_a_deleted_one_is_answered(slack: Playground):
    ana = slack.person("Ana")
    thread = await opens(slack)
    for act in THREAD[:4]:
        await plays(slack, thread, act)
    said = await ana.says("#vacuum-shop", "old vacuum breaks; sees our ad on Instagram", thread=thread)
    await hears(ana, "Noted 2:", thread=thread)
    before = newest(ana)
    await ana.edits(said["message"], "old vacuum breaks; sees our ad on Facebook")
    await ana.edits(said["message"], "old vacuum breaks; sees our ad on Facebook")
    await hears(ana, "You changed your answer", thread=thread, after=before)
    await asyncio.sleep(1.5)
    told = [text_of(m) for m in ana.shown(thread=thread) if m["is_bot"] and m["ts"] > before]
    assert len(told) == 1
    before = newest(ana)
    await ana.clicks("Replace", thread=thread)
    await hears(ana, "sees our ad on Facebook", thread=thread, after=before)
    before = newest(ana)
    await ana.deletes(said["message"])
    await hears(ana, "You deleted a message that 2 items came from", thread=thread, after=before)
    await ana.clicks("Remove", thread=thread)
    await hears(ana, "Removed: ", thread=thread, after=before)
    assert await taken_by_slack(slack) == []


def parsed(value: object) -> list[str]:
    """The texts in which Slack reads mentions: mrkdwn objects, and the `text` of the message."""
    if isinstance(value, list):
        return [text for inner in value for text in parsed(inner)]
    if not isinstance(value, dict):
        return []
    own = [value["text"]] if value.get("type") in (None, "mrkdwn") and isinstance(value.get("text"), str) else []
    return own + [text for inner in value.values() for text in parsed(inner)]


ODD = {
    "40,000 characters": "vacuum " * 5_714,
    "emoji": "🧹🧹🧹",
    "right to left": "\u202eלשבור \u2066את השואב",
    "Chinese": "吸尘器又坏了",
    "mentions": "<!channel> <!here> <@U0BORIS> &lt;!here&gt;",
    "link": "[x](https://a|b><!channel>)",
    "formula": "=cmd()|' /C calc'!A0",
    "fences": "```\n" * 50,
    "marks": "*_~`>",
    "unseen": "\u200b",
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
async def test_odd_text_is_taken_everywhere_and_pings_nobody(slack: Playground, odd: str):
    ana = slack.person("Ana")
    thread = await opens(slack)
    for text in (THREAD[1].what, odd, odd):
        before = newest(ana)
        await ana.says("#vacuum-shop", text, thread=thread)
        await hears(ana, "", thread=thread, after=before)
    await ana.says("#vacuum-shop", f"@Waymark {odd}"[:39_000])
    await ana.says("@Waymark", odd)
    await ana.slash("#vacuum-shop", f"/journey show {odd[:3_000]}")
    await asyncio.sleep(3)
    posted = [e["payload"] for e in await slack.journal() if e["method"] in ("chat.postMessage", "response_url")]
    assert len(posted) >= 6
    for ping in ("<!channel", "<!here", "<@U0BORIS"):
        assert not [text for payload in posted for text in parsed(payload) if ping in text]
    assert await taken_by_slack(slack) == []


async def test_answers_of_one_thread_come_in_the_order_of_its_messages(slack: Playground):
    ana, boris = slack.person("Ana"), slack.person("Boris")
    said = await ana.says("#vacuum-shop", "@Waymark show map-0")
    for number in range(1, 6):
        await (ana, boris)[number % 2].says("#vacuum-shop", f"@Waymark show map-{number}", thread=said["ts"])
    await hears(ana, "map-5", thread=said["ts"])
    told = [text[:30] for text in said_by_waymark(ana, thread=said["ts"])]
    assert [number for number, text in enumerate(told) if f"map-{number}" in text] == list(range(6))
    assert await taken_by_slack(slack) == []


async def test_a_reply_that_comes_before_the_map_was_begun_is_not_lost(slack: Playground):
    """Boris answers while Waymark is still looking up who Ana is."""
    ana, boris = slack.person("Ana"), slack.person("Boris")
    await slack.fault("slow", "users.info", value=1.5)
    said = await ana.says("#vacuum-shop", "@Waymark new map")
    await asyncio.sleep(0.3)
    await boris.says("#vacuum-shop", "Fewer people drop off", thread=said["ts"])
    await hears(boris, "Who is it about?", thread=said["ts"])


async def test_the_status_shows_while_an_answer_takes_longer_than_a_moment(slack: Playground):
    ana = slack.person("Ana")
    await slack.fault("slow", "users.info", value=2)
    said = await ana.says("#vacuum-shop", "@Waymark new map")
    await hears(ana, "What should get better", thread=said["ts"])
    calls = await slack.journal("call")
    first = next(e for e in calls if e["method"] == "assistant.threads.setStatus" and e["payload"].get("status"))
    asked = next(e for e in await slack.journal("event") if e["method"] == "app_mention")
    assert 0.6 <= first["at"] - asked["at"] < 2  # before the answer, not with it
    assert not any(ana.statuses.values())
    assert await taken_by_slack(slack) == []


async def test_opening_the_direct_message_offers_prompts(slack: Playground):
    ana = slack.person("Ana")
    await ana.acts("open_dm")
    await ana.waits(lambda: len(ana.prompts) == 4, what="prompts")
    assert await taken_by_slack(slack) == []
