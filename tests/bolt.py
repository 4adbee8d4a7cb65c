"""A real Bolt app beside a workspace: connected by Socket Mode, or served over HTTP."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from enum import StrEnum

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.workspace.backend import Patience
from bot.workspace.seed import Seed, default_seed
from bot.workspace.server import Workspace

Register = Callable[[App], object]
"""Adds listeners to an app."""
UNHURRIED = Patience(answer=30.0, trigger=30.0)
"""A Slack that waits longer than a busy machine may stall; for tests of what is answered, not of how soon."""


class Transport(StrEnum):
    """How payloads reach the app."""

    SOCKET = "socket"
    HTTP = "http"


def bolt_app(workspace: Workspace, register: Register) -> App:
    """A Bolt app that talks to the workspace, with these listeners."""
    client = WebClient(token=workspace.bot_token, base_url=workspace.api_url)
    app = App(client=client, signing_secret=workspace.signing_secret)
    register(app)
    return app


@contextlib.contextmanager
def office(
    transport: Transport, register: Register, patience: Patience = UNHURRIED, seed: Seed | None = None
) -> Iterator[Workspace]:
    """A workspace with a running bot."""
    start = seed or default_seed()
    if transport == Transport.SOCKET:
        with Workspace(start, patience=patience) as workspace, connected(bolt_app(workspace, register), workspace):
            yield workspace
        return
    door = socket.create_server(("127.0.0.1", 0))
    target = f"http://127.0.0.1:{door.getsockname()[1]}/slack/events"
    workspace = Workspace(start, http_target=target, patience=patience)
    with workspace, served(bolt_app(workspace, register), door):
        yield workspace


@contextlib.contextmanager
def connected(app: App, workspace: Workspace) -> Iterator[SocketModeHandler]:
    """The app on one Socket Mode connection; at the end the workspace hangs up first, which is quicker than waiting."""
    handler = SocketModeHandler(app, workspace.app_token)
    handler.connect()  # type: ignore[no-untyped-call]  # Bolt leaves it without annotations
    try:
        yield handler
    finally:
        handler.client.auto_reconnect_enabled = False
        workspace.stop()
        handler.close()  # type: ignore[no-untyped-call]  # same


@contextlib.contextmanager
def served(app: App, door: socket.socket) -> Iterator[None]:
    """The app behind a request URL."""
    handler = SlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    routes = [Route("/slack/events", events, methods=["POST"])]
    config = uvicorn.Config(Starlette(routes=routes), log_level="warning", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(5)
