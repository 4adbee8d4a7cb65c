"""Socket Mode: apps connect by web socket, payloads travel in envelopes, and acknowledgements may carry an answer."""

import asyncio
import json
import secrets
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.workspace.backend import Backend, Patience
from bot.workspace.errors import DISPATCH_FAILED, OPERATION_TIMEOUT, DeliveryError
from bot.workspace.records import Json
from bot.workspace.retries import Retries
from bot.workspace.web_api import Args

ANSWERABLE = {"view_submission", "block_suggestion"}
"""Interactions whose acknowledgement may carry a payload; every slash command's may."""

NO_CONNECTION = "no_connection"


class SocketMode:
    """The app's open connections; a payload goes to one of them, in turn."""

    def __init__(self, app_id: str, url: str, patience: Patience) -> None:
        """Accept connections at `url`, which starts with `ws://`."""
        self._app_id = app_id
        self._url = url
        self._patience = patience
        self._retries = Retries(patience.retries)
        self._tickets: set[str] = set()
        self._links: list[WebSocket] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    @property
    def connections(self) -> int:
        """How many connections the app holds."""
        return len(self._links)

    def open_connection(self, _backend: Backend, _args: Args) -> Json:
        """apps.connections.open: an address with a ticket that admits one connection."""
        ticket = secrets.token_urlsafe(12)
        self._tickets.add(ticket)
        return {"url": f"{self._url}/link/?ticket={ticket}&app_id={self._app_id}"}

    async def serve(self, link: WebSocket) -> None:
        """Hold one connection until it closes."""
        ticket = link.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await link.close()
            return
        self._tickets.discard(ticket)
        await link.accept()
        self._links.append(link)
        try:
            await link.send_json(self._hello())
            async for text in link.iter_text():
                self._acknowledge(text)
        finally:
            self._links.remove(link)

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

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._links),
            "debug_info": {"host": "workspace", "build_number": 1, "approximate_connection_time": 3600},
            "connection_info": {"app_id": self._app_id},
        }

    async def _exchange(self, envelope: Json) -> tuple[str | None, Json]:
        if not self._links:
            return NO_CONNECTION, {}
        link = self._links.pop(0)
        self._links.append(link)
        envelope_id = secrets.token_hex(16)
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = answer
        try:
            await link.send_json({"envelope_id": envelope_id, **envelope})
            return None, await asyncio.wait_for(answer, self._patience.answer)
        except TimeoutError:
            return "timeout", {}
        except WebSocketDisconnect:
            return NO_CONNECTION, {}
        finally:
            del self._waiting[envelope_id]

    def _acknowledge(self, text: str) -> None:
        try:
            given: Any = json.loads(text)
        except ValueError:
            return
        answer = self._waiting.get(str(given.get("envelope_id"))) if isinstance(given, dict) else None
        if answer is not None and not answer.done():
            payload = given.get("payload")
            answer.set_result(payload if isinstance(payload, dict) else {})
