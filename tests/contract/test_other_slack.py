"""The bot as it is, beside a Slack that others wrote: only the addresses and tokens differ."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from slack_sdk import WebClient

from bot.config import load_settings
from bot.ids import ActionId
from bot.jobs.sending import sender_for
from bot.scopes import bot_scopes
from bot.workspace.http_delivery import signature
from cs_engine.records.acting import Actor
from cs_engine.records.bands import Band
from cs_engine.records.episodes import Episode, EpisodeState, Evidence, Family
from cs_engine.records.outbox import Act, Intent, Outcome, Recipient, To
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.episodes.intents import posted
from cs_engine.service.memory import Memory, open_memory
from tests.companies import scored_company
from tests.contract.other_slack import BLIND_TOKEN, BOT_TOKEN, HELPER_TOKEN, SECRET, OtherSlack, other_slack

FORM = "application/x-www-form-urlencoded"
START_SECONDS = 120.0
TEAM_ID = "T000000001"
MIAS = "mia.chen@example.com"
GONE = timedelta(seconds=-1)
"""The lease of a process that died."""
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Office:
    """Another Slack with our bot beside it; `mia` and `channel` are Slack ids."""

    home: Path
    slack: OtherSlack
    bot_url: str
    mia: str
    channel: str
    answers: list[Json]
    """What was posted to the response URL."""
    response_url: str

    @property
    def helper(self) -> WebClient:
        """A client that may read what was posted."""
        return WebClient(HELPER_TOKEN, base_url=self.slack.api_url)

    def send(self, body: str, content_type: str = FORM) -> httpx.Response:
        """Deliver a payload to the bot, signed as Slack signs."""
        headers = {"content-type": content_type, **signature(SECRET, body)}
        return httpx.post(f"{self.bot_url}/slack/events", content=body, headers=headers)

    def click(self, action: ActionId, account: str, **place: object) -> httpx.Response:
        """Press a button."""
        button = {"type": "button", "action_id": action, "block_id": "b", "value": account}
        origin = {"type": "block_actions", "user": {"id": self.mia, "team_id": TEAM_ID}, "team": {"id": TEAM_ID}}
        return self.send(urlencode({"payload": json.dumps({**origin, **place, "actions": [button]})}))

    def trigger(self) -> str:
        """Return what opens a window for Mia."""
        client = WebClient(BOT_TOKEN, base_url=self.slack.api_url)
        made = client.api_call("views.generateTriggerId", json={"user_id": self.mia})
        return str(made["trigger_id"])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, effort: Callable[[int], int]) -> Iterator[Office]:
    """Open the office; fetching an emulator and its Node is for the long run only."""
    if effort(10) < 10:
        pytest.skip("`make soak` fetches the other Slack and the Node it runs on")
    home = tmp_path_factory.mktemp("home")
    scored_company(home)
    with other_slack(tmp_path_factory.mktemp("slack"), frozenset(bot_scopes())) as slack, listening() as (url, answers):
        helper = WebClient(HELPER_TOKEN, base_url=slack.api_url)
        bot = WebClient(BOT_TOKEN, base_url=slack.api_url)
        channel = next(each["id"] for each in helper.conversations_list()["channels"] if each["name"] == "cs-team")
        mia = next(each["id"] for each in bot.users_list()["members"] if each["name"] == "mia")
        helper.conversations_join(channel=channel)
        with serving(home, slack) as bot_url:
            yield Office(home, slack, bot_url, mia, channel, answers, url)


@contextmanager
def serving(home: Path, slack: OtherSlack) -> Iterator[str]:
    """Run `steward serve` over HTTP against the other Slack; yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    ours = {
        "STEWARD_HOME": str(home),
        "STEWARD_ADMINS": "mia.chen@example.com",
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
    }
    command = [sys.executable, "-m", "bot", "serve", "--all", "--port", str(port)]
    process = subprocess.Popen(command, env={**os.environ, **ours}, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the bot answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"{url}/healthz")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("The bot did not start.")


@contextmanager
def listening() -> Iterator[tuple[str, list[Json]]]:
    """Stand in for a response URL, which the emulator has none of, on its host; yield its address and what arrives."""
    arrived: list[Json] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            arrived.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library names it
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/actions", arrived
    server.shutdown()
    server.server_close()


def account_id(office: Office) -> str:
    """Return Acme's id, which its card's buttons carry."""
    return str(button_value(ask(office, "acme")))


def ask(office: Office, text: str) -> Mapping[str, Any]:
    """Type `/health text` and return the message that the acknowledgement carries."""
    fields = {"command": "/health", "text": text, "user_id": office.mia, "channel_id": office.channel}
    answer = office.send(urlencode({**fields, "team_id": TEAM_ID, "response_url": office.response_url}))
    assert answer.status_code == 200
    return dict(answer.json())


def button_value(message: Mapping[str, Any]) -> object:
    """Return the value of the message's first button."""
    actions = next(block for block in message["blocks"] if block["type"] == "actions")
    return actions["elements"][0]["value"]


@pytest.mark.soak
def test_a_command_is_answered_in_its_acknowledgement(office: Office) -> None:
    """Who asks is looked up in the other Slack: an admin sees everything."""
    assert "Acme" in ask(office, "acme")["text"]


