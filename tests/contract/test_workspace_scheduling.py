"""Messages for later: the real client schedules, the workspace's clock delivers."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace

MIA, TEAM, GENERAL = "U02MIA", "C01CSTEAM", "C02GENERAL"


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    """A workspace whose clock a test may move."""
    with Workspace(default_seed()) as running:
        yield running


@pytest.fixture
def client(workspace: Workspace) -> WebClient:
    """The bot's client."""
    return WebClient(workspace.bot_token, workspace.api_url)


def in_seconds(workspace: Workspace, seconds: float) -> int:
    """A moment on the workspace's clock, as Unix time."""
    return int((workspace.clock() + timedelta(seconds=seconds)).timestamp())


def texts(workspace: Workspace, channel: str = TEAM) -> list[str]:
    """What Mia reads in a channel."""
    return [message.text for message in workspace.as_person(MIA).messages(channel)]


def test_a_scheduled_message_comes_when_the_clock_reaches_its_time(workspace: Workspace, client: WebClient) -> None:
    """Nothing before; after the clock was moved an hour on, the message is there, with a timestamp of its own."""
    sent = client.chat_scheduleMessage(channel=TEAM, text="Good morning", post_at=in_seconds(workspace, 3600))
    assert (sent["channel"], sent["message"]["text"]) == (TEAM, "Good morning")
    assert texts(workspace) == []
    workspace.clock.set(workspace.clock() + timedelta(hours=2))
    assert workspace.as_person(MIA).wait_for(lambda: texts(workspace) == ["Good morning"])
    assert client.chat_scheduledMessages_list()["scheduled_messages"] == []


def test_a_scheduled_message_comes_in_real_time(workspace: Workspace, client: WebClient) -> None:
    """Without moving the clock it comes after the seconds have passed."""
    client.chat_scheduleMessage(channel=TEAM, text="Soon", post_at=in_seconds(workspace, 1.0) + 1)
    assert workspace.as_person(MIA).wait_for(lambda: texts(workspace) == ["Soon"], timeout=20)


def test_what_waits_is_listed_by_time_and_channel(workspace: Workspace, client: WebClient) -> None:
    """The next one first; a channel narrows the list."""
    late = client.chat_scheduleMessage(channel=TEAM, text="late", post_at=in_seconds(workspace, 900))
    early = client.chat_scheduleMessage(channel=GENERAL, text="early", post_at=in_seconds(workspace, 600))
    rows = client.chat_scheduledMessages_list()["scheduled_messages"]
    assert [row["id"] for row in rows] == [early["scheduled_message_id"], late["scheduled_message_id"]]
    only = client.chat_scheduledMessages_list(channel=TEAM)["scheduled_messages"]
    assert [(row["text"], row["channel_id"]) for row in only] == [("late", TEAM)]


def test_a_deleted_scheduled_message_never_comes(workspace: Workspace, client: WebClient) -> None:
    """It is gone from the list, does not come, and cannot be deleted twice."""
    sent = client.chat_scheduleMessage(channel=TEAM, text="x", post_at=in_seconds(workspace, 600))
    client.chat_deleteScheduledMessage(channel=TEAM, scheduled_message_id=sent["scheduled_message_id"])
    with pytest.raises(SlackApiError, match="invalid_scheduled_message_id"):
        client.chat_deleteScheduledMessage(channel=TEAM, scheduled_message_id=sent["scheduled_message_id"])
    workspace.clock.set(workspace.clock() + timedelta(hours=2))
    client.chat_postMessage(channel=TEAM, text="after")
    assert texts(workspace) == ["after"]


def test_a_message_for_an_archived_channel_is_dropped(workspace: Workspace, client: WebClient) -> None:
    """What was scheduled before the archive does not come after it."""
    client.chat_scheduleMessage(channel=GENERAL, text="x", post_at=in_seconds(workspace, 600))
    client.chat_scheduleMessage(channel=TEAM, text="y", post_at=in_seconds(workspace, 601))
    workspace.change_channel(GENERAL, is_archived=True)
    workspace.clock.set(workspace.clock() + timedelta(hours=2))
    assert workspace.as_person(MIA).wait_for(lambda: texts(workspace) == ["y"])
    workspace.change_channel(GENERAL, is_archived=False)
    assert texts(workspace, GENERAL) == []


@pytest.mark.parametrize(
    ("seconds", "error"), [(-5, "time_in_past"), (121 * 86_400, "time_too_far")], ids=["past", "far"]
)
def test_a_time_that_cannot_be_kept_is_refused(
    workspace: Workspace, client: WebClient, seconds: float, error: str
) -> None:
    """The past and more than 120 days ahead."""
    with pytest.raises(SlackApiError, match=error):
        client.chat_scheduleMessage(channel=TEAM, text="x", post_at=in_seconds(workspace, seconds))


def test_a_permalink_names_the_message(client: WebClient) -> None:
    """The address holds channel and timestamp, leads to the page, in a thread to the thread; nothing has none."""
    root = client.chat_postMessage(channel=TEAM, text="root")
    reply = client.chat_postMessage(channel=TEAM, text="reply", thread_ts=root["ts"])
    link = client.chat_getPermalink(channel=TEAM, message_ts=reply["ts"])["permalink"]
    assert f"/archives/{TEAM}/p{reply['ts'].replace('.', '')}?thread_ts={root['ts']}" in link
    assert httpx.get(link).headers["location"] == f"/#{TEAM}/{root['ts']}"
    with pytest.raises(SlackApiError, match="message_not_found"):
        client.chat_getPermalink(channel=TEAM, message_ts="1.000001")
