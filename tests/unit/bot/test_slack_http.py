"""Slack over HTTP: what our web app does around the answer."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest

from bot.app import HttpAnswer
from bot.web.slack_http import MOST_BYTES, create_web
from cs_engine.errors import StoreUnavailable


def echo(body: str, headers: Mapping[str, str]) -> HttpAnswer:
    """Answer with what was asked."""
    return HttpAnswer(200, f"{body} as {headers['content-type']}", {"x-answered": "yes"})


def fine() -> None:
    """Find nothing wrong with the memory."""


def ask(
    method: str,
    path: str,
    check: Callable[[], None] = fine,
    **request: Any,  # noqa: ANN401 - as httpx takes it
) -> httpx.Response:
    """Send one request to a web app that echoes."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(create_web(echo, check))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, path, **request)

    return asyncio.run(send())


def test_body_and_headers_reach_the_answer_and_come_back() -> None:
    """The signature is checked over exactly the bytes that Slack sent."""
    answer = ask("POST", "/slack/events", content="a=1&b=%20", headers={"content-type": "x/y"})
    assert (answer.status_code, answer.text, answer.headers["x-answered"]) == (200, "a=1&b=%20 as x/y", "yes")


def test_whoever_watches_us_gets_an_ok() -> None:
    """`/healthz` tells that questions can be answered."""
    assert ask("GET", "/healthz").text == "ok"


def test_whoever_watches_us_learns_that_the_memory_is_gone_and_no_more() -> None:
    """Where the memory is and why it cannot be read is nobody's business there."""

    def gone() -> None:
        raise StoreUnavailable("The memory at postgresql://steward@db/steward cannot be used.")

    answer = ask("GET", "/healthz", gone)
    assert (answer.status_code, answer.text) == (503, "unavailable")


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/slack/events", 405), ("POST", "/other", 404)])
def test_nothing_else_is_served(method: str, path: str, status: int) -> None:
    """Two doors, no more."""
    assert ask(method, path).status_code == status


@pytest.mark.parametrize("body", [b"\xff\xfe", b"x" * (MOST_BYTES + 1)], ids=["no text", "too long"])
def test_what_slack_never_sends_is_refused_unread(body: bytes) -> None:
    """Bytes that are no text, and bodies longer than any payload, do not reach the answer."""
    assert ask("POST", "/slack/events", content=body, headers={"content-type": "x/y"}).status_code == 400
