"""A Slack on localhost: one loopback port for the Web API, Socket Mode, response URLs and the page."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from bot.workspace import assets, page_api, page_gestures, page_sockets
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
from bot.workspace.web_api_files import download, receive
from bot.workspace.web_api_schedule import keep_schedule
from bot.workspace.wire import Wire

LOOPBACK = "127.0.0.1"
START_SECONDS = 10.0
"""A server that has not started by then never will."""
STOP_SECONDS = 5.0
DRIVER_SECONDS = 30.0
"""Longer than any answer can take, so that a driver never hangs a test for good."""


Result = TypeVar("Result")


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
        state, wire = State(seed), Wire()
        self.socket_mode = SocketMode(seed.app.app_id, f"ws://{LOOPBACK}:{self._port}", patience, wire)
        self._over_http = HttpDelivery(http_target, self.signing_secret, patience, wire) if http_target else None
        self._backend = Backend(
            seed,
            state,
            Views(state.changes),
            Passes(patience.trigger, patience.monotonic),
            Pages(),
            self.clock,
            credentials,
            patience,
            self._over_http or self.socket_mode,
            f"http://{LOOPBACK}:{self._port}",
            wire,
        )
        self.faults = self._backend.faults
        config = uvicorn.Config(
            self._application(page=page),
            log_config=None,
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

    def rate_limit(self, method: str, seconds: int = 1, times: int = 1) -> None:
        """Answer the next `times` calls of `method` with 429 and `Retry-After`; more bad days are in `faults`."""
        self.faults.rate_limit(method, seconds, times)

    @property
    def granted(self) -> frozenset[str]:
        """The scopes the app was granted."""
        return self._backend.state.granted

    def grant(self, scopes: Iterable[str]) -> None:
        """Grant the app these scopes and no others, as a new installation would."""
        self._backend.state.granted = frozenset(scopes)

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Hang up on the app's Socket Mode connections: `refresh_requested`, `warning` or `link_disabled`."""
        self._wait_for(self.socket_mode.disconnect(reason))

    def verify_url(self) -> bool:
        """Send the request URL its challenge; true when the app answers it. False without a request URL."""
        return self._over_http is not None and self._wait_for(self._over_http.verify())

    def change_person(self, user: str, **changes: Any) -> None:  # noqa: ANN401 - the fields of Person
        """Change someone's fields, for instance `deleted=True` or `locale="zh-CN"`."""
        self._backend.state.keep_person(replace(self._backend.state.people[user], **changes))

    def change_channel(self, channel: str, **changes: Any) -> None:  # noqa: ANN401 - the fields of Channel
        """Change a channel's fields, for instance `is_archived=True`."""
        self._backend.state.keep_channel(replace(self._backend.state.channels[channel], **changes))

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
        return self._wait_for(work)

    def _wait_for(self, work: Coroutine[Any, Any, Result]) -> Result:
        if self._loop is None:
            work.close()
            message = "The workspace is not running: call start() first."
            raise RuntimeError(message)
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(DRIVER_SECONDS)

    def _tell_clock(self, _now: datetime) -> None:
        if self._loop is not None:
            event = {"type": "clock", "clock": self.clock.as_json()}
            self._loop.call_soon_threadsafe(self._backend.pages.tell_all, event)
            self._loop.call_soon_threadsafe(self._backend.schedule.wake)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        self._ready.set()
        postman = self._loop.create_task(keep_schedule(self._backend))
        yield
        postman.cancel()
        self._loop = None
        self._backend.delivery.stop()

    def _application(self, *, page: bool) -> Starlette:
        backend = self._backend
        methods = {**METHODS, "apps.connections.open": self.socket_mode.open_connection}

        async def call(request: Request) -> Response:
            return await answer_call(request, backend, methods)

        async def answer(request: Request) -> Response:
            return await respond(request, backend)

        async def take(request: Request) -> Response:
            return await receive(request, backend)

        async def give(request: Request) -> Response:
            return download(request, backend)

        routes: list[BaseRoute] = [
            Route("/api/{method}", call, methods=["GET", "POST"]),
            Route("/upload/v1/{ticket}", take, methods=["POST"]),
            Route("/files-pri/{file}/download/{name:path}", give, methods=["GET"]),
            Route("/commands/{key}", answer, methods=["POST"]),
            Route("/actions/{key}", answer, methods=["POST"]),
            WebSocketRoute("/link/", self.socket_mode.serve),
        ]
        local_only = [Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"])]
        pages = (
            [*page_sockets.routes(backend), *page_gestures.routes(backend), *page_api.routes(backend), *assets.routes()]
            if page
            else []
        )
        return Starlette(routes=[*routes, *pages], middleware=local_only, lifespan=self._lifespan)
