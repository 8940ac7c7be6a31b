"""A question in a thread is being answered: it can be stopped, others wait their turn, and nothing ends in silence."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.playground.driver import Playground
from bot.playground.person import Person, text_of
from bot.playground.wire import Json
from bot.samples import load_samples
from bot.settings import Settings
from prompts.loader import words
from tests.e2e.conftest import bot_here
from tests.e2e.hearing import hears, newest, said_by_waymark, taken_by_slack
from tests.e2e.thread import THREAD, opens, plays
from tests.e2e.troubled_bot import trouble, troubled

BOT = [sys.executable, "-m", "tests.e2e.troubled_bot", "run"]
HERE = "#vacuum-shop"
DROP_OFF, CONVERSION = "where do customers drop off?", "what is the conversion rate?"
LOST = "do not go on to"
EN, ZH, MK = words("en"), words("zh"), words("mk")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(200)]


@pytest.fixture
def longest() -> str:
    """Seconds that an answer may take."""
    return "60"


@pytest.fixture
async def slack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Playground]:
    """The sample map and its events, and a bot whose analyses go wrong on demand."""
    load_samples(Settings(WAYMARK_DATA=tmp_path))
    troubled(tmp_path, monkeypatch)
    async with bot_here(tmp_path) as playground:
        yield playground


@pytest.fixture
async def slack_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, longest: str) -> AsyncIterator[Playground]:
    """As `slack`, the bot in a process of its own."""
    monkeypatch.setenv("WAYMARK_DATA", str(tmp_path))
    monkeypatch.setenv("WAYMARK_LONGEST", longest)
    load_samples(Settings(WAYMARK_DATA=tmp_path))
    async with Playground.start(seed=7, bot_command=BOT, bot_data=tmp_path) as playground:
        await playground.until_connected(20)
        yield playground


async def asks(person: Person, question: str, thread: str | None = None) -> str:
    """A mention; gives the thread."""
    said = await person.says(HERE, f"@Waymark {question}", thread=thread)
    return thread or str(said["message"]["ts"])


async def works(slack: Playground, person: Person, thread: str) -> None:
    """Until the status says that something is being done."""
    await person.waits(lambda: person.statuses.get(f"C0VACUUM:{thread}"), 10, "status")


def only_for(person: Person, text: str, thread: str | None = None) -> list[Json]:
    """What this person alone is shown."""
    shown = [m for m in person.messages.values() if m["ephemeral"] and text in text_of(m)]
    return [m for m in shown if thread in (None, m["thread_ts"])]


async def test_a_word_in_any_language_stops_what_is_counted_and_says_so_once(slack: Playground, tmp_path: Path):
    ana = slack.person("Ana")
    for word in ("stop", "Стоп!", "停", "@Waymark stop"):
        trouble(tmp_path, drop_off=["query"])
        thread = await asks(ana, DROP_OFF)
        await works(slack, ana, thread)
        began = time.monotonic()
        await ana.says(HERE, word, thread=thread)
        await hears(ana, EN("threads.stopped", name="Ana"), thread=thread)
        assert time.monotonic() - began < 8
        await asyncio.sleep(1.5)
        assert len(said_by_waymark(ana, thread=thread)) == 1
        assert not any(ana.statuses.values())
    await asks(ana, DROP_OFF, thread)
    last = await hears(ana, LOST, thread=thread)
    await ana.says(HERE, "stop", thread=thread)
    await hears(ana, EN("threads.nothing_to_stop"), thread=thread, after=last["ts"])
    assert await taken_by_slack(slack) == []


async def test_in_a_direct_message_the_status_hangs_on_the_question_and_stop_ends_it(slack: Playground, tmp_path: Path):
    ana = slack.person("Ana")
    for how in ("word", "button"):
        trouble(tmp_path, drop_off=["query"])
        said = await ana.says("@Waymark", DROP_OFF)
        place = {"channel": said["message"]["channel"], "thread_ts": said["ts"]}
        await ana.waits(partial(ana.statuses.get, f"{place['channel']}:{said['ts']}"), 20, "status")
        await (ana.says("@Waymark", "stop") if how == "word" else ana.acts("stop", **place))
        await hears(ana, EN("threads.stopped", name="Ana"), channel="@Waymark", after=said["ts"])
        await ana.waits(lambda: not any(ana.statuses.values()), 5, "no status")
    assert await taken_by_slack(slack) == []


async def test_slacks_stop_button_stops_and_the_next_persons_question_goes_on(slack: Playground, tmp_path: Path):
    ana, boris = slack.person("Ana"), slack.person("Boris")
    trouble(tmp_path, drop_off=["query"])
    thread = await asks(ana, DROP_OFF)
    await works(slack, ana, thread)
    await boris.says(HERE, CONVERSION, thread=thread)
    waits = EN("threads.yours_next", name="Ana")
    await boris.waits(lambda: only_for(boris, waits), 10, "told to wait")
    assert only_for(ana, waits) == []
    await ana.acts("stop", channel="C0VACUUM", thread_ts=thread)
    stopped = await hears(boris, EN("threads.stopped", name="Ana"), thread=thread)
    answer = await hears(boris, "%", thread=thread, after=stopped["ts"])
    assert EN("threads.for_someone", name="Boris") in text_of(answer)
    assert LOST not in " ".join(said_by_waymark(ana, thread=thread))
    sessions = [e["payload"]["status"] for e in await slack.journal("call", "agents.sessions.setStatus")]
    assert sessions[:2] == ["processing", "active"]
    assert await taken_by_slack(slack) == []


async def test_who_waits_is_told_in_their_own_language_and_both_are_answered_in_turn(slack: Playground, tmp_path: Path):
    ana, boris, mia = slack.person("Ana"), slack.person("Boris"), slack.person("Mia")
    trouble(tmp_path, drop_off=["wait:4"])
    thread = await asks(ana, DROP_OFF)
    await works(slack, ana, thread)
    await asks(boris, "客户在哪里流失？", thread)
    await boris.waits(lambda: only_for(boris, ZH("threads.yours_next", name="Ana")), 10, "told to wait")
    await mia.says(HERE, "lunch at one then", thread=thread)
    first = await hears(ana, LOST, thread=thread)
    assert EN("threads.for_someone", name="Ana") in text_of(first)
    await hears(boris, ZH("threads.for_someone", name="Boris"), thread=thread, after=first["ts"])
    await asyncio.sleep(1.5)
    assert len(said_by_waymark(ana, thread=thread)) == 2
    assert not [m for m in mia.messages.values() if m["ephemeral"]]
    assert await taken_by_slack(slack) == []


async def test_a_stop_between_two_attempts_is_a_stop_too(slack: Playground, tmp_path: Path):
    ana = slack.person("Ana")
    trouble(tmp_path, drop_off=["raise"] * 2)
    thread = await asks(ana, DROP_OFF)
    await works(slack, ana, thread)
    await asyncio.sleep(1.5)
    await ana.says(HERE, "stop", thread=thread)
    await hears(ana, EN("threads.stopped", name="Ana"), thread=thread)
    await asyncio.sleep(5)
    assert len(said_by_waymark(ana, thread=thread)) == 1


async def test_other_threads_are_answered_beside_a_long_one(slack: Playground, tmp_path: Path):
    ana, boris = slack.person("Ana"), slack.person("Boris")
    trouble(tmp_path, drop_off=["wait:3"])
    slow = await asks(ana, DROP_OFF)
    await works(slack, ana, slow)
    quick = await asks(boris, CONVERSION)
    await hears(boris, "%", thread=quick, within=4)
    assert said_by_waymark(ana, thread=slow) == []
    await hears(ana, LOST, thread=slow)


@pytest.mark.parametrize("longest", ["9"])
async def test_what_takes_too_long_ends_in_words_and_can_be_tried_again_once_by_who_asked(
    slack_apart: Playground, tmp_path: Path, longest: str
):
    """A query, which is ended, and work that nothing can end, which is left alone."""
    ana, boris = slack_apart.person("Ana"), slack_apart.person("Boris")
    for kind in ("query", "wait:30"):
        trouble(tmp_path, drop_off=[kind])
        thread = await asks(ana, DROP_OFF)
        failed = await hears(ana, EN("errors.took_too_long", seconds=longest), thread=thread, within=25)
        await boris.clicks(EN("threads.try_again"), thread=thread)
        theirs = EN("threads.again_theirs", name="Ana")
        await boris.waits(partial(only_for, boris, theirs, thread), 10, "whose it is")
        await ana.clicks(EN("threads.try_again"), thread=thread)
        await hears(ana, LOST, thread=thread, after=failed["ts"])
        await asyncio.sleep(2.2)
        await ana.clicks(EN("threads.try_again"), thread=thread)
        await ana.waits(partial(only_for, ana, EN("threads.answered_since"), thread), 10, "answered since")
    assert await taken_by_slack(slack_apart) == []


async def test_a_fault_that_passes_ends_in_the_answer_and_one_that_stays_in_words(slack: Playground, tmp_path: Path):
    """A crash of a tool, and of a store."""
    ana = slack.person("Ana")
    known = {"raise": EN("errors.unexpected", ref="").partition("Reference")[0], "away": EN("errors.StoreUnavailable")}
    for kind, words_for_it in known.items():
        trouble(tmp_path, drop_off=[kind])
        thread = await asks(ana, DROP_OFF)
        answer = await hears(ana, LOST, thread=thread)
        assert len(said_by_waymark(ana, thread=thread)) == 1
        trouble(tmp_path, drop_off=[kind] * 3)
        await asks(ana, DROP_OFF, thread)
        failed = await hears(ana, words_for_it, thread=thread, within=30, after=answer["ts"])
        await ana.clicks(EN("threads.try_again"), thread=thread)
        await hears(ana, LOST, thread=thread, after=failed["ts"])
    assert await taken_by_slack(slack) == []


async def test_a_database_that_is_away_for_a_moment_delays_the_answer_and_doubles_nothing(
    slack: Playground, tmp_path: Path
):
    ana = slack.person("Ana")
    for call in ("inbox_take", "inbox_done", "outbox_take", "outbox_sent"):
        trouble(tmp_path, **{call: ["away", "away"]})
        thread = await asks(ana, DROP_OFF)
        await hears(ana, LOST, thread=thread)
        await asyncio.sleep(3)
        assert len(said_by_waymark(ana, thread=thread)) == 1, call


async def test_a_request_at_which_the_program_ends_each_time_ends_in_words(slack_apart: Playground, tmp_path: Path):
    ana = slack_apart.person("Ana")
    trouble(tmp_path, drop_off=["exit"] * 3)
    thread = await asks(ana, DROP_OFF)
    for _ in range(3):
        await ended(slack_apart)
        await slack_apart.bot("start")
    known = EN("errors.unexpected", ref="").partition("Reference")[0]
    failed = await hears(ana, known, thread=thread, within=30)
    await ana.clicks(EN("threads.try_again"), thread=thread)
    await hears(ana, LOST, thread=thread, after=failed["ts"])


async def ended(slack: Playground) -> None:
    """Until the bot's process is gone."""
    for _ in range(300):
        if not (await slack.get("bot"))["running"]:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the bot still runs")