@pytest.mark.soak
def test_home_is_published_and_opens_windows(office: Office) -> None:
    """`views.publish` and `views.open`, which the emulator checks and keeps."""
    event = {"type": "app_home_opened", "user": office.mia, "channel": "D1", "tab": "home"}
    body = {"type": "event_callback", "event_id": "Ev-other-1", "team_id": TEAM_ID, "event": event}
    assert office.send(json.dumps(body), "application/json").status_code == 200
    home = {"view": {"id": "V1", "type": "home"}, "trigger_id": office.trigger()}
    assert office.click(ActionId.OPEN, account_id(office), **home).status_code == 200
    shown = office.slack.page("views")
    assert ("Hello Mia Chen" in shown, "Acme" in shown, "modal" in shown) == (True, True, True)


@pytest.mark.soak
def test_a_card_is_shared_where_the_bot_is_a_member(office: Office) -> None:
    """`conversations.info` at the click, then `chat.postMessage`; the asker's own card says so."""
    place = {
        "channel": {"id": office.channel, "name": "cs-team"},
        "container": {"type": "message", "message_ts": "1.0"},
        "response_url": office.response_url,
    }
    assert office.click(ActionId.SHARE, account_id(office), **place).status_code == 200
    posted = office.helper.conversations_history(channel=office.channel)["messages"][0]
    assert "Acme" in posted["text"]
    assert posted["blocks"]
    assert "cs-team" in json.dumps(office.answers[-1])


@pytest.mark.soak
def test_a_dropped_file_is_previewed_and_loaded(office: Office) -> None:
    """`files.info`, the download with the bot's token, `chat.postMessage`, its thread, and `chat.update`."""
    content = "Customer ID,Company,Plan Name\nc1,Initech,Pro\nc2,Hooli,Pro\nc3,Umbrella,Basic\n"
    file = office.helper.files_upload_v2(content=content, filename="customers.csv")["file"]
    dm = office.helper.conversations_open(users=[office.mia])["channel"]["id"]
    event = {"type": "message", "subtype": "file_share", "channel": dm, "channel_type": "im", "user": office.mia}
    event |= {"ts": "1.0", "text": "", "files": [{"id": file["id"], "name": "customers.csv"}]}
    body = {"type": "event_callback", "event_id": "Ev-other-2", "team_id": TEAM_ID, "event": event}
    assert office.send(json.dumps(body), "application/json").status_code == 200
    preview = said_in(office, dm, "Customer ID → accounts")
    buttons = next(block for block in preview["blocks"] if block["type"] == "actions")["elements"]
    load = next(button for button in buttons if button["action_id"] == ActionId.IMPORT_LOAD)
    place = {"channel": {"id": dm}, "message": {"ts": preview["ts"]}, "response_url": office.response_url}
    assert office.click(ActionId.IMPORT_LOAD, load["value"], **place).status_code == 200
    assert "Loaded customers.csv" in said_in(office, dm, "3 new")["text"]


@pytest.mark.soak
def test_an_alert_is_posted_unasked_and_edited_in_place(office: Office) -> None:
    """`chat.postMessage` from the outbox, then `chat.update` of the same message once somebody took it."""
    account = account_id(office)
    with remembering(office) as store, closing(CustomerSuccess(store, now)) as cs:
        seen = Evidence(Family.URGENT_TICKET, now().date(), {"tickets": 1.0, "days": 5.0, "target": 2.0})
        episode = Episode("e-other", account, now(), EpisodeState.OPEN, None, Band.WATCH, (seen,), MIAS)
        with store.changing() as memory:
            memory.episodes.add(episode)
            memory.outbox.put([posted(episode, (Recipient(To.CHANNEL, office.channel),), now())], now())
        alert = said_in(office, office.channel, "Urgent ticket open for 5 d")
        cs.episodes.claim(Actor(office.mia, MIAS, "Mia Chen"), episode.id, None)
        assert said_in(office, office.channel, "✋ Mia Chen has it")["ts"] == alert["ts"]


@pytest.mark.soak
def test_without_leave_to_look_a_message_that_may_be_there_waits_for_a_person(office: Office, tmp_path: Path) -> None:
    """`conversations.history` is refused; nothing is sent twice, and the delivery log tells why."""
    settings = load_settings(steward_home=tmp_path)
    told = Recipient(To.CHANNEL, office.channel)
    with open_memory(settings.database_url) as store, closing(CustomerSuccess(store, now)) as cs:
        cs.outbox.put([Intent("u", "note", Act.POST, "u", (told,), now(), {"note": "starting_picture", "bands": {}})])
        dead = cs.outbox.claim("dead", GONE)
        assert dead is not None
        assert cs.outbox.trying(dead, told, office.channel, GONE)
        client = WebClient(BLIND_TOKEN, base_url=office.slack.api_url)
        assert sender_for(settings, now, cs, client).work()
        (line,) = cs.outbox.page().deliveries
        assert (line.outcome, line.reason) == (Outcome.UNCERTAIN, "missing_scope")


def now() -> datetime:
    """Return the real moment."""
    return datetime.now(UTC)


@contextmanager
def remembering(office: Office) -> Iterator[Memory]:
    """Open the memory that the bot works with."""
    with open_memory(f"sqlite:///{office.home / 'steward.db'}") as store:
        yield store


def said_in(office: Office, channel: str, words: str) -> Json:
    """Wait until a message with these words is in the channel, and return it."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        for message in office.helper.conversations_history(channel=channel)["messages"]:
            if words in message["text"]:
                return dict(message)
        time.sleep(0.2)
    pytest.fail(f"Nobody said {words!r}.")
