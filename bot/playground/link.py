"""Did the app take it? Socket Mode: envelopes out, acks in, redelivery, disconnects."""

import asyncio
import json
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web

from bot.playground.app_settings import APP_ID
from bot.playground.clock import Clock
from bot.playground.faults import Fault, Faults
from bot.playground.ids import Ids
from bot.playground.journal import Journal
from bot.playground.wire import Json
from bot.slack.limits import ACK_SECONDS, REDELIVERY_SECONDS, SOCKETS

NEAR, GOODBYE_SECONDS = 0.9, 2.0
DELIVERY_FAULTS = ("drop_before", "drop_after", "slow", "disconnect", "duplicate")


class NotAcked(Exception):
    """The app did not answer within 3 seconds, or is not connected."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Waiting:
    """An envelope on its way and the socket it went by."""

    answer: asyncio.Future[Json]
    socket: web.WebSocketResponse


class Link:
    """All sockets of the app; each envelope goes to one of them at random."""

    def __init__(
        self, clock: Clock, ids: Ids, journal: Journal, faults: Faults, seed: int | None, on_change: Callable[[], None]
    ) -> None:
        self._clock, self._ids, self._journal, self._faults = clock, ids, journal, faults
        self._random = random.Random(seed)  # noqa: S311 - chooses a socket, guards nothing
        self._on_change = on_change
        self._tickets: set[str] = set()
        self._sockets: dict[web.WebSocketResponse, asyncio.Transport | None] = {}
        self._waiting: dict[str, Waiting] = {}
        self._joined = asyncio.Event()
        self._deliveries: set[asyncio.Task[None]] = set()

    @property
    def connected(self) -> bool:
        return bool(self._sockets)

    def ticket(self) -> str:
        """One-time right to open a socket."""
        ticket = self._ids.secret()
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """The websocket at /link/: hello, then envelopes out and acks in until it closes."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden(text="unknown ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self._sockets) >= SOCKETS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        self._sockets[socket] = request.transport
        self._joined.set()
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self._sockets),
                "connection_info": {"app_id": APP_ID},
                "debug_info": {"host": "playground", "approximate_connection_time": 18_060},
            }
        )
        self._journal.add("ws", "hello", answer={"num_connections": len(self._sockets)})
        self._on_change()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._take_ack(json.loads(message.data))
        finally:
            self._forget(socket)
        return socket

    def _take_ack(self, frame: Json) -> None:
        waiting = self._waiting.get(str(frame.get("envelope_id")))
        if waiting and not waiting.answer.done():
            waiting.answer.set_result(frame.get("payload") or {})

    def _retire(self, socket: web.WebSocketResponse) -> None:
        """Nothing new goes to this socket; acks from it still count."""
        if socket not in self._sockets:
            return
        del self._sockets[socket]
        if not self._sockets:
            self._joined.clear()
        self._journal.add("ws", "closed", answer={"num_connections": len(self._sockets)})
        self._on_change()

    def _forget(self, socket: web.WebSocketResponse) -> None:
        """The socket is gone, and with it the acks that were to come from it."""
        self._retire(socket)
        for waiting in self._waiting.values():
            if waiting.socket is socket and not waiting.answer.done():
                waiting.answer.set_exception(NotAcked("connection lost"))

    async def _say_goodbye(self, socket: web.WebSocketResponse, reason: str) -> None:
        """Slack announces the end and leaves the app a moment to connect anew. A `warning` is only that."""
        await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}})
        if reason != "warning":
            self._retire(socket)
            self._in_background(self._close_later(socket))

    async def _close_later(self, socket: web.WebSocketResponse) -> None:
        await self._clock.sleep(GOODBYE_SECONDS)
        await socket.close()

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._deliveries.add(task)
        task.add_done_callback(self._deliveries.discard)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every socket to go; `reset` breaks them without a word, as a lost network does."""
        for socket in list(self._sockets):
            if reason == "reset":
                self.reset(socket)
            else:
                await self._say_goodbye(socket, reason)
        self._journal.add("ws", "disconnect", payload={"reason": reason})

    def reset(self, socket: web.WebSocketResponse) -> None:
        transport = self._sockets.get(socket)
        self._forget(socket)
        if transport is not None:
            transport.abort()

    def send_event(self, name: str, payload: Json) -> None:
        """Deliver an event in the background: at once, and again after 0 s, 1 min and 5 min while nobody acks."""
        self._in_background(self._deliver_until_acked(name, payload))

    async def _deliver_until_acked(self, name: str, payload: Json) -> None:
        for attempt, pause in enumerate((None, *REDELIVERY_SECONDS)):
            if pause is not None:
                await self._clock.sleep(pause)
            try:
                await self._attempt("events_api", name, payload, attempt)
                return
            except NotAcked as failure:
                self._refuse(name, failure.reason, attempt)

    async def ask(self, envelope_type: str, name: str, payload: Json) -> Json:
        """Deliver a command or an interaction once and give what the app acked with. Raises NotAcked."""
        try:
            return await self._attempt(envelope_type, name, payload)
        except NotAcked as failure:
            self._refuse(name, failure.reason, 0)
            raise

    async def _attempt(self, envelope_type: str, name: str, payload: Json, attempt: int = 0) -> Json:
        fault = self._faults.take(name, DELIVERY_FAULTS) or self._faults.take(envelope_type, DELIVERY_FAULTS)
        if fault:
            self._journal.add("fault", name, payload={"kind": fault.kind, "value": fault.value})
            await self._spoil(fault)
        envelope: Json = {
            "envelope_id": self._ids.new("E"),
            "type": envelope_type,
            "accepts_response_payload": envelope_type != "events_api",
            "payload": payload,
        }
        if envelope_type == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        if fault and fault.kind == "duplicate":
            self.send_again(envelope)
        answer = await self._send(envelope, name)
        if fault and fault.kind == "drop_after":
            raise NotAcked("the ack was lost (fault)")
        return answer

    async def _spoil(self, fault: Fault) -> None:
        if fault.kind == "drop_before":
            raise NotAcked("the delivery was lost (fault)")
        if fault.kind == "slow":
            await self._clock.sleep(fault.seconds)
        if fault.kind == "disconnect":
            await self.disconnect(str(fault.value or "refresh_requested"))

    def send_again(self, envelope: Json) -> None:
        """The same payload under another envelope; its ack is not waited for."""
        again = {**envelope, "envelope_id": self._ids.new("E")}
        if self._sockets:
            self._in_background(self._random.choice(list(self._sockets)).send_json(again))

    async def _send(self, envelope: Json, name: str) -> Json:
        if envelope["type"] == "events_api":
            await self._wait_for_socket()
        if not self._sockets:
            raise NotAcked("the app is not connected")
        socket, began = self._random.choice(list(self._sockets)), self._clock.now()
        key = envelope["envelope_id"]
        waiting = self._waiting[key] = Waiting(asyncio.get_running_loop().create_future(), socket)
        kind = "event" if envelope["type"] == "events_api" else "interaction"
        self._journal.add(kind, name, payload=envelope["payload"])
        try:
            await socket.send_json(envelope)
            answer = await self._clock.wait_for(waiting.answer, ACK_SECONDS)
        except TimeoutError:
            raise NotAcked(f"no ack within {ACK_SECONDS} s") from None
        except ConnectionError:
            raise NotAcked("connection lost") from None
        finally:
            del self._waiting[key]
        took = self._clock.now() - began
        self._journal.add("ack", name, answer=answer, ms=round(took * 1000, 1))
        if took > NEAR * ACK_SECONDS:
            self._journal.add("refusal", name, answer="near", verdicts=[slow_ack(took, "near")])
        return answer

    async def _wait_for_socket(self) -> None:
        """An event's delivery has 3 seconds, and a reconnecting app may be back within them."""
        if not self._sockets:
            try:
                await self._clock.wait_for(self._joined.wait(), ACK_SECONDS)
            except TimeoutError:
                return

    def _refuse(self, name: str, reason: str, attempt: int) -> None:
        verdict = slow_ack(float(ACK_SECONDS), "reject")
        self._journal.add(
            "refusal", name, answer="not_acked", payload={"reason": reason, "attempt": attempt}, verdicts=[verdict]
        )

    async def close(self) -> None:
        """Stop delivering and close every socket."""
        for task in list(self._deliveries):
            task.cancel()
        for socket in list(self._sockets):
            await socket.close()


def slow_ack(seconds: float, severity: str) -> Json:
    """The finding for an ack that came late or not at all."""
    return {
        "pointer": "",
        "rule": "ack_seconds",
        "limit": ACK_SECONDS,
        "found": round(seconds, 2),
        "severity": severity,
    }
