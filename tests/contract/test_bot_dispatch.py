"""The bot's answers through real Bolt: signed requests in, acknowledgements out, and no other round trip."""

import json
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from bot.app import create_app
from bot.config import load_settings
from cs_engine.errors import NothingToShow
from cs_engine.records import Band, Candidate, Candidates, HealthReport, Scope
from tests.unit.bot.answers import NOW, StandIn, report

SECRET = "a-signing-secret"
DANA = {"id": "U1", "profile": {"email": "dana@steward.test", "display_name": "Dana"}}
NOBODY = {"id": "U2", "profile": {"display_name": "Kai"}}


@dataclass
class Slack:
    """A Slack on localhost that tells who somebody is and writes down everything it is asked."""

    url: str
    people: dict[str, dict[str, Any]] = field(default_factory=lambda: {"U1": DANA, "U2": NOBODY})
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def answer(self, method: str, body: str) -> dict[str, Any]:
        """Answer one call."""
        asked = json.loads(body) if body.startswith("{") else dict(parse_qsl(body))
        self.calls.append((method, asked))
        return {"ok": True, "user": self.people.get(asked.get("user", ""), NOBODY)}


@pytest.fixture
def slack() -> Iterator[Slack]:
    """A Slack on a free port."""

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


def app_of(cs: StandIn, slack: Slack) -> App:
    """Build the app as `steward serve` does."""
    client = WebClient(token="xoxb-1", base_url=slack.url)
    return create_app(load_settings(slack_signing_secret=SECRET), cs, client, lambda: NOW)


def dispatch(app: App, body: str, content_type: str, secret: str = SECRET) -> BoltResponse:
    """Send a signed request."""
    stamp = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body) or ""
    headers: dict[str, str | Sequence[str]] = {
        "content-type": [content_type],
        "x-slack-request-timestamp": [stamp],
        "x-slack-signature": [signature],
    }
    return app.dispatch(BoltRequest(body=body, headers=headers))


def command(app: App, text: str, user: str = "U1") -> dict[str, Any]:
    """Type `/health text` and return what comes back in the acknowledgement."""
    form = {"command": "/health", "text": text, "user_id": user, "team_id": "T1", "channel_id": "C1"}
    response = dispatch(app, urlencode(form), "application/x-www-form-urlencoded")
    assert response.status == 200
    answer: dict[str, Any] = json.loads(response.body)
    return answer


def event(app: App, event_id: str) -> BoltResponse:
    """Open the Home tab."""
    opened = {"type": "app_home_opened", "user": "U1", "tab": "home", "channel": "D1"}
    body = {"type": "event_callback", "event_id": event_id, "team_id": "T1", "event": opened}
    return dispatch(app, json.dumps(body), "application/json")


def interaction(app: App, payload: dict[str, Any]) -> BoltResponse:
    """Send what a click or a menu sends."""
    common = {"user": {"id": "U1"}, "team": {"id": "T1"}, "trigger_id": "1.2.3"}
    return dispatch(app, urlencode({"payload": json.dumps(common | payload)}), "application/x-www-form-urlencoded")


def test_the_answer_travels_in_the_acknowledgement(slack: Slack) -> None:
    """One round trip, visible to nobody else."""
    answer = command(app_of(StandIn(), slack), "acme")
    assert answer["response_type"] == "ephemeral"
    assert answer["text"].startswith("🔴 At risk · Acme · 41")
    assert answer["blocks"][0]["type"] == "rich_text"


def test_a_known_person_is_answered_without_any_call_to_slack(slack: Slack) -> None:
    """Only the first question of somebody new asks Slack who that is; no token is ever tested."""
    app = app_of(StandIn(), slack)
    assert slack.calls == []
    for text in ("acme", "mine", "acme why", "help"):
        command(app, text)
    assert [method for method, _ in slack.calls] == ["users.info"]


def test_a_request_with_a_wrong_signature_is_not_answered(slack: Slack) -> None:
    """Somebody who does not know our secret learns nothing."""
    response = dispatch(
        app_of(StandIn(), slack), "command=%2Fhealth&text=acme", "application/x-www-form-urlencoded", secret="guessed"
    )
    assert (response.status, slack.calls) == (401, [])


def test_each_question_has_its_answer(slack: Slack) -> None:
    """What is typed decides what is shown."""
    app = app_of(StandIn(), slack)
    first = {text: command(app, text)["text"].split("\n")[0] for text in ("acme why", "acme history", "", "help")}
    assert first == {
        "acme why": "Acme: why 41.87 points",
        "acme history": "Acme: the last 12 weeks, newest first",
        "": "Your accounts",
        "help": "What you can ask",
    }


def test_lists_ask_for_the_right_accounts(slack: Slack) -> None:
    """Mine are those of the email, at-risk includes those who gave notice, all is everybody's."""
    cs = StandIn()
    app = app_of(cs, slack)
    for text in ("mine", "at-risk", "at-risk all"):
        command(app, text)
    at_risk = (Band.AT_RISK, Band.LEAVING)
    assert cs.asked == [
        ("portfolio", Scope.MINE, "dana@steward.test", (), None, 1),
        ("portfolio", Scope.MINE, "dana@steward.test", at_risk, None, 1),
        ("portfolio", Scope.TEAM, None, at_risk, None, 1),
    ]


