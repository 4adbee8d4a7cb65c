"""What the page asks, does and is told, as plain HTTP and web socket clients see it."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from tests.bolt import Transport, office

MIA, LEO = "U02MIA", "U03LEO"
TEAM = "C01CSTEAM"
BESIDES = ("presence", "notification")
"""What a page is told beside what happened: who else looks, and what a phone would show."""
Json = dict[str, Any]
BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Open"}, "action_id": "open", "value": "1"}
LIST = {"type": "external_select", "action_id": "account", "min_query_length": 0}
CARD = [
    {"type": "section", "block_id": "head", "text": {"type": "plain_text", "text": "Acme"}},
    {"type": "actions", "block_id": "buttons", "elements": [BUTTON, LIST]},
]
NOTE = {"type": "plain_text_input", "action_id": "note"}
MODAL = {
    "type": "modal",
    "callback_id": "note",
    "title": {"type": "plain_text", "text": "Note"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [{"type": "input", "block_id": "note", "label": {"type": "plain_text", "text": "Note"}, "element": NOTE}],
}


def opens(ack: Ack, client: WebClient, body: Json) -> None:
    """Open the modal."""
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=MODAL)


def publishes(client: WebClient, event: Json) -> None:
    """Publish a Home tab."""
    client.views_publish(user_id=event["user"], view={"type": "home", "blocks": CARD[:1]})


def register(app: App) -> None:
    """A bot with a card, a modal, an option list and a Home tab."""
    app.command("/health")(lambda ack: ack(text="Acme", blocks=CARD))
    app.action("open")(opens)
    app.options("account")(lambda ack: ack(options=[{"text": {"type": "plain_text", "text": "Acme"}, "value": "1"}]))
    app.view("note")(lambda ack: ack())
    app.event("app_home_opened")(publishes)
    app.event("message")(lambda: None)


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    """A workspace with the bot of this file."""
    with office(Transport.SOCKET, register) as running:
        yield running


@pytest.fixture
def page(workspace: Workspace) -> Iterator[httpx.Client]:
    """An HTTP client on the page's origin."""
    with httpx.Client(base_url=workspace.url, timeout=30) as client:
        yield client


@pytest.fixture
def socket(workspace: Workspace) -> Iterator[ClientConnection]:
    """Mia's page, listening."""
    with listening(workspace, MIA) as connection:
        yield connection


def listening(workspace: Workspace, user: str) -> ClientConnection:
    """The web socket of one person's page."""
    return connect(f"{workspace.url.replace('http', 'ws')}api-page/ws?user={user}")


def told(socket: ClientConnection) -> Json:
    """The next thing the page is told."""
    event: Json = json.loads(socket.recv(3))
    while event["type"] in BESIDES:
        event = json.loads(socket.recv(3))
    return event


def do(page: httpx.Client, what: str, **body: object) -> Json:
    """Do one thing as the page does it."""
    answer: Json = page.post(f"api-page/do/{what}", json=body).json()
    return answer


def card_of(page: httpx.Client) -> Json:
    """Ask for a card as Mia and return its message."""
    do(page, "command", user=MIA, channel=TEAM, command="/health", text="acme")
    messages = page.get("api-page/history", params={"user": MIA, "channel": TEAM}).json()["messages"]
    message: Json = messages[-1]
    return message


def test_bootstrap_has_everything_for_the_first_drawing(page: httpx.Client) -> None:
    """Team, people, channels the person is in, commands, clock and hints, in the agreed shape."""
    boot = page.get("api-page/bootstrap", params={"user": MIA}).json()
    assert boot["team"] == {"id": "T01NORTHWIND", "name": "Northwind Software"}
    assert boot["me"] == {
        "id": MIA,
        "name": "mia.chen",
        "real_name": "Mia Chen",
        "title": "Customer Success Manager",
        "initials": "MC",
        "color": "#2f6f9f",
        "is_bot": False,
        "tz": "Europe/Berlin",
    }
    assert boot["app"] == {"user_id": "U01STEWARD", "bot_id": "B01STEWARD", "name": "Steward", "icon_text": "S"}
    assert [command["command"] for command in boot["commands"]] == ["/health", "/cs"]
    assert (boot["default_channel"], boot["clock"]["moved"]) == (TEAM, False)
    kinds = {channel["id"]: (channel["kind"], channel["peer"]) for channel in boot["channels"]}
    assert kinds[TEAM] == ("channel", None)
    assert kinds["D02MIA"] == ("im", "U01STEWARD")
    assert "G04LEADERS" not in kinds
    assert "D03LEO" not in kinds


