"""Shortcuts, global and of a message, between the real Bolt and a workspace, over both transports."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.workspace.errors import SlackError
from bot.workspace.seed import Seed, Shortcut, ShortcutKind, default_seed
from bot.workspace.server import Workspace
from tests.bolt import Transport, office

MIA, TEAM = "U02MIA", "C01CSTEAM"
Json = dict[str, Any]
VIEW = {"type": "modal", "title": {"type": "plain_text", "text": "Log"}, "blocks": [{"type": "divider"}]}


def seed() -> Seed:
    """A seed with one shortcut of each kind."""
    shortcuts = (
        Shortcut("log", "Log a call", "Writes down a call"),
        Shortcut("follow", "Follow up", kind=ShortcutKind.MESSAGE),
    )
    return replace(default_seed(), shortcuts=shortcuts)


def opens(ack: Ack, client: WebClient, shortcut: Json) -> None:
    """Open a modal with the shortcut's trigger."""
    ack()
    client.views_open(trigger_id=shortcut["trigger_id"], view=VIEW)


def follows(ack: Ack, respond: Respond, shortcut: Json) -> None:
    """Repeat the message it was run on."""
    ack()
    respond(f"{shortcut['user']['id']} follows {shortcut['message']['text']} in {shortcut['channel']['name']}")


def register(app: App) -> None:
    """The bot of this file."""
    app.shortcut({"callback_id": "log", "type": "shortcut"})(opens)
    app.shortcut({"callback_id": "follow", "type": "message_action"})(follows)


@pytest.fixture(scope="module", params=list(Transport))
def workspace(request: pytest.FixtureRequest) -> Iterator[Workspace]:
    """A workspace with the bot of this file, once per transport."""
    with office(request.param, register, seed=seed()) as running:
        yield running


def test_a_global_shortcut_opens_a_modal(workspace: Workspace) -> None:
    """Its trigger opens a view for the one who ran it."""
    mia = workspace.as_person(MIA)
    assert mia.shortcut("log") == {"ok": True}
    assert mia.wait_for(lambda: [view.body["title"]["text"] for view in mia.views] == ["Log"])


def test_a_message_shortcut_carries_the_message(workspace: Workspace) -> None:
    """The payload holds message and channel, and its response URL answers the person beside it."""
    mia = workspace.as_person(MIA)
    mia.say(TEAM, "call Acme")
    assert mia.shortcut("follow", mia.messages(TEAM)[-1]) == {"ok": True}
    expected = f"{MIA} follows call Acme in cs-team"
    assert mia.wait_for(lambda: mia.messages(TEAM)[-1].text == expected)
    assert mia.messages(TEAM)[-1].ephemeral


def test_a_shortcut_of_the_other_kind_does_not_exist(workspace: Workspace) -> None:
    """A message shortcut without a message, and one nobody registered."""
    mia = workspace.as_person(MIA)
    for callback_id in ("follow", "nothing"):
        with pytest.raises(SlackError, match="no_such_shortcut"):
            mia.shortcut(callback_id)


def test_the_page_offers_and_runs_shortcuts(workspace: Workspace) -> None:
    """Bootstrap lists them, do/shortcut runs one, do/react and do/invite do what their names say."""
    with httpx.Client(base_url=workspace.url) as page:
        offered = page.get("api-page/bootstrap", params={"user": MIA}).json()["shortcuts"]
        assert [(one["callback_id"], one["kind"]) for one in offered] == [("log", "global"), ("follow", "message")]
        asked: Json = {"user": MIA, "callback_id": "log"}
        assert page.post("api-page/do/shortcut", json=asked).json() == {"ok": True}
        ts = workspace.as_person(MIA).say(TEAM, "hm")["ts"]
        asked = {"user": MIA, "container": {"channel": TEAM, "ts": ts}}
        assert page.post("api-page/do/react", json={**asked, "name": "eyes"}).json() == {"ok": True}
        assert page.post("api-page/do/shortcut", json={**asked, "callback_id": "follow"}).json() == {"ok": True}
        shown = page.get("api-page/history", params={"user": MIA, "channel": TEAM}).json()["messages"]
        reactions = next(message["reactions"] for message in shown if message["ts"] == ts)
        assert reactions == [{"name": "eyes", "users": [MIA], "count": 1}]
        invited = {"user": MIA, "channel": TEAM, "invited": "U09GIL"}
        assert page.post("api-page/do/invite", json=invited).json() == {"ok": True}
        assert page.post("api-page/do/invite", json=invited).json()["error"] == "already_in_channel"