def test_an_account_whose_name_ends_in_why_is_found(slack: Slack) -> None:
    """An exact name wins over a keyword; quotes and the keyword give its receipt."""
    app = app_of(StandIn(reports={"a": report(account_id="a", name="Tell me why")}), slack)
    assert "Tell me why" in command(app, "tell me why")["text"].split("\n")[0]
    assert command(app, '"tell me why" why')["text"].startswith("Tell me why: why 41.87 points")


def test_an_ambiguous_name_is_asked_about(slack: Slack) -> None:
    """Never a guess."""
    choice = Candidates("acm", exact=True, candidates=(Candidate("acc-1", "Acme"), Candidate("acc-2", "Acme Corp")))
    answer = command(app_of(StandIn(found={"acm": choice}), slack), "acm")
    buttons = answer["blocks"][-1]["elements"]
    assert [(button["text"]["text"], button["value"]) for button in buttons] == [
        ("Acme", "acc-1"),
        ("Acme Corp", "acc-2"),
    ]


def test_somebody_without_accounts_gets_an_explanation(slack: Slack) -> None:
    """Instead of an empty list."""
    answer = command(app_of(StandIn(owners=frozenset()), slack), "mine")
    assert "No account has dana@steward.test as its CSM" in answer["text"]
    assert "email address" in command(app_of(StandIn(), slack), "mine", user="U2")["text"]


class Empty(StandIn):
    """A memory without a snapshot."""

    def account_health(self, query: str) -> HealthReport | Candidates:
        """Have nothing to show."""
        raise NothingToShow(f"Nothing is known about {query} yet: run `steward refresh` first.")


class Broken(StandIn):
    """An engine with a mistake in it."""

    def account_health(self, query: str) -> HealthReport | Candidates:
        """Fail."""
        raise ZeroDivisionError(query)

    def report(self, account_id: str) -> HealthReport | None:
        """Fail."""
        raise ZeroDivisionError(account_id)

    def suggest(self, prefix: str, limit: int = 20) -> tuple[Candidate, ...]:
        """Fail."""
        raise ZeroDivisionError(prefix, limit)


def test_an_error_we_can_explain_is_explained(slack: Slack) -> None:
    """The engine's own sentence, with a mention in it made inert."""
    answer = command(app_of(Empty(), slack), "&lt;!channel&gt;")
    assert answer["text"].startswith("Nothing is known about &lt;!channel&gt; yet")
    assert answer["response_type"] == "ephemeral"


def test_an_error_we_cannot_explain_has_a_reference_that_is_in_the_log(
    slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever runs the app finds the traceback by eight characters; the person sees none of it."""
    with caplog.at_level(logging.ERROR):
        answer = command(app_of(Broken(), slack), "acme")
    reference = answer["text"].rpartition("reference ")[2].rstrip(".")
    assert len(reference) == 8
    assert f"reference {reference}" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "Zero" not in answer["text"]


def test_an_error_on_home_is_told_by_direct_message(slack: Slack) -> None:
    """A click on Home has no message to answer beside."""
    click = {"type": "block_actions", "view": {"type": "home"}, "actions": [open_button("acc-1")]}
    assert interaction(app_of(Broken(), slack), click).status == 200
    method, sent = slack.calls[-1]
    assert (method, sent["channel"]) == ("chat.postMessage", "U1")
    assert "reference" in sent["text"]


def test_an_error_while_typing_offers_nothing(slack: Slack) -> None:
    """A menu has no place for a sentence."""
    typed = {"type": "block_suggestion", "action_id": "account.find", "block_id": "b", "value": "ac"}
    assert json.loads(interaction(app_of(Broken(), slack), typed).body) == {"options": []}


def test_a_menu_offers_accounts_while_somebody_types(slack: Slack) -> None:
    """The answer is the acknowledgement, too."""
    typed = {"type": "block_suggestion", "action_id": "account.find", "block_id": "b", "value": "ac"}
    (offered,) = json.loads(interaction(app_of(StandIn(), slack), typed).body)["options"]
    assert (offered["text"]["text"], offered["value"]) == ("Acme", "acc-1")


def test_a_redelivered_event_runs_once(slack: Slack) -> None:
    """Slack sends an event again when our answer was late."""
    app = app_of(StandIn(), slack)
    assert [event(app, "Ev1").status for _ in range(3)] == [200, 200, 200]
    assert event(app, "Ev2").status == 200
    assert [method for method, _ in slack.calls].count("views.publish") == 2


def test_many_at_once_are_all_answered(slack: Slack) -> None:
    """Twenty people ask in the same moment."""
    app = app_of(StandIn(), slack)
    answers: list[str] = []
    ask = [threading.Thread(target=lambda: answers.append(command(app, "acme")["text"])) for _ in range(20)]
    for thread in ask:
        thread.start()
    for thread in ask:
        thread.join()
    assert len(answers) == 20


def open_button(account_id: str) -> dict[str, Any]:
    """Build what a press on *Open* sends."""
    return {"type": "button", "action_id": "account.open", "block_id": "b", "value": account_id}
