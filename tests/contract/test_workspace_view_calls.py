"""views.* as the real client calls them: by id and external id, in stacks of three, and what closing tells."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient, WebhookClient
from slack_sdk.errors import SlackApiError

from bot.workspace.person import PersonDriver
from bot.workspace.server import Workspace
from tests.bolt import Transport, office
from tests.heard import Heard

MIA, TEAM = "U02MIA", "C01CSTEAM"
Json = dict[str, Any]
BUTTON: Json = {"type": "button", "action_id": "deeper", "text": {"type": "plain_text", "text": "Deeper"}}


def modal(title: str, **more: object) -> Json:
    """A modal with a button."""
    blocks = [{"type": "actions", "elements": [BUTTON]}]
    return {"type": "modal", "title": {"type": "plain_text", "text": title}, "blocks": blocks, **more}


@pytest.fixture
def heard() -> Heard:
    """What the bot was sent."""
    return Heard()


@pytest.fixture
def workspace(heard: Heard) -> Iterator[Workspace]:
    """A workspace whose bot only listens."""
    with office(Transport.SOCKET, heard.register) as running:
        yield running


@pytest.fixture
def client(workspace: Workspace) -> WebClient:
    """The bot's client."""
    return WebClient(workspace.bot_token, workspace.api_url)


def opened(workspace: Workspace, heard: Heard, client: WebClient, view: Json) -> PersonDriver:
    """Mia with this modal open."""
    mia = workspace.as_person(MIA)
    mia.command(TEAM, "/health")
    client.views_open(trigger_id=heard.seen[-1].body["trigger_id"], view=view)
    return mia


def deeper(mia: PersonDriver, heard: Heard, client: WebClient, view: Json) -> None:
    """Press the button on top and push this modal."""
    mia.click(mia.views[-1], "deeper")
    client.views_push(trigger_id=heard.seen[-1].body["trigger_id"], view=view)


def titles(mia: PersonDriver) -> list[str]:
    """The titles of the open modals, the one on top last."""
    return [view.body["title"]["text"] for view in mia.views]


def test_a_view_is_updated_by_its_external_id(workspace: Workspace, heard: Heard, client: WebClient) -> None:
    """The id the app chose finds the view; a second view cannot have the same."""
    mia = opened(workspace, heard, client, modal("First", external_id="mine"))
    client.views_update(external_id="mine", view=modal("Second", external_id="mine"))
    assert titles(mia) == ["Second"]
    mia.click(mia.views[-1], "deeper")
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        client.views_push(trigger_id=heard.seen[-1].body["trigger_id"], view=modal("Third", external_id="mine"))


def test_three_modals_are_stacked_and_no_fourth(workspace: Workspace, heard: Heard, client: WebClient) -> None:
    """views.push goes two deep above the first, and then is refused."""
    mia = opened(workspace, heard, client, modal("One"))
    deeper(mia, heard, client, modal("Two"))
    deeper(mia, heard, client, modal("Three"))
    assert titles(mia) == ["One", "Two", "Three"]
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        deeper(mia, heard, client, modal("Four"))


def test_a_push_needs_a_trigger_from_inside_a_modal(workspace: Workspace, heard: Heard, client: WebClient) -> None:
    """The trigger of a command opens, it does not push."""
    workspace.as_person(MIA).command(TEAM, "/health")
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        client.views_push(trigger_id=heard.seen[-1].body["trigger_id"], view=modal("One"))


def test_a_chosen_channel_brings_a_response_url(workspace: Workspace, heard: Heard, client: WebClient) -> None:
    """An input that asks for it gets one for the conversation that was chosen, and it posts there."""
    pick = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    label = {"type": "plain_text", "text": "Where"}
    entry = {"type": "input", "block_id": "place", "label": label, "element": pick}
    view = modal("Share") | {"blocks": [entry], "submit": {"type": "plain_text", "text": "Share"}}
    mia = opened(workspace, heard, client, view)
    mia.submit(mia.views[-1], {"where": TEAM})
    given = heard.seen[-1].body["response_urls"]
    assert [(one["channel_id"], one["block_id"], one["action_id"]) for one in given] == [(TEAM, "place", "where")]
    WebhookClient(given[0]["response_url"]).send(text="shared", response_type="in_channel")
    assert workspace.as_person("U03LEO").messages(TEAM)[-1].text == "shared"


def test_closing_tells_only_the_views_that_asked(workspace: Workspace, heard: Heard, client: WebClient) -> None:
    """The one on top closes silently; clearing the rest tells the one below, as cleared."""
    mia = opened(workspace, heard, client, modal("One", notify_on_close=True))
    deeper(mia, heard, client, modal("Two"))
    before = len(heard.seen)
    mia.close(mia.views[-1])
    assert (titles(mia), len(heard.seen)) == (["One"], before)
    deeper(mia, heard, client, modal("Two"))
    mia.close(mia.views[-1], cleared=True)
    told = [body for body in heard.wait_for(before + 2) if body.get("type") == "view_closed"]
    assert [(body["view"]["title"]["text"], body["is_cleared"]) for body in told] == [("One", True)]
    assert mia.views == []