def test_without_a_user_the_page_is_the_first_person(page: httpx.Client) -> None:
    """The default person is the first active one; an unknown one is refused."""
    assert page.get("api-page/bootstrap").json()["me"]["id"] == "U01ROSA"
    assert page.get("api-page/bootstrap", params={"user": "U0"}).status_code == 400


def test_a_command_answers_on_the_socket_and_in_history(page: httpx.Client, socket: ClientConnection) -> None:
    """The page is told the ephemeral answer, and finds the same in the history."""
    message = card_of(page)
    event = told(socket)
    assert event == {"type": "message", "message": message}
    assert (message["ephemeral"], message["command"], message["bot"]) == (True, "/health acme", True)
    assert [block["block_id"] for block in message["blocks"]] == ["head", "buttons"]


def test_an_ephemeral_message_is_told_to_nobody_else(workspace: Workspace, page: httpx.Client) -> None:
    """Leo's page hears the public message that follows, not Mia's answer before it."""
    with listening(workspace, LEO) as leo:
        card_of(page)
        do(page, "message", user=MIA, channel=TEAM, text="hi all", thread_ts=None)
        assert told(leo)["message"]["text"] == "hi all"


def test_a_message_can_be_dismissed_by_its_reader_only(page: httpx.Client, socket: ClientConnection) -> None:
    """Dismissing removes an ephemeral message; someone else cannot."""
    message = card_of(page)
    told(socket)
    assert do(page, "dismiss", user=LEO, channel=TEAM, ts=message["ts"])["ok"] is False
    assert do(page, "dismiss", user=MIA, channel=TEAM, ts=message["ts"]) == {"ok": True}
    assert told(socket) == {"type": "message_deleted", "channel": TEAM, "ts": message["ts"]}


def test_a_button_opens_a_modal_that_is_submitted(page: httpx.Client, socket: ClientConnection) -> None:
    """do/action leads to view_open; do/view_submit checks, sends and closes."""
    message = card_of(page)
    told(socket)
    container = {"type": "message", "channel": TEAM, "ts": message["ts"], "ephemeral": True}
    clicked = do(page, "action", user=MIA, container=container, block_id="buttons", action=BUTTON, state={})
    assert clicked == {"ok": True}
    event = told(socket)
    assert (event["type"], event["view"]["title"]["text"]) == ("view_open", "Note")
    view_id = event["view"]["id"]
    empty = do(page, "view_submit", user=MIA, view_id=view_id, state={})
    assert empty["errors"] == {"note": "Please complete this required field."}
    state = {"note": {"note": {"type": "plain_text_input", "value": "Called"}}}
    sent = do(page, "view_submit", user=MIA, view_id=view_id, state=state)
    assert sent == {"ok": True, "response_action": None}
    assert told(socket) == {"type": "view_close", "view_id": view_id}


def test_a_modal_is_closed_without_being_sent(page: httpx.Client, socket: ClientConnection) -> None:
    """do/view_close closes it once; then it is gone."""
    container = {"type": "message", "channel": TEAM, "ts": card_of(page)["ts"], "ephemeral": True}
    told(socket)
    do(page, "action", user=MIA, container=container, block_id="buttons", action=BUTTON, state={})
    view_id = told(socket)["view"]["id"]
    assert do(page, "view_close", user=MIA, view_id=view_id, cleared=False) == {"ok": True}
    assert do(page, "view_close", user=MIA, view_id=view_id, cleared=False)["error"] == "view_not_found"


def test_an_option_list_is_asked_for(page: httpx.Client) -> None:
    """do/suggest brings the app's options."""
    container = {"type": "message", "channel": TEAM, "ts": card_of(page)["ts"], "ephemeral": True}
    asked = {"container": container, "block_id": "buttons", "action_id": "account", "value": ""}
    assert do(page, "suggest", user=MIA, **asked)["options"][0]["value"] == "1"


def test_the_home_tab_is_told_and_kept(page: httpx.Client, socket: ClientConnection) -> None:
    """do/open_home leads to a home event; the view can be fetched again."""
    assert do(page, "open_home", user=MIA) == {"ok": True}
    event = told(socket)
    assert event["type"] == "home"
    assert page.get("api-page/home", params={"user": MIA}).json()["view"] == event["view"]
    assert page.get("api-page/home", params={"user": LEO}).json() == {"view": None}


def test_threads_count_on_their_root(page: httpx.Client, socket: ClientConnection) -> None:
    """A reply is told, its root changes its count, and the thread can be read."""
    root = do(page, "message", user=MIA, channel=TEAM, text="root", thread_ts=None)["ts"]
    do(page, "message", user=LEO, channel=TEAM, text="reply", thread_ts=root)
    events = [told(socket) for _ in range(3)]
    assert [event["type"] for event in events] == ["message", "message", "message_changed"]
    assert events[2]["message"]["reply_count"] == 1
    thread = page.get("api-page/history", params={"user": MIA, "channel": TEAM, "thread_ts": root}).json()["messages"]
    assert [message["text"] for message in thread] == ["root", "reply"]


