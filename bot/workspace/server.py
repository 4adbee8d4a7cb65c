"""A Slack on localhost: one loopback port for the Web API, Socket Mode, response URLs and the page."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from bot.workspace import assets, page_api
from bot.workspace.answering import respond
from bot.workspace.backend import Backend, Credentials, Patience
from bot.workspace.clock import WorkspaceClock
from bot.workspace.http_delivery import HttpDelivery
from bot.workspace.methods import METHODS
from bot.workspace.modals import Views
from bot.workspace.model import State
from bot.workspace.pages import Pages
from bot.workspace.passes import Passes
from bot.workspace.person import PersonDriver
from bot.workspace.records import Json
from bot.workspace.seed import Seed
from bot.workspace.socket_mode import SocketMode
from bot.workspace.web_api import answer_call

LOOPBACK = "127.0.0.1"
START_SECONDS = 10.0
"""A server that has not started by then never will."""
STOP_SECONDS = 5.0
DRIVER_SECONDS = 30.0
"""Longer than any answer can take, so that a driver never hangs a test for good."""


class Workspace:
    """A Slack workspace with one installed app, in a thread of its own.

    Use it as a context manager, or call `start` and `stop`. With `http_target` payloads are posted there, signed;
    without, the app connects by Socket Mode.
    """

    def __init__(
        self,
        seed: Seed,
        port: int = 0,
        http_target: str | None = None,
        *,
        page: bool = True,
        patience: Patience | None = None,
    ) -> None:
        """Take the port (0: any free one); nothing is served before `start`.

        Raises:
            OSError: the port is taken.
        """
        self._socket = socket.create_server((LOOPBACK, port))
        # asyncio does it only for sockets that name TCP as their protocol; without it every answer waits 40 ms.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._port = int(self._socket.getsockname()[1])
        self.clock = WorkspaceClock(ZoneInfo(seed.timezone))
        credentials, patience = Credentials(), patience or Patience()
        self.bot_token = credentials.bot_token
        self.app_token = credentials.app_token
        self.signing_secret = credentials.signing_secret
        state = State(seed)
        self.socket_mode = SocketMode(seed.app.app_id, f"ws://{LOOPBACK}:{self._port}", patience)
        over_http = HttpDelivery(http_target, self.signing_secret, patience) if http_target else None
        self._backend = Backend(
            seed,
            state,
            Views(state.changes),
            Passes(patience.trigger),
            Pages(),
            self.clock,
            credentials,
            patience,
            over_http or self.socket_mode,
            f"http://{LOOPBACK}:{self._port}",
        )
        config = uvicorn.Config(
            self._application(page=page),
            log_level="warning",
            access_log=False,
            ws="websockets-sansio",
            lifespan="on",
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="workspace", daemon=True)
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def url(self) -> str:
        """The page's address."""
        return f"{self._backend.url}/"

    @property
    def api_url(self) -> str:
        """The Web API's base address, for `SLACK_API_URL`."""
        return f"{self._backend.url}/api/"

    def start(self) -> Self:
        """Serve; returns when the port answers.

        Raises:
            RuntimeError: the server could not start.
        """
        self._thread.start()
        if not self._ready.wait(START_SECONDS):
            message = f"The workspace did not start on port {self._port} within {START_SECONDS:.0f} s."
            raise RuntimeError(message)
        self.clock.on_moved(self._tell_clock)
        return self

    def stop(self) -> None:
        """Stop serving and close every connection; a second call does nothing."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)
        self._socket.close()

    def as_person(self, user: str) -> PersonDriver:
        """A driver that does what this person would do on the page.

        Raises:
            SlackError: user_not_found for nobody, a bot, or someone who has left.
        """
        return PersonDriver(self._backend, user, self._run)

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    def _serve(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))

    def _run(self, work: Coroutine[Any, Any, Json]) -> Json:
        if self._loop is None:
            work.close()
            message = "The workspace is not running: call start() first."
            raise RuntimeError(message)
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(DRIVER_SECONDS)

    def _tell_clock(self, _now: datetime) -> None:
        if self._loop is not None:
            event = {"type": "clock", "clock": self.clock.as_json()}
            self._loop.call_soon_threadsafe(self._backend.pages.tell_all, event)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        self._ready.set()
        yield
        self._loop = None
        self._backend.delivery.stop()

    def _application(self, *, page: bool) -> Starlette:
        backend = self._backend
        methods = {**METHODS, "apps.connections.open": self.socket_mode.open_connection}

        async def call(request: Request) -> Response:
            return await answer_call(request, backend, methods)

        async def answer(request: Request) -> Response:
            return await respond(request, backend)

        routes: list[BaseRoute] = [
            Route("/api/{method}", call, methods=["GET", "POST"]),
            Route("/commands/{key}", answer, methods=["POST"]),
            Route("/actions/{key}", answer, methods=["POST"]),
            WebSocketRoute("/link/", self.socket_mode.serve),
        ]
        local_only = [Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"])]
        pages = [*page_api.routes(backend), *assets.routes()] if page else []
        return Starlette(routes=[*routes, *pages], middleware=local_only, lifespan=self._lifespan)
