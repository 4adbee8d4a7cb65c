"""A Slack on localhost for the bot's own tests, and the signed requests that Slack would send."""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from bot.access.engine import Engine
from bot.access.rules import AccessRules
from bot.app import LATER_THREADS, create_app
from bot.config import load_settings
from tests.unit.bot.answers import NOW

SECRET = "a-signing-secret"
TEAM = "T1"
DANA = {"id": "U1", "team_id": TEAM, "profile": {"email": "dana@steward.test", "display_name": "Dana"}}
NOBODY = {"id": "U2", "team_id": TEAM, "profile": {"display_name": "Kai"}}
LINKS = 3
"""A listener goes on after its answer, has something shown, and then Home renewed: each waits for its turn."""
PATIENCE = 10.0
FORM = "application/x-www-form-urlencoded"


@dataclass
class Slack:
    """A Slack on localhost that tells who somebody is and writes down everything it is asked."""

    url: str
    people: dict[str, dict[str, Any]] = field(default_factory=lambda: {"U1": DANA, "U2": NOBODY})
    groups: dict[str, list[str]] = field(default_factory=dict)
    channel: dict[str, Any] = field(default_factory=lambda: {"name": "cs-team", "is_member": True})
    broken: set[str] = field(default_factory=set)
    """Methods that fail."""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def answer(self, method: str, body: str) -> dict[str, Any]:
        """Answer one call."""
        asked = json.loads(body) if body.startswith("{") else dict(parse_qsl(body))
        self.calls.append((method, asked))
        if method in self.broken:
            return {"ok": False, "error": "internal_error"}
        if method == "users.info":
            return self._user(asked["user"])
        groups = [{"id": f"S-{handle}", "handle": handle} for handle in self.groups]
        members = self.groups.get(str(asked.get("usergroup", "")).removeprefix("S-"), [])
        return {"ok": True, "team_id": TEAM, "channel": self.channel, "usergroups": groups, "users": members}

    def methods(self) -> list[str]:
        """Return which methods were called."""
        return [method for method, _ in self.calls]

    def said(self) -> list[dict[str, Any]]:
        """Return what was posted, published, opened or answered to a click."""
        shown = ("respond", "views.open", "views.update", "views.publish", "chat.postMessage", "chat.postEphemeral")
        return [sent for method, sent in self.calls if method in shown]

    def _user(self, user_id: str) -> dict[str, Any]:
        known = self.people.get(user_id)
        return {"ok": True, "user": known} if known else {"ok": False, "error": "user_not_found"}


@contextmanager
def slack_on_localhost() -> Iterator[Slack]:
    """Serve a Slack on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"] or 0)).decode()
            answer = json.dumps(known.answer(self.path.rpartition("/")[2], body)).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known = Slack(f"http://127.0.0.1:{server.server_port}/api/")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield known
    server.shutdown()
    thread.join()
    server.server_close()


def app_of(cs: Engine, slack: Slack, rules: AccessRules | None = None) -> App:
    """Build the app as `steward serve` does."""
    client = WebClient(token="xoxb-1", base_url=slack.url)
    settings = load_settings(slack_signing_secret=SECRET, access=rules or AccessRules())
    return create_app(settings, cs, client, lambda: NOW)


def settle(app: App) -> None:
    """Wait until the app has done what it does after its answers, such as renewing somebody's Home."""
    pool = app.listener_runner.listener_executor
    for _ in range(LINKS):
        everybody = threading.Barrier(LATER_THREADS)
        for idle in [pool.submit(everybody.wait, PATIENCE) for _ in range(LATER_THREADS)]:
            idle.result()


def dispatch(app: App, body: str, content_type: str = FORM, secret: str = SECRET) -> BoltResponse:
    """Send a signed request."""
    stamp = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body) or ""
    headers: dict[str, str | Sequence[str]] = {
        "content-type": [content_type],
        "x-slack-request-timestamp": [stamp],
        "x-slack-signature": [signature],
    }
    return app.dispatch(BoltRequest(body=body, headers=headers))


def command(app: App, text: str, user: str = "U1", name: str = "/health") -> dict[str, Any]:
    """Type a command and return what comes back in the acknowledgement."""
    form = {"command": name, "text": text, "user_id": user, "team_id": TEAM, "channel_id": "C1", "trigger_id": "1.2.3"}
    response = dispatch(app, urlencode(form))
    assert response.status == 200
    answer: dict[str, Any] = json.loads(response.body or "{}")
    return answer


def event(app: App, event_id: str, user: str = "U1", **changes: Any) -> BoltResponse:  # noqa: ANN401 - any field
    """Open the Home tab."""
    opened = {"type": "app_home_opened", "user": user, "tab": "home", "channel": "D1", **changes}
    body = {"type": "event_callback", "event_id": event_id, "team_id": TEAM, "event": opened}
    return dispatch(app, json.dumps(body), "application/json")


def interaction(app: App, payload: dict[str, Any], user: str = "U1") -> BoltResponse:
    """Send what a click or a menu sends."""
    common = {"user": {"id": user, "team_id": TEAM}, "team": {"id": TEAM}, "trigger_id": "1.2.3"}
    return dispatch(app, urlencode({"payload": json.dumps(common | payload)}))
