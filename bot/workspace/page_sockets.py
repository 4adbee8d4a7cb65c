"""The page's web sockets: what changes for one person, and what goes over the wire."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.workspace.backend import Backend
from bot.workspace.pages import Inbox

POLICY_VIOLATION = 1008


def routes(backend: Backend) -> list[WebSocketRoute]:
    """The addresses pages listen at."""

    async def listen(socket: WebSocket) -> None:
        await _listen(backend, socket)

    async def listen_to_wire(socket: WebSocket) -> None:
        await _listen_to_wire(backend, socket)

    return [WebSocketRoute("/api-page/ws", listen), WebSocketRoute("/api-page/ws/wire", listen_to_wire)]


async def _listen(backend: Backend, socket: WebSocket) -> None:
    user = socket.query_params.get("user", "")
    if user not in backend.state.people or not _same_origin(socket):
        await socket.close(POLICY_VIOLATION)
        return
    await socket.accept()
    inbox = backend.pages.join(user)
    try:
        await _send_until_closed(socket, inbox)
    finally:
        backend.pages.leave(user, inbox)


async def _listen_to_wire(backend: Backend, socket: WebSocket) -> None:
    if not _same_origin(socket):
        await socket.close(POLICY_VIOLATION)
        return
    await socket.accept()
    inbox = backend.wire.join()
    try:
        await _send_until_closed(socket, inbox)
    finally:
        backend.wire.leave(inbox)


def _same_origin(socket: WebSocket) -> bool:
    origin = socket.headers.get("origin")
    return not origin or urlsplit(origin).netloc == socket.headers.get("host")


async def _send_until_closed(socket: WebSocket, inbox: Inbox) -> None:
    sender = asyncio.create_task(_send_all(socket, inbox))
    try:
        async for _ in socket.iter_text():
            pass
    finally:
        sender.cancel()


async def _send_all(socket: WebSocket, inbox: Inbox) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):  # Starlette raises either when the page has just gone
        while True:
            await socket.send_json(await inbox.get())
