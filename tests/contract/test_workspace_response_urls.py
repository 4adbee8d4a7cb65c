"""What can be done through a response URL, how often and for how long."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient, WebhookClient

from bot.workspace.backend import Patience
from bot.workspace.person import PersonDriver
from bot.workspace.server import Workspace
from tests.bolt import Transport, office
from tests.heard import Heard

MIA, LEO, TEAM = "U02MIA", "U03LEO", "C01CSTEAM"
Json = dict[str, Any]
BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
CARD: list[Json] = [{"type": "actions", "elements": [BUTTON]}]


class Watch:
    """A clock that runs on, and can be moved."""

    def __init__(self) -> None:
        """Start with no time skipped."""
        self.skipped = 0.0

    def __call__(self) -> float:
        """Return monotonic seconds."""
        return time.monotonic() + self.skipped


class Desk:
    """A workspace whose bot only listens, seen by Mia."""

    def __init__(self, workspace: Workspace, heard: Heard, watch: Watch) -> None:
        """Sit down."""
        self.client = WebClient(workspace.bot_token, workspace.api_url)
        self.mia: PersonDriver = workspace.as_person(MIA)
        self.leo: PersonDriver = workspace.as_person(LEO)
        self.heard = heard
        self.watch = watch

    def url_of_command(self) -> WebhookClient:
        """The response URL of a new command."""
        self.mia.command(TEAM, "/health", "acme")
        return WebhookClient(self.heard.seen[-1].body["response_url"])

    def url_of_click(self, thread_ts: str | None = None) -> tuple[str, WebhookClient]:
        """A new public card's timestamp, and the response URL of a click in it."""
        ts = str(self.client.chat_postMessage(channel=TEAM, text="card", blocks=CARD, thread_ts=thread_ts)["ts"])
        self.mia.click(self.mia.messages(TEAM, thread_ts)[-1], "go")
        return ts, WebhookClient(self.heard.seen[-1].body["response_url"])

    def texts(self, person: PersonDriver) -> list[str]:
        """What someone reads in the channel."""
        return [message.text for message in person.messages(TEAM)]


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """One desk for all tests of this file."""
    heard, watch = Heard(), Watch()
    with office(Transport.SOCKET, heard.register, Patience(monotonic=watch)) as workspace:
        yield Desk(workspace, heard, watch)


def test_five_uses_and_no_sixth(desk: Desk) -> None:
    """The sixth is refused by name, and posts nothing."""
    url = desk.url_of_command()
    answers = [url.send(text=f"use {number}") for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert '"used_url"' in answers[-1].body
    assert "use 4" in desk.texts(desk.mia)
    assert "use 5" not in desk.texts(desk.mia)


def test_half_an_hour_and_no_longer(desk: Desk) -> None:
    """After 29 minutes it posts, after 31 it has expired."""
    url = desk.url_of_command()
    desk.watch.skipped += 29 * 60
    assert url.send(text="in time").status_code == 200
    desk.watch.skipped += 2 * 60
    late = url.send(text="too late")
    assert (late.status_code, '"expired_url"' in late.body) == (404, True)
    assert "too late" not in desk.texts(desk.mia)


def test_an_answer_is_for_one_person_unless_it_says_in_channel(desk: Desk) -> None:
    """The response type decides who reads it."""
    url = desk.url_of_command()
    url.send(text="for Mia")
    url.send(text="for all", response_type="in_channel")
    assert {"for Mia", "for all"} <= set(desk.texts(desk.mia))
    assert "for Mia" not in desk.texts(desk.leo)
    assert "for all" in desk.texts(desk.leo)


def test_the_message_of_a_click_is_replaced_then_deleted(desk: Desk) -> None:
    """Both work on a public message too, for everybody."""
    ts, url = desk.url_of_click()
    url.send(text="done", replace_original=True)
    changed = next(message for message in desk.leo.messages(TEAM) if message.ts == ts)
    assert (changed.text, changed.blocks, changed.ephemeral) == ("done", None, False)
    url.send(delete_original=True)
    assert ts not in [message.ts for message in desk.leo.messages(TEAM)]


def test_without_replace_the_answer_stands_beside_the_message(desk: Desk) -> None:
    """The card stays as it is."""
    ts, url = desk.url_of_click()
    url.send(text="beside", replace_original=False)
    card = next(message for message in desk.mia.messages(TEAM) if message.ts == ts)
    assert (card.text, desk.texts(desk.mia)[-1]) == ("card", "beside")


def test_a_click_in_a_thread_is_answered_in_the_thread(desk: Desk) -> None:
    """The answer stands under the same root; a thread can also be named."""
    root = str(desk.client.chat_postMessage(channel=TEAM, text="root")["ts"])
    _, url = desk.url_of_click(thread_ts=root)
    url.send(text="in the thread", replace_original=False)
    assert desk.mia.messages(TEAM, root)[-1].text == "in the thread"
    elsewhere = desk.url_of_command()
    httpx.post(elsewhere.url, json={"text": "named", "thread_ts": root, "response_type": "in_channel"})
    assert desk.leo.messages(TEAM, root)[-1].text == "named"


def test_what_cannot_be_read_or_drawn_is_refused_by_name(desk: Desk) -> None:
    """No JSON, nothing to say, blocks that do not exist; each use counts only when it could be read."""
    url = desk.url_of_command()
    for body in (b"text=hi", b"[]", b'{"text": "\\ud800"}'):
        assert httpx.post(url.url, content=body).text == "invalid_payload"
    assert url.send(text=" ").body == "no_text"
    assert url.send(text="x", blocks=[{"type": "banner"}]).body == "invalid_blocks"
    assert httpx.post(url.url, json={"text": 5, "thread_ts": 7, "blocks": {}}).text == "ok"
    assert [url.send(text=str(number)).status_code for number in range(3)] == [200, 200, 404]
