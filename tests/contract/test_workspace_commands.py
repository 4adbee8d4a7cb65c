"""Slash commands and buttons, between the real Bolt and a workspace, over both transports."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace.backend import Patience
from bot.workspace.server import Workspace
from tests.bolt import Transport, office

MIA, LEO = "U02MIA", "U03LEO"
TEAM = "#cs-team"
SECTION = {"type": "section", "text": {"type": "plain_text", "text": "Acme 🟢 Healthy"}}
BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Why?"}, "action_id": "why", "value": "acc-1"}
PICK = {
    "type": "static_select",
    "action_id": "pick",
    "options": [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("acme", "globex")],
}
CARD: list[dict[str, Any]] = [SECTION, {"type": "actions", "elements": [BUTTON, PICK]}]

Reply = Callable[[Ack, Respond, dict[str, Any]], object]


def later(ack: Ack, respond: Respond, _body: dict[str, Any]) -> None:
    """Say "working on it" and replace that by the result."""
    ack("Working on it")
    time.sleep(0.1)
    respond(text="Done", replace_original=True)


def often(ack: Ack, respond: Respond, _body: dict[str, Any]) -> None:
    """Use the response URL six times and tell what came back."""
    ack()
    codes = [respond(text=str(number)).status_code for number in range(6)]
    assert codes == [200] * 5 + [404]


REPLIES: dict[str, Reply] = {
    "text": lambda ack, _respond, body: ack(f"You asked: {body['text']}"),
    "card": lambda ack, _respond, _body: ack(text="Acme is healthy", blocks=CARD),
    "public": lambda ack, _respond, _body: ack(text="For all", response_type="in_channel"),
    "silent": lambda ack, _respond, _body: ack(),
    "later": later,
    "often": often,
    "broken": lambda ack, _respond, _body: ack(text="x", blocks=[{"type": "banner"}]),
}


def register(app: App) -> None:
    """Answer `/health <reply>` and the card's two elements."""

    @app.command("/health")
    def health(ack: Ack, respond: Respond, body: dict[str, Any]) -> None:
        REPLIES[body["text"].split()[0]](ack, respond, body)

    @app.action("why")
    def why(ack: Ack, respond: Respond, body: dict[str, Any]) -> None:
        ack()
        value, state = body["actions"][0]["value"], body["container"]["is_ephemeral"]
        respond(text=f"Because of {value}, ephemeral {state}", replace_original=True)

    @app.action("pick")
    def pick(ack: Ack, respond: Respond, body: dict[str, Any]) -> None:
        ack()
        if body["actions"][0]["selected_option"]["value"] == "globex":
            respond(delete_original=True)
        else:
            respond(text="Acme it is")


@pytest.fixture(scope="module", params=list(Transport))
def workspace(request: pytest.FixtureRequest) -> Iterator[Workspace]:
    """A workspace with the bot of this file, once per transport."""
    with office(request.param, register) as running:
        yield running


def test_a_command_is_answered_inside_its_acknowledgement(workspace: Workspace) -> None:
    """The answer is there when the command returns, for the one who asked, beside the command itself."""
    mia = workspace.as_person(MIA)
    assert mia.command(TEAM, "/health", "text one") == {"ok": True}
    message = mia.messages(TEAM)[-1]
    assert (message.text, message.command, message.ephemeral) == ("You asked: text one", "/health text one", True)


def test_an_ephemeral_answer_is_invisible_to_others(workspace: Workspace) -> None:
    """Another person in the channel sees nothing of it, nor does the channel's history."""
    mia, leo = workspace.as_person(MIA), workspace.as_person(LEO)
    mia.command(TEAM, "/health", "text secret")
    assert all("secret" not in message.text for message in leo.messages(TEAM))
    history = WebClient(workspace.bot_token, workspace.api_url).conversations_history(channel="C01CSTEAM")
    assert all("secret" not in message["text"] for message in history["messages"])


def test_an_in_channel_answer_is_seen_by_everyone(workspace: Workspace) -> None:
    """A public answer reaches the others and names the command that led to it."""
    mia, leo = workspace.as_person(MIA), workspace.as_person(LEO)
    mia.command(TEAM, "/health", "public")
    assert (leo.messages(TEAM)[-1].text, leo.messages(TEAM)[-1].command) == ("For all", "/health public")


