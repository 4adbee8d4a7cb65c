"""Slack's bad days, on demand: scopes, tokens, rate limits, outages and blocks it does not know."""

import time
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler, ServerErrorRetryHandler

from bot.workspace.scopes import ALL
from bot.workspace.seed import InstalledApp, default_seed
from bot.workspace.server import Workspace

MIA, TEAM, LEADERS = "U02MIA", "C01CSTEAM", "G04LEADERS"


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    """A healthy workspace, for a test to trouble."""
    with Workspace(default_seed(), page=False) as running:
        yield running


@pytest.fixture
def client(workspace: Workspace) -> WebClient:
    """The bot's client, as impatient as it comes."""
    return WebClient(workspace.bot_token, workspace.api_url)


def test_a_missing_scope_is_named_with_what_was_provided(workspace: Workspace, client: WebClient) -> None:
    """The answer tells what is needed and what is there, and so do its headers."""
    workspace.grant({"users:read"})
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=TEAM, text="x")
    answer = refused.value.response
    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", "chat:write", "users:read")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    assert headers["x-oauth-scopes"] == "users:read"
    assert headers["x-accepted-oauth-scopes"] == "chat:write"


def test_conversations_need_the_scope_of_their_kind(workspace: Workspace, client: WebClient) -> None:
    """With channels:read alone public channels are read, direct messages and private channels are not."""
    workspace.grant({"channels:read"})
    assert client.conversations_info(channel=TEAM)["ok"]
    assert client.conversations_list()["ok"]
    for channel, needed in (("D02MIA", "im:read"), (LEADERS, "groups:read")):
        with pytest.raises(SlackApiError) as refused:
            client.conversations_info(channel=channel)
        assert refused.value.response["needed"] == needed
    with pytest.raises(SlackApiError) as refused:
        client.conversations_list(types="public_channel,private_channel,im")
    assert refused.value.response["needed"] == "groups:read,im:read"


def test_email_addresses_need_a_scope_of_their_own(workspace: Workspace, client: WebClient) -> None:
    """Without users:read.email a person comes without the address, and cannot be looked up by it."""
    workspace.grant({"users:read"})
    assert "email" not in client.users_info(user=MIA)["user"]["profile"]
    with pytest.raises(SlackApiError, match="missing_scope"):
        client.users_lookupByEmail(email="mia.chen@example.com")


def test_a_seed_may_grant_less_than_everything() -> None:
    """The scopes of the installed app are the seed's; without any named, all that the methods ask for."""
    few = replace(default_seed(), app=InstalledApp(scopes=frozenset({"chat:write"})))
    with Workspace(few) as narrow, Workspace(default_seed()) as wide:
        assert set(narrow.granted) == {"chat:write"}
        assert wide.granted == ALL


def test_with_one_more_scope_the_app_posts_where_it_is_not(workspace: Workspace, client: WebClient) -> None:
    """chat:write.public opens public channels, not private ones."""
    workspace.change_channel(TEAM, members=frozenset({MIA}))
    with pytest.raises(SlackApiError, match="not_in_channel"):
        client.chat_postMessage(channel=TEAM, text="x")
    workspace.grant({*workspace.granted, "chat:write.public"})
    client.chat_postMessage(channel=TEAM, text="from outside")
    assert workspace.as_person(MIA).messages(TEAM)[-1].text == "from outside"
    with pytest.raises(SlackApiError, match="channel_not_found"):
        client.chat_postMessage(channel=LEADERS, text="x")


def test_a_rate_limit_is_told_with_the_time_to_wait(workspace: Workspace, client: WebClient) -> None:
    """429 with Retry-After, for that method only and as often as asked; then all is well."""
    workspace.rate_limit("chat.postMessage", seconds=7, times=2)
    assert client.chat_postEphemeral(channel=TEAM, user=MIA, text="x")["ok"]
    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            client.chat_postMessage(channel=TEAM, text="x")
        response = refused.value.response
        headers = {name.lower(): value for name, value in response.headers.items()}
        assert (response.status_code, response["error"], headers["retry-after"]) == (429, "ratelimited", "7")
    assert client.chat_postMessage(channel=TEAM, text="x")["ok"]


def test_the_clients_own_retry_handlers_get_through(workspace: Workspace) -> None:
    """A client that waits as told posts once after a rate limit and two outages."""
    handlers = [RateLimitErrorRetryHandler(max_retry_count=1), ServerErrorRetryHandler(max_retry_count=2)]
    client = WebClient(workspace.bot_token, workspace.api_url, retry_handlers=handlers)
    workspace.rate_limit("chat.postMessage", seconds=1)
    workspace.faults.unavailable("chat.postMessage", times=1)
    began = time.monotonic()
    client.chat_postMessage(channel=TEAM, text="at last")
    assert time.monotonic() - began >= 1
    assert [message.text for message in workspace.as_person(MIA).messages(TEAM)] == ["at last"]


def test_an_outage_is_a_503_without_json(workspace: Workspace) -> None:
    """What a proxy says when nobody is behind it."""
    workspace.faults.unavailable("*")
    answer = httpx.post(f"{workspace.api_url}auth.test")
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (503, "text/plain")
    assert httpx.post(f"{workspace.api_url}auth.test").json()["error"] == "not_authed"


def test_any_error_can_be_provoked_until_it_is_cleared(workspace: Workspace, client: WebClient) -> None:
    """internal_error, or whatever Slack may say."""
    workspace.faults.refuse("views.publish", "internal_error", times=5)
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    with pytest.raises(SlackApiError, match="internal_error"):
        client.views_publish(user_id=MIA, view=view)
    workspace.faults.clear()
    assert client.views_publish(user_id=MIA, view=view)["ok"]


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive"])
def test_a_token_that_ended_is_refused_everywhere(workspace: Workspace, client: WebClient, error: str) -> None:
    """Every method answers so, until the workspace is healthy again."""
    workspace.faults.refuse_token(error)
    for call in (client.auth_test, client.users_list):
        with pytest.raises(SlackApiError, match=error):
            call()
    workspace.faults.clear()
    assert client.auth_test()["ok"]


def test_a_block_that_slack_does_not_know_is_named(workspace: Workspace, client: WebClient) -> None:
    """A message with the block is refused with a pointer to it; the same without it goes through."""
    workspace.faults.refuse_blocks("data_visualization")
    section = {"type": "section", "text": {"type": "plain_text", "text": "ARR"}}
    slices = [{"label": "Healthy", "value": 3}]
    chart = {"type": "data_visualization", "title": "Bands", "chart": {"type": "pie", "segments": slices}}
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=TEAM, text="ARR", blocks=[section, chart])
    assert refused.value.response["errors"] == ["unsupported type: data_visualization [json-pointer:/blocks/1/type]"]
    assert client.chat_postMessage(channel=TEAM, text="ARR", blocks=[section])["ok"]


def test_an_answer_may_be_lost_after_what_was_asked_is_done(workspace: Workspace, client: WebClient) -> None:
    """The message stands there, with its metadata, though its sender was told nothing but 503."""
    about = {"event_type": "steward", "event_payload": {"key": "k1"}}
    workspace.faults.lose_answer("chat.postMessage")
    with pytest.raises(SlackApiError) as lost:
        client.chat_postMessage(channel=TEAM, text="there", metadata=about)
    assert lost.value.response.status_code == 503
    (message,) = client.conversations_history(channel=TEAM, include_all_metadata=True)["messages"]
    assert (message["text"], message["metadata"]) == ("there", about)
