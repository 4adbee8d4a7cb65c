"""The Web API as the real client sees it: tokens, channels, messages, people, pages of results, refusals."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace.seed import ChannelSeed, default_seed
from bot.workspace.server import Workspace

MIA, LEO = "U02MIA", "U03LEO"
TEAM = "C01CSTEAM"
Call = Callable[[WebClient], Any]


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    """A workspace without a bot, with one archived channel and one the bot is not in."""
    seed = default_seed()
    archived = ChannelSeed("C08OLD", "old", frozenset({MIA, seed.app.user_id}), archived=True)
    without = ChannelSeed("C09OTHER", "other", frozenset({MIA}))
    with Workspace(replace(seed, channels=(*seed.channels, archived, without))) as running:
        yield running


@pytest.fixture
def client(workspace: Workspace) -> WebClient:
    """The bot's client."""
    return WebClient(workspace.bot_token, workspace.api_url)


REFUSALS: dict[str, tuple[str, Call]] = {
    "no such channel": ("channel_not_found", lambda c: c.chat_postMessage(channel="C0", text="x")),
    "private without the app": ("channel_not_found", lambda c: c.chat_postMessage(channel="G04LEADERS", text="x")),
    "archived": ("is_archived", lambda c: c.chat_postMessage(channel="#old", text="x")),
    "public without the app": ("not_in_channel", lambda c: c.chat_postMessage(channel="#other", text="x")),
    "nothing to say": ("no_text", lambda c: c.api_call("chat.postMessage", params={"channel": TEAM, "text": " "})),
    "text too long": ("msg_too_long", lambda c: c.chat_postMessage(channel=TEAM, text="x" * 40_001)),
    "blocks too long": (
        "msg_blocks_too_long",
        lambda c: c.chat_postMessage(
            channel=TEAM, text="x", blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 5
        ),
    ),
    "blocks that are not a list": (
        "invalid_blocks_format",
        lambda c: c.api_call("chat.postMessage", params={"channel": TEAM, "text": "x", "blocks": "[broken"}),
    ),
    "reply to nothing": (
        "cannot_reply_to_message",
        lambda c: c.chat_postMessage(channel=TEAM, text="x", thread_ts="1.000001"),
    ),
    "update nothing": ("message_not_found", lambda c: c.chat_update(channel=TEAM, ts="1.000001", text="x")),
    "delete nothing": ("message_not_found", lambda c: c.chat_delete(channel=TEAM, ts="1.000001")),
    "ephemeral to a stranger": (
        "user_not_in_channel",
        lambda c: c.chat_postEphemeral(channel=TEAM, user="U08DANA", text="x"),
    ),
    "history without the app": ("not_in_channel", lambda c: c.conversations_history(channel="C09OTHER")),
    "info on a private channel": ("channel_not_found", lambda c: c.conversations_info(channel="G04LEADERS")),
    "no such thread": ("thread_not_found", lambda c: c.conversations_replies(channel=TEAM, ts="1.000001")),
    "open with nobody": ("users_list_not_supplied", lambda c: c.api_call("conversations.open")),
    "open with a stranger": ("user_not_found", lambda c: c.conversations_open(users="U0")),
    "open with someone who left": ("user_disabled", lambda c: c.conversations_open(users="U08DANA")),
    "no such user": ("user_not_found", lambda c: c.users_info(user="U0")),
    "no such email": ("users_not_found", lambda c: c.users_lookupByEmail(email="nobody@example.com")),
    "email of someone who left": (
        "users_not_found",
        lambda c: c.users_lookupByEmail(email="dana.wolfe@example.com"),
    ),
    "cursor from elsewhere": ("invalid_cursor", lambda c: c.users_list(cursor="dXNlcjpV")),
    "limit too high": ("invalid_limit", lambda c: c.users_list(limit=5000)),
    "no such method": ("unknown_method", lambda c: c.api_call("chat.shout")),
    "argument missing": ("invalid_arguments", lambda c: c.api_call("chat.postMessage", params={"text": "x"})),
    "no such trigger": (
        "invalid_trigger_id",
        lambda c: c.views_open(
            trigger_id="1.2.3",
            view={"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [{"type": "divider"}]},
        ),
    ),
    "asked to fail": ("my_error", lambda c: c.api_test(error="my_error")),
}
"""What is wrong → Slack's error code, and a call that is wrong in that way."""


@pytest.mark.parametrize("case", REFUSALS)
def test_a_wrong_call_is_refused_by_slacks_name(client: WebClient, case: str) -> None:
    """Each refusal carries the code Slack uses."""
    code, call = REFUSALS[case]
    with pytest.raises(SlackApiError) as refused:
        call(client)
    assert refused.value.response["error"] == code


def test_tokens_are_checked(workspace: Workspace) -> None:
    """No token, a wrong one, and the wrong kind are three different refusals."""
    for token, code in (
        (None, "not_authed"),
        ("xoxb-wrong", "invalid_auth"),
        (workspace.app_token, "not_allowed_token_type"),
    ):
        with pytest.raises(SlackApiError, match=code):
            WebClient(token, workspace.api_url).auth_test()
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        WebClient(workspace.bot_token, workspace.api_url).apps_connections_open(app_token=workspace.bot_token)


def test_auth_test_says_whose_token_it_is(client: WebClient) -> None:
    """The app learns its bot user and team."""
    answer = client.auth_test()
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == ("U01STEWARD", "B01STEWARD", "T01NORTHWIND")


def test_a_message_is_posted_changed_and_deleted(workspace: Workspace, client: WebClient) -> None:
    """People see each step, and only the text of blocks that were not given changes."""
    leo = workspace.as_person(LEO)
    blocks = [{"type": "section", "text": {"type": "plain_text", "text": "A"}}]
    posted = client.chat_postMessage(channel="#customer-wins", text="First", blocks=blocks)
    ts = posted["ts"]
    assert posted["message"]["blocks"][0]["block_id"]
    client.chat_update(channel=posted["channel"], ts=ts, text="Second")
    message = leo.messages("#customer-wins")[-1]
    assert (message.text, message.edited, message.blocks is not None) == ("Second", True, True)
    client.chat_delete(channel=posted["channel"], ts=ts)
    assert ts not in [message.ts for message in leo.messages("#customer-wins")]


def test_a_person_cannot_have_their_message_changed_by_the_app(workspace: Workspace, client: WebClient) -> None:
    """chat.update and chat.delete touch the app's own messages only."""
    ts = workspace.as_person(MIA).say("#cs-team", "mine")["ts"]
    with pytest.raises(SlackApiError, match="cant_update_message"):
        client.chat_update(channel=TEAM, ts=ts, text="x")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        client.chat_delete(channel=TEAM, ts=ts)


def test_an_ephemeral_message_cannot_be_changed_later(workspace: Workspace, client: WebClient) -> None:
    """Only its addressee sees it, and chat.update does not find it."""
    sent = client.chat_postEphemeral(channel=TEAM, user=MIA, text="psst")
    assert workspace.as_person(MIA).messages(TEAM)[-1].text == "psst"
    assert all(message.text != "psst" for message in workspace.as_person(LEO).messages(TEAM))
    with pytest.raises(SlackApiError, match="message_not_found"):
        client.chat_update(channel=TEAM, ts=sent["message_ts"], text="x")


def test_a_user_id_as_channel_is_the_direct_message(workspace: Workspace, client: WebClient) -> None:
    """The answer names the direct message, the same that conversations.open gives."""
    posted = client.chat_postMessage(channel=MIA, text="hello")
    assert posted["channel"] == client.conversations_open(users=MIA)["channel"]["id"]
    assert workspace.as_person(MIA).messages(posted["channel"])[-1].text == "hello"


def test_a_thread_is_read_by_replies_and_left_out_of_history(client: WebClient) -> None:
    """The root counts its replies; history shows the root only."""
    root = client.chat_postMessage(channel="#general", text="root")
    reply = client.chat_postMessage(channel="#general", text="reply", thread_ts=root["ts"])
    thread = client.conversations_replies(channel=root["channel"], ts=root["ts"])["messages"]
    assert [message["text"] for message in thread] == ["root", "reply"]
    assert (thread[0]["reply_count"], thread[1]["thread_ts"]) == (1, root["ts"])
    history = client.conversations_history(channel=root["channel"])["messages"]
    assert reply["ts"] not in [message["ts"] for message in history]


def test_history_is_newest_first_in_pages_and_bounds(client: WebClient) -> None:
    """Cursors lead through all messages; oldest and latest bound them."""
    sent = [client.chat_postMessage(channel="C05SHARED", text=str(number))["ts"] for number in range(5)]
    pages = [
        ([message["text"] for message in page["messages"]], page["has_more"])
        for page in client.conversations_history(channel="C05SHARED", limit=2)
    ]
    assert pages == [(["4", "3"], True), (["2", "1"], True), (["0"], False)]
    inside = client.conversations_history(channel="C05SHARED", oldest=sent[1], latest=sent[3])["messages"]
    assert [message["text"] for message in inside] == ["2"]
    ends = client.conversations_history(channel="C05SHARED", oldest=sent[1], latest=sent[3], inclusive=True)["messages"]
    assert [message["text"] for message in ends] == ["3", "2", "1"]


def test_channels_are_listed_by_type(client: WebClient) -> None:
    """Private channels without the app are not listed; archived ones can be left out."""
    names = {
        channel["name"] for channel in client.conversations_list(types="public_channel,private_channel")["channels"]
    }
    assert names == {"cs-team", "general", "customer-wins", "ext-acme", "spring-launch", "old", "other"}
    open_ones = client.conversations_list(exclude_archived=True)["channels"]
    assert "old" not in {channel["name"] for channel in open_ones}
    assert {channel["user"] for channel in client.conversations_list(types="im")["channels"]} >= {MIA, LEO}


def test_a_channel_says_whether_it_is_shared_and_joined(client: WebClient) -> None:
    """conversations.info tells what sharing depends on."""
    shared = client.conversations_info(channel="C05SHARED", include_num_members=True)["channel"]
    assert (shared["is_ext_shared"], shared["is_member"], shared["num_members"]) == (True, True, 11)
    assert client.conversations_info(channel="C09OTHER")["channel"]["is_member"] is False
    assert MIA in client.conversations_members(channel=TEAM)["members"]


def test_people_have_emails_zones_and_locales(client: WebClient) -> None:
    """users.info, users.list and users.lookupByEmail agree about a person."""
    noah = client.users_lookupByEmail(email="Noah.Okafor@example.com")["user"]
    assert (noah["id"], noah["tz"], noah["is_bot"]) == ("U05NOAH", "America/New_York", False)
    assert client.users_info(user="U05NOAH", include_locale=True)["user"]["locale"] == "en-US"
    members = [member for page in client.users_list(limit=4) for member in page["members"]]
    assert len(members) == 14
    assert {member["id"] for member in members if member["deleted"]} == {"U08DANA"}


def test_metadata_comes_back_when_it_is_asked_for(client: WebClient) -> None:
    """Message metadata is kept and shown on request."""
    metadata = {"event_type": "card", "event_payload": {"id": "1"}}
    client.chat_postMessage(channel="#general", text="with metadata", metadata=metadata)
    newest = client.conversations_history(channel="C02GENERAL", limit=1, include_all_metadata=True)["messages"][0]
    assert newest["metadata"] == metadata