async def test_a_restart_and_a_lost_connection_in_mid_answer_end_in_one_answer(slack_apart: Playground, tmp_path: Path):
    ana = slack_apart.person("Ana")
    for how in ("kill", "cut", "stop"):
        trouble(tmp_path, drop_off=["wait:2"])
        thread = await asks(ana, DROP_OFF)
        await works(slack_apart, ana, thread)
        await slack_apart.bot(how)
        if how != "cut":
            await slack_apart.bot("start")
        await slack_apart.until_connected(20)
        await hears(ana, LOST, thread=thread)
        await asyncio.sleep(1)
        assert len(said_by_waymark(ana, thread=thread)) == 1


async def test_a_stop_in_a_build_leaves_the_build_as_it_was(slack: Playground, tmp_path: Path):
    ana, boris = slack.person("Ana"), slack.person("Boris")
    thread = await opens(slack)
    for act in THREAD[:4]:
        await plays(slack, thread, act)
    trouble(tmp_path, drop_off=["query"])
    await boris.says(HERE, DROP_OFF, thread=thread)
    await works(slack, boris, thread)
    before = newest(ana)
    await ana.says(HERE, "stop", thread=thread)
    await hears(ana, EN("threads.stopped", name="Ana"), thread=thread, after=before)
    await plays(slack, thread, THREAD[4])


async def test_a_private_answer_can_not_be_seen_waited_for_or_followed_by_others(slack: Playground, tmp_path: Path):
    ana, boris = slack.person("Ana"), slack.person("Boris")
    trouble(tmp_path, drop_off=["wait:3"])
    asking = asyncio.create_task(ana.slash(HERE, f"/journey ask {DROP_OFF}"))
    thread = await asks(boris, CONVERSION)
    await hears(boris, "%", thread=thread)
    await asking
    await ana.waits(lambda: only_for(ana, LOST), 10, "private answer")
    assert not [m for m in boris.messages.values() if m["ephemeral"] or LOST in text_of(m)]
    before = newest(boris)
    await boris.says(HERE, "and by device?", thread=thread)
    answer = await hears(boris, "phone", thread=thread, after=before)
    assert LOST not in text_of(answer)