def test_unread_counts_what_others_wrote_since(page: httpx.Client) -> None:
    """Reading a channel sets its count to zero; one's own messages never count."""

    def unread() -> int:
        channels = page.get("api-page/bootstrap", params={"user": MIA}).json()["channels"]
        return next(int(channel["unread"]) for channel in channels if channel["id"] == "C03WINS")

    do(page, "message", user=LEO, channel="C03WINS", text="a win", thread_ts=None)
    do(page, "message", user="U04ANA", channel="C03WINS", text="another", thread_ts=None)
    assert unread() == 2
    page.get("api-page/history", params={"user": MIA, "channel": "C03WINS"})
    assert unread() == 0


def test_the_clock_is_moved_and_reset_for_everyone(
    workspace: Workspace, page: httpx.Client, socket: ClientConnection
) -> None:
    """do/clock moves the workspace's clock, tells every page and whoever listens."""
    moves: list[str] = []
    workspace.clock.on_moved(lambda now: moves.append(now.isoformat(timespec="minutes")))
    moved = do(page, "clock", now="2026-11-23T09:00:00+01:00")["clock"]
    assert (moved["now"][:16], moved["moved"]) == ("2026-11-23T09:00", True)
    assert told(socket) == {"type": "clock", "clock": moved}
    assert moves == ["2026-11-23T09:00+01:00"]
    assert do(page, "clock", reset=True)["clock"]["moved"] is False
    assert do(page, "clock", now="Monday")["error"] == "invalid_arguments"


@pytest.mark.parametrize(
    "wrong",
    [
        ("message", {"user": MIA, "channel": "G04LEADERS", "text": "x"}, "channel_not_found"),
        ("message", {"user": MIA, "channel": TEAM, "text": "  "}, "no_text"),
        ("command", {"user": "U0", "channel": TEAM, "command": "/health"}, "channel_not_found"),
        ("action", {"user": MIA, "container": {"type": "view"}, "block_id": "b", "action": {}}, "view_not_found"),
        ("open_home", {"user": "U08DANA"}, "user_not_found"),
        ("message", {"user": MIA}, "invalid_arguments"),
        ("message", [], "invalid_arguments"),
        ("dance", {}, "unknown_method"),
    ],
    ids=lambda wrong: f"{wrong[0]}: {wrong[2]}",
)
def test_a_wrong_request_is_refused_by_name(page: httpx.Client, wrong: tuple[str, Any, str]) -> None:
    """Whatever the page sends, the answer says what was wrong."""
    what, body, error = wrong
    answer = page.post(f"api-page/do/{what}", json=body).json()
    assert (answer["ok"], answer["error"]) == (False, error)


def test_other_sites_are_kept_out(workspace: Workspace, page: httpx.Client) -> None:
    """A form, a foreign host name and a foreign origin's socket are refused."""
    form = {"user": MIA, "channel": TEAM, "text": "x"}
    assert page.post("api-page/do/message", data=form).status_code == 403
    assert page.get("api-page/bootstrap", headers={"host": "evil.example"}).status_code == 400
    with pytest.raises((InvalidStatus, ConnectionClosed)):
        connect(
            f"{workspace.url.replace('http', 'ws')}api-page/ws?user={MIA}", origin=Origin("http://evil.example")
        ).recv(2)


def test_the_page_and_everything_it_names_is_served(page: httpx.Client) -> None:
    """The index is at the root, and each file it refers to answers with its own type."""
    index = page.get("")
    assert index.headers["content-type"].startswith("text/html")
    named = re.findall(r'(?:href|src)="/?(page/[^"]+)"', index.text)
    types = {page.get(path).headers["content-type"].partition(";")[0] for path in named}
    assert {"text/css", "text/javascript"} <= types


def test_a_workspace_can_be_served_without_a_page() -> None:
    """With `page=False` only Slack's own addresses answer."""
    with Workspace(default_seed(), page=False) as bare:
        assert httpx.get(f"{bare.url}api-page/bootstrap").status_code == 404
        assert httpx.post(f"{bare.api_url}api.test").json()["ok"] is True


def test_nobody_writes_to_an_archived_channel() -> None:
    """People are refused there as the app is."""
    seed = default_seed()
    old = replace(seed.channels[0], archived=True)
    with Workspace(replace(seed, channels=(old,))) as workspace, httpx.Client(base_url=workspace.url) as page:
        assert do(page, "message", user=MIA, channel=TEAM, text="x")["error"] == "is_archived"