def test_an_empty_acknowledgement_says_nothing(workspace: Workspace) -> None:
    """A bare ack leaves no message."""
    mia = workspace.as_person(MIA)
    before = len(mia.messages("#general"))
    assert mia.command("#general", "/health", "silent") == {"ok": True}
    assert len(mia.messages("#general")) == before


def test_respond_replaces_what_the_acknowledgement_said(workspace: Workspace) -> None:
    """`respond(replace_original=True)` edits the command's first answer in place."""
    mia = workspace.as_person(MIA)
    mia.command("#customer-wins", "/health", "later")
    assert mia.wait_for(lambda: mia.messages("#customer-wins")[-1].text == "Done")
    assert len(mia.messages("#customer-wins")) == 1


def test_a_response_url_posts_five_times(workspace: Workspace) -> None:
    """The sixth use is refused with 404."""
    leo = workspace.as_person(LEO)
    assert leo.command(leo.dm, "/health", "often") == {"ok": True}
    assert leo.wait_for(lambda: len(leo.messages(leo.dm)) == 5)
    assert [message.text for message in leo.messages(leo.dm)] == list("01234")


def test_refused_blocks_are_told_to_the_person(workspace: Workspace) -> None:
    """An answer Slack cannot draw is not shown; Slackbot says why."""
    mia = workspace.as_person(MIA)
    result = mia.command(TEAM, "/health", "broken")
    assert (result["ok"], result["error"]) == (False, "invalid_blocks")
    assert mia.messages(TEAM)[-1].text == '/health failed with the error "invalid_blocks"'


def test_a_button_replaces_the_message_it_stands_in(workspace: Workspace) -> None:
    """A click carries the button's value, and `respond` edits the ephemeral card."""
    mia = workspace.as_person(MIA)
    mia.command(TEAM, "/health", "card")
    card = mia.messages(TEAM)[-1]
    assert mia.click(card, "why") == {"ok": True}
    assert mia.wait_for(lambda: mia.messages(TEAM)[-1].text == "Because of acc-1, ephemeral True")
    assert mia.messages(TEAM)[-1].ts == card.ts


def test_a_choice_can_delete_the_message_it_stands_in(workspace: Workspace) -> None:
    """Choosing an option sends that option, and `respond(delete_original=True)` removes the card."""
    mia = workspace.as_person(MIA)
    mia.command(TEAM, "/health", "card")
    card = mia.messages(TEAM)[-1]
    mia.click(card, "pick", "globex")
    assert mia.wait_for(lambda: card.ts not in [message.ts for message in mia.messages(TEAM)])


def test_a_click_on_a_gone_button_is_refused(workspace: Workspace) -> None:
    """An element that is no longer in the message cannot be pressed."""
    mia = workspace.as_person(MIA)
    mia.command(TEAM, "/health", "text")
    with pytest.raises(Exception, match="no_such_action"):
        mia.click(mia.messages(TEAM)[-1], "why")


def test_an_unregistered_command_never_reaches_the_app(workspace: Workspace) -> None:
    """Slack itself answers a command nobody registered."""
    mia = workspace.as_person(MIA)
    assert mia.command(TEAM, "/nope")["error"] == "unknown_command"
    assert mia.messages(TEAM)[-1].text == "/nope is not a valid command."


def test_refused_blocks_come_back_with_pointers(workspace: Workspace) -> None:
    """chat.postMessage answers invalid_blocks with what is wrong where."""
    client = WebClient(workspace.bot_token, workspace.api_url)
    header = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C01CSTEAM", text="x", blocks=[header])
    error = "must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    assert refused.value.response["error"] == "invalid_blocks"
    assert refused.value.response["errors"] == [error]
    assert refused.value.response["response_metadata"]["messages"] == [f"[ERROR] {error}"]


@pytest.mark.parametrize("transport", list(Transport))
def test_a_command_without_an_answer_in_time_fails_visibly(transport: Transport) -> None:
    """When the app takes too long, the person reads operation_timeout."""
    release = threading.Event()

    def slow(app: App) -> None:
        app.command("/health")(lambda ack: release.wait(5) and ack())

    with office(transport, slow, Patience(answer=0.3)) as workspace:
        mia = workspace.as_person(MIA)
        result = mia.command(TEAM, "/health", "acme")
        release.set()
        assert (result["error"], result["message"]) == (
            "operation_timeout",
            '/health failed with the error "operation_timeout"',
        )
        assert mia.messages(TEAM)[-1].user == "USLACKBOT"
