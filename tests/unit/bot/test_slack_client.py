"""The two ways to ask Slack: at once, or as long as it takes."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from slack_sdk.errors import SlackApiError

from bot.errors import UndeliveredError
from bot.slack_client import answer_at, make_client, patient_client

AFTER = 1
"""Seconds that Slack asks to wait; it names whole ones."""


NOBODY = "http://127.0.0.1:9/"


class Reluctant(HTTPServer):
    """A Slack that refuses the first calls, each with the next status, and then says yes."""

    def __init__(self, *refusals: int) -> None:
        """Listen on any free port."""
        super().__init__(("127.0.0.1", 0), _Answer)
        self.refusals = list(refusals)
        self.calls = 0

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}/api/"


class _Answer(BaseHTTPRequestHandler):
    server: Reluctant

    def do_POST(self) -> None:
        """Refuse or agree."""
        self.server.calls += 1
        status = self.server.refusals.pop(0) if self.server.refusals else 200
        body = json.dumps({"ok": status == 200, "error": "ratelimited"}).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        if status == 429:
            self.send_header("retry-after", str(AFTER))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def slack(*refusals: int) -> Iterator[Reluctant]:
    """Serve a reluctant Slack."""
    with Reluctant(*refusals) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def timed(call: Callable[[], object]) -> float:
    """Return how many seconds a call takes."""
    began = time.monotonic()
    call()
    return time.monotonic() - began


def test_a_job_waits_as_long_as_slack_asks_and_tries_again() -> None:
    """`Retry-After` is honoured, twice if need be."""
    with slack(429, 429) as server:
        client = patient_client("xoxb-1", server.url)
        assert timed(client.auth_test) >= 2 * AFTER
        assert server.calls == 3


@pytest.mark.parametrize("status", [500, 503])
def test_a_job_tries_again_when_slacks_server_fails(status: int) -> None:
    """After a pause of its own."""
    with slack(status) as server:
        assert patient_client("xoxb-1", server.url).auth_test()["ok"]
        assert server.calls == 2


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_answer_never_waits_for_a_second_try(status: int) -> None:
    """Somebody is waiting, and Slack with them: the refusal is told at once."""
    with slack(status) as server:

        def ask() -> None:
            with pytest.raises(SlackApiError):
                make_client("xoxb-1", server.url).auth_test()

        assert timed(ask) < AFTER / 2
        assert server.calls == 1


def test_an_answer_does_not_try_a_dead_address_twice() -> None:
    """The SDK's own way is to pause and try again."""
    for call in (make_client("xoxb-1", NOBODY).auth_test, answer_at(NOBODY, NOBODY)):

        def ask(call: Callable[[], object] = call) -> None:
            with pytest.raises((OSError, UndeliveredError), match=r"refused|cannot be reached"):
                call()

        assert timed(ask) < AFTER / 2


@pytest.mark.parametrize(
    "address",
    [
        "",
        "1795371164.95",
        "ftp://hooks.slack.com/x",
        "http://hooks.slack.com/x",
        "https://slack.com.evil.example/x",
        "http://[::1",
    ],
)
def test_answers_go_to_slack_and_nowhere_else(address: str) -> None:
    """An address in a payload is answered at only if it is Slack's, by its host and scheme."""
    respond = answer_at(address, "https://slack.com/api/")
    with pytest.raises(UndeliveredError, match="not one of Slack's"):
        respond(text="Acme")
