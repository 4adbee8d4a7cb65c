"""Slack over HTTP: requests of Slack, and a page that tells whether we are up."""

from collections.abc import Callable, Mapping
from typing import Protocol

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


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


def create_web(answer: Callable[[str, Mapping[str, str]], Answer]) -> Starlette:
    """Build the web app: ``/slack/events`` for everything Slack sends, ``/healthz`` for whoever watches us.

    Args:
        answer: answers one request of Slack, given body and headers; it checks the signature itself.
    """

    async def slack_events(request: Request) -> Response:
        body = (await request.body()).decode()
        # Answering is blocking work: in the event loop, one slow answer would hold up all others.
        given = await run_in_threadpool(answer, body, request.headers)
        return Response(given.body, given.status, dict(given.headers))

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    routes = [Route("/slack/events", slack_events, methods=["POST"]), Route("/healthz", healthz, methods=["GET"])]
    return Starlette(routes=routes)
