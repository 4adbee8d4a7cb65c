"""Slack over HTTP: what our web app does around the answer."""

from collections.abc import Iterator, Mapping

import pytest
from starlette.testclient import TestClient

from bot.app import HttpAnswer
from bot.web.slack_http import create_web


def echo(body: str, headers: Mapping[str, str]) -> HttpAnswer:
    """Answer with what was asked."""
    return HttpAnswer(200, f"{body} as {headers['content-type']}", {"x-answered": "yes"})


@pytest.fixture
def client() -> Iterator[TestClient]:
    """Talk to a web app that echoes."""
    with TestClient(create_web(echo)) as client:
        yield client


def test_body_and_headers_reach_the_answer_and_come_back(client: TestClient) -> None:
    """The signature is checked over exactly the bytes that Slack sent."""
    answer = client.post("/slack/events", content="a=1&b=%20", headers={"content-type": "x/y"})
    assert (answer.status_code, answer.text, answer.headers["x-answered"]) == (200, "a=1&b=%20 as x/y", "yes")


def test_whoever_watches_us_gets_an_ok(client: TestClient) -> None:
    """`/healthz` tells that the process answers."""
    assert client.get("/healthz").text == "ok"


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/slack/events", 405), ("POST", "/other", 404)])
def test_nothing_else_is_served(client: TestClient, method: str, path: str, status: int) -> None:
    """Two doors, no more."""
    assert client.request(method, path).status_code == status
