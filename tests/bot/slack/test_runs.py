"""Who stops a request, and what becomes of its work?"""

import asyncio

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.heard import Heard
from bot.slack.runs import Running, TookTooLong
from bot.slack.streams import Streams
from storage.running import Stopped

HEARD = Heard(team="T1", channel="C0SHOP", user="U0ANA", ts="1.1", thread_ts="1.1")


def running(longest: float = 10.0) -> Running:
    return Running(HEARD, Streams(AsyncWebClient()), crossed=False, longest=longest)


async def test_a_stream_that_slack_ends_stops_the_work_before_it_is_known_who_stopped_it() -> None:
    run = running()
    work = asyncio.create_task(asyncio.sleep(60))
    asyncio.get_running_loop().call_later(0.05, run.stop, "")
    asyncio.get_running_loop().call_later(0.1, work.cancel)
    with pytest.raises(Stopped):
        await run.until_stopped(work)
    assert run.by == ""
    run.stop("U0BORIS")
    run.stop("U0ANA")
    assert run.by == "U0BORIS"


async def test_work_that_is_done_gives_its_result_and_work_that_goes_on_too_long_is_ended() -> None:
    assert await running().until_stopped(asyncio.sleep(0, "done")) == "done"
    work = asyncio.create_task(asyncio.sleep(60))
    asyncio.get_running_loop().call_later(0.1, work.cancel)
    with pytest.raises(TookTooLong):
        await running(longest=0.05).until_stopped(work)
