"""Files that people send: from Slack's own hosts alone, within the limit, under names that lead nowhere else."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.slack import downloads
from bot.slack.calls import SlackBusy
from bot.slack.downloads import Downloads, FileRefused
from bot.slack.heard import SlackFile

TOKENS = web.AppKey("tokens", list[str | None])
BODY = b"customer,time,event\n" * 10


@pytest.fixture
async def host() -> AsyncIterator[TestServer]:
    """Serves a file, a page, a redirect and trouble; remembers the tokens it was shown."""

    async def answer(request: web.Request) -> web.StreamResponse:
        request.app[TOKENS].append(request.headers.get("Authorization"))
        match request.match_info["what"]:
            case "page":
                return web.Response(text="<title>Sign in</title>", content_type="text/html")
            case "away":
                raise web.HTTPFound("http://elsewhere.example/file")
            case "trouble":
                return web.Response(status=503)
            case "gone":
                return web.Response(status=404)
        return web.Response(body=BODY)

    app = web.Application()
    app[TOKENS] = []
    app.router.add_get("/{what}", answer)
    async with TestServer(app) as server:
        yield server


def fetched(host: TestServer, session: aiohttp.ClientSession) -> Downloads:
    return Downloads(session, "xoxb-secret", str(host.make_url("/api/")))


def file(host: TestServer, what: str = "file", **facts: object) -> SlackFile:
    return SlackFile.model_validate({"id": "F1", "name": "orders.csv", "url": str(host.make_url(f"/{what}"))} | facts)


async def test_a_file_is_kept_whole_under_its_id_and_fetched_with_the_token(
    host: TestServer, session: aiohttp.ClientSession, tmp_path: Path
):
    path = await fetched(host, session).fetch(file(host), tmp_path / "in")
    assert path.read_bytes() == BODY and path == tmp_path / "in" / "F1-orders.csv"
    assert host.app[TOKENS] == ["Bearer xoxb-secret"]


@pytest.mark.parametrize("what", ["page", "away", "gone"])
async def test_a_page_a_redirect_or_nothing_is_no_file(
    host: TestServer, session: aiohttp.ClientSession, tmp_path: Path, what: str
):
    with pytest.raises(FileRefused) as refused:
        await fetched(host, session).fetch(file(host, what), tmp_path)
    assert refused.value.key == "file_not_readable"
    assert list(tmp_path.iterdir()) == [] and len(host.app[TOKENS]) == 1


async def test_trouble_at_the_host_may_pass(host: TestServer, session: aiohttp.ClientSession, tmp_path: Path):
    with pytest.raises(SlackBusy):
        await fetched(host, session).fetch(file(host, "trouble"), tmp_path)


@pytest.mark.parametrize("announced", [downloads.LARGEST + 1, 200_000_000])
async def test_a_file_announced_too_large_is_never_asked_for(
    host: TestServer, session: aiohttp.ClientSession, tmp_path: Path, announced: int
):
    with pytest.raises(FileRefused) as refused:
        await fetched(host, session).fetch(file(host, size=announced), tmp_path)
    assert refused.value.facts["limit"] == 100 and host.app[TOKENS] == []


async def test_a_file_that_turns_out_too_large_is_dropped_on_the_way(
    host: TestServer, session: aiohttp.ClientSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(downloads, "LARGEST", 100)
    with pytest.raises(FileRefused, match="file_too_large"):
        await fetched(host, session).fetch(file(host, size=5), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("api", "url", "ours"),
    [
        ("https://slack.com/api/", "https://files.slack.com/files-pri/T1-F1/a.csv", True),
        ("https://slack.com/api/", "https://waymark.slack.com/files/a.csv", True),
        ("https://slack.com/api/", "http://files.slack.com/a.csv", False),
        ("https://slack.com/api/", "https://files.slack.com.evil.example/a.csv", False),
        ("https://slack.com/api/", "https://evilslack.com/a.csv", False),
        ("https://slack.com/api/", "https://drive.example/a.csv", False),
        ("https://slack.com/api/", "", False),
        ("http://127.0.0.1:8455/api/", "http://127.0.0.1:8455/files/F1/a.csv", True),
        ("http://127.0.0.1:8455/api/", "http://127.0.0.1:9999/files/F1/a.csv", False),
        ("http://127.0.0.1:8455/api/", "https://files.slack.com/a.csv", False),
    ],
)
def test_the_token_is_shown_to_slacks_own_hosts_alone(api: str, url: str, ours: bool):
    assert Downloads(None, "", api)._ours(url) is ours  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("id_", "name"),
    [("F1", "../../etc/passwd"), ("../F1", "a.csv"), ("F1", "/abs.csv"), ("F1", "..\\win.csv"), ("F1", ".hidden"),
     ("F1", "имя файла.csv"), ("F1", "x" * 500 + ".csv"), ("F1", "a\0b.csv"), ("F1", "")],
)  # fmt: skip
async def test_no_name_leads_out_of_the_folder(
    host: TestServer, session: aiohttp.ClientSession, tmp_path: Path, id_: str, name: str
):
    folder = tmp_path / "in"
    path = await fetched(host, session).fetch(file(host, id=id_, name=name), folder)
    assert path.resolve().parent == folder.resolve() and len(path.name) <= 170
    assert path.suffix == ".csv" or not name.endswith(".csv")
