"""Connections that come and go under the real Socket Mode client, and what is delivered again."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient
from websockets.sync.client import ClientConnection, connect

from bot.workspace.backend import Patience
from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from tests.bolt import Transport, bolt_app, connected, office
from tests.heard import Heard

MIA = "U02MIA"
Json = dict[str, Any]
PATIENT = Patience(retries=(0.0, 0.3, 0.6, 1.2))


@contextmanager
def plugged(workspace: Workspace) -> Iterator[ClientConnection]:
    """A connection without a client behind it, after its hello."""
    url = WebClient(workspace.app_token, workspace.api_url).apps_connections_open(app_token=workspace.app_token)["url"]
    with connect(url) as link:
        assert json.loads(link.recv(2))["type"] == "hello"
        yield link


@pytest.mark.parametrize("reason", ["refresh_requested", "warning", "link_disabled"])
def test_a_disconnected_client_comes_back_and_serves_again(reason: str) -> None:
    """The client of slack_sdk reads the reason, takes a new address and answers the next command."""
    heard = Heard()
    with Workspace(default_seed()) as workspace:
        app = bolt_app(workspace, heard.register)
        with connected(app, workspace) as handler:
            before = handler.client.session_id()
            workspace.disconnect(reason)
            mia = workspace.as_person(MIA)
            assert _until(lambda: workspace.socket_mode.connections == 1 and handler.client.session_id() != before)
            assert mia.command("#cs-team", "/health", "acme") == {"ok": True}


def test_what_happens_while_nobody_is_connected_is_delivered_again() -> None:
    """An event told into the gap reaches the client once it is back, as a retry, and only once."""
    heard = Heard()
    with Workspace(default_seed(), patience=PATIENT) as workspace:
        app = bolt_app(workspace, heard.register)
        with connected(app, workspace):
            workspace.disconnect()
            mia = workspace.as_person(MIA)
            mia.say(mia.dm, "are you there?")
            assert heard.events(1)[0]["text"] == "are you there?"
            again = heard.seen[0].headers
            assert int(again["x-slack-retry-num"][0]) >= 1
            assert again["x-slack-retry-reason"] == ["connection_failed"]
            assert len(heard.wait_for(2, timeout=0.5)) == 1


def test_what_was_not_acknowledged_before_the_hangup_comes_again_elsewhere() -> None:
    """An envelope on a connection that goes fails at once and travels over the next one, counted."""
    with Workspace(default_seed(), patience=Patience(retries=(0.1,))) as workspace, plugged(workspace) as first:
        mia = workspace.as_person(MIA)
        mia.say(mia.dm, "hello")
        lost = json.loads(first.recv(2))
        assert (lost["type"], lost["retry_attempt"]) == ("events_api", 0)
        workspace.disconnect("warning")
        assert json.loads(first.recv(2)) == {
            "type": "disconnect",
            "reason": "warning",
            "debug_info": {"host": "workspace"},
        }
        with plugged(workspace) as second:
            again = json.loads(second.recv(2))
            assert (again["retry_attempt"], again["retry_reason"]) == (1, "connection_failed")
            assert again["payload"]["event_id"] == lost["payload"]["event_id"]
            second.send(json.dumps({"envelope_id": again["envelope_id"]}))


def test_a_command_fails_at_once_when_its_connection_goes() -> None:
    """The person reads dispatch_failed instead of waiting three seconds."""
    with Workspace(default_seed()) as workspace, plugged(workspace) as link:
        mia = workspace.as_person(MIA)
        results: list[Json] = []
        asking = threading.Thread(target=lambda: results.append(mia.command("#cs-team", "/health")))
        asking.start()
        assert json.loads(link.recv(2))["type"] == "slash_commands"
        began = time.monotonic()
        workspace.disconnect()
        asking.join(2)
        assert results[0]["error"] == "dispatch_failed"
        assert time.monotonic() - began < 1


def test_an_eleventh_connection_is_turned_away() -> None:
    """Ten are held; the next is told why it is not."""
    with Workspace(default_seed()) as workspace, ExitStack() as links:
        for _ in range(10):
            links.enter_context(plugged(workspace))
        opened = WebClient(workspace.app_token, workspace.api_url).apps_connections_open(app_token=workspace.app_token)
        with connect(opened["url"]) as one_more:
            assert json.loads(one_more.recv(2))["reason"] == "too_many_websockets"
        assert workspace.socket_mode.connections == 10


@dataclass
class Stubborn:
    """A bot over HTTP that never takes an event, and says how often it may be asked."""

    asked_not_to: bool
    seen: list[BoltRequest] = field(default_factory=list)

    def register(self, app: App) -> None:
        """Answer every event with 500."""

        @app.middleware
        def refuse(req: BoltRequest, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt's name
            self.seen.append(req)
            return BoltResponse(status=500, headers={"x-slack-no-retry": "1"} if self.asked_not_to else {})


@pytest.mark.parametrize(("asked_not_to", "attempts"), [(True, 1), (False, 3)], ids=["no-retry", "retried"])
def test_an_app_may_ask_for_no_more_attempts(asked_not_to: bool, attempts: int) -> None:  # noqa: FBT001 - pytest's way
    """x-slack-no-retry ends the attempts; without it they come numbered, with the reason."""
    bot = Stubborn(asked_not_to)
    with office(Transport.HTTP, bot.register, Patience(retries=(0.0, 0.1))) as workspace:
        mia = workspace.as_person(MIA)
        mia.say(mia.dm, "hello")
        assert _until(lambda: len(bot.seen) >= attempts)
        time.sleep(0.3)  # long enough for one attempt too many
        numbers = [request.headers.get("x-slack-retry-num", [""])[0] for request in bot.seen]
        assert numbers == ["", "1", "2"][:attempts]
        assert {request.headers.get("x-slack-retry-reason", ["http_error"])[0] for request in bot.seen} == {
            "http_error"
        }


def test_a_request_url_is_verified_by_a_challenge() -> None:
    """Bolt gives it back; where nobody listens, and without a request URL, it is not."""
    with office(Transport.HTTP, Heard().register) as workspace:
        assert workspace.verify_url() is True
    with Workspace(default_seed(), http_target="http://127.0.0.1:9/slack/events") as workspace:
        assert workspace.verify_url() is False
    with Workspace(default_seed()) as workspace:
        assert workspace.verify_url() is False


def _until(predicate: Callable[[], bool], timeout: float = 20.0) -> bool:
    """Look again and again: a client's reconnection tells nobody."""
    deadline = time.monotonic() + timeout
    while not predicate() and time.monotonic() < deadline:
        time.sleep(0.02)
    return predicate()
