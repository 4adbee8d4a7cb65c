"""Socket Mode: apps connect by web socket, payloads travel in envelopes, and acknowledgements may carry an answer."""

import asyncio
import json
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.workspace.backend import Backend, Patience
from bot.workspace.errors import DISPATCH_FAILED, OPERATION_TIMEOUT, DeliveryError
from bot.workspace.records import Json
from bot.workspace.retries import Retries
from bot.workspace.web_api import Args
from bot.workspace.wire import Wire

ANSWERABLE = {"view_submission", "block_suggestion"}
"""Interactions whose acknowledgement may carry a payload; every slash command's may."""

NO_CONNECTION = "connection_failed"
CONNECTIONS_MOST = 10
"""Slack lets an app hold ten connections at a time."""
TOO_MANY = "too_many_websockets"
GRACE_SECONDS = 0.5
"""From the notice to the end of a connection: time to acknowledge what is under way, and to take another."""
HOST = "workspace"


class Disconnected(Exception):
    """The connection went before the acknowledgement came."""


@dataclass(eq=False, slots=True)
class Link:
    """One connection, and the envelopes on it that wait for their acknowledgement."""

    socket: WebSocket
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)


class SocketMode:
    """The app's open connections; a payload goes to one of them, in turn."""

    def __init__(self, app_id: str, url: str, patience: Patience, wire: Wire) -> None:
        """Accept connections at `url`, which starts with `ws://`."""
        self._app_id = app_id
        self._url = url
        self._patience = patience
        self._wire = wire
        self._retries = Retries(patience.retries)
        self._tickets: set[str] = set()
        self._links: list[Link] = []
        self._leaving: set[asyncio.Task[None]] = set()

    @property
    def connections(self) -> int:
        """How many connections the app holds."""
        return len(self._links)

    def open_connection(self, _backend: Backend, _args: Args) -> Json:
        """apps.connections.open: an address with a ticket that admits one connection."""
        ticket = secrets.token_urlsafe(12)
        self._tickets.add(ticket)
        return {"url": f"{self._url}/link/?ticket={ticket}&app_id={self._app_id}"}

    async def serve(self, socket: WebSocket) -> None:
        """Hold one connection until it closes; what was not acknowledged on it has failed then."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close()
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if len(self._links) >= CONNECTIONS_MOST:
            await _notify(socket, TOO_MANY)
            await socket.close()
            return
        link = Link(socket)
        self._links.append(link)
        try:
            await socket.send_json(self._hello())
            async for text in socket.iter_text():
                _acknowledge(link, text)
        finally:
            self._forget(link)

    async def disconnect(self, reason: str) -> None:
        """Give notice on every connection: nothing new is sent over it, and soon it is closed.

        Args:
            reason: `refresh_requested`, `warning` or `link_disabled`.
        """
        links, self._links = self._links, []
        for link in links:
            await _notify(link.socket, reason)
            task = asyncio.get_running_loop().create_task(_close_soon(link.socket))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    async def ask(self, kind: str, payload: Json) -> Json:
        """Send a command or interaction and wait for its acknowledgement.

        Raises:
            DeliveryError: dispatch_failed without a connection, operation_timeout without an answer in time.
        """
        answerable = kind == "slash_commands" or payload.get("type") in ANSWERABLE
        reason, answer = await self._exchange(
            {"type": kind, "payload": payload, "accepts_response_payload": answerable}
        )
        if reason is not None:
            raise DeliveryError(DISPATCH_FAILED if reason == NO_CONNECTION else OPERATION_TIMEOUT)
        return answer

    def tell(self, payload: Json) -> None:
        """Send an event, again with `retry_attempt` and `retry_reason` when it is not acknowledged."""

        async def attempt(number: int, reason: str | None) -> str | None:
            retry = {"retry_attempt": number, "retry_reason": reason or ""}
            envelope = {"type": "events_api", "payload": payload, "accepts_response_payload": False, **retry}
            failure, _ = await self._exchange(envelope)
            return failure

        self._retries.start(attempt)

    def stop(self) -> None:
        """Give up the events under way."""
        self._retries.stop()
        for task in tuple(self._leaving):
            task.cancel()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._links),
            "debug_info": {"host": HOST, "build_number": 1, "approximate_connection_time": 3600},
            "connection_info": {"app_id": self._app_id},
        }

    async def _exchange(self, envelope: Json) -> tuple[str | None, Json]:
        envelope = {"envelope_id": secrets.token_hex(16), **envelope}
        exchange = self._wire.delivery(envelope["payload"], envelope)
        failure, answer = await self._sent(envelope) if self._links else (NO_CONNECTION, {})
        exchange.answered({"payload": answer} if answer else {}, failure)
        return failure, answer

    async def _sent(self, envelope: Json) -> tuple[str | None, Json]:
        link = self._links.pop(0)
        self._links.append(link)
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        link.waiting[envelope["envelope_id"]] = answer
        try:
            await link.socket.send_json(envelope)
            return None, await asyncio.wait_for(answer, self._patience.answer)
        except TimeoutError:
            return "timeout", {}
        except (WebSocketDisconnect, RuntimeError, Disconnected):  # Starlette raises either of the first two
            return NO_CONNECTION, {}
        finally:
            link.waiting.pop(envelope["envelope_id"], None)

    def _forget(self, link: Link) -> None:
        if link in self._links:
            self._links.remove(link)
        for answer in link.waiting.values():
            if not answer.done():
                answer.set_exception(Disconnected)


def _acknowledge(link: Link, text: str) -> None:
    try:
        given: Any = json.loads(text)
    except ValueError:
        return
    answer = link.waiting.get(str(given.get("envelope_id"))) if isinstance(given, dict) else None
    if answer is not None and not answer.done():
        payload = given.get("payload")
        answer.set_result(payload if isinstance(payload, dict) else {})


async def _notify(socket: WebSocket, reason: str) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):  # Starlette raises either when the app has just gone
        await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}})


async def _close_soon(socket: WebSocket) -> None:
    await asyncio.sleep(GRACE_SECONDS)
    with suppress(WebSocketDisconnect, RuntimeError):  # the same
        await socket.close()
