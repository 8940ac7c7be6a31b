"""Is the server safe, does its workspace last, does a seed repeat a run, and does the bot's process obey?"""

import asyncio
import json
import os
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
from PIL import Image
from slack_sdk.errors import SlackApiError

from bot.playground.driver import ActRefused, Playground
from bot.playground.server import serve
from bot.playground.shapes import NEWEST
from bot.playground.workspace_file import WorkspaceUnreadable
from prompts.loader import words

GENERAL = "C0GENERAL"
BOT = """
import asyncio, os
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

async def main():
    client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client)

    @app.event("message")
    async def answer(event):
        text = f"{os.getpid()} heard in {os.environ['WAYMARK_DATA']}"
        await client.chat_postMessage(channel=event["channel"], text=text)

    await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start_async()

asyncio.run(main())
"""


@pytest.fixture
async def web():
    async with aiohttp.ClientSession() as session:
        yield session


def png(width, height):
    data = BytesIO()
    Image.new("RGB", (width, height)).save(data, "PNG")
    return data.getvalue()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
async def test_only_this_machine_and_this_page_may_ask(slack, web, headers, status):
    for path in ("", "_playground/state", "api/blocks.validate?blocks=[]"):
        async with web.get(
            f"{slack.page_url}{path}", headers={"X-Playground-Token": slack.token, **headers}
        ) as response:
            assert response.status == status, path


async def test_control_calls_need_the_runs_token(slack, web):
    for path in ("state", "stream", "journal", "faults", "bot", "file/F0"):
        async with web.get(f"{slack.page_url}_playground/{path}", headers={"X-Playground-Token": "wrong"}) as response:
            assert (response.status, (await response.json())["error"]) == (403, "bad_token")
    async with web.get(f"{slack.page_url}_playground/state?token={slack.token}") as response:
        assert response.status == 403  # in the address only where a header cannot be set


async def test_the_page_carries_the_token_and_a_strict_policy(slack, web):
    async with web.get(slack.page_url) as response:
        assert f'content="{slack.token}"' in await response.text()
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "http" not in policy
        assert "unsafe" not in policy
    for path in ("page/../server.py", "page/%2e%2e/server.py", "page/none.js"):
        async with web.get(f"{slack.page_url}{path}") as response:
            assert response.status == 404


