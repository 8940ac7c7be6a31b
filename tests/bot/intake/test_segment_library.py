"""The official Segment library for Python, pointed here by its host, works as it is."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from http_intake import Intake, free_port
from segment.analytics.client import Client
from segment.analytics.request import APIError, post

from bot.intake import server
from bot.intake.server import listen

COUNTED = "SELECT count(*), count(DISTINCT key), count(DISTINCT customer) FROM events"


def client(intake: Intake, errors: list[Any], host: str = "", **more: Any) -> Client:
    return Client(
        intake.key,
        host=host or intake.url,
        max_queue_size=200_000,
        on_error=lambda error, items: errors.append(error),
        **more,
    )


def send(sender: Client, thread: int, n: int) -> None:
    for number in range(n):
        sender.track(f"u{number % 100}", "Product Viewed", {"number": number, "thread": thread})


@pytest.mark.parametrize("packed", [False, True])
async def test_events_of_several_threads_arrive_once_each(intake: Intake, packed: bool) -> None:
    errors: list[Any] = []
    sender = client(intake, errors, gzip=packed)
    threads = [threading.Thread(target=send, args=(sender, number, 1250)) for number in range(4)]
    for thread in threads:
        thread.start()
    await asyncio.to_thread(sender.shutdown)
    assert errors == []
    assert await intake.rows(COUNTED) == [(5000, 5000, 100)]
    numbers = "SELECT count(DISTINCT (properties ->> 'thread', properties ->> 'number')) FROM events"
    assert await intake.rows(numbers) == [(5000,)]


async def test_every_call_of_the_library_is_understood(intake: Intake) -> None:
    errors: list[Any] = []
    sender = client(intake, errors)
    sender.identify("ana", {"plan": "pro"}, anonymous_id="a1")
    sender.track("ana", "Order Completed", {"total": 9.5, "currency": "EUR", "rate": float("nan")})
    sender.page("ana", "Docs", "Index", {"path": "/d"})
    sender.screen("ana", "Feed", "Top")
    sender.group("ana", "g1", {"name": "Acme"})
    sender.alias("old", "ana")
    sender.track(anonymous_id="a1", event="Product Viewed")
    await asyncio.to_thread(sender.shutdown)
    assert errors == []
    assert await intake.rows("SELECT title, revenue FROM events JOIN names USING (name) ORDER BY event_id") == [
        ("Order Completed", pytest.approx(9.5)), ("Viewed Docs Index Page", None), ("Viewed Feed Top Screen", None),
        ("Product Viewed", None),
    ]  # fmt: skip
    assert await intake.rows(COUNTED) == [(4, 4, 1)]


async def test_a_wrong_key_is_told_to_the_library_and_not_tried_again(intake: Intake) -> None:
    errors: list[Any] = []
    sender = Client("wrong", host=intake.url, on_error=lambda error, items: errors.append(error))
    sender.track("ana", "x")
    await asyncio.to_thread(sender.shutdown)
    (error,) = errors
    assert isinstance(error, APIError) and (error.status, error.code) == (401, "key_wrong")
    assert "write-key" in error.message


async def test_what_is_too_large_is_told_to_the_library_in_words(intake: Intake) -> None:
    large = [{"type": "track", "event": "x", "userId": "ana", "properties": {"a": "x" * 5_000_000}}]
    with pytest.raises(APIError) as told:
        await asyncio.to_thread(post, intake.key, intake.url, batch=large)
    assert (told.value.status, told.value.code) == (413, "body_too_large")


@asynccontextmanager
async def between(intake: Intake) -> AsyncIterator[str]:
    """Stands between sender and server, and fails two requests of three: before they are taken, or after."""
    asked = 0

    async def forward(request: web.Request) -> web.StreamResponse:
        nonlocal asked
        asked += 1
        if asked % 3 == 1:
            return web.json_response({"code": "oops", "message": "An accident."}, status=500)
        body, headers = await request.read(), {"Authorization": request.headers["Authorization"]}
        async with intake.session.post(intake.url + request.path, data=body, headers=headers) as answer:
            assert answer.status == 200
        if asked % 3 == 2 and request.transport is not None:
            request.transport.abort()
        return web.json_response({"success": True})

    app, port = web.Application(), free_port()
    app.router.add_post("/v1/batch", forward)
    runner = await listen(app, "127.0.0.1", port)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


async def test_what_is_sent_again_after_an_accident_is_stored_once(intake: Intake) -> None:
    errors: list[Any] = []
    async with between(intake) as host:
        sender = client(intake, errors, host=host, upload_size=100)
        send(sender, 0, 500)
        await asyncio.to_thread(sender.shutdown)
    assert errors == []
    assert await intake.rows(COUNTED) == [(500, 500, 100)]
    (data_set,) = intake.events.data_sets()
    assert data_set.duplicates > 0


async def test_a_library_that_is_sent_away_for_a_while_comes_back(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors: list[Any] = []
    monkeypatch.setattr(server, "LONGEST_JOURNAL", -1)
    monkeypatch.setattr(server, "AGAIN_SECONDS", 1)
    sender = client(intake, errors)
    send(sender, 0, 100)
    await asyncio.sleep(0.7)
    monkeypatch.setattr(server, "LONGEST_JOURNAL", 1 << 30)
    await asyncio.to_thread(sender.shutdown)
    assert errors == []
    assert await intake.rows(COUNTED) == [(100, 100, 100)]
