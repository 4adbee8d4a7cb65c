"""How payloads reach an app: connections, redelivery, signatures, and what happens without an app."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_bolt import Ack, App, BoltRequest
from slack_sdk import WebClient
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bot.workspace.backend import Patience
from bot.workspace.http_delivery import signature
from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from tests.bolt import Register, Transport, bolt_app, connected, office

MIA = "U02MIA"
Json = dict[str, Any]
QUICK = Patience(answer=0.7, retries=(0.0, 0.1))


class Deliveries:
    """Keeps the requests a bot was sent, and lets a test wait for a number of them."""

    def __init__(self) -> None:
        """Start empty."""
        self.seen: list[BoltRequest] = []
        self._more = threading.Condition()

    def add(self, request: BoltRequest) -> int:
        """Keep one and return how many there are."""
        with self._more:
            self.seen.append(request)
            self._more.notify_all()
            return len(self.seen)

    def wait_for(self, count: int, timeout: float = 20.0) -> list[BoltRequest]:
        """Return all after at least `count` have come."""
        with self._more:
            self._more.wait_for(lambda: len(self.seen) >= count, timeout)
            return list(self.seen)


def taken_at(deliveries: Deliveries, attempt: int) -> Register:
    """A bot that lets events pass unacknowledged until the given attempt."""

    def register(app: App) -> None:
        @app.middleware
        def keep(req: BoltRequest, next: Callable[[], None]) -> None:  # noqa: A002 - Bolt passes arguments by name
            if deliveries.add(req) >= attempt:
                next()

        app.event("message")(lambda: None)

    return register


@pytest.mark.parametrize("transport", list(Transport))
def test_an_unacknowledged_event_is_sent_again_with_retry_headers(transport: Transport) -> None:
    """The same event id comes again, numbered, with the reason, until it is taken."""
    deliveries = Deliveries()
    with office(transport, taken_at(deliveries, 3), QUICK) as workspace:
        mia = workspace.as_person(MIA)
        mia.say(mia.dm, "hello")
        seen = deliveries.wait_for(3)
        assert len({request.body["event_id"] for request in seen}) == 1
        assert [request.headers.get("x-slack-retry-num", [None])[0] for request in seen[1:]] == ["1", "2"]
        reason = {Transport.SOCKET: "timeout", Transport.HTTP: "http_error"}[transport]
        assert seen[1].headers["x-slack-retry-reason"] == [reason]
        assert len(deliveries.wait_for(4, timeout=0.5)) == 3


def test_an_event_that_is_never_taken_is_given_up() -> None:
    """After the last retry nothing more comes."""
    deliveries = Deliveries()
    with office(Transport.SOCKET, taken_at(deliveries, 99), QUICK) as workspace:
        mia = workspace.as_person(MIA)
        mia.say(mia.dm, "hello")
        assert len(deliveries.wait_for(4, timeout=2.6)) == 3


@pytest.mark.parametrize("transport", list(Transport))
def test_a_direct_message_reaches_the_app_as_an_event(transport: Transport) -> None:
    """message.im carries the text, the channel type and the author."""
    deliveries = Deliveries()
    with office(transport, taken_at(deliveries, 1)) as workspace:
        mia = workspace.as_person(MIA)
        mia.say("#cs-team", "not for the bot")
        mia.say(mia.dm, "hello")
        event = deliveries.wait_for(1)[0].body["event"]
        assert (event["type"], event["channel_type"], event["text"], event["user"]) == ("message", "im", "hello", MIA)


def test_without_a_connection_a_command_fails_at_once() -> None:
    """Nobody connected means dispatch_failed, not a wait."""
    with Workspace(default_seed()) as workspace:
        result = workspace.as_person(MIA).command("#cs-team", "/health", "acme")
        assert (result["ok"], result["error"]) == (False, "dispatch_failed")


def test_without_a_server_a_command_fails_at_once() -> None:
    """A request URL nobody listens on means dispatch_failed."""
    with Workspace(default_seed(), http_target="http://127.0.0.1:9/slack/events") as workspace:
        assert workspace.as_person(MIA).command("#cs-team", "/health", "acme")["error"] == "dispatch_failed"


@pytest.fixture
def two_connections() -> Iterator[tuple[Workspace, list[str]]]:
    """A workspace with one app connected twice; the list names who answered."""
    answered: list[str] = []

    def register(name: str) -> Register:
        def answer(ack: Ack) -> None:
            answered.append(name)
            ack()

        return lambda app: app.command("/health")(answer)

    with Workspace(default_seed()) as workspace:
        first, second = (bolt_app(workspace, register(name)) for name in ("first", "second"))
        with connected(first, workspace), connected(second, workspace):
            yield workspace, answered


def test_a_payload_goes_to_one_of_several_connections(two_connections: tuple[Workspace, list[str]]) -> None:
    """Each command is answered once, by the connections in turn."""
    workspace, answered = two_connections
    mia = workspace.as_person(MIA)
    for _ in range(4):
        assert mia.command("#cs-team", "/health") == {"ok": True}
    assert sorted(answered) == ["first", "first", "second", "second"]


def test_a_socket_ticket_admits_one_connection() -> None:
    """The address of apps.connections.open works once, and an invented one never."""
    with Workspace(default_seed()) as workspace:
        url = WebClient(workspace.app_token, workspace.api_url).apps_connections_open(app_token=workspace.app_token)[
            "url"
        ]
        with connect(url) as link:
            assert json.loads(link.recv(2))["type"] == "hello"
            with pytest.raises(InvalidStatus):
                connect(url)


def test_a_request_with_another_signature_is_refused_by_bolt() -> None:
    """Bolt checks the signature this workspace makes: right secret 200, wrong secret 401."""
    with Workspace(default_seed()) as workspace:
        app = bolt_app(workspace, lambda app: app.command("/health")(lambda ack: ack()))
        body = "command=%2Fhealth&team_id=T1&user_id=U1"
        statuses = [
            app.dispatch(BoltRequest(body=body, headers=dict(signature(secret, body)))).status
            for secret in (workspace.signing_secret, "wrong")
        ]
        assert statuses == [200, 401]


def test_a_workspace_starts_and_stops_quickly_with_open_sockets() -> None:
    """It is up within a second, and a connected page and app do not hold up its end."""
    before = time.monotonic()
    workspace = Workspace(default_seed()).start()
    assert time.monotonic() - before < 1
    app_url = WebClient(workspace.app_token, workspace.api_url).apps_connections_open(app_token=workspace.app_token)[
        "url"
    ]
    page_url = f"{workspace.url.replace('http', 'ws')}api-page/ws?user={MIA}"
    with connect(app_url) as app, connect(page_url):
        app.recv(2)
        assert workspace.socket_mode.connections == 1
        before = time.monotonic()
        workspace.stop()
        assert time.monotonic() - before < 2
    assert workspace.socket_mode.connections == 0


def test_a_connection_outlives_many_pings() -> None:
    """The client's own keep-alive is answered: it does not reconnect."""
    with Workspace(default_seed()) as workspace:
        app = bolt_app(workspace, lambda _app: None)
        with connected(app, workspace) as handler:
            session = handler.client.session_id()
            time.sleep(1.5)
            assert (handler.client.session_id(), workspace.socket_mode.connections) == (session, 1)
