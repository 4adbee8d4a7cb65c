"""Keeping the bot connected until somebody stops it."""

import _thread
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.logs import about

SOCKET_THREADS = 10
"""Payloads handled at once; an answer takes milliseconds, so ten keep up with a company."""

LOOK_SECONDS = 1.0
"""Python sees a signal that comes just before a wait begins only when the wait ends, so none is endless."""

AGAIN_SECONDS = 5.0
"""Enough to leave in; after it, Ctrl-C was swallowed."""


@contextmanager
def stoppable(again_after: float = AGAIN_SECONDS) -> Iterator[None]:
    """Let Ctrl-C end what is done here, even where a library swallows it: it is raised again until it is heeded."""
    timers: list[threading.Timer] = []

    def stop(_signal: int, _frame: FrameType | None) -> None:
        timers.append(threading.Timer(again_after, _thread.interrupt_main))
        timers[-1].daemon = True
        timers[-1].start()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        for timer in timers:
            timer.cancel()


@contextmanager
def connected(app: App, app_token: str) -> Iterator[None]:
    """Hold a Socket Mode connection open; it reconnects by itself and is closed at the end."""
    handler = _Handler(app, app_token, concurrency=SOCKET_THREADS)
    handler.connect()  # type: ignore[no-untyped-call] # Bolt's adapter has no types
    try:
        yield
    finally:
        handler.close()  # type: ignore[no-untyped-call] # same


class _Handler(SocketModeHandler):
    """Bolt's adapter, whose log lines carry the envelope's id."""

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """Answer one envelope."""
        with about(request_id=req.envelope_id):
            super().handle(client, req)  # type: ignore[arg-type] # Bolt narrows what its base class takes


def wait_until_stopped() -> None:
    """Sleep until Ctrl-C or a polite kill, and return then."""
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    before = {wanted: signal.signal(wanted, stop) for wanted in (signal.SIGINT, signal.SIGTERM)}
    while not stopped.wait(LOOK_SECONDS):
        pass
    for wanted, handler in before.items():
        signal.signal(wanted, handler)