def test_the_stand_in_stays_a_side_of_its_own_without_slacks_sdk():
    code = (
        "import sys, bot.playground.driver; sys.exit(any(name in sys.modules for name in ('slack_sdk', 'slack_bolt')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def test_no_other_address_than_loopback_is_served():
    with pytest.raises(ValueError, match="this machine only"):
        await serve(host="0.0.0.0")


async def test_only_raster_images_are_shown_and_their_type_is_taken_from_their_content(slack, web, tmp_path):
    ana = slack.person("Ana")
    found = {}
    for name, data in (
        ("a.png", png(3, 2)),
        ("b.svg", b"<svg onload='x()'/>"),
        ("c.png", b"<script>"),
        ("d.html", b"<b>"),
    ):
        (tmp_path / name).write_bytes(data)
        file = (await ana.uploads("#general", tmp_path / name))["message"]["files"][0]
        async with web.get(
            f"{slack.page_url}_playground/file/{file['id']}", headers={"X-Playground-Token": slack.token}
        ) as response:
            assert await response.read() == data
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            found[name] = (
                response.content_type,
                response.headers["Content-Disposition"].split(";")[0],
                file["w"],
                file["h"],
            )
    download = ("application/octet-stream", "attachment", None, None)
    assert found == {"a.png": ("image/png", "inline", 3, 2), "b.svg": download, "c.png": download, "d.html": download}


async def test_the_sdks_upload_puts_a_picture_into_a_thread(slack, bot):
    ana = slack.person("Ana")
    root = await ana.says("#general", "root")
    done = await bot.client.files_upload_v2(
        content=png(4, 5), filename="map.png", title="Map", alt_txt="Lowest point: Compare", channel=GENERAL,
        thread_ts=root["ts"], initial_comment="The map",
    )  # fmt: skip
    seen = await ana.sees("The map", thread=root["ts"])
    file = seen["files"][0]
    assert (file["name"], file["mimetype"], file["w"], file["h"], file["alt_txt"]) == (
        "map.png",
        "image/png",
        4,
        5,
        "Lowest point: Compare",
    )
    assert (seen["thread_ts"], seen["is_bot"], file["id"]) == (root["ts"], True, done["file"]["id"])
    assert (await bot.client.files_info(file=file["id"]))["file"]["title"] == "Map"
    await bot.client.files_delete(file=file["id"])
    with pytest.raises(SlackApiError, match="file_not_found"):
        await bot.client.files_info(file=file["id"])


async def test_a_file_whose_bytes_never_came_is_not_shared(bot):
    given = await bot.client.files_getUploadURLExternal(filename="a.txt", length=3)
    with pytest.raises(SlackApiError, match="file_not_found"):
        await bot.client.files_completeUploadExternal(files=[{"id": given["file_id"]}], channel_id=GENERAL)


async def test_the_workspace_lasts_and_can_be_emptied(web, tmp_path):
    async with Playground.start(data=tmp_path) as slack:
        ana = slack.person("Ana")
        (tmp_path / "notes.txt").write_text("notes")
        said = await ana.uploads("#general", tmp_path / "notes.txt", text="before")
        await ana.acts("react", channel=GENERAL, ts=said["ts"], name="eyes")
        await ana.slash("#partner-shared", "/invite @Waymark")
    async with Playground.start(data=tmp_path) as slack:
        message = await slack.person("Boris").sees("before")
        assert message["reactions"] == [{"name": "eyes", "users": ["U0ANA"]}]
        address = f"{slack.page_url}_playground/file/{message['files'][0]['id']}"
        async with web.get(address, headers={"X-Playground-Token": slack.token}) as response:
            assert await response.read() == b"notes"
        assert next(c for c in (await slack.get("state"))["channels"] if c["name"] == "partner-shared")["bot_in"]
        later = await slack.person("Ana").says("#general", "after")
        assert later["ts"] > message["ts"]
        await slack.post("reset", {})
        assert (await slack.get("state"))["messages"][GENERAL] == []
    lines = (tmp_path / "journal.jsonl").read_text().splitlines()
    assert [json.loads(line)["method"] for line in lines[:3]] == ["upload", "react", "slash"]


async def test_a_torn_file_of_an_unfinished_save_is_not_read(tmp_path):
    async with Playground.start(data=tmp_path) as slack:
        await slack.person("Ana").says("#general", "kept")
    (tmp_path / "workspace.new").write_text('{"workspace": {"chan')
    async with Playground.start(data=tmp_path) as slack:
        await slack.person("Ana").sees("kept")


@pytest.mark.parametrize("content", ['{"workspace": {"chan', '{"version": 99}', "[]", "\x00"])
async def test_a_workspace_that_cannot_be_read_is_named_and_left_alone(tmp_path, content):
    file = tmp_path / "workspace.json"
    file.write_text(content)
    with pytest.raises(WorkspaceUnreadable) as unreadable:
        await serve(data=tmp_path)
    assert str(file) in words("en")("errors.WorkspaceUnreadable", **unreadable.value.facts)
    assert file.read_text() == content


async def run_of(seed):
    async with Playground.start(seed=seed) as slack, aiohttp.ClientSession() as session:
        ana = slack.person("Ana")
        root = await ana.says("#general", "one")
        headers = {"Authorization": f"Bearer {slack.bot_token}"}
        body = {"channel": GENERAL, "text": "two", "thread_ts": root["ts"], "blocks": [{"type": "divider"}]}
        async with session.post(f"{slack.api_url}chat.postMessage", json=body, headers=headers) as response:
            posted = await response.json()
        events = [e["payload"] for e in await slack.journal("event")]
        return slack.bot_token, posted, events, (await slack.get("state", **{"as": "U0BORIS"}))["messages"]


async def test_the_same_seed_gives_the_same_ids_and_timestamps():
    first, again, other = await run_of(5), await run_of(5), await run_of(6)
    assert first == again
    assert first[0] != other[0]
    assert (await run_of(None))[0] != (await run_of(None))[0]


async def test_the_bots_process_starts_hears_is_killed_and_comes_back(tmp_path):
    command = [sys.executable, "-c", BOT]
    async with Playground.start(bot_command=command, bot_data=tmp_path / "bot") as slack:
        await slack.until_connected(within=20)
        ana = slack.person("Ana")
        pids: list[int] = []
        last = ""
        for order in ("kill", "restart", "stop"):
            await ana.says("D0ANA", "hello")
            heard = await ana.sees(f"heard in {tmp_path / 'bot'}", within=20, after=last)
            last = heard["ts"]
            facts = await slack.get("bot")
            assert (facts["running"], heard["text"].split()[0]) == (True, str(facts["pid"]))
            pids.append(facts["pid"])
            facts = await slack.bot(order)
            if order == "kill":
                assert (facts["running"], facts["pid"]) == (False, None)
                await slack.bot("start")
            if order != "stop":
                await asyncio.sleep(0.05)
                await slack.until_connected(within=20)
        assert len(set(pids)) == 3
        assert not (await slack.get("bot"))["running"]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
async def test_the_bot_ends_when_the_stand_in_is_killed(tmp_path):
    script = """
import asyncio, sys
from bot.playground.server import serve
from bot.playground.shapes import NEWEST
async def main():
    running = await serve(bot_command=[sys.executable, "-c", "import time; time.sleep(60)"])
    print(running.bot.pid, flush=True)
    await running.wait()
asyncio.run(main())
"""
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE)
    child = int(await parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    await parent.wait()
    state = Path(f"/proc/{child}/stat")
    for _ in range(100):
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        await asyncio.sleep(0.05)
    pytest.fail("the bot outlived the stand-in")


async def test_the_stream_tells_two_windows_as_two_people(slack):
    ana, boris = slack.person("Ana"), slack.person("Boris")
    await ana.says("#product-private", "secret plan")
    await boris.sees("secret plan", channel="#product-private")
    assert not slack.person("Mia").shown()


async def test_a_reader_of_the_journal_waits_for_what_comes(slack):
    since = (await slack.journal())[-1]["seq"] if await slack.journal() else 0
    waiting = asyncio.create_task(slack.get("journal", since=since, wait=5))
    await asyncio.sleep(0.05)
    await slack.person("Ana").says("#general", "now")
    assert (await waiting)["entries"][0]["method"] == "say"


@pytest.mark.parametrize(
    ("call", "body", "code"),
    [
        ("clock", {"advance": -1}, "bad_number"),
        ("bot", {"do": "start"}, "no_bot"),
        ("act", {"as": "U0NONE"}, "unknown_person"),
    ],
)
async def test_a_bad_control_call_is_answered_in_words(slack, call, body, code):
    with pytest.raises(ActRefused) as refused:
        await slack.post(call, body)
    assert refused.value.code == code
    assert refused.value.message


async def test_unread_counts_what_others_wrote_since(slack, bot):
    async def unread():
        state = await slack.get("state", **{"as": "U0ANA"})
        return next(channel["unread"] for channel in state["channels"] if channel["name"] == "general")

    for number in range(2):
        ts = (await bot.client.chat_postMessage(channel=GENERAL, text=str(number)))["ts"]
    assert await unread() == 2
    await slack.person("Ana").acts("mark", channel=GENERAL, ts=ts)
    assert await unread() == 0


async def test_a_long_thread_pushes_no_other_thread_and_no_root_out_of_a_reloaded_page(slack):
    ana = slack.person("Ana")
    first = await ana.says("#general", "an old thread")
    root = await ana.says("#general", "a long thread")
    for number in range(NEWEST + 5):
        await ana.says("#general", f"reply {number}", thread=root["message"]["ts"])
    shown = [m["text"] for m in (await slack.get("state", **{"as": "U0ANA"}))["messages"][GENERAL]]
    assert shown[:2] == [first["message"]["text"], "a long thread"]
    assert shown[-1] == f"reply {NEWEST + 4}" and len(shown) == NEWEST + 2
