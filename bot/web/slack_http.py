"""Slack over HTTP: requests of Slack, and a page that tells whether we are up."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Protocol

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from cs_engine.errors import StewardError

MOST_BYTES = 1_000_000
"""Slack's largest payloads, windows full of text, are a tenth of that."""


class Answer(Protocol):
    """What goes back to Slack."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def body(self) -> str:
        """The body, maybe empty."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, by lower-case name."""


def create_web(answer: Callable[[str, Mapping[str, str]], Answer], check: Callable[[], None]) -> Starlette:
    """Build the web app: ``/slack/events`` for everything Slack sends, ``/healthz`` for whoever watches us.

    Args:
        answer: answers one request of Slack, given body and headers; it checks the signature itself.
        check: raises a StewardError when nothing can be answered, because the memory cannot be read.
    """

    async def slack_events(request: Request) -> Response:
        body = await _text(request)
        if body is None:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        # Answering is blocking work: in the event loop, one slow answer would hold up all others.
        given = await run_in_threadpool(answer, body, request.headers)
        return Response(given.body, given.status, dict(given.headers))

    async def healthz(_request: Request) -> Response:
        try:
            await run_in_threadpool(check)
        except StewardError:  # why is for the log and for `steward doctor`, not for whoever can reach this page
            return PlainTextResponse("unavailable", HTTPStatus.SERVICE_UNAVAILABLE)
        return PlainTextResponse("ok")

    routes = [Route("/slack/events", slack_events, methods=["POST"]), Route("/healthz", healthz, methods=["GET"])]
    return Starlette(routes=routes)


async def _text(request: Request) -> str | None:
    """Return the body as text; nothing when it is no text or longer than anything Slack sends."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None
