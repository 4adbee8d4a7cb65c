"""Slack over HTTP: what our web app does around the answer."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from bot.app import HttpAnswer
from bot.web.slack_http import create_web


def echo(body: str, headers: Mapping[str, str]) -> HttpAnswer:
    """Answer with what was asked."""
    return HttpAnswer(200, f"{body} as {headers['content-type']}", {"x-answered": "yes"})


def ask(method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 - as httpx takes it
    """Send one request to a web app that echoes."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(create_web(echo))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, path, **request)

    return asyncio.run(send())


def test_body_and_headers_reach_the_answer_and_come_back() -> None:
    """The signature is checked over exactly the bytes that Slack sent."""
    answer = ask("POST", "/slack/events", content="a=1&b=%20", headers={"content-type": "x/y"})
    assert (answer.status_code, answer.text, answer.headers["x-answered"]) == (200, "a=1&b=%20 as x/y", "yes")


def test_whoever_watches_us_gets_an_ok() -> None:
    """`/healthz` tells that the process answers."""
    assert ask("GET", "/healthz").text == "ok"


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/slack/events", 405), ("POST", "/other", 404)])
def test_nothing_else_is_served(method: str, path: str, status: int) -> None:
    """Two doors, no more."""
    assert ask(method, path).status_code == status
